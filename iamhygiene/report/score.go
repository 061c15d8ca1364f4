package report

import (
	"cmp"
	"maps"
	"slices"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// A ThemeScore says how much of a theme passes.
type ThemeScore struct {
	// Theme as in [iamhygiene.Info]; empty for checks without one.
	Theme string
	// Checks is how many checks count: those that passed, failed or could not
	// decide for at least one resource.
	Checks int
	// Counts are the findings of the theme by status.
	Counts iamhygiene.Counts
	// Pass, Fail and Unknown are the shares of the theme's weight, each from 0
	// to 1. They add up to 1, except where no check counts: then all are 0.
	Pass, Fail, Unknown float64
}

// Percent returns Pass in percent, rounded down, so that 100 means that nothing
// fails and nothing is unknown. It returns false where no check counts.
func (s ThemeScore) Percent() (int, bool) {
	switch {
	case s.Checks == 0:
		return 0, false
	case s.Counts.Fail+s.Counts.Suppressed+s.Counts.Unknown == 0:
		return 100, true
	}
	// The shares are sums of fractions: 29/100 must not become 28.
	return min(99, int(100*s.Pass+1e-9)), true
}

// Scores says how much of each theme passes, sorted by theme, with the checks that
// have none last. The formula:
//
//  1. Of the findings of a check, those that pass, fail or are Unknown count. A
//     failure under an exemption is a failure. What is Manual or NotApplicable
//     does not count.
//  2. The shares of a check are the numbers of its findings that pass, fail and
//     are Unknown, each divided by their sum. A check about the one root user
//     thus counts as much as one about a thousand users.
//  3. The weight of a check is that of the worst severity among the findings that
//     count: info 1, low 2, medium 4, high 8, critical 16.
//  4. The shares of a theme are the means of the shares of its checks by weight.
//
// Unknown is a share of its own, never a pass: what could be decided lies between
// Pass and Pass plus Unknown. A score compares runs of the same checks with the
// same parameters. It does not say that an account is safe: one failure is
// enough to lose it, so show the failures beside it.
func Scores(r *iamhygiene.Results) []ThemeScore {
	scores, _ := score(r)
	return scores
}

// score returns the scores of the themes, and that of all checks together.
func score(r *iamhygiene.Results) ([]ThemeScore, ThemeScore) {
	type key struct{ theme, check string }
	type checkCount struct {
		pass, fail, unknown int
		worst               iamhygiene.Severity
	}
	themes := make(map[string]*ThemeScore)
	checks := make(map[key]*checkCount)
	all := ThemeScore{Counts: r.Count()}
	for i := range r.Findings {
		f := &r.Findings[i]
		t := themes[f.Theme]
		if t == nil {
			t = &ThemeScore{Theme: f.Theme, Counts: iamhygiene.Counts{FailBySeverity: make(map[iamhygiene.Severity]int)}}
			themes[f.Theme] = t
		}
		k := key{f.Theme, f.Check}
		c := checks[k]
		if c == nil {
			c = new(checkCount)
			checks[k] = c
		}
		switch {
		case f.Status == iamhygiene.Manual:
			t.Counts.Manual++
			continue
		case f.Status == iamhygiene.NotApplicable:
			t.Counts.NotApplicable++
			continue
		case f.Open():
			t.Counts.Fail++
			t.Counts.FailBySeverity[f.Severity]++
			c.fail++
		case f.Status == iamhygiene.Fail:
			t.Counts.Suppressed++
			c.fail++
		case f.Status == iamhygiene.Pass:
			t.Counts.Pass++
			c.pass++
		default:
			t.Counts.Unknown++
			c.unknown++
		}
		c.worst = max(c.worst, f.Severity)
	}
	weights := make(map[*ThemeScore]float64)
	// In order, because sums of fractions depend on it.
	for _, k := range slices.SortedFunc(maps.Keys(checks), func(a, b key) int { return cmp.Or(cmp.Compare(a.theme, b.theme), cmp.Compare(a.check, b.check)) }) {
		c := checks[k]
		n := c.pass + c.fail + c.unknown
		if n == 0 {
			continue
		}
		weight := float64(uint(1) << (max(c.worst, iamhygiene.SeverityInfo) - iamhygiene.SeverityInfo))
		for _, t := range []*ThemeScore{themes[k.theme], &all} {
			t.Checks++
			t.Pass += weight * float64(c.pass) / float64(n)
			t.Fail += weight * float64(c.fail) / float64(n)
			t.Unknown += weight * float64(c.unknown) / float64(n)
			weights[t] += weight
		}
	}
	for t, w := range weights {
		t.Pass, t.Fail, t.Unknown = t.Pass/w, t.Fail/w, t.Unknown/w
	}
	var out []ThemeScore
	for _, name := range slices.Sorted(maps.Keys(themes)) {
		if name != "" {
			out = append(out, *themes[name])
		}
	}
	if t := themes[""]; t != nil {
		out = append(out, *t)
	}
	return out, all
}
