package credreport_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/credreport"
)

// replace returns mia's row with the n-th field, from 0, replaced.
func replace(n int, text string) string {
	cells := strings.Split(userRow("mia"), ",")
	cells[n] = text
	return strings.Join(cells, ",")
}

// badRows are rows with errors, which stand between two good ones, on line 3. Their
// texts are in a golden file.
var badRows = []struct {
	name, row, reason string
	want              []credreport.Problem
	user              string   // of the entry; "" if there is none
	columns           []string // at fault
}{
	{"a bad date", replace(2, "10/05/2022"), "", []credreport.Problem{credreport.ErrDate}, "mia", []string{"user_creation_time"}},
	{"an empty date", replace(4, ""), "a sentinel stands there", []credreport.Problem{credreport.ErrDate}, "mia", []string{"password_last_used"}},
	{"a sentinel in lower case", replace(4, "n/a"), "sentinels are exact", []credreport.Problem{credreport.ErrDate}, "mia", []string{"password_last_used"}},
	{"a bad truth value", replace(7, "yes"), "", []credreport.Problem{credreport.ErrBool}, "mia", []string{"mfa_active"}},
	{"a date for a truth value", replace(7, early), "", []credreport.Problem{credreport.ErrBool}, "mia", []string{"mfa_active"}},
	{"a bad Region", replace(11, "Frankfurt am Main"), "", []credreport.Problem{credreport.ErrText}, "mia", []string{"access_key_1_last_used_region"}},
	{"several bad fields", strings.ReplaceAll(replace(7, "1"), "N/A", "-"), "each is told", []credreport.Problem{
		credreport.ErrDate, credreport.ErrDate, credreport.ErrDate, credreport.ErrBool, credreport.ErrDate}, "mia", nil},
	{"no user", replace(0, ""), "", []credreport.Problem{credreport.ErrName, credreport.ErrMismatch}, "-", []string{"user", "arn"}},
	{"no ARN", replace(1, ""), "", []credreport.Problem{credreport.ErrARN}, "mia", []string{"arn"}},
	{"the ARN of a role", replace(1, account+"role/mia"), "", []credreport.Problem{credreport.ErrARN}, "mia", []string{"arn"}},
	{"a short account", replace(1, "arn:aws:iam::12345:user/mia"), "", []credreport.Problem{credreport.ErrARN}, "mia", []string{"arn"}},
	{"another's ARN", replace(1, account+"user/noa"), "", []credreport.Problem{credreport.ErrMismatch}, "mia", []string{"arn"}},
	{"an impossible name", strings.Replace(replace(0, "m a"), "user/mia", "user/m a", 1), "", []credreport.Problem{credreport.ErrName}, "m a", []string{"user"}},
	{"not UTF-8", replace(11, "eu-\xff"), "", []credreport.Problem{credreport.ErrUTF8}, "mia", []string{"access_key_1_last_used_region"}},
	{"a name that is not UTF-8", strings.ReplaceAll(userRow("mia"), "mia", "m\xeda"), "", []credreport.Problem{credreport.ErrUTF8, credreport.ErrUTF8}, "m\uFFFDa", []string{"user", "arn"}},
	{"a field too many", replace(6, "N/A,true"), "mfa_active is shifted", []credreport.Problem{credreport.ErrFieldCount}, "mia", []string{""}},
	{"a field too few", strings.Replace(userRow("mia"), ",N/A", "", 1), "mfa_active is shifted", []credreport.Problem{credreport.ErrFieldCount}, "mia", []string{""}},
	{"a comma that is not quoted", userRow("doe,jane"), "not known whose it is", []credreport.Problem{credreport.ErrFieldCount}, "", []string{""}},
	{"prose", "warning: connection reset", "", []credreport.Problem{credreport.ErrFieldCount}, "", []string{""}},
	{"a quote inside a field", replace(11, `eu"west`), "", []credreport.Problem{credreport.ErrQuote}, "mia", []string{""}},
	{"a quote at the start of a field", replace(4, `"N/A`), "would swallow the next row", []credreport.Problem{credreport.ErrQuote}, "mia", []string{""}},
	{"a quote at the start of the row", `"` + userRow("mia"), "would swallow the next row", []credreport.Problem{credreport.ErrQuote}, "", []string{""}},
	{"text after a quoted field", replace(4, `"N/A"x`), "", []credreport.Problem{credreport.ErrQuote}, "mia", []string{""}},
	{"a line break in a documented column", replace(4, "\"no_\ninformation\""), "two damaged rows", []credreport.Problem{credreport.ErrQuote, credreport.ErrQuote}, "mia", []string{"", ""}},
	{"commas only", strings.Repeat(",", 21), "a spreadsheet's empty row", []credreport.Problem{credreport.ErrName}, "", []string{"user"}},
}

