package ssofake

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssoadmin"
	"github.com/aws/aws-sdk-go-v2/service/ssoadmin/types"

	"github.com/iamhygiene/sdk/fakes/internal/clone"
	"github.com/iamhygiene/sdk/fakes/internal/iammodel"
	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/fakes/internal/orgmodel"
)

const (
	prefix = "sso" // the service in the names of actions
	// principal is the name under which an organization trusts the service.
	principal = "sso.amazonaws.com"
	perPage   = 100
)

// A center is the model of IAM Identity Center. Its methods run under the lock
// of the Cloud.
type center struct {
	cloud  *model.Cloud
	iam    *iammodel.Service
	org    *orgmodel.Service
	state  model.State[store]
	copier clone.Copier
}

var _ model.Finder = (*center)(nil)

// A store has the instances of an account. Its fields are exported so that it can
// be copied for accounts with a lag.
type store struct {
	Instances []*instance
}

// An instance is an instance with what belongs to it.
type instance struct {
	ARN, ID, Store string
	Owner, Region  string
	Created        time.Time
	Sets           []*permissionSet
	Assignments    []types.AccountAssignment
	Provisions     []*provision
	Requests       map[string]request
}

// A request is an assignment, a deletion or a provisioning that was asked for.
type request struct {
	Kind       string
	Assignment types.AccountAssignmentOperationStatus
	Set        types.PermissionSetProvisioningStatus
}

func newModel(c *model.Cloud, iam *iammodel.Service, org *orgmodel.Service) *center {
	m := &center{cloud: c, iam: iam, org: org}
	m.state.Copy = func(st *store) *store { return clone.Copy(&m.copier, st) }
	return m
}

// Register names the operations that are modelled.
func (m *center) Register(r *model.Registry) {
	model.Handle(r, m.listInstances)
	model.Handle(r, m.listPermissionSets)
	model.Handle(r, m.describePermissionSet)
	model.Handle(r, m.createPermissionSet)
	model.Handle(r, m.deletePermissionSet)
	model.Handle(r, m.listTags)
	model.Handle(r, m.getInlinePolicy)
	model.Handle(r, m.putInlinePolicy)
	model.Handle(r, m.deleteInlinePolicy)
	model.Handle(r, m.listManagedPolicies)
	model.Handle(r, m.attachManagedPolicy)
	model.Handle(r, m.detachManagedPolicy)
	model.Handle(r, m.listReferences)
	model.Handle(r, m.attachReference)
	model.Handle(r, m.detachReference)
	model.Handle(r, m.getBoundary)
	model.Handle(r, m.putBoundary)
	model.Handle(r, m.deleteBoundary)
	model.Handle(r, m.listAssignments)
	model.Handle(r, m.createAssignment)
	model.Handle(r, m.deleteAssignment)
	model.Handle(r, m.describeCreation)
	model.Handle(r, m.describeDeletion)
	model.Handle(r, m.listProvisionedAccounts)
	model.Handle(r, m.listProvisionedSets)
	model.Handle(r, m.provisionSet)
	model.Handle(r, m.describeProvisioning)
}

// Prefix is "sso".
func (*center) Prefix() string { return prefix }

// Find returns a permission set by ARN, for its tags.
func (m *center) Find(_ *model.Account, _, _, name string) (model.Resource, bool) {
	for _, a := range m.cloud.Accounts() {
		for _, i := range m.state.At(a).Instances {
			if s := i.set(name); s != nil {
				tags := map[string]string{}
				for _, t := range s.Tags {
					tags[aws.ToString(t.Key)] = aws.ToString(t.Value)
				}
				return model.Resource{ARN: name, Tags: tags}, true
			}
		}
	}
	return model.Resource{}, false
}

func (m *center) now() time.Time { return m.cloud.Now().Truncate(time.Millisecond) }

// isManagement reports whether an account manages the organization.
func (m *center) isManagement(id string) bool {
	return m.cloud.Organization != nil && m.cloud.Organization.ManagementID == id
}

