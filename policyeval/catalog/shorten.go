package catalog

import (
	"cmp"
	"slices"
)

// ShortenOptions adjust [Shorten].
type ShortenOptions struct {
	// SplitWords lets stars stand within words, as in Get*e. The list gets
	// shorter, and harder to read.
	SplitWords bool
}

// SplitWords is an option of [Shorten] that sets [ShortenOptions.SplitWords].
func SplitWords(o *ShortenOptions) { o.SplitWords = true }

// Shorten returns the shortest list of patterns that matches exactly the
// actions of the set and no other action of the catalog, in the order of
// services and patterns. [Expand] gives the set back.
//
// Shortest means the fewest patterns, from these forms: "*" for the whole
// catalog; service:* for a whole service; a name; whole words of a name with
// one star at the start, at the end or between (*Tagging, Get*, Get*Acl); and
// whole words between two stars (*Vpc*). No pattern reaches across services,
// since services share words and not meaning.
//
// Among lists of that length narrow patterns win, so that an action that AWS
// adds tomorrow is less likely to be caught: a pattern begins with all that the
// actions which only it covers have in common, and a pattern for one action
// is its name. A policy made from the list still grants what AWS adds where a
// star is; write the names if that must not be.
//
// Finding the fewest patterns is a set cover and may take exponential time in
// theory. The search is exact for the sets that occur in practice; where a
// service would take more than a fixed number of steps, the best list so far
// is taken, which is never longer than a greedy choice. The result does not
// depend on time or chance. A set within one service takes milliseconds, one
// across all of them up to a second.
func Shorten(set ActionSet, options ...func(*ShortenOptions)) []string {
	var o ShortenOptions
	for _, option := range options {
		option(&o)
	}
	if n := set.Len(); n == 0 {
		return nil
	} else if n == ref().actions {
		return []string{"*"}
	}
	var patterns []string
	for service, n := range set.Services() {
		s := service.index()
		if n == s.count && n > 1 {
			patterns = append(patterns, s.prefix+":*")
			continue
		}
		var in, out []string
		for i, a := range s.decode().actions {
			if set.has(s.first + i) {
				in = append(in, a.name)
			} else {
				out = append(out, a.name)
			}
		}
		for _, name := range shortenNames(in, out, o) {
			patterns = append(patterns, s.prefix+":"+name)
		}
	}
	return patterns
}

// shortenNames returns the shortest list of patterns that matches all of in
// and none of out.
func shortenNames(in, out []string, o ShortenOptions) []string {
	if len(in) == 1 {
		return in
	}
	candidates := append(affixForms(in, out, o), wordForms(in, out)...)
	slices.SortFunc(candidates, func(a, b form) int {
		return cmp.Or(a.rank()-b.rank(), compareForms(a, b))
	})
	candidates = slices.CompactFunc(candidates, func(a, b form) bool { return compareForms(a, b) == 0 })
	sets := make([]bitset, len(candidates))
	for i := range candidates {
		sets[i] = candidates[i].members(in)
	}
	chosen := cover(len(in), sets)
	result, covered := make([]form, len(chosen)), make([]bitset, len(chosen))
	for i, c := range chosen {
		result[i], covered[i] = candidates[c], sets[c]
	}
	// Every form now shrinks to what no other form covers. The others are taken
	// as they are at that time, so nothing is lost on the way.
	for i := range result {
		needed := covered[i].clone()
		for j := range covered {
			if j != i {
				needed.without(covered[j])
			}
		}
		for c := range candidates {
			if needed.common(sets[c]) == needed.common(needed) {
				result[i] = candidates[c] // the first is the plainest
				break
			}
		}
		result[i] = result[i].narrow(in, needed)
		covered[i] = result[i].members(in)
	}
	slices.SortFunc(result, compareForms)
	texts := make([]string, len(result))
	for i, f := range result {
		texts[i] = f.String()
	}
	return texts
}
