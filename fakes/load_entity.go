package fakes

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/fakes/internal/iammodel"
	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/internal/awscli"
)

// A loader puts exports into an account, under the lock of the model.
type loader struct {
	*exports
	account *Account
	service *iammodel.Service
	store   *iammodel.Store
}

func (l *loader) refuse(e *LoadError) { l.errs = append(l.errs, e) }

// A problem is why an element is left out, and what to do about it.
type problem struct{ text, hint string }

// of is the problem of an element of the details, nil for none.
func (p page) of(arn, subject string, why *problem) *LoadError {
	if why == nil {
		return nil
	}
	return p.fail(arn, subject, why.text, why.hint)
}

const sameAccount = "give the exports of one account, as the AWS CLI printed them"

// entity makes the common part of a record. IAM tells names apart without regard
// to case, which taken reports.
func (l *loader) entity(kind, prefix, path, name, arn, id string, created time.Time, tags []awscli.Tag, taken bool) (iammodel.Entity, *problem) {
	owner := l.account.id
	if kind == "policy" && ofAWS(arn) {
		owner = "aws"
	}
	start := "arn:" + l.partition + ":iam::" + owner + ":" + kind
	if path == "" && strings.HasPrefix(arn, start) {
		path = strings.TrimSuffix(arn[len(start):], name)
	}
	switch {
	case arn != start+path+name:
		return iammodel.Entity{}, &problem{fmt.Sprintf("the ARN %s is not that of %s %s with path %q in account %s", arn, kind, name, path, owner), sameAccount}
	case !strings.HasPrefix(path, "/") || !strings.HasSuffix(path, "/") || strings.Contains(name, "/"):
		return iammodel.Entity{}, &problem{fmt.Sprintf("the path %q does not begin and end with a slash", path), sameAccount}
	case taken:
		return iammodel.Entity{}, &problem{"another " + kind + " has the name, apart from case", sameAccount}
	}
	if id == "" {
		id = model.UniqueFor(prefix, arn)
	}
	e := iammodel.Entity{Name: name, Path: path, ARN: arn, ID: id, Created: second(created)}
	for _, t := range tags {
		e.Tags = append(e.Tags, types.Tag{Key: aws.String(t.Key), Value: aws.String(t.Value)})
	}
	return e, nil
}

// identity makes the common part of a user, group or role.
func (l *loader) identity(kind, prefix string, p *awscli.Principal, tags []awscli.Tag, taken bool) (id iammodel.Identity, boundary string, why *problem) {
	if id.Entity, why = l.entity(kind, prefix, p.Path, p.Name, p.Arn, p.ID, p.CreateDate, tags, taken); why != nil {
		return id, "", why
	}
	for _, in := range p.InlinePolicies {
		if id.Inline.Get(in.PolicyName) != nil {
			return id, "", &problem{"two inline policies have the name " + in.PolicyName + ", apart from case", sameAccount}
		}
		id.Inline.Put(in.PolicyName, &iammodel.Inline{Name: in.PolicyName, Document: in.PolicyDocument})
	}
	for _, at := range p.AttachedManagedPolicies {
		if why := l.attachable(at.PolicyArn); why != nil {
			return id, "", why
		}
		if !slices.Contains(id.Attached, at.PolicyArn) {
			id.Attached = append(id.Attached, at.PolicyArn)
		}
	}
	if p.PermissionsBoundaryArn != "" {
		if why := l.attachable(p.PermissionsBoundaryArn); why != nil {
			return id, "", why
		}
	}
	return id, p.PermissionsBoundaryArn, nil
}

// attachable reports whether the account has a managed policy.
func (l *loader) attachable(arn string) *problem {
	if l.store.HasPolicy(arn) {
		return nil
	}
	return &problem{"the policy " + arn + " is not among Policies", "export without --filter, and correct the policy if it was left out"}
}

func (l *loader) groups() {
	for _, d := range l.details {
		for _, in := range d.GroupDetailList {
			id, _, why := l.identity("group", "AGPA", &in.Principal, nil, l.store.Groups.Get(in.Name) != nil)
			if e := d.of(in.Arn, "group "+in.Name, why); e != nil {
				l.refuse(e)
				continue
			}
			l.store.Groups.Put(in.Name, &iammodel.Group{Identity: id})
		}
	}
}

func (l *loader) users() {
	for _, d := range l.details {
		for _, in := range d.UserDetailList {
			id, boundary, why := l.identity("user", "AIDA", &in.Principal, in.Tags, l.store.Users.Get(in.Name) != nil)
			u := &iammodel.User{Identity: id, Boundary: boundary}
			for _, name := range in.GroupList {
				g := l.store.Groups.Get(name)
				switch {
				case g != nil && !slices.Contains(u.Groups, g.Name):
					u.Groups = append(u.Groups, g.Name)
				case g == nil && why == nil:
					why = &problem{"the group " + name + " is not in GroupDetailList", "export without --filter, and correct the group if it was left out"}
				}
			}
			if e := d.of(in.Arn, "user "+in.Name, why); e != nil {
				l.refuse(e)
				continue
			}
			l.store.Users.Put(in.Name, u)
		}
	}
}

