package credreport_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"time"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/credreport"
)

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

func b64(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

// answer is what aws iam get-credential-report prints for a CSV.
func answer(csv string) string {
	return "{\n    \"Content\": \"" + b64(csv) + "\",\n    \"ReportFormat\": \"text/csv\",\n" +
		"    \"GeneratedTime\": \"2024-03-11T22:10:00+00:00\"\n}\n"
}

// intoMia is base64 that ends n characters into mia's row.
func intoMia(n int) string {
	return b64(file(columnsLine, rootRow, userRow("mia")))[:len(file(columnsLine, rootRow))/3*4+n]
}

func wrapped(s string, n int) string {
	var b strings.Builder
	for len(s) > n {
		b.WriteString(s[:n] + "\n")
		s = s[n:]
	}
	return b.String() + s + "\n"
}

func utf16Text(s string, order binary.AppendByteOrder, mark bool) string {
	var b []byte
	if mark {
		b = order.AppendUint16(b, 0xFEFF)
	}
	for _, u := range utf16.Encode([]rune(s)) {
		b = order.AppendUint16(b, u)
	}
	return string(b)
}

func TestInputForms(t *testing.T) {
	csv := file(columnsLine, rootRow, userRow("mia"), `"doe,jane","`+account+`user/doe,jane"`+rest)
	want := parse(t, csv)
	require.Len(t, want.Entries, 3)
	crlf := strings.ReplaceAll(csv, "\n", "\r\n")
	generated := time.Date(2024, 3, 11, 22, 10, 0, 0, time.UTC)
	quotedJSON, err := json.Marshal(csv)
	require.NoError(t, err)
	quoted := strings.ReplaceAll(strings.ReplaceAll(csv, `"`, ""), ",", `","`)
	quoted = `"` + strings.ReplaceAll(strings.TrimSuffix(quoted, "\n"), "\n", "\"\n\"") + "\"\n"
	quoted = strings.ReplaceAll(quoted, `doe","jane`, "doe,jane")
	for _, c := range []struct {
		name, text string
		generated  time.Time
	}{
		{"CSV", csv, time.Time{}},
		{"CSV without the last line break, as AWS prints it", strings.TrimSuffix(csv, "\n"), time.Time{}},
		{"CSV with CRLF", crlf, time.Time{}},
		{"CSV with CRLF, cut after CR", strings.TrimSuffix(crlf, "\n"), time.Time{}},
		{"CSV with byte-order mark", "\uFEFF" + csv, time.Time{}},
		{"CSV after blank lines", "\n\r\n" + csv, time.Time{}},
		{"CSV with all fields quoted", quoted, time.Time{}},
		{"JSON of the CLI", answer(csv), generated},
		{"JSON on one line", strings.ReplaceAll(answer(csv), "\n", ""), generated},
		{"JSON with byte-order mark", "\uFEFF" + answer(csv), generated},
		{"JSON whose content has a byte-order mark and CRLF", answer("\uFEFF" + crlf), generated},
		{"JSON in another order, with other members", `{"ResponseMetadata":{"a":[1,"}",{"b":null}],"c":"\""},"GeneratedTime":"2024-03-11T22:10:00Z","ReportFormat":"text/csv","Content":"` + b64(csv) + `"}`, generated},
		{"JSON with escapes", `{"Content":"` + strings.NewReplacer("/", `\/`, "a", `\u0061`, "Z", `\u005A`).Replace(b64(csv)) + `\n"}`, time.Time{}},
		{"JSON with the CSV as it is", `{"Content":` + string(quotedJSON) + `,"GeneratedTime":"2024-03-11 22:10:00+00:00"}`, generated},
		{"JSON with seconds", `{"GeneratedTime":1710195000,"Content":"` + b64(csv) + `"}`, generated},
		{"base64", b64(csv), time.Time{}},
		{"base64 in lines", wrapped(b64(csv), 76), time.Time{}},
		{"base64 with CRLF", strings.ReplaceAll(wrapped(b64(csv), 64), "\n", "\r\n"), time.Time{}},
		{"base64 of a byte-order mark", b64("\uFEFF" + csv), time.Time{}},
		{"base64 in quotation marks (--query Content)", "\"" + b64(csv) + "\"\n", time.Time{}},
		{"base64 with the members (--output text)", b64(csv) + "\t2024-03-11T22:10:00+00:00\ttext/csv\n", generated},
	} {
		t.Run(c.name, func(t *testing.T) {
			readers := map[string]io.Reader{
				"at once":      strings.NewReader(c.text),
				"byte by byte": iotest.OneByteReader(strings.NewReader(c.text)),
				"data and EOF": iotest.DataErrReader(strings.NewReader(c.text)),
			}
			for how, r := range readers {
				got, err := credreport.Parse(r, credreport.Strict)
				require.NoError(t, err, how)
				assert.Equal(t, c.generated, got.GeneratedTime, how)
				assert.Equal(t, want.Entries, got.Entries, how)
				assert.Equal(t, want.Columns, got.Columns, how)
			}
		})
	}
}

// All escapes of JSON are undone, wherever a buffer ends.
func TestEscapes(t *testing.T) {
	const escaped = `\"\"\\\/\b\f\t\u00e9\u00E9\ud83d\uDE00 é😀`
	text := `{"GeneratedTime":"2024-03-11 22:10:00+00:00", "Content":"` + columnsLine + `,x\r\n` + rootRow + `,\"` + escaped + `\"\u000a"}`
	for _, r := range []io.Reader{strings.NewReader(text), iotest.OneByteReader(strings.NewReader(text)), iotest.HalfReader(strings.NewReader(text))} {
		report, err := credreport.Parse(r)
		require.NoError(t, err)
		require.Empty(t, report.Errors)
		assert.Equal(t, "\"\\/\b\f\téé😀 é😀", report.Entries[0].Extra[0].Value)
		assert.False(t, report.GeneratedTime.IsZero())
	}
	for _, cut := range []string{`\`, `\u`, `\u00`, `\ud83d\`, `\ud83d\u12`, `\ud83dx"}`, `\ud83d\u0041"}`, `\ude00"}`} {
		_, err := credreport.Parse(strings.NewReader(`{"Content":"user,arn` + cut))
		assert.Error(t, err, cut)
	}
	for _, seconds := range []string{"0", "-5", "1e40", "true", "[]"} {
		_, err := credreport.Parse(strings.NewReader(`{"GeneratedTime":` + seconds + `}`))
		assert.ErrorIs(t, err, credreport.ErrJSON, seconds)
	}
}

