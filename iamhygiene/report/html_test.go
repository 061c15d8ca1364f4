package report_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html"
	"io"
	"math"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/report"
)

func htmlOf(t testing.TB, res *iamhygiene.Results, opts ...func(*report.Options)) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, report.HTML(&out, res, opts...))
	return out.String()
}

// content is a page without its style and script.
func content(page string) string {
	return regexp.MustCompile(`(?s)<style>.*?</style>|<script>.*?</script>`).ReplaceAllString(page, "")
}

func principalARN(name string) string { return "arn:aws:iam::111122223333:" + name }

// chain is a check whose one finding is a chain through the given principals.
func chain(id string, principals ...string) stub {
	f := iamhygiene.Finding{Status: iamhygiene.Fail, Message: "can become an administrator", Resource: user(id)}
	for i := 1; i < len(principals); i++ {
		f.Steps = append(f.Steps, iamhygiene.Step{
			From: principalARN(principals[i-1]), To: principalARN(principals[i]), Method: fmt.Sprintf("method-%d", i), Statements: []string{"deployers/1"},
		})
	}
	return stub{iamhygiene.Info{ID: "chain-" + id, Theme: "policies", Title: "Nobody can become an administrator", Severity: iamhygiene.SeverityHigh}, []iamhygiene.Finding{f}}
}

// whole are options under which the page has all its sections.
func whole(t testing.TB) func(*report.Options) {
	return func(o *report.Options) {
		o.Preset, o.Floor, o.FailOn, o.Previous = "standard", iamhygiene.SeverityLow, iamhygiene.SeverityHigh, earlier(t)
		o.History = []*iamhygiene.Results{earlier(t)}
		o.Known = []iamhygiene.Info{optIn}
	}
}

func TestHTML(t *testing.T) {
	got := htmlOf(t, results(t, chain("bob", "user/bob", "role/deploy", "role/admin"), chain("alice", "user/alice", "user/alice")), whole(t))
	golden(t, "report.html", []byte(got))
	assert.NotContains(t, got, "\x1b")
	for _, section := range []string{"summary", "themes", "changes", "trend", "paths", "ages", "findings", "coverage"} {
		assert.Contains(t, got, `href="#`+section+`"`)
		assert.Equal(t, 1, strings.Count(got, `id="`+section+`"`), section)
	}

	var out bytes.Buffer
	require.NoError(t, report.CoverageHTML(&out, results(t), func(o *report.Options) { o.Known = []iamhygiene.Info{optIn} }))
	golden(t, "coverage.html", out.Bytes())
	out.Reset()
	require.NoError(t, report.CoverageHTML(&out, one(now, nil)))
	assert.Contains(t, out.String(), "None of the checks covers a control.")
}

// TestHTMLIsWholeByItself: the page asks for nothing, and forbids that anything
// in it does. Links lead to AWS only, when a reader follows them.
func TestHTMLIsWholeByItself(t *testing.T) {
	got := htmlOf(t, results(t), whole(t))
	for _, m := range regexp.MustCompile(`(?:src|href|action|srcset|data|poster|xlink:href)="([^"]*)"`).FindAllStringSubmatch(got, -1) {
		assert.Regexp(t, `^(#[a-z-]+|data:,|https://docs\.aws\.amazon\.com/.*)$`, m[1])
	}
	assert.NotContains(t, got, "@import")
	assert.NotContains(t, strings.ReplaceAll(got, "url(#tip)", ""), "url(")
	assert.NotRegexp(t, ` on[a-z]+="`, got, "no handler in an attribute")
	assert.NotContains(t, got, ` style="`, "the policy would ignore it")

	policy := regexp.MustCompile(`http-equiv="Content-Security-Policy" content="([^"]*)"`).FindStringSubmatch(got)
	require.NotNil(t, policy)
	assert.True(t, strings.HasPrefix(policy[1], "default-src &#39;none&#39;;"), policy[1])
	for _, tag := range []string{"style", "script"} {
		texts := regexp.MustCompile(`(?s)<`+tag+`>(.*?)</`+tag+`>`).FindAllStringSubmatch(got, -1)
		require.Len(t, texts, 1, tag)
		h := sha256.Sum256([]byte(texts[0][1]))
		want := tag + "-src &#39;sha256-" + strings.ReplaceAll(base64.StdEncoding.EncodeToString(h[:]), "+", "&#43;") + "&#39;;"
		assert.Contains(t, policy[1], want, "the policy allows the %s", tag)
	}
	assert.NotContains(t, policy[1], "unsafe")
}

