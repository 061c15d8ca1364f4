package iammodel

import (
	"regexp"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

func (s *Service) listPolicies(c *model.Call, in *iam.ListPoliciesInput) (*iam.ListPoliciesOutput, error) {
	st := s.stores.Read(c)
	prefix, err := checkPrefix(in.PathPrefix)
	if err != nil {
		return nil, err
	}
	if err := checkOneOf("scope", in.Scope, in.Scope.Values()); err != nil {
		return nil, err
	}
	if err := checkOneOf("policyUsageFilter", in.PolicyUsageFilter, in.PolicyUsageFilter.Values()); err != nil {
		return nil, err
	}
	var all []*Policy
	if in.Scope != types.PolicyScopeTypeAws {
		all = append(all, st.Policies.Items...)
	}
	if in.Scope != types.PolicyScopeTypeLocal {
		all = append(all, st.AWSPolicies.Items...)
	}
	usage := st.usage()
	var list []*Policy
	for _, p := range all {
		attached, boundaries := usage.of(p.ARN)
		if strings.HasPrefix(p.Path, prefix) && used(in, attached, boundaries) {
			list = append(list, p)
		}
	}
	list, next, err := page(c, st, list, (*Policy).listKey, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &iam.ListPoliciesOutput{
		Policies:    each(list, func(p *Policy) types.Policy { return p.listed(usage) }),
		IsTruncated: next != nil, Marker: next,
	}, nil
}

// used tells whether a policy is used in the way that a list asks for.
func used(in *iam.ListPoliciesInput, attached, boundaries int32) bool {
	switch in.PolicyUsageFilter {
	case types.PolicyUsageTypePermissionsPolicy:
		return attached > 0
	case types.PolicyUsageTypePermissionsBoundary:
		return boundaries > 0
	}
	return !in.OnlyAttached || attached > 0
}

func (s *Service) getPolicy(c *model.Call, in *iam.GetPolicyInput) (*iam.GetPolicyOutput, error) {
	st := s.stores.Read(c)
	p, err := st.findPolicy(text(in.PolicyArn))
	if err != nil {
		return nil, err
	}
	policy := p.shape(st.usage())
	return &iam.GetPolicyOutput{Policy: &policy}, nil
}

var versionID = regexp.MustCompile(`^v[1-9][0-9]*(\.[A-Za-z0-9-]*)?$`)

func (s *Service) getPolicyVersion(c *model.Call, in *iam.GetPolicyVersionInput) (*iam.GetPolicyVersionOutput, error) {
	p, err := s.stores.Read(c).findPolicy(text(in.PolicyArn))
	if err != nil {
		return nil, err
	}
	v, err := p.find(text(in.VersionId))
	if err != nil {
		return nil, err
	}
	version := v.shape(p)
	return &iam.GetPolicyVersionOutput{PolicyVersion: &version}, nil
}

func (p *Policy) find(id string) (*Version, error) {
	if !versionID.MatchString(id) {
		return nil, constraint(id, "versionId", `satisfy regular expression pattern: v[1-9][0-9]*(\.[A-Za-z0-9-]*)?`)
	}
	if v := p.version(id); v != nil {
		return v, nil
	}
	return nil, noSuchEntity("Policy %s version %s does not exist.", p.ARN, id)
}

// listPolicyVersions lists the newest version first.
func (s *Service) listPolicyVersions(c *model.Call, in *iam.ListPolicyVersionsInput) (*iam.ListPolicyVersionsOutput, error) {
	st := s.stores.Read(c)
	p, err := st.findPolicy(text(in.PolicyArn))
	if err != nil {
		return nil, err
	}
	list := slices.Clone(p.Versions)
	slices.Reverse(list)
	list, next, err := page(c, st, list, (*Version).listKey, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &iam.ListPolicyVersionsOutput{
		Versions:    each(list, func(v *Version) types.PolicyVersion { return v.listed(p) }),
		IsTruncated: next != nil, Marker: next,
	}, nil
}

// An attachment is an identity to which a policy is attached, or whose boundary
// it is: one of the three.
type attachment struct {
	user  *User
	group *Group
	role  *Role
}

func (a attachment) listKey() string {
	switch {
	case a.user != nil:
		return a.user.ARN
	case a.group != nil:
		return a.group.ARN
	}
	return a.role.ARN
}

func (s *Service) listEntitiesForPolicy(c *model.Call, in *iam.ListEntitiesForPolicyInput) (*iam.ListEntitiesForPolicyOutput, error) {
	st := s.stores.Read(c)
	p, err := st.findPolicy(text(in.PolicyArn))
	if err != nil {
		return nil, err
	}
	prefix, err := checkPrefix(in.PathPrefix)
	if err != nil {
		return nil, err
	}
	if err := checkOneOf("entityFilter", in.EntityFilter, in.EntityFilter.Values()); err != nil {
		return nil, err
	}
	if err := checkOneOf("policyUsageFilter", in.PolicyUsageFilter, in.PolicyUsageFilter.Values()); err != nil {
		return nil, err
	}
	list, next, err := page(c, st, st.entities(p.ARN, prefix, in.EntityFilter, in.PolicyUsageFilter), attachment.listKey, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	out := &iam.ListEntitiesForPolicyOutput{
		PolicyGroups: []types.PolicyGroup{}, PolicyUsers: []types.PolicyUser{}, PolicyRoles: []types.PolicyRole{},
		IsTruncated: next != nil, Marker: next,
	}
	for _, a := range list {
		switch {
		case a.user != nil:
			out.PolicyUsers = append(out.PolicyUsers, types.PolicyUser{UserId: &a.user.ID, UserName: &a.user.Name})
		case a.group != nil:
			out.PolicyGroups = append(out.PolicyGroups, types.PolicyGroup{GroupId: &a.group.ID, GroupName: &a.group.Name})
		default:
			out.PolicyRoles = append(out.PolicyRoles, types.PolicyRole{RoleId: &a.role.ID, RoleName: &a.role.Name})
		}
	}
	return out, nil
}

// entities lists what uses a policy, groups first, as one list.
func (st *Store) entities(arn, prefix string, filter types.EntityType, way types.PolicyUsageType) []attachment {
	matches := func(id *Identity, boundary string) bool {
		attached := slices.Contains(id.Attached, arn) && way != types.PolicyUsageTypePermissionsBoundary
		bounds := boundary == arn && way != types.PolicyUsageTypePermissionsPolicy
		return strings.HasPrefix(id.Path, prefix) && (attached || bounds)
	}
	var list []attachment
	if filter == "" || filter == types.EntityTypeGroup {
		for _, g := range st.Groups.Items {
			if matches(&g.Identity, "") {
				list = append(list, attachment{group: g})
			}
		}
	}
	if filter == "" || filter == types.EntityTypeUser {
		for _, u := range st.Users.Items {
			if matches(&u.Identity, u.Boundary) {
				list = append(list, attachment{user: u})
			}
		}
	}
	if filter == "" || filter == types.EntityTypeRole {
		for _, r := range st.Roles.Items {
			if matches(&r.Identity, r.Boundary) {
				list = append(list, attachment{role: r})
			}
		}
	}
	return list
}
