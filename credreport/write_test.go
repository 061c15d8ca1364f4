package credreport_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/credreport"
)

func write(t testing.TB, r *credreport.Report) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, credreport.Write(&b, r))
	return b.String()
}

func TestWriteIsTheIdentity(t *testing.T) {
	data, err := os.ReadFile("testdata/sample.csv")
	require.NoError(t, err)
	report := parse(t, string(data))
	assert.Equal(t, string(data), write(t, report), "AWS's own form comes out byte for byte")
	records, err := csv.NewReader(strings.NewReader(write(t, report))).ReadAll()
	require.NoError(t, err, "any other CSV reader can read it")
	assert.Len(t, records, 6)

	for name, text := range map[string]string{
		"other forms of values":   file(columnsLine, strings.NewReplacer("true", "TRUE", "false", "False", "+00:00", ".5Z").Replace(rootRow)),
		"another order":           file("mfa_active,zzz,arn,access_key_1_active,user,password_enabled", "true,,"+account+"user/mia,false,mia,FALSE"),
		"an unknown first column": file(`"{x, ""y"" ",user,arn,password_enabled,mfa_active,access_key_1_active`, "[],mia,"+account+"user/mia,true,true,true"),
		"line breaks":             file(columnsLine+",notes", rootRow+",\"a\n\n\"\"b\r\"", userRow("mia")+",\" c \""),
		"CRLF":                    strings.ReplaceAll(file(columnsLine+",notes", rootRow+",\"a\n\n\"\"b\r\""), "\n", "\r\n"),
	} {
		t.Run(name, func(t *testing.T) { checkIdentity(t, parse(t, text)) })
	}
	for _, c := range badRows {
		t.Run(c.name, func(t *testing.T) { checkIdentity(t, parse(t, file(columnsLine, rootRow, c.row))) })
	}
}

// checkIdentity writes a report and reads it again.
func checkIdentity(t testing.TB, report *credreport.Report) {
	t.Helper()
	text := write(t, report)
	again, err := credreport.Parse(strings.NewReader(text))
	if len(report.Entries) == 0 {
		require.ErrorIs(t, err, credreport.ErrNoRows)
	} else {
		require.NoError(t, err)
	}
	require.Equal(t, report.Columns, again.Columns)
	require.Equal(t, len(report.Entries), len(again.Entries))
	for i := range report.Entries {
		require.Equal(t, report.Entries[i], again.Entries[i])
	}
	require.Equal(t, text, write(t, again), "stable")
}

func TestWriteByHand(t *testing.T) {
	mia := credreport.Entry{User: "mia", ARN: account + "user/mia", PasswordEnabled: credreport.BoolOf(true),
		MFAActive: credreport.BoolOf(false), PasswordLastUsed: credreport.TimeOf(now)}
	mia.AccessKeys[0].Active = credreport.BoolOf(false)
	mia.AccessKeys[1].LastUsedRegion = credreport.ParseText("eu-west-1")
	noa := mia
	noa.User, noa.ARN = "noa", account+"user/noa"
	noa.PasswordLastUsed = credreport.Time{}
	noa.Extra = []credreport.Field{{Name: "more", Value: "x"}}
	report := &credreport.Report{Entries: []credreport.Entry{mia, noa}}
	assert.Equal(t, file("user,arn,password_enabled,password_last_used,mfa_active,access_key_1_active,access_key_2_last_used_region,more",
		"mia,"+account+"user/mia,true,2024-03-12T00:00:00+00:00,false,false,eu-west-1,",
		"noa,"+account+"user/noa,true,,false,false,eu-west-1,x"), write(t, report))

	report.Columns = []string{"mfa_active", "user"}
	assert.True(t, strings.HasPrefix(write(t, report), "mfa_active,user,arn,password_enabled,password_last_used,"),
		"what the columns lack is added")
	assert.Equal(t, "user,arn,password_enabled,mfa_active,access_key_1_active\n", write(t, nil))
	assert.Equal(t, columnsLine+"\n", write(t, &credreport.Report{Columns: credreport.Columns()}))
}

type brokenWriter struct{ err error }

func (w brokenWriter) Write([]byte) (int, error) { return 0, w.err }

