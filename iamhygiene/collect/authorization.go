package collect

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/iamhygiene"
)

const getDetails = "iam:GetAccountAuthorizationDetails"

// pageSize is the most items that a page of IAM holds. The fewest calls are the
// kindest to a rate limit that the account shares with its deployments.
const pageSize = 1000

// authorization collects users, groups, roles and policies. They come as one
// stream of pages, each with a piece of any list.
//
// A user, group, role or policy of which a part cannot be understood is lost as
// a whole: one with a policy less looks harmless and may not be.
func authorization(ctx context.Context, p *Pass) (*iamhygiene.AuthorizationDetails, error) {
	client := iam.NewFromConfig(p.Config)
	d := &iamhygiene.AuthorizationDetails{
		Users: []iamhygiene.UserDetail{}, Groups: []iamhygiene.GroupDetail{}, Roles: []iamhygiene.RoleDetail{}, Policies: []iamhygiene.PolicyDetail{},
	}
	b := builder{pass: p, seen: make(map[string]bool)}
	_, err := List(ctx, getDetails, func(ctx context.Context, token *string) ([]struct{}, *string, error) {
		out, err := client.GetAccountAuthorizationDetails(ctx, &iam.GetAccountAuthorizationDetailsInput{Marker: token, MaxItems: aws.Int32(pageSize)})
		if err != nil {
			return nil, nil, err
		}
		for i := range out.UserDetailList {
			u := &out.UserDetailList[i]
			add(&b, &d.Users, u.Arn, func() (iamhygiene.UserDetail, error) { return userDetail(u) })
		}
		for i := range out.GroupDetailList {
			g := &out.GroupDetailList[i]
			add(&b, &d.Groups, g.Arn, func() (iamhygiene.GroupDetail, error) { return groupDetail(g) })
		}
		for i := range out.RoleDetailList {
			r := &out.RoleDetailList[i]
			add(&b, &d.Roles, r.Arn, func() (iamhygiene.RoleDetail, error) { return roleDetail(r) })
		}
		for i := range out.Policies {
			m := &out.Policies[i]
			add(&b, &d.Policies, m.Arn, func() (iamhygiene.PolicyDetail, error) { return policyDetail(m) })
		}
		next, err := Marker(getDetails, out.IsTruncated, out.Marker)
		return nil, next, err
	})
	if err == nil && b.nameless > 0 {
		err = invalid(getDetails, fmt.Sprintf("%s returned %d elements without an ARN", getDetails, b.nameless))
	}
	return d, err
}

// A builder adds elements to the lists of authorization details.
type builder struct {
	pass     *Pass
	seen     map[string]bool // by ARN
	nameless int
}

// add converts an element and appends it. One that comes twice, because
// something was made or deleted while the pages were read, counts once.
func add[T any](b *builder, to *[]T, arn *string, convert func() (T, error)) {
	name := aws.ToString(arn)
	if name == "" {
		b.nameless++
		return
	}
	if b.seen[name] {
		return
	}
	b.seen[name] = true
	v, err := convert()
	if err != nil {
		b.pass.Lost(name, invalid(getDetails, getDetails+": "+err.Error()))
		return
	}
	*to = append(*to, v)
}

func userDetail(in *types.UserDetail) (iamhygiene.UserDetail, error) {
	permissions, err := permissionsOf(in.AttachedManagedPolicies, in.UserPolicyList, in.PermissionsBoundary)
	return iamhygiene.UserDetail{
		ARN: aws.ToString(in.Arn), Name: aws.ToString(in.UserName), ID: aws.ToString(in.UserId), Path: aws.ToString(in.Path),
		Created: aws.ToTime(in.CreateDate), Permissions: permissions, Groups: orNil(in.GroupList), Tags: tags(in.Tags),
	}, err
}

func groupDetail(in *types.GroupDetail) (iamhygiene.GroupDetail, error) {
	permissions, err := permissionsOf(in.AttachedManagedPolicies, in.GroupPolicyList, nil)
	return iamhygiene.GroupDetail{
		ARN: aws.ToString(in.Arn), Name: aws.ToString(in.GroupName), ID: aws.ToString(in.GroupId), Path: aws.ToString(in.Path),
		Created: aws.ToTime(in.CreateDate), Permissions: permissions,
	}, err
}

