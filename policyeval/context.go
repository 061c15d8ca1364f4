package policyeval

import (
	"slices"
	"strings"
)

// loadContext puts the context, the tags and the unknown keys of a request into
// the slots of the keys that the policies read. Others are looked at no further.
func (st *state) loadContext(req *Request) error {
	st.suppliedDerived = 0
	for name, values := range req.Context {
		st.fold = appendFold(st.fold[:0], name)
		if slot, ok := st.a.keys.slots[string(st.fold)]; ok {
			st.supply(slot, values)
		}
	}
	for family, tags := range [tagFamilies]map[string]string{req.PrincipalTags, req.RequestTags, req.ResourceTags} {
		if st.tagsComplete[family] = tags != nil; len(tags) == 0 {
			continue
		}
		if err := st.loadTags(req, tagFamily(family), tags); err != nil {
			return err
		}
	}
	st.loadTagKeys(req.RequestTags)
	return st.loadUnknown(req.Unknown)
}

// supply records the values of one context key. Two spellings of one name that
// have different values make it ambiguous (C3).
func (st *state) supply(slot int32, values []string) {
	k := &st.keys[slot]
	if k.generation == st.generation {
		if !slices.Equal(k.values, values) {
			k.presence, k.ambiguous = keyPresent, true
		}
		return
	}
	st.begin(k)
	if len(values) > 0 { // C10
		k.presence, k.values = keyPresent, values
	}
	if slot < derivedSlots {
		st.suppliedDerived |= 1 << slot
	}
}

// loadTags puts a tag map into the slots of its family.
func (st *state) loadTags(req *Request, family tagFamily, tags map[string]string) error {
	for name, value := range tags {
		st.fold = append(st.fold[:0], tagPrefixes[family]...)
		st.fold = appendFold(st.fold, name)
		slot, ok := st.a.keys.slots[string(st.fold)]
		if !ok {
			continue
		}
		k := &st.keys[slot]
		if k.generation != st.generation {
			st.begin(k)
			k.set(value)
			continue
		}
		if len(k.values) == 1 && k.values[0] == value && !k.ambiguous {
			continue
		}
		if given := req.contextValues(string(st.fold)); given != nil {
			return &RequestError{Field: "Context[" + st.a.keys.names[slot] + "]", Value: strings.Join(given, ", "),
				Reason: "contradicts the tag map, which has " + quote(value)}
		}
		k.presence, k.ambiguous = keyPresent, true
	}
	return nil
}

// contextValues looks a folded name up in the context, for an error message.
func (r *Request) contextValues(folded string) []string {
	for name, values := range r.Context {
		if foldKey(name) == folded {
			return values
		}
	}
	return nil
}

// loadTagKeys collects the keys of the request tags (K3).
func (st *state) loadTagKeys(tags map[string]string) {
	st.tagKeys = st.tagKeys[:0]
	for name := range tags {
		st.tagKeys = append(st.tagKeys, name)
	}
}

// factSet is a set of facts.
type factSet uint8

const (
	factUniqueID factSet = 1 << iota
	factSessionName
	factIssuer
	factCanonicalUser
	factResourceAccount
	factResourcePattern
	factResourcePolicy
)

var facts = [...]struct {
	name string
	bit  factSet
}{
	{FactUniqueID, factUniqueID},
	{FactSessionName, factSessionName},
	{FactIssuer, factIssuer},
	{FactCanonicalUser, factCanonicalUser},
	{FactResourceAccount, factResourceAccount},
	{FactResourcePattern, factResourcePattern},
	{FactResourcePolicy, factResourcePolicy},
}

// loadUnknown records the keys and facts that are declared unknown. A key that
// has a value is known all the same (U1).
func (st *state) loadUnknown(unknown []UnknownKey) error {
	st.factsUnknown = 0
	for i := range unknown {
		u := &unknown[i]
		if u.Name == "" {
			return &RequestError{Field: "Unknown", Reason: "a key without a name"}
		}
		if isFact(u.Name) {
			bit := factNamed(u.Name)
			if bit == 0 {
				return &RequestError{Field: "Unknown", Value: u.Name, Reason: "there is no such fact; see the Fact constants"}
			}
			st.factsUnknown |= bit
			continue
		}
		st.fold = appendFold(st.fold[:0], u.Name)
		slot, ok := st.a.keys.slots[string(st.fold)]
		if !ok {
			continue
		}
		k := &st.keys[slot]
		if k.generation == st.generation && k.presence == keyPresent {
			continue
		}
		if family := st.a.keys.families[slot]; family != noTagFamily && st.tagsComplete[family] {
			continue
		}
		st.begin(k)
		k.presence, k.given, k.nonEmpty, k.single = keyUnknown, u.Present || u.NonEmpty, u.NonEmpty, u.Single
		if slot < derivedSlots {
			st.suppliedDerived |= 1 << slot
		}
	}
	return nil
}

// isFact reports whether a name has one of the two reserved prefixes.
func isFact(name string) bool {
	prefix, _, found := strings.Cut(name, ":")
	return found && (equalASCII(prefix, "principal") || equalASCII(prefix, "resource"))
}

func factNamed(name string) factSet {
	for i := range facts {
		if equalASCII(facts[i].name, name) {
			return facts[i].bit
		}
	}
	return 0
}
