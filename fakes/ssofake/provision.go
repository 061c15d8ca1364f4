package ssofake

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssoadmin"
	"github.com/aws/aws-sdk-go-v2/service/ssoadmin/types"
	"github.com/aws/smithy-go"

	"github.com/iamhygiene/sdk/fakes/internal/iammodel"
	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// A provision is a permission set in an account: a role.
type provision struct {
	Account, Set, Role string
	Version            int // of the permission set
}

func (i *instance) provision(account, set string) *provision {
	for _, p := range i.Provisions {
		if p.Account == account && p.Set == set {
			return p
		}
	}
	return nil
}

// metadata is that of the SAML provider by which Identity Center signs people
// in.
const metadata = `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://portal.sso.%[1]s.amazonaws.com/saml/assertion/%[2]s"/>`

// provision makes the role of a permission set in an account, or brings it up to
// date. The failure says why that cannot be done in the account.
func (m *center) provision(i *instance, s *permissionSet, account string) (failure string, err error) {
	a := m.cloud.Lookup(account)
	st := m.iam.Store(a)
	var policies []string
	for _, arn := range s.Managed {
		m.lend(i.Owner, st, arn)
		policies = append(policies, arn)
	}
	for _, r := range s.References {
		arn := a.ARN("iam", "policy"+key(r))
		if p := st.Policies.Get(*r.Name); p == nil || p.ARN != arn {
			return "Received a 404 status error: Not supported policy " + arn + ".", nil
		}
		policies = append(policies, arn)
	}
	boundary := ""
	if b := s.Boundary; b != nil {
		if boundary = aws.ToString(b.ManagedPolicyArn); boundary == "" {
			boundary = a.ARN("iam", "policy"+key(*b.CustomerManagedPolicyReference))
		}
		m.lend(i.Owner, st, boundary)
		if _, err := st.Boundary(boundary); err != nil {
			return reason(err)
		}
	}
	p := i.provision(account, *s.PermissionSetArn)
	if p == nil {
		role, err := m.makeRole(i, s, a, st)
		if err != nil {
			return reason(err)
		}
		p = &provision{Account: account, Set: *s.PermissionSetArn, Role: role}
		i.Provisions = append(slices.Clone(i.Provisions), p)
	}
	role := st.Roles.Get(p.Role)
	if role == nil {
		return "The role " + p.Role + " does not exist.", nil
	}
	role.Attached, role.Inline, role.Boundary = nil, iammodel.Table[iammodel.Inline]{}, boundary
	for _, arn := range policies {
		if err := st.Attach(iammodel.RoleKind, &role.Identity, arn); err != nil {
			return reason(err)
		}
	}
	if s.Inline != "" {
		if err := st.PutInline(iammodel.RoleKind, &role.Identity, "AwsSSOInlinePolicy", s.Inline); err != nil {
			return reason(err)
		}
	}
	if d, ok := parseDuration(*s.SessionDuration); ok {
		role.MaxSession = int32(d / time.Second)
	}
	p.Version = s.Version
	return "", nil
}

// reason turns an error of IAM into why provisioning failed; the fake's own
// errors stay errors.
func reason(err error) (string, error) {
	var api smithy.APIError
	if errors.As(err, &api) {
		return api.ErrorMessage(), nil
	}
	return "", err
}

// lend makes an AWS managed policy that the owner of the instance knows known in
// another account: AWS has each of them in every account.
func (m *center) lend(owner string, st *iammodel.Store, arn string) {
	name := lastOf(arn)
	if p := m.iam.Store(m.cloud.Lookup(owner)).AWSPolicies.Get(name); p != nil && p.ARN == arn && st.AWSPolicies.Get(name) == nil {
		c := *p
		st.AWSPolicies.Put(name, &c)
	}
}

