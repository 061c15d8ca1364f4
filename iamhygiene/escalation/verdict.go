package escalation

import "slices"

// level is how far something is allowed. The order matters: a conjunction is
// the minimum.
type level uint8

const (
	no    level = iota
	maybe       // under a condition that is not known
	yes
)

// verdict is the answer to one question, or to several together.
type verdict struct {
	level level
	keys  []string // what a maybe hangs on
}

// and combines two answers of which both are needed.
func (v verdict) and(w verdict) verdict {
	switch {
	case v.level == no || w.level == no:
		return verdict{}
	case w.level == yes:
		return v
	case v.level == yes:
		return w
	}
	return verdict{maybe, union(v.keys, w.keys)}
}

// better returns the answer that proves more.
func (v verdict) better(w verdict) verdict {
	if w.level > v.level {
		return w
	}
	return v
}

// doubted returns the answer with one more thing that it hangs on.
func (v verdict) doubted(key string) verdict {
	return v.and(verdict{maybe, []string{key}})
}

// union merges two sorted lists.
func union(a, b []string) []string {
	list := slices.Concat(a, b)
	slices.Sort(list)
	return slices.Compact(list)
}

// bits is a set of watched actions.
type bits []uint64

func (b bits) set(i int) { b[i/64] |= 1 << (i % 64) }

func (b bits) has(i int) bool { return b[i/64]&(1<<(i%64)) != 0 }

// beyond reports whether b has a member within the mask that c lacks.
func (b bits) beyond(c, mask bits) bool {
	for i, word := range b {
		if word&^c[i]&mask[i] != 0 {
			return true
		}
	}
	return false
}

// missing returns the places of the members within the mask that c lacks.
func (b bits) missing(c, mask bits) (places []int) {
	for i := range len(b) * 64 {
		if b.has(i) && mask.has(i) && !c.has(i) {
			places = append(places, i)
		}
	}
	return places
}
