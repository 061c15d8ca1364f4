package iammodel

import (
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

func (s *Service) listRoles(c *model.Call, in *iam.ListRolesInput) (*iam.ListRolesOutput, error) {
	st := s.stores.Read(c)
	prefix, err := checkPrefix(in.PathPrefix)
	if err != nil {
		return nil, err
	}
	roles, next, err := page(c, st, under(st.Roles.Items, prefix, func(r *Role) *Entity { return &r.Entity }), (*Role).listKey, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &iam.ListRolesOutput{Roles: each(roles, (*Role).listed), IsTruncated: next != nil, Marker: next}, nil
}

func (s *Service) getRole(c *model.Call, in *iam.GetRoleInput) (*iam.GetRoleOutput, error) {
	r, err := s.stores.Read(c).findRole(text(in.RoleName))
	if err != nil {
		return nil, err
	}
	role := r.shape(c.Now())
	return &iam.GetRoleOutput{Role: &role}, nil
}

func (s *Service) listInstanceProfiles(c *model.Call, in *iam.ListInstanceProfilesInput) (*iam.ListInstanceProfilesOutput, error) {
	st := s.stores.Read(c)
	prefix, err := checkPrefix(in.PathPrefix)
	if err != nil {
		return nil, err
	}
	all := under(st.InstanceProfiles.Items, prefix, func(p *InstanceProfile) *Entity { return &p.Entity })
	list, next, err := page(c, st, all, (*InstanceProfile).listKey, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &iam.ListInstanceProfilesOutput{InstanceProfiles: st.profiles(list), IsTruncated: next != nil, Marker: next}, nil
}

func (st *Store) profiles(list []*InstanceProfile) []types.InstanceProfile {
	return each(list, func(p *InstanceProfile) types.InstanceProfile { return p.listed(st) })
}

func (s *Service) getInstanceProfile(c *model.Call, in *iam.GetInstanceProfileInput) (*iam.GetInstanceProfileOutput, error) {
	st := s.stores.Read(c)
	p, err := st.findInstanceProfile(text(in.InstanceProfileName))
	if err != nil {
		return nil, err
	}
	out := p.shape(st)
	return &iam.GetInstanceProfileOutput{InstanceProfile: &out}, nil
}

func (s *Service) listInstanceProfilesForRole(c *model.Call, in *iam.ListInstanceProfilesForRoleInput) (*iam.ListInstanceProfilesForRoleOutput, error) {
	st := s.stores.Read(c)
	r, err := st.findRole(text(in.RoleName))
	if err != nil {
		return nil, err
	}
	list, next, err := page(c, st, st.profilesOf(r), (*InstanceProfile).listKey, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &iam.ListInstanceProfilesForRoleOutput{InstanceProfiles: st.profiles(list), IsTruncated: next != nil, Marker: next}, nil
}

// profilesOf returns the instance profiles that hold a role.
func (st *Store) profilesOf(r *Role) []*InstanceProfile {
	var list []*InstanceProfile
	for _, p := range st.InstanceProfiles.Items {
		if p.Role != "" && fold(p.Role) == fold(r.Name) {
			list = append(list, p)
		}
	}
	return list
}
