package checks

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// PolicyUnattached is the check policy-unattached: customer managed policies
// are attached to something, or are a permissions boundary. One that is exactly
// as old as the grace period fails.
type PolicyUnattached struct {
	// Grace is how long a new policy may wait to be attached; zero means 7
	// days, a negative one no time at all.
	Grace time.Duration
}

// Info describes the check.
func (c PolicyUnattached) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "policy-unattached", Theme: "policies", Severity: iamhygiene.SeverityLow,
		Title:       "No unused customer policy",
		Description: "Each customer managed policy older than the grace period is attached to a user, group or role, or is the permissions boundary of a user or role. AWS managed policies are not judged.",
		Risk:        "A policy that nobody reviews any more waits to be attached by mistake, or on purpose.",
		Remediation: iamhygiene.Remediation{
			Text:    "Delete the policy, after its versions other than the default.",
			Command: "aws iam delete-policy --policy-arn <policy ARN>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_manage-delete.html",
		},
		Needs:  []string{iamhygiene.Authorization.Name()},
		Params: map[string]string{"grace": days(c.grace())},
	}
}

func (c PolicyUnattached) grace() time.Duration { return orDefault(c.Grace, 7*day) }

// Run evaluates the check for each managed policy.
func (c PolicyUnattached) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, s.Policies(), c.judge)
}

func (c PolicyUnattached) judge(p *iamhygiene.Policy) iamhygiene.Verdict {
	d, s := p.Detail(), p.Snapshot()
	if d.AWSManaged() {
		return iamhygiene.Inapplicable("the policy " + d.Name + " is AWS's and cannot be deleted")
	}
	if e := iamhygiene.Authorization.ErrorFor(s, d.ARN); e != nil {
		return iamhygiene.Undecided(e) // the counts mean nothing then
	}
	evidence := []iamhygiene.Evidence{
		detailed(s, "AttachmentCount", strconv.Itoa(d.Attachments), "at least 1 of the two"),
		detailed(s, "PermissionsBoundaryUsageCount", strconv.Itoa(d.BoundaryUses), "at least 1 of the two"),
	}
	if d.Attachments > 0 || d.BoundaryUses > 0 {
		return iamhygiene.Passed(fmt.Sprintf("the policy %s is attached to %s and bounds %s", d.Name, count(d.Attachments, "entity", "entities"), count(d.BoundaryUses, "entity", "entities")), evidence...)
	}
	if d.Created.IsZero() {
		return iamhygiene.Undecided(&iamhygiene.DataError{
			Dataset: iamhygiene.Authorization.Name(), Code: iamhygiene.CodeNotInData, Scope: d.ARN,
			Message: "the account authorization details do not say when the policy was created",
		}, evidence...)
	}
	age, grace := s.Now().Sub(d.Created), c.grace()
	evidence = append(evidence, detailed(s, "CreateDate", stamp(d.Created), after(s, grace)))
	return iamhygiene.If(age < grace,
		fmt.Sprintf("the policy %s is not attached yet and %s old; it has until it is %s old", d.Name, iamhygiene.Days(age), iamhygiene.Days(grace)),
		fmt.Sprintf("the policy %s is %s old and neither attached nor a permissions boundary; the limit is less than %s", d.Name, iamhygiene.Days(age), iamhygiene.Days(grace)),
		evidence...)
}
