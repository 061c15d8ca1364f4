package credreport_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/credreport"
)

// now is the moment at which the sample's facts hold.
var now = time.Date(2024, 3, 12, 0, 0, 0, 0, time.UTC)

const (
	day     = 24 * time.Hour
	account = "arn:aws:iam::123456789012:"
	// rest is a row without credentials, after user and arn.
	rest = ",2022-05-10T08:00:00+00:00,false,N/A,N/A,N/A,false,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A"
	// rootRow is the root user's row of an account where all is well.
	rootRow = "<root_account>," + account + "root,2019-04-02T09:11:40+00:00,not_supported,no_information," +
		"not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A"
)

// userRow is a row of a user without credentials.
func userRow(name string) string { return name + "," + account + "user/" + name + rest }

// file puts lines together.
func file(lines ...string) string { return strings.Join(lines, "\n") + "\n" }

func parse(t *testing.T, text string, opts ...func(*credreport.Options)) *credreport.Report {
	t.Helper()
	report, err := credreport.Parse(strings.NewReader(text), opts...)
	require.NoError(t, err)
	return report
}

func sample(t *testing.T) *credreport.Report {
	t.Helper()
	data, err := os.ReadFile("testdata/sample.csv")
	require.NoError(t, err)
	report := parse(t, string(data))
	require.Empty(t, report.Errors)
	require.Empty(t, report.Warnings)
	return report
}

func user(t *testing.T, r *credreport.Report, name string) *credreport.Entry {
	t.Helper()
	e, ok := r.User(name)
	require.True(t, ok, "no user %q", name)
	return e
}

func date(s string) credreport.Time { return credreport.ParseTime(s) }

func TestSample(t *testing.T) {
	report := sample(t)
	require.Len(t, report.Entries, 5)
	assert.Equal(t, credreport.Columns(), report.Columns)

	t.Run("root used its password 11.7 days ago", func(t *testing.T) {
		root, ok := report.Root()
		require.True(t, ok)
		last := root.LastActivity()
		assert.Equal(t, credreport.ColumnPasswordLastUsed, last.Column)
		assert.True(t, last.Complete)
		age, ok := last.Time.Age(now)
		require.True(t, ok)
		assert.InDelta(t, 11.7, age.Hours()/24, 0.05)
		assert.Equal(t, credreport.NotSupported, root.PasswordEnabled.State())
		assert.True(t, root.MFAActive.True())
		assert.Equal(t, credreport.StatusNone, root.AccessKeys[0].Status())
		assert.Equal(t, credreport.StatusNone, root.AccessKeys[1].Status())
	})
	t.Run("anna has a password with MFA and nothing else", func(t *testing.T) {
		e := user(t, report, "anna")
		assert.True(t, e.PasswordEnabled.True())
		assert.True(t, e.MFAActive.True())
		assert.Equal(t, credreport.UsageSeen, e.PasswordUsage())
		assert.Equal(t, credreport.UsageNone, e.AccessKeys[0].Usage())
		assert.Equal(t, date("2024-04-01T08:00:00Z"), e.PasswordNextRotation)
	})
	t.Run("boris never used his password nor his key", func(t *testing.T) {
		e := user(t, report, "boris")
		at, column := e.PasswordReference()
		assert.Equal(t, credreport.ColumnPasswordLastChanged, column)
		assert.Equal(t, date("2021-01-04T12:30:05Z"), at)
		assert.True(t, e.MFAActive.False())
		assert.Equal(t, credreport.UsageNever, e.PasswordUsage())
		assert.Equal(t, credreport.StatusActive, e.AccessKeys[0].Status())
		assert.Equal(t, credreport.UsageNever, e.AccessKeys[0].Usage())
		assert.True(t, e.LastActivity().Never())
		assert.Equal(t, "/eng/", e.Path())
		made, _ := e.UserCreationTime.Get()
		rotated, _ := e.AccessKeys[0].LastRotated.Get()
		assert.Less(t, rotated.Sub(made), time.Minute, "the key was made with the user")
	})
	t.Run("ci-release has two active keys, the first the younger", func(t *testing.T) {
		e := user(t, report, "ci-release")
		first, _ := e.AccessKeys[0].Age(now)
		second, _ := e.AccessKeys[1].Age(now)
		assert.Equal(t, 82, int(first/day))
		assert.Greater(t, second, first, "R22: slot order is not age order")
		unused, _ := e.AccessKeys[1].Unused(now)
		assert.Equal(t, 81, int(unused/day))
		assert.Equal(t, "ecr", e.AccessKeys[0].LastUsedService.String())
		assert.Equal(t, credreport.ColumnAccessKey1LastUsedDate, e.LastActivity().Column)
		at, column := e.PasswordReference()
		assert.Equal(t, credreport.NotApplicable, at.State(), "no password, so no reference")
		assert.Equal(t, credreport.ColumnPasswordLastUsed, column)
	})
	t.Run("R23: doe,jane has an inactive key and a certificate", func(t *testing.T) {
		e := user(t, report, "doe,jane")
		assert.Equal(t, credreport.StatusInactive, e.AccessKeys[0].Status())
		assert.Equal(t, credreport.NotApplicable, e.AccessKeys[0].LastUsedRegion.State())
		service, ok := e.AccessKeys[0].LastUsedService.Get()
		assert.True(t, ok)
		assert.Equal(t, "s3", service)
		assert.Equal(t, credreport.StatusActive, e.Certificates[0].Status())
		assert.Equal(t, credreport.StatusNone, e.Certificates[1].Status())
		age, ok := e.Certificates[0].Age(now)
		assert.True(t, ok)
		assert.Equal(t, 2172, int(age/day))
	})
}

