package checks_test

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/iamhygiene"
)

// clock is the time of the tests' snapshots.
var clock = time.Date(2024, time.March, 12, 0, 0, 0, 0, time.UTC)

const (
	day = 24 * time.Hour
	arn = "arn:aws:iam::111122223333:"
)

// ago is a date of a credential report.
func ago(d time.Duration) string { return clock.Add(-d).Format(time.RFC3339Nano) }

// fields are columns of a row.
type fields map[string]string

// and returns the fields with others.
func (f fields) and(more fields) fields {
	out := maps.Clone(f)
	maps.Copy(out, more)
	return out
}

// The fields of kinds of users. What they leave out is that of a user without
// credentials.
var (
	person = fields{"password_enabled": "true", "password_last_used": ago(day), "password_last_changed": ago(50 * day)}
	key1   = fields{"access_key_1_active": "true", "access_key_1_last_rotated": ago(20 * day),
		"access_key_1_last_used_date": ago(day), "access_key_1_last_used_region": "eu-west-1", "access_key_1_last_used_service": "s3"}
	key2 = fields{"access_key_2_active": "true", "access_key_2_last_rotated": ago(2 * day),
		"access_key_2_last_used_date": ago(day), "access_key_2_last_used_region": "N/A", "access_key_2_last_used_service": "iam"}
)

// reportCSV is a report of users; the field user is their name.
func reportCSV(t *testing.T, users ...fields) []byte {
	t.Helper()
	var text bytes.Buffer
	w := csv.NewWriter(&text)
	require.NoError(t, w.Write(credreport.Columns()))
	for _, u := range users {
		record := make([]string, 0, len(credreport.Columns()))
		for _, column := range credreport.Columns() {
			value, ok := u[column]
			switch {
			case ok:
			case column == "user":
				value = "vera"
			case column == "arn":
				value = arn + "user/" + cmp.Or(u["user"], "vera")
			case column == "user_creation_time":
				value = ago(300 * day)
			case column == "password_enabled", strings.HasSuffix(column, "_active"):
				value = "false"
			default:
				value = "N/A"
			}
			record = append(record, value)
		}
		require.NoError(t, w.Write(record))
	}
	w.Flush()
	return text.Bytes()
}

// reported is a snapshot of a fresh report of users.
func reported(t *testing.T, users ...fields) *iamhygiene.Snapshot {
	t.Helper()
	return sample(t, reportCSV(t, users...), 0)
}

// detailed is a snapshot of authorization details. Lists that the test does
// not give are empty.
func detailed(d iamhygiene.AuthorizationDetails, opts ...iamhygiene.SnapshotOption) *iamhygiene.Snapshot {
	d.Users = append([]iamhygiene.UserDetail{}, d.Users...)
	d.Groups = append([]iamhygiene.GroupDetail{}, d.Groups...)
	d.Roles = append([]iamhygiene.RoleDetail{}, d.Roles...)
	d.Policies = append([]iamhygiene.PolicyDetail{}, d.Policies...)
	opts = append(opts, iamhygiene.Authorization.With(&d, clock))
	return iamhygiene.NewSnapshot("111122223333", "aws", clock, opts...)
}

// attached makes attachments of managed policies from ARNs.
func attached(arns ...string) iamhygiene.Permissions {
	var p iamhygiene.Permissions
	for _, a := range arns {
		name := a[strings.LastIndexByte(a, '/')+1:]
		p.Attached = append(p.Attached, iamhygiene.AttachedPolicy{Name: name, ARN: a})
	}
	return p
}

// A reportCase is what a check says of one row of a report.
type reportCase struct {
	name    string
	reason  string
	check   iamhygiene.Check
	row     fields
	on      string // the name of the resource, where it is not the user
	want    iamhygiene.Status
	message string // part of it
}

func (tt reportCase) run(t *testing.T) {
	t.Run(tt.check.Info().ID+"/"+tt.name, func(t *testing.T) {
		require.NotEmpty(t, tt.reason, "a case needs a reason")
		f := only(t, evaluate(t, reported(t, tt.row), tt.check), cmp.Or(tt.on, "vera"))
		assert.Equal(t, tt.want.String(), f.Status.String(), "%s: %s", tt.reason, f.Message)
		assert.Contains(t, f.Message, tt.message, tt.reason)
	})
}

// only returns the finding on the resource of that name.
func only(t *testing.T, fs []iamhygiene.Finding, name string) iamhygiene.Finding {
	t.Helper()
	var out []iamhygiene.Finding
	for _, f := range fs {
		if f.Resource.Name == name {
			out = append(out, f)
		}
	}
	require.Len(t, out, 1, "findings on %s", name)
	return out[0]
}

// fact returns what the finding's evidence observed under a path.
func fact(f iamhygiene.Finding, path string) string {
	for _, e := range f.Evidence {
		if e.Path == path {
			return e.Observed
		}
	}
	return "no evidence"
}
