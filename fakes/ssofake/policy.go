package ssofake

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssoadmin"
	"github.com/aws/aws-sdk-go-v2/service/ssoadmin/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/policyeval"
)

const (
	inlineLimit   = 10240 // characters of an inline policy without white space (limits)
	policiesLimit = 20    // AWS managed and customer managed policies together (limits)
)

func (m *center) getInlinePolicy(_ context.Context, c *model.Call, in *ssoadmin.GetInlinePolicyForPermissionSetInput) (*ssoadmin.GetInlinePolicyForPermissionSetOutput, error) {
	_, s, err := m.find(c, in.InstanceArn, in.PermissionSetArn, false)
	if err != nil {
		return nil, err
	}
	// Plain JSON; a set without a policy has an empty text, not an error.
	return &ssoadmin.GetInlinePolicyForPermissionSetOutput{InlinePolicy: aws.String(s.Inline)}, nil
}

func (m *center) putInlinePolicy(_ context.Context, c *model.Call, in *ssoadmin.PutInlinePolicyToPermissionSetInput) (*ssoadmin.PutInlinePolicyToPermissionSetOutput, error) {
	_, s, err := m.find(c, in.InstanceArn, in.PermissionSetArn, true)
	if err != nil {
		return nil, err
	}
	return nil, s.putInline(*in.InlinePolicy)
}

func (s *permissionSet) putInline(document string) error {
	p, err := policyeval.Parse([]byte(document), policyeval.WithType(policyeval.IdentityPolicy))
	if err != nil {
		return invalid("The inline policy is not valid: %v", err)
	}
	if p.Size() > inlineLimit {
		return model.Errorf("ServiceQuotaExceededException", "The inline policy has more than %d characters.", inlineLimit)
	}
	s.Inline = document
	s.Version++
	return nil
}

func (m *center) deleteInlinePolicy(_ context.Context, c *model.Call, in *ssoadmin.DeleteInlinePolicyFromPermissionSetInput) (*ssoadmin.DeleteInlinePolicyFromPermissionSetOutput, error) {
	_, s, err := m.find(c, in.InstanceArn, in.PermissionSetArn, true)
	if err != nil {
		return nil, err
	}
	if s.Inline == "" {
		return nil, notFound("The permission set %s has no inline policy.", *in.PermissionSetArn)
	}
	s.Inline = ""
	s.Version++
	return nil, nil
}

func (m *center) listManagedPolicies(_ context.Context, c *model.Call, in *ssoadmin.ListManagedPoliciesInPermissionSetInput) (*ssoadmin.ListManagedPoliciesInPermissionSetOutput, error) {
	_, s, err := m.find(c, in.InstanceArn, in.PermissionSetArn, false)
	if err != nil {
		return nil, err
	}
	list, next, err := page(c, s.Managed, same, in.NextToken, in.MaxResults)
	out := &ssoadmin.ListManagedPoliciesInPermissionSetOutput{NextToken: next}
	for _, arn := range list {
		out.AttachedManagedPolicies = append(out.AttachedManagedPolicies, types.AttachedManagedPolicy{Arn: aws.String(arn), Name: aws.String(lastOf(arn))})
	}
	return out, err
}

func lastOf(arn string) string { return arn[strings.LastIndexByte(arn, '/')+1:] }

func (m *center) attachManagedPolicy(_ context.Context, c *model.Call, in *ssoadmin.AttachManagedPolicyToPermissionSetInput) (*ssoadmin.AttachManagedPolicyToPermissionSetOutput, error) {
	i, s, err := m.find(c, in.InstanceArn, in.PermissionSetArn, true)
	if err != nil {
		return nil, err
	}
	return nil, m.attachManaged(i, s, *in.ManagedPolicyArn)
}

// attachManaged attaches an AWS managed policy, which the owner of the instance
// has to know.
func (m *center) attachManaged(i *instance, s *permissionSet, arn string) error {
	owner := m.cloud.Lookup(i.Owner)
	switch {
	case !strings.HasPrefix(arn, "arn:"+owner.Partition+":iam::aws:policy/"):
		return invalid("The policy %s is not an AWS managed policy.", arn)
	case slices.Contains(s.Managed, arn):
		return model.Errorf("ConflictException", "Policy %s is already attached to the permission set.", arn)
	case len(s.Managed)+len(s.References) >= policiesLimit:
		return model.Errorf("ServiceQuotaExceededException", "You have exceeded the maximum number of managed policies attached to a permission set.")
	}
	if p := m.iam.Store(owner).AWSPolicies.Get(lastOf(arn)); p == nil || p.ARN != arn {
		return &model.NotModeledError{Package: "ssoadmin", Operation: "AttachManagedPolicyToPermissionSet", What: "the AWS managed policy " + arn + " (Account.AddAWSManagedPolicy adds it)"}
	}
	s.Managed = append(slices.Clone(s.Managed), arn)
	s.Version++
	return nil
}

func (m *center) detachManagedPolicy(_ context.Context, c *model.Call, in *ssoadmin.DetachManagedPolicyFromPermissionSetInput) (*ssoadmin.DetachManagedPolicyFromPermissionSetOutput, error) {
	_, s, err := m.find(c, in.InstanceArn, in.PermissionSetArn, true)
	if err != nil {
		return nil, err
	}
	i := slices.Index(s.Managed, *in.ManagedPolicyArn)
	if i < 0 {
		return nil, notFound("Policy %s is not attached to the permission set.", *in.ManagedPolicyArn)
	}
	s.Managed = slices.Delete(slices.Clone(s.Managed), i, i+1)
	s.Version++
	return nil, nil
}

