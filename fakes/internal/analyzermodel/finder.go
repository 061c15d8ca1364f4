package analyzermodel

import (
	"maps"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

var _ model.Finder = (*Service)(nil)

// Prefix is that of the actions of Access Analyzer.
func (*Service) Prefix() string { return "access-analyzer" }

// Find returns an analyzer of a Region by its ARN.
func (s *Service) Find(a *model.Account, region, _, arn string) (model.Resource, bool) {
	for _, x := range s.state.At(a).analyzers {
		if x.region == region && x.arn == arn {
			tags := maps.Clone(x.tags)
			if tags == nil {
				tags = map[string]string{}
			}
			return model.Resource{ARN: arn, Tags: tags}, true
		}
	}
	return model.Resource{}, false
}
