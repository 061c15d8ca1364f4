package catalog

import (
	_ "embed"
	"strings"
	"sync"
)

// data is the encoded reference. It is kept as it is, not compressed: names
// are cut out of it without a copy, so a look-up touches only the pages of one
// service and the heap holds next to nothing. Compressed service by service
// it would be a third of the size, but the first question about all services
// would take eight times as long and a megabyte more of heap.
//
// Numbers are unsigned varints, texts follow their length.
//
//	file    = magic, count, {service}, globals, {block}
//	service = prefix, name, flags byte, number of actions,
//	          count, {service field of ARNs}, length of the block
//	globals = count, {key}
//	block   = count, {key}, count, {type}, {action}, {details}
//	key     = name, type byte (bit 7: multivalued)
//	type    = name, count, {ARN pattern}, count, {place of a key}
//	action  = name, access level byte, length of the details
//	details = count, {place of a type * 2 + required, count, {place of a key}},
//	          count, {place of a key}, count, {place of a service, of its action}
//
// All lists are in the order of their names without regard to case, so that
// binary search finds them.
//
//go:embed data.bin
var data string

// magic starts the data; the last byte counts the formats.
const magic = "iamcatalog\x01"

// reference is the decoded index, with services that decode themselves.
type reference struct {
	services []service
	global   []ConditionKey
	actions  int
	valid    bool
}

var (
	loadOnce sync.Once
	loaded   reference
)

// ref returns the reference, whose index is decoded on the first call.
func ref() *reference {
	loadOnce.Do(func() { loaded.load(data) })
	return &loaded
}

// load decodes the index. Data that ends early give an empty reference;
// TestData proves that those of this package do not.
func (r *reference) load(data string) {
	rest, ok := strings.CutPrefix(data, magic)
	if !ok {
		return
	}
	c := cursor{rest: rest}
	r.services = make([]service, c.count())
	lengths := make([]int, len(r.services))
	for i := range r.services {
		s := &r.services[i]
		s.prefix, s.name, s.flags = c.text(), c.text(), c.byte()
		s.first, s.count = r.actions, c.number()
		r.actions += s.count
		s.arnServices = make([]string, c.count())
		for j := range s.arnServices {
			s.arnServices[j] = c.text()
		}
		lengths[i] = c.number()
	}
	r.global = c.keys()
	for i := range r.services {
		r.services[i].block = c.take(lengths[i])
	}
	if r.valid = !c.bad && c.rest == ""; !r.valid {
		*r = reference{}
	}
}

// service is one service: what the index says, and the rest once decoded.
type service struct {
	prefix, name string
	flags        byte
	first, count int // place of its actions among all actions
	arnServices  []string
	block        string

	once    sync.Once
	valid   bool
	keys    []ConditionKey
	types   []typeData
	actions []actionData
	details string

	patternsOnce sync.Once
	patterns     [][]arnPattern // of each type
}

const (
	flagRCP         = 1
	flagForeignKeys = 2 // has keys whose prefix is neither aws nor its own
	flagMultivalued = 0x80
)

type typeData struct {
	name string
	arns []string
	keys string // encoded list of places
}

type actionData struct {
	name   string
	level  AccessLevel
	detail uint32 // where its details start
}

// decode decodes the block of the service, once.
func (s *service) decode() *service {
	s.once.Do(s.decodeBlock)
	return s
}

func (s *service) decodeBlock() {
	c := cursor{rest: s.block}
	s.keys = c.keys()
	s.types = make([]typeData, c.count())
	for i := range s.types {
		t := &s.types[i]
		t.name = c.text()
		t.arns = make([]string, c.count())
		for j := range t.arns {
			t.arns[j] = c.text()
		}
		t.keys = c.list()
	}
	s.actions = make([]actionData, s.count)
	at := 0
	for i := range s.actions {
		s.actions[i] = actionData{name: c.text(), level: AccessLevel(c.byte()), detail: uint32(at)}
		at += c.number()
	}
	s.details = c.take(at)
	s.valid = !c.bad && c.rest == ""
}