// The root user of another account: an active key, and an inactive one beside it.
func TestRootWithKeys(t *testing.T) {
	report := parse(t, file(columnsLine, "<root_account>,arn:aws-us-gov:iam::210987654321:root,2015-01-20T18:00:01+00:00,not_supported,"+
		"no_information,not_supported,not_supported,false,true,2015-01-20T18:05:00+00:00,2024-03-01T11:20:00+00:00,us-east-1,s3,"+
		"false,2016-07-07T10:00:00+00:00,N/A,N/A,N/A,false,N/A,false,N/A"))
	require.Empty(t, report.Errors)
	require.Empty(t, report.Warnings, "R81: a report with no row beside root is complete")
	assert.Empty(t, slices.Collect(report.Users()))
	root, ok := report.Root()
	require.True(t, ok)
	assert.Equal(t, "210987654321", root.Account())
	assert.Equal(t, "aws-us-gov", root.Partition())
	assert.Empty(t, root.Path())
	assert.Equal(t, credreport.StatusActive, root.AccessKeys[0].Status())
	assert.Equal(t, credreport.StatusInactive, root.AccessKeys[1].Status(), "R09: a date with active=false is a stored key")
	assert.Equal(t, credreport.UsageNever, root.AccessKeys[1].Usage())
	last := root.LastActivity()
	assert.Equal(t, credreport.ColumnAccessKey1LastUsedDate, last.Column)
	at, column := root.PasswordReference()
	assert.Equal(t, credreport.ColumnUserCreationTime, column)
	assert.True(t, at.Known())
}

func TestRootIsKnownByNameAndARN(t *testing.T) {
	report := parse(t, file(columnsLine, rootRow, userRow("root"), `"a,b+=.@_-","`+account+`user/x/y/a,b+=.@_-"`+rest))
	require.Empty(t, report.Errors)
	names := []string{}
	for e := range report.Users() {
		names = append(names, e.User)
	}
	assert.Equal(t, []string{"root", "a,b+=.@_-"}, names)
	e := user(t, report, "root")
	assert.False(t, e.IsRoot(), "an IAM user may be called root")
	root, ok := report.Root()
	require.True(t, ok)
	assert.Equal(t, credreport.RootUser, root.User)
	assert.Equal(t, "/x/y/", user(t, report, "a,b+=.@_-").Path())
	_, ok = report.User(credreport.RootUser)
	assert.False(t, ok, "the root user is not an IAM user")

	for name, row := range map[string]string{
		"the name without the ARN": "<root_account>," + account + "user/eve" + rest,
		"the ARN without the name": "root," + account + "root" + rest,
	} {
		report := parse(t, file(columnsLine, row))
		_, ok := report.Root()
		assert.False(t, ok, name)
		require.Len(t, report.Errors, 1, name)
		assert.ErrorIs(t, report.Errors[0], credreport.ErrMismatch, name)
	}
}

// R20: users of the same name in two accounts are two users.
func TestSameNameInTwoAccounts(t *testing.T) {
	other := strings.ReplaceAll(userRow("mia"), "123456789012", "210987654321")
	report := parse(t, file(columnsLine, rootRow, userRow("mia"), other))
	assert.Empty(t, report.Errors)
	require.Len(t, report.Warnings, 1)
	assert.ErrorIs(t, report.Warnings[0], credreport.ErrOtherAccount)
	assert.Equal(t, 4, report.Warnings[0].Line)

	_, ok := report.User("mia")
	assert.False(t, ok, "the name does not say which")
	for _, id := range []string{"123456789012", "210987654321"} {
		arn := "arn:aws:iam::" + id + ":user/mia"
		e, ok := report.ByARN(arn)
		require.True(t, ok)
		assert.Equal(t, id, e.Account())
		assert.Same(t, e, report.Index()[arn])
	}
	_, ok = report.ByARN("arn:aws:iam::123456789012:user/nobody")
	assert.False(t, ok)
}

