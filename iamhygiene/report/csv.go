package report

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// csvColumns is the order of the columns. New ones are added at the end.
var csvColumns = [...]string{
	"run_id", "check_id", "title", "theme", "status", "severity", "message",
	"resource_arn", "resource_type", "resource_name", "account", "partition", "region", "discriminator",
	"evidence", "unknown_operation", "unknown_action", "unknown_code",
	"fingerprint", "suppressed", "exemption_id", "owner", "reason", "expires",
	"frameworks", "remediation", "observed_at", "params", "steps",
}

// CSV writes a row per finding in the form of RFC 4180, with lines that end in
// LF. The first row names the columns, whose order is fixed; later versions
// may add some at the end. run_id is equal for all rows of a run. evidence,
// params and steps are JSON, frameworks are separated by "; ", times are RFC
// 3339, suppressed is true or false, unknown_action separates actions by a space.
//
// A cell that a spreadsheet would take for a formula, because it begins with
// = + - @, a tab or a carriage return, gets an apostrophe in front. Control and
// format characters other than the line end become U+FFFD.
//
// [Runs.CSV] writes one table for several accounts.
func CSV(w io.Writer, r *iamhygiene.Results, opts ...func(*Options)) error {
	return Runs{r}.CSV(w, opts...)
}

// CSV writes the findings of several accounts as one table, in their order. The
// column account tells them apart. It is otherwise like the function [CSV].
func (rs Runs) CSV(w io.Writer, opts ...func(*Options)) error {
	o := options(opts)
	out := csv.NewWriter(w)
	if err := out.Write(csvColumns[:]); err != nil {
		return err
	}
	for _, r := range rs {
		if err := writeRows(out, r, o); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func writeRows(out *csv.Writer, r *iamhygiene.Results, o *Options) error {
	id := newHeader(r, o).RunID
	var row []string
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Severity < o.Floor {
			continue
		}
		row = append(row[:0], id)
		row = appendRow(row, f)
		for j := range row {
			row[j] = cell(row[j])
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	return nil
}

func appendRow(row []string, f *iamhygiene.Finding) []string {
	row = append(row,
		f.Check, f.Title, f.Theme, f.Status.String(), f.Severity.String(), f.Message,
		f.Resource.ARN, f.Resource.Type, f.Resource.Name, f.Resource.Account, f.Resource.Partition, f.Resource.Region, f.Discriminator,
		jsonCell(f.Evidence, len(f.Evidence)))
	if u := f.Unknown; u != nil {
		row = append(row, u.Operation, strings.Join(u.Grant(), " "), u.Code)
	} else {
		row = append(row, "", "", "")
	}
	row = append(row, f.Fingerprint, strconv.FormatBool(f.Suppression != nil))
	if s := f.Suppression; s != nil {
		row = append(row, s.ID, s.Owner, s.Reason, stamp(s.Expires))
	} else {
		row = append(row, "", "", "", "")
	}
	return append(row, strings.Join(controls(f.Frameworks), "; "), f.Remediation.Text, stamp(f.ObservedAt), jsonCell(f.Params, len(f.Params)), jsonCell(f.Steps, len(f.Steps)))
}

// jsonCell returns v as JSON, or nothing where it has no elements.
func jsonCell(v any, n int) string {
	if n == 0 {
		return ""
	}
	var text strings.Builder
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil { // strings and times only: cannot happen
		return ""
	}
	return strings.TrimSuffix(text.String(), "\n")
}

// cell makes text safe for spreadsheets and terminals.
func cell(s string) string {
	if s == "" {
		return s
	}
	switch s[0] {
	case '=', '+', '-', '@', '\t', '\r':
		s = "'" + s
	}
	return strings.Map(func(r rune) rune {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
			return '\uFFFD'
		}
		return r
	}, s)
}

// controls names the controls of published benchmarks, each as
// "CIS AWS Foundations 3.0 1.10".
func controls(list []iamhygiene.Control) []string {
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = framework(c) + " " + c.ID
	}
	return out
}

// framework names a benchmark with its version.
func framework(c iamhygiene.Control) string {
	if c.Version == "" {
		return c.Name
	}
	return c.Name + " " + c.Version
}

// stamp is a time in RFC 3339, in UTC; empty for the zero time.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