func TestWriteErrors(t *testing.T) {
	full := errors.New("disk full")
	for rows, report := range map[string]*credreport.Report{"none": {}, "some": sample(t)} {
		assert.ErrorIs(t, credreport.Write(brokenWriter{full}, report), full, rows)
	}
	big, err := credreport.Parse(&made{rows: 2000})
	require.NoError(t, err)
	assert.ErrorIs(t, credreport.Write(brokenWriter{full}, big), full)

	e := credreport.Entry{User: "mia", ARN: account + "user/mia"}
	with := func(change func(*credreport.Entry)) *credreport.Report {
		e := e
		change(&e)
		return &credreport.Report{Entries: []credreport.Entry{{User: credreport.RootUser, ARN: account + "root"}, e}}
	}
	for _, c := range []struct {
		name   string
		report *credreport.Report
		want   string
	}{
		{"a line break in a date", with(func(e *credreport.Entry) { e.PasswordLastUsed = date("a\nb") }),
			`credreport: line 3: user "mia": column password_last_used: "a\nb": a line break in this value would not read back; remove the line break`},
		{"the row of a user in a value", with(func(e *credreport.Entry) {
			e.Extra = []credreport.Field{{Name: "x", Value: "a\neve," + account + "user/eve,"}}
		}), `credreport: line 3: user "mia": column x: "a\neve,arn:aws:iam::123456789012:user/eve,": a line break in this value would not read back; remove the line break`},
		{"too many lines", with(func(e *credreport.Entry) {
			e.Extra = []credreport.Field{{Name: "x", Value: strings.Repeat("\n", 500)}}
		}), `line break in this value`},
		{"too long", with(func(e *credreport.Entry) {
			e.Extra = []credreport.Field{{Name: "x", Value: strings.Repeat("x", 2<<20)}}
		}), "credreport: line 3: user \"mia\": the row is longer than 1 MiB"},
		{"a line break in the header", &credreport.Report{Columns: []string{"a\nb"}}, `credreport: line 1: column "a\nb"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := credreport.Write(io.Discard, c.report)
			var rowErr *credreport.RowError
			require.ErrorAs(t, err, &rowErr)
			assert.Contains(t, err.Error(), c.want)
		})
	}
}

func TestJSON(t *testing.T) {
	report := sample(t)
	report.GeneratedTime = time.Date(2024, 3, 11, 22, 10, 0, 0, time.UTC)
	data, err := json.MarshalIndent(report, "", "  ")
	require.NoError(t, err)
	checkGolden(t, "testdata/sample.json.golden", string(data)+"\n")
	checkJSON(t, report)

	for _, c := range badRows {
		t.Run(c.name, func(t *testing.T) {
			report := parse(t, file(columnsLine+",x", rootRow+",\" \n<&>\"", c.row+",y"))
			require.NotEmpty(t, report.Errors)
			checkJSON(t, report)
		})
	}
	t.Run("absent columns and warnings", func(t *testing.T) {
		report := parse(t, file("user,arn,password_enabled,mfa_active,access_key_1_active", "mia,"+account+"user/mia,true,true,"))
		require.NotEmpty(t, report.Warnings)
		checkJSON(t, report)
	})
	checkJSON(t, &credreport.Report{})
	checkJSON(t, &credreport.Report{Columns: []string{}, Entries: []credreport.Entry{{}, {Extra: []credreport.Field{}}}})

	for _, bad := range []string{`{"entries":[{"mfa_active":5}]}`, `{"entries":[5]}`, `{"errors":[{"problem":"x"}]}`} {
		assert.ErrorContains(t, json.Unmarshal([]byte(bad), &credreport.Report{}), "credreport: ", bad)
	}
	var nothing credreport.Report
	require.NoError(t, json.Unmarshal([]byte(`{"entries":[null]}`), &nothing))
	_, ok := nothing.Root()
	assert.False(t, ok)
}

func checkJSON(t testing.TB, report *credreport.Report) {
	t.Helper()
	data, err := json.Marshal(report)
	require.NoError(t, err)
	var back credreport.Report
	require.NoError(t, json.Unmarshal(data, &back))
	require.Equal(t, *report, back)
	again, err := json.Marshal(&back)
	require.NoError(t, err)
	require.Equal(t, string(data), string(again))
}