var policyName = regexp.MustCompile(`^[\w+=,.@-]{1,128}$`)

// reference completes a reference to a customer managed policy.
func reference(r types.CustomerManagedPolicyReference) (types.CustomerManagedPolicyReference, error) {
	if r.Path == nil {
		r.Path = aws.String("/")
	}
	if !policyName.MatchString(aws.ToString(r.Name)) || !strings.HasPrefix(*r.Path, "/") || !strings.HasSuffix(*r.Path, "/") {
		return r, invalid("The reference to the policy %s%s is not valid.", *r.Path, aws.ToString(r.Name))
	}
	return r, nil
}

func key(r types.CustomerManagedPolicyReference) string { return *r.Path + *r.Name }

func (m *center) listReferences(_ context.Context, c *model.Call, in *ssoadmin.ListCustomerManagedPolicyReferencesInPermissionSetInput) (*ssoadmin.ListCustomerManagedPolicyReferencesInPermissionSetOutput, error) {
	_, s, err := m.find(c, in.InstanceArn, in.PermissionSetArn, false)
	if err != nil {
		return nil, err
	}
	list, next, err := page(c, s.References, key, in.NextToken, in.MaxResults)
	return &ssoadmin.ListCustomerManagedPolicyReferencesInPermissionSetOutput{CustomerManagedPolicyReferences: list, NextToken: next}, err
}

func (m *center) attachReference(_ context.Context, c *model.Call, in *ssoadmin.AttachCustomerManagedPolicyReferenceToPermissionSetInput) (*ssoadmin.AttachCustomerManagedPolicyReferenceToPermissionSetOutput, error) {
	_, s, err := m.find(c, in.InstanceArn, in.PermissionSetArn, true)
	if err != nil {
		return nil, err
	}
	return nil, s.refer(*in.CustomerManagedPolicyReference)
}

func (s *permissionSet) refer(given types.CustomerManagedPolicyReference) error {
	r, err := reference(given)
	switch {
	case err != nil:
		return err
	case slices.ContainsFunc(s.References, func(o types.CustomerManagedPolicyReference) bool { return key(o) == key(r) }):
		return model.Errorf("ConflictException", "Policy %s is already attached to the permission set.", key(r))
	case len(s.Managed)+len(s.References) >= policiesLimit:
		return model.Errorf("ServiceQuotaExceededException", "You have exceeded the maximum number of managed policies attached to a permission set.")
	}
	s.References = append(slices.Clone(s.References), r)
	s.Version++
	return nil
}

func (m *center) detachReference(_ context.Context, c *model.Call, in *ssoadmin.DetachCustomerManagedPolicyReferenceFromPermissionSetInput) (*ssoadmin.DetachCustomerManagedPolicyReferenceFromPermissionSetOutput, error) {
	_, s, err := m.find(c, in.InstanceArn, in.PermissionSetArn, true)
	if err != nil {
		return nil, err
	}
	r, err := reference(*in.CustomerManagedPolicyReference)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(s.References, func(o types.CustomerManagedPolicyReference) bool { return key(o) == key(r) })
	if i < 0 {
		return nil, notFound("Policy %s is not attached to the permission set.", key(r))
	}
	s.References = slices.Delete(slices.Clone(s.References), i, i+1)
	s.Version++
	return nil, nil
}

func (m *center) getBoundary(_ context.Context, c *model.Call, in *ssoadmin.GetPermissionsBoundaryForPermissionSetInput) (*ssoadmin.GetPermissionsBoundaryForPermissionSetOutput, error) {
	_, s, err := m.find(c, in.InstanceArn, in.PermissionSetArn, false)
	if err != nil {
		return nil, err
	}
	if s.Boundary == nil {
		return nil, noBoundary(*in.PermissionSetArn)
	}
	return &ssoadmin.GetPermissionsBoundaryForPermissionSetOutput{PermissionsBoundary: s.Boundary}, nil
}

func noBoundary(arn string) error {
	return notFound("PermissionsBoundary not found for the permission set %s", arn)
}

func (m *center) putBoundary(_ context.Context, c *model.Call, in *ssoadmin.PutPermissionsBoundaryToPermissionSetInput) (*ssoadmin.PutPermissionsBoundaryToPermissionSetOutput, error) {
	_, s, err := m.find(c, in.InstanceArn, in.PermissionSetArn, true)
	if err != nil {
		return nil, err
	}
	return nil, s.bound(*in.PermissionsBoundary)
}

func (s *permissionSet) bound(b types.PermissionsBoundary) error {
	if (b.ManagedPolicyArn == nil) == (b.CustomerManagedPolicyReference == nil) {
		return invalid("Specify either ManagedPolicyArn or CustomerManagedPolicyReference.")
	}
	if b.CustomerManagedPolicyReference != nil {
		r, err := reference(*b.CustomerManagedPolicyReference)
		if err != nil {
			return err
		}
		b.CustomerManagedPolicyReference = &r
	}
	s.Boundary = &b
	s.Version++
	return nil
}

func (m *center) deleteBoundary(_ context.Context, c *model.Call, in *ssoadmin.DeletePermissionsBoundaryFromPermissionSetInput) (*ssoadmin.DeletePermissionsBoundaryFromPermissionSetOutput, error) {
	_, s, err := m.find(c, in.InstanceArn, in.PermissionSetArn, true)
	if err != nil {
		return nil, err
	}
	if s.Boundary == nil {
		return nil, noBoundary(*in.PermissionSetArn)
	}
	s.Boundary = nil
	s.Version++
	return nil, nil
}
