package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// A htmlGroup is a section of findings beside the failures of one severity.
type htmlGroup struct {
	id, word, title string
	folded          bool
	keep            func(floor iamhygiene.Severity) keep
	count           func(iamhygiene.Counts) int
}

// otherGroups are the sections behind the failures, in their order.
var otherGroups = [...]htmlGroup{
	{"unknown", "unknown", "Unknown: data is missing", false, ofStatus(iamhygiene.Unknown), func(c iamhygiene.Counts) int { return c.Unknown }},
	{"exempted", "exempted", "Exempted", false, exempted, func(c iamhygiene.Counts) int { return c.Suppressed }},
	{"manual", "manual", "Manual: questions for a person", false, ofStatus(iamhygiene.Manual), func(c iamhygiene.Counts) int { return c.Manual }},
	{"pass", "pass", "Pass", true, ofStatus(iamhygiene.Pass), func(c iamhygiene.Counts) int { return c.Pass }},
	{"not-applicable", "not applicable", "Not applicable", true, ofStatus(iamhygiene.NotApplicable), func(c iamhygiene.Counts) int { return c.NotApplicable }},
}

func ofStatus(s iamhygiene.Status) func(iamhygiene.Severity) keep {
	return func(floor iamhygiene.Severity) keep { return withStatus(s, floor) }
}

// A htmlPick is one value of a filter.
type htmlPick struct {
	Value, Word string
	N           int
}

// findings writes the filters and all findings.
func (h *htmlWriter) findings() {
	h.filters()
	for _, s := range iamhygiene.Severities() {
		if s >= h.o.Floor {
			title := strings.ToUpper(s.String()[:1]) + s.String()[1:]
			h.group(htmlSection{ID: "severity-group-" + s.String(), Class: s.String(), Status: "fail", Title: title}, groupByCheck(h.r.Findings, openAt(s)))
		}
	}
	for _, s := range otherGroups {
		section := htmlSection{ID: "status-group-" + s.id, Class: s.id, Status: s.id, Title: s.title, Folded: s.folded}
		if s.id == "unknown" {
			if section.Policy = h.r.MissingPolicy(); section.Policy != "" {
				section.Note = "To decide these, collect the data with a principal that has the policy below."
			}
		}
		h.group(section, groupByCheck(h.r.Findings, s.keep(h.o.Floor)))
	}
	h.execute("findings-close", nil)
}

func (h *htmlWriter) filters() {
	data := struct {
		Statuses, Severities, Themes []htmlPick
		Changes                      []string
		None                         bool
	}{Statuses: []htmlPick{{"fail", "fail", h.counts.Fail}}, None: len(h.r.Findings) == 0}
	for _, s := range otherGroups {
		data.Statuses = append(data.Statuses, htmlPick{s.id, s.word, s.count(h.counts)})
	}
	bySeverity, themes := make(map[iamhygiene.Severity]int), make(map[string]bool)
	for i := range h.r.Findings {
		f := &h.r.Findings[i]
		bySeverity[max(f.Severity, iamhygiene.SeverityInfo)]++
		themes[f.Theme] = true
	}
	for _, s := range iamhygiene.Severities() {
		data.Severities = append(data.Severities, htmlPick{s.String(), s.String(), bySeverity[s]})
	}
	for _, t := range slices.Sorted(maps.Keys(themes)) {
		data.Themes = append(data.Themes, htmlPick{Value: printable(t), Word: themeName(t)})
	}
	if h.changes != nil {
		present := make(map[Change]bool)
		for _, c := range h.change {
			present[c] = true
		}
		for _, c := range Changes() {
			if present[c] {
				data.Changes = append(data.Changes, c.String())
			}
		}
	}
	h.execute("findings", data)
}

// A htmlSection is the heading of a group.
type htmlSection struct {
	ID, Class, Status, Title, Note, Policy string
	Folded                                 bool
	N                                      int
}

func (h *htmlWriter) group(s htmlSection, groups []group) {
	if len(groups) == 0 {
		return
	}
	s.N = size(groups)
	s.Policy = printableLines(s.Policy)
	h.execute("group-open", s)
	for _, g := range groups {
		h.card(g, s.Status)
	}
	h.execute("group-close", s)
}

// A htmlCard is the heading of a check.
type htmlCard struct {
	ID, Theme, ThemeName, Anchor, Title, Resources string
	Description, Text, Command, URL, Params        string
	Frameworks                                     []string
	Fix                                            bool
}

