package iamhygiene

// A Policy is a managed policy of a snapshot. It is immutable.
type Policy struct {
	snapshot *Snapshot
	detail   *PolicyDetail
}

// Resource returns the policy as a resource.
func (p *Policy) Resource() Resource {
	r := resourceOf(TypePolicy, p.detail.ARN, p.detail.Name)
	if p.detail.AWSManaged() {
		r.Account = p.snapshot.account // where it is attached
	}
	return r
}

// Snapshot returns the snapshot that the policy is part of.
func (p *Policy) Snapshot() *Snapshot { return p.snapshot }

// Detail returns what the authorization details say of the policy.
func (p *Policy) Detail() *PolicyDetail { return p.detail }
