package ec2fake

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/internal/glob"
)

func invalidValue(format string, args ...any) error {
	return model.Errorf("InvalidParameterValue", format, args...)
}

func badCombination(format string, args ...any) error {
	return model.Errorf("InvalidParameterCombination", format, args...)
}

// page cuts a list as EC2 does: a page has between low and high items, high if
// the caller does not say.
func page[T any](c *model.Call, all []T, key func(T) string, token *string, asked *int32, low, high int32) ([]T, *string, error) {
	switch {
	case asked != nil && *asked < low:
		return nil, nil, invalidValue("Value ( %d ) for parameter maxResults is invalid. Expecting a value greater than or equal to %d.", *asked, low)
	case asked != nil && *asked > high:
		return nil, nil, invalidValue("Value ( %d ) for parameter maxResults is invalid. Expecting a value less than or equal to %d.", *asked, high)
	}
	items, next, ok := model.Page(c, all, key, token, asked, int(high))
	if !ok {
		return nil, nil, model.Errorf("InvalidNextToken", "The token '%s' is invalid.", aws.ToString(token))
	}
	return items, next, nil
}

// properties tells the values of an item by the name of a filter. A name that it
// does not have is not modelled, which is not the same as an empty list.
type properties map[string][]string

// tagged adds the filters by tag.
func (p properties) tagged(tags []types.Tag) properties {
	for _, t := range tags {
		p["tag:"+aws.ToString(t.Key)] = []string{aws.ToString(t.Value)}
		p["tag-key"] = append(p["tag-key"], aws.ToString(t.Key))
	}
	if p["tag-key"] == nil {
		p["tag-key"] = []string{}
	}
	return p
}

// filter keeps the items that match all filters; of a filter's values, one
// suffices. They may have wildcards, and differ by letter case.
//
// AWS: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html
func filter[T any](c *model.Call, items []T, filters []types.Filter, of func(T) properties) ([]T, error) {
	var zero T
	known := of(zero)
	for _, f := range filters {
		name := aws.ToString(f.Name)
		if _, ok := known[name]; !ok && !strings.HasPrefix(name, "tag:") {
			return nil, model.NotModeled(c, fmt.Sprintf("the filter %q", name))
		}
	}
	var kept []T
	for _, item := range items {
		p := of(item)
		if !slices.ContainsFunc(filters, func(f types.Filter) bool { return !matches(p[*f.Name], f.Values) }) {
			kept = append(kept, item)
		}
	}
	return kept, nil
}

func matches(values, patterns []string) bool {
	return slices.ContainsFunc(values, func(v string) bool {
		return slices.ContainsFunc(patterns, func(p string) bool { return glob.Match(p, v) })
	})
}

// one is the value of a property; nil where the item has none.
func one[T ~string](s T) []string {
	if s == "" {
		return []string{}
	}
	return []string{string(s)}
}

func text(s *string) []string { return one(aws.ToString(s)) }
