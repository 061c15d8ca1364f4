package analyzermodel

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer/types"
)

// filterKeys are the names that a filter may use
// (access-analyzer-reference-filter-keys); those of principals and conditions
// are written with what they ask for.
var filterKeys = []string{
	"id", "resource", "resourceType", "resourceOwnerAccount", "status", "error", "isPublic", "findingType",
	"principal.AWS", "principal.Federated", "principal.Service", "principal.CanonicalUser",
}

func checkFilter(filter map[string]types.Criterion) error {
	for key, c := range filter {
		switch {
		case !slices.Contains(filterKeys, key) && !strings.HasPrefix(key, "condition."):
			return invalid("filter", "There is no filter key "+key+".")
		case c.Eq == nil && c.Neq == nil && c.Contains == nil && c.Exists == nil:
			return invalid("filter", "The criterion for "+key+" has no operator.")
		case len(c.Eq) > 20 || len(c.Neq) > 20 || len(c.Contains) > 20:
			return invalid("filter", "The criterion for "+key+" has more than 20 values.")
		}
	}
	return nil
}

// matches reports whether a finding meets all criteria.
func (f *finding) matches(filter map[string]types.Criterion) bool {
	for key, c := range filter {
		value, exists := f.attribute(key)
		switch {
		case c.Exists != nil && *c.Exists != exists,
			c.Eq != nil && !(exists && slices.Contains(c.Eq, value)),
			c.Neq != nil && exists && slices.Contains(c.Neq, value),
			c.Contains != nil && !slices.ContainsFunc(c.Contains, func(part string) bool { return exists && strings.Contains(value, part) }):
			return false
		}
	}
	return true
}

// attribute returns what a filter key is compared with.
func (f *finding) attribute(key string) (value string, exists bool) {
	switch key {
	case "id":
		return f.id, true
	case "resource":
		return f.Resource, f.Resource != ""
	case "resourceType":
		return string(f.ResourceType), true
	case "resourceOwnerAccount":
		return f.owner, true
	case "status":
		return string(f.status), true
	case "findingType":
		return string(f.Type), true
	case "error":
		return f.Error, f.Error != ""
	}
	principal, condition, public := f.access()
	if kind, ok := strings.CutPrefix(key, "principal."); ok {
		value, exists = principal[kind]
		return value, exists
	}
	if name, ok := strings.CutPrefix(key, "condition."); ok {
		value, exists = condition[name]
		return value, exists
	}
	if public == nil { // isPublic
		return "", false
	}
	return map[bool]string{true: "true", false: "false"}[*public], true
}

// sortFindings orders findings by an attribute; those with the same value keep
// their order.
func sortFindings(all []*finding, by *types.SortCriteria) error {
	if by == nil || by.AttributeName == nil {
		return nil
	}
	var compare func(a, b *finding) int
	switch *by.AttributeName {
	case "analyzedAt", "updatedAt", "createdAt":
		compare = func(a, b *finding) int { return a.time(*by.AttributeName).Compare(b.time(*by.AttributeName)) }
	case "id", "resource", "resourceType", "resourceOwnerAccount", "status", "findingType":
		compare = func(a, b *finding) int {
			x, _ := a.attribute(*by.AttributeName)
			y, _ := b.attribute(*by.AttributeName)
			return cmp.Compare(x, y)
		}
	default:
		return invalid("sort", "Findings cannot be sorted by "+*by.AttributeName+".")
	}
	slices.SortStableFunc(all, func(a, b *finding) int {
		if by.OrderBy == types.OrderByDesc {
			return compare(b, a)
		}
		return compare(a, b)
	})
	return nil
}

func (f *finding) time(attribute string) time.Time {
	switch attribute {
	case "createdAt":
		return f.created
	case "updatedAt":
		return f.updated
	}
	return f.analyzed
}

func ptr(s string) *string {
	if s == "" {
		return nil
	}
	return aws.String(s)
}
