package checks

import (
	"context"
	"fmt"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// SSHKeyAge is the check ssh-key-age: active SSH public keys of IAM users are
// replaced within a time limit. A key exactly as old as the limit passes.
type SSHKeyAge struct {
	// MaxAge is how old an active key may be; zero means 90 days.
	MaxAge time.Duration
}

// Info describes the check.
func (c SSHKeyAge) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "ssh-key-age", Theme: "keys", Severity: iamhygiene.SeverityLow,
		Title:       "SSH public keys are rotated",
		Description: "Each active SSH public key that an IAM user has for AWS CodeCommit was uploaded within the limit. The credential report does not show these keys.",
		Risk:        "The private half lies on laptops and build servers for years, and opens the repositories to whoever finds it.",
		Remediation: iamhygiene.Remediation{
			Text:    "Upload a new key, move its users over, deactivate the old key and delete it; better, use git-remote-codecommit with a role.",
			Command: "aws iam update-ssh-public-key --user-name <user> --ssh-public-key-id <key id> --status Inactive",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_ssh-keys.html",
		},
		Needs:  []string{iamhygiene.SSHKeys.Name()},
		Uses:   userData(),
		Params: map[string]string{"max_age": days(c.maxAge())},
	}
}

func (c SSHKeyAge) maxAge() time.Duration { return orDefault(c.MaxAge, 90*day) }

// Run evaluates the check for each SSH public key.
func (c SSHKeyAge) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	keys := itemsOrUsers(s, iamhygiene.SSHKeys, iamhygiene.TypeSSHKey, func(k iamhygiene.SSHKey) string { return k.ID })
	return each(ctx, s, keys, c.judge)
}

func (c SSHKeyAge) judge(x iamhygiene.Subject) iamhygiene.Verdict {
	k, ok := x.(item[iamhygiene.SSHKey])
	name := x.Resource().Name
	switch {
	case !ok:
		return iamhygiene.Inapplicable(name + " has no SSH public key")
	case !k.value.Active:
		return iamhygiene.Passed("the SSH public key " + name + " is inactive")
	case k.value.Uploaded.IsZero():
		return iamhygiene.Undecided(notInData(iamhygiene.SSHKeys, x.Resource().ARN, "when the SSH public key "+name+" was uploaded is not told"))
	}
	s, limit := k.snapshot, c.maxAge()
	age := s.Now().Sub(k.value.Uploaded)
	return iamhygiene.If(age <= limit,
		fmt.Sprintf("the SSH public key %s is %s old; the limit is %s", name, iamhygiene.Days(age), iamhygiene.Days(limit)),
		fmt.Sprintf("the SSH public key %s is active and %s old; the limit is %s", name, over(age, limit), iamhygiene.Days(limit)),
		fact(s, iamhygiene.SSHKeys, k.discriminator+"/UploadDate", stamp(k.value.Uploaded), notBefore(s, limit)),
		derived("age_days", wholeDays(age), "at most "+days(limit)))
}

// userData are the datasets that tell which users there are.
func userData() []string {
	return []string{iamhygiene.CredentialReport.Name(), iamhygiene.Authorization.Name()}
}
