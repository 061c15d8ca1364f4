package catalog

import (
	"iter"
	"math/bits"
	"slices"
)

// ActionSet is a set of actions, held as one bit for each action of the
// catalog, less than 3 KB in all. It is immutable: every method returns a new
// set. The zero value is the empty set. It is safe for concurrent use.
type ActionSet struct{ words []uint64 } // nil, or a bit for every action

// NewActionSet returns the set of the actions; zero values are left out.
func NewActionSet(actions ...Action) ActionSet { return CollectActions(slices.Values(actions)) }

// CollectActions returns the set of the actions that seq yields.
func CollectActions(seq iter.Seq[Action]) ActionSet {
	var s ActionSet
	for a := range seq {
		if !a.IsZero() {
			s.add(a.number())
		}
	}
	return s
}

// AllActions returns the set of all actions.
func AllActions() ActionSet {
	var s ActionSet
	s.addRange(0, ref().actions)
	return s
}

// The unexported methods that change a set are for sets that nobody has seen.

func (s *ActionSet) grow() {
	if s.words == nil {
		s.words = make([]uint64, (ref().actions+63)/64)
	}
}

func (s *ActionSet) add(n int) {
	s.grow()
	s.words[n/64] |= 1 << (n % 64)
}

// addRange adds the numbers from lo to hi, without hi, whole words at a time.
func (s *ActionSet) addRange(lo, hi int) {
	if lo >= hi {
		return
	}
	s.grow()
	first, last := lo/64, (hi-1)/64
	head, tail := ^uint64(0)<<(lo%64), ^uint64(0)>>(63-(hi-1)%64)
	if first == last {
		s.words[first] |= head & tail
		return
	}
	s.words[first] |= head
	for i := first + 1; i < last; i++ {
		s.words[i] = ^uint64(0)
	}
	s.words[last] |= tail
}

func (s ActionSet) has(n int) bool { return s.words != nil && s.words[n/64]>>(n%64)&1 != 0 }

// Contains reports whether the action is in the set.
func (s ActionSet) Contains(a Action) bool { return !a.IsZero() && s.has(a.number()) }

// Len returns the number of actions in the set.
func (s ActionSet) Len() int {
	n := 0
	for _, w := range s.words {
		n += bits.OnesCount64(w)
	}
	return n
}

// IsEmpty reports whether the set has no actions.
func (s ActionSet) IsEmpty() bool {
	return !slices.ContainsFunc(s.words, func(w uint64) bool { return w != 0 })
}

// Equal reports whether the sets have the same actions.
func (s ActionSet) Equal(t ActionSet) bool {
	if s.words == nil || t.words == nil {
		return s.IsEmpty() && t.IsEmpty()
	}
	return slices.Equal(s.words, t.words)
}

// Union returns the actions that are in s or in t.
func (s ActionSet) Union(t ActionSet) ActionSet {
	return s.combine(t, func(a, b uint64) uint64 { return a | b })
}

// Intersect returns the actions that are in s and in t.
func (s ActionSet) Intersect(t ActionSet) ActionSet {
	return s.combine(t, func(a, b uint64) uint64 { return a & b })
}

// Difference returns the actions that are in s and not in t. With AllActions
// as s it is the complement, which is what NotAction means.
func (s ActionSet) Difference(t ActionSet) ActionSet {
	return s.combine(t, func(a, b uint64) uint64 { return a &^ b })
}

func (s ActionSet) combine(t ActionSet, op func(a, b uint64) uint64) ActionSet {
	var result ActionSet
	result.grow()
	for i := range result.words {
		var a, b uint64
		if s.words != nil {
			a = s.words[i]
		}
		if t.words != nil {
			b = t.words[i]
		}
		result.words[i] = op(a, b)
	}
	return result
}

// All returns the actions by service and name.
func (s ActionSet) All() iter.Seq[Action] {
	return func(yield func(Action) bool) {
		service := 0
		for n := range s.numbers() {
			services := ref().services
			for n >= services[service].first+services[service].count {
				service++
			}
			if !yield(Action{uint16(service + 1), uint16(n - services[service].first)}) {
				return
			}
		}
	}
}

func (s ActionSet) numbers() iter.Seq[int] {
	return func(yield func(int) bool) {
		for i, w := range s.words {
			for ; w != 0; w &= w - 1 {
				if !yield(i*64 + bits.TrailingZeros64(w)) {
					return
				}
			}
		}
	}
}

// Services returns the services that have actions in the set, by prefix, with
// the number of these actions. Nothing is decoded.
func (s ActionSet) Services() iter.Seq2[Service, int] {
	return func(yield func(Service, int) bool) {
		for i := range ref().services {
			service := &ref().services[i]
			if n := s.countRange(service.first, service.first+service.count); n > 0 {
				if !yield(Service{uint16(i + 1)}, n) {
					return
				}
			}
		}
	}
}

func (s ActionSet) countRange(lo, hi int) int {
	if s.words == nil || lo >= hi {
		return 0
	}
	n := 0
	for i := lo / 64; i <= (hi-1)/64; i++ {
		w := s.words[i]
		if i == lo/64 {
			w &= ^uint64(0) << (lo % 64)
		}
		if i == (hi-1)/64 {
			w &= ^uint64(0) >> (63 - (hi-1)%64)
		}
		n += bits.OnesCount64(w)
	}
	return n
}

// WithAccessLevel returns the actions of the set that have one of the levels.
// It decodes the services that the set touches.
func (s ActionSet) WithAccessLevel(levels ...AccessLevel) ActionSet {
	var result ActionSet
	for a := range s.All() {
		if slices.Contains(levels, a.AccessLevel()) {
			result.add(a.number())
		}
	}
	return result
}