func roleDetail(in *types.RoleDetail) (iamhygiene.RoleDetail, error) {
	permissions, err := permissionsOf(in.AttachedManagedPolicies, in.RolePolicyList, in.PermissionsBoundary)
	trust, trustErr := document(in.AssumeRolePolicyDocument)
	if trustErr != nil {
		trustErr = fmt.Errorf("the trust policy: %w", trustErr)
	}
	out := iamhygiene.RoleDetail{
		ARN: aws.ToString(in.Arn), Name: aws.ToString(in.RoleName), ID: aws.ToString(in.RoleId), Path: aws.ToString(in.Path),
		Created: aws.ToTime(in.CreateDate), Permissions: permissions, Trust: trust, Tags: tags(in.Tags),
		LastUsedUnknown: in.RoleLastUsed == nil,
	}
	if u := in.RoleLastUsed; u != nil {
		out.LastUsed, out.LastUsedRegion = aws.ToTime(u.LastUsedDate), aws.ToString(u.Region)
	}
	for _, profile := range in.InstanceProfileList {
		out.InstanceProfiles = append(out.InstanceProfiles, aws.ToString(profile.Arn))
	}
	return out, errors.Join(err, trustErr)
}

func policyDetail(in *types.ManagedPolicyDetail) (iamhygiene.PolicyDetail, error) {
	out := iamhygiene.PolicyDetail{
		ARN: aws.ToString(in.Arn), Name: aws.ToString(in.PolicyName), ID: aws.ToString(in.PolicyId), Path: aws.ToString(in.Path),
		Created: aws.ToTime(in.CreateDate), Updated: aws.ToTime(in.UpdateDate), Default: aws.ToString(in.DefaultVersionId),
		Attachments: int(aws.ToInt32(in.AttachmentCount)), BoundaryUses: int(aws.ToInt32(in.PermissionsBoundaryUsageCount)),
	}
	if in.AttachmentCount == nil || in.PermissionsBoundaryUsageCount == nil {
		// A policy that looks unused would be judged too mildly.
		return out, errors.New("the policy has no AttachmentCount or no PermissionsBoundaryUsageCount")
	}
	for _, v := range in.PolicyVersionList {
		text, err := document(v.Document)
		if err != nil {
			return out, fmt.Errorf("version %s: %w", aws.ToString(v.VersionId), err)
		}
		out.Versions = append(out.Versions, iamhygiene.PolicyVersion{ID: aws.ToString(v.VersionId), Document: text, Created: aws.ToTime(v.CreateDate)})
	}
	return out, nil
}

func permissionsOf(attached []types.AttachedPolicy, inline []types.PolicyDetail, boundary *types.AttachedPermissionsBoundary) (out iamhygiene.Permissions, err error) {
	for _, a := range attached {
		out.Attached = append(out.Attached, iamhygiene.AttachedPolicy{Name: aws.ToString(a.PolicyName), ARN: aws.ToString(a.PolicyArn)})
	}
	for _, i := range inline {
		text, err := document(i.PolicyDocument)
		if err != nil {
			return out, fmt.Errorf("inline policy %s: %w", aws.ToString(i.PolicyName), err)
		}
		out.Inline = append(out.Inline, iamhygiene.InlinePolicy{Name: aws.ToString(i.PolicyName), Document: text})
	}
	if boundary != nil {
		out.Boundary = aws.ToString(boundary.PermissionsBoundaryArn)
	}
	return out, nil
}

// document decodes a policy document from the percent encoding of RFC 3986 in
// which IAM returns it, once: PathUnescape, because a "+" is a "+" there. A text
// that begins with a brace, as some emulators return, is not encoded, since
// encoding would have turned the brace into %7B.
func document(encoded *string) (iamhygiene.Document, error) {
	text := aws.ToString(encoded)
	if text == "" {
		return "", errors.New("there is no document")
	}
	if strings.HasPrefix(strings.TrimSpace(text), "{") {
		return iamhygiene.Document(text), nil
	}
	text, err := url.PathUnescape(text)
	if err != nil {
		return "", fmt.Errorf("the percent encoding of the document is broken: %w", err)
	}
	return iamhygiene.Document(text), nil
}

func tags(in []types.Tag) map[string]string {
	if len(in) == 0 {
		return nil
	}
	out := make(map[string]string, len(in))
	for _, t := range in {
		out[aws.ToString(t.Key)] = aws.ToString(t.Value)
	}
	return out
}
