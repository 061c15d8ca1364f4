package checks

import (
	"context"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/escalation"
)

// PrincipalEffectiveAdmin is the check principal-effective-admin: users and
// roles are no administrators, but for those that are meant to be.
type PrincipalEffectiveAdmin struct {
	// Administrators are the principals that may be: names, or globs over ARNs.
	// Nil means the roles by which AWS Organizations and AWS Control Tower
	// manage member accounts; an empty list means none.
	Administrators []string
}

// Info describes the check.
func (c PrincipalEffectiveAdmin) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "principal-effective-admin", Theme: "principals", Severity: iamhygiene.SeverityHigh,
		Title: "Principal is not an administrator",
		Description: "No IAM user or role may do everything, by all of its policies together: managed and inline, of its groups, minus what is denied, within its permissions boundary and the service control policies where they could be read. " +
			"Names of policies do not matter. One that may do everything only under conditions fails with severity medium. Not judged are service-linked roles, those of IAM Identity Center, and the listed administrators.",
		Risk: "Whoever gets the credentials of an administrator has the account.",
		Remediation: iamhygiene.Remediation{
			Text:    "Give the principal the permissions of its task. For the few who administer, use roles with MFA and short sessions, and list them.",
			Command: "aws accessanalyzer start-policy-generation --policy-generation-details principalArn=<principal ARN>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
		},
		Frameworks: controls("1.16", "1.16", "1.15", "IAM.1"),
		Needs:      []string{iamhygiene.Authorization.Name()},
		Uses:       effectiveData(),
		Params:     map[string]string{"administrators": list(orList(c.Administrators, administrators[:]))},
	}
}

// Run evaluates the check for each IAM user and role.
func (c PrincipalEffectiveAdmin) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return eachPrincipal(ctx, s, c.judge)
}

func (c PrincipalEffectiveAdmin) judge(p powers) iamhygiene.Verdict {
	admin := p.principal.Admin
	if admin.Status != escalation.NotAdministrator {
		switch {
		case p.role != nil && p.role.ServiceLinked():
			return iamhygiene.Inapplicable(p.String() + " is service-linked: its service decides what it may do")
		case p.role != nil && p.role.Reserved():
			return iamhygiene.Inapplicable(p.String() + " belongs to IAM Identity Center: its permission set decides")
		case p.listed(orList(c.Administrators, administrators[:])):
			return iamhygiene.Inapplicable(p.String() + " is on the list of administrators")
		}
	}
	facts := adminFacts(p.snapshot, p.principal)
	if why := p.graph.SCPsUnread(); why != "" && admin.Status != escalation.NotAdministrator {
		facts = append(facts, derived("scp", "unread", ""))
	}
	switch admin.Status {
	case escalation.EffectiveAdministrator:
		return iamhygiene.Failed(p.String()+" may do everything; permissions for its task alone are required", facts...)
	case escalation.ConditionalAdministrator:
		if !hangsOnUnread(admin.Conditions) {
			return iamhygiene.Failed(p.String()+" may do everything, depending on "+list(admin.Conditions)+"; permissions for its task alone are required", facts...).At(iamhygiene.SeverityMedium)
		}
		if e := incomplete(p.principal); e != nil {
			return iamhygiene.Undecided(e, facts...)
		}
	}
	if e := incomplete(p.principal); e != nil {
		return iamhygiene.Undecided(e)
	}
	return iamhygiene.Passed(p.String() + " is no administrator")
}
