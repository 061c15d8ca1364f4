package checks

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// PolicyLint is the check policy-lint: policies are well formed. It has no
// parameters.
type PolicyLint struct{}

// Info describes the check.
func (c PolicyLint) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "policy-lint", Theme: "policies", Severity: iamhygiene.SeverityLow,
		Title: "Policies are well formed",
		Description: "Each customer managed, inline and trust policy parses without fault or warning, names the version of the policy language, and names only actions that exist. Faults are unknown elements, operators and values of the wrong form; warnings are legal text that hardly means what its author meant, such as a wildcard for an operator that has none, or a Sid that stands twice. " +
			"An action that the catalogue does not have may be newer than it. AWS managed policies are not judged.",
		Risk: "A statement with a slip in it does not allow, or worse does not deny, what its author believes.",
		Remediation: iamhygiene.Remediation{
			Text:    "Correct the places in the evidence; IAM Access Analyzer checks the result before it is stored.",
			Command: "aws accessanalyzer validate-policy --policy-type <policy type> --policy-document file://<policy file>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-policy-validation.html",
		},
		Needs: []string{iamhygiene.Authorization.Name()},
	}
}

// Run evaluates the check for each policy document.
func (c PolicyLint) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, s.Documents(), c.judge)
}

func (c PolicyLint) judge(d *iamhygiene.PolicyDocument) iamhygiene.Verdict {
	if m := d.Managed(); m != nil && m.Detail().AWSManaged() {
		return iamhygiene.Inapplicable("the " + d.String() + " is AWS's")
	}
	s := d.Snapshot()
	var evidence []iamhygiene.Evidence
	note := func(line, column int, path, rule, what string) {
		place := path
		if line > 0 {
			place = fmt.Sprintf("line %d, column %d (%s)", line, column, path)
		}
		if prefix := d.Discriminator(); prefix != "" {
			place = prefix + ": " + place
		}
		evidence = append(evidence, detailed(s, place, what+" ["+rule+"]", ""))
	}
	policy, err := d.Policy()
	var faults policyeval.ParseErrors
	switch {
	case errors.As(err, &faults):
		for _, f := range faults {
			note(f.Line, f.Column, f.Path, f.Rule, f.Message)
		}
	case err != nil:
		if fault := (*policyeval.ParseError)(nil); errors.As(err, &fault) {
			note(fault.Line, fault.Column, fault.Path, fault.Rule, fault.Message)
			break
		}
		return iamhygiene.Undecided(err)
	}
	if policy != nil {
		for _, w := range policy.Warnings() {
			note(w.Line, w.Column, w.Path, w.Rule, w.Message)
		}
		if policy.Version == nil {
			note(0, 0, "/Version", "no-version", "the document names no version of the policy language, so policy variables are plain text")
		}
		for _, st := range policy.Statements {
			for _, m := range unmatched(st) {
				note(0, 0, fmt.Sprintf("/Statement/%d", st.Index), "no-action", m)
			}
		}
	}
	if len(evidence) == 0 {
		return iamhygiene.Passed("the " + d.String() + " is well formed")
	}
	first := evidence[0]
	return iamhygiene.Failed(fmt.Sprintf("the %s has %s, the first at %s: %s", d, count(len(evidence), "flaw", "flaws"), first.Path, first.Observed), evidence...)
}

// unmatched says of each action of a statement that matches nothing what is
// wrong with it.
func unmatched(st *policyeval.Statement) []string {
	var out []string
	for _, l := range [...]*policyeval.List{st.Action, st.NotAction} {
		if l == nil {
			continue
		}
		for _, m := range l.Members {
			set, err := catalog.Expand(m.Value)
			if err != nil || !set.IsEmpty() {
				continue // a fault is told by the parser
			}
			text := fmt.Sprintf("the action %q matches nothing that the catalogue has", m.Value)
			if near, ok := catalog.Nearest(m.Value); ok && !strings.ContainsAny(m.Value, "*?") {
				text += "; did you mean " + near.String()
			}
			if !slices.Contains(out, text) {
				out = append(out, text)
			}
		}
	}
	return out
}
