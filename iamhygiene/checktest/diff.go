package checktest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// A diff is how findings and want lines differ.
type diff struct {
	stale      []*want               // lines that nothing matches
	unexpected []*iamhygiene.Finding // findings that must be wanted and are not
	near       map[*want][]*iamhygiene.Finding
	ran        map[string]bool
	twoNames   map[string]bool // names that several resources of one check have
}

func (d *diff) empty() bool { return len(d.stale) == 0 && len(d.unexpected) == 0 }

// compare matches want lines to findings, one to one.
func compare(f *fixture, results *iamhygiene.Results) *diff {
	d := &diff{near: make(map[*want][]*iamhygiene.Finding), ran: make(map[string]bool), twoNames: make(map[string]bool)}
	arns := make(map[string]string)
	for _, c := range results.Checks {
		d.ran[c.ID] = true
	}
	for i := range results.Findings {
		x := &results.Findings[i]
		key := x.Check + " " + x.Resource.Name
		if arn, ok := arns[key]; ok && arn != x.Resource.ARN {
			d.twoNames[key] = true
		}
		arns[key] = x.Resource.ARN
	}
	taken := match(f.wants, results.Findings)
	wanted := make(map[int]bool)
	for _, i := range taken {
		wanted[i] = true
	}
	for i := range results.Findings {
		x := &results.Findings[i]
		must := f.opts.complete
		switch x.Status {
		case iamhygiene.Fail, iamhygiene.Unknown, iamhygiene.Manual:
			must = true
		}
		if must && !wanted[i] {
			d.unexpected = append(d.unexpected, x)
		}
	}
	for _, w := range f.wants {
		if _, ok := taken[w]; ok {
			continue
		}
		d.stale = append(d.stale, w)
		for i := range results.Findings {
			if x := &results.Findings[i]; w.about(x) && !wanted[i] {
				d.near[w] = append(d.near[w], x)
			}
		}
	}
	return d
}

// match gives as many want lines as possible a finding of their own. A line
// without discriminator or severity fits several findings, so that taking the
// first that fits could leave a more exact line without one: lines give way
// where they can take another finding (augmenting paths).
func match(wants []*want, findings []iamhygiene.Finding) map[*want]int {
	owner := make(map[int]*want)
	taken := make(map[*want]int)
	var place func(w *want, tried map[int]bool) bool
	place = func(w *want, tried map[int]bool) bool {
		for i := range findings {
			if tried[i] || !w.matches(&findings[i]) {
				continue
			}
			tried[i] = true
			if other := owner[i]; other == nil || place(other, tried) {
				owner[i], taken[w] = w, i
				return true
			}
		}
		return false
	}
	for _, w := range wants {
		place(w, make(map[int]bool))
	}
	return taken
}

// String shows the differences, each stale line with the findings that come
// near it.
func (d *diff) String() string {
	var b strings.Builder
	shown := make(map[*iamhygiene.Finding]bool)
	for _, w := range d.stale {
		fmt.Fprintf(&b, "\t- %s (line %d)\n", w.text, w.line)
		if !d.ran[w.check] {
			fmt.Fprintf(&b, "\t  the check %s did not run\n", w.check)
		}
		for _, x := range d.near[w] {
			if !shown[x] {
				fmt.Fprintf(&b, "\t+ %s\n", d.format(x))
			}
			shown[x] = true
		}
	}
	for _, x := range d.unexpected {
		if !shown[x] {
			fmt.Fprintf(&b, "\t+ %s\n", d.format(x))
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// format writes a finding as a want line.
func (d *diff) format(f *iamhygiene.Finding) string {
	resource := f.Resource.Name
	if resource == "" || d.twoNames[f.Check+" "+f.Resource.Name] {
		resource = f.Resource.ARN
	}
	if strings.ContainsAny(resource, " \t\"`[") {
		resource = fmt.Sprintf("%q", resource)
	}
	words := []string{statusOf(f), f.Check, resource}
	if f.Discriminator != "" && !strings.ContainsAny(f.Discriminator, "]\n") { // left out, it is not compared
		words = append(words, bracket(f.Discriminator))
	}
	if slices.Contains([]iamhygiene.Status{iamhygiene.Fail, iamhygiene.Manual}, f.Status) {
		words = append(words, f.Severity.String())
	}
	return strings.Join(append(words, fmt.Sprintf("%q", f.Message)), " ")
}

// bracket puts a discriminator in brackets where it would not read as one.
func bracket(s string) string {
	var severity iamhygiene.Severity
	if strings.ContainsAny(s, " \t\"`[") || severity.UnmarshalText([]byte(s)) == nil {
		return "[" + s + "]"
	}
	return s
}
