package checks

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/policyeval"
)

// RoleTrustAnyone is the check role-trust-anyone: no role can be assumed by
// everybody. It has no parameters.
type RoleTrustAnyone struct{}

// Info describes the check.
func (c RoleTrustAnyone) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "role-trust-anyone", Theme: "roles", Severity: iamhygiene.SeverityCritical,
		Title: "No role trusts everyone",
		Description: "The trust policy of each role, Deny statements included, is evaluated for a role of an account that it does not mean: of another organization or of none, through another VPC endpoint or through none, without the external id or with a wrong one; and for somebody with a token of a public identity provider that it does not name. It must be refused. " +
			"Where it hangs on other condition keys, such as aws:SourceIp, the severity is high. A principal with a wildcard for the account, which IAM does not take, counts as everybody.",
		Risk: "Anybody with an AWS account can work in this one with the permissions of the role.",
		Remediation: iamhygiene.Remediation{
			Text:    "Name the accounts or roles in Principal, or limit * by a Condition on aws:PrincipalOrgID or aws:PrincipalArn.",
			Command: "aws iam update-assume-role-policy --role-name <role> --policy-document file://<trust policy>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
		},
		Needs: []string{iamhygiene.Authorization.Name()},
	}
}

// Run evaluates the check for each role.
func (c RoleTrustAnyone) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, s.Roles(), func(r *iamhygiene.Role) iamhygiene.Verdict {
		if value, st := anyAccount(r); value != "" {
			return iamhygiene.Failed(fmt.Sprintf("the trust policy of %s names %s, which stands for everybody; it must name accounts or an organization", r.Detail().Name, value),
				detailed(s, fmt.Sprintf("AssumeRolePolicyDocument/Statement/%d/Principal/AWS", st), value, "the accounts that are meant"))
		}
		return judgeTrust(r, c.judge)
	})
}

// anyAccount returns a principal with a wildcard for the account in an Allow
// statement. The evaluator has no meaning for it, as IAM refuses it.
func anyAccount(r *iamhygiene.Role) (value string, statement int) {
	policy, _ := r.Trust().Policy()
	if policy == nil {
		return "", 0
	}
	for _, st := range policy.Statements {
		if st.Effect != policyeval.Allow || st.Principal == nil {
			continue
		}
		for _, e := range st.Principal.Entries {
			for _, v := range e.Values.Members {
				f := strings.SplitN(v.Value, ":", 6)
				if e.Kind == policyeval.PrincipalAWS && len(f) == 6 && strings.Trim(f[4], "*") == "" && strings.Contains(f[4], "*") {
					return v.Value, st.Index
				}
			}
		}
	}
	return "", 0
}

// eachTrust judges the trust policy of every role.
func eachTrust(ctx context.Context, s *iamhygiene.Snapshot, judge func(*trust) iamhygiene.Verdict) []iamhygiene.Finding {
	return each(ctx, s, s.Roles(), func(r *iamhygiene.Role) iamhygiene.Verdict { return judgeTrust(r, judge) })
}

// judgeTrust judges the trust policy of a role. Where part of it could not be
// read, only a failure is certain.
func judgeTrust(r *iamhygiene.Role, judge func(*trust) iamhygiene.Verdict) iamhygiene.Verdict {
	t, lost := trustOf(r)
	if t == nil && lost != nil {
		return iamhygiene.Undecided(lost)
	}
	v := iamhygiene.Inapplicable("the trust policy of " + r.Detail().Name + " allows nobody")
	if t != nil && len(t.allow()) > 0 {
		v = judge(t)
	}
	if lost != nil && v.Status != iamhygiene.Fail {
		return iamhygiene.Undecided(lost, v.Evidence...)
	}
	return v
}

// allow returns the Allow statements.
func (t *trust) allow() []*policyeval.Statement {
	return slices.DeleteFunc(slices.Clone(t.policy.Statements), func(st *policyeval.Statement) bool { return st.Effect != policyeval.Allow })
}