// badInputs are inputs that end the reading. Their texts are in a golden file.
var badInputs = []struct {
	name, text, reason string
	want               credreport.Problem
	rows               int // entries that are returned beside the error
}{
	{"nothing", "", "", credreport.ErrEmpty, 0},
	{"white space", " \r\n\n", "", credreport.ErrEmpty, 0},
	{"a byte-order mark", "\uFEFF", "", credreport.ErrEmpty, 0},
	{"JSON without content", `{"Content":""}`, "", credreport.ErrEmpty, 0},
	{"header only", columnsLine + "\n", "the root user's row is missing too", credreport.ErrNoRows, 0},
	{"no header", file(rootRow, userRow("mia")), "", credreport.ErrNoHeader, 0},
	{"no header and no root", file(userRow("mia")), "", credreport.ErrNoHeader, 0},
	{"a quote in the header", file("user,\"arn", rootRow), "", credreport.ErrQuote, 0},
	{"a missing column", file(strings.Replace(columnsLine, ",mfa_active", "", 1), rootRow), "", credreport.ErrMissing, 0},
	{"missing columns", "user,arn\n", "", credreport.ErrMissing, 0},
	{"another CSV", "Date,Amount\n2024-01-01,5\n", "", credreport.ErrMissing, 0},
	{"prose", "Unauthorized", "", credreport.ErrMissing, 0},
	{"a cut header", columnsLine[:30], "", credreport.ErrMissing, 0},
	{"a column twice", file(columnsLine+",mfa_active", rootRow+",false"), "one says true, one false", credreport.ErrDuplicate, 0},
	{"an unknown column twice", file(columnsLine+",x,x", rootRow+",1,2"), "looked up by name", credreport.ErrDuplicate, 0},
	{"semicolons", strings.ReplaceAll(file(columnsLine, rootRow), ",", ";"), "saved by a spreadsheet", credreport.ErrSeparator, 0},
	{"tabs", strings.ReplaceAll(file(columnsLine, rootRow), ",", "\t"), "saved by a spreadsheet", credreport.ErrSeparator, 0},
	{"a sign-in page", "\n<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>", "", credreport.ErrMarkup, 0},
	{"an S3 error", `<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code></Error>`, "", credreport.ErrMarkup, 0},
	{"a page in base64", b64("<html><body>Sign in</body></html>"), "", credreport.ErrMarkup, 0},
	{"gzip", "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", "", credreport.ErrBinary, 0},
	{"a spreadsheet", "PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00", "", credreport.ErrBinary, 0},
	{"an image", "\x89PNG\r\n\x1a\n", "", credreport.ErrBinary, 0},
	{"Latin-1", "user,arn,ext\xe9\n", "", credreport.ErrBinary, 0},
	{"UTF-16LE", utf16Text(columnsLine, binary.LittleEndian, true), "PowerShell's >", credreport.ErrUTF16, 0},
	{"UTF-16BE", utf16Text(columnsLine, binary.BigEndian, true), "", credreport.ErrUTF16, 0},
	{"UTF-16LE without mark", utf16Text(columnsLine, binary.LittleEndian, false), "", credreport.ErrUTF16, 0},
	{"UTF-16 in base64", b64(utf16Text(columnsLine, binary.LittleEndian, true)), "", credreport.ErrUTF16, 0},
	{"UTF-16 in JSON", answer(utf16Text(columnsLine, binary.LittleEndian, true)), "", credreport.ErrUTF16, 0},
	{"generate: started", `{"State": "STARTED", "Description": "No report exists. Starting a new report generation task"}`, "", credreport.ErrNotReady, 0},
	{"generate: complete", `{"State": "COMPLETE"}`, "generated, but this is not it", credreport.ErrNotReady, 0},
	{"CLI: no report", "\nAn error occurred (ReportNotPresent) when calling the GetCredentialReport operation: Credential report does not exist.\n", "", credreport.ErrNotReady, 0},
	{"CLI: denied", "An error occurred (AccessDenied) when calling the GetCredentialReport operation: no\n", "", credreport.ErrFailed, 0},
	{"JSON of another command", `{"SummaryMap": {"Users": 5}}`, "", credreport.ErrJSON, 0},
	{"an array", `[{"Content":""}]`, "", credreport.ErrJSON, 0},
	{"content is a number", `{"Content": 5}`, "", credreport.ErrJSON, 0},
	{"content is null", `{"Content": null}`, "", credreport.ErrJSON, 0},
	{"content twice", `{"Content": "` + b64(file(columnsLine, rootRow)) + `", "Content": ""}`, "", credreport.ErrJSON, 1},
	{"format is not CSV", `{"ReportFormat": "application/json", "Content": ""}`, "", credreport.ErrJSON, 0},
	{"state is a number", `{"State": 1}`, "", credreport.ErrJSON, 0},
	{"time is prose", strings.Replace(answer(file(columnsLine, rootRow)), "2024-03-11T22:10:00+00:00", "yesterday", 1), "", credreport.ErrJSON, 1},
	{"text after the JSON", answer(file(columnsLine, rootRow)) + "{}", "", credreport.ErrJSON, 1},
	{"no JSON", "{user,arn}", "", credreport.ErrJSON, 0},
	{"no comma", `{"State":"STARTED" "x":1}`, "", credreport.ErrJSON, 0},
	{"no colon", `{"State"}`, "", credreport.ErrJSON, 0},
	{"no value", `{"State":}`, "", credreport.ErrJSON, 0},
	{"unknown escape", `{"Content":"dX\x"}`, "", credreport.ErrJSON, 0},
	{"bad unicode escape", `{"Content":"dX\u00g0"}`, "", credreport.ErrJSON, 0},
	{"a control character", "{\n\"Content\":\"dX\x01\"}", "", credreport.ErrJSON, 0},
	{"not base64", `{"Content": "` + b64(file(columnsLine, rootRow))[:400] + `****"}`, "inside the header", credreport.ErrBase64, 0},
	{"base64 goes wrong", intoMia(8) + "!!!!", "after the header", credreport.ErrBase64, 1},
	{"base64 cut", `{"Content": "` + intoMia(80), "inside the JSON", credreport.ErrTruncated, 2},
	{"base64 without its end", intoMia(9), "4 characters are 3 bytes", credreport.ErrTruncated, 1},
	{"JSON cut after the content", `{"Content": "` + b64(file(columnsLine, rootRow)) + `"`, "", credreport.ErrTruncated, 1},
	{"JSON cut at the start", `{"Cont`, "", credreport.ErrTruncated, 0},
	{"last row cut", file(columnsLine, rootRow) + userRow("mia")[:80], "no line break follows", credreport.ErrTruncated, 2},
	{"last row cut inside the ARN", file(columnsLine, rootRow) + userRow("mia")[:20], "so it is not known whose it is", credreport.ErrTruncated, 1},
	{"last row cut inside quotes", file(columnsLine, rootRow) + `"doe,ja`, "", credreport.ErrTruncated, 1},
}

