package iammodel

import (
	"github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

func (s *Service) putUserPermissionsBoundary(c *model.Call, in *iam.PutUserPermissionsBoundaryInput) (*iam.PutUserPermissionsBoundaryOutput, error) {
	st := s.stores.Write(c)
	x, err := st.findUser(text(in.UserName))
	if err != nil {
		return nil, err
	}
	arn, err := st.Boundary(text(in.PermissionsBoundary))
	if err != nil {
		return nil, err
	}
	x.Boundary = arn
	return nil, nil
}

func (s *Service) deleteUserPermissionsBoundary(c *model.Call, in *iam.DeleteUserPermissionsBoundaryInput) (*iam.DeleteUserPermissionsBoundaryOutput, error) {
	x, err := s.stores.Write(c).findUser(text(in.UserName))
	if err != nil {
		return nil, err
	}
	if x.Boundary == "" {
		return nil, noSuchEntity("User %s does not have a permissions boundary.", x.Name)
	}
	x.Boundary = ""
	return nil, nil
}

func (s *Service) putRolePermissionsBoundary(c *model.Call, in *iam.PutRolePermissionsBoundaryInput) (*iam.PutRolePermissionsBoundaryOutput, error) {
	st := s.stores.Write(c)
	x, err := st.customerRole(text(in.RoleName))
	if err != nil {
		return nil, err
	}
	arn, err := st.Boundary(text(in.PermissionsBoundary))
	if err != nil {
		return nil, err
	}
	x.Boundary = arn
	return nil, nil
}

func (s *Service) deleteRolePermissionsBoundary(c *model.Call, in *iam.DeleteRolePermissionsBoundaryInput) (*iam.DeleteRolePermissionsBoundaryOutput, error) {
	x, err := s.stores.Write(c).customerRole(text(in.RoleName))
	if err != nil {
		return nil, err
	}
	if x.Boundary == "" {
		return nil, noSuchEntity("Role %s does not have a permissions boundary.", x.Name)
	}
	x.Boundary = ""
	return nil, nil
}
