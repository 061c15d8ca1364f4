package catalog

// cursor reads the encoded form. Where the data end early it returns zero
// values and remembers that; it never reads beyond them.
type cursor struct {
	rest string
	bad  bool
}

func (c *cursor) take(n int) string {
	if n < 0 || n > len(c.rest) {
		c.rest, c.bad = "", true
		return ""
	}
	s := c.rest[:n]
	c.rest = c.rest[n:]
	return s
}

func (c *cursor) byte() byte {
	if s := c.take(1); s != "" {
		return s[0]
	}
	return 0
}

// number reads a varint. Four bytes hold every number of the format.
func (c *cursor) number() int {
	n := 0
	for shift := 0; shift < 28; shift += 7 {
		b := c.byte()
		n |= int(b&0x7f) << shift
		if b < 0x80 {
			return n
		}
	}
	c.rest, c.bad = "", true
	return 0
}

// count reads the length of a list. Every member takes at least one byte, so
// a count beyond the rest of the data is wrong and nothing is allocated for it.
func (c *cursor) count() int {
	n := c.number()
	if n > len(c.rest) {
		c.rest, c.bad = "", true
		return 0
	}
	return n
}

func (c *cursor) text() string { return c.take(c.number()) }

func (c *cursor) keys() []ConditionKey {
	keys := make([]ConditionKey, c.count())
	for i := range keys {
		name, b := c.text(), c.byte()
		keys[i] = ConditionKey{name: name, typ: KeyType(b &^ flagMultivalued), multivalued: b&flagMultivalued != 0}
	}
	return keys
}

// list skips a list of numbers and returns it as it is encoded.
func (c *cursor) list() string {
	start := c.rest
	for range c.count() {
		c.number()
	}
	return start[:len(start)-len(c.rest)]
}
