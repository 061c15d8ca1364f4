package checks

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// EntityRequiredTags is the opt-in check entity-required-tags: users and roles
// carry the tags that the organisation asks for.
type EntityRequiredTags struct {
	// Keys are the tag keys that must be present with a value. They are
	// compared exactly, in letter case too. Without keys the check is not
	// applicable.
	Keys []string
}

// Info describes the check.
func (c EntityRequiredTags) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "entity-required-tags", Theme: "users", Severity: iamhygiene.SeverityInfo, OptIn: true,
		Title:       "Required tags present",
		Description: "Each IAM user and role has every required tag key with a value that is not empty. Service-linked roles and roles under /aws-reserved/, which AWS makes, are not judged. Group tags do not exist.",
		Risk:        "Without an owner on record nobody can say who needs the user or role; and policies that decide by tags do not work for it.",
		Remediation: iamhygiene.Remediation{
			Text:    "Add the missing tags.",
			Command: "aws iam tag-user --user-name <user> --tags Key=<key>,Value=<value>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html",
		},
		Frameworks: controls("", "", "", "IAM.24", "IAM.25"),
		Needs:      []string{iamhygiene.Authorization.Name()},
		Params:     map[string]string{"keys": list(c.Keys)},
	}
}

// Run evaluates the check for each IAM user and role.
func (c EntityRequiredTags) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	if len(c.Keys) == 0 {
		return each(ctx, s, iamhygiene.One(s.Account()), func(*iamhygiene.Account) iamhygiene.Verdict {
			return iamhygiene.Inapplicable("no tag keys are required: set Keys")
		})
	}
	return each(ctx, s, usersAndRoles(s), c.judge)
}

// usersAndRoles yields the entities that can have tags.
func usersAndRoles(s *iamhygiene.Snapshot) iter.Seq2[entity, error] {
	return func(yield func(entity, error) bool) {
		for e, err := range entities(s) {
			if e.kind != kindGroup && !yield(e, err) {
				return
			}
		}
	}
}

func (c EntityRequiredTags) judge(e entity) iamhygiene.Verdict {
	if e.role != nil && (e.role.ServiceLinked() || e.role.Reserved()) {
		return iamhygiene.Inapplicable(e.String() + " belongs to AWS, which sets its tags")
	}
	var missing []string
	var evidence []iamhygiene.Evidence
	for _, key := range c.Keys {
		value := e.Resource().Tags[key]
		if strings.TrimSpace(value) == "" {
			missing = append(missing, key)
			evidence = append(evidence, detailed(e.snapshot, "Tags/"+key, value, "a value"))
		}
	}
	return iamhygiene.If(len(missing) == 0,
		fmt.Sprintf("%s has all required tags: %s", e, list(c.Keys)),
		fmt.Sprintf("%s lacks required tags: %s", e, list(missing)),
		evidence...)
}
