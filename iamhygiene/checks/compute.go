package checks

import (
	"context"
	"slices"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// computeChecks returns the checks of the theme.
func computeChecks(t thresholds) []iamhygiene.Check {
	return []iamhygiene.Check{
		InstanceWithoutProfile{},
		InstanceProfileBroken{},
		InstanceAdminRole{},
		FunctionAdminRole{},
		FunctionSharedRole{Functions: t.sharedFunctions},
		FunctionRoleMissing{},
		FunctionStaticKeys{},
	}
}

// InstanceWithoutProfile is the check instance-without-profile: every EC2
// instance carries an instance profile.
type InstanceWithoutProfile struct {
	// Regions are the Regions whose instances are judged; empty means all that
	// were collected. A listed Region that nobody read is Unknown.
	Regions []string
}

// Info describes the check.
func (c InstanceWithoutProfile) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "instance-without-profile", Theme: "compute", Severity: iamhygiene.SeverityMedium,
		Title:       "Instances carry a profile",
		Description: "Each EC2 instance that is pending, running, stopping or stopped has an instance profile, in each Region that was read. A Region that could not be read is unknown and leaves the others as they are.",
		Risk:        "What runs on an instance without a role gets access keys sooner or later, in a file on its disk. An instance with an empty role can already be managed without keys to log in with.",
		Remediation: iamhygiene.Remediation{
			Text:    "Make a role for what the instance does, if only to let Systems Manager reach it, and associate its instance profile.",
			Command: "aws ec2 associate-iam-instance-profile --instance-id <instance id> --iam-instance-profile Name=<profile>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2.html",
		},
		Frameworks: controls("1.18", "1.18", "1.17"),
		Needs:      []string{iamhygiene.Instances.Name()},
		Params:     map[string]string{"regions": allOr(c.Regions)},
	}
}

// Run evaluates the check for each instance.
func (c InstanceWithoutProfile) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, inRegions(s, iamhygiene.Instances, c.Regions, instanceItem(s)), c.judge)
}

// instanceItem makes a subject of an instance.
func instanceItem(s *iamhygiene.Snapshot) func(iamhygiene.Instance) item[iamhygiene.Instance] {
	return func(i iamhygiene.Instance) item[iamhygiene.Instance] {
		owner := i.Account
		if owner == "" {
			owner = s.AccountID()
		}
		r := arnResource(s, iamhygiene.TypeInstance, "arn:"+s.Partition()+":ec2:"+i.Region+":"+owner+":instance/"+i.ID, i.ID)
		r.Tags = i.Tags
		return item[iamhygiene.Instance]{snapshot: s, resource: r, value: i}
	}
}

func (c InstanceWithoutProfile) judge(x item[iamhygiene.Instance]) iamhygiene.Verdict {
	i := x.value
	if why := outsideOf(c.Regions, i.Region); why != "" {
		return iamhygiene.Inapplicable(why)
	}
	evidence := []iamhygiene.Evidence{
		fact(x.snapshot, iamhygiene.Instances, "State/Name", i.State, ""),
		fact(x.snapshot, iamhygiene.Instances, "IamInstanceProfile/Arn", orNone(i.Profile), "an instance profile"),
	}
	switch i.State {
	case "terminated", "shutting-down":
		return iamhygiene.Inapplicable("the instance "+i.ID+" in "+i.Region+" is "+i.State, evidence...)
	}
	return iamhygiene.If(i.Profile != "",
		"the instance "+i.ID+" in "+i.Region+" carries the profile "+lastName(i.Profile),
		"the instance "+i.ID+" in "+i.Region+" is "+i.State+" and carries no instance profile", evidence...)
}

// allOr prints a list of Regions for Info.Params.
func allOr(regions []string) string {
	if len(regions) == 0 {
		return "all"
	}
	return list(regions)
}

// orNone prints a value that may be missing.
func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// existingRole says whether the authorization details hold the role; the error
// says why that is not known.
func existingRole(s *iamhygiene.Snapshot, arn string) (bool, error) {
	known := iamhygiene.Derived(s, rolesKey{}, func() roleSet {
		set := roleSet{arns: make(map[string]bool)}
		for r, err := range s.Roles() {
			if err != nil {
				set.unread = err
				continue
			}
			set.arns[r.Detail().ARN] = true
		}
		return set
	})
	if known.arns[arn] {
		return true, nil
	}
	return false, known.unread
}

// rolesKey is the key under which the ARNs of the roles are kept.
type rolesKey struct{}

// A roleSet holds the ARNs of the roles, and why there may be more.
type roleSet struct {
	arns   map[string]bool
	unread error
}

// roleResource is a role of which little more than the ARN is known.
func roleResource(s *iamhygiene.Snapshot, arn string) iamhygiene.Resource {
	return arnResource(s, iamhygiene.TypeRole, arn, lastName(arn))
}

// lastName returns what follows the last slash or colon of an ARN.
func lastName(arn string) string {
	for i := len(arn) - 1; i >= 0; i-- {
		if arn[i] == '/' || arn[i] == ':' {
			return arn[i+1:]
		}
	}
	return arn
}

// sortedKeys returns the keys of a map, sorted.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
