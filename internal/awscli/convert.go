package awscli

import (
	"encoding/json"
	"strconv"
)

// The types below have the shape of the JSON. Documents and times stay raw,
// because they come in several forms.

type inlineJSON struct {
	PolicyName     string
	PolicyDocument json.RawMessage
}

type principalJSON struct {
	Path                    string
	Arn                     string
	CreateDate              json.RawMessage
	AttachedManagedPolicies []AttachedPolicy
	PermissionsBoundary     *struct{ PermissionsBoundaryArn string }
}

type profileJSON struct {
	Path, InstanceProfileName, InstanceProfileId, Arn string

	CreateDate json.RawMessage
	Tags       []Tag
}

func (c *conversion) user() User {
	var in struct {
		principalJSON
		UserName, UserId string
		UserPolicyList   []inlineJSON
		GroupList        []string
		Tags             []Tag
	}
	if c.decode(&in, &in.UserName, &in.Arn); c.err != nil {
		return User{}
	}
	for i, g := range in.GroupList {
		if g == "" {
			c.fail(c.root+".GroupList["+strconv.Itoa(i)+"]", Missing, "a group has no name", "")
		}
	}
	return User{
		Principal: c.principal(&in.principalJSON, in.UserName, in.UserId, "UserPolicyList", in.UserPolicyList),
		GroupList: in.GroupList, Tags: in.Tags,
	}
}

func (c *conversion) group() Group {
	var in struct {
		principalJSON
		GroupName, GroupId string
		GroupPolicyList    []inlineJSON
	}
	if c.decode(&in, &in.GroupName, &in.Arn); c.err != nil {
		return Group{}
	}
	return Group{c.principal(&in.principalJSON, in.GroupName, in.GroupId, "GroupPolicyList", in.GroupPolicyList)}
}

func (c *conversion) role() Role {
	var in struct {
		principalJSON
		RoleName, RoleId         string
		RolePolicyList           []inlineJSON
		AssumeRolePolicyDocument json.RawMessage
		InstanceProfileList      []profileJSON
		Tags                     []Tag
		RoleLastUsed             *struct {
			LastUsedDate json.RawMessage
			Region       string
		}
	}
	if c.decode(&in, &in.RoleName, &in.Arn); c.err != nil {
		return Role{}
	}
	role := Role{
		Principal:                c.principal(&in.principalJSON, in.RoleName, in.RoleId, "RolePolicyList", in.RolePolicyList),
		AssumeRolePolicyDocument: c.document(c.root+".AssumeRolePolicyDocument", in.AssumeRolePolicyDocument),
		Tags:                     in.Tags,
	}
	for i, p := range in.InstanceProfileList {
		role.InstanceProfileArns = append(role.InstanceProfileArns, p.Arn)
		role.InstanceProfiles = append(role.InstanceProfiles, InstanceProfile{
			Path: p.Path, Name: p.InstanceProfileName, ID: p.InstanceProfileId, Arn: p.Arn, Tags: p.Tags,
			CreateDate: c.time(c.root+".InstanceProfileList["+strconv.Itoa(i)+"].CreateDate", p.CreateDate),
		})
	}
	if u := in.RoleLastUsed; u != nil {
		role.RoleLastUsed = &RoleLastUsed{
			LastUsedDate: c.time(c.root+".RoleLastUsed.LastUsedDate", u.LastUsedDate), Region: u.Region,
		}
	}
	return role
}

func (c *conversion) policy() Policy {
	var in struct {
		Path, PolicyName, PolicyId, Arn string
		DefaultVersionId, Description   string
		IsAttachable                    *bool
		CreateDate, UpdateDate          json.RawMessage
		AttachmentCount                 *int
		PermissionsBoundaryUsageCount   *int
		PolicyVersionList               []versionJSON
	}
	if c.decode(&in, &in.PolicyName, &in.Arn); c.err != nil {
		return Policy{}
	}
	policy := Policy{
		Path: in.Path, PolicyName: in.PolicyName, PolicyID: in.PolicyId, Arn: in.Arn,
		CreateDate:       c.time(c.root+".CreateDate", in.CreateDate),
		UpdateDate:       c.time(c.root+".UpdateDate", in.UpdateDate),
		DefaultVersionID: in.DefaultVersionId, Description: in.Description, IsAttachable: in.IsAttachable,
		AttachmentCount:               in.AttachmentCount,
		PermissionsBoundaryUsageCount: in.PermissionsBoundaryUsageCount,
	}
	if in.PolicyVersionList == nil {
		c.otherCommand = true
		c.fail(c.root, Missing, "the policy has no PolicyVersionList", "")
	}
	for i, v := range in.PolicyVersionList {
		c.version(&policy, c.root+".PolicyVersionList["+strconv.Itoa(i)+"]", v)
	}
	if policy.DefaultVersionID == "" {
		c.fail(c.root, Missing, "the policy has neither a DefaultVersionId nor a version marked as default", "")
	}
	return policy
}

type versionJSON struct {
	VersionId        string
	Document         json.RawMessage
	IsDefaultVersion bool
	CreateDate       json.RawMessage
}

// version adds a version to a policy. A damaged one is left out alone: a
// policy without the document of its default version says so to whoever asks.
func (c *conversion) version(policy *Policy, path string, in versionJSON) {
	if c.err != nil {
		return
	}
	if in.VersionId == "" {
		c.fail(path, Missing, "the version has no VersionId", "")
		return
	}
	v := PolicyVersion{
		VersionID:        in.VersionId,
		Document:         c.document(path+".Document", in.Document),
		IsDefaultVersion: in.IsDefaultVersion,
		CreateDate:       c.time(path+".CreateDate", in.CreateDate),
	}
	if in.IsDefaultVersion && policy.DefaultVersionID == "" {
		policy.DefaultVersionID = in.VersionId
	}
	if c.err != nil {
		c.notes = append(c.notes, c.err)
		c.err = nil
		return
	}
	policy.PolicyVersionList = append(policy.PolicyVersionList, v)
}
