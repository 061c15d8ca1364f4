package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// Count counts the differences of each kind.
func (c *Comparison) Count() map[Change]int {
	n := make(map[Change]int)
	for _, d := range c.Differences {
		n[d.Change]++
	}
	return n
}

// Worse returns the differences that are [Difference.Worse], from a severity
// on, in their order.
func (c *Comparison) Worse(floor iamhygiene.Severity) []Difference {
	var out []Difference
	for _, d := range c.Differences {
		if d.Worse() && d.New.Severity >= floor {
			out = append(out, d)
		}
	}
	return out
}

// String is one line: "since 2024-03-11 08:30 UTC: 2 new, 1 resolved, 5
// unchanged".
func (c *Comparison) String() string {
	n := c.Count()
	var parts []string
	for _, change := range Changes() {
		if n[change] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n[change], change))
		}
	}
	if len(parts) == 0 {
		return "since " + minute(c.From) + ": no failures, then or now"
	}
	return "since " + minute(c.From) + ": " + strings.Join(parts, ", ")
}

// Text writes the comparison for a person at a terminal: what has changed,
// grouped by change and check, and the number of what has not. Lines fit 100
// columns as those of the function [Text] do.
func (c *Comparison) Text(w io.Writer) error {
	t := &textWriter{output: newOutput(w)}
	t.printf("IAM hygiene of account %s: changes from %s to %s\n", printable(c.Account), minute(c.From), minute(c.To))
	n := c.Count()
	for _, change := range Changes() {
		if n[change] == 0 || change == FindingUnchanged {
			continue
		}
		t.heading(strings.ToUpper(change.String()), n[change])
		for _, d := range c.Differences {
			if d.Change == change {
				t.wrap("  - ", "    ", d.describe())
			}
		}
	}
	t.printf("\n")
	t.wrap("", "  ", c.String())
	return t.close()
}

// describe is a sentence about the difference.
func (d Difference) describe() string {
	f := d.Finding()
	text := fmt.Sprintf("%s: %s %s [%s]", state(f), f.Resource.Type, f.Resource.Name, f.Check)
	if d.Old != nil && d.New != nil && state(d.Old) != state(d.New) {
		text = fmt.Sprintf("%s, was %s: %s %s [%s]", state(f), state(d.Old), f.Resource.Type, f.Resource.Name, f.Check)
	}
	if d.New != nil && d.New.Message != "" {
		text += ": " + message(d.New)
	}
	return text
}

// state is what a reader must know of a finding in a word or two.
func state(f *iamhygiene.Finding) string {
	switch {
	case f.Suppression != nil:
		return f.Severity.String() + " (exempted)"
	case f.Status == iamhygiene.Fail:
		return f.Severity.String()
	}
	return strings.ToLower(strings.ReplaceAll(f.Status.String(), "_", " "))
}

// Trend is one line about a series of runs, the oldest first: the open
// failures of each, in all and by severity, as "fail 9 -> 7 -> 4 (critical 1
// -> 0 -> 0, high 3 -> 3 -> 1), unknown 0 -> 0 -> 2 from 2024-03-10 to
// 2024-03-12". Severities that never failed are left out, as is unknown where
// there never was any. It is empty for no runs.
func Trend(runs ...*iamhygiene.Results) string {
	if len(runs) == 0 {
		return ""
	}
	var total, unknown []int
	by := make(map[iamhygiene.Severity][]int)
	for _, r := range runs {
		n := r.Count()
		total, unknown = append(total, n.Fail), append(unknown, n.Unknown)
		for _, s := range iamhygiene.Severities() {
			by[s] = append(by[s], n.FailBySeverity[s])
		}
	}
	var parts []string
	for _, s := range iamhygiene.Severities() {
		if text, any := series(by[s]); any {
			parts = append(parts, s.String()+" "+text)
		}
	}
	text, _ := series(total)
	text = "fail " + text
	if len(parts) > 0 {
		text += " (" + strings.Join(parts, ", ") + ")"
	}
	if u, any := series(unknown); any {
		text += ", unknown " + u
	}
	return fmt.Sprintf("%s from %s to %s", text, day(runs[0].Time), day(runs[len(runs)-1].Time))
}

// series prints numbers with arrows, and reports whether one is not zero.
func series(numbers []int) (string, bool) {
	var parts []string
	any := false
	for _, n := range numbers {
		parts = append(parts, fmt.Sprint(n))
		any = any || n > 0
	}
	return strings.Join(parts, " -> "), any
}
