package checks

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// InstanceProfileBroken is the check instance-profile-broken: every instance
// profile holds a role that exists, and instances carry profiles that exist. It
// has no parameters.
type InstanceProfileBroken struct{}

// Info describes the check.
func (c InstanceProfileBroken) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "instance-profile-broken", Theme: "compute", Severity: iamhygiene.SeverityMedium,
		Title: "Profile holds an existing role",
		Description: "Each instance profile holds one role, which exists. A profile that instances carry but IAM no longer has, or has under another id because it was deleted and made again, is broken too: " +
			"it is a finding of its own, with the id of the old profile, so that a Region whose instances could not be read leaves what is known of the profiles as it is.",
		Risk: "Instances with such a profile get no credentials, and whoever repairs them in a hurry copies access keys onto them.",
		Remediation: iamhygiene.Remediation{
			Text:    "Put the right role into the profile, or delete the profile where nothing uses it; associate it again with instances that carry an old one of the same name.",
			Command: "aws iam add-role-to-instance-profile --instance-profile-name <profile> --role-name <role>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html",
		},
		Needs: []string{iamhygiene.InstanceProfiles.Name(), iamhygiene.Authorization.Name()},
		Uses:  []string{iamhygiene.Instances.Name()},
	}
}

// A carried profile is an instance profile as instances carry it, without the
// profile where IAM has it no longer.
type carried struct {
	profile   *iamhygiene.InstanceProfile
	id        string   // the id that the instances carry
	instances []string // of a stale one
}

// Run evaluates the check for each instance profile.
func (c InstanceProfileBroken) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, profiles(s), c.judge)
}

// profiles yields the instance profiles of the account, those that instances
// carry although they are gone, and an error for what could not be read.
func profiles(s *iamhygiene.Snapshot) iter.Seq2[item[carried], error] {
	return func(yield func(item[carried], error) bool) {
		known := make(map[string]*iamhygiene.InstanceProfile)
		for x, err := range parts(s, iamhygiene.InstanceProfiles, func(all []iamhygiene.InstanceProfile) []item[carried] {
			var out []item[carried]
			for i := range all {
				p := &all[i]
				known[p.ARN] = p
				out = append(out, item[carried]{snapshot: s, resource: arnResource(s, iamhygiene.TypeProfile, p.ARN, p.Name), value: carried{profile: p}})
			}
			return out
		}, nil) {
			if !yield(x, err) {
				return
			}
		}
		if unread(s, iamhygiene.InstanceProfiles) != nil {
			return // a profile that is not listed may be there all the same
		}
		stale := make(map[string]*carried)
		for x, err := range inRegions(s, iamhygiene.Instances, nil, instanceItem(s)) {
			if err != nil {
				if !yield(item[carried]{}, err) {
					return
				}
				continue
			}
			i := x.value
			if i.Profile == "" || i.State == "terminated" || i.State == "shutting-down" || accountIn(i.Profile) != s.AccountID() {
				continue
			}
			p := known[i.Profile]
			if p != nil && (p.ID == "" || i.ProfileID == "" || p.ID == i.ProfileID) {
				continue
			}
			key := i.Profile + " " + i.ProfileID
			if stale[key] == nil {
				stale[key] = &carried{profile: p, id: i.ProfileID}
			}
			stale[key].instances = append(stale[key].instances, i.ID)
		}
		for _, key := range sortedKeys(stale) {
			a := stale[key]
			arn := key[:len(key)-len(a.id)-1]
			slices.Sort(a.instances)
			x := item[carried]{
				snapshot: s, resource: arnResource(s, iamhygiene.TypeProfile, arn, lastName(arn)),
				discriminator: "carried/" + a.id, value: *a,
			}
			if !yield(x, nil) {
				return
			}
		}
	}
}

func (c InstanceProfileBroken) judge(x item[carried]) iamhygiene.Verdict {
	s, name, p := x.snapshot, x.resource.Name, x.value.profile
	if n := len(x.value.instances); n > 0 {
		evidence := []iamhygiene.Evidence{
			fact(s, iamhygiene.Instances, "IamInstanceProfile/Id", orNone(x.value.id), ""),
			fact(s, iamhygiene.Instances, "InstanceId", list(firstNames(x.value.instances)), ""),
		}
		if p == nil {
			return iamhygiene.Failed(fmt.Sprintf("%s the profile %s, which does not exist", count(n, "instance carries", "instances carry"), name), evidence...)
		}
		return iamhygiene.Failed(fmt.Sprintf("%s an earlier profile of the name %s, with the id %s where it is now %s", count(n, "instance carries", "instances carry"), name, x.value.id, p.ID),
			append(evidence, fact(s, iamhygiene.InstanceProfiles, "InstanceProfileId", p.ID, x.value.id))...)
	}
	evidence := fact(s, iamhygiene.InstanceProfiles, "Roles", list(p.Roles), "one role that exists")
	if len(p.Roles) == 0 {
		return iamhygiene.Failed("the instance profile "+name+" holds no role", evidence)
	}
	for _, arn := range p.Roles {
		exists, err := existingRole(s, arn)
		switch {
		case exists:
		case err != nil:
			return iamhygiene.Undecided(err, evidence)
		default:
			return iamhygiene.Failed("the instance profile "+name+" holds the role "+lastName(arn)+", which does not exist", evidence)
		}
	}
	return iamhygiene.Passed("the instance profile "+name+" holds the role "+lastName(p.Roles[0]), evidence)
}