// TestHTMLEscapes: no text of the data becomes markup, wherever it stands.
func TestHTMLEscapes(t *testing.T) {
	for _, text := range []string{
		`<img src=x onerror=alert(1)>`, `"><script>alert(1)</script>`, `</title><h1>`, `' onmouseover='x`, `javascript:alert(1)`, "<!--", "--><svg>", "\x1b[31m", "\u202eabc",
		`</script>`, `]]>`, "{{.}}", "`${x}`",
	} {
		t.Run(text, func(t *testing.T) {
			step := iamhygiene.Step{From: text, To: text + "2", Method: text, Statements: []string{text}}
			res := results(t, stub{iamhygiene.Info{
				ID: "aaa", Theme: text, Title: text, Severity: iamhygiene.SeverityCritical, Description: text, Params: map[string]string{text: text},
				Remediation: iamhygiene.Remediation{Text: text, Command: text, URL: text}, Frameworks: []iamhygiene.Control{{Name: text, Version: text, ID: text}},
			}, []iamhygiene.Finding{{
				Status: iamhygiene.Fail, Message: text, Resource: user(text), Discriminator: text, Steps: []iamhygiene.Step{step},
				Evidence: []iamhygiene.Evidence{{Dataset: text, Path: text, Observed: text, Expected: text}},
			}}})
			got := htmlOf(t, res, func(o *report.Options) { o.Title, o.Preset = text, text })
			assert.Equal(t, 1, strings.Count(got, "<script>"))
			got = content(got)
			if strings.ContainsAny(text, "<>") {
				assert.NotContains(t, got, text)
			}
			for _, part := range []string{"<img", "<!--", "<script"} {
				assert.NotContains(t, got, part)
			}
			assert.Equal(t, 1, strings.Count(got, "<h1>"))
			assert.Equal(t, 1, strings.Count(got, "<title>IAM")+strings.Count(got, "</title>\n<link"))
			assert.NotContains(t, got, `href="`+text)
			assert.NotContains(t, got, "\x1b")
			assert.NotContains(t, got, "\u202e")
			assert.NotRegexp(t, `<[^>"]*("[^"]*"[^>"]*)* on[a-z]+=`, got)
		})
	}
}

// TestHTMLShowsAll: exempted and unknown findings are on the page, and what is
// below the floor or over the limit is counted.
func TestHTMLShowsAll(t *testing.T) {
	got := htmlOf(t, results(t))
	assert.Contains(t, got, "Exemption e-1 of people team until 2024-04-12: leaves at the end of the month")
	assert.Contains(t, got, "Unknown: data is missing")
	assert.Contains(t, got, "&#34;iam:ListMFADevices&#34;", "the policy to grant")
	assert.Contains(t, got, "How long after departure is the directory account disabled?")
	assert.Equal(t, len(results(t).Findings), strings.Count(got, "<li data-severity="))

	got = htmlOf(t, results(t), func(o *report.Options) { o.Floor = iamhygiene.SeverityHigh })
	assert.Contains(t, got, "5 failures below severity high not listed.")
	assert.NotContains(t, got, ">policy export is inline<")
}

// TestHTMLLimits: a browser cannot show any number of findings, so the page says
// how many it leaves out.
func TestHTMLLimits(t *testing.T) {
	res := many(24_000) // of each of 20 checks 570 fail, 30 are exempted, 600 pass
	rows := func(page string) int { return strings.Count(page, "<li data-severity=") }
	leftOut := regexp.MustCompile(`data-left-out="(\d+)"`)
	missing := func(page string) (n int) {
		for _, m := range leftOut.FindAllStringSubmatch(page, -1) {
			var k int
			_, err := fmt.Sscan(m[1], &k)
			require.NoError(t, err)
			n += k
		}
		return n
	}
	for _, c := range []struct {
		name string
		opt  func(*report.Options)
		rows int
	}{
		{"by default", func(*report.Options) {}, 20 * (500 + 30 + 25)},
		{"with passes", func(o *report.Options) { o.Passes = true }, 20 * (500 + 30 + 500)},
		{"a limit of one's own", func(o *report.Options) { o.PerCheck = 10 }, 20 * (10 + 10 + 10)},
		{"all", func(o *report.Options) { o.PerCheck, o.Passes = -1, true }, 24_000},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := htmlOf(t, res, c.opt)
			assert.Equal(t, c.rows, rows(got))
			assert.Equal(t, 24_000-c.rows, missing(got), "what is left out is counted")
			assert.Contains(t, got, "11,400 open failures.", "the counts are of all")
		})
	}
}

