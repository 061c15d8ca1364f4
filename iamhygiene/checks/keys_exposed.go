package checks

import (
	"context"
	"fmt"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/internal/glob"
)

// AccessKeyExposed is the check access-key-exposed: AWS has not found an access
// key of the user in public. It has no parameters.
type AccessKeyExposed struct{}

// Info describes the check.
func (c AccessKeyExposed) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "access-key-exposed", Theme: "keys", Severity: iamhygiene.SeverityCritical,
		Title:       "No key known as exposed",
		Description: "No IAM user has one of the policies attached whose name begins with AWSCompromisedKeyQuarantine. AWS attaches one when it finds an access key of the user in a public place such as a code repository. The policy denies some abuses, not all.",
		Risk:        "Others have the key and can do with it whatever the quarantine does not deny.",
		Remediation: iamhygiene.Remediation{
			Text:    "Deactivate the exposed key and replace it, look through CloudTrail for what was done with it, delete what was created, and detach the quarantine policy last.",
			Command: "aws iam update-access-key --user-name <user> --access-key-id <access key id> --status Inactive",
			URL:     "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCompromisedKeyQuarantineV2.html",
		},
		Needs: []string{iamhygiene.Authorization.Name()},
		Uses:  []string{iamhygiene.CredentialReport.Name()},
	}
}

// Run evaluates the check for each IAM user.
func (c AccessKeyExposed) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	// Not by each: the policy decides, and the credential report only
	// explains. That it is old does not put the finding in doubt.
	return iamhygiene.Each(ctx, s, usersByDetails(s), c.judge)
}

func (c AccessKeyExposed) judge(u *iamhygiene.User) iamhygiene.Verdict {
	d, err := u.Detail()
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	s := u.Snapshot()
	var names []string
	var evidence []iamhygiene.Evidence
	for _, p := range d.Attached {
		if glob.Match(quarantine, p.ARN) {
			names = append(names, p.Name)
			evidence = append(evidence, detailed(s, "AttachedManagedPolicies", p.ARN, "no quarantine policy"))
		}
	}
	if len(names) == 0 {
		// What is there of the user shows none, which must be all to count.
		if _, err := userDetail(u); err != nil {
			return iamhygiene.Undecided(err)
		}
		return iamhygiene.Passed(u.Name() + " has no quarantine policy attached")
	}
	keys := "which access keys are active is not known"
	if active, err := activeKeys(u); err == nil {
		slots := make([]string, len(active))
		for i, k := range active {
			slots[i] = k.Name()
			evidence = append(evidence, k.ActiveEvidence())
		}
		keys = "active access keys: " + list(slots)
	}
	return iamhygiene.Failed(fmt.Sprintf("AWS put %s under quarantine with %s because an access key was found in public; %s",
		u.Name(), list(names), keys), evidence...)
}
