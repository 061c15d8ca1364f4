package iammodel

import (
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

func (s *Service) listUsers(c *model.Call, in *iam.ListUsersInput) (*iam.ListUsersOutput, error) {
	st := s.stores.Read(c)
	prefix, err := checkPrefix(in.PathPrefix)
	if err != nil {
		return nil, err
	}
	users, next, err := page(c, st, under(st.Users.Items, prefix, userEntity), (*User).listKey, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &iam.ListUsersOutput{Users: each(users, (*User).listed), IsTruncated: next != nil, Marker: next}, nil
}

func userEntity(u *User) *Entity { return &u.Entity }

func (s *Service) getUser(c *model.Call, in *iam.GetUserInput) (*iam.GetUserOutput, error) {
	u, err := s.stores.Read(c).callerOr(c, in.UserName)
	if err != nil {
		return nil, err
	}
	user := u.shape()
	return &iam.GetUserOutput{User: &user}, nil
}

func (s *Service) getLoginProfile(c *model.Call, in *iam.GetLoginProfileInput) (*iam.GetLoginProfileOutput, error) {
	u, err := s.stores.Read(c).callerOr(c, in.UserName)
	if err != nil {
		return nil, err
	}
	if u.Login == nil || u.Name == RootName { // the root user's password is no login profile
		return nil, noSuchEntity("Login Profile for User %s cannot be found.", u.Name)
	}
	return &iam.GetLoginProfileOutput{LoginProfile: u.loginShape()}, nil
}

func (u *User) loginShape() *types.LoginProfile {
	return &types.LoginProfile{CreateDate: when(u.Login.Created), PasswordResetRequired: u.Login.ResetRequired, UserName: &u.Name}
}

func (s *Service) listGroupsForUser(c *model.Call, in *iam.ListGroupsForUserInput) (*iam.ListGroupsForUserOutput, error) {
	st := s.stores.Read(c)
	u, err := st.findUser(text(in.UserName))
	if err != nil {
		return nil, err
	}
	var groups []*Group
	for _, g := range st.Groups.Items {
		if u.in(g.Name) {
			groups = append(groups, g)
		}
	}
	groups, next, err := page(c, st, groups, (*Group).listKey, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &iam.ListGroupsForUserOutput{Groups: each(groups, (*Group).shape), IsTruncated: next != nil, Marker: next}, nil
}

func (s *Service) listGroups(c *model.Call, in *iam.ListGroupsInput) (*iam.ListGroupsOutput, error) {
	st := s.stores.Read(c)
	prefix, err := checkPrefix(in.PathPrefix)
	if err != nil {
		return nil, err
	}
	groups, next, err := page(c, st, under(st.Groups.Items, prefix, func(g *Group) *Entity { return &g.Entity }), (*Group).listKey, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &iam.ListGroupsOutput{Groups: each(groups, (*Group).shape), IsTruncated: next != nil, Marker: next}, nil
}

func (s *Service) getGroup(c *model.Call, in *iam.GetGroupInput) (*iam.GetGroupOutput, error) {
	st := s.stores.Read(c)
	g, err := st.findGroup(text(in.GroupName))
	if err != nil {
		return nil, err
	}
	users, next, err := page(c, st, st.members(g.Name), (*User).listKey, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	group := g.shape()
	return &iam.GetGroupOutput{Group: &group, Users: each(users, (*User).listed), IsTruncated: next != nil, Marker: next}, nil
}