// TestHTMLIsNeverBroken: pages about little are pages too.
func TestHTMLIsNeverBroken(t *testing.T) {
	for name, res := range map[string]*iamhygiene.Results{"empty": {}, "no findings": one(now, nil), "one pass": one(now, &state{status: iamhygiene.Pass})} {
		got := htmlOf(t, res, func(o *report.Options) {
			o.History = []*iamhygiene.Results{{Account: res.Account, Partition: res.Partition}}
		})
		assert.True(t, strings.HasSuffix(got, "</html>\n"), name)
		assert.NotRegexp(t, `(NaN|Inf)[ ,"]`, content(got), name)
	}
	assert.Contains(t, htmlOf(t, &iamhygiene.Results{}), "There are no findings.")
}

func TestHTMLTitle(t *testing.T) {
	got := htmlOf(t, results(t), func(o *report.Options) { o.Title = "Payments & billing" })
	assert.Contains(t, got, "<title>Payments &amp; billing</title>")
	assert.Contains(t, got, "<h1>Payments &amp; billing</h1>")
	assert.Contains(t, got, "Account 111122223333", "the account stays on the page")
}

func TestHTMLRefusesOtherAccounts(t *testing.T) {
	other := one(now, nil)
	other.Account = "999988887777"
	for _, opt := range []func(*report.Options){
		func(o *report.Options) { o.History = []*iamhygiene.Results{other} },
		func(o *report.Options) { o.Previous = other },
	} {
		for _, x := range writers {
			if x.name == "html" || x.name == "text" || x.name == "markdown" {
				var wrong *report.CompareError
				require.ErrorAs(t, x.write(io.Discard, results(t), opt), &wrong, x.name)
			}
		}
	}
}

// TestHistory: the line of the trend is in the text forms too.
func TestHistory(t *testing.T) {
	opt := func(o *report.Options) { o.History = []*iamhygiene.Results{earlier(t)} }
	var out bytes.Buffer
	require.NoError(t, report.Text(&out, results(t), opt))
	assert.Contains(t, out.String(), "  history fail 10 -> 9 (critical 0 -> 1, high 5 -> 3,")
	assert.Contains(t, markdown(t, results(t), opt), "History: fail 10 -&gt; 9 (critical 0 -&gt; 1,")
}

func TestHTMLMarksChanges(t *testing.T) {
	got := htmlOf(t, results(t), func(o *report.Options) { o.Baseline = report.NewBaseline(earlier(t)) })
	assert.Regexp(t, `data-change="new" data-fingerprint="[0-9a-f]{64}"><details><summary><span class="res">deploy`, got)
	assert.Regexp(t, `data-change="unchanged" data-fingerprint="[0-9a-f]{64}"><details><summary><span class="res">bob`, got)
	assert.Regexp(t, `<span class="badge resolved">resolved</span></td><td>user alice</td>`, got)
	assert.Regexp(t, `<span class="badge gone">gone</span></td><td>user leaver</td>`, got)
	assert.Regexp(t, `<span class="badge undecided">undecided</span></td><td>user carol</td>`, got)
}

