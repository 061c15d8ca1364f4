package catalog

import (
	"slices"
	"strings"
)

// form is a pattern of a name: start*end, or *word*, or start alone without a
// star.
type form struct {
	start, end, word string
	star             bool
}

func (f form) String() string {
	switch {
	case f.word != "":
		return "*" + f.word + "*"
	case f.star:
		return f.start + "*" + f.end
	}
	return f.start
}

func (f form) lowered() string { return lower(f.String()) }

// compareForms orders by text, as a reader looks for it.
func compareForms(a, b form) int { return strings.Compare(a.lowered(), b.lowered()) }

func (f form) matches(name string) bool {
	switch {
	case f.word != "":
		return strings.Contains(lower(name), lower(f.word))
	case f.star:
		return len(name) >= len(f.start)+len(f.end) && hasPrefixFold(name, f.start) && equalFold(name[len(name)-len(f.end):], f.end)
	}
	return equalFold(f.start, name)
}

// rank orders the forms by how plain they are: names, then Get*, *Tagging,
// Get*Acl and *Vpc*.
func (f form) rank() int {
	switch {
	case f.word != "":
		return 4
	case f.start != "" && f.end != "":
		return 3
	case f.end != "":
		return 2
	case f.star:
		return 1
	}
	return 0
}

// members returns the places of the names that the form matches.
func (f form) members(names []string) bitset {
	b := newBitset(len(names))
	f.word = lower(f.word)
	for i, name := range names {
		if f.matches(name) {
			b.set(i)
		}
	}
	return b
}

// narrow returns a form for the needed names only: its parts are as long as
// these names allow, and cut at a word where that keeps them at least as long
// as they were. *Acl becomes Put*Acl if all begin so, but Get* never Get*Acl:
// whoever gets a verb as a whole is meant to.
func (f form) narrow(in []string, needed bitset) form {
	var names []string
	for i, name := range in {
		if needed.has(i) {
			names = append(names, name)
		}
	}
	switch {
	case len(names) == 1:
		return form{start: names[0]}
	case len(names) == 0 || !f.star:
		return f
	}
	first := names[0]
	start, end, shortest := len(first), len(first), len(first)
	for _, name := range names[1:] {
		start = min(start, commonStart(first, name))
		end = min(end, commonEnd(first, name))
		shortest = min(shortest, len(name))
	}
	start = min(start, shortest-len(f.end))
	if f.start != "" || start > 0 {
		for n := start; n >= len(f.start); n-- {
			if !slices.ContainsFunc(names, func(name string) bool { return !wordBoundary(name, n) }) {
				start = n
				break
			}
		}
		f.start = first[:start]
	}
	if f.end != "" {
		end = min(end, shortest-len(f.start))
		for n := end; n >= len(f.end); n-- {
			if !slices.ContainsFunc(names, func(name string) bool { return !wordBoundary(name, len(name)-n) }) {
				end = n
				break
			}
		}
		f.end = first[len(first)-end:]
	}
	return f
}

// wordBoundary reports whether a word of the name begins or ends at i.
func wordBoundary(name string, i int) bool {
	if i <= 0 || i >= len(name) {
		return true
	}
	upper := func(b byte) bool { return 'A' <= b && b <= 'Z' }
	return upper(name[i]) && (!upper(name[i-1]) || i+1 < len(name) && !upper(name[i+1]))
}

// affixForms returns, for every name of in, the widest forms start*end that
// match it and no name of out: with each start the shortest end that will do,
// unless a shorter start does with the same.
func affixForms(in, out []string, o ShortenOptions) []form {
	var forms []form
	for _, name := range in {
		// need[p] is the length of the end that a form with a start of length p
		// must have to spare all of out.
		need := make([]int, len(name)+1)
		for _, other := range out {
			start, end := commonStart(name, other), commonEnd(name, other)
			for p := 0; p <= start; p++ {
				need[p] = max(need[p], 1+min(end, len(other)-p))
			}
		}
		least := len(name) + 1 // the shortest end so far
		for p, n := range need {
			if !o.SplitWords {
				if !wordBoundary(name, p) {
					continue
				}
				for !wordBoundary(name, len(name)-n) {
					n++
				}
			}
			if n < least && p+n <= len(name) {
				forms = append(forms, form{start: name[:p], end: name[len(name)-n:], star: true})
				least = n
			}
		}
		forms = append(forms, form{start: name})
	}
	return forms
}

// wordForms returns the forms *word* that match no name of out, the fewest
// words that do so for every place in every name of in.
func wordForms(in, out []string) []form {
	lowered := make([]string, len(out))
	for i, name := range out {
		lowered[i] = lower(name)
	}
	pure := make(map[string]bool)
	check := func(word string) bool {
		word = lower(word)
		result, known := pure[word]
		if !known {
			result = !slices.ContainsFunc(lowered, func(name string) bool { return strings.Contains(name, word) })
			pure[word] = result
		}
		return result
	}
	var forms []form
	for _, name := range in {
		var cuts []int
		for i := range len(name) + 1 {
			if wordBoundary(name, i) {
				cuts = append(cuts, i)
			}
		}
		for i := range cuts[:len(cuts)-1] {
			for j := i + 1; j < len(cuts); j++ {
				if check(name[cuts[i]:cuts[j]]) {
					if i+1 == j || !check(name[cuts[i+1]:cuts[j]]) {
						forms = append(forms, form{word: name[cuts[i]:cuts[j]]})
					}
					break // longer ones match no more
				}
			}
		}
	}
	return forms
}
