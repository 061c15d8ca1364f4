package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// width is how many columns Text fills.
const width = 100

// Text writes the results for a person at a terminal: failures grouped by
// severity and check, each with its resources and what to do; what could not
// be decided and which permissions that takes; manual questions; exemptions;
// a summary; what to do next. Lines fit 100 columns, except where a single
// word (an ARN, a URL) is longer. The error may be a [*CompareError].
func Text(w io.Writer, r *iamhygiene.Results, opts ...func(*Options)) error {
	o := options(opts)
	changes, err := o.comparison(r)
	if err != nil {
		return err
	}
	trend, err := o.trend(r)
	if err != nil {
		return err
	}
	t := &textWriter{output: newOutput(w), o: o, r: r, changes: changes, trend: trend}
	t.header()
	for _, s := range iamhygiene.Severities() {
		if s < o.Floor {
			continue
		}
		t.color = colors[s]
		t.section(strings.ToUpper(s.String()), t.group(openAt(s)), true)
	}
	t.color = ""
	t.section("UNKNOWN: data is missing", t.group(withStatus(iamhygiene.Unknown, o.Floor)), false)
	t.grants()
	t.section("MANUAL: questions for a person", t.group(withStatus(iamhygiene.Manual, o.Floor)), false)
	t.exempted()
	t.summary()
	t.next()
	return t.close()
}

type textWriter struct {
	output
	o       *Options
	r       *iamhygiene.Results
	changes *Comparison
	trend   string
	color   string // of headings, where colour is wanted
}

// colors are the escape sequences of severities: bold red, red, yellow, cyan.
var colors = map[iamhygiene.Severity]string{
	iamhygiene.SeverityCritical: "\x1b[1;31m", iamhygiene.SeverityHigh: "\x1b[31m",
	iamhygiene.SeverityMedium: "\x1b[33m", iamhygiene.SeverityLow: "\x1b[36m",
}

// wrap prints text after the first indent, further lines after the second.
func (t *textWriter) wrap(first, rest, text string) {
	line := first
	empty := true
	for word := range strings.FieldsSeq(text) {
		if !empty && len([]rune(line))+1+len([]rune(word)) > width {
			t.printf("%s\n", strings.TrimRight(line, " "))
			line, empty = rest, true
		}
		if !empty {
			line += " "
		}
		line += printable(word)
		empty = false
	}
	t.printf("%s\n", strings.TrimRight(line, " "))
}

func (t *textWriter) header() {
	preset := ""
	if t.o.Preset != "" {
		preset = ", preset " + t.o.Preset
	}
	t.printf("IAM hygiene of account %s (%s) at %s%s\n", printable(t.r.Account), printable(t.r.Partition), minute(t.r.Time), printable(preset))
	for _, e := range t.r.DataErrors {
		t.wrap("  ! ", "    ", fmt.Sprintf("%s: %s", e.Dataset, strings.TrimPrefix(e.Error(), "cannot decide: ")))
	}
	for _, e := range t.r.Errors {
		t.wrap("  ! ", "    ", e.Error())
	}
}

// group collects the findings that keep selects by check.
func (t *textWriter) group(keep keep) []group { return groupByCheck(t.r.Findings, keep) }

func (t *textWriter) section(title string, groups []group, fix bool) {
	if len(groups) == 0 {
		return
	}
	t.heading(title, size(groups))
	for i, g := range groups {
		if i > 0 {
			t.printf("\n")
		}
		f := g[0]
		t.wrap("  ", "    ", f.Title+" ["+f.Check+"]")
		t.list(g)
		if fix && f.Remediation.Text != "" {
			t.wrap("    > ", "      ", f.Remediation.Text)
		}
	}
}

func (t *textWriter) heading(title string, n int) {
	line := fmt.Sprintf("%s (%d)", printable(title), n)
	rule := strings.Repeat("-", len([]rune(line)))
	if t.o != nil && t.o.Color && t.color != "" {
		line = t.color + line + "\x1b[0m"
	}
	t.printf("\n%s\n%s\n", line, rule)
}

