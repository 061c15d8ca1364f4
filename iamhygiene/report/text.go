package report

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// width is how many columns Text fills.
const width = 100

// Text writes the results for a person at a terminal: failures grouped by
// severity and check, each with its resources and what to do; what could not
// be decided and which permissions that takes; manual questions; exemptions;
// a summary; what to do next. Lines fit 100 columns, except where a single
// word (an ARN, a URL) is longer.
func Text(w io.Writer, r *iamhygiene.Results, opts ...func(*Options)) error {
	o := options(opts)
	if o.PerCheck == 0 {
		o.PerCheck = 25
	}
	t := &textWriter{w: bufio.NewWriter(w), o: o, r: r}
	t.header()
	for _, s := range iamhygiene.Severities() {
		if s < o.Floor {
			continue
		}
		failures := t.group(func(f *iamhygiene.Finding) bool { return f.Open() && f.Severity == s })
		t.section(strings.ToUpper(s.String()), failures, true)
	}
	shown := func(status iamhygiene.Status) [][]*iamhygiene.Finding {
		return t.group(func(f *iamhygiene.Finding) bool { return f.Status == status && f.Severity >= o.Floor })
	}
	t.section("UNKNOWN: data is missing", shown(iamhygiene.Unknown), false)
	t.grants()
	t.section("MANUAL: questions for a person", shown(iamhygiene.Manual), false)
	t.exempted()
	t.summary()
	t.next()
	if t.err != nil {
		return t.err
	}
	return t.w.Flush()
}

type textWriter struct {
	w   *bufio.Writer
	o   *Options
	r   *iamhygiene.Results
	err error
}

func (t *textWriter) printf(format string, args ...any) {
	if t.err == nil {
		_, t.err = fmt.Fprintf(t.w, format, args...)
	}
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

// printable replaces control and format characters, so that a name in the data
// cannot drive the reader's terminal, or reverse the direction of the text.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return '\uFFFD'
		}
		return r
	}, s)
}

func (t *textWriter) header() {
	preset := ""
	if t.o.Preset != "" {
		preset = ", preset " + t.o.Preset
	}
	t.printf("IAM hygiene of account %s (%s) at %s%s\n", t.r.Account, t.r.Partition, minute(t.r.Time), preset)
	for _, e := range t.r.DataErrors {
		t.wrap("  ! ", "    ", fmt.Sprintf("%s: %s", e.Dataset, strings.TrimPrefix(e.Error(), "cannot decide: ")))
	}
	for _, e := range t.r.Errors {
		t.wrap("  ! ", "    ", e.Error())
	}
}

// group collects the findings that keep selects by check, in their order.
func (t *textWriter) group(keep func(*iamhygiene.Finding) bool) [][]*iamhygiene.Finding {
	var groups [][]*iamhygiene.Finding
	at := make(map[string]int)
	for i := range t.r.Findings {
		f := &t.r.Findings[i]
		if !keep(f) {
			continue
		}
		n, ok := at[f.Check]
		if !ok {
			n = len(groups)
			at[f.Check] = n
			groups = append(groups, nil)
		}
		groups[n] = append(groups[n], f)
	}
	return groups
}

func (t *textWriter) section(title string, groups [][]*iamhygiene.Finding, fix bool) {
	if len(groups) == 0 {
		return
	}
	n := 0
	for _, g := range groups {
		n += len(g)
	}
	t.heading(title, n)
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
	line := fmt.Sprintf("%s (%d)", title, n)
	t.printf("\n%s\n%s\n", line, strings.Repeat("-", len(line)))
}

// list prints the resources of one check, the first PerCheck of them. Equal
// messages are printed once, with the resources that share them.
func (t *textWriter) list(g []*iamhygiene.Finding) {
	shown := g
	if t.o.PerCheck > 0 && len(g) > t.o.PerCheck {
		shown = g[:t.o.PerCheck]
	}
	var messages []string
	names := make(map[string][]string)
	for _, f := range shown {
		m := f.Message
		if f.Status == iamhygiene.Unknown && f.Unknown != nil && f.Unknown.Scope == f.Resource.ARN {
			m = strings.ReplaceAll(m, " ("+f.Unknown.Scope+")", "")
		}
		if _, ok := names[m]; !ok {
			messages = append(messages, m)
		}
		if n := label(f); n != "" {
			names[m] = append(names[m], n)
		}
	}
	for _, m := range messages {
		if n := names[m]; len(n) > 0 {
			m = strings.Join(n, ", ") + ": " + m
		}
		t.wrap("    - ", "      ", m)
	}
	if len(shown) < len(g) {
		t.printf("    - ... and %d more\n", len(g)-len(shown))
	}
}

// label is what a person calls the resource of a finding; empty where the
// message names it, or where it is the account as a whole.
func label(f *iamhygiene.Finding) string {
	switch f.Resource.Type {
	case iamhygiene.TypeAccount, iamhygiene.TypePasswordPolicy:
		return ""
	case iamhygiene.TypeRootUser:
		if strings.Contains(f.Message, "root user") {
			return ""
		}
		return "root user"
	}
	for part := range strings.SplitSeq(f.Resource.Name, "/") {
		if !strings.Contains(f.Message, part) {
			return f.Resource.Type + " " + f.Resource.Name
		}
	}
	return ""
}

// grants prints the policy that would turn Unknown into an answer.
func (t *textWriter) grants() {
	if policy := t.r.MissingPolicy(); policy != "" {
		t.printf("\n  To decide these, collect the data with a principal that has this policy:\n\n")
		for line := range strings.SplitSeq(policy, "\n") {
			t.printf("    %s\n", line)
		}
	}
}

func (t *textWriter) exempted() {
	groups := t.group(func(f *iamhygiene.Finding) bool { return f.Suppression != nil && f.Severity >= t.o.Floor })
	if len(groups) == 0 {
		return
	}
	t.heading("EXEMPTED", t.r.Count().Suppressed)
	for _, g := range groups {
		for _, f := range g {
			t.wrap("  - ", "    ", fmt.Sprintf("%s %s, %s [%s]: exemption %s of %s until %s: %s", f.Resource.Type, f.Resource.Name, f.Title, f.Check,
				f.Suppression.ID, f.Suppression.Owner, f.Suppression.Expires.UTC().Format(time.DateOnly), f.Suppression.Reason))
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
	if hidden > 0 {
		t.printf("  %s below severity %s not listed above\n", count(hidden, "failure"), t.o.Floor)
	}
}

// next says what to do first: the worst check with the most resources.
func (t *textWriter) next() {
	worst := t.r.Worst()
	t.printf("\nNEXT\n----\n")
	groups := t.group(func(f *iamhygiene.Finding) bool { return f.Open() && f.Severity == worst })
	slices.SortStableFunc(groups, func(a, b []*iamhygiene.Finding) int { return len(b) - len(a) })
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
