package policygen

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
)

// A Source turns bytes into choices. It is not safe for concurrent use.
type Source struct {
	data []byte
	// Faults is whether documents may be faulty.
	Faults bool
}

// NewSource reads choices from data.
func NewSource(data []byte) *Source { return &Source{data: data, Faults: true} }

// Seeded is a source of n bytes that depend on the seed alone.
func Seeded(seed uint64, n int) *Source { return NewSource(Bytes(seed, n)) }

// Bytes are n bytes that depend on the seed alone.
func Bytes(seed uint64, n int) []byte {
	r := rand.New(rand.NewPCG(seed, 1))
	data := make([]byte, n)
	for i := range data {
		data[i] = byte(r.Uint32())
	}
	return data
}

// n is a number below limit; zero when the bytes are used up.
func (s *Source) n(limit int) int {
	if len(s.data) == 0 {
		return 0
	}
	b := int(s.data[0])
	s.data = s.data[1:]
	return b % limit
}

// one in limit; never when the bytes are used up.
func (s *Source) one(limit int) bool { return s.n(limit) == limit-1 }

// fault is a rare yes where faults are wanted.
func (s *Source) fault() bool { return s.n(220) == 219 && s.Faults }

// pick chooses an item.
func pick[T any](s *Source, items ...T) T { return items[s.n(len(items))] }

// some are up to limit picks, at least one.
func some(s *Source, limit int, next func() string) []string {
	items := []string{next()}
	for len(items) < limit && s.one(3) {
		items = append(items, next())
	}
	return items
}

// quote is a JSON string.
func quote(text string) string {
	out, err := json.Marshal(text)
	if err != nil { // a string always marshals
		return `""`
	}
	return string(out)
}

// values is a JSON value, bare where there is one and the source says so (D8).
func (s *Source) values(items []string) string {
	if len(items) == 1 && !s.one(3) {
		return items[0]
	}
	return "[" + strings.Join(items, ",") + "]"
}

func quoteAll(items []string) []string {
	quoted := make([]string, len(items))
	for i, item := range items {
		quoted[i] = quote(item)
	}
	return quoted
}

// object joins members, each already written as "name":value.
func object(members []string) string { return "{" + strings.Join(members, ",") + "}" }
