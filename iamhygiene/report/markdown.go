package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// Markdown writes the results in GitHub Flavored Markdown, for the comment of a
// pull request or the summary of a job: a table of severities and statuses,
// failures by severity and check with evidence and remediation folded, what
// could not be decided with the policy to grant, manual questions, and
// exemptions with their end. The anchors are the ids of the checks. Each
// resource carries its fingerprint in a comment that no reader sees.
//
// Text of the data is escaped, so that a name cannot become markup, a link or a
// mention. With Options.Previous or Options.Baseline a line says what has
// changed, and failures that are worse than before are marked. The error may be
// a [*CompareError].
func Markdown(w io.Writer, r *iamhygiene.Results, opts ...func(*Options)) error {
	o := options(opts)
	changes, err := o.comparison(r)
	if err != nil {
		return err
	}
	trend, err := o.trend(r)
	if err != nil {
		return err
	}
	m := &markdownWriter{output: newOutput(w), o: o, r: r, anchors: make(map[string]bool), worse: make(map[string]Change)}
	if changes != nil {
		for _, d := range changes.Worse(0) {
			m.worse[d.New.Fingerprint] = d.Change
		}
	}
	m.header(changes, trend)
	m.summary()
	for _, s := range iamhygiene.Severities() {
		if s >= o.Floor {
			m.failures(s)
		}
	}
	m.undecided()
	m.manual()
	m.exempted()
	m.footer()
	return m.close()
}

type markdownWriter struct {
	output
	o       *Options
	r       *iamhygiene.Results
	anchors map[string]bool   // of the checks that have been written
	worse   map[string]Change // by fingerprint
}

// icons stand before words, never for them.
var icons = map[iamhygiene.Severity]string{
	iamhygiene.SeverityCritical: "⛔", iamhygiene.SeverityHigh: "🔴", iamhygiene.SeverityMedium: "🟠",
	iamhygiene.SeverityLow: "🟡", iamhygiene.SeverityInfo: "🔵",
}

func severityTitle(s iamhygiene.Severity) string {
	return icons[s] + " " + strings.ToUpper(s.String()[:1]) + s.String()[1:]
}

func (m *markdownWriter) header(changes *Comparison, trend string) {
	m.printf("# IAM hygiene of account %s\n\n", escapeMarkdown(m.r.Account))
	about := []string{"Partition " + escapeMarkdown(m.r.Partition), minute(m.r.Time)}
	if m.o.Preset != "" {
		about = append(about, "preset "+escapeMarkdown(m.o.Preset))
	}
	m.printf("%s, %s.\n", strings.Join(about, ", "), count(len(m.r.Checks), "check"))
	if m.o.FailOn != 0 {
		n := 0
		for s, k := range m.r.Count().FailBySeverity {
			if s >= m.o.FailOn {
				n += k
			}
		}
		m.printf("**%s at or above %s.**\n", count(n, "failure"), m.o.FailOn)
	}
	if changes != nil {
		m.printf("Trend %s.\n", changes)
	}
	if trend != "" {
		m.printf("History: %s.\n", escapeMarkdown(trend))
	}
	if len(m.r.DataErrors)+len(m.r.Errors) > 0 {
		m.printf("\n> ⚠️ Not everything could be looked at:\n")
		for _, e := range m.r.DataErrors {
			m.printf("> - dataset %s: %s\n", escapeMarkdown(e.Dataset), escapeMarkdown(strings.TrimPrefix(e.Error(), "cannot decide: ")))
		}
		for _, e := range m.r.Errors {
			m.printf("> - check %s panicked: %s\n", escapeMarkdown(e.Check), escapeMarkdown(e.Panic))
		}
	}
}

