package iammodel

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

func (s *Service) createRole(c *model.Call, in *iam.CreateRoleInput) (*iam.CreateRoleOutput, error) {
	st := s.stores.Write(c)
	path := text(in.Path)
	if strings.HasPrefix(path, "/aws-service-role/") || strings.HasPrefix(path, "/aws-reserved/") {
		return nil, invalidInput("Path %s is reserved and cannot be used by customers.", path)
	}
	boundary, err := "", error(nil)
	if in.PermissionsBoundary != nil {
		if boundary, err = st.Boundary(*in.PermissionsBoundary); err != nil {
			return nil, err
		}
	}
	if in.MaxSessionDuration != nil {
		if err := s.SetMaxSession(new(Role), *in.MaxSessionDuration); err != nil {
			return nil, err
		}
	}
	r, err := s.AddRole(st, text(in.RoleName), in.Path, text(in.AssumeRolePolicyDocument), in.Tags)
	if err != nil {
		return nil, err
	}
	r.Boundary, r.Description = boundary, text(in.Description)
	if in.MaxSessionDuration != nil {
		r.MaxSession = *in.MaxSessionDuration
	}
	role := r.shape(c.Now())
	role.RoleLastUsed = nil
	return &iam.CreateRoleOutput{Role: &role}, nil
}

// updateRole sets what is given; without a description the role loses none.
func (s *Service) updateRole(c *model.Call, in *iam.UpdateRoleInput) (*iam.UpdateRoleOutput, error) {
	r, err := s.stores.Write(c).customerRole(text(in.RoleName))
	if err != nil {
		return nil, err
	}
	if in.MaxSessionDuration != nil {
		if err := s.SetMaxSession(r, *in.MaxSessionDuration); err != nil {
			return nil, err
		}
	}
	if in.Description != nil {
		r.Description = *in.Description
	}
	return nil, nil
}

func (s *Service) updateRoleDescription(c *model.Call, in *iam.UpdateRoleDescriptionInput) (*iam.UpdateRoleDescriptionOutput, error) {
	r, err := s.stores.Write(c).customerRole(text(in.RoleName))
	if err != nil {
		return nil, err
	}
	r.Description = text(in.Description)
	role := r.shape(c.Now())
	return &iam.UpdateRoleDescriptionOutput{Role: &role}, nil
}

func (s *Service) updateAssumeRolePolicy(c *model.Call, in *iam.UpdateAssumeRolePolicyInput) (*iam.UpdateAssumeRolePolicyOutput, error) {
	st := s.stores.Write(c)
	r, err := st.customerRole(text(in.RoleName))
	if err != nil {
		return nil, err
	}
	if err := s.checkTrust(st, text(in.PolicyDocument)); err != nil {
		return nil, err
	}
	r.Trust = text(in.PolicyDocument)
	return nil, nil
}

func (s *Service) deleteRole(c *model.Call, in *iam.DeleteRoleInput) (*iam.DeleteRoleOutput, error) {
	st := s.stores.Write(c)
	r, err := st.customerRole(text(in.RoleName))
	if err != nil {
		return nil, err
	}
	switch {
	case len(st.profilesOf(r)) > 0:
		return nil, deleteConflict("Cannot delete entity, must remove roles from instance profile first.")
	case len(r.Attached) > 0:
		return nil, deleteConflict("Cannot delete entity, must detach all policies first.")
	case r.Inline.Len() > 0:
		return nil, deleteConflict("Cannot delete entity, must delete policies first.")
	}
	st.Roles.Delete(r.Name)
	return nil, nil
}

func (s *Service) createInstanceProfile(c *model.Call, in *iam.CreateInstanceProfileInput) (*iam.CreateInstanceProfileOutput, error) {
	st := s.stores.Write(c)
	p, err := s.AddInstanceProfile(st, text(in.InstanceProfileName), in.Path, in.Tags)
	if err != nil {
		return nil, err
	}
	out := p.shape(st)
	return &iam.CreateInstanceProfileOutput{InstanceProfile: &out}, nil
}