// card writes the findings of one check and status.
func (h *htmlWriter) card(g group, status string) {
	f := g[0]
	open := status == "fail" || status == "exempted"
	card := htmlCard{
		ID: printable(f.Check), Theme: printable(f.Theme), ThemeName: themeName(f.Theme), Title: printable(f.Title), Resources: counted(len(g), "finding"),
	}
	if isAnchor(f.Check) && !h.anchors[f.Check] {
		h.anchors[f.Check] = true
		card.Anchor = f.Check
	}
	for _, c := range controls(f.Frameworks) {
		card.Frameworks = append(card.Frameworks, printable(c))
	}
	if open || status == "unknown" {
		card.Description = printable(f.Description)
	}
	if open {
		card.Text, card.Command, card.URL = printable(f.Remediation.Text), printableLines(f.Remediation.Command), webAddress(f.Remediation.URL)
		var params []string
		for _, k := range slices.Sorted(maps.Keys(f.Params)) {
			params = append(params, printable(k+" = "+f.Params[k]))
		}
		card.Params = strings.Join(params, ", ")
		card.Fix = card.Text+card.Command+card.URL+card.Params != ""
	}
	shown := g.first(h.o.PerCheck)
	if (status == "pass" || status == "not-applicable") && !h.o.Passes {
		shown = shown.first(htmlPasses)
	}
	h.execute("card-open", card)
	for i, f := range shown {
		if i == htmlUnfolded {
			h.execute("more", thousands(len(shown)-htmlUnfolded))
		}
		h.finding(f, status)
	}
	h.execute("card-close", struct {
		Folded  bool
		LeftOut int
	}{len(shown) > htmlUnfolded, len(g) - len(shown)})
}

// A htmlRow is one finding.
type htmlRow struct {
	Severity, Original, Change, Fingerprint   string
	Type, Name, Message, ARN, Part, Exemption string
	Mark, Badge                               bool
	Evidence                                  []htmlFact
	Steps                                     []htmlStep
	Unknown                                   *htmlCause
}

type (
	htmlFact  struct{ Fact, Observed, Expected string }
	htmlStep  struct{ From, Method, To, Statements string }
	htmlCause struct{ Operation, Code, Grant string }
)

func (h *htmlWriter) finding(f *iamhygiene.Finding, status string) {
	row := &h.row
	*row = htmlRow{
		Severity: max(f.Severity, iamhygiene.SeverityInfo).String(), Original: f.SeverityOriginal.String(), Fingerprint: f.Fingerprint,
		Type: printable(f.Resource.Type), Name: printable(f.Resource.Name), Message: printable(message(f)), ARN: printable(f.Resource.ARN), Part: printable(f.Discriminator),
		// Failures stand under a heading that says how severe they are.
		Badge:    status != "fail",
		Evidence: row.Evidence[:0], Steps: row.Steps[:0],
	}
	if change, ok := h.change[f.Fingerprint]; ok {
		row.Change, row.Mark = change.String(), change != FindingUnchanged
	}
	if s := f.Suppression; s != nil {
		row.Exemption = printable(fmt.Sprintf("Exemption %s of %s until %s: %s", s.ID, s.Owner, day(s.Expires), s.Reason))
	}
	for _, e := range f.Evidence {
		row.Evidence = append(row.Evidence, htmlFact{printable(joined(" ", e.Dataset, e.Path)), printable(e.Observed), printable(e.Expected)})
	}
	for _, s := range f.Steps {
		row.Steps = append(row.Steps, h.step(s))
	}
	if u := f.Unknown; u != nil {
		row.Unknown = &htmlCause{printable(u.Operation), printable(u.Code), printable(strings.Join(u.Grant(), ", "))}
	}
	h.execute("row", row)
}

func (h *htmlWriter) step(s iamhygiene.Step) htmlStep {
	return htmlStep{h.principal(s.From), printable(s.Method), h.principal(s.To), printable(strings.Join(s.Statements, ", "))}
}

// principal is the ARN of a principal without what all of the account share.
func (h *htmlWriter) principal(arn string) string {
	return printable(principalName(h.r.Partition, h.r.Account, arn))
}

// printableLines is printable for text of several lines.
func printableLines(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = printable(lines[i])
	}
	return strings.Join(lines, "\n")
}
