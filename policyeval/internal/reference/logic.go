package reference

import "sort"

// truth is a Kleene truth value.
type truth int

const (
	no truth = iota
	maybe
	yes
)

// logic is a truth value and, when it is maybe, the keys and facts that the
// maybe leaves below it read (U3).
type logic struct {
	truth truth
	keys  map[string]bool
}

func known(b bool) logic {
	if b {
		return logic{truth: yes}
	}
	return logic{truth: no}
}

// unknown is a maybe that hangs on the given keys.
func unknown(keys ...string) logic {
	m := map[string]bool{}
	for _, k := range keys {
		m[foldKey(k)] = true
	}
	return logic{truth: maybe, keys: m}
}

// and is the Kleene conjunction; over nothing it is yes (17.2).
func and(xs ...logic) logic {
	result := yes
	for _, x := range xs {
		if x.truth < result {
			result = x.truth
		}
	}
	return withKeys(result, xs)
}

// or is the Kleene disjunction; over nothing it is no (17.2).
func or(xs ...logic) logic {
	result := no
	for _, x := range xs {
		if x.truth > result {
			result = x.truth
		}
	}
	return withKeys(result, xs)
}

// not is the Kleene negation.
func not(x logic) logic {
	return logic{truth: yes - x.truth, keys: x.keys}
}

// choose is the value of "a if c, else b". It is definite when both branches
// agree, whatever c is.
func choose(c, a, b logic) logic {
	switch {
	case c.truth == yes:
		return a
	case c.truth == no:
		return b
	case a.truth != maybe && a.truth == b.truth:
		return a
	}
	return withKeys(maybe, []logic{c, a, b})
}

// withKeys makes a node of value v: a maybe carries the keys of its maybe
// children and of no others.
func withKeys(v truth, children []logic) logic {
	if v != maybe {
		return logic{truth: v}
	}
	keys := map[string]bool{}
	for _, c := range children {
		if c.truth == maybe {
			for k := range c.keys {
				keys[k] = true
			}
		}
	}
	return logic{truth: maybe, keys: keys}
}

func sortedKeys(m map[string]bool) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