func (s *Service) deleteInstanceProfile(c *model.Call, in *iam.DeleteInstanceProfileInput) (*iam.DeleteInstanceProfileOutput, error) {
	st := s.stores.Write(c)
	p, err := st.findInstanceProfile(text(in.InstanceProfileName))
	if err != nil {
		return nil, err
	}
	if p.Role != "" {
		return nil, deleteConflict("Cannot delete entity, must remove roles from instance profile first.")
	}
	st.InstanceProfiles.Delete(p.Name)
	return nil, nil
}

func (s *Service) addRoleToInstanceProfile(c *model.Call, in *iam.AddRoleToInstanceProfileInput) (*iam.AddRoleToInstanceProfileOutput, error) {
	st := s.stores.Write(c)
	p, err := st.findInstanceProfile(text(in.InstanceProfileName))
	if err != nil {
		return nil, err
	}
	if _, err := st.customerRole(text(in.RoleName)); err != nil {
		return nil, err
	}
	return nil, st.PutRole(p, text(in.RoleName))
}

func (s *Service) removeRoleFromInstanceProfile(c *model.Call, in *iam.RemoveRoleFromInstanceProfileInput) (*iam.RemoveRoleFromInstanceProfileOutput, error) {
	st := s.stores.Write(c)
	p, err := st.findInstanceProfile(text(in.InstanceProfileName))
	if err != nil {
		return nil, err
	}
	r, err := st.customerRole(text(in.RoleName))
	if err != nil {
		return nil, err
	}
	if fold(p.Role) != fold(r.Name) {
		return nil, noSuchEntity("Role %s is not in the instance profile %s.", r.Name, p.Name)
	}
	p.Role = ""
	return nil, nil
}

// createServiceLinkedRole makes the role of a service, named after the service
// as most services name theirs; AWS knows each by heart. It has no policies,
// because which AWS gives it is not known here.
func (s *Service) createServiceLinkedRole(c *model.Call, in *iam.CreateServiceLinkedRoleInput) (*iam.CreateServiceLinkedRoleOutput, error) {
	service := text(in.AWSServiceName)
	first, _, ok := strings.Cut(service, ".amazonaws.com")
	if !ok || first == "" {
		return nil, invalidInput("%s is not a valid AWS service principal.", service)
	}
	name := "AWSServiceRoleFor"
	for _, word := range strings.FieldsFunc(first, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		name += strings.ToUpper(word[:1]) + word[1:]
	}
	if in.CustomSuffix != nil {
		name += "_" + *in.CustomSuffix
	}
	r, err := s.AddLinkedRole(s.stores.Write(c), service, name, nil)
	if err != nil {
		return nil, err
	}
	r.Description = text(in.Description)
	role := r.shape(c.Now())
	role.RoleLastUsed = nil
	return &iam.CreateServiceLinkedRoleOutput{Role: &role}, nil
}

// deleteServiceLinkedRole deletes at once; the task only tells so. The service
// would be asked whether it still uses the role, which is not modelled.
func (s *Service) deleteServiceLinkedRole(c *model.Call, in *iam.DeleteServiceLinkedRoleInput) (*iam.DeleteServiceLinkedRoleOutput, error) {
	st := s.stores.Write(c)
	r, err := st.findRole(text(in.RoleName))
	if err != nil {
		return nil, err
	}
	if r.Linked == "" {
		return nil, noSuchEntity("The role %s is not a service-linked role.", r.Name)
	}
	if st.Deletions == nil {
		st.Deletions = make(map[string]types.DeletionTaskStatusType)
	}
	id := fmt.Sprintf("task%s%s/%08d-0000-4000-8000-%s", r.Path, r.Name, len(st.Deletions)+1, st.AccountID)
	st.Deletions[id] = types.DeletionTaskStatusTypeSucceeded
	st.Roles.Delete(r.Name)
	return &iam.DeleteServiceLinkedRoleOutput{DeletionTaskId: &id}, nil
}

func (s *Service) getServiceLinkedRoleDeletionStatus(c *model.Call, in *iam.GetServiceLinkedRoleDeletionStatusInput) (*iam.GetServiceLinkedRoleDeletionStatusOutput, error) {
	status, ok := s.stores.Read(c).Deletions[text(in.DeletionTaskId)]
	if !ok {
		return nil, noSuchEntity("The deletion task %s cannot be found.", text(in.DeletionTaskId))
	}
	return &iam.GetServiceLinkedRoleDeletionStatusOutput{Status: status}, nil
}