func TestBadRows(t *testing.T) {
	var golden strings.Builder
	for _, c := range badRows {
		t.Run(c.name, func(t *testing.T) {
			text := file(columnsLine, rootRow, c.row, userRow("zoe"))
			report := parse(t, text)
			golden.WriteString(c.name + "\n")
			problems, columns := []credreport.Problem{}, []string{}
			for _, err := range report.Errors {
				golden.WriteString("\t" + err.Error() + "\n")
				problems, columns = append(problems, err.Problem), append(columns, err.Column)
				assert.ErrorIs(t, err, err.Problem)
				assert.GreaterOrEqual(t, err.Line, 3)
				assert.LessOrEqual(t, err.Line, 3+strings.Count(c.row, "\n"))
				if err.Line == 3 {
					assert.Equal(t, strings.Trim(c.user, "-"), err.User)
				}
			}
			if c.name == "several bad fields" {
				problems, columns = problems[:len(c.want)], nil
			}
			assert.Equal(t, c.want, problems, c.reason)
			if c.columns != nil {
				assert.Equal(t, c.columns, columns)
			}

			want := []string{credreport.RootUser, "zoe"}
			if c.user != "" {
				want = []string{credreport.RootUser, strings.Trim(c.user, "-"), "zoe"}
			}
			var got []string
			for i := range report.Entries {
				got = append(got, report.Entries[i].User)
			}
			assert.Equal(t, want, got, "nothing else is lost")
			if len(want) == 3 {
				checkFailedFields(t, &report.Entries[1], report.Errors)
			}

			// Entries gives the same, and strict reading stops here.
			var errs []*credreport.RowError
			for e, err := range credreport.Entries(strings.NewReader(text)) {
				var rowErrs credreport.RowErrors
				if assert.True(t, err == nil || assert.ErrorAs(t, err, &rowErrs)) && err != nil {
					errs = append(errs, rowErrs...)
					var rowErr *credreport.RowError
					require.ErrorAs(t, err, &rowErr)
					assert.Same(t, rowErrs[0], rowErr)
					assert.Len(t, strings.Split(err.Error(), "\n"), len(rowErrs))
					assert.NotEqual(t, "zoe", e.User)
				}
			}
			assert.Equal(t, report.Errors, errs)
			strict, err := credreport.Parse(strings.NewReader(text), credreport.Strict)
			require.ErrorIs(t, err, c.want[0])
			require.NotNil(t, strict)
			assert.Less(t, len(strict.Entries), 3)
			assert.Equal(t, report.Errors[:len(strict.Errors)], strict.Errors)
			last := 0
			for range credreport.Entries(strings.NewReader(text), credreport.Strict, nil) {
				last++
			}
			assert.Equal(t, 2, last)
		})
	}
	checkGolden(t, "testdata/row-errors.golden", golden.String())
}

// A field that failed reads as nothing: no date, not true, not false.
func checkFailedFields(t *testing.T, e *credreport.Entry, errs []*credreport.RowError) {
	t.Helper()
	for _, err := range errs {
		if err.Column == "" { // of a damaged row only user and ARN are good
			assert.Equal(t, credreport.Invalid, e.MFAActive.State())
			assert.Equal(t, credreport.Invalid, e.PasswordLastUsed.State())
			assert.Equal(t, credreport.Invalid, e.AccessKeys[0].LastUsedRegion.State())
			assert.Equal(t, credreport.StatusUnknown, e.AccessKeys[0].Status())
			continue
		}
		got, _ := e.Value(err.Column)
		assert.Equal(t, err.Value, got, "the text is kept")
	}
	for _, v := range []interface{ State() credreport.State }{e.UserCreationTime, e.PasswordLastUsed, e.MFAActive} {
		assert.NotEqual(t, credreport.Absent, v.State())
	}
}

// A quoted line break in a column that AWS does not document is part of the
// value, and the numbers of the lines after it are those of the file.
func TestLineBreaks(t *testing.T) {
	const header = columnsLine + ",notes,more"
	text := file(header,
		rootRow+`,"first`, ``, `third ""quoted"", with a comma`, `last",x`,
		userRow("mia")+`,"a`, `b","c`, `d"`,
		replace(7, "perhaps")+",,",
		userRow("zoe")+",y")
	report := parse(t, text)
	require.Len(t, report.Entries, 4)
	assert.Equal(t, []credreport.Field{{Name: "notes", Value: "first\n\nthird \"quoted\", with a comma\nlast"}, {Name: "more", Value: "x"}}, report.Entries[0].Extra)
	assert.Equal(t, []credreport.Field{{Name: "notes", Value: "a\nb"}, {Name: "more", Value: "c\nd"}}, report.Entries[1].Extra)
	var lines []int
	for _, err := range report.Errors {
		lines = append(lines, err.Line)
	}
	// Two errors on line 9: mfa_active, and the field too many; that row counts as damaged.
	assert.Equal(t, []int{9, 10}, lines)

	crlf := parse(t, strings.ReplaceAll(text, "\n", "\r\n"))
	assert.Equal(t, "a\r\nb", crlf.Entries[1].Extra[0].Value, "as it stands in the file")
	assert.Equal(t, report.Errors, crlf.Errors)
}

