package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// infos returns what describes the checks of the results, sorted by id and
// each once: the checks that ran and, for results that were read from a file,
// those that only the findings know.
func infos(r *iamhygiene.Results) []iamhygiene.Info {
	byID := make(map[string]iamhygiene.Info)
	for _, c := range r.Checks {
		byID[c.ID] = c
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		if _, ok := byID[f.Check]; !ok {
			byID[f.Check] = iamhygiene.Info{
				ID: f.Check, Version: f.CheckVersion, Theme: f.Theme, Title: f.Title, Description: f.Description,
				Severity: f.Severity, Remediation: f.Remediation, Frameworks: f.Frameworks, Params: f.Params,
			}
		}
	}
	out := make([]iamhygiene.Info, 0, len(byID))
	for _, c := range byID {
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b iamhygiene.Info) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// newSARIFRule describes a check. Code scanning refuses rules without a full
// description or help, so the title stands in for what a check leaves out.
func newSARIFRule(c iamhygiene.Info) sarifRule {
	title := sentence(cmp.Or(c.Title, c.ID))
	return sarifRule{
		ID: c.ID, ShortDescription: sarifText{Text: title}, HelpURI: webAddress(c.Remediation.URL),
		FullDescription: sarifText{Text: cmp.Or(joined(" ", sentence(c.Description), sentence(c.Risk)), title)},
		Help: sarifText{
			Text:     cmp.Or(joined("\n", sentence(c.Remediation.Text), c.Remediation.Command), title),
			Markdown: joined("\n\n", escapeMarkdown(c.Remediation.Text), codeBlock(c.Remediation.Command)),
		},
		Default: sarifDefault{Level: sarifLevel(c.Severity)},
		Properties: sarifRuleExtra{
			// Code scanning takes security-severity only from rules with the
			// tag "security".
			Tags:             append([]string{"security", "iam"}, controls(c.Frameworks)...),
			SecuritySeverity: securitySeverity(c.Severity),
		},
	}
}

// joined joins the texts that are not empty.
func joined(separator string, texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(s string) bool { return s == "" }), separator)
}

// sentence ends a text with a full stop, as viewers of SARIF expect of
// descriptions.
func sentence(s string) string {
	if s == "" || strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "!") {
		return s
	}
	return s + "."
}

// sarifLevel maps a severity to the level of a failure.
func sarifLevel(s iamhygiene.Severity) string {
	switch {
	case s >= iamhygiene.SeverityHigh:
		return "error"
	case s == iamhygiene.SeverityMedium:
		return "warning"
	}
	return "note"
}

// sarifKind maps a status.
func sarifKind(s iamhygiene.Status) string {
	switch s {
	case iamhygiene.Pass:
		return "pass"
	case iamhygiene.Fail:
		return "fail"
	case iamhygiene.NotApplicable:
		return "notApplicable"
	case iamhygiene.Manual:
		return "review"
	}
	return "open"
}

// securitySeverity maps a severity to the middle of the band that code
// scanning knows by the same name.
func securitySeverity(s iamhygiene.Severity) string {
	switch s {
	case iamhygiene.SeverityCritical:
		return "9.5"
	case iamhygiene.SeverityHigh:
		return "8.0"
	case iamhygiene.SeverityMedium:
		return "5.5"
	case iamhygiene.SeverityLow:
		return "3.0"
	}
	return "0.0"
}
