package orgmodel

import (
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/policyeval"
)

// Service answers operations of Organizations. Its state and its methods are
// used under the lock of the Cloud. Make one with [New].
type Service struct {
	// EmptyPages puts an empty page with a token in front of every page of
	// every list, as AWS says may happen.
	EmptyPages bool

	cloud   *model.Cloud
	profile func(*model.Account) (name, email string)
	state   model.State[store]
	calls   uint64
}

var _ model.Service = (*Service)(nil)

// New returns the model of the Cloud's organization. The function tells the name
// and the email address of an account.
func New(c *model.Cloud, profile func(*model.Account) (name, email string)) *Service {
	s := &Service{cloud: c, profile: profile}
	s.state.New = func(a *model.Account) *store { return newStore(a.Partition, a.ID, a.Joined) }
	s.state.Copy = (*store).copy
	return s
}

// Register names the operations that are modelled.
func (s *Service) Register(r *model.Registry) {
	model.Handle(r, s.describeOrganization)
	model.Handle(r, s.listRoots)
	model.Handle(r, s.listOrganizationalUnitsForParent)
	model.Handle(r, s.describeOrganizationalUnit)
	model.Handle(r, s.listParents)
	model.Handle(r, s.listChildren)

	model.Handle(r, s.listAccounts)
	model.Handle(r, s.listAccountsForParent)
	model.Handle(r, s.describeAccount)
	model.Handle(r, s.moveAccount)

	model.Handle(r, s.listPolicies)
	model.Handle(r, s.describePolicy)
	model.Handle(r, s.createPolicy)
	model.Handle(r, s.updatePolicy)
	model.Handle(r, s.deletePolicy)
	model.Handle(r, s.describeEffectivePolicy)

	model.Handle(r, s.listPoliciesForTarget)
	model.Handle(r, s.listTargetsForPolicy)
	model.Handle(r, s.attachPolicy)
	model.Handle(r, s.detachPolicy)
	model.Handle(r, s.enablePolicyType)
	model.Handle(r, s.disablePolicyType)

	model.Handle(r, s.listDelegatedAdministrators)
	model.Handle(r, s.listDelegatedServicesForAccount)
	model.Handle(r, s.registerDelegatedAdministrator)
	model.Handle(r, s.deregisterDelegatedAdministrator)
	model.Handle(r, s.listAWSServiceAccess)
	model.Handle(r, s.enableAWSServiceAccess)
	model.Handle(r, s.disableAWSServiceAccess)

	model.Handle(r, s.describeResourcePolicy)
	model.Handle(r, s.putResourcePolicy)
	model.Handle(r, s.deleteResourcePolicy)
	model.Handle(r, s.listTagsForResource)
	model.Handle(r, s.tagResource)
	model.Handle(r, s.untagResource)
}

// current returns the organization as it is, nil if there is none.
func (s *Service) current() *store {
	if s.cloud.Organization == nil {
		return nil
	}
	st := s.state.At(s.cloud.Lookup(s.cloud.Organization.ManagementID))
	st.join(s.cloud.Accounts())
	return st
}

// view returns the call as one of the organization: its state is one for all
// accounts, and its lag is counted in calls of Organizations.
func (s *Service) view(c *model.Call) *model.Call {
	a := *s.cloud.Lookup(s.cloud.Organization.ManagementID)
	a.Settings = c.Account.Settings
	return &model.Call{Account: &a, Seq: s.calls, Cloud: c.Cloud}
}

// A reach says who may call an operation.
type reach uint8

const (
	everyMember   reach = iota
	readers             // management, delegated administrators, resource policy
	policyManager       // management, resource policy
	management          // management alone
)

// read admits the caller of an operation that reads and returns the
// organization as the caller sees it.
func (s *Service) read(c *model.Call, who reach, scope ...scope) (*store, error) {
	if err := s.admit(c, who, scope); err != nil {
		return nil, err
	}
	st := s.state.Read(s.view(c))
	st.join(s.cloud.Accounts())
	return st, nil
}

// write admits the caller of an operation that writes and returns the
// organization for it. Nothing may fail after the first change.
func (s *Service) write(c *model.Call, who reach, scope ...scope) (*store, error) {
	if err := s.admit(c, who, scope); err != nil {
		return nil, err
	}
	return s.state.Write(s.view(c)), nil
}

// A scope names the resources and the policy type of a call, for the resource
// policy of the organization.
type scope struct {
	kind      types.PolicyType
	resources []string // ids of policies and targets
}

func (s *Service) admit(c *model.Call, who reach, scopes []scope) error {
	st := s.current()
	if st == nil || !c.Account.Member {
		return errNotInUse
	}
	s.calls++
	switch {
	case who == everyMember, c.Account.ID == st.management:
		return nil
	case who == readers && len(st.delegated[c.Account.ID]) > 0:
		return nil
	case who == management, !st.admits(c, scopes):
		return errDenied
	}
	return nil
}

// admits asks the resource policy, by which the management account delegates
// the management of policies. What it cannot decide is denied.
func (st *store) admits(c *model.Call, scopes []scope) bool {
	// The caller's own policies were asked before.
	own := st.policies[defaultPolicy[types.PolicyTypeServiceControlPolicy]].parsed
	if st.resource == nil || own == nil {
		return false
	}
	arns := []string{st.orgARN()} // for operations without resources
	context := policyeval.Context{}
	for _, sc := range scopes {
		if sc.kind != "" {
			context["organizations:PolicyType"] = []string{string(sc.kind)}
		}
		if len(sc.resources) > 0 {
			arns = st.arnsOf(sc.resources)
		}
	}
	policies := policyeval.Policies{Identity: []*policyeval.Policy{own}, Resource: st.resource.parsed}
	for _, arn := range arns {
		d, err := policyeval.Evaluate(policies, &policyeval.Request{
			Principal: c.Caller.ARN, Role: c.Caller.RoleARN, UniqueID: uniqueID(c.Caller),
			Action: c.Action, Resource: arn, ResourceAccount: st.management, Context: context, Open: true,
		})
		if err != nil || !d.Allowed() {
			return false
		}
	}
	return true
}

// arnsOf returns the ARNs of policies and targets; one that does not exist has
// the ARN of the organization, so that the operation can say so.
func (st *store) arnsOf(ids []string) []string {
	var arns []string
	for _, id := range ids {
		switch {
		case st.policies[id] != nil:
			arns = append(arns, st.policyARN(st.policies[id]))
		case st.nodes[id] != nil:
			arns = append(arns, st.nodeARN(st.nodes[id]))
		default:
			arns = append(arns, st.orgARN())
		}
	}
	return arns
}
