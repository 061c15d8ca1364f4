package checks

import (
	"context"
	"fmt"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// GroupEmpty is the check group-empty: IAM groups have members. It has no
// parameters.
type GroupEmpty struct{}

// Info describes the check.
func (c GroupEmpty) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "group-empty", Theme: "users", Severity: iamhygiene.SeverityLow,
		Title:       "Group has members",
		Description: "At least one IAM user lists the group. The policies of an empty group are evidence: they are what the next member would get.",
		Risk:        "Whoever may add users to groups finds permissions there that nobody reviews.",
		Remediation: iamhygiene.Remediation{
			Text:    "Delete the group, after its inline policies are deleted and its managed policies detached.",
			Command: "aws iam delete-group --group-name <group>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups.html",
		},
		Needs: []string{iamhygiene.Authorization.Name()},
	}
}

// Run evaluates the check for each IAM group.
func (c GroupEmpty) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, s.Groups(), c.judge)
}

func (c GroupEmpty) judge(g *iamhygiene.Group) iamhygiene.Verdict {
	members, err := g.Members()
	s, d := g.Snapshot(), g.Detail()
	evidence := []iamhygiene.Evidence{detailed(s, "UserDetailList/GroupList", count(len(members), "member", "members"), "at least 1")}
	if len(members) > 0 {
		return iamhygiene.Passed(fmt.Sprintf("the group %s has %s", d.Name, count(len(members), "member", "members")), evidence...)
	}
	if err != nil {
		return iamhygiene.Undecided(err, evidence...)
	}
	for _, p := range d.Attached {
		evidence = append(evidence, detailed(s, "AttachedManagedPolicies", p.ARN, ""))
	}
	for _, p := range d.Inline {
		evidence = append(evidence, detailed(s, "GroupPolicyList", p.Name, ""))
	}
	return iamhygiene.Failed(fmt.Sprintf("the group %s has no members and %s; at least one member is required",
		d.Name, count(len(d.Attached)+len(d.Inline), "policy", "policies")), evidence...)
}