func TestBadInput(t *testing.T) {
	var golden strings.Builder
	for _, c := range badInputs {
		t.Run(c.name, func(t *testing.T) {
			report, err := credreport.Parse(strings.NewReader(c.text))
			require.Error(t, err)
			assert.ErrorIs(t, err, c.want, c.reason)
			assert.Regexp(t, `^credreport: [a-z]|^credreport: \$`, err.Error())
			var format *credreport.FormatError
			var column *credreport.ColumnError
			assert.True(t, errors.As(err, &format) || errors.As(err, &column), "%T", err)
			if c.rows > 0 {
				require.NotNil(t, report)
				assert.Len(t, report.Entries, c.rows, "what was read before the error is good")
			} else if report != nil {
				assert.Empty(t, report.Entries)
			}
			golden.WriteString(c.name + "\n\t" + err.Error() + "\n")

			var last error
			rows := 0
			for e, err := range credreport.Entries(strings.NewReader(c.text)) {
				if last = err; e.ARN != "" {
					rows++
				}
			}
			assert.Equal(t, err, last, "Entries ends with the same error")
			assert.Equal(t, c.rows, rows)
		})
	}
	checkGolden(t, "testdata/input-errors.golden", golden.String())
}

func checkGolden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(name, []byte(got), 0o644))
	}
	want, err := os.ReadFile(name)
	require.NoError(t, err)
	assert.Equal(t, string(want), got, "run go test -update and look at the difference")
}

