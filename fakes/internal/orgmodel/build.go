package orgmodel

import (
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/organizations/types"
)

// The functions here are for builders of fakes: they change the organization
// without a call. They return the errors that a call would get.

// deepest is how many levels of organizational units there may be below the
// root, and mostUnits how many units.
const (
	deepest   = 5
	mostUnits = 2000
)

// ID returns the id of the organization.
func (s *Service) ID() string { return s.current().id }

// Root returns the id of the root.
func (s *Service) Root() string { return s.current().root }

// AddUnit makes an organizational unit and returns its id.
func (s *Service) AddUnit(parent, name string) (string, error) {
	st := s.current()
	p := st.parent(parent)
	if p == nil {
		return "", errNoParent
	}
	if name == "" || len(name) > 128 {
		return "", invalid(types.InvalidInputExceptionReasonMaxLengthExceeded, "You provided a name that is empty or too long.")
	}
	for _, n := range st.childrenOf(p, types.TargetTypeOrganizationalUnit) {
		if n.name == name {
			return "", fmt.Errorf("an organizational unit with the name %q is there already", name)
		}
	}
	units := 0
	for _, n := range st.nodes {
		if n.kind == types.TargetTypeOrganizationalUnit {
			units++
		}
	}
	switch {
	case len(st.path(p)) > deepest:
		return "", constraint(types.ConstraintViolationExceptionReasonOuDepthLimitExceeded, "You have exceeded the number of levels of organizational units.")
	case units >= mostUnits:
		return "", constraint(types.ConstraintViolationExceptionReasonOuNumberLimitExceeded, "You have exceeded the number of organizational units.")
	}
	n := &node{id: st.newUnitID(parent, name), kind: types.TargetTypeOrganizationalUnit, name: name, parent: parent}
	st.add(n)
	return n.id, nil
}

// Place moves a member account below a parent.
func (s *Service) Place(account, parent string) error {
	st := s.current()
	n := st.account(account)
	switch {
	case n == nil:
		return errNoAccount
	case st.parent(parent) == nil:
		return errNoParent
	case n.parent != parent:
		st.move(n, parent)
	}
	return nil
}

// Joined sets when and how an account joined; a zero time leaves that as it is.
func (s *Service) Joined(account string, at time.Time, method types.AccountJoinedMethod) error {
	n := s.current().account(account)
	if n == nil {
		return errNoAccount
	}
	if !at.IsZero() {
		n.joined = at.UTC()
	}
	n.method = method
	return nil
}

// SetStatus sets the status of a member account. A suspended account is closed
// to its own principals too; one whose closure is pending still works.
//
// AWS: https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-closing.html
func (s *Service) SetStatus(account string, status types.AccountStatus) error {
	st := s.current()
	n := st.account(account)
	switch {
	case n == nil:
		return errNoAccount
	case account == st.management:
		return constraint(types.ConstraintViolationExceptionReasonCannotCloseManagementAccount, "You cannot close the management account.")
	}
	n.status = status
	s.cloud.Lookup(account).Suspended = status == types.AccountStatusSuspended
	return nil
}

// Attach attaches a policy, which is made if there is none of that type and
// name, and enables the type. A policy of that name with another document is an
// error.
func (s *Service) Attach(target string, kind types.PolicyType, name, document string, now time.Time) (id string, err error) {
	st := s.current()
	n := st.nodes[target]
	if n == nil {
		return "", errNoTarget
	}
	if err := checkType(kind); err != nil {
		return "", err
	}
	p := st.named(kind, name)
	switch {
	case p == nil:
		if p, err = st.create(kind, name, "", document, now); err != nil {
			return "", err
		}
	case p.content != document:
		return "", fmt.Errorf("the organization has another policy with the name %q", name)
	}
	st.enable(kind)
	return p.id, st.attach(p, n)
}

func (st *store) named(kind types.PolicyType, name string) *policy {
	for _, p := range st.policies {
		if p.kind == kind && p.name == name {
			return p
		}
	}
	return nil
}

// Detach detaches the policy with the name from a target.
func (s *Service) Detach(target string, kind types.PolicyType, name string) error {
	st := s.current()
	p, n := st.named(kind, name), st.nodes[target]
	switch {
	case n == nil:
		return errNoTarget
	case p == nil:
		return errNoPolicy
	}
	return st.detach(p, n)
}

// Enable enables a policy type; again changes nothing.
func (s *Service) Enable(kind types.PolicyType) error {
	if err := checkType(kind); err != nil {
		return err
	}
	s.current().enable(kind)
	return nil
}

// Trust enables trusted access for a service.
func (s *Service) Trust(service string, now time.Time) error {
	if err := checkService(&service); err != nil {
		return err
	}
	s.current().trust(service, now)
	return nil
}

// Delegate makes an account the administrator of a service, which gets trusted
// access if it has none.
func (s *Service) Delegate(account, service string, now time.Time) error {
	if err := s.Trust(service, now); err != nil {
		return err
	}
	return s.current().register(account, service, now)
}

// SetResourcePolicy sets the resource policy of the organization.
func (s *Service) SetResourcePolicy(document string) error { return s.current().delegate(document) }

// Tag sets tags of an account, unit, policy or the root.
func (s *Service) Tag(id string, tags map[string]string) error {
	st := s.current()
	if !st.taggable(id) {
		return errNoTarget
	}
	var list []types.Tag
	for key, value := range tags {
		list = append(list, types.Tag{Key: &key, Value: &value})
	}
	return st.retag(id, list)
}
