package iammodel

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

func (s *Service) createUser(c *model.Call, in *iam.CreateUserInput) (*iam.CreateUserOutput, error) {
	st := s.stores.Write(c)
	boundary := ""
	if in.PermissionsBoundary != nil {
		var err error
		if boundary, err = st.Boundary(*in.PermissionsBoundary); err != nil {
			return nil, err
		}
	}
	u, err := s.AddUser(st, text(in.UserName), in.Path, in.Tags)
	if err != nil {
		return nil, err
	}
	u.Boundary = boundary
	user := u.shape()
	return &iam.CreateUserOutput{User: &user}, nil
}

// updateUser renames or moves a user. What knows the user by name follows.
func (s *Service) updateUser(c *model.Call, in *iam.UpdateUserInput) (*iam.UpdateUserOutput, error) {
	st := s.stores.Write(c)
	u, err := st.findUser(text(in.UserName))
	if err != nil {
		return nil, err
	}
	name, path, err := s.checkRename("newUserName", userNameLimit, u.Entity, in.NewUserName, in.NewPath)
	if err != nil {
		return nil, err
	}
	if other := st.Users.Get(name); other != nil && other != u {
		return nil, alreadyExists("User with name %s already exists.", name)
	}
	devices := st.devices(u.Name)
	st.Users.Delete(u.Name)
	u.rename(st, "user", name, path)
	st.Users.Put(u.Name, u)
	for _, d := range devices {
		d.Owner = ownerKey(u.Name)
	}
	for _, k := range u.Keys {
		if key := s.cloud.Keys.Get(k.ID); key != nil {
			key.Owner.ARN, key.Owner.Name = u.ARN, u.Name
		}
	}
	return nil, nil
}

// checkRename returns the name and path that an entity is to have.
func (s *Service) checkRename(member string, limit int, e Entity, name, path *string) (string, string, error) {
	newName, newPath := e.Name, e.Path
	if name != nil {
		if err := checkName(member, *name, limit); err != nil {
			return "", "", err
		}
		newName = *name
	}
	if path != nil {
		p, err := checkPath(path)
		if err != nil {
			return "", "", err
		}
		newPath = p
	}
	return newName, newPath, nil
}

// deleteUser deletes a user who has nothing left.
func (s *Service) deleteUser(c *model.Call, in *iam.DeleteUserInput) (*iam.DeleteUserOutput, error) {
	st := s.stores.Write(c)
	u, err := st.findUser(text(in.UserName))
	if err != nil {
		return nil, err
	}
	switch {
	case len(u.Groups) > 0:
		return nil, deleteConflict("Cannot delete entity, must remove users from group first.")
	case len(u.Attached) > 0:
		return nil, deleteConflict("Cannot delete entity, must detach all policies first.")
	case u.Inline.Len() > 0:
		return nil, deleteConflict("Cannot delete entity, must delete policies first.")
	case len(u.Keys) > 0:
		return nil, deleteConflict("Cannot delete entity, must delete access keys first.")
	case u.Login != nil:
		return nil, deleteConflict("Cannot delete entity, must delete login profile first.")
	case len(st.devices(u.Name)) > 0:
		return nil, deleteConflict("Cannot delete entity, must delete MFA device first.")
	case len(u.Certificates)+len(u.SSHKeys)+len(u.ServiceCredentials) > 0:
		return nil, deleteConflict("Cannot delete entity, must remove referenced objects first.")
	}
	st.Users.Delete(u.Name)
	return nil, nil
}

func (s *Service) createGroup(c *model.Call, in *iam.CreateGroupInput) (*iam.CreateGroupOutput, error) {
	g, err := s.AddGroup(s.stores.Write(c), text(in.GroupName), in.Path)
	if err != nil {
		return nil, err
	}
	group := g.shape()
	return &iam.CreateGroupOutput{Group: &group}, nil
}

func (s *Service) updateGroup(c *model.Call, in *iam.UpdateGroupInput) (*iam.UpdateGroupOutput, error) {
	st := s.stores.Write(c)
	g, err := st.findGroup(text(in.GroupName))
	if err != nil {
		return nil, err
	}
	name, path, err := s.checkRename("newGroupName", otherNameLimit, g.Entity, in.NewGroupName, in.NewPath)
	if err != nil {
		return nil, err
	}
	if other := st.Groups.Get(name); other != nil && other != g {
		return nil, alreadyExists("Group with name %s already exists.", name)
	}
	for _, u := range st.members(g.Name) {
		i := slices.IndexFunc(u.Groups, func(n string) bool { return fold(n) == fold(g.Name) })
		u.Groups[i] = name
	}
	st.Groups.Delete(g.Name)
	g.rename(st, "group", name, path)
	st.Groups.Put(g.Name, g)
	return nil, nil
}

func (s *Service) deleteGroup(c *model.Call, in *iam.DeleteGroupInput) (*iam.DeleteGroupOutput, error) {
	st := s.stores.Write(c)
	g, err := st.findGroup(text(in.GroupName))
	if err != nil {
		return nil, err
	}
	switch {
	case len(st.members(g.Name)) > 0:
		return nil, deleteConflict("Cannot delete entity, must remove users from group first.")
	case len(g.Attached) > 0:
		return nil, deleteConflict("Cannot delete entity, must detach all policies first.")
	case g.Inline.Len() > 0:
		return nil, deleteConflict("Cannot delete entity, must delete policies first.")
	}
	st.Groups.Delete(g.Name)
	return nil, nil
}

func (s *Service) addUserToGroup(c *model.Call, in *iam.AddUserToGroupInput) (*iam.AddUserToGroupOutput, error) {
	st := s.stores.Write(c)
	u, err := st.findUser(text(in.UserName))
	if err != nil {
		return nil, err
	}
	return nil, st.Join(u, text(in.GroupName))
}

// removeUserFromGroup does not mind a user who is no member, as AWS does not.
func (s *Service) removeUserFromGroup(c *model.Call, in *iam.RemoveUserFromGroupInput) (*iam.RemoveUserFromGroupOutput, error) {
	st := s.stores.Write(c)
	u, err := st.findUser(text(in.UserName))
	if err != nil {
		return nil, err
	}
	g, err := st.findGroup(text(in.GroupName))
	if err != nil {
		return nil, err
	}
	u.Groups = slices.DeleteFunc(u.Groups, func(n string) bool { return fold(n) == fold(g.Name) })
	return nil, nil
}
