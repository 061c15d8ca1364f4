package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
	"github.com/iamhygiene/sdk/iamhygiene/report"
)

var writers = map[string]func(io.Writer, *iamhygiene.Results, ...func(*report.Options)) error{
	"text":          report.Text,
	"json":          report.JSON,
	"jsonl":         report.JSONLines,
	"csv":           report.CSV,
	"sarif":         report.SARIF,
	"asff":          report.ASFF,
	"asff-updates":  report.ASFFUpdates,
	"ocsf":          report.OCSF,
	"junit":         report.JUnit,
	"markdown":      report.Markdown,
	"html":          report.HTML,
	"coverage":      report.CoverageText,
	"coverage-csv":  report.CoverageCSV,
	"coverage-html": report.CoverageHTML,
}

// formats lists the writers for people.
const formats = "text, json, jsonl, csv, sarif, asff, asff-updates, ocsf, junit, markdown, html, coverage, coverage-csv or coverage-html"

// floors are the severities from which on text and markdown show findings by
// default.
var floors = map[checks.Preset]iamhygiene.Severity{
	checks.Strict:   iamhygiene.SeverityInfo,
	checks.Standard: iamhygiene.SeverityLow,
	checks.Relaxed:  iamhygiene.SeverityMedium,
}

// write prints the results to the file of -o, or to standard output. earlier are
// those of -history.
func (f *flags) write(stdout io.Writer, results *iamhygiene.Results, earlier []*iamhygiene.Results) (err error) {
	w := stdout
	if f.output != "" {
		file, openErr := os.OpenFile(f.output, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
		if openErr != nil {
			return openErr
		}
		defer func() { err = errors.Join(err, file.Close()) }()
		w = file
	}
	return writers[f.format](w, results, func(o *report.Options) {
		o.Preset = f.preset.String()
		o.FailOn = f.failOn
		o.Floor = f.severity
		o.Color = f.output == "" && isTerminal(stdout) && os.Getenv("NO_COLOR") == ""
		for _, c := range checks.Catalogue(f.preset) {
			o.Known = append(o.Known, c.Info()) // coverage shows what was not run
		}
		if o.History = earlier; len(earlier) > 0 {
			o.Previous = earlier[len(earlier)-1]
		}
		if o.Floor == 0 && (f.format == "text" || f.format == "markdown") {
			o.Floor = floors[f.preset]
		}
	})
}

// earlier reads the reports of -history. Those of a folder are put into the
// order of their clocks, because names need not tell it.
func (f *flags) earlier() ([]*iamhygiene.Results, error) {
	var runs []*iamhygiene.Results
	for _, name := range f.history {
		info, err := os.Stat(name)
		if err != nil {
			return nil, err
		}
		names := []string{name}
		if info.IsDir() {
			if names, err = reportsIn(name); err != nil {
				return nil, err
			}
		}
		start := len(runs)
		for _, name := range names {
			r, err := readReport(name)
			if err != nil {
				return nil, err
			}
			runs = append(runs, r)
		}
		slices.SortStableFunc(runs[start:], func(a, b *iamhygiene.Results) int { return a.Time.Compare(b.Time) })
	}
	return runs, nil
}

// reportsIn returns the files of a folder that end in .json or .jsonl.
func reportsIn(dir string) (names []string, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if x := filepath.Ext(e.Name()); x == ".json" || x == ".jsonl" {
			names = append(names, filepath.Join(dir, e.Name()))
		}
	}
	return names, nil
}

func readReport(name string) (*iamhygiene.Results, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	r, err := report.Read(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return r, nil
}
