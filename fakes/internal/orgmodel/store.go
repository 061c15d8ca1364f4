package orgmodel

import (
	"maps"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/policyeval"
)

// A store is an organization.
type store struct {
	partition, management string
	id, root              string
	// nodes are the root, the organizational units and the accounts, by id.
	nodes map[string]*node
	// policies by id. A policy is replaced, never changed, so that copies of
	// the store share them.
	policies map[string]*policy
	// order has the ids of policies as they were created.
	order   []string
	created int // policies and units so far, for ids
	types   map[types.PolicyType]bool
	// trusted are the services with trusted access, and since when.
	trusted map[string]time.Time
	// delegated are the delegated administrators: account, service, since.
	delegated map[string]map[string]time.Time
	resource  *policy
	tags      map[string]map[string]string
}

// A node is something that policies are attached to.
type node struct {
	id       string
	kind     types.TargetType
	name     string // of roots and organizational units
	parent   string // "" for the root
	children []string
	attached []string // ids of policies, the oldest attachment first

	// The rest is for accounts.
	status types.AccountStatus
	method types.AccountJoinedMethod
	joined time.Time
}

// A policy is one of the organization's policies, or its resource policy.
type policy struct {
	id, name, description string
	kind                  types.PolicyType
	managed               bool
	content               string
	updated               time.Time
	// parsed is the document of types that policyeval reads, otherwise nil.
	parsed *policyeval.Policy
}

func newStore(partition, management string, now time.Time) *store {
	st := &store{
		partition: partition, management: management,
		id:        "o-" + short("organization/"+management, 10),
		root:      "r-" + short("root/"+management, 4),
		nodes:     make(map[string]*node),
		policies:  make(map[string]*policy),
		types:     map[types.PolicyType]bool{types.PolicyTypeServiceControlPolicy: true},
		trusted:   make(map[string]time.Time),
		delegated: make(map[string]map[string]time.Time),
		tags:      make(map[string]map[string]string),
	}
	for _, p := range managedPolicies(now) {
		st.policies[p.id] = p
		st.order = append(st.order, p.id)
	}
	st.add(&node{id: st.root, kind: types.TargetTypeRoot, name: "Root"})
	return st
}

// copy copies what writes change.
func (st *store) copy() *store {
	c := *st
	c.nodes = make(map[string]*node, len(st.nodes))
	for id, n := range st.nodes {
		m := *n
		m.children, m.attached = slices.Clone(n.children), slices.Clone(n.attached)
		c.nodes[id] = &m
	}
	c.policies, c.order = maps.Clone(st.policies), slices.Clone(st.order)
	c.types, c.trusted = maps.Clone(st.types), maps.Clone(st.trusted)
	c.delegated = make(map[string]map[string]time.Time, len(st.delegated))
	for id, services := range st.delegated {
		c.delegated[id] = maps.Clone(services)
	}
	c.tags = make(map[string]map[string]string, len(st.tags))
	for id, tags := range st.tags {
		c.tags[id] = maps.Clone(tags)
	}
	return &c
}

// add puts a node into the tree, with the policies that AWS attaches to a new
// node by itself.
func (st *store) add(n *node) {
	st.nodes[n.id] = n
	if p := st.nodes[n.parent]; p != nil {
		p.children = append(p.children, n.id)
	}
	for _, kind := range []types.PolicyType{types.PolicyTypeServiceControlPolicy, types.PolicyTypeResourceControlPolicy} {
		if st.types[kind] {
			n.attached = append(n.attached, defaultPolicy[kind])
		}
	}
}

// move puts a node under another parent.
func (st *store) move(n *node, parent string) {
	if old := st.nodes[n.parent]; old != nil {
		old.children = slices.DeleteFunc(old.children, func(id string) bool { return id == n.id })
	}
	n.parent = parent
	st.nodes[parent].children = append(st.nodes[parent].children, n.id)
}

// join places the accounts that became members since the last look below the
// root, where AWS places them.
func (st *store) join(accounts []*model.Account) {
	for _, a := range accounts {
		if !a.Member || st.nodes[a.ID] != nil {
			continue
		}
		n := &node{
			id: a.ID, kind: types.TargetTypeAccount, parent: st.root,
			status: types.AccountStatusActive, method: types.AccountJoinedMethodCreated, joined: a.Joined,
		}
		if a.ID == st.management {
			n.method = types.AccountJoinedMethodInvited
		}
		st.add(n)
	}
}

// path returns the node and what is above it, the root first.
func (st *store) path(n *node) []*node {
	var up []*node
	for ; n != nil; n = st.nodes[n.parent] {
		up = append(up, n)
	}
	slices.Reverse(up)
	return up
}

// account returns the account with the id, nil if it is no member.
func (st *store) account(id string) *node { return st.kind(id, types.TargetTypeAccount) }

// unit returns the organizational unit with the id, nil if there is none.
func (st *store) unit(id string) *node { return st.kind(id, types.TargetTypeOrganizationalUnit) }

// parent returns the root or the organizational unit with the id, nil if there
// is none.
func (st *store) parent(id string) *node {
	if n := st.nodes[id]; n != nil && n.kind != types.TargetTypeAccount {
		return n
	}
	return nil
}

func (st *store) kind(id string, kind types.TargetType) *node {
	if n := st.nodes[id]; n != nil && n.kind == kind {
		return n
	}
	return nil
}

// childrenOf returns the children of one kind, in the order in which they came.
func (st *store) childrenOf(parent *node, kind types.TargetType) []*node {
	var all []*node
	for _, id := range parent.children {
		if n := st.nodes[id]; n.kind == kind {
			all = append(all, n)
		}
	}
	return all
}
