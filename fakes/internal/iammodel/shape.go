package iammodel

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
)

// What follows gives records the shapes of outputs. Lists omit members that the
// operations for one entity have: the "listed" shapes are those of lists.

func (u *User) listed() types.User {
	out := types.User{Arn: &u.ARN, CreateDate: when(u.Created), UserId: &u.ID, PasswordLastUsed: when(u.PasswordLastUsed)}
	if u.Name != RootName { // the root user has neither
		out.UserName, out.Path = &u.Name, &u.Path
	}
	return out
}

func (u *User) shape() types.User {
	out := u.listed()
	out.PermissionsBoundary, out.Tags = boundaryShape(u.Boundary), u.Tags
	return out
}

func boundaryShape(arn string) *types.AttachedPermissionsBoundary {
	if arn == "" {
		return nil
	}
	return &types.AttachedPermissionsBoundary{
		PermissionsBoundaryArn:  &arn,
		PermissionsBoundaryType: "Policy", // as sent, though the API reference names PermissionsBoundaryPolicy
	}
}

func (g *Group) shape() types.Group {
	return types.Group{Arn: &g.ARN, CreateDate: when(g.Created), GroupId: &g.ID, GroupName: &g.Name, Path: &g.Path}
}

func (r *Role) listed() types.Role {
	return types.Role{
		Arn: &r.ARN, CreateDate: when(r.Created), Path: &r.Path, RoleId: &r.ID, RoleName: &r.Name,
		AssumeRolePolicyDocument: encode(r.Trust), Description: optional(r.Description), MaxSessionDuration: aws.Int32(r.MaxSession),
	}
}

func (r *Role) shape(now time.Time) types.Role {
	out := r.listed()
	out.PermissionsBoundary, out.Tags, out.RoleLastUsed = boundaryShape(r.Boundary), r.Tags, r.used(now)
	return out
}

// tracked is how long IAM remembers uses.
const tracked = 400 * day

// used is empty for a role that was not used within the tracking period.
func (r *Role) used(now time.Time) *types.RoleLastUsed {
	if r.LastUsed.IsZero() || now.Sub(r.LastUsed) > tracked {
		return &types.RoleLastUsed{}
	}
	return &types.RoleLastUsed{LastUsedDate: when(r.LastUsed), Region: optional(r.LastUsedRegion)}
}

// usage counts how often policies are attached, by ARN.
type usage map[string]*struct{ attached, boundaries int32 }

func (st *Store) usage() usage {
	u := make(usage)
	at := func(arn string) *struct{ attached, boundaries int32 } {
		if u[arn] == nil {
			u[arn] = new(struct{ attached, boundaries int32 })
		}
		return u[arn]
	}
	add := func(attached []string, boundary string) {
		for _, arn := range attached {
			at(arn).attached++
		}
		if boundary != "" {
			at(boundary).boundaries++
		}
	}
	for _, x := range st.Users.Items {
		add(x.Attached, x.Boundary)
	}
	for _, x := range st.Groups.Items {
		add(x.Attached, "")
	}
	for _, x := range st.Roles.Items {
		add(x.Attached, x.Boundary)
	}
	return u
}

func (u usage) of(arn string) (attached, boundaries int32) {
	if n := u[arn]; n != nil {
		return n.attached, n.boundaries
	}
	return 0, 0
}

func (p *Policy) listed(u usage) types.Policy {
	attached, boundaries := u.of(p.ARN)
	return types.Policy{
		Arn: &p.ARN, AttachmentCount: &attached, PermissionsBoundaryUsageCount: &boundaries,
		CreateDate: when(p.Created), UpdateDate: when(p.Updated), DefaultVersionId: &p.Default,
		IsAttachable: !p.NotAttachable, Path: &p.Path, PolicyId: &p.ID, PolicyName: &p.Name,
	}
}

func (p *Policy) shape(u usage) types.Policy {
	out := p.listed(u)
	out.Description, out.Tags = optional(p.Description), p.Tags
	return out
}

func (v *Version) shape(p *Policy) types.PolicyVersion {
	return types.PolicyVersion{CreateDate: when(v.Created), VersionId: &v.ID, IsDefaultVersion: v.ID == p.Default, Document: encode(v.Document)}
}

func (v *Version) listed(p *Policy) types.PolicyVersion {
	out := v.shape(p)
	out.Document = nil
	return out
}

func (p *InstanceProfile) listed(st *Store) types.InstanceProfile {
	out := types.InstanceProfile{
		Arn: &p.ARN, CreateDate: when(p.Created), InstanceProfileId: &p.ID, InstanceProfileName: &p.Name, Path: &p.Path,
		Roles: []types.Role{},
	}
	if r := st.Roles.Get(p.Role); p.Role != "" && r != nil {
		role := r.listed()
		role.Description, role.MaxSessionDuration = nil, nil
		out.Roles = append(out.Roles, role)
	}
	return out
}

func (p *InstanceProfile) shape(st *Store) types.InstanceProfile {
	out := p.listed(st)
	out.Tags = p.Tags
	return out
}

func (c *ServerCertificate) metadata() *types.ServerCertificateMetadata {
	return &types.ServerCertificateMetadata{
		Arn: &c.ARN, Path: &c.Path, ServerCertificateId: &c.ID, ServerCertificateName: &c.Name,
		Expiration: when(c.Expiry), UploadDate: when(c.Created),
	}
}

func attachedShape(arns []string) []types.AttachedPolicy {
	return each(arns, func(arn string) types.AttachedPolicy {
		return types.AttachedPolicy{PolicyArn: &arn, PolicyName: aws.String(lastName(arn))}
	})
}