func TestHTMLAges(t *testing.T) {
	at := func(days int) string { return now.AddDate(0, 0, -days).Format(time.RFC3339) }
	finding := func(check, name, path, observed string, status iamhygiene.Status) iamhygiene.Finding {
		f := iamhygiene.Finding{Check: check, Status: status, Resource: user(name), ObservedAt: now}
		if strings.HasPrefix(path, "access_key") {
			f.Resource = key(name, path[:len("access_key_1")])
		}
		if observed != "" {
			f.Evidence = []iamhygiene.Evidence{{Path: path, Observed: observed}}
		}
		return f
	}
	res := one(now, nil,
		finding("access-key-rotation", "a", "access_key_1_last_rotated", at(0), iamhygiene.Pass),
		finding("access-key-rotation", "b", "access_key_1_last_rotated", at(30), iamhygiene.Pass),
		finding("access-key-rotation", "b", "access_key_2_last_rotated", at(31), iamhygiene.Pass),
		finding("access-key-unused", "b", "access_key_2_last_used_date", at(2), iamhygiene.Pass), // is no age, and the key is counted once
		finding("access-key-rotation", "c", "access_key_1_last_rotated", at(90), iamhygiene.Pass),
		finding("access-key-rotation", "d", "access_key_1_last_rotated", at(91), iamhygiene.Fail),
		finding("access-key-rotation", "e", "access_key_1_last_rotated", at(3000), iamhygiene.Fail),
		finding("access-key-rotation", "f", "access_key_1_last_rotated", "", iamhygiene.Unknown),
		finding("access-key-rotation", "g", "access_key_1_last_rotated", "yesterday", iamhygiene.Fail),
		finding("access-key-rotation", "h", "access_key_1_last_rotated", at(5), iamhygiene.NotApplicable), // left out
		finding("password-rotation", "a", "password_last_changed", at(400), iamhygiene.Fail),
		finding("password-unused", "a", "password_last_used", at(3), iamhygiene.Pass), // the age stays known
		finding("password-unused", "b", "password_last_used", at(3), iamhygiene.Pass),
		finding("password-unused", "c", "password_last_changed", at(45), iamhygiene.Pass), // which the standard preset runs
	)
	got := htmlOf(t, res)
	bars := func(id string) (numbers []string) {
		_, figure, ok := strings.Cut(got, `id="age-`+id+`"`)
		require.True(t, ok)
		figure, _, _ = strings.Cut(figure, "</figure>")
		for _, m := range regexp.MustCompile(`<th scope="row">([^<]*)</th><td class="number">(\d+)</td>`).FindAllStringSubmatch(figure, -1) {
			numbers = append(numbers, html.UnescapeString(m[1])+":"+m[2])
		}
		return numbers
	}
	assert.Equal(t, []string{"0–30:2", "31–45:1", "46–90:1", "91–180:1", "181–365:0", "366–730:0", "731+:1", "unknown:2"}, bars("keys"))
	assert.Equal(t, []string{"0–30:0", "31–45:1", "46–90:0", "91–180:0", "181–365:0", "366–730:1", "731+:0", "unknown:1"}, bars("passwords"))
	assert.Contains(t, got, "8 access keys. The age of 2 is unknown.")
	assert.NotContains(t, htmlOf(t, one(now, nil)), `id="ages"`)
}

// palette reads the colours of the page in both schemes.
func palette(t *testing.T) map[string]map[string]string {
	t.Helper()
	text, err := os.ReadFile("html/page.css")
	require.NoError(t, err)
	light, dark, ok := strings.Cut(string(text), "@media screen and (prefers-color-scheme: dark)")
	require.True(t, ok)
	out := map[string]map[string]string{"light": {}, "dark": {}}
	for scheme, part := range map[string]string{"light": light, "dark": dark} {
		for _, m := range regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{6});`).FindAllStringSubmatch(part, -1) {
			out[scheme][m[1]] = m[2]
		}
	}
	return out
}

// TestHTMLContrast computes the contrast of WCAG 2.2
// (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio): 4.5 for text, 3 for the
// parts of charts and the focus.
func TestHTMLContrast(t *testing.T) {
	luminance := func(color string) float64 {
		var rgb [3]int
		_, err := fmt.Sscanf(color, "#%02x%02x%02x", &rgb[0], &rgb[1], &rgb[2])
		require.NoError(t, err, color)
		var l float64
		for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
			v := float64(rgb[i]) / 255
			if v <= 0.04045 {
				v /= 12.92
			} else {
				v = math.Pow((v+0.055)/1.055, 2.4)
			}
			l += weight * v
		}
		return l
	}
	for scheme, colors := range palette(t) {
		require.Len(t, colors, 25, scheme)
		contrast := func(a, b string) float64 {
			require.NotEmpty(t, colors[a], a)
			require.NotEmpty(t, colors[b], b)
			x, y := luminance(colors[a]), luminance(colors[b])
			return (max(x, y) + 0.05) / (min(x, y) + 0.05)
		}
		for _, ground := range []string{"ground", "raised"} {
			for _, text := range []string{"text", "muted", "link", "critical", "high", "medium", "low", "info", "good", "unknown"} {
				assert.GreaterOrEqual(t, contrast(text, ground), 4.5, "%s: %s on %s", scheme, text, ground)
			}
			for _, part := range []string{"focus", "bar", "bar-good", "bar-bad", "bar-unknown"} {
				assert.GreaterOrEqual(t, contrast(part, ground), 3.0, "%s: %s on %s", scheme, part, ground)
			}
		}
		for _, badge := range []string{"critical", "high", "medium", "low", "info", "good", "unknown"} {
			assert.GreaterOrEqual(t, contrast(badge, badge+"-ground"), 4.5, "%s: a badge %s", scheme, badge)
		}
		for _, text := range []string{"text", "muted"} {
			assert.GreaterOrEqual(t, contrast(text, "critical-ground"), 4.5, "%s: %s in the picture", scheme, text)
		}
	}
}
