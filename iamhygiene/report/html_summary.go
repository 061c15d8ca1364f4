package report

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// A htmlTile is a number with a word, which leads to what it counts.
type htmlTile struct {
	Class, Word, Link string
	N                 int
}

// summary writes the counts and where to begin.
func (h *htmlWriter) summary() {
	c := h.counts
	data := struct {
		Lead, FailOn, Hidden string
		Severities, Statuses []htmlTile
		First                *htmlFirst
	}{Lead: lead(c), First: h.first()}
	hidden := 0
	for _, s := range iamhygiene.Severities() {
		tile := htmlTile{Class: s.String(), Word: s.String(), N: c.FailBySeverity[s]}
		if s < h.o.Floor {
			hidden += tile.N
		} else if tile.N > 0 {
			tile.Link = "severity-group-" + s.String()
		}
		data.Severities = append(data.Severities, tile)
	}
	for _, s := range otherGroups {
		tile := htmlTile{Class: s.id, Word: s.word, N: s.count(c)}
		if s.id == "exempted" || s.id == "not-applicable" || s.id == "manual" {
			tile.Class = "plain"
		}
		if h.has(s.keep) {
			tile.Link = "status-group-" + s.id
		}
		data.Statuses = append(data.Statuses, tile)
	}
	if h.o.FailOn != 0 {
		n := 0
		for s, k := range c.FailBySeverity {
			if s >= h.o.FailOn {
				n += k
			}
		}
		data.FailOn = fmt.Sprintf("%s at or above %s.", counted(n, "failure"), h.o.FailOn)
	}
	if hidden > 0 {
		data.Hidden = fmt.Sprintf("%s below severity %s not listed.", counted(hidden, "failure"), h.o.Floor)
	}
	h.execute("summary", data)
}

// has reports whether the page has a finding that keep selects.
func (h *htmlWriter) has(keep func(iamhygiene.Severity) keep) bool {
	selects := keep(h.o.Floor)
	for i := range h.r.Findings {
		if selects(&h.r.Findings[i]) {
			return true
		}
	}
	return false
}

// lead is the summary in a sentence.
func lead(c iamhygiene.Counts) string {
	switch {
	case c.Fail > 0 && c.Unknown > 0:
		return fmt.Sprintf("%s, and %s that could not be decided.", counted(c.Fail, "open failure"), counted(c.Unknown, "finding"))
	case c.Fail > 0:
		return counted(c.Fail, "open failure") + "."
	case c.Unknown > 0:
		return fmt.Sprintf("Nothing failed, but %s could not be decided: collect the missing data and run again.", counted(c.Unknown, "finding"))
	}
	return "Nothing to do. Run again after the next change."
}

// A htmlFirst is what to mend first.
type htmlFirst struct{ Title, Link, Severity, Resources, Fix string }

// first is the worst check, and of these the one with the most resources.
func (h *htmlWriter) first() *htmlFirst {
	worst := h.r.Worst()
	if worst == 0 || worst < h.o.Floor {
		return nil
	}
	groups := groupByCheck(h.r.Findings, openAt(worst))
	g := slices.MaxFunc(groups, func(a, b group) int { return cmp.Compare(len(a), len(b)) })
	f := g[0]
	first := &htmlFirst{Title: printable(f.Title), Severity: worst.String(), Resources: counted(len(g), "finding"), Fix: printable(f.Remediation.Text)}
	if isAnchor(f.Check) {
		first.Link = "check-" + f.Check
	}
	return first
}

// A htmlScore is a row of the table of themes. Lengths are in percent.
type htmlScore struct {
	Theme, Name, Score, Words, Worst string
	Counted                          bool
	Pass, Unknown, Fail, FailAt      string
	Counts                           iamhygiene.Counts
}

func (h *htmlWriter) themes() {
	scores, all := score(h.r)
	data := struct {
		Themes []htmlScore
		All    htmlScore
	}{All: newHTMLScore(all)}
	for _, s := range scores {
		data.Themes = append(data.Themes, newHTMLScore(s))
	}
	h.execute("themes", data)
}

func newHTMLScore(s ThemeScore) htmlScore {
	percent, ok := s.Percent()
	out := htmlScore{
		Theme: printable(s.Theme), Name: themeName(s.Theme), Score: "–", Counted: ok, Counts: s.Counts,
		Pass: length(100 * s.Pass), Unknown: length(100 * s.Unknown), Fail: length(100 * s.Fail), FailAt: length(100 * (s.Pass + s.Unknown)),
		Words: fmt.Sprintf("%.0f%% pass, %.0f%% unknown, %.0f%% fail", 100*s.Pass, 100*s.Unknown, 100*s.Fail),
	}
	if ok {
		out.Score = strconv.Itoa(percent)
	}
	for sev, n := range s.Counts.FailBySeverity {
		if w := sev.String(); n > 0 && (out.Worst == "" || sev > severityOf(out.Worst)) {
			out.Worst = w
		}
	}
	return out
}

func severityOf(word string) (s iamhygiene.Severity) {
	_ = s.UnmarshalText([]byte(word))
	return s
}

// themeName is what a reader sees of a theme.
func themeName(theme string) string {
	if theme == "" {
		return "other"
	}
	return printable(theme)
}

// length prints a coordinate, short and the same everywhere.
func length(x float64) string {
	return strconv.FormatFloat(float64(int(x*10+0.5))/10, 'f', -1, 64)
}