func TestWarnings(t *testing.T) {
	for _, c := range []struct {
		name, reason string
		lines        []string
		want         credreport.Problem
	}{
		{"no root", "emulators leave it out", []string{userRow("mia")}, credreport.ErrNoRoot},
		{"two roots", "two reports in one file", []string{rootRow, rootRow}, credreport.ErrSecondRoot},
		{"a user twice", "two reports in one file", []string{rootRow, userRow("mia"), userRow("mia")}, credreport.ErrSameUser},
		{"another partition", "an account is in one", []string{rootRow, strings.Replace(userRow("mia"), "arn:aws:", "arn:aws-cn:", 1)}, credreport.ErrOtherAccount},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := file(append([]string{columnsLine}, c.lines...)...)
			report := parse(t, text)
			assert.Empty(t, report.Errors)
			assert.Len(t, report.Entries, len(c.lines), "warnings drop nothing")
			problems := []credreport.Problem{}
			for _, w := range report.Warnings {
				problems = append(problems, w.Problem)
			}
			assert.Contains(t, problems, c.want, c.reason)
			_, err := credreport.Parse(strings.NewReader(text), credreport.Strict)
			assert.NoError(t, err, "a warning is no error, in strict mode neither")
		})
	}
}

// R24: columns are found by name, unknown ones kept, missing ones named.
func TestColumns(t *testing.T) {
	t.Run("any order, with unknown columns", func(t *testing.T) {
		report := parse(t, file("additional_credentials_info, mfa_active ,\uFEFFarn,access_key_1_active,zzz,user,password_enabled",
			"[],true,"+account+"user/mia,false,,mia,FALSE"))
		require.Empty(t, report.Errors)
		assert.Equal(t, []string{"additional_credentials_info", "mfa_active", "arn", "access_key_1_active", "zzz", "user", "password_enabled"}, report.Columns)
		e := user(t, report, "mia")
		assert.True(t, e.MFAActive.True())
		assert.Equal(t, []credreport.Field{{Name: "additional_credentials_info", Value: "[]"}, {Name: "zzz"}}, e.Extra)
		info, ok := e.Value("additional_credentials_info")
		assert.True(t, ok)
		assert.Equal(t, "[]", info)
		active, ok := e.Value(credreport.ColumnMFAActive)
		assert.True(t, ok)
		assert.Equal(t, "true", active)
		_, ok = e.Value(credreport.ColumnCert1Active)
		assert.False(t, ok)
		_, ok = e.Value("nothing")
		assert.False(t, ok)

		assert.Equal(t, credreport.Absent, e.PasswordLastUsed.State(), "not in this report")
		assert.Equal(t, credreport.Absent, e.AccessKeys[1].Active.State())
		assert.False(t, e.AccessKeys[1].Active.False(), "absent is not false")
		assert.Equal(t, credreport.StatusUnknown, e.AccessKeys[1].Status())
		assert.Equal(t, credreport.UsageUnknown, e.PasswordUsage())
		assert.False(t, e.LastActivity().Complete)
		_, ok = e.Age(now)
		assert.False(t, ok)
	})
	for _, c := range []string{"user", "arn", "password_enabled", "mfa_active", "access_key_1_active"} {
		t.Run("required: "+c, func(t *testing.T) {
			report, err := credreport.Parse(strings.NewReader(strings.Replace(columnsLine, c, "x_"+c, 1) + "\n" + rootRow + "\n"))
			assert.Nil(t, report)
			var columnErr *credreport.ColumnError
			require.ErrorAs(t, err, &columnErr)
			assert.Equal(t, []string{c}, columnErr.Columns)
			assert.ErrorIs(t, err, credreport.ErrMissing)
		})
	}
	t.Run("every other column is optional", func(t *testing.T) {
		names := strings.Split(columnsLine, ",")
		for i, c := range names {
			if slices.Contains([]string{"user", "arn", "password_enabled", "mfa_active", "access_key_1_active"}, c) {
				continue
			}
			cells := strings.Split(rootRow, ",")
			report := parse(t, file(strings.Join(slices.Delete(slices.Clone(names), i, i+1), ","), strings.Join(slices.Delete(cells, i, i+1), ",")))
			require.Empty(t, report.Errors, c)
			_, ok := report.Entries[0].Value(c)
			assert.False(t, ok, c)
		}
	})
}

func TestReportAge(t *testing.T) {
	_, ok := (&credreport.Report{}).Age(now)
	assert.False(t, ok, "a bare CSV does not say when it was made")
	age, ok := (&credreport.Report{GeneratedTime: now.Add(-3 * time.Hour)}).Age(now)
	assert.True(t, ok)
	assert.Equal(t, 3*time.Hour, age)
}
