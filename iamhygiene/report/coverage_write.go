package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// CoverageText writes [Coverage] for a person at a terminal: a line per control
// of each framework, and below it the failures, the first Options.PerCheck of
// them. Options.Known are the checks that did not run. Lines fit 100 columns as
// those of [Text] do. Findings below Options.Floor count, but are not listed.
func CoverageText(w io.Writer, r *iamhygiene.Results, opts ...func(*Options)) error {
	o := options(opts)
	t := &textWriter{output: newOutput(w), o: o, r: r}
	t.printf("Controls of published benchmarks in account %s (%s) at %s\n", printable(r.Account), printable(r.Partition), minute(r.Time))
	frameworks := Coverage(r, o.Known...)
	if len(frameworks) == 0 {
		t.printf("\nNone of the checks covers a control.\n")
	}
	for _, f := range frameworks {
		byStatus := make(map[iamhygiene.Status]int)
		for _, c := range f.Controls {
			byStatus[c.Status]++
		}
		t.heading(framework(iamhygiene.Control{Name: f.Name, Version: f.Version}), len(f.Controls))
		t.printf("  pass %d, fail %d, unknown %d, manual %d, not applicable %d; controls without a check are not listed\n\n",
			byStatus[iamhygiene.Pass], byStatus[iamhygiene.Fail], byStatus[iamhygiene.Unknown], byStatus[iamhygiene.Manual], byStatus[iamhygiene.NotApplicable])
		for _, c := range f.Controls {
			t.wrap(fmt.Sprintf("  %-8s %-14s ", printable(c.ID), c.Status), strings.Repeat(" ", 26), c.describe())
			t.causes(c)
		}
	}
	return t.close()
}

// causes lists what is behind the status of a control.
func (t *textWriter) causes(c ControlResult) {
	var shown group
	for _, f := range c.Findings {
		if f.Severity >= t.o.Floor && f.Status == c.Status {
			shown = append(shown, f)
		}
	}
	first := shown.first(t.o.PerCheck)
	for _, f := range first {
		text := subject(f) + message(f)
		if f.Suppression != nil {
			text += " (exempted until " + day(f.Suppression.Expires) + ")"
		}
		t.wrap("             - ", "               ", text)
	}
	if len(first) < len(shown) {
		t.printf("             - ... and %d more\n", len(shown)-len(first))
	}
}

// describe is the checks of a control and the counts that are not zero.
func (c *ControlResult) describe() string {
	var counts []string
	for _, n := range []struct {
		n    int
		word string
	}{
		{c.Counts.Fail, "fail"}, {c.Counts.Suppressed, "exempted"}, {c.Counts.Unknown, "unknown"}, {c.Counts.Manual, "manual"},
		{c.Counts.Pass, "pass"}, {c.Counts.NotApplicable, "not applicable"},
	} {
		if n.n > 0 {
			counts = append(counts, strconv.Itoa(n.n)+" "+n.word)
		}
	}
	if len(c.NotRun) > 0 {
		counts = append(counts, "not run: "+strings.Join(c.NotRun, ", "))
	}
	return strings.Join(c.Checks, ", ") + ": " + strings.Join(counts, ", ")
}

// CoverageCSV writes [Coverage] as a row per control, in the form that [CSV]
// describes. The columns are run_id, framework, version, control, status,
// checks and not_run (ids separated by a space), fail, exempted, unknown,
// manual, pass, not_applicable (numbers of findings), and failing (the ARNs of
// the first Options.PerCheck resources that fail, separated by a space).
// Options.Known are the checks that did not run; a floor does not apply.
func CoverageCSV(w io.Writer, r *iamhygiene.Results, opts ...func(*Options)) error {
	o := options(opts)
	id := newHeader(r, o).RunID
	out := csv.NewWriter(w)
	err := out.Write([]string{
		"run_id", "framework", "version", "control", "status", "checks", "not_run",
		"fail", "exempted", "unknown", "manual", "pass", "not_applicable", "failing",
	})
	if err != nil {
		return err
	}
	for _, f := range Coverage(r, o.Known...) {
		for _, c := range f.Controls {
			var failing []string
			for _, x := range c.Findings {
				if x.Status == iamhygiene.Fail && (o.PerCheck < 0 || len(failing) < o.PerCheck) {
					failing = append(failing, x.Resource.ARN)
				}
			}
			n := &c.Counts
			row := []string{id, f.Name, f.Version, c.ID, c.Status.String(), strings.Join(c.Checks, " "), strings.Join(c.NotRun, " ")}
			for _, k := range []int{n.Fail, n.Suppressed, n.Unknown, n.Manual, n.Pass, n.NotApplicable} {
				row = append(row, strconv.Itoa(k))
			}
			row = append(row, strings.Join(failing, " "))
			for i := range row {
				row[i] = cell(row[i])
			}
			if err := out.Write(row); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}
