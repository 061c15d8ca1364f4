package catalog

import (
	"math/bits"
	"slices"
)

// coverSteps limits the search of one cover. Sets from patterns and from
// access levels need a few hundred steps at most.
const coverSteps = 20000

// bitset is a set of small numbers.
type bitset []uint64

func newBitset(n int) bitset    { return make(bitset, (n+63)/64) }
func (b bitset) set(n int)      { b[n/64] |= 1 << (n % 64) }
func (b bitset) has(n int) bool { return b[n/64]>>(n%64)&1 != 0 }
func (b bitset) clone() bitset  { return slices.Clone(b) }
func (b bitset) without(c bitset) {
	for i := range b {
		b[i] &^= c[i]
	}
}
func (b bitset) empty() bool         { return !slices.ContainsFunc(b, func(w uint64) bool { return w != 0 }) }
func (b bitset) meets(c bitset) bool { return b.common(c) > 0 }

// common returns the number of members that both have.
func (b bitset) common(c bitset) int {
	n := 0
	for i, w := range b {
		n += bits.OnesCount64(w & c[i])
	}
	return n
}

// cover returns the places of the fewest sets that together have all numbers
// below n. Every number must be in some set. Among covers of that size it
// prefers sets that come early.
func cover(n int, sets []bitset) []int {
	open := newBitset(n)
	for i := range n {
		open.set(i)
	}
	c := coverer{sets: sets}
	c.holders = make([][]int, n)
	for s, set := range sets {
		for i := range n {
			if set.has(i) {
				c.holders[i] = append(c.holders[i], s)
			}
		}
	}
	alive := make([]bool, len(sets))
	for i := range alive {
		alive[i] = true
	}
	chosen := c.reduce(open, alive)
	// What is left falls into parts that have no set in common; the parts are
	// searched one by one, so their costs add up and do not multiply.
	for !open.empty() {
		part := c.part(open, alive)
		c.best, c.steps = c.greedy(part.clone(), alive), 0
		c.search(part.clone(), alive, nil)
		chosen = append(chosen, c.best...)
		open.without(part)
	}
	slices.Sort(chosen)
	return chosen
}

type coverer struct {
	sets    []bitset
	holders [][]int // the sets that have a number
	best    []int
	steps   int
}

// reduce drops sets that others make needless and takes those that a number
// has no choice about, until nothing changes.
func (c *coverer) reduce(open bitset, alive []bool) (taken []int) {
	for changed := true; changed; {
		changed = false
		for i := range c.sets {
			if alive[i] && c.needless(i, open, alive) {
				alive[i], changed = false, true
			}
		}
		for n := range c.holders {
			if !open.has(n) {
				continue
			}
			only, count := -1, 0
			for _, s := range c.holders[n] {
				if alive[s] {
					only = s
					count++
				}
			}
			if count == 1 {
				taken = append(taken, only)
				open.without(c.sets[only])
				alive[only], changed = false, true
			}
		}
	}
	return taken
}

// needless reports whether another set has all open numbers of the set.
func (c *coverer) needless(i int, open bitset, alive []bool) bool {
	size := open.common(c.sets[i])
	if size == 0 {
		return true
	}
	// Any better set has the first open number too.
	first := -1
	for n := range c.holders {
		if open.has(n) && c.sets[i].has(n) {
			first = n
			break
		}
	}
	for _, j := range c.holders[first] {
		if j == i || !alive[j] || !c.within(i, j, open) {
			continue
		}
		if open.common(c.sets[j]) > size || j < i {
			return true
		}
	}
	return false
}

// within reports whether set j has all open numbers of set i.
func (c *coverer) within(i, j int, open bitset) bool {
	for w := range open {
		if open[w]&c.sets[i][w]&^c.sets[j][w] != 0 {
			return false
		}
	}
	return true
}

// part returns the open numbers that hang together with the first.
func (c *coverer) part(open bitset, alive []bool) bitset {
	part := newBitset(len(c.holders))
	for n := range c.holders {
		if open.has(n) {
			part.set(n)
			break
		}
	}
	for grown := true; grown; {
		grown = false
		for i, set := range c.sets {
			if !alive[i] || !set.meets(part) {
				continue
			}
			for w := range part {
				if more := part[w] | set[w]&open[w]; more != part[w] {
					part[w], grown = more, true
				}
			}
		}
	}
	return part
}

// greedy takes the set with the most open numbers until none is left.
func (c *coverer) greedy(open bitset, alive []bool) (taken []int) {
	for !open.empty() {
		best, most := 0, 0
		for i := range c.sets {
			if n := open.common(c.sets[i]); alive[i] && n > most {
				best, most = i, n
			}
		}
		taken = append(taken, best)
		open.without(c.sets[best])
	}
	return taken
}

// search tries the sets of the open number with the fewest of them, and cuts
// off where the numbers that share no set alone ask for too many.
func (c *coverer) search(open bitset, alive []bool, taken []int) {
	if open.empty() {
		if len(taken) < len(c.best) {
			c.best = slices.Clone(taken)
		}
		return
	}
	if c.steps++; c.steps > coverSteps || len(taken)+c.bound(open, alive) >= len(c.best) {
		return
	}
	pivot, fewest := -1, 0
	for n := range c.holders {
		if !open.has(n) {
			continue
		}
		count := 0
		for _, s := range c.holders[n] {
			if alive[s] {
				count++
			}
		}
		if pivot < 0 || count < fewest {
			pivot, fewest = n, count
		}
	}
	var choices []int
	for _, s := range c.holders[pivot] {
		if alive[s] {
			choices = append(choices, s)
		}
	}
	slices.SortStableFunc(choices, func(a, b int) int { return open.common(c.sets[b]) - open.common(c.sets[a]) })
	for _, s := range choices {
		rest := open.clone()
		rest.without(c.sets[s])
		c.search(rest, alive, append(taken, s))
	}
}

// bound returns a number of sets that is needed in any case: no two of the
// numbers that it counts are in one set.
func (c *coverer) bound(open bitset, alive []bool) int {
	rest, n := open.clone(), 0
	for i := range c.holders {
		if !rest.has(i) {
			continue
		}
		n++
		rest[i/64] &^= 1 << (i % 64)
		for _, s := range c.holders[i] {
			if alive[s] {
				rest.without(c.sets[s])
			}
		}
	}
	return n
}
