package iammodel

import (
	"slices"
	"strings"
)

// A Table keeps records by name. IAM does not tell names apart by case, so
// neither does a Table, and it keeps the order in which IAM lists them. The
// zero value is empty. Its fields are exported for copying alone.
type Table[T any] struct {
	Keys  []string // folded names, sorted
	Items []*T     // in the order of Keys
}

// fold makes the form of a name in which it is unique.
func fold(name string) string { return strings.ToLower(name) }

// Get returns the record with the name, nil if there is none.
func (t *Table[T]) Get(name string) *T {
	if i, ok := slices.BinarySearch(t.Keys, fold(name)); ok {
		return t.Items[i]
	}
	return nil
}

// Put adds a record, or replaces the one of that name.
func (t *Table[T]) Put(name string, item *T) {
	key := fold(name)
	i, ok := slices.BinarySearch(t.Keys, key)
	if ok {
		t.Items[i] = item
		return
	}
	t.Keys = slices.Insert(t.Keys, i, key)
	t.Items = slices.Insert(t.Items, i, item)
}

// Delete removes the record with the name, if there is one.
func (t *Table[T]) Delete(name string) {
	if i, ok := slices.BinarySearch(t.Keys, fold(name)); ok {
		t.Keys = slices.Delete(t.Keys, i, i+1)
		t.Items = slices.Delete(t.Items, i, i+1)
	}
}

// Len is the number of records.
func (t *Table[T]) Len() int { return len(t.Items) }
