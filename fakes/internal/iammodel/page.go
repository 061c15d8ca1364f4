package iammodel

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// standardPage is how many items a list has on a page if nobody asks.
const standardPage = 100

// page cuts a list as IAM does, and returns the marker of the next page. The key
// tells the items apart; see [model.Page].
func page[T any](c *model.Call, st *Store, items []T, key func(T) string, marker *string, maxItems *int32) ([]T, *string, error) {
	if err := checkMaxItems(maxItems); err != nil {
		return nil, nil, err
	}
	if st.EmptyLastPage && len(items) > 0 {
		return pageMore(c, items, key, marker, maxItems)
	}
	got, next, ok := model.Page(c, items, key, marker, maxItems, standardPage)
	if !ok {
		return nil, nil, validationError("Invalid Marker.")
	}
	return got, next, nil
}

// pageMore is page for a list that has one item more than it shows: a last page
// that is full is then not the last, and what follows it is empty.
func pageMore[T any](c *model.Call, items []T, key func(T) string, marker *string, maxItems *int32) ([]T, *string, error) {
	more := append(make([]*T, 0, len(items)+1), each(items, func(item T) *T { return &item })...)
	var keyOf func(*T) string
	if key != nil {
		keyOf = func(item *T) string {
			if item == nil {
				return ""
			}
			return key(*item)
		}
	}
	got, next, ok := model.Page(c, append(more, nil), keyOf, marker, maxItems, standardPage)
	if !ok {
		return nil, nil, validationError("Invalid Marker.")
	}
	if next == nil && len(got) > 0 {
		got = got[:len(got)-1]
	}
	return each(got, func(item *T) T { return *item }), next, nil
}

// itself is the key of items that are texts, such as ARNs.
func itself(s string) string { return s }

// each converts the items of a page.
func each[T, U any](items []T, fn func(T) U) []U {
	out := make([]U, len(items))
	for i, item := range items {
		out[i] = fn(item)
	}
	return out
}

// under selects the items whose path begins with a prefix.
func under[T any](items []T, prefix string, entity func(T) *Entity) []T {
	if prefix == "/" {
		return items
	}
	var out []T
	for _, item := range items {
		if path := entity(item).Path; len(path) >= len(prefix) && path[:len(prefix)] == prefix {
			out = append(out, item)
		}
	}
	return out
}

// when returns a time for an output, nil for never.
func when(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return aws.Time(t)
}

// optional returns a text for an output, nil for "".
func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
