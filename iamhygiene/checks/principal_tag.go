package checks

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/escalation"
	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/permissions"
)

// PolicySelfTagging is the check policy-self-tagging: who is authorized by tags
// cannot change its own. It has no parameters.
type PolicySelfTagging struct{}

// Info describes the check.
func (c PolicySelfTagging) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "policy-self-tagging", Theme: "principals", Severity: iamhygiene.SeverityMedium,
		Title: "ABAC principals cannot retag themselves",
		Description: "No IAM user or role may, for certain or depending on a condition that a request can satisfy, put a tag on itself by iam:TagUser or iam:TagRole, or give any tags to sessions of any role whose trust policy lets it, by sts:TagSession without a condition, while a policy of the account uses aws:PrincipalTag. " +
			"Not applicable where no policy does, and to administrators, whom no tag stops.",
		Risk: "A principal that sets its own tags decides what it may do.",
		Remediation: iamhygiene.Remediation{
			Text:    "Deny iam:TagUser, iam:TagRole, iam:UntagUser and iam:UntagRole to everybody but those who manage identities, by a service control policy or a permissions boundary.",
			Command: "aws organizations attach-policy --policy-id <policy id> --target-id <account id>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/tutorial_attribute-based-access-control.html",
		},
		Needs: []string{iamhygiene.Authorization.Name()},
		Uses:  effectiveData(),
	}
}

// Run evaluates the check for each IAM user and role.
func (c PolicySelfTagging) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	user, hidden := tagUser(s)
	return eachPrincipal(ctx, s, func(p powers) iamhygiene.Verdict {
		switch {
		case user == "" && hidden != nil:
			return iamhygiene.Undecided(hidden)
		case user == "":
			return iamhygiene.Inapplicable("no policy of the account uses aws:PrincipalTag")
		case p.role != nil && (p.role.ServiceLinked() || p.role.Reserved()):
			return iamhygiene.Inapplicable(p.String() + " belongs to AWS, which sets its tags")
		case p.principal.Admin.Status == escalation.EffectiveAdministrator:
			return iamhygiene.Inapplicable(p.String() + " is an administrator: principal-effective-admin decides")
		}
		return c.judge(p, user)
	})
}

func (c PolicySelfTagging) judge(p powers, user string) iamhygiene.Verdict {
	action := "iam:TagUser"
	if p.kind == kindRole {
		action = "iam:TagRole"
	}
	principal, err := accountWith(p.snapshot, session{name: "any session"}).Principal(p.principal.ARN)
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	request := principal.Request()
	request.Action, request.Resource = action, p.principal.ARN
	d, _, err := permissions.Ask(principal.Policies(), &request)
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	if !d.CanBeAllowed() {
		request.Action = "sts:TagSession"
		request.Resource = fmt.Sprintf("arn:%s:iam::%s:role/zz-none", p.snapshot.Partition(), p.snapshot.AccountID())
		session, _, err := permissions.Ask(principal.Policies(), &request)
		if err != nil {
			return iamhygiene.Undecided(err)
		}
		// What is left to the role's trust policy alone is not restricted here.
		limits := slices.DeleteFunc(slices.Clone(session.DependsOn), func(key string) bool { return key == policyeval.FactResourcePolicy })
		if !session.CanBeAllowed() || len(limits) > 0 && !hangsOnUnread(limits) {
			return iamhygiene.Passed(p.String() + " cannot choose its own tags")
		}
		d, action = session, request.Action
	}
	if hangsOnUnread(d.DependsOn) {
		for _, gap := range principal.Gaps() {
			return iamhygiene.Undecided(gap)
		}
	}
	evidence := []iamhygiene.Evidence{
		derived("request", action+" on "+request.Resource, "refused"),
		detailed(p.snapshot, "policy with aws:PrincipalTag", user, ""),
	}
	if len(d.DependsOn) > 0 {
		evidence = append(evidence, derived("conditions", list(d.DependsOn), ""))
	}
	return iamhygiene.Failed(p.String()+" may choose its own tags by "+action+", and policies of the account decide by such tags; it must not", evidence...)
}

// tagUser returns a policy document that uses tags of principals. The error says
// that one that could not be read may.
func tagUser(s *iamhygiene.Snapshot) (name string, hidden error) {
	for d, err := range s.Documents() {
		if err != nil {
			hidden = err
			continue
		}
		if strings.Contains(strings.ToLower(string(d.Text())), "aws:principaltag/") {
			return d.Resource().Name, nil
		}
	}
	return "", hidden
}
