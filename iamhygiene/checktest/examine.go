package checktest

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// examine looks for faults that no want line can express: a check that
// panicked, two findings that no report could tell apart, a finding without a
// message, and results that change when the snapshot was stored.
func (f *fixture) examine(r *Runner, results *iamhygiene.Results, checks []iamhygiene.Check) []string {
	var problems []string
	add := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	for _, e := range results.Errors {
		add("check %s panicked: %s\n%s", e.Check, e.Panic, e.Stack)
	}
	seen := make(map[string]bool)
	for i := range results.Findings {
		x := &results.Findings[i]
		if seen[x.Fingerprint] {
			add("check %s has two findings on %s with the discriminator %q: no report can tell them apart", x.Check, x.Resource.ARN, x.Discriminator)
		}
		seen[x.Fingerprint] = true
		if x.Message == "" {
			add("check %s has a finding on %s without a message", x.Check, x.Resource.Name)
		}
	}
	again, err := f.stored(r, checks)
	if err != nil {
		add("the snapshot does not survive its JSON form: %v", err)
	} else if before, after := texts(results), texts(again); before != after {
		add("the findings change when the snapshot is stored and read back:\nbefore: %s\nafter:  %s", before, after)
	}
	return problems
}

// stored runs the checks again over the snapshot as read from its JSON form.
func (f *fixture) stored(r *Runner, checks []iamhygiene.Check) (*iamhygiene.Results, error) {
	text, err := json.Marshal(f.snapshot)
	if err != nil {
		return nil, err
	}
	s, err := iamhygiene.ReadSnapshot(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	c := *f
	c.snapshot = s
	return c.run(r, checks)
}

func texts(r *iamhygiene.Results) string {
	text, err := json.Marshal(r.Findings)
	if err != nil {
		return err.Error()
	}
	return string(text)
}