// A stray quotation mark swallows no row of a user, wherever it stands.
func TestStrayQuotes(t *testing.T) {
	const header = columnsLine + ",notes"
	mia, noa, zoe := userRow("mia")+",x", userRow("noa")+",y", userRow("zoe")+",z"
	for _, c := range []struct {
		name  string
		lines []string
		users []string // that are complete
		bad   []int    // lines with errors
	}{
		{"before good rows", []string{userRow("mia") + `,"x`, noa, zoe}, []string{"noa", "zoe"}, []int{2}},
		{"before a row that ends in one", []string{userRow("mia") + `,"x`, userRow("noa") + `,y"`, zoe}, []string{"zoe"}, []int{2, 3}},
		{"two rows with one each", []string{userRow("mia") + `,"x`, userRow("noa") + `,"y`, zoe}, []string{"zoe"}, []int{2, 3}},
		{"and its partner far below", []string{userRow("mia") + `,"x`, noa, `end of text"`, zoe}, []string{"noa", "zoe"}, []int{2, 4}},
		{"alone on a line", []string{mia, `"`, noa, `"`, zoe}, []string{"mia", "noa", "zoe"}, []int{3, 5}},
		{"in the last row", []string{mia, noa, userRow("zoe") + `,"z`}, []string{"mia", "noa"}, []int{4}},
		{"in quoted rows", []string{userRow("mia") + `,"x`, strings.ReplaceAll(`"`+noa+`"`, ",", `","`), zoe}, []string{"noa", "zoe"}, []int{2}},
		{"with a partner out of reach", append(append([]string{userRow("mia") + `,"x`}, make([]string, 200)...), `y"`, noa), []string{"noa"}, []int{2, 203}},
	} {
		t.Run(c.name, func(t *testing.T) {
			report := parse(t, file(append([]string{header}, c.lines...)...))
			var users []string
			for e := range report.Users() {
				if e.MFAActive.Known() {
					users = append(users, e.User)
				}
			}
			assert.Equal(t, c.users, users)
			var bad []int
			for _, err := range report.Errors {
				bad = append(bad, err.Line)
			}
			assert.Equal(t, c.bad, bad)
		})
	}
	t.Run("in a column before the user", func(t *testing.T) {
		const header = "notes,user,arn,password_enabled,mfa_active,access_key_1_active"
		report := parse(t, file(header, `"x,mia,`+account+`user/mia,false,true,false`, `y",noa,`+account+`user/noa,false,false,false`))
		assert.Len(t, report.Errors, 2, "joined, the two would be one good row")
		report = parse(t, file(header, "\"x\ny\",noa,"+account+`user/noa,false,false,false`))
		require.Empty(t, report.Errors)
		assert.Equal(t, "x\ny", report.Entries[0].Extra[0].Value)
	})
}

// The last row of an input that ends inside it is damaged like any other: it may
// lack a field in its middle as well.
func TestCutRow(t *testing.T) {
	text := file(columnsLine, rootRow) + userRow("mia")[:strings.Index(userRow("mia"), ",false,N/A,N/A,N/A,N/A")+6]
	report, err := credreport.Parse(strings.NewReader(text))
	require.ErrorIs(t, err, credreport.ErrTruncated)
	require.Len(t, report.Errors, 1)
	assert.ErrorIs(t, report.Errors[0], credreport.ErrTruncated)
	assert.Equal(t, 3, report.Errors[0].Line)
	assert.Equal(t, "mia", report.Errors[0].User)
	assert.EqualError(t, report.Errors[0], `credreport: line 3: user "mia": the input ends early, so users are missing: `+
		`"mia,arn:aws:iam::123456789012:user/mia,2022-05-10T08:00:00+00:00,false,N/A,N/A,N/A,false,false"; `+
		`download the report again: aws iam get-credential-report`)
	_, err = credreport.Parse(strings.NewReader(text), credreport.Strict)
	assert.ErrorIs(t, err, credreport.ErrTruncated, "strict or not")
	e := user(t, report, "mia")
	assert.Equal(t, credreport.Invalid, e.MFAActive.State())
	assert.Equal(t, credreport.Invalid, e.AccessKeys[1].Active.State())
}

// A stray quotation mark in a last row that is whole otherwise is no cut.
func TestStrayQuoteInLastRow(t *testing.T) {
	report := parse(t, strings.TrimSuffix(file(columnsLine, rootRow, replace(21, `N/A"`)), "\n"))
	require.Len(t, report.Errors, 1)
	assert.ErrorIs(t, report.Errors[0], credreport.ErrQuote)
}