// list prints the resources of one check, the first PerCheck of them. Equal
// messages are printed once, with the resources that share them.
func (t *textWriter) list(g group) {
	shown := g.first(t.o.PerCheck)
	for _, s := range shown.statements() {
		var names []string
		for _, f := range s.findings {
			if n := label(f); n != "" {
				names = append(names, n)
			}
		}
		m := s.message
		if len(names) > 0 {
			m = strings.Join(names, ", ") + ": " + m
		}
		t.wrap("    - ", "      ", m)
		for _, f := range s.findings {
			if c := chain(f); c != "" {
				t.wrap("        ", "        ", c)
			}
		}
	}
	if len(shown) < len(g) {
		t.printf("    - ... and %d more\n", len(g)-len(shown))
	}
}

// grants prints the policy that would turn Unknown into an answer.
func (t *textWriter) grants() {
	if policy := t.r.MissingPolicy(); policy != "" {
		t.printf("\n  To decide these, collect the data with a principal that has this policy:\n\n")
		for line := range strings.SplitSeq(policy, "\n") {
			t.printf("    %s\n", printable(line))
		}
	}
}

func (t *textWriter) exempted() {
	groups := t.group(exempted(t.o.Floor))
	if len(groups) == 0 {
		return
	}
	t.heading("EXEMPTED", size(groups))
	for _, g := range groups {
		for _, f := range g {
			t.wrap("  - ", "    ", fmt.Sprintf("%s %s, %s [%s]: exemption %s of %s until %s: %s", f.Resource.Type, f.Resource.Name, f.Title, f.Check,
				f.Suppression.ID, f.Suppression.Owner, day(f.Suppression.Expires), f.Suppression.Reason))
		}
	}
}

func (t *textWriter) summary() {
	c := t.r.Count()
	t.printf("\nSUMMARY\n-------\n  fail   ")
	hidden := 0
	for _, s := range iamhygiene.Severities() {
		t.printf(" %s %d", s, c.FailBySeverity[s])
		if s != iamhygiene.SeverityInfo {
			t.printf(",")
		}
		if s < t.o.Floor {
			hidden += c.FailBySeverity[s]
		}
	}
	t.printf("\n  others  pass %d, unknown %d, not applicable %d, manual %d, exempted %d\n",
		c.Pass, c.Unknown, c.NotApplicable, c.Manual, c.Suppressed)
	if t.changes != nil {
		t.wrap("  trend   ", "          ", t.changes.String())
	}
	if t.trend != "" {
		t.wrap("  history ", "          ", t.trend)
	}
	if hidden > 0 {
		t.printf("  %s below severity %s not listed above\n", count(hidden, "failure"), t.o.Floor)
	}
}

// next says what to do first: the worst check with the most resources.
func (t *textWriter) next() {
	worst := t.r.Worst()
	t.printf("\nNEXT\n----\n")
	groups := t.group(openAt(worst))
	slices.SortStableFunc(groups, func(a, b group) int { return len(b) - len(a) })
	c := t.r.Count()
	switch {
	case c.Fail > 0:
		f := groups[0][0]
		t.wrap("  1. ", "     ", fmt.Sprintf("Mend %q first (%s). %s", f.Title, worst, f.Remediation.URL))
		if f.Remediation.Command != "" {
			t.wrap("     $ ", "       ", f.Remediation.Command)
		}
		t.wrap("  2. ", "     ", "Accept what must stay with an exemption: check, resource, reason, owner, expiry.")
	case c.Unknown > 0:
		t.wrap("  1. ", "     ", "Nothing failed, but not everything could be decided: collect the missing data and run again.")
	default:
		t.printf("  Nothing to do. Run again after the next change.\n")
	}
	if t.o.FailOn != 0 {
		n := 0
		for s, k := range c.FailBySeverity {
			if s >= t.o.FailOn {
				n += k
			}
		}
		t.printf("\n%s at or above %s\n", count(n, "failure"), t.o.FailOn)
	}
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func minute(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 MST") }

func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }
