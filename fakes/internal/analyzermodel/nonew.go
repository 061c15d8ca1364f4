package analyzermodel

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/policyeval"
)

func (s *Service) checkNoNewAccess(_ context.Context, c *model.Call, in *accessanalyzer.CheckNoNewAccessInput) (*accessanalyzer.CheckNoNewAccessOutput, error) {
	kind, err := checkType(in.PolicyType)
	if err != nil {
		return nil, err
	}
	old, err := read(aws.ToString(in.ExistingPolicyDocument), kind, "existingPolicyDocument")
	if err != nil {
		return nil, orNotModeled(c, err)
	}
	updated, err := read(aws.ToString(in.NewPolicyDocument), kind, "newPolicyDocument")
	if err != nil {
		return nil, orNotModeled(c, err)
	}
	reasons, err := newAccess(old, updated)
	switch u := (*undecided)(nil); {
	case len(reasons) > 0:
		return &accessanalyzer.CheckNoNewAccessOutput{
			Result: types.CheckNoNewAccessResultFail, Reasons: reasons,
			Message: aws.String("The modified permissions grant new access compared to your existing policy."),
		}, nil
	case errors.As(err, &u):
		return nil, orNotModeled(c, err)
	case err != nil:
		return nil, err
	}
	return &accessanalyzer.CheckNoNewAccessOutput{
		Result:  types.CheckNoNewAccessResultPass,
		Message: aws.String("The modified permissions do not grant new access compared to your existing policy."),
	}, nil
}

// newAccess looks for access that the updated policy grants and the old one does
// not: in statements that allow more, and in what the old policy denied.
func newAccess(old, updated *reading) ([]types.ReasonSummary, error) {
	var lost []*policyeval.Statement // Deny statements that are not kept
	for _, d := range old.policy.Statements {
		if d.Effect == policyeval.Deny && !slices.ContainsFunc(updated.policy.Statements, func(k *policyeval.Statement) bool {
			return k.Effect == policyeval.Deny && includes(k, d)
		}) {
			lost = append(lost, d)
		}
	}
	var reasons []types.ReasonSummary
	var open error
	for _, st := range updated.policy.Statements {
		if st.Effect != policyeval.Allow {
			continue
		}
		kept := slices.ContainsFunc(old.policy.Statements, func(o *policyeval.Statement) bool {
			return o.Effect == policyeval.Allow && includes(o, st)
		})
		if kept && len(lost) == 0 {
			continue
		}
		more, err := grantsMore(old, updated, st, kept, lost)
		switch u := (*undecided)(nil); {
		case errors.As(err, &u):
			open = err
		case err != nil:
			return nil, err
		case more:
			reasons = append(reasons, reason(st, fmt.Sprintf("New access in the statement with index: %d.", st.Index)))
		}
	}
	return reasons, open
}

// includes reports whether a matches whatever b does. It may miss it, and never
// errs the other way.
func includes(a, b *policyeval.Statement) bool {
	each := func(b []string, by []string, covers func(a, b string) bool) bool {
		return !slices.ContainsFunc(b, func(y string) bool {
			return !slices.ContainsFunc(by, func(x string) bool { return covers(x, y) })
		})
	}
	// An exclusion is included in one that excludes no more.
	list := func(a, notA, b, notB *policyeval.List, all string, covers func(a, b string) bool) bool {
		switch {
		case a == nil && notA == nil, slices.Contains(texts(a), all):
			return true
		case a != nil && b != nil:
			return each(texts(b), texts(a), covers)
		case notA != nil && notB != nil:
			return each(texts(notA), texts(notB), covers)
		}
		return false
	}
	action := func(a, b string) bool { return globCovers(strings.ToLower(a), strings.ToLower(b)) }
	return list(a.Action, a.NotAction, b.Action, b.NotAction, "*", action) &&
		list(a.Resource, a.NotResource, b.Resource, b.NotResource, "*", arnCovers) &&
		includesPrincipals(a, b) && (a.Condition == nil || sameCondition(a, b))
}

func includesPrincipals(a, b *policyeval.Statement) bool {
	switch {
	case a.NotPrincipal != nil || b.NotPrincipal != nil:
		return samePart(a, b, func(s *policyeval.Statement) *policyeval.Statement {
			return &policyeval.Statement{NotPrincipal: s.NotPrincipal, Principal: s.Principal}
		})
	case a.Principal == nil:
		return b.Principal == nil
	}
	named := principals(a)
	return slices.Contains(named, "*") || !slices.ContainsFunc(principals(b), func(p string) bool { return !slices.Contains(named, p) })
}

