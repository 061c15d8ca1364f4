package access

import (
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/policyeval"
)

// ControlPolicies returns the service control policies and resource control
// policies that limit the account of a snapshot, by level, as
// [policyeval.Policies] takes them. Both are nil for an account that belongs to
// no organization, and for a management account, which none limits.
//
// The error says that they are not known, or not all of them: a
// [*iamhygiene.DataError], or that of policyeval.Parse with the name of the
// policy.
func ControlPolicies(s *iamhygiene.Snapshot) (scps, rcps [][]*policyeval.Policy, err error) {
	org, unknown := iamhygiene.OrganizationDetails.Get(s)
	if unknown == nil && org != nil && (!org.Member || org.ManagementAccount == s.AccountID()) {
		return nil, nil, nil
	}
	set, err := iamhygiene.ControlPolicies.Get(s)
	if err != nil {
		return nil, nil, err
	}
	if errs := iamhygiene.ControlPolicies.Errors(s); len(errs) > 0 {
		return nil, nil, errs[0]
	}
	if set == nil {
		return nil, nil, nil
	}
	if scps, err = parseLevels(set.SCPs, policyeval.ServiceControlPolicy); err != nil {
		return nil, nil, err
	}
	if rcps, err = parseLevels(set.RCPs, policyeval.ResourceControlPolicy); err != nil {
		return nil, nil, err
	}
	return scps, rcps, nil
}

func parseLevels(levels []iamhygiene.ControlLevel, kind policyeval.PolicyType) ([][]*policyeval.Policy, error) {
	var out [][]*policyeval.Policy
	for _, l := range levels {
		if len(l.Policies) == 0 {
			// AWS does not let the last one be detached. Taken at its word an
			// empty level would deny everything.
			return nil, &iamhygiene.DataError{
				Dataset: iamhygiene.ControlPolicies.Name(), Scope: l.Target, Code: iamhygiene.CodeInvalid,
				Message: "there is no " + kind.String() + " at " + l.Target + ", where AWS keeps one at least",
			}
		}
		policies := []*policyeval.Policy{}
		for _, p := range l.Policies {
			policy, err := policyeval.Parse([]byte(p.Document), policyeval.WithType(kind))
			if err != nil {
				return nil, &iamhygiene.DataError{
					Dataset: iamhygiene.ControlPolicies.Name(), Scope: p.ARN, Code: iamhygiene.CodeInvalid,
					Message: "the " + kind.String() + " " + p.Name + " cannot be read: " + err.Error(),
				}
			}
			policies = append(policies, policy)
		}
		out = append(out, policies)
	}
	return out, nil
}
