package credreport_test

import (
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/credreport"
)

// FuzzRoundTrip reads any input and checks, if there is a report in it: writing
// and reading it again gives the same report, and so does its JSON form; writing
// is stable; Entries gives what Parse gives; every error says where, and a field
// that failed reads as nothing.
func FuzzRoundTrip(f *testing.F) {
	data, err := os.ReadFile("testdata/sample.csv")
	require.NoError(f, err)
	f.Add(string(data))
	f.Add(answer(string(data)))
	f.Add(b64(string(data)))
	f.Add("\uFEFF" + strings.ReplaceAll(string(data), "\n", "\r\n"))
	f.Add(strings.ToUpper(file(columnsLine)) + file(columnsLine, rootRow))
	f.Add(file(columnsLine+",x", rootRow+",\"a\n\"\"b\"", userRow("mia")+",\"c", userRow("noa")+",d"))
	f.Add(file(`"<x>",user,arn,password_enabled,mfa_active,access_key_1_active`, `"{",mia,`+account+"user/mia,true,TRUE,x"))
	for _, c := range badRows {
		f.Add(file(columnsLine, rootRow, c.row))
	}
	for _, c := range badInputs {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		report, err := credreport.Parse(strings.NewReader(text))
		if err != nil {
			var format *credreport.FormatError
			var column *credreport.ColumnError
			require.True(t, errors.As(err, &format) || errors.As(err, &column), "%T", err)
		}
		if report == nil {
			require.Error(t, err)
			return
		}
		checkIdentity(t, report)
		checkJSON(t, report)
		for _, rowErr := range report.Errors {
			require.Positive(t, rowErr.Line)
			require.LessOrEqual(t, rowErr.Line, len(text)+1)
			require.NotEmpty(t, rowErr.Error())
		}
		var entries []credreport.Entry
		var errs []*credreport.RowError
		for e, err := range credreport.Entries(strings.NewReader(text)) {
			var rowErrs credreport.RowErrors
			if errors.As(err, &rowErrs) {
				errs = append(errs, rowErrs...)
			}
			if e.User != "" || e.ARN != "" {
				entries = append(entries, e)
			}
		}
		require.Equal(t, len(report.Entries), len(entries))
		for i := range entries {
			require.Equal(t, report.Entries[i], entries[i])
			at, known := entries[i].PasswordLastUsed.Get()
			require.Equal(t, known, !at.IsZero())
			require.False(t, entries[i].MFAActive.True() && entries[i].MFAActive.False())
		}
		require.Equal(t, report.Errors, errs)
	})
}

// FuzzLenient puts arbitrary lines between good rows and checks that each good
// row comes out whole, in its place, and that errors name only other lines.
func FuzzLenient(f *testing.F) {
	f.Add("", "x", false)
	f.Add(userRow("mia")+`,"x`, `"`, true)
	f.Add(userRow("mia")+`,"x`, userRow("noa")+`,y"`, true)
	f.Add("a,\"b\nc\nd\"\n", `""",,,`, true)
	f.Add("\"\r\n\"", "\xff\x00", false)
	for _, c := range badRows {
		f.Add(c.row, c.row+`,"`, true)
	}
	f.Fuzz(func(t *testing.T, one, two string, extra bool) {
		header, tail := columnsLine, ""
		if extra {
			header, tail = columnsLine+",notes", ",x"
		}
		good := []string{rootRow + tail, userRow("first") + tail, `"a,b","` + account + `user/p/a,b"` + rest + tail, userRow("last") + tail}
		lines := []string{header}
		isGood := map[int]bool{1: true}
		add := func(row string) {
			lines = append(lines, row)
			isGood[len(lines)] = true
		}
		add(good[0])
		lines = append(lines, strings.Split(one, "\n")...)
		add(good[1])
		add(good[2])
		lines = append(lines, strings.Split(two, "\n")...)
		add(good[3])

		report, err := credreport.Parse(strings.NewReader(file(lines...)))
		require.NoError(t, err)
		want := parse(t, file(append([]string{header}, good...)...)).Entries
		found := 0
		for _, e := range report.Entries {
			if found < len(want) && reflect.DeepEqual(e, want[found]) {
				found++
			}
		}
		require.Equal(t, len(want), found, "a good row was lost")
		for _, rowErr := range report.Errors {
			require.False(t, isGood[rowErr.Line], "line %d is good: %v", rowErr.Line, rowErr)
			require.LessOrEqual(t, rowErr.Line, len(lines))
		}
		for _, warning := range report.Warnings {
			require.LessOrEqual(t, warning.Line, len(lines))
		}
	})
}