func sameCondition(a, b *policyeval.Statement) bool {
	return samePart(a, b, func(s *policyeval.Statement) *policyeval.Statement {
		return &policyeval.Statement{Condition: s.Condition}
	})
}

// samePart reports whether a part of two statements is written alike.
func samePart(a, b *policyeval.Statement, part func(*policyeval.Statement) *policyeval.Statement) bool {
	return (&policyeval.Policy{Statements: []*policyeval.Statement{part(a)}}).Equal(&policyeval.Policy{Statements: []*policyeval.Statement{part(b)}})
}

// grantsMore tells whether a statement of the updated policy grants what the old
// policy does not.
func grantsMore(old, updated *reading, st *policyeval.Statement, kept bool, lost []*policyeval.Statement) (bool, error) {
	names := updated.actions(st, old)
	patterns := texts(st.Resource)
	if patterns == nil {
		patterns = []string{anything}
	}
	var open error
	for _, pattern := range patterns {
		for _, name := range names {
			more := false
			granted, err := updated.grants(st, name, pattern)
			if err == nil && granted != nothing {
				more, err = old.lacks(st, granted, name, pattern, kept, lost)
			}
			switch u := (*undecided)(nil); {
			case errors.As(err, &u):
				open = err
			case err != nil:
				return false, err
			case more:
				return true, nil
			}
		}
	}
	return false, open
}

// lacks tells whether the policy does not grant everything that a statement of
// another policy grants: the action, on some or all of the pattern. kept says
// that one of its own statements allows as much; lost are its Deny statements
// that the other policy does not have.
func (r *reading) lacks(st *policyeval.Statement, granted grade, action, pattern string, kept bool, lost []*policyeval.Statement) (bool, error) {
	m, err := r.matches(action, pattern)
	if err != nil {
		return false, err
	}
	for _, d := range lost {
		switch {
		case m[d.Index] == policyeval.False:
		case unlimited(d) && (granted == all || m[d.Index] == policyeval.True):
			return true, nil
		case granted == all && st.Condition == nil && independent(d.Condition) && d.NotPrincipal == nil && (d.Principal == nil || slices.Contains(principals(d), "*")):
			return true, nil // the condition of the Deny could hold
		default:
			return false, &undecided{fmt.Sprintf("whom and when statement %d of the existing policy denies", d.Index)}
		}
	}
	if kept {
		return false, nil
	}
	rivals := 0
	for _, o := range r.policy.Statements {
		if o.Effect != policyeval.Allow || m[o.Index] == policyeval.False {
			continue
		}
		if !includesPrincipals(o, st) {
			if related(o, st) {
				return false, &undecided{fmt.Sprintf("how the principals of statement %d of the new policy and %d of the existing one compare", st.Index, o.Index)}
			}
			if slices.ContainsFunc(principals(o), func(p string) bool { return slices.Contains(principals(st), p) || slices.Contains(principals(st), "*") }) {
				rivals++
			}
			continue
		}
		if m[o.Index] == policyeval.True && (o.Condition == nil || sameCondition(o, st)) {
			return false, nil
		}
		if st.Condition != nil && o.Condition != nil && !sameCondition(o, st) {
			return false, &undecided{fmt.Sprintf("how the conditions of statement %d of the new policy and %d of the existing one compare", st.Index, o.Index)}
		}
		rivals++
	}
	if rivals == 1 && granted != all {
		return false, &undecided{fmt.Sprintf("whether the existing policy allows what is left of statement %d", st.Index)}
	}
	if rivals > 1 {
		return false, &undecided{"what several statements of the existing policy allow together"}
	}
	return true, nil
}

// related reports whether the principals of two statements have to do with each
// other in a way that a comparison of their texts does not show: an account and
// somebody in it, or everybody but some.
func related(a, b *policyeval.Statement) bool {
	if a.NotPrincipal != nil || b.NotPrincipal != nil {
		return true
	}
	return slices.ContainsFunc(principals(a), func(p string) bool {
		return slices.ContainsFunc(principals(b), func(q string) bool {
			return p != q && accountOf(p) != "" && accountOf(p) == accountOf(q)
		})
	})
}

// accountOf returns the account of a principal, "" for one that has none.
func accountOf(p string) string {
	if model.IsAccountID(p) {
		return p
	}
	f := strings.SplitN(p, ":", 6)
	if len(f) < 6 {
		return ""
	}
	return f[4]
}
