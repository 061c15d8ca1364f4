package policyeval_test

import (
	"bytes"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/iamhygiene/sdk/policyeval"
)

// goldenDocument is one case of faults.txtar or warnings.txtar.
type goldenDocument struct {
	rule       string
	policyType policyeval.PolicyType
	text       []byte
}

// readGolden parses the lines with # in front of a document.
func readGolden(t *testing.T, f txtar.File) goldenDocument {
	t.Helper()
	rule, _, ok := strings.Cut(f.Name, "/")
	require.True(t, ok, "the name of a case is RULE/CASE: %s", f.Name)
	d := goldenDocument{rule: rule}
	text, reasons, quoted := f.Data, 0, false
	for bytes.HasPrefix(text, []byte("# ")) {
		line, rest, _ := bytes.Cut(text, []byte("\n"))
		text = rest
		switch note := string(line[2:]); {
		case strings.HasPrefix(note, "type: "):
			require.NoError(t, d.policyType.UnmarshalText([]byte(note[6:])))
		case note == "quoted":
			quoted = true
		default:
			reasons++
		}
	}
	require.Equal(t, 1, reasons, "the case %s needs a reason", f.Name)
	d.text = bytes.TrimSuffix(text, []byte("\n"))
	if quoted {
		s, err := strconv.Unquote(string(d.text))
		require.NoError(t, err)
		d.text = []byte(s)
	}
	return d
}

// runGolden compares what describe says about each document of an archive with
// the archive, or rewrites the archive.
func runGolden(t *testing.T, path string, describe func(*testing.T, goldenDocument) string) {
	archive, err := txtar.ParseFile(path)
	require.NoError(t, err)
	require.NotEmpty(t, archive.Files)
	require.Zero(t, len(archive.Files)%2, "each case has a document and a .want part")
	for i := 0; i < len(archive.Files); i += 2 {
		f, want := archive.Files[i], &archive.Files[i+1]
		require.Equal(t, f.Name+".want", want.Name)
		t.Run(f.Name, func(t *testing.T) {
			got := describe(t, readGolden(t, f)) + "\n"
			if *update {
				want.Data = []byte(got)
				return
			}
			assert.Equal(t, string(want.Data), got)
		})
	}
	if *update {
		require.NoError(t, os.WriteFile(path, txtar.Format(archive), 0o666))
	}
}

func TestFaultTexts(t *testing.T) {
	runGolden(t, "testdata/faults.txtar", func(t *testing.T, d goldenDocument) string {
		_, err := policyeval.Parse(d.text, policyeval.WithType(d.policyType))
		require.Error(t, err)
		var faults policyeval.ParseErrors
		require.ErrorAs(t, err, &faults)
		rules := []string{}
		for _, f := range faults {
			rules = append(rules, f.Rule)
			assert.Equal(t, strings.Count(string(d.text[:f.Offset]), "\n")+1, f.Line, "line of %v", f)
			assert.Equal(t, f.Offset-strings.LastIndex(string(d.text[:f.Offset]), "\n"), f.Column, "column of %v", f)
		}
		assert.Contains(t, rules, d.rule)
		return err.Error()
	})
}

func TestWarningTexts(t *testing.T) {
	runGolden(t, "testdata/warnings.txtar", func(t *testing.T, d goldenDocument) string {
		p, err := policyeval.Parse(d.text, policyeval.WithType(d.policyType))
		require.NoError(t, err)
		var lines, rules []string
		for _, w := range p.Warnings() {
			rules = append(rules, w.Rule)
			lines = append(lines, w.String())
		}
		assert.Contains(t, rules, d.rule)
		return strings.Join(lines, "\n")
	})
}
