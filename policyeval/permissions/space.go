package permissions

import (
	"slices"
	"strings"
	"sync"

	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// A space is one form that the ARNs of a resource type take: a set of
// resources that is asked about as a whole.
type space struct {
	typ     catalog.ResourceType
	service string    // third field of the ARN; "*" where the reference leaves it open
	fields  [5]string // partition to resource, with * for what the reference leaves open
	ownAcct bool      // field 5 is the account that owns the resource
}

// pattern returns the ARN pattern of the space for one owner.
func (s *space) pattern(partition, account string) string {
	owner := s.fields[3]
	if s.ownAcct {
		owner = account
	}
	return "arn:" + partition + ":" + s.service + ":" + s.fields[2] + ":" + owner + ":" + s.fields[4]
}

// anySpace stands for resources that no statement of a class tells apart, and
// for requests without a resource. Such questions are asked with the resource
// "*": like an ARN of a service that no statement mentions, it is matched by
// members made of stars and by no other (R1, R11, R16).
const anySpace = -1

// table is what the catalog says about resources, turned round: which actions
// take ARNs of a service, and in which forms.
type table struct {
	spaces    []space
	of        map[catalog.Action][]int // places in spaces
	byService map[string][]catalog.Action
	everyARN  []catalog.Action
	bare      map[catalog.Action]bool // may be requested without a resource
}

// resources returns the table, which is built at the first call and never
// changes.
var resources = sync.OnceValue(func() *table {
	t := &table{of: map[catalog.Action][]int{}, byService: map[string][]catalog.Action{}, bare: map[catalog.Action]bool{}}
	places := map[catalog.ResourceType][]int{}
	for a := range catalog.Actions() {
		bare := true
		for typ, required := range a.ResourceTypes() {
			bare = bare && !required
			if _, ok := places[typ]; !ok {
				places[typ] = t.addType(typ)
			}
			t.of[a] = append(t.of[a], places[typ]...)
		}
		if bare {
			t.bare[a] = true
		}
		if len(t.of[a]) > 0 {
			t.everyARN = append(t.everyARN, a)
		}
		for _, at := range t.of[a] {
			service := t.spaces[at].service
			if list := t.byService[service]; len(list) == 0 || list[len(list)-1] != a {
				t.byService[service] = append(list, a)
			}
		}
	}
	return t
})

func (t *table) addType(typ catalog.ResourceType) []int {
	var places []int
	for text := range typ.ARNPatterns() {
		fields := strings.SplitN(stars(text), ":", 6)
		if len(fields) < 6 {
			continue
		}
		s := space{typ: typ, service: fields[2], fields: [5]string(fields[1:])}
		// One service of the reference has a word where the account belongs.
		s.ownAcct = s.fields[3] != "" && s.fields[3] != "aws"
		if slices.ContainsFunc(places, func(at int) bool { return t.spaces[at] == s }) {
			continue
		}
		places = append(places, len(t.spaces))
		t.spaces = append(t.spaces, s)
	}
	return places
}

// stars replaces the placeholders of a pattern of the reference, ${...}, by
// stars. The reference once forgets the dollar sign.
func stars(text string) string {
	var b strings.Builder
	for {
		start := strings.IndexByte(text, '{')
		end := strings.IndexByte(text, '}')
		if start < 0 || end < start {
			b.WriteString(text)
			return b.String()
		}
		b.WriteString(strings.TrimSuffix(text[:start], "$"))
		b.WriteByte('*')
		text = text[end+1:]
	}
}
