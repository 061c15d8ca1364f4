package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// A Framework is a published benchmark with its version and what a run says of
// its controls.
type Framework struct {
	// Name and Version as in [iamhygiene.Control]: "CIS AWS Foundations",
	// "3.0". The version may be empty.
	Name, Version string
	// Controls are those that a check covers, in their numerical order.
	Controls []ControlResult
}

// A ControlResult is what a run says of one control.
type ControlResult struct {
	// ID is the number of the control in its framework.
	ID string
	// Status is Fail where a check that covers the control fails for any
	// resource, exempted or not; else Unknown where one could not decide or
	// did not run; else Manual; else Pass where one passes; else
	// NotApplicable.
	Status iamhygiene.Status
	// Checks are the ids of the checks that cover the control, sorted.
	Checks []string
	// NotRun are those of them that did not run.
	NotRun []string
	// Counts are the findings of the checks by status.
	Counts iamhygiene.Counts
	// Findings are what is behind the status: those that fail, are unknown or
	// ask a question, in the order of the results.
	Findings []*iamhygiene.Finding
}

// Coverage says what the results mean for the controls of published
// benchmarks: a control is as good as the worst finding of the checks that
// cover it. A check covers what its Info names under Frameworks.
//
// known are descriptions of further checks, such as those that the caller did
// not select: what they cover is listed as Unknown, because nobody looked.
// Controls that no check covers are not listed: this is a report on what was
// checked, not a certificate.
//
// Frameworks are sorted by name and version.
func Coverage(r *iamhygiene.Results, known ...iamhygiene.Info) []Framework {
	type key struct{ name, version, id string }
	controls := make(map[key]*ControlResult)
	checks := make(map[string][]*ControlResult) // the controls of a check
	add := func(info iamhygiene.Info, ran bool) {
		if _, ok := checks[info.ID]; ok {
			return
		}
		checks[info.ID] = nil
		for _, c := range info.Frameworks {
			k := key{c.Name, c.Version, c.ID}
			if controls[k] == nil {
				controls[k] = &ControlResult{ID: c.ID, Counts: iamhygiene.Counts{FailBySeverity: make(map[iamhygiene.Severity]int)}}
			}
			if slices.Contains(checks[info.ID], controls[k]) {
				continue // named twice
			}
			checks[info.ID] = append(checks[info.ID], controls[k])
			controls[k].Checks = append(controls[k].Checks, info.ID)
			if !ran {
				controls[k].NotRun = append(controls[k].NotRun, info.ID)
			}
		}
	}
	for _, info := range infos(r) {
		add(info, true)
	}
	for _, info := range known {
		add(info, false)
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		for _, c := range checks[f.Check] {
			c.add(f)
		}
	}
	var out []Framework
	for k, c := range controls {
		c.judge()
		i := slices.IndexFunc(out, func(f Framework) bool { return f.Name == k.name && f.Version == k.version })
		if i < 0 {
			i = len(out)
			out = append(out, Framework{Name: k.name, Version: k.version})
		}
		out[i].Controls = append(out[i].Controls, *c)
	}
	slices.SortFunc(out, func(a, b Framework) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), compareNumbers(a.Version, b.Version))
	})
	for _, f := range out {
		slices.SortFunc(f.Controls, func(a, b ControlResult) int { return compareNumbers(a.ID, b.ID) })
	}
	return out
}

func (c *ControlResult) add(f *iamhygiene.Finding) {
	n := &c.Counts
	switch {
	case f.Open():
		n.Fail++
		n.FailBySeverity[f.Severity]++
	case f.Status == iamhygiene.Fail:
		n.Suppressed++
	case f.Status == iamhygiene.Pass:
		n.Pass++
		return
	case f.Status == iamhygiene.NotApplicable:
		n.NotApplicable++
		return
	case f.Status == iamhygiene.Manual:
		n.Manual++
	default:
		n.Unknown++
	}
	c.Findings = append(c.Findings, f)
}

func (c *ControlResult) judge() {
	slices.Sort(c.Checks)
	slices.Sort(c.NotRun)
	n := &c.Counts
	switch {
	case n.Fail+n.Suppressed > 0:
		c.Status = iamhygiene.Fail
	case n.Unknown > 0 || len(c.NotRun) > 0:
		c.Status = iamhygiene.Unknown
	case n.Manual > 0:
		c.Status = iamhygiene.Manual
	case n.Pass > 0:
		c.Status = iamhygiene.Pass
	default:
		c.Status = iamhygiene.NotApplicable
	}
}

// compareNumbers compares texts with numbers in them as a reader does: 1.4
// before 1.10, IAM.3 before IAM.22.
func compareNumbers(a, b string) int {
	for a != "" && b != "" {
		x, restA := chunk(a)
		y, restB := chunk(b)
		if digit(x[0]) && digit(y[0]) {
			nx, ny := strings.TrimLeft(x, "0"), strings.TrimLeft(y, "0")
			if c := cmp.Or(cmp.Compare(len(nx), len(ny)), cmp.Compare(nx, ny)); c != 0 {
				return c
			}
		} else if c := cmp.Compare(x, y); c != 0 {
			return c
		}
		a, b = restA, restB
	}
	return cmp.Compare(len(a), len(b))
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// chunk splits off the run of digits, or of other bytes, that s begins with.
func chunk(s string) (first, rest string) {
	i := 1
	for i < len(s) && digit(s[i]) == digit(s[0]) {
		i++
	}
	return s[:i], s[i:]
}
