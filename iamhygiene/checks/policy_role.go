package checks

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/policyeval"
)

// PassRoleWildcard is the check passrole-wildcard: iam:PassRole is limited to
// some roles or to some services. It has no parameters.
type PassRoleWildcard struct{}

// Info describes the check.
func (c PassRoleWildcard) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "passrole-wildcard", Theme: "policies", Severity: iamhygiene.SeverityHigh,
		Title: "PassRole is scoped",
		Description: "No Allow statement of a managed or inline policy covers iam:PassRole, by whatever pattern, on all roles of the account, unless its Condition on iam:PassedToService or iam:AssociatedResourceArn turns some services or resources away. " +
			"A prefix such as role/app-* counts as scoped. Other conditions do not limit which role is passed. Not judged are AWS managed policies that are not attached, policies that are permissions boundaries only, and policies of service-linked roles only.",
		Risk: "Whoever may pass any role to a service can have the service act with the permissions of the most powerful one.",
		Remediation: iamhygiene.Remediation{
			Text:    "Name the roles, or a path of them, in Resource, and the service in a Condition on iam:PassedToService.",
			Command: "aws iam create-policy-version --policy-arn <policy ARN> --policy-document file://<policy file> --set-as-default",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
		},
		Needs: []string{iamhygiene.Authorization.Name()},
	}
}

// Run evaluates the check for each Allow statement with iam:PassRole.
func (c PassRoleWildcard) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	// What no policy names: a Condition that lets this through limits nothing.
	unnamed := policyeval.Context{
		"iam:PassedToService":       {"zz-none.amazonaws.com"},
		"iam:AssociatedResourceArn": {"arn:" + s.Partition() + ":zz-none:zz-none-1:" + s.AccountID() + ":none/none"},
	}
	return eachStatement(ctx, s, permissionDocuments(s), allows, "does not allow iam:PassRole", func(x *clause) (iamhygiene.Verdict, bool, error) {
		if !x.matchesAction("iam:PassRole") {
			return iamhygiene.Verdict{}, false, nil
		}
		fact := x.fact("iam:PassRole on "+x.resources(), "some roles, or a Condition on iam:PassedToService")
		if why := notJudged(x.doc); why != "" {
			return iamhygiene.Inapplicable("the "+x.doc.String()+" "+why, fact), true, nil
		}
		if !x.onAll("iam:PassRole", allRoles(s)) {
			return iamhygiene.Passed(x.String()+" allows iam:PassRole on some roles only", fact), true, nil
		}
		open, err := x.holds(unnamed)
		return iamhygiene.If(!open,
			x.String()+" allows iam:PassRole on all roles, but its Condition does not hold for every service or resource",
			x.String()+" allows iam:PassRole on all roles and to every service; it must name roles or services", fact), true, err
	})
}

// allRoles is the pattern for all roles of the account.
func allRoles(s *iamhygiene.Snapshot) string {
	return strings.TrimSuffix(s.RootARN(), "root") + "role/?*"
}

// resources prints the Resource or NotResource element.
func (c *clause) resources() string {
	l, prefix := c.st.Resource, ""
	if l == nil {
		l, prefix = c.st.NotResource, "all but "
	}
	if l == nil {
		return "nothing"
	}
	names := make([]string, len(l.Members))
	for i, m := range l.Members {
		names[i] = m.Value
	}
	return prefix + list(firstNames(names))
}

// AssumeRoleWildcard is the check assume-role-wildcard: sts:AssumeRole names the
// roles. It has no parameters.
type AssumeRoleWildcard struct{}

// Info describes the check.
func (c AssumeRoleWildcard) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "assume-role-wildcard", Theme: "policies", Severity: iamhygiene.SeverityMedium,
		Title: "AssumeRole is scoped",
		Description: "No Allow statement of a managed or inline policy covers sts:AssumeRole, by whatever pattern, on all roles of the account. A prefix such as role/app-* counts as scoped. Where the statement hangs on a Condition, the severity is informational and the message names the keys. " +
			"The evidence counts the roles of the account whose trust policies let such a policy work. Not judged are AWS managed policies that are not attached, policies that are permissions boundaries only, and policies of service-linked roles only.",
		Risk: "The policy reaches every role that trusts the account as a whole, those of tomorrow included.",
		Remediation: iamhygiene.Remediation{
			Text:    "Name the roles in Resource; a role's trust policy must agree.",
			Command: "aws iam create-policy-version --policy-arn <policy ARN> --policy-document file://<policy file> --set-as-default",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html",
		},
		Needs: []string{iamhygiene.Authorization.Name()},
	}
}

// Run evaluates the check for each Allow statement with sts:AssumeRole.
func (c AssumeRoleWildcard) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	reachable := sync.OnceValue(func() string { return trustingAccount(s) })
	return eachStatement(ctx, s, permissionDocuments(s), allows, "does not allow sts:AssumeRole", func(x *clause) (iamhygiene.Verdict, bool, error) {
		if !x.matchesAction("sts:AssumeRole") {
			return iamhygiene.Verdict{}, false, nil
		}
		fact := x.fact("sts:AssumeRole on "+x.resources(), "the roles that are meant")
		if why := notJudged(x.doc); why != "" {
			return iamhygiene.Inapplicable("the "+x.doc.String()+" "+why, fact), true, nil
		}
		if !x.onAll("sts:AssumeRole", allRoles(s)) {
			return iamhygiene.Passed(x.String()+" allows sts:AssumeRole on some roles only", fact), true, nil
		}
		t, err := x.terms()
		switch {
		case err != nil:
			return iamhygiene.Verdict{}, false, err
		case t.never:
			return iamhygiene.Passed(x.String()+" has a Condition that can never hold", fact), true, nil
		}
		reach := derived("reachable roles", reachable(), "")
		if len(t.keys) > 0 {
			return iamhygiene.Failed(fmt.Sprintf("%s allows sts:AssumeRole on all roles under a condition on %s; it must name roles", x, list(t.keys)), fact, reach).At(iamhygiene.SeverityInfo), true, nil
		}
		return iamhygiene.Failed(fmt.Sprintf("%s allows sts:AssumeRole on all roles, which reaches %s of this account; it must name roles", x, reachable()), fact, reach), true, nil
	})
}

// trustingAccount counts the roles that a user of the account could assume whom
// no trust policy names.
func trustingAccount(s *iamhygiene.Snapshot) string {
	n, more := 0, ""
	for r, err := range s.Roles() {
		if err != nil {
			more = "at least "
			continue
		}
		t, err := trustOf(r)
		if t == nil {
			more = "at least "
			continue
		}
		if err != nil {
			more = "at least "
		}
		if t.ask("sts:AssumeRole", strings.TrimSuffix(s.RootARN(), "root")+"user/zz-none", nil).CanBeAllowed() {
			n++
		}
	}
	return more + roleCount(n)
}
