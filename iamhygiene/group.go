package iamhygiene

// A Group is an IAM group of a snapshot. It is immutable.
type Group struct {
	snapshot *Snapshot
	detail   *GroupDetail
	members  []string
}

// Resource returns the group as a resource.
func (g *Group) Resource() Resource { return resourceOf(TypeGroup, g.detail.ARN, g.detail.Name) }

// Snapshot returns the snapshot that the group is part of.
func (g *Group) Snapshot() *Snapshot { return g.snapshot }

// Detail returns what the authorization details say of the group.
func (g *Group) Detail() *GroupDetail { return g.detail }

// Members returns the names of the users in the group. The error says that
// there may be others; the members that are known are returned beside it.
func (g *Group) Members() ([]string, error) {
	s := g.snapshot
	if _, err := s.details(listUsers); err != nil {
		return nil, err
	}
	known := func(string) bool { return false } // a damaged user may be a member
	for _, e := range lostElements(s, listUsers, known) {
		return g.members, e.Err
	}
	return g.members, nil
}
