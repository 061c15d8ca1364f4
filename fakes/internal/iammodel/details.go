package iammodel

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// getAccountAuthorizationDetails pages one stream: users, groups, roles,
// customer managed policies, and the AWS managed policies that are in use. A
// page may end anywhere, so each of its lists may be empty.
func (s *Service) getAccountAuthorizationDetails(c *model.Call, in *iam.GetAccountAuthorizationDetailsInput) (*iam.GetAccountAuthorizationDetailsOutput, error) {
	st := s.stores.Read(c)
	wanted := func(t types.EntityType) bool { return len(in.Filter) == 0 || slices.Contains(in.Filter, t) }
	for _, f := range in.Filter {
		if err := checkOneOf("filter", f, f.Values()); err != nil {
			return nil, err
		}
	}
	usage := st.usage()
	var stream []any
	if wanted(types.EntityTypeUser) {
		stream = appendAll(stream, st.Users.Items)
	}
	if wanted(types.EntityTypeGroup) {
		stream = appendAll(stream, st.Groups.Items)
	}
	if wanted(types.EntityTypeRole) {
		stream = appendAll(stream, st.Roles.Items)
	}
	if wanted(types.EntityTypeLocalManagedPolicy) {
		stream = appendAll(stream, st.Policies.Items)
	}
	if wanted(types.EntityTypeAWSManagedPolicy) {
		for _, p := range st.AWSPolicies.Items {
			if usage[p.ARN] != nil {
				stream = append(stream, p)
			}
		}
	}
	list, next, err := page(c, st, stream, detailKey, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	out := &iam.GetAccountAuthorizationDetailsOutput{
		UserDetailList: []types.UserDetail{}, GroupDetailList: []types.GroupDetail{},
		RoleDetailList: []types.RoleDetail{}, Policies: []types.ManagedPolicyDetail{},
		IsTruncated: next != nil, Marker: next,
	}
	for _, item := range list {
		switch x := item.(type) {
		case *User:
			out.UserDetailList = append(out.UserDetailList, x.detail())
		case *Group:
			out.GroupDetailList = append(out.GroupDetailList, x.detail())
		case *Role:
			out.RoleDetailList = append(out.RoleDetailList, x.detail(st, c))
		case *Policy:
			out.Policies = append(out.Policies, x.detail(usage))
		}
	}
	return out, nil
}

// detailKey tells the entities of all kinds apart.
func detailKey(item any) string {
	switch x := item.(type) {
	case *User:
		return "user/" + x.listKey()
	case *Group:
		return "group/" + x.listKey()
	case *Role:
		return "role/" + x.listKey()
	case *Policy:
		return x.listKey()
	}
	return ""
}

func appendAll[T any](stream []any, items []*T) []any {
	for _, item := range items {
		stream = append(stream, item)
	}
	return stream
}

func (u *User) detail() types.UserDetail {
	return types.UserDetail{
		Arn: &u.ARN, CreateDate: when(u.Created), Path: &u.Path, UserId: &u.ID, UserName: &u.Name,
		AttachedManagedPolicies: attachedShape(u.Attached), GroupList: slices.Concat([]string{}, u.Groups),
		PermissionsBoundary: boundaryShape(u.Boundary), Tags: noNil(u.Tags), UserPolicyList: u.details(),
	}
}

func (g *Group) detail() types.GroupDetail {
	return types.GroupDetail{
		Arn: &g.ARN, CreateDate: when(g.Created), Path: &g.Path, GroupId: &g.ID, GroupName: &g.Name,
		AttachedManagedPolicies: attachedShape(g.Attached), GroupPolicyList: g.details(),
	}
}

func (r *Role) detail(st *Store, c *model.Call) types.RoleDetail {
	return types.RoleDetail{
		Arn: &r.ARN, CreateDate: when(r.Created), Path: &r.Path, RoleId: &r.ID, RoleName: &r.Name,
		AssumeRolePolicyDocument: encode(r.Trust), AttachedManagedPolicies: attachedShape(r.Attached),
		InstanceProfileList: st.profiles(st.profilesOf(r)), PermissionsBoundary: boundaryShape(r.Boundary),
		RoleLastUsed: r.used(c.Now()), RolePolicyList: r.details(), Tags: noNil(r.Tags),
	}
}

func (id *Identity) details() []types.PolicyDetail {
	return each(id.Inline.Items, func(p *Inline) types.PolicyDetail {
		return types.PolicyDetail{PolicyName: &p.Name, PolicyDocument: encode(p.Document)}
	})
}

func (p *Policy) detail(u usage) types.ManagedPolicyDetail {
	attached, boundaries := u.of(p.ARN)
	versions := slices.Clone(p.Versions)
	slices.Reverse(versions) // as ListPolicyVersions has them
	return types.ManagedPolicyDetail{
		Arn: &p.ARN, AttachmentCount: &attached, PermissionsBoundaryUsageCount: &boundaries, CreateDate: when(p.Created),
		UpdateDate: when(p.Updated), DefaultVersionId: &p.Default, Description: optional(p.Description), IsAttachable: !p.NotAttachable,
		Path: &p.Path, PolicyId: &p.ID, PolicyName: &p.Name,
		PolicyVersionList: each(versions, func(v *Version) types.PolicyVersion { return v.shape(p) }),
	}
}
