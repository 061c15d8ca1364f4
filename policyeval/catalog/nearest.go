package catalog

import (
	"iter"
	"strings"
)

// Nearest returns the action whose name is most like the given one, for "did
// you mean" in messages; a known name gives its action. It looks in the
// service of that prefix, then in those whose prefix is like it, then for the
// same name in one other service only, so that iam:AssumeRole finds
// sts:AssumeRole. It reports false if nothing is near.
//
// Likeness is the number of letters to insert, delete, replace or swap with
// their neighbour, without regard to case. A third of the letters may differ;
// among equals the longest common start wins, then the order of names.
func Nearest(name string) (Action, bool) {
	if a, ok := Lookup(name); ok {
		return a, true
	}
	prefix, local, ok := strings.Cut(name, ":")
	if !ok {
		return Action{}, false
	}
	best := newNearest[Action](local)
	if s, ok := LookupService(prefix); ok {
		best.among(s.Actions(), Action.Name)
	} else {
		limit := newNearest[Service](prefix).limit
		for s := range Services() {
			if distance(prefix, s.Prefix(), limit) <= limit {
				best.among(s.Actions(), Action.Name)
			}
		}
	}
	if best.found {
		return best.value, true
	}
	var elsewhere Action
	for i := range ref().services {
		if n, ok := ref().services[i].decode().find(local); ok {
			if !elsewhere.IsZero() {
				return Action{}, false
			}
			elsewhere = Action{uint16(i + 1), uint16(n)}
		}
	}
	return elsewhere, !elsewhere.IsZero()
}

// NearestService returns the service whose prefix is most like the given one.
// Likeness is as in [Nearest].
func NearestService(prefix string) (Service, bool) {
	best := newNearest[Service](prefix)
	best.among(Services(), Service.Prefix)
	return best.value, best.found
}

// NearestConditionKey returns the condition key whose name is most like the
// given one, among the global ones and those of the service of its prefix, or
// of the most similar prefix. It serves policy variables as well, without
// their braces. In keys with a placeholder after a slash, such as
// aws:ResourceTag/${TagKey}, only what stands before that counts. Likeness is
// as in [Nearest].
func NearestConditionKey(name string) (ConditionKey, bool) {
	if k, ok := LookupConditionKey(name); ok {
		return k, true
	}
	start, _, _ := strings.Cut(name, "/")
	plain, tagged := newNearest[ConditionKey](name), newNearest[ConditionKey](start)
	among := func(keys iter.Seq[ConditionKey]) {
		for k := range keys {
			one := func(yield func(ConditionKey) bool) { yield(k) }
			if fixed, _, found := strings.Cut(k.name, "/${"); !found {
				plain.among(one, ConditionKey.Name)
			} else if start != name {
				tagged.among(one, func(ConditionKey) string { return fixed })
			}
		}
	}
	among(GlobalConditionKeys())
	prefix, _, _ := strings.Cut(name, ":")
	if s, ok := NearestService(prefix); ok {
		among(s.ConditionKeys())
	}
	if tagged.found && (!plain.found || tagged.distance < plain.distance) {
		return tagged.value, true
	}
	return plain.value, plain.found
}

// nearest keeps the best candidate so far.
type nearest[T any] struct {
	want            string
	limit           int // greatest distance that counts
	value           T
	found           bool
	distance, start int
}

func newNearest[T any](want string) *nearest[T] {
	limit := max(1, len(want)/3)
	if len(want) < 2 {
		limit = 0 // any letter is like any other
	}
	return &nearest[T]{want: want, limit: limit}
}

func (b *nearest[T]) among(candidates iter.Seq[T], name func(T) string) {
	for c := range candidates {
		text := name(c)
		d := distance(b.want, text, b.limit)
		start := commonStart(b.want, text)
		if d > b.limit || b.found && (d > b.distance || d == b.distance && start <= b.start) {
			continue
		}
		b.value, b.found, b.distance, b.start = c, true, d, start
	}
}

// commonStart returns the length of the common start, without regard to case.
func commonStart(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && lowerByte(a[n]) == lowerByte(b[n]) {
		n++
	}
	return n
}

// commonEnd returns the length of the common end.
func commonEnd(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && lowerByte(a[len(a)-1-n]) == lowerByte(b[len(b)-1-n]) {
		n++
	}
	return n
}

// distance returns the optimal string alignment distance of two texts, without
// regard to case, or limit+1 if it is greater than the limit. Long texts do
// not come here: the difference in length ends them.
func distance(a, b string, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if lowerByte(a[i-1]) == lowerByte(b[j-1]) {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && lowerByte(a[i-1]) == lowerByte(b[j-2]) && lowerByte(a[i-2]) == lowerByte(b[j-1]) {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > limit {
			return limit + 1
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
