package load

import (
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/internal/awscli"
)

func permissions(p *awscli.Principal) iamhygiene.Permissions {
	out := iamhygiene.Permissions{Boundary: p.PermissionsBoundaryArn}
	for _, a := range p.AttachedManagedPolicies {
		out.Attached = append(out.Attached, iamhygiene.AttachedPolicy{Name: a.PolicyName, ARN: a.PolicyArn})
	}
	for _, i := range p.InlinePolicies {
		out.Inline = append(out.Inline, iamhygiene.InlinePolicy{Name: i.PolicyName, Document: iamhygiene.Document(i.PolicyDocument)})
	}
	return out
}

func tags(in []awscli.Tag) map[string]string {
	if len(in) == 0 {
		return nil
	}
	out := make(map[string]string, len(in))
	for _, t := range in {
		out[t.Key] = t.Value
	}
	return out
}

func user(in *awscli.User) iamhygiene.UserDetail {
	return iamhygiene.UserDetail{
		ARN: in.Arn, Name: in.Name, ID: in.ID, Path: in.Path, Created: in.CreateDate,
		Permissions: permissions(&in.Principal), Groups: in.GroupList, Tags: tags(in.Tags),
	}
}

func group(in *awscli.Group) iamhygiene.GroupDetail {
	return iamhygiene.GroupDetail{
		ARN: in.Arn, Name: in.Name, ID: in.ID, Path: in.Path, Created: in.CreateDate,
		Permissions: permissions(&in.Principal),
	}
}

func role(in *awscli.Role) iamhygiene.RoleDetail {
	out := iamhygiene.RoleDetail{
		ARN: in.Arn, Name: in.Name, ID: in.ID, Path: in.Path, Created: in.CreateDate,
		Permissions: permissions(&in.Principal), Trust: iamhygiene.Document(in.AssumeRolePolicyDocument),
		InstanceProfiles: in.InstanceProfileArns, Tags: tags(in.Tags),
		LastUsedUnknown: in.RoleLastUsed == nil,
	}
	if u := in.RoleLastUsed; u != nil {
		out.LastUsed, out.LastUsedRegion = u.LastUsedDate, u.Region
	}
	return out
}
