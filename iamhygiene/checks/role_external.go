package checks

import (
	"context"
	"fmt"
	"slices"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/escalation"
	"github.com/iamhygiene/sdk/internal/glob"
	"github.com/iamhygiene/sdk/policyeval"
)

// RoleExternalPrivileged is the check role-external-privileged: what principals
// of other owners may do here is little.
type RoleExternalPrivileged struct {
	// OwnAccounts are the 12-digit ids of accounts of the same owner, beside
	// those of the organization.
	OwnAccounts []string
}

// Info describes the check.
func (c RoleExternalPrivileged) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "role-external-privileged", Theme: "principals", Severity: iamhygiene.SeverityHigh,
		Title: "External principals get little",
		Description: "No role that principals of another owner's account may assume is an administrator by its effective permissions, can gain permissions by a step that the data prove, or has the AWS managed policy ReadOnlyAccess, which reads the data of most services. " +
			"Not applicable to roles that no other owner's account may assume.",
		Risk: "The other account's security becomes this account's security.",
		Remediation: iamhygiene.Remediation{
			Text:    "Give the role the actions and resources that the third party needs. Most scanners need SecurityAudit and a few actions more, and no data.",
			Command: "aws iam detach-role-policy --role-name <role> --policy-arn <policy ARN>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
		},
		Needs:  []string{iamhygiene.Authorization.Name()},
		Uses:   append(ownerData(), iamhygiene.ControlPolicies.Name()),
		Params: map[string]string{"own_accounts": list(c.OwnAccounts)},
	}
}

// Run evaluates the check for each role.
func (c RoleExternalPrivileged) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return eachTrust(ctx, s, func(t *trust) iamhygiene.Verdict { return c.judge(ctx, t) })
}

func (c RoleExternalPrivileged) judge(ctx context.Context, t *trust) iamhygiene.Verdict {
	name, s := t.role.Detail().Name, t.role.Snapshot()
	if why := notForPeople(t.role); why != "" {
		return iamhygiene.Inapplicable(why)
	}
	var others []string
	for _, a := range t.accounts() {
		if a.id != s.AccountID() && !slices.Contains(c.OwnAccounts, a.id) {
			others = addOnce(others, a.id)
		}
	}
	foreign, _, unknown := foreignAccounts(s, t.role, others)
	organizations, mayBeOwn := t.foreignOrganizations(nil)
	switch {
	case mayBeOwn == nil:
		for _, o := range organizations {
			foreign = append(foreign, "the accounts of "+o)
		}
	case unknown == nil:
		unknown = mayBeOwn
	}
	if in, _ := t.stranger(); in {
		foreign = append(foreign, "every account")
	}
	if len(foreign) == 0 && unknown == nil {
		return iamhygiene.Inapplicable("the trust policy of " + name + " lets in no account of another owner")
	}
	p, err := arnPowers(ctx, s, t.role.Detail().ARN)
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	if p == nil {
		return iamhygiene.Undecided(notInData(iamhygiene.Authorization, t.role.Detail().ARN, "the policies of the role "+name+" are not known"))
	}
	privileged := privilegeOf(s, p, false)
	if privileged.why == "" {
		for _, a := range t.role.Detail().Attached {
			if glob.Match("arn:*:iam::aws:policy/ReadOnlyAccess", a.ARN) {
				privileged = privilege{why: "reads all data by ReadOnlyAccess", evidence: []iamhygiene.Evidence{detailed(s, "AttachedManagedPolicies", a.ARN, "")}}
			}
		}
	}
	switch {
	case privileged.why == "":
		if e := unsure(s, p, escalation.High, false); e != nil {
			return iamhygiene.Undecided(e)
		}
		return iamhygiene.Passed("the role " + name + ", which other owners may assume, is not privileged")
	case len(foreign) == 0:
		return iamhygiene.Undecided(unknown, privileged.evidence...)
	}
	v := iamhygiene.Failed(fmt.Sprintf("the role %s may be assumed by %s and %s; external principals must get little", name, list(firstNames(foreign)), privileged.why),
		append(t.facts(policyeval.PrincipalAWS), privileged.evidence...)...)
	v.Steps = privileged.steps
	return v
}
