package orgmodel

import (
	"maps"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

var _ model.Finder = (*Service)(nil)

// Prefix is that of the actions of Organizations.
func (*Service) Prefix() string { return "organizations" }

// Find returns the tags of an account, an organizational unit, the root or a
// policy by its id. The ARN is not needed: an id tells it.
func (s *Service) Find(_ *model.Account, _, _, id string) (model.Resource, bool) {
	st := s.current()
	if st == nil || !st.taggable(id) {
		return model.Resource{}, false
	}
	tags := maps.Clone(st.tags[id])
	if tags == nil {
		tags = map[string]string{}
	}
	return model.Resource{Tags: tags}, true
}