// makeRole makes the role of a permission set, and the SAML provider that it
// trusts if the account has none.
func (m *center) makeRole(i *instance, s *permissionSet, a *model.Account, st *iammodel.Store) (string, error) {
	provider := "AWSSSO_" + strings.TrimPrefix(i.ID, "ssoins-") + "_DO_NOT_DELETE"
	if st.SAMLProviders.Get(provider) == nil {
		if _, err := m.iam.AddSAML(st, provider, fmt.Sprintf(metadata, i.Region, i.ID), nil); err != nil {
			return "", err
		}
	}
	path := "/aws-reserved/sso.amazonaws.com/"
	if i.Region != "us-east-1" {
		path += i.Region + "/"
	}
	trust := fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"%s"},"Action":["sts:AssumeRoleWithSAML","sts:TagSession"],"Condition":{"StringEquals":{"SAML:aud":"https://signin.aws.amazon.com/saml"}}}]}`,
		a.ARN("iam", "saml-provider/"+provider))
	role, err := m.iam.AddRole(st, "AWSReservedSSO_"+*s.Name+"_"+m.cloud.IDs.Hex(16), &path, trust, nil)
	if err != nil {
		return "", err
	}
	role.Description = aws.ToString(s.Description)
	return role.Name, nil
}

// retire deletes the role of a permission set that nobody has in the account any
// more.
func (m *center) retire(i *instance, account, set string) {
	if slices.ContainsFunc(i.Assignments, func(as types.AccountAssignment) bool {
		return *as.AccountId == account && *as.PermissionSetArn == set
	}) {
		return
	}
	p := i.provision(account, set)
	if p == nil {
		return
	}
	m.iam.Store(m.cloud.Lookup(account)).Roles.Delete(p.Role)
	i.Provisions = slices.DeleteFunc(slices.Clone(i.Provisions), func(o *provision) bool { return o == p })
}

// status tells whether a role is up to date.
func (i *instance) status(p *provision) types.ProvisioningStatus {
	if s := i.set(p.Set); s != nil && s.Version == p.Version {
		return types.ProvisioningStatusLatestPermissionSetProvisioned
	}
	return types.ProvisioningStatusLatestPermissionSetNotProvisioned
}

func (m *center) listProvisionedAccounts(_ context.Context, c *model.Call, in *ssoadmin.ListAccountsForProvisionedPermissionSetInput) (*ssoadmin.ListAccountsForProvisionedPermissionSetOutput, error) {
	i, _, err := m.find(c, in.InstanceArn, in.PermissionSetArn, false)
	if err != nil {
		return nil, err
	}
	var all []string
	for _, p := range i.Provisions {
		if p.Set == *in.PermissionSetArn && (in.ProvisioningStatus == "" || i.status(p) == in.ProvisioningStatus) {
			all = append(all, p.Account)
		}
	}
	list, next, err := page(c, all, same, in.NextToken, in.MaxResults)
	return &ssoadmin.ListAccountsForProvisionedPermissionSetOutput{AccountIds: list, NextToken: next}, err
}

func (m *center) listProvisionedSets(_ context.Context, c *model.Call, in *ssoadmin.ListPermissionSetsProvisionedToAccountInput) (*ssoadmin.ListPermissionSetsProvisionedToAccountOutput, error) {
	i, err := m.instance(c, in.InstanceArn, false)
	if err != nil {
		return nil, err
	}
	if !model.IsAccountID(*in.AccountId) {
		return nil, badAccount(*in.AccountId)
	}
	var all []string
	for _, p := range i.Provisions {
		if p.Account == *in.AccountId && (in.ProvisioningStatus == "" || i.status(p) == in.ProvisioningStatus) {
			all = append(all, p.Set)
		}
	}
	list, next, err := page(c, all, same, in.NextToken, in.MaxResults)
	return &ssoadmin.ListPermissionSetsProvisionedToAccountOutput{PermissionSets: list, NextToken: next}, err
}

func (m *center) provisionSet(_ context.Context, c *model.Call, in *ssoadmin.ProvisionPermissionSetInput) (*ssoadmin.ProvisionPermissionSetOutput, error) {
	i, s, err := m.find(c, in.InstanceArn, in.PermissionSetArn, true)
	if err != nil {
		return nil, err
	}
	one := in.TargetType == types.ProvisionTargetTypeAwsAccount
	if one != (in.TargetId != nil) || !one && in.TargetType != types.ProvisionTargetTypeAllProvisionedAccounts {
		return nil, invalid("A TargetId goes with the target type AWS_ACCOUNT, and with no other.")
	}
	if one && i.provision(*in.TargetId, *in.PermissionSetArn) == nil {
		return nil, notFound("The permission set is not provisioned in the account %s.", *in.TargetId)
	}
	failure := ""
	for _, p := range i.Provisions {
		if p.Set != *in.PermissionSetArn || one && p.Account != *in.TargetId {
			continue
		}
		f, err := m.provision(i, s, p.Account)
		if err != nil {
			return nil, err
		}
		if f != "" {
			failure = f
		}
	}
	status := types.PermissionSetProvisioningStatus{
		RequestId: aws.String(m.cloud.IDs.UUID()), CreatedDate: aws.Time(m.now()), Status: types.StatusValuesInProgress,
		PermissionSetArn: in.PermissionSetArn, AccountId: in.TargetId,
	}
	done := status
	done.Status = types.StatusValuesSucceeded
	if failure != "" {
		done.Status, done.FailureReason = types.StatusValuesFailed, aws.String(failure)
	}
	i.Requests[*status.RequestId] = request{Kind: "provision", Set: done}
	return &ssoadmin.ProvisionPermissionSetOutput{PermissionSetProvisioningStatus: &status}, nil
}

func (m *center) describeProvisioning(_ context.Context, c *model.Call, in *ssoadmin.DescribePermissionSetProvisioningStatusInput) (*ssoadmin.DescribePermissionSetProvisioningStatusOutput, error) {
	r, err := m.request(c, in.InstanceArn, in.ProvisionPermissionSetRequestId, "provision")
	if err != nil {
		return nil, err
	}
	return &ssoadmin.DescribePermissionSetProvisioningStatusOutput{PermissionSetProvisioningStatus: &r.Set}, nil
}