// strangers are the contexts in which somebody from outside may ask, as far as
// they can be told from those who are meant.
var strangers = []policyeval.Context{
	{
		"aws:PrincipalOrgID": nil, "aws:PrincipalOrgPaths": nil, "sts:ExternalId": nil, "aws:SourceVpce": nil,
		"aws:SourceOrgID": nil, "aws:SourceAccount": nil, "aws:SourceArn": nil,
	},
	{
		"aws:PrincipalOrgID": {"o-zznone0000"}, "aws:PrincipalOrgPaths": {"o-zznone0000/r-zzno/"}, "sts:ExternalId": {"zz-none"}, "aws:SourceVpce": {"vpce-00000000000000000"},
		"aws:SourceOrgID": nil, "aws:SourceAccount": nil, "aws:SourceArn": nil,
	},
}

// stranger asks whether somebody of an account that the policy does not mean may
// be let in, and on which keys that hangs: none where it does not.
func (t *trust) stranger() (in bool, keys []string) {
	principal := "arn:" + t.role.Snapshot().Partition() + ":iam::" + outsider + ":role/zz-none"
	for _, c := range strangers {
		d := t.ask("sts:AssumeRole", principal, c)
		if d.Allowed() {
			return true, nil
		}
		if d.CanBeAllowed() {
			in, keys = true, append(keys, d.DependsOn...)
		}
	}
	if !in && t.publicToken() {
		return true, nil
	}
	slices.Sort(keys)
	return in, slices.Compact(keys)
}

// publicToken asks whether somebody with a token of an identity provider that is
// open to the public may be let in although the policy does not name it: where
// everybody may call sts:AssumeRoleWithWebIdentity.
func (t *trust) publicToken() bool {
	const provider = "accounts.google.com"
	if slices.Contains(t.principals(policyeval.PrincipalFederated), provider) {
		return false
	}
	return slices.ContainsFunc(strangers, func(c policyeval.Context) bool { return t.ask(webIdentity, "federated:"+provider, c).Allowed() })
}

func (c RoleTrustAnyone) judge(t *trust) iamhygiene.Verdict {
	name := t.role.Detail().Name
	in, keys := t.stranger()
	switch {
	case !in:
		return iamhygiene.Passed("the trust policy of "+name+" lets in nobody from an account that it does not mean", t.facts(policyeval.PrincipalAWS)...)
	case len(keys) > 0:
		return iamhygiene.Failed(fmt.Sprintf("everybody may assume the role %s under a condition on %s; the trust policy must name accounts or an organization", name, list(keys)),
			append(t.facts(policyeval.PrincipalAWS), derived("condition keys", list(keys), "aws:PrincipalOrgID, aws:PrincipalArn, aws:PrincipalAccount, sts:ExternalId or aws:SourceVpce"))...).At(iamhygiene.SeverityHigh)
	}
	return iamhygiene.Failed(fmt.Sprintf("everybody may assume the role %s; the trust policy must name accounts or an organization", name),
		append(t.facts(policyeval.PrincipalAWS), derived("condition keys", "none that limits", ""))...)
}

// facts is evidence of the statements that allow a kind of principal.
func (t *trust) facts(kind policyeval.PrincipalKind) []iamhygiene.Evidence {
	var out []iamhygiene.Evidence
	for _, st := range t.allow() {
		if st.Principal == nil {
			continue
		}
		path := fmt.Sprintf("AssumeRolePolicyDocument/Statement/%d", st.Index)
		if st.Sid != nil && st.Sid.Value != "" {
			path += " (Sid " + st.Sid.Value + ")"
		}
		if st.Principal.Wildcard && kind == policyeval.PrincipalAWS {
			out = append(out, detailed(t.role.Snapshot(), path+"/Principal", "*", ""))
		}
		for _, e := range st.Principal.Entries {
			if e.Kind != kind {
				continue
			}
			var values []string
			for _, v := range e.Values.Members {
				values = append(values, v.Value)
			}
			out = append(out, detailed(t.role.Snapshot(), path+"/Principal/"+string(kind), list(firstNames(values)), ""))
		}
	}
	return out
}