// Wherever an input is cut, nothing is made up: the entries that come are the
// first ones of the whole report, or say that they are incomplete.
func TestEveryCut(t *testing.T) {
	csv := file(columnsLine+",more", rootRow+",x", userRow("mia")+",y", userRow("noa")+",z")
	whole := parse(t, csv)
	for _, form := range []string{csv, b64(csv), answer(csv)} {
		for n := range len(form) {
			report, err := credreport.Parse(strings.NewReader(form[:n]))
			if err == nil {
				require.Truef(t, report != nil && len(report.Entries) > 0, "cut at %d", n)
			}
			if report == nil {
				continue
			}
			for i, e := range report.Entries {
				require.Equal(t, whole.Entries[i].ARN, e.ARN)
				want := &whole.Entries[i]
				for _, column := range whole.Columns {
					got, _ := e.Value(column)
					if text, _ := want.Value(column); got != text {
						// Only the last row may differ, and only by less text.
						require.Equal(t, len(report.Entries)-1, i, "cut at %d", n)
						require.Truef(t, strings.HasPrefix(text, got), "cut at %d: %s is %q", n, column, got)
					}
				}
				require.False(t, e.MFAActive.Known() && e.MFAActive != want.MFAActive)
			}
		}
	}
}

type failing struct {
	text string
	err  error
}

