package cloudtrailfake

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

const (
	// maxSelectors is how many event selectors a trail has
	// (API_PutEventSelectors), maxConditions how many conditions all advanced
	// ones together, maxResources how many data resources all basic ones.
	maxSelectors  = 5
	maxConditions = 500
	maxResources  = 250
)

func (m *cloudTrail) putEventSelectors(_ context.Context, c *model.Call, in *cloudtrail.PutEventSelectorsInput) (*cloudtrail.PutEventSelectorsOutput, error) {
	_, t, err := m.change(c, in.TrailName)
	if err != nil {
		return nil, err
	}
	if err := t.choose(in.EventSelectors, in.AdvancedEventSelectors); err != nil {
		return nil, err
	}
	return &cloudtrail.PutEventSelectorsOutput{TrailARN: &t.arn, EventSelectors: t.selectors, AdvancedEventSelectors: t.advanced}, nil
}

func invalidSelectors(message string) error {
	return model.Errorf("InvalidEventSelectorsException", "%s", message)
}

// choose replaces the selectors of a trail. Basic and advanced ones exclude each
// other.
func (t *trail) choose(basic []types.EventSelector, advanced []types.AdvancedEventSelector) error {
	if (len(basic) == 0) == (len(advanced) == 0) {
		return invalidSelectors("Give event selectors or advanced event selectors, and not both.")
	}
	if len(basic) > maxSelectors {
		return invalidSelectors("A trail has at most 5 event selectors.")
	}
	basic, resources := slices.Clone(basic), 0
	for i := range basic {
		s := &basic[i]
		if s.ReadWriteType == "" {
			s.ReadWriteType = types.ReadWriteTypeAll
		}
		if s.IncludeManagementEvents == nil {
			s.IncludeManagementEvents = aws.Bool(true)
		}
		if !slices.Contains(s.ReadWriteType.Values(), s.ReadWriteType) {
			return invalidSelectors("ReadWriteType is All, ReadOnly or WriteOnly.")
		}
		for _, r := range s.DataResources {
			resources += len(r.Values)
		}
	}
	if resources > maxResources {
		return invalidSelectors("The event selectors of a trail have at most 250 data resources.")
	}
	conditions := 0
	for _, s := range advanced {
		n, err := checkAdvanced(s)
		if err != nil {
			return err
		}
		conditions += n
	}
	if conditions > maxConditions {
		return invalidSelectors("The advanced event selectors of a trail have at most 500 conditions.")
	}
	t.selectors, t.advanced, t.custom = basic, slices.Clone(advanced), true
	return nil
}

// checkAdvanced checks one advanced selector and counts its conditions: the
// category is there once, by Equals, and each field has conditions.
func checkAdvanced(s types.AdvancedEventSelector) (conditions int, err error) {
	category := false
	for _, f := range s.FieldSelectors {
		values := len(f.Equals) + len(f.NotEquals) + len(f.StartsWith) + len(f.NotStartsWith) + len(f.EndsWith) + len(f.NotEndsWith)
		if values == 0 {
			return 0, invalidSelectors("The field " + aws.ToString(f.Field) + " has no condition.")
		}
		conditions += values
		if aws.ToString(f.Field) != "eventCategory" {
			continue
		}
		if category || len(f.Equals) != 1 || values != 1 {
			return 0, invalidSelectors("The field eventCategory is there once, with one value of Equals.")
		}
		category = true
	}
	if !category {
		return 0, invalidSelectors("An advanced event selector has the field eventCategory.")
	}
	return conditions, nil
}
