package policyeval

// containmentBudget bounds the steps of one containment test. A test that
// exhausts it answers "not covered", which leaves the result Unknown: sound.
const containmentBudget = 1 << 16

// containment decides whether every text of request matches member. It walks
// the request pattern with the set of positions that member may be in. A
// wildcard of the request stands for whatever is worst for member: that is a
// character that occurs nowhere in it, because only wildcards take such a one
// and they take every other as well. A star stands for any number of those; the
// sets repeat after at most len(member) steps.
type containment struct {
	member, request []symbol
	budget          int
	seen            map[visit]struct{}
}

type visit struct {
	at  int
	set string
}

// symbolFresh is a character that occurs in no pattern.
const symbolFresh symbol = -3

// start returns the positions before anything is read. A set holds one byte
// for each position of member, the end included.
func (c *containment) start() []byte {
	set := make([]byte, len(c.member)+1)
	c.enter(set, 0)
	return set
}

// enter adds a position and those that a star, which may be empty, opens.
func (c *containment) enter(set []byte, i int) {
	for set[i] == 0 {
		set[i] = 1
		if i == len(c.member) || c.member[i] != symbolStar {
			return
		}
		i++
	}
}

func (c *containment) step(set []byte, read symbol) []byte {
	out := make([]byte, len(set))
	for i, in := range set[:len(c.member)] {
		if in == 0 {
			continue
		}
		switch c.member[i] {
		case symbolStar:
			c.enter(out, i)
		case symbolAny, read:
			c.enter(out, i+1)
		}
	}
	return out
}

func (c *containment) covers(at int, set []byte) bool {
	for ; at < len(c.request); at++ {
		if c.budget--; c.budget < 0 {
			return false
		}
		switch s := c.request[at]; s {
		case symbolStar:
			return c.coversStar(at+1, set)
		case symbolAny:
			set = c.step(set, symbolFresh)
		default:
			set = c.step(set, s)
		}
	}
	return set[len(c.member)] == 1
}

// coversStar tries every length of the run that a star of the request stands
// for, until the sets repeat.
func (c *containment) coversStar(at int, set []byte) bool {
	for {
		key := visit{at, string(set)}
		if _, ok := c.seen[key]; ok {
			return true // failed or running visits have ended the test or repeat
		}
		if c.seen == nil {
			c.seen = map[visit]struct{}{}
		}
		c.seen[key] = struct{}{}
		if !c.covers(at, set) {
			return false
		}
		set = c.step(set, symbolFresh)
	}
}