// Read fails once and then seems to have ended, as some readers do.
func (f *failing) Read(p []byte) (int, error) {
	n := copy(p, f.text)
	if f.text = f.text[n:]; n > 0 {
		return n, nil
	}
	err := f.err
	f.err = io.EOF
	return 0, err
}

func TestReaderFails(t *testing.T) {
	broken := errors.New("connection reset")
	for name, text := range map[string]string{
		"at once": "", "in the header": columnsLine[:50], "after the header": columnsLine + "\n",
		"after a row": file(columnsLine, rootRow), "in a row": file(columnsLine, rootRow) + "mia,arn",
		"after a row without line break": columnsLine + "\n" + rootRow,
		"in JSON":                        answer(file(columnsLine, rootRow))[:700], "in base64": b64(file(columnsLine, rootRow))[:700],
		"in the members": `{"State":"`,
	} {
		t.Run(name, func(t *testing.T) {
			report, err := credreport.Parse(&failing{text, broken})
			require.ErrorIs(t, err, broken)
			if report != nil {
				for _, e := range report.Entries {
					assert.True(t, e.IsRoot())
				}
			}
		})
	}
	_, err := credreport.Parse(&failing{file(columnsLine, rootRow), broken})
	assert.EqualError(t, err, "credreport: line 3: the input could not be read: connection reset")
	_, err = credreport.Parse(nil)
	assert.ErrorIs(t, err, credreport.ErrEmpty)
}

func TestLongInputs(t *testing.T) {
	t.Run("a row longer than a buffer", func(t *testing.T) {
		long := strings.Repeat("x", 300_000)
		report := parse(t, file(columnsLine+",notes", rootRow+","+long, userRow("mia")+",short"))
		require.Empty(t, report.Errors)
		assert.Equal(t, long, report.Entries[0].Extra[0].Value)
	})
	t.Run("a row longer than the limit", func(t *testing.T) {
		report := parse(t, file(columnsLine, rootRow, strings.Repeat("x", 3<<20), userRow("mia")))
		require.Len(t, report.Errors, 1)
		assert.ErrorIs(t, report.Errors[0], credreport.ErrRowSize)
		assert.Equal(t, 3, report.Errors[0].Line)
		user(t, report, "mia")
	})
	t.Run("no line breaks at all", func(t *testing.T) {
		_, err := credreport.Parse(bytes.NewReader(bytes.Repeat([]byte("user,"), 1<<20)))
		assert.ErrorIs(t, err, credreport.ErrRowSize)
		assert.Less(t, len(err.Error()), 2000)
	})
	t.Run("a long member", func(t *testing.T) {
		_, err := credreport.Parse(strings.NewReader(`{"Note":"` + strings.Repeat("x", 1<<20)))
		assert.ErrorIs(t, err, credreport.ErrJSON)
	})
	t.Run("white space", func(t *testing.T) {
		_, err := credreport.Parse(strings.NewReader(strings.Repeat(" ", 1<<20)))
		assert.ErrorIs(t, err, credreport.ErrEmpty)
	})
}
