package iamhygiene

import (
	"fmt"
	"strings"
	"sync"

	"github.com/iamhygiene/sdk/policyeval"
)

// A DocumentKind says what a policy document is part of.
type DocumentKind uint8

const (
	// ManagedDocument is the version in force of a managed policy.
	ManagedDocument DocumentKind = iota + 1
	// InlineDocument is embedded in a user, group or role.
	InlineDocument
	// TrustDocument is the trust policy of a role.
	TrustDocument
)

// String returns "managed", "inline" or "trust".
func (k DocumentKind) String() string {
	switch k {
	case ManagedDocument:
		return "managed"
	case InlineDocument:
		return "inline"
	case TrustDocument:
		return "trust"
	}
	return fmt.Sprintf("DocumentKind(%d)", uint8(k))
}

// A PolicyDocument is one policy document of a snapshot and the place where it
// stands. It is parsed at the first call of Policy, once for the snapshot. It is
// immutable and safe for concurrent use.
type PolicyDocument struct {
	snapshot *Snapshot
	kind     DocumentKind
	name     string
	text     Document
	missing  *DataError // instead of the text
	managed  *Policy    // of a managed one
	holder   Subject    // of the others
	attached []Resource
	bounded  []Resource

	once   sync.Once
	policy *policyeval.Policy
	err    error
}

// Resource returns the managed policy, or the user, group or role that the
// document is part of.
func (d *PolicyDocument) Resource() Resource {
	if d.managed != nil {
		return d.managed.Resource()
	}
	return d.holder.Resource()
}

// Discriminator tells the documents of a user, group or role apart:
// "inline/NAME" or "trust". It is empty for a managed policy.
func (d *PolicyDocument) Discriminator() string {
	switch d.kind {
	case InlineDocument:
		return "inline/" + d.name
	case TrustDocument:
		return "trust"
	}
	return ""
}

// Snapshot returns the snapshot that the document is part of.
func (d *PolicyDocument) Snapshot() *Snapshot { return d.snapshot }

// Kind says what the document is part of.
func (d *PolicyDocument) Kind() DocumentKind { return d.kind }

// Name returns the name of the policy; that of the role for its trust policy.
func (d *PolicyDocument) Name() string { return d.name }

// Text returns the document as it was stored; empty where it is not known.
func (d *PolicyDocument) Text() Document { return d.text }

// Managed returns the managed policy whose document it is; nil for others.
func (d *PolicyDocument) Managed() *Policy { return d.managed }

// Holder returns the [*User], [*Group] or [*Role] that the document is part of;
// nil for a managed policy.
func (d *PolicyDocument) Holder() Subject { return d.holder }

// AttachedTo returns the users, groups and roles to which the policy gives
// permissions, as far as they are known: those that have it attached, or the
// one that it is part of. It is empty for a trust policy.
func (d *PolicyDocument) AttachedTo() []Resource { return d.attached }

// BoundaryOf returns the users and roles whose permissions boundary the policy
// is, as far as they are known.
func (d *PolicyDocument) BoundaryOf() []Resource { return d.bounded }

// Type returns how policyeval reads the document.
func (d *PolicyDocument) Type() policyeval.PolicyType {
	if d.kind == TrustDocument {
		return policyeval.RoleTrustPolicy
	}
	return policyeval.IdentityPolicy
}

// Policy returns the parsed document. The error is a [*DataError] where the
// data does not hold the document, and has a [policyeval.ParseErrors] in its
// tree where the document has faults. A policy that comes beside the error was
// read leniently: what is wrong in it fails closed, and what it says of the
// rest holds, but it does not say everything. The policy is nil where nothing
// could be read.
func (d *PolicyDocument) Policy() (*policyeval.Policy, error) {
	d.once.Do(func() {
		if d.missing != nil {
			d.err = d.missing
			return
		}
		p, err := policyeval.Parse([]byte(d.text), policyeval.WithType(d.Type()))
		if err == nil {
			d.policy = p
			return
		}
		d.err = &faultyDocument{err: err, data: &DataError{
			Dataset: Authorization.Name(), Code: CodeInvalid, Scope: d.Resource().ARN,
			Message: "the " + d.called() + " cannot be read: " + strings.TrimPrefix(err.Error(), "policyeval: "),
		}}
		if p, err = policyeval.Parse([]byte(d.text), policyeval.WithType(d.Type()), policyeval.Lenient); err == nil {
			d.policy = p
		}
	})
	return d.policy, d.err
}

// String returns how a sentence calls the document: "policy Deploy", "inline
// policy Logs of the user alice", "trust policy of the role app".
func (d *PolicyDocument) String() string { return d.called() }

func (d *PolicyDocument) called() string {
	if d.managed != nil {
		return "policy " + d.name
	}
	r := d.holder.Resource()
	if d.kind == TrustDocument {
		return "trust policy of the role " + r.Name
	}
	return fmt.Sprintf("inline policy %s of the %s %s", d.name, r.Type, r.Name)
}

// A faultyDocument is a fault of a document both as data and as what the parser
// said.
type faultyDocument struct {
	data *DataError
	err  error
}

func (e *faultyDocument) Error() string   { return e.data.Error() }
func (e *faultyDocument) Unwrap() []error { return []error{e.data, e.err} }
