package report

import (
	"fmt"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// A htmlControl is a row of a framework.
type htmlControl struct {
	ID, Class, Status, Counts string
	Checks                    []htmlCheckLink
	Causes                    []string
	LeftOut                   string
}

type htmlCheckLink struct{ ID, Link string }

// coverage writes the controls; whole with what is behind their status, else
// with links to the findings.
func (h *htmlWriter) coverage(frameworks []Framework, whole bool) {
	h.execute("coverage-open", len(frameworks) == 0)
	for _, f := range frameworks {
		byStatus := make(map[iamhygiene.Status]int)
		for _, c := range f.Controls {
			byStatus[c.Status]++
		}
		counts := []string{count(len(f.Controls), "control")}
		for _, s := range []iamhygiene.Status{iamhygiene.Fail, iamhygiene.Unknown, iamhygiene.Manual, iamhygiene.Pass, iamhygiene.NotApplicable} {
			if byStatus[s] > 0 {
				counts = append(counts, fmt.Sprintf("%d %s", byStatus[s], statusWord(s)))
			}
		}
		h.execute("framework-open", struct {
			Name, Counts string
			Open         bool
		}{printable(framework(iamhygiene.Control{Name: f.Name, Version: f.Version})), strings.Join(counts, ", "), whole})
		for i := range f.Controls {
			h.control(&f.Controls[i], whole)
		}
		h.execute("framework-close", nil)
	}
	h.execute("section-close", nil)
}

func (h *htmlWriter) control(c *ControlResult, whole bool) {
	row := htmlControl{ID: printable(c.ID), Class: strings.ReplaceAll(statusWord(c.Status), " ", "-"), Status: statusWord(c.Status)}
	for _, id := range c.Checks {
		row.Checks = append(row.Checks, htmlCheckLink{printable(id), h.anchor(id)})
	}
	_, row.Counts, _ = strings.Cut(c.describe(), ": ")
	row.Counts = printable(row.Counts)
	if whole {
		var all group
		for _, f := range c.Findings {
			if f.Severity >= h.o.Floor && f.Status == c.Status {
				all = append(all, f)
			}
		}
		shown := all.first(h.o.PerCheck)
		for _, f := range shown {
			text := subject(f) + message(f)
			if f.Suppression != nil {
				text += " (exempted until " + day(f.Suppression.Expires) + ")"
			}
			row.Causes = append(row.Causes, printable(text))
		}
		if len(shown) < len(all) {
			row.LeftOut = fmt.Sprintf("and %s more", thousands(len(all)-len(shown)))
		}
	}
	h.execute("control", row)
}

// statusWord is a status as the page writes it.
func statusWord(s iamhygiene.Status) string {
	return strings.ToLower(strings.ReplaceAll(s.String(), "_", " "))
}