// add makes an instance in a Region of an account, or returns the one that is
// there.
func (m *center) add(a *model.Account, region string) *instance {
	st := m.state.At(a)
	for _, i := range st.Instances {
		if i.Region == region {
			return i
		}
	}
	id := "ssoins-" + m.cloud.IDs.Hex(16)
	i := &instance{
		ID: id, ARN: "arn:" + a.Partition + ":sso:::instance/" + id, Store: "d-" + m.cloud.IDs.Hex(10),
		Owner: a.ID, Region: region, Created: m.now(), Requests: map[string]request{},
	}
	st.Instances = append(slices.Clone(st.Instances), i)
	return i
}

// listInstances lists the instances of the caller's account and that of its
// organization.
func (m *center) listInstances(_ context.Context, c *model.Call, in *ssoadmin.ListInstancesInput) (*ssoadmin.ListInstancesOutput, error) {
	if in.RegionScope != "" {
		return nil, model.NotModeled(c, "the parameter RegionScope")
	}
	visible := slices.Clone(m.state.Read(c).Instances)
	if c.Account.Member && !m.isManagement(c.Account.ID) {
		if management := m.cloud.Lookup(m.cloud.Organization.ManagementID); management != nil {
			visible = append(visible, m.state.At(management).Instances...)
		}
	}
	var all []types.InstanceMetadata
	for _, i := range visible {
		if i.Region == c.Region {
			all = append(all, types.InstanceMetadata{
				InstanceArn: aws.String(i.ARN), IdentityStoreId: aws.String(i.Store), OwnerAccountId: aws.String(i.Owner),
				CreatedDate: aws.Time(i.Created), Status: types.InstanceStatusActive,
			})
		}
	}
	list, next, err := page(c, all, func(i types.InstanceMetadata) string { return *i.InstanceArn }, in.NextToken, in.MaxResults)
	return &ssoadmin.ListInstancesOutput{Instances: list, NextToken: next}, err
}

// instance finds the instance that a call names, which has to serve the caller's
// organization.
func (m *center) instance(c *model.Call, arn *string, write bool) (*instance, error) {
	for _, a := range m.cloud.Accounts() {
		if !slices.ContainsFunc(m.state.At(a).Instances, func(i *instance) bool { return i.ARN == *arn }) {
			continue
		}
		if a.ID != c.Account.ID && (!m.isManagement(a.ID) || !m.org.Administers(c, principal)) {
			return nil, denied(c)
		}
		st := m.state.At(a)
		switch {
		case a.ID == c.Account.ID && write:
			st = m.state.Write(c)
		case a.ID == c.Account.ID:
			st = m.state.Read(c)
		}
		for _, i := range st.Instances {
			if i.ARN != *arn {
				continue
			}
			if i.Region != c.Region {
				return nil, notFound("The instance %s is not in the Region %s.", *arn, c.Region)
			}
			if !m.isManagement(a.ID) {
				return nil, invalid("The operation is not supported for this Identity Center instance")
			}
			return i, nil
		}
	}
	if !strings.HasPrefix(*arn, "arn:"+c.Account.Partition+":sso:::instance/") {
		return nil, invalid("1 validation error detected: Value '%s' at 'instanceArn' failed to satisfy constraint: Member must be the ARN of an instance", *arn)
	}
	return nil, notFound("Instance %s not found", *arn)
}

func denied(c *model.Call) error {
	return model.Errorf("AccessDeniedException", "User: %s is not authorized to perform: %s", c.Caller.ARN, c.Action)
}

func notFound(format string, args ...any) error {
	return model.Errorf("ResourceNotFoundException", format, args...)
}

func invalid(format string, args ...any) error {
	return model.Errorf("ValidationException", format, args...)
}

// page cuts a list as the service does.
func page[T any](c *model.Call, all []T, key func(T) string, token *string, asked *int32) ([]T, *string, error) {
	if asked != nil && (*asked < 1 || *asked > perPage) {
		return nil, nil, invalid("1 validation error detected: Value '%d' at 'maxResults' failed to satisfy constraint: Member must have value between 1 and 100", *asked)
	}
	list, next, ok := model.Page(c, all, key, token, asked, perPage)
	if !ok {
		return nil, nil, invalid("The pagination token is invalid.")
	}
	return list, next, nil
}

func same(s string) string { return s }
