package report

import (
	"io"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// The defaults of HTML: how many findings of one check and status the page has,
// how many of those stand unfolded, and how many of what passes or does not
// apply there are without Options.Passes.
const (
	htmlPerCheck = 500
	htmlUnfolded = 25
	htmlPasses   = 25
)

// HTML writes the results as one page that needs nothing else: no network, no
// server, and no script for reading it. It has a score per theme (see [Scores]),
// what has changed, the trend, the chains by which one principal becomes another
// as a picture, the ages of keys and passwords, all findings by severity and
// status with evidence and remediation folded, and the controls of published
// benchmarks. A script in the page filters and searches the findings; its filter
// is part of the address, so that a link shows the same. The page follows the
// colour scheme of the browser and can be printed.
//
// All text of the data is escaped by html/template, and a content security
// policy in the page forbids every script but its own, every style but its own
// and every request.
//
// A browser cannot show any number of findings. Of one check and status the page
// holds Options.PerCheck, 500 by default, of what passes or does not apply 25
// unless Options.Passes is set, and says how many it leaves out. Nothing is left
// out of the counts and scores.
//
// Options.Title is the heading. With Options.Previous or Options.Baseline the
// page says what has changed and marks it; with Options.History it draws the
// trend. The error may be a [*CompareError].
func HTML(w io.Writer, r *iamhygiene.Results, opts ...func(*Options)) error {
	o := optionsWith(htmlPerCheck, opts)
	changes, err := o.comparison(r)
	if err != nil {
		return err
	}
	runs, err := o.runs(r)
	if err != nil {
		return err
	}
	h := newHTMLWriter(w, r, o, changes)
	var frameworks []Framework
	if !o.OmitCoverage {
		frameworks = Coverage(r, o.Known...)
	}
	chains, charts := chainsOf(r.Findings, o.Floor), ages(r)
	h.header("IAM hygiene of account "+r.Account, h.contents(len(runs) > 0, chains, charts, frameworks))
	h.summary()
	h.themes()
	if changes != nil {
		h.changed(changes)
	}
	if len(runs) > 0 {
		h.trend(runs)
	}
	if chains.chains > 0 {
		h.graph(chains)
	}
	if hasAges(charts) {
		h.ages(charts)
	}
	h.findings()
	if len(frameworks) > 0 {
		h.coverage(frameworks, false)
	}
	h.footer()
	return h.close()
}

// CoverageHTML writes [Coverage] as a page like that of [HTML]: a table per
// framework, with the status of each control, the checks that cover it, and the
// findings behind its status, the first Options.PerCheck of them, 25 by default.
// Options.Known are the checks that did not run. Findings below Options.Floor
// count, but are not listed.
func CoverageHTML(w io.Writer, r *iamhygiene.Results, opts ...func(*Options)) error {
	o := options(opts)
	h := newHTMLWriter(w, r, o, nil)
	frameworks := Coverage(r, o.Known...)
	h.header("Controls of published benchmarks in account "+r.Account, nil)
	h.coverage(frameworks, true)
	h.footer()
	return h.close()
}

// contents are the sections of the page that follow, for the navigation.
func (h *htmlWriter) contents(trend bool, chains *graph, charts []ageChart, frameworks []Framework) []htmlLink {
	links := []htmlLink{{"summary", "Summary"}, {"themes", "Themes"}}
	for _, s := range []struct {
		has bool
		htmlLink
	}{
		{h.changes != nil, htmlLink{"changes", "Changes"}},
		{trend, htmlLink{"trend", "Trend"}},
		{chains.chains > 0, htmlLink{"paths", "Ways to more access"}},
		{hasAges(charts), htmlLink{"ages", "Ages"}},
		{true, htmlLink{"findings", "Findings"}},
		{len(frameworks) > 0, htmlLink{"coverage", "Controls"}},
	} {
		if s.has {
			links = append(links, s.htmlLink)
		}
	}
	return links
}

// leftOut says what a table does not show; empty where it shows all.
func leftOut(n int, noun string) string {
	if n <= 0 {
		return ""
	}
	return counted(n, noun) + " more than this table shows."
}

// counted is count with the separators that long numbers need.
func counted(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return thousands(n) + " " + noun
}