// summary is the table of severities and statuses, over all findings.
func (m *markdownWriter) summary() {
	type row struct{ fail, exempted, unknown, manual, pass, na int }
	rows := make(map[iamhygiene.Severity]*row)
	total := new(row)
	for _, s := range iamhygiene.Severities() {
		rows[s] = new(row)
	}
	for i := range m.r.Findings {
		f := &m.r.Findings[i]
		for _, r := range []*row{rows[max(f.Severity, iamhygiene.SeverityInfo)], total} {
			switch {
			case f.Open():
				r.fail++
			case f.Status == iamhygiene.Fail:
				r.exempted++
			case f.Status == iamhygiene.Pass:
				r.pass++
			case f.Status == iamhygiene.NotApplicable:
				r.na++
			case f.Status == iamhygiene.Manual:
				r.manual++
			default:
				r.unknown++
			}
		}
	}
	m.printf("\n| Severity | ❌ Fail | 🔕 Exempted | ❔ Unknown | ✋ Manual | ✅ Pass | ➖ Not applicable |\n|---|--:|--:|--:|--:|--:|--:|\n")
	for _, s := range iamhygiene.Severities() {
		r := rows[s]
		m.printf("| %s | %d | %d | %d | %d | %d | %d |\n", severityTitle(s), r.fail, r.exempted, r.unknown, r.manual, r.pass, r.na)
	}
	m.printf("| **Total** | **%d** | %d | %d | %d | %d | %d |\n", total.fail, total.exempted, total.unknown, total.manual, total.pass, total.na)
}

func (m *markdownWriter) failures(s iamhygiene.Severity) {
	groups := groupByCheck(m.r.Findings, openAt(s))
	if len(groups) == 0 {
		return
	}
	m.printf("\n## %s (%d)\n", severityTitle(s), size(groups))
	for _, g := range groups {
		m.check(g)
		m.table(g)
		m.details(g)
	}
}

func (m *markdownWriter) undecided() {
	groups := groupByCheck(m.r.Findings, withStatus(iamhygiene.Unknown, m.o.Floor))
	if len(groups) == 0 {
		return
	}
	m.printf("\n## ❔ Unknown: data is missing (%d)\n", size(groups))
	for _, g := range groups {
		m.check(g)
		m.table(g)
	}
	if policy := m.r.MissingPolicy(); policy != "" {
		m.printf("\nTo decide these, collect the data with a principal that has this policy:\n\n%s\n", fence("json", policy))
	}
}

func (m *markdownWriter) manual() {
	groups := groupByCheck(m.r.Findings, withStatus(iamhygiene.Manual, m.o.Floor))
	if len(groups) == 0 {
		return
	}
	m.printf("\n## ✋ Manual: questions for a person (%d)\n", size(groups))
	for _, g := range groups {
		m.check(g)
		m.table(g)
	}
}

func (m *markdownWriter) exempted() {
	groups := groupByCheck(m.r.Findings, exempted(m.o.Floor))
	if len(groups) == 0 {
		return
	}
	m.printf("\n## 🔕 Exempted (%d)\n\n| Resource | Check | Severity | Exemption | Owner | Until | Reason |\n|---|---|---|---|---|---|---|\n", size(groups))
	for _, g := range groups {
		for _, f := range g {
			s := f.Suppression
			m.printf("| %s %s<!-- %s --> | %s | %s | %s | %s | %s | %s |\n", escapeMarkdown(f.Resource.Type), escapeMarkdown(f.Resource.Name),
				escapeMarkdown(f.Fingerprint), escapeMarkdown(f.Check), f.Severity, escapeMarkdown(s.ID), escapeMarkdown(s.Owner), day(s.Expires), escapeMarkdown(s.Reason))
		}
	}
}

func (m *markdownWriter) footer() {
	hidden := 0
	for s, n := range m.r.Count().FailBySeverity {
		if s < m.o.Floor {
			hidden += n
		}
	}
	h := newHeader(m.r, m.o)
	m.printf("\n---\n\n")
	if hidden > 0 {
		m.printf("%s below severity %s not listed. ", count(hidden, "failure"), m.o.Floor)
	}
	m.printf("%s\n", fmt.Sprintf("iamhygiene %s, run %s, parameters %s.", h.Library, h.RunID, h.Params))
}
