package report_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/report"
)

func markdown(t *testing.T, res *iamhygiene.Results, opts ...func(*report.Options)) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, report.Markdown(&out, res, opts...))
	return out.String()
}

func TestMarkdown(t *testing.T) {
	got := markdown(t, results(t), func(o *report.Options) {
		o.Preset, o.Floor, o.FailOn, o.Previous = "standard", iamhygiene.SeverityLow, iamhygiene.SeverityHigh, earlier(t)
	})
	golden(t, "report.md", []byte(got))
	assert.NotContains(t, got, "\x1b")
}

// TestMarkdownEscapes: no text of the data becomes markup, a link, a mention,
// or a further cell.
func TestMarkdownEscapes(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"plain", "has no MFA", "has no MFA"},
		{"a pipe", "a|b", `a\|b`},
		{"a code span", "`x`", "\\`x\\`"},
		{"a backslash before a pipe", `a\|b`, `a\\\|b`},
		{"emphasis", "**a** _b_ ~~c~~", `\*\*a\*\* \_b\_ \~\~c\~\~`},
		{"a link", "[a](b)", `\[a\](b)`},
		{"an image", "![a](b)", `\!\[a\](b)`},
		{"HTML", "<script>&lt;", "&lt;script&gt;&amp;lt;"},
		{"a mention", "@org/team", "@<!-- -->org/team"},
		{"an address", "https://x.example www.x.example", "https:<!-- -->//x.example www<!-- -->.x.example"},
		{"an issue", "#12", `\#12`},
		{"a formula", "$x$", `\$x\$`},
		{"lines", "a\n\n# b\r\n- c", `a \# b - c`},
		{"a terminal escape", "\x1b[31m", "\uFFFD\\[31m"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := markdown(t, results(t, stub{iamhygiene.Info{ID: "aaa", Title: c.text, Severity: iamhygiene.SeverityCritical, Description: c.text},
				[]iamhygiene.Finding{{Status: iamhygiene.Fail, Message: c.text, Resource: user(c.text), Evidence: []iamhygiene.Evidence{{Path: c.text, Observed: c.text}}}}}))
			assert.Contains(t, got, " | "+c.want+" | ")
			assert.Contains(t, got, "</a>"+c.want+" (aaa)\n")
		})
	}
}

// TestMarkdownTables: every row has as many cells as its table has columns.
func TestMarkdownTables(t *testing.T) {
	bars := regexp.MustCompile(`(^|[^\\])\|`)
	columns := 0
	for line := range strings.Lines(markdown(t, results(t))) {
		if !strings.HasPrefix(line, "|") {
			columns = 0
			continue
		}
		// An escaped backslash before a bar would hide from the expression.
		n := len(bars.FindAllString(strings.ReplaceAll(line, `\\`, ""), -1))
		if columns == 0 {
			columns = n
		}
		assert.Equal(t, columns, n, line)
	}
}

func TestMarkdownBlocks(t *testing.T) {
	check := func(text, command, url string) string {
		return markdown(t, results(t, stub{iamhygiene.Info{ID: "aaa", Title: "A", Severity: iamhygiene.SeverityCritical, Remediation: iamhygiene.Remediation{Text: text, Command: command, URL: url}},
			[]iamhygiene.Finding{{Status: iamhygiene.Fail, Message: "m", Resource: user("x")}}}))
	}
	assert.Contains(t, check("1. a", "", ""), "\n1\\. a\n", "no list")
	assert.Contains(t, check("- a", "", ""), "\n\\- a\n", "no list")
	assert.Contains(t, check("", "echo ```", ""), "\n````sh\necho ```\n````\n", "the fence is longer")
	assert.Contains(t, check("", "", "https://example.com/a(b)"), "\n[AWS documentation](<https://example.com/a(b)>)\n")
	for _, url := range []string{"javascript:alert(1)", "https://example.com/>x", "https:///x", "https://x/a b", "https://x/\x1b"} {
		assert.NotContains(t, check("", "", url), url, "%s is no address of the web", url)
	}
}

func TestMarkdownAnchors(t *testing.T) {
	anchors := regexp.MustCompile(`<a id="([^"]*)"></a>`).FindAllStringSubmatch(markdown(t, results(t)), -1)
	seen := map[string]bool{}
	for _, a := range anchors {
		assert.False(t, seen[a[1]], "%s is there twice", a[1])
		seen[a[1]] = true
	}
	assert.True(t, seen["user-console-mfa"], "fails and is unknown: one anchor")
	assert.True(t, seen["manual-leavers"])
}

func TestMarkdownLimitsLongLists(t *testing.T) {
	got := markdown(t, results(t), func(o *report.Options) { o.PerCheck = 1 })
	assert.Contains(t, got, "\nand 1 more.\n")
	assert.NotContains(t, got, "user dave")
}

func TestMarkdownMarksWhatIsWorse(t *testing.T) {
	b := report.NewBaseline(earlier(t))
	got := markdown(t, results(t), func(o *report.Options) { o.Baseline = b })
	assert.Contains(t, got, "| role deploy **new**<!-- ")
	assert.Contains(t, got, "| user bob<!-- ")
}
