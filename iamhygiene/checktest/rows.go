package checktest

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/iamhygiene/sdk/credreport"
)

// parseRows turns the short form of a credential report into the CSV:
//
//	<root_account> mfa_active=true
//	alice          password_enabled=true password_last_used=-50d
//	/eng/bob       access_key_1_active=true access_key_1_last_rotated=2021-01-04
//
// What a row does not set is what a report says of a user who was created 30
// days before now, used each enabled credential a day before now, and has
// nothing else. The root user's row is added where there is none.
func parseRows(text []byte, o *options) ([]byte, error) {
	header := credreport.Columns()
	var rows [][]string
	hasRoot := false
	for n, line := range strings.Split(string(text), "\n") {
		words := strings.Fields(line)
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		row, err := parseRow(words, header, o)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n+1, err)
		}
		hasRoot = hasRoot || row[0] == credreport.RootUser
		rows = append(rows, row)
	}
	if !hasRoot {
		row, err := parseRow([]string{credreport.RootUser}, header, o)
		if err != nil {
			return nil, err
		}
		rows = slices.Insert(rows, 0, row)
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.WriteAll(append([][]string{header}, rows...)); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func parseRow(words, header []string, o *options) ([]string, error) {
	values := make(map[string]string)
	for _, word := range words[1:] {
		column, value, ok := strings.Cut(word, "=")
		switch {
		case !ok:
			return nil, fmt.Errorf("%q: want column=value", word)
		case !slices.Contains(header, column):
			return nil, fmt.Errorf("the credential report has no column %q", column)
		}
		if _, twice := values[column]; twice {
			return nil, fmt.Errorf("the column %s is there twice", column)
		}
		values[column] = when(value, o.now)
	}
	complete(values, words[0], o)
	row := make([]string, len(header))
	for i, column := range header {
		row[i] = values[column]
	}
	return row, nil
}

// complete sets the columns that a row leaves out.
func complete(values map[string]string, user string, o *options) {
	set := func(column, value string) {
		if _, ok := values[column]; !ok {
			values[column] = value
		}
	}
	account, partition := o.account, o.partition
	if account == "" {
		account = Account
	}
	if partition == "" {
		partition = "aws"
	}
	prefix := "arn:" + partition + ":iam::" + account + ":"
	created, used := when("-30d", o.now), when("-1d", o.now)
	if user == credreport.RootUser {
		set(credreport.ColumnUser, user)
		set(credreport.ColumnARN, prefix+"root")
		set(credreport.ColumnUserCreationTime, when("-1000d", o.now))
		set(credreport.ColumnPasswordEnabled, "not_supported")
		set(credreport.ColumnPasswordLastUsed, "no_information")
		set(credreport.ColumnPasswordLastChanged, "not_supported")
		set(credreport.ColumnPasswordNextRotation, "not_supported")
		set(credreport.ColumnMFAActive, "true")
	}
	set(credreport.ColumnUser, user[strings.LastIndexByte(user, '/')+1:])
	set(credreport.ColumnARN, prefix+"user/"+strings.TrimPrefix(user, "/"))
	set(credreport.ColumnUserCreationTime, created)
	set(credreport.ColumnPasswordEnabled, "false")
	if values[credreport.ColumnPasswordEnabled] == "true" {
		set(credreport.ColumnPasswordLastUsed, used)
		set(credreport.ColumnPasswordLastChanged, values[credreport.ColumnUserCreationTime])
	}
	set(credreport.ColumnMFAActive, "false")
	for _, slot := range [...]string{"access_key_1_", "access_key_2_"} {
		set(slot+"active", "false")
		if values[slot+"active"] == "true" {
			set(slot+"last_rotated", values[credreport.ColumnUserCreationTime])
			set(slot+"last_used_date", used)
		}
		if d, ok := values[slot+"last_used_date"]; ok && credreport.ParseTime(d).Known() {
			set(slot+"last_used_region", "us-east-1")
			set(slot+"last_used_service", "s3")
		}
	}
	for _, slot := range [...]string{"cert_1_", "cert_2_"} {
		set(slot+"active", "false")
		if values[slot+"active"] == "true" {
			set(slot+"last_rotated", values[credreport.ColumnUserCreationTime])
		}
	}
	for _, column := range credreport.Columns() {
		set(column, "N/A")
	}
}

// relative matches "-45d", "-44d23h59m59s", "+2h".
var relative = regexp.MustCompile(`^([+-])(?:(\d{1,6})d)?((?:\d+(?:h|m|s|ms))*)$`)

// when turns a date, or a time relative to now, into the form of the report.
// Any other value stands for itself.
func when(value string, now time.Time) string {
	const form = "2006-01-02T15:04:05.999999999-07:00"
	if t, err := time.Parse(time.DateOnly, value); err == nil {
		return t.Format(form)
	}
	m := relative.FindStringSubmatch(value)
	if m == nil || m[2]+m[3] == "" {
		return value
	}
	days, _ := strconv.Atoi("0" + m[2])          // digits only
	rest, err := time.ParseDuration("0s" + m[3]) // "" is zero
	if err != nil {
		return value
	}
	d := time.Duration(days)*24*time.Hour + rest
	if m[1] == "-" {
		d = -d
	}
	return now.Add(d).UTC().Format(form)
}
