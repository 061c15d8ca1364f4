package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/report"
)

// gate is one run of the program.
type gate struct {
	report, baseline, sarif, summary string
	failOn                           iamhygiene.Severity
	allowUnknown, accept, tighten    bool
}

// run reports whether the pipeline must stop.
func (g *gate) run(stdout io.Writer) (bool, error) {
	results, err := read(g.report, report.Read)
	if err != nil {
		return false, err
	}
	known, err := g.known(results)
	if err != nil {
		return false, err
	}
	changes, err := known.Compare(results)
	if err != nil {
		return false, err
	}
	if err := errors.Join(g.writeSARIF(results, known), g.writeSummary(results, known)); err != nil {
		return false, err
	}
	if g.accept || g.tighten {
		return false, g.writeBaseline(results, known, stdout)
	}
	if err := changes.Text(stdout); err != nil {
		return false, err
	}
	return g.judge(changes, stdout)
}

// judge says what stops the pipeline, if anything does.
func (g *gate) judge(c *report.Comparison, stdout io.Writer) (bool, error) {
	undecided := 0
	for _, d := range c.Differences {
		if d.Change == report.FindingUndecided && d.Finding().Severity >= g.failOn {
			undecided++
		}
	}
	text := ""
	worse := len(c.Worse(g.failOn))
	if worse > 0 {
		text += fmt.Sprintf("\nSTOP: %s new or worse at or above %s: mend, or accept with an exemption.\n", count(worse, "failure"), g.failOn)
	}
	if undecided > 0 && !g.allowUnknown {
		text += fmt.Sprintf("\nSTOP: %s undecided at or above %s: collect the data, or use -allow-unknown.\n", count(undecided, "finding"), g.failOn)
	}
	if text == "" {
		_, err := fmt.Fprintf(stdout, "\nOK: nothing at or above %s is worse than the baseline.\n", g.failOn)
		return false, err
	}
	_, err := fmt.Fprint(stdout, text)
	return true, err
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// known is the baseline: an empty one where no file is named, or where the
// file is about to be written for the first time. A file that is missing
// otherwise is an error, because a mistyped name must not make all failures
// look new.
func (g *gate) known(r *iamhygiene.Results) (*report.Baseline, error) {
	empty := &report.Baseline{Account: r.Account, Partition: r.Partition, Time: r.Time}
	if g.baseline == "" {
		return empty, nil
	}
	b, err := read(g.baseline, report.ReadBaseline)
	if errors.Is(err, fs.ErrNotExist) {
		if g.accept {
			return empty, nil
		}
		return nil, fmt.Errorf("%w: make it with -accept", err)
	}
	return b, err
}

func (g *gate) writeBaseline(r *iamhygiene.Results, known *report.Baseline, stdout io.Writer) error {
	var accept func(*iamhygiene.Finding) bool
	if g.accept {
		accept = func(*iamhygiene.Finding) bool { return true }
	}
	next, err := known.Update(r, accept)
	if err != nil {
		return err
	}
	if err := write(g.baseline, os.O_TRUNC, next.Write); err != nil {
		return err
	}
	open := 0
	for _, e := range next.Entries {
		if e.Resolved.IsZero() {
			open++
		}
	}
	_, err = fmt.Fprintf(stdout, "%s: %s accepted\n", g.baseline, count(open, "failure"))
	return err
}

func (g *gate) writeSARIF(r *iamhygiene.Results, known *report.Baseline) error {
	if g.sarif == "" {
		return nil
	}
	return write(g.sarif, os.O_TRUNC, func(w io.Writer) error {
		return report.SARIF(w, r, func(o *report.Options) { o.Baseline = known })
	})
}

func (g *gate) writeSummary(r *iamhygiene.Results, known *report.Baseline) error {
	if g.summary == "" {
		return nil
	}
	return write(g.summary, os.O_APPEND, func(w io.Writer) error {
		return report.Markdown(w, r, func(o *report.Options) { o.Baseline, o.FailOn, o.Floor = known, g.failOn, iamhygiene.SeverityLow })
	})
}

// read opens a file and has it parsed; the error names the file.
func read[T any](name string, parse func(io.Reader) (T, error)) (T, error) {
	var none T
	file, err := os.Open(name)
	if err != nil {
		return none, err
	}
	defer file.Close()
	v, err := parse(file)
	if err != nil {
		return none, fmt.Errorf("%s: %w", name, err)
	}
	return v, nil
}

// write makes a file, or adds to it. Only the owner may read a new one: it says
// where the account is weak.
func write(name string, mode int, fill func(io.Writer) error) (err error) {
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|mode, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return fill(file)
}
