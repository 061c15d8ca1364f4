package iamhygiene

import (
	"context"
	"maps"
	"slices"
)

// WithSeverity returns the check with another severity for all its findings.
// Findings keep the severity that they would have had in SeverityOriginal.
func WithSeverity(c Check, s Severity) Check { return &severityCheck{c, s} }

type severityCheck struct {
	Check
	severity Severity
}

func (c *severityCheck) Info() Info {
	info := c.Check.Info()
	info.Severity = c.severity
	return info
}

func (c *severityCheck) Run(ctx context.Context, s *Snapshot) []Finding {
	def := c.Check.Info().Severity
	out := slices.Clone(c.Check.Run(ctx, s))
	for i := range out {
		was := out[i].Severity.or(def).or(SeverityInfo)
		if was != c.severity {
			out[i].SeverityOriginal = was
		}
		out[i].Severity = c.severity
	}
	return out
}

// WithScope returns the check restricted to the resources for which in
// reports true; findings on others become NotApplicable, with the reason
// given, so that what was left out stays visible. Unknown findings on the
// account as a whole are kept: they may hide a resource in scope.
func WithScope(c Check, reason string, in func(Resource) bool) Check {
	return &scopeCheck{Check: c, reason: reason, in: in}
}

type scopeCheck struct {
	Check
	reason string
	in     func(Resource) bool
}

func (c *scopeCheck) Run(ctx context.Context, s *Snapshot) []Finding {
	out := slices.Clone(c.Check.Run(ctx, s))
	for i, f := range out {
		if f.Status == Unknown && f.Resource.Type == TypeAccount || c.in(f.Resource) {
			continue
		}
		out[i] = Finding{
			Status: NotApplicable, Severity: f.Severity, Message: c.reason,
			Resource: f.Resource, Discriminator: f.Discriminator,
		}
	}
	return out
}

// WithFilter returns the check without the findings for which keep reports
// false. Prefer [WithScope], which leaves a trace, and exemptions, which carry
// a reason and an expiry. A check whose findings are all dropped is reported
// by the Runner as NotApplicable, or as Unknown where data that it needs is
// missing.
func WithFilter(c Check, keep func(Finding) bool) Check { return &filterCheck{c, keep} }

type filterCheck struct {
	Check
	keep func(Finding) bool
}

func (c *filterCheck) Run(ctx context.Context, s *Snapshot) []Finding {
	return slices.DeleteFunc(slices.Clone(c.Check.Run(ctx, s)), func(f Finding) bool { return !c.keep(f) })
}

// WithInfo returns the check with its Info changed by edit: another title, a
// company's own remediation, further frameworks. edit works on a copy and must
// not change the id of a check that exemptions and reports refer to.
func WithInfo(c Check, edit func(*Info)) Check {
	info := c.Info()
	info.Frameworks = slices.Clone(info.Frameworks)
	info.Needs = slices.Clone(info.Needs)
	info.Uses = slices.Clone(info.Uses)
	info.Params = maps.Clone(info.Params)
	edit(&info)
	return &infoCheck{c, info}
}

type infoCheck struct {
	Check
	info Info
}

func (c *infoCheck) Info() Info { return c.info }