func (l *loader) roles() {
	for _, d := range l.details {
		for _, in := range d.RoleDetailList {
			id, boundary, why := l.identity("role", "AROA", &in.Principal, in.Tags, l.store.Roles.Get(in.Name) != nil)
			var profiles []*iammodel.InstanceProfile
			if why == nil {
				profiles, why = l.profiles(&in)
			}
			if e := d.of(in.Arn, "role "+in.Name, why); e != nil {
				l.refuse(e)
				continue
			}
			r := &iammodel.Role{Identity: id, Boundary: boundary, Trust: in.AssumeRolePolicyDocument, MaxSession: int32(time.Hour / time.Second)}
			if used := in.RoleLastUsed; used != nil {
				r.LastUsed, r.LastUsedRegion = second(used.LastUsedDate), used.Region
			}
			if service, ok := strings.CutPrefix(id.Path, "/aws-service-role/"); ok {
				r.Linked = strings.TrimSuffix(service, "/")
			}
			l.store.Roles.Put(in.Name, r)
			for _, p := range profiles {
				l.store.InstanceProfiles.Put(p.Name, p)
			}
		}
	}
}

// profiles makes the instance profiles that hold a role.
func (l *loader) profiles(role *awscli.Role) ([]*iammodel.InstanceProfile, *problem) {
	var all []*iammodel.InstanceProfile
	for _, in := range role.InstanceProfiles {
		name := in.Name
		if name == "" {
			name = in.Arn[strings.LastIndexByte(in.Arn, '/')+1:]
		}
		taken := l.store.InstanceProfiles.Get(name) != nil ||
			slices.ContainsFunc(all, func(p *iammodel.InstanceProfile) bool { return strings.EqualFold(p.Name, name) })
		e, why := l.entity("instance-profile", "AIPA", in.Path, name, in.Arn, in.ID, in.CreateDate, in.Tags, taken)
		if why != nil {
			return nil, why
		}
		all = append(all, &iammodel.InstanceProfile{Entity: e, Role: role.Name})
	}
	return all, nil
}

func (l *loader) policies() {
	for _, d := range l.details {
		for _, in := range d.Policies {
			p, why := l.policy(&in)
			if e := d.of(in.Arn, "policy "+in.PolicyName, why); e != nil {
				l.refuse(e)
				continue
			}
			if p.AWS {
				l.store.AWSPolicies.Put(p.Name, p)
			} else {
				l.store.Policies.Put(p.Name, p)
			}
		}
	}
}

func (l *loader) policy(in *awscli.Policy) (*iammodel.Policy, *problem) {
	p := &iammodel.Policy{
		Description: in.Description, Updated: second(in.UpdateDate), Default: in.DefaultVersionID,
		AWS: ofAWS(in.Arn), NotAttachable: in.IsAttachable != nil && !*in.IsAttachable,
	}
	taken := !p.AWS && l.store.Policies.Get(in.PolicyName) != nil
	var why *problem
	if p.Entity, why = l.entity("policy", "ANPA", in.Path, in.PolicyName, in.Arn, in.PolicyID, in.CreateDate, nil, taken); why != nil {
		return nil, why
	}
	if p.Updated.IsZero() {
		p.Updated = p.Created
	}
	numbers := make(map[string]int)
	for _, v := range in.PolicyVersionList {
		n := versionNumber(v.VersionID)
		if _, twice := numbers[v.VersionID]; n == 0 || twice {
			return nil, &problem{fmt.Sprintf("the version id %q is there twice, or is not of the form v1", v.VersionID), sameAccount}
		}
		numbers[v.VersionID] = n
		p.Last = max(p.Last, n)
		p.Versions = append(p.Versions, &iammodel.Version{ID: v.VersionID, Document: v.Document, Created: second(v.CreateDate)})
	}
	if _, ok := numbers[p.Default]; !ok {
		return nil, &problem{"the default version " + p.Default + " is not in PolicyVersionList", "export again, and correct the version if it was left out"}
	}
	// The model keeps the oldest first and lists the newest first, as AWS does.
	slices.SortStableFunc(p.Versions, func(a, b *iammodel.Version) int { return numbers[a.ID] - numbers[b.ID] })
	return p, nil
}

// versionNumber is the 3 in v3 and v3.beta, 0 for what is no version id.
func versionNumber(id string) int {
	digits, ok := strings.CutPrefix(id, "v")
	if !ok {
		return 0
	}
	digits, _, _ = strings.Cut(digits, ".")
	n, err := strconv.ParseInt(digits, 10, 32)
	if err != nil || n < 1 || digits[0] == '+' {
		return 0
	}
	return int(n)
}
