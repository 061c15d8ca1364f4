package report

import (
	"maps"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// check is the heading of a check. Only the first has the anchor, because ids
// must be unique in a page.
func (m *markdownWriter) check(g group) {
	id := escapeMarkdown(g[0].Check)
	anchor := ""
	if !m.anchors[id] {
		m.anchors[id] = true
		anchor = `<a id="` + id + `"></a>`
	}
	m.printf("\n### %s%s (%s)\n", anchor, escapeMarkdown(g[0].Title), id)
}

// table lists the resources of a group, the first PerCheck of them.
func (m *markdownWriter) table(g group) {
	shown := g.first(m.o.PerCheck)
	m.printf("\n| Resource | Finding | Frameworks |\n|---|---|---|\n")
	for _, f := range shown {
		mark := ""
		if c, ok := m.worse[f.Fingerprint]; ok {
			mark = " **" + c.String() + "**"
		}
		m.printf("| %s %s%s<!-- %s --> | %s | %s |\n", escapeMarkdown(f.Resource.Type), escapeMarkdown(f.Resource.Name), mark,
			escapeMarkdown(f.Fingerprint), escapeMarkdown(message(f)), escapeMarkdown(strings.Join(controls(f.Frameworks), "; ")))
	}
	if len(shown) < len(g) {
		m.printf("\nand %d more.\n", len(g)-len(shown))
	}
}

// details folds what a reader wants only of the one finding at hand.
func (m *markdownWriter) details(g group) {
	f := g[0]
	if !hasDetails(g) {
		return
	}
	m.printf("\n<details><summary>Evidence and remediation</summary>\n\n")
	for _, text := range []string{f.Description, f.Remediation.Text} {
		if text != "" {
			m.printf("%s\n\n", paragraph(text))
		}
	}
	if f.Remediation.Command != "" {
		m.printf("%s\n\n", codeBlock(f.Remediation.Command))
	}
	if link := link("AWS documentation", f.Remediation.URL); link != "" {
		m.printf("%s\n\n", link)
	}
	header := "| Resource | Fact | Observed | Expected |\n|---|---|---|---|\n"
	for _, f := range g.first(m.o.PerCheck) {
		if c := chain(f); c != "" {
			m.printf("%s| %s | steps | %s | |\n", header, escapeMarkdown(f.Resource.Name), escapeMarkdown(c))
			header = ""
		}
		for _, e := range f.Evidence {
			m.printf("%s| %s | %s | %s | %s |\n", header, escapeMarkdown(f.Resource.Name), escapeMarkdown(joined(" ", e.Dataset, e.Path)),
				escapeMarkdown(e.Observed), escapeMarkdown(e.Expected))
			header = ""
		}
	}
	if header == "" {
		m.printf("\n")
	}
	if len(f.Params) > 0 {
		var params []string
		for _, k := range slices.Sorted(maps.Keys(f.Params)) {
			params = append(params, escapeMarkdown(k+" = "+f.Params[k]))
		}
		m.printf("Parameters: %s\n\n", strings.Join(params, ", "))
	}
	m.printf("</details>\n")
}

func hasDetails(g group) bool {
	f := g[0]
	return f.Description != "" || f.Remediation != (iamhygiene.Remediation{}) || len(f.Params) > 0 ||
		slices.ContainsFunc(g, func(f *iamhygiene.Finding) bool { return len(f.Evidence) > 0 })
}
