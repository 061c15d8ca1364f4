package fakes

import (
	"fmt"

	orgtypes "github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/iamhygiene/sdk/fakes/internal/orgmodel"
	"github.com/iamhygiene/sdk/policyeval"
)

// AttachSCP attaches a service control policy to the root and returns its id.
// The policy is made on its first attachment; the same name with another
// document is a [UsageError], as is what AWS would refuse: a malformed document
// or a sixth policy. AWS's own policy FullAWSAccess is attached already.
func (o *Organization) AttachSCP(name, document string) string {
	return o.attach(o.RootID(), orgtypes.PolicyTypeServiceControlPolicy, name, document)
}

// AttachSCP attaches a service control policy to the unit, as
// [Organization.AttachSCP] does.
func (u *OU) AttachSCP(name, document string) string {
	return u.org.attach(u.id, orgtypes.PolicyTypeServiceControlPolicy, name, document)
}

// AttachSCP attaches a service control policy to the account, as
// [Organization.AttachSCP] does. The account must be in an organization.
func (a *Account) AttachSCP(name, document string) string {
	return a.organization().attach(a.id, orgtypes.PolicyTypeServiceControlPolicy, name, document)
}

// AttachRCP attaches a resource control policy to the root, as AttachSCP does,
// and enables that type of policy. AWS's own policy RCPFullAWSAccess is then
// attached everywhere.
func (o *Organization) AttachRCP(name, document string) string {
	return o.attach(o.RootID(), orgtypes.PolicyTypeResourceControlPolicy, name, document)
}

// AttachRCP attaches a resource control policy to the unit, as
// [Organization.AttachRCP] does.
func (u *OU) AttachRCP(name, document string) string {
	return u.org.attach(u.id, orgtypes.PolicyTypeResourceControlPolicy, name, document)
}

// AttachRCP attaches a resource control policy to the account, as
// [Organization.AttachRCP] does. The account must be in an organization.
func (a *Account) AttachRCP(name, document string) string {
	return a.organization().attach(a.id, orgtypes.PolicyTypeResourceControlPolicy, name, document)
}

// AttachPolicy attaches a policy of any type to the root and enables the type:
// tag policies, backup policies, declarative policies.
func (o *Organization) AttachPolicy(kind orgtypes.PolicyType, name, document string) string {
	return o.attach(o.RootID(), kind, name, document)
}

// AttachPolicy attaches a policy of any type to the unit, as
// [Organization.AttachPolicy] does.
func (u *OU) AttachPolicy(kind orgtypes.PolicyType, name, document string) string {
	return u.org.attach(u.id, kind, name, document)
}

// DetachSCP detaches the service control policy with the name from the root. To
// build an allow list, attach a policy of one's own and detach FullAWSAccess
// then: the last policy cannot be detached.
func (o *Organization) DetachSCP(name string) { o.detach(o.RootID(), name) }

// DetachSCP detaches the service control policy with the name from the unit, as
// [Organization.DetachSCP] does.
func (u *OU) DetachSCP(name string) { u.org.detach(u.id, name) }

// DetachSCP detaches the service control policy with the name from the account,
// as [Organization.DetachSCP] does.
func (a *Account) DetachSCP(name string) { a.organization().detach(a.id, name) }

// organization returns the organization of the account, which is one without
// members if the account is in none: what is asked of it then fails.
func (a *Account) organization() *Organization { return &Organization{cloud: a.cloud, management: a} }

func (o *Organization) attach(target string, kind orgtypes.PolicyType, name, document string) (id string) {
	err := o.changeMember(target, func(s *orgmodel.Service) (err error) {
		id, err = s.Attach(target, kind, name, document, o.cloud.model.Now())
		return err
	})
	if err != nil {
		o.cloud.refuse(usage(1, "attach policy %q to %s: %v", name, target, err))
	}
	return id
}

func (o *Organization) detach(target, name string) {
	err := o.changeMember(target, func(s *orgmodel.Service) error {
		return s.Detach(target, orgtypes.PolicyTypeServiceControlPolicy, name)
	})
	if err != nil {
		o.cloud.refuse(usage(1, "DetachSCP: detach %q from %s: %v", name, target, err))
	}
}

// changeMember is change for something that may be an account without an
// organization.
func (o *Organization) changeMember(target string, fn func(*orgmodel.Service) error) error {
	return o.change(func(s *orgmodel.Service) error {
		if o.cloud.model.Organization == nil {
			return fmt.Errorf("account %s is in no organization; make it with Organization.Account", target)
		}
		return fn(s)
	})
}

// EnablePolicyType enables a type of policy, as the operation of that name does.
// SCPs are enabled in a new organization.
func (o *Organization) EnablePolicyType(kind orgtypes.PolicyType) {
	if err := o.change(func(s *orgmodel.Service) error { return s.Enable(kind) }); err != nil {
		o.cloud.refuse(usage(0, "EnablePolicyType: %v", err))
	}
}

// TrustService gives a service trusted access to the organization:
// "access-analyzer.amazonaws.com".
func (o *Organization) TrustService(principal string) {
	err := o.change(func(s *orgmodel.Service) error { return s.Trust(principal, o.cloud.model.Now()) })
	if err != nil {
		o.cloud.refuse(usage(0, "TrustService: %q: %v", principal, err))
	}
}

// Delegate makes a member account the delegated administrator of a service,
// which gets trusted access.
func (o *Organization) Delegate(accountID, principal string) {
	err := o.change(func(s *orgmodel.Service) error { return s.Delegate(accountID, principal, o.cloud.model.Now()) })
	if err != nil {
		o.cloud.refuse(usage(0, "Delegate: %s for %s: %v", principal, accountID, err))
	}
}

// SetResourcePolicy sets the policy by which the management account lets members
// manage policies.
func (o *Organization) SetResourcePolicy(document string) {
	if err := o.change(func(s *orgmodel.Service) error { return s.SetResourcePolicy(document) }); err != nil {
		o.cloud.refuse(usage(0, "SetResourcePolicy: %v", err))
	}
}

// Policies returns the service control policies and the resource control
// policies that bind an account, one list for each level from the root to the
// account, for policyeval.Policies. Both are nil for the management account and
// for accounts that are no members: nothing binds them.
func (o *Organization) Policies(accountID string) (scps, rcps [][]*policyeval.Policy) {
	o.change(func(s *orgmodel.Service) error { scps, rcps = s.Levels(accountID); return nil })
	return scps, rcps
}
