package report

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// JUnit writes the results as JUnit XML, for the test page of a CI server: a
// testsuite per theme and account, a testcase per finding. A failure is a
// <failure> whose type is the severity, Unknown is an <error> whose type is the
// code of what was refused, and what does not apply, waits for a person, or is
// under an exemption is <skipped> with the reason. Fingerprint, severity and
// resource are properties of the testcase.
//
// Control and format characters are dropped, because XML 1.0 has no way to
// write most of them.
func JUnit(w io.Writer, r *iamhygiene.Results, opts ...func(*Options)) error {
	o := options(opts)
	x := &junitWriter{output: newOutput(w)}
	suites, total := junitSuites(r, o)
	x.text(xml.Header)
	x.tag(`<testsuites name="iamhygiene"`, total.attributes()...)
	for _, s := range suites {
		x.suite(s, r, newHeader(r, o))
	}
	x.text("</testsuites>\n")
	return x.close()
}

// junitCounts are the numbers that must agree with the elements.
type junitCounts struct{ tests, failures, errors, skipped int }

func (c *junitCounts) add(f *iamhygiene.Finding) {
	c.tests++
	switch f.Status {
	case iamhygiene.Fail:
		if f.Open() {
			c.failures++
		} else {
			c.skipped++
		}
	case iamhygiene.NotApplicable, iamhygiene.Manual:
		c.skipped++
	case iamhygiene.Unknown:
		c.errors++
	}
}

func (c *junitCounts) attributes() []string {
	return []string{
		"tests", fmt.Sprint(c.tests), "failures", fmt.Sprint(c.failures),
		"errors", fmt.Sprint(c.errors), "skipped", fmt.Sprint(c.skipped), "time", "0",
	}
}

// junitSuite is the findings of a theme.
type junitSuite struct {
	theme    string
	findings group
	counts   junitCounts
}

// junitSuites counts before anything is written, because the counts stand in
// front. Suites are sorted by theme.
func junitSuites(r *iamhygiene.Results, o *Options) ([]*junitSuite, *junitCounts) {
	total := new(junitCounts)
	byTheme := make(map[string]*junitSuite)
	var suites []*junitSuite
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Severity < o.Floor {
			continue
		}
		theme := cmp.Or(f.Theme, "other")
		s := byTheme[theme]
		if s == nil {
			s = &junitSuite{theme: theme}
			byTheme[theme] = s
			suites = append(suites, s)
		}
		s.findings = append(s.findings, f)
		s.counts.add(f)
		total.add(f)
	}
	slices.SortFunc(suites, func(a, b *junitSuite) int { return cmp.Compare(a.theme, b.theme) })
	return suites, total
}

type junitWriter struct{ output }

// tag writes the beginning of a tag, attributes as pairs, and its end.
func (x *junitWriter) tag(open string, pairs ...string) {
	x.open(open, pairs...)
	x.text(">\n")
}

func (x *junitWriter) open(open string, pairs ...string) {
	x.text(open)
	for i := 0; i+1 < len(pairs); i += 2 {
		x.text(" " + pairs[i] + `="`)
		x.escape(pairs[i+1])
		x.text(`"`)
	}
}

func (x *junitWriter) escape(s string) {
	if x.err == nil {
		x.err = xml.EscapeText(x.w, []byte(stripped(s)))
	}
}

// stripped drops what no report shows: control and format characters, other
// than line ends and tabs.
func stripped(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
			return -1
		}
		return r
	}, s)
}

func (x *junitWriter) properties(indent string, pairs ...string) {
	x.text(indent + "<properties>\n")
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			continue
		}
		x.open(indent+"  <property", "name", pairs[i], "value", pairs[i+1])
		x.text("/>\n")
	}
	x.text(indent + "</properties>\n")
}

func (x *junitWriter) suite(s *junitSuite, r *iamhygiene.Results, h header) {
	x.tag("  <testsuite", append([]string{
		"name", "iamhygiene." + s.theme + "." + r.Account,
		"timestamp", r.Time.UTC().Format("2006-01-02T15:04:05"), // the schema has no zone
	}, s.counts.attributes()...)...)
	x.properties("    ", "account", r.Account, "partition", r.Partition, "library", h.Library,
		"preset", h.Preset, "run_id", h.RunID, "params_digest", h.Params)
	for _, f := range s.findings {
		x.testcase(s, f)
	}
	x.text("  </testsuite>\n")
}

func (x *junitWriter) testcase(s *junitSuite, f *iamhygiene.Finding) {
	name := f.Check + " " + f.Resource.Type + " " + f.Resource.Name
	if !strings.Contains(f.Resource.Name, f.Discriminator) {
		name += " " + f.Discriminator
	}
	x.tag("    <testcase", "classname", "iamhygiene."+s.theme, "name", name, "time", "0")
	x.properties("      ", "fingerprint", f.Fingerprint, "severity", f.Severity.String(), "severity_original", f.SeverityOriginal.String(),
		"resource", f.Resource.ARN, "frameworks", strings.Join(controls(f.Frameworks), "; "), "params", jsonCell(f.Params, len(f.Params)))
	switch {
	case f.Suppression != nil:
		e := f.Suppression
		x.open("      <skipped", "message", fmt.Sprintf("exempted by %s of %s until %s: %s", e.ID, e.Owner, day(e.Expires), e.Reason))
		x.text("/>\n")
	case f.Status == iamhygiene.Fail:
		x.open("      <failure", "message", f.Message, "type", f.Severity.String())
		x.text(">")
		for i, line := range junitBody(f) {
			if i > 0 {
				x.text("\n")
			}
			x.escape(line)
		}
		x.text("</failure>\n")
	case f.Status == iamhygiene.NotApplicable, f.Status == iamhygiene.Manual:
		x.open("      <skipped", "message", f.Message)
		x.text("/>\n")
	case f.Status == iamhygiene.Unknown:
		code := "Unknown"
		if f.Unknown != nil {
			code = cmp.Or(f.Unknown.Code, code)
		}
		x.open("      <error", "message", f.Message, "type", code)
		x.text("/>\n")
	}
	x.text("    </testcase>\n")
}

// junitBody is what a person reads who opens a failure, by lines.
func junitBody(f *iamhygiene.Finding) []string {
	lines := []string{f.Title, f.Resource.ARN, f.Message}
	if c := chain(f); c != "" {
		lines = append(lines, c)
	}
	for _, e := range f.Evidence {
		lines = append(lines, "- "+evidenceLine(e))
	}
	lines = append(lines, f.Remediation.Text, f.Remediation.Command, f.Remediation.URL)
	return slices.DeleteFunc(lines, func(s string) bool { return s == "" })
}
