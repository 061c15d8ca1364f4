package orgmodel

import (
	"cmp"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// Entity returns what an entity path leads to, and false if there is no such
// entity. The path is that of GenerateOrganizationsAccessReport, without a slash
// at its end.
func (s *Service) Entity(path string) (model.OrgEntity, bool) {
	st := s.current()
	if st == nil {
		return model.OrgEntity{}, false
	}
	n := st.nodes[path[strings.LastIndexByte(path, '/')+1:]]
	if n == nil || st.entityPath(n) != path+"/" {
		return model.OrgEntity{}, false
	}
	var e model.OrgEntity
	for _, a := range st.nodes {
		if a.kind == types.TargetTypeAccount && slices.Contains(st.path(a), n) {
			e.Accounts = append(e.Accounts, st.orgAccount(a))
		}
	}
	slices.SortFunc(e.Accounts, func(a, b model.OrgAccount) int { return cmp.Compare(a.ID, b.ID) })
	if n.id == st.management {
		return e, true
	}
	for _, level := range st.path(n) {
		documents := []string{}
		for _, p := range st.attachedTo(level, types.PolicyTypeServiceControlPolicy) {
			documents = append(documents, p.content)
		}
		e.Levels = append(e.Levels, documents)
	}
	return e, true
}

func (st *store) orgAccount(n *node) model.OrgAccount {
	a := model.OrgAccount{ID: n.id, Path: strings.TrimSuffix(st.entityPath(n), "/")}
	if n.id == st.management {
		return a
	}
	for _, level := range st.path(n) {
		for _, p := range st.attachedTo(level, types.PolicyTypeServiceControlPolicy) {
			a.SCPs = append(a.SCPs, p.id)
		}
	}
	return a
}

// SCP returns the document of a service control policy, and false if there is
// none with the id.
func (s *Service) SCP(id string) (document string, ok bool) {
	if st := s.current(); st != nil {
		if p := st.policies[id]; p != nil && p.kind == types.PolicyTypeServiceControlPolicy {
			return p.content, true
		}
	}
	return "", false
}

// SCPsEnabled reports whether service control policies are enabled.
func (s *Service) SCPsEnabled() bool {
	st := s.current()
	return st != nil && st.types[types.PolicyTypeServiceControlPolicy]
}
