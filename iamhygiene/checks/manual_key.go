package checks

import (
	"context"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// ManualSecretScanning is the check manual-secret-scanning: repositories are
// scanned for secrets. It asks, and has no parameters.
type ManualSecretScanning struct{}

// Info describes the check.
func (c ManualSecretScanning) Info() iamhygiene.Info { return c.question().info() }

// Run asks the question about the account.
func (c ManualSecretScanning) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return c.question().ask(ctx, s)
}

func (c ManualSecretScanning) question() question {
	return question{
		id: "manual-secret-scanning", title: "Repositories are scanned for secrets",
		text:   "Is secret scanning on for every repository, with push protection?",
		why:    "The check access-key-exposed sees only keys of which AWS already knows.",
		risk:   "An access key in a public repository is used within minutes.",
		advice: "Turn on secret scanning and push protection for all repositories of the organisation, those that are private included.",
		url:    "https://docs.aws.amazon.com/IAM/latest/UserGuide/securing_access-keys.html",
	}
}

// ManualHostKeys is the check manual-host-keys: hosts hold no access keys. It
// asks, and has no parameters.
type ManualHostKeys struct{}

// Info describes the check.
func (c ManualHostKeys) Info() iamhygiene.Info { return c.question().info() }

// Run asks the question about the account.
func (c ManualHostKeys) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return c.question().ask(ctx, s)
}

func (c ManualHostKeys) question() question {
	return question{
		id: "manual-host-keys", title: "Hosts hold no access keys",
		text:   "Are the hosts free of access keys in files such as ~/.aws/credentials?",
		why:    "Disks and user data of instances are not read.",
		risk:   "Whoever gets into the host takes the key along and uses it from elsewhere.",
		advice: "Give instances a role, and hosts outside of AWS temporary credentials by IAM Roles Anywhere; then delete the files and the keys.",
		url:    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2.html",
	}
}

// ManualSessionName is the check manual-session-name: sessions of roles carry
// the name of the person. It asks, and has no parameters.
type ManualSessionName struct{}

// Info describes the check.
func (c ManualSessionName) Info() iamhygiene.Info { return c.question().info() }

// Run asks the question about the account.
func (c ManualSessionName) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return c.question().ask(ctx, s)
}

func (c ManualSessionName) question() question {
	return question{
		id: "manual-session-name", title: "Role sessions name the person",
		text:   "Do the sessions of roles that people assume carry a name that identifies the person?",
		why:    "The caller of AssumeRole gives the name; a trust policy can demand it by a condition on sts:RoleSessionName.",
		risk:   "The trail shows what was done in the role, but not by whom.",
		advice: "Let the identity provider set the session name, or demand it in the trust policy with the condition key sts:RoleSessionName.",
		url:    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html",
	}
}

// ManualResourceGroups is the check manual-resource-groups: access decisions
// rest on policies and tags. It asks, and has no parameters.
type ManualResourceGroups struct{}

// Info describes the check.
func (c ManualResourceGroups) Info() iamhygiene.Info { return c.question().info() }

// Run asks the question about the account.
func (c ManualResourceGroups) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return c.question().ask(ctx, s)
}

func (c ManualResourceGroups) question() question {
	return question{
		id: "manual-resource-groups", title: "Access rests on policies and tags",
		text:   "Do all decisions on access rest on policies and tags, and none on resource groups?",
		why:    "Resource groups are lists for people and tools; no policy is evaluated with them.",
		risk:   "Who believes that a resource group limits access gives more than they think.",
		advice: "Use tags and conditions on them where access is to follow a group of resources.",
		url:    "https://docs.aws.amazon.com/IAM/latest/UserGuide/introduction_attribute-based-access-control.html",
	}
}
