package policyeval

import (
	"slices"
	"strings"
)

// derivation says where the value of a derived key comes from.
type derivation uint8

const (
	notDerived     derivation = iota // the request does not determine it
	derivedValue                     // it has one value
	derivedAbsent                    // the request determines that it is absent
	absentByNature                   // absent, unless the context has it
)

// fill gives a key that the request did not mention its state.
func (st *state) fill(slot int32, k *keyState) {
	st.begin(k)
	if slot < derivedSlots {
		if slot == slotTagKeys && len(st.tagKeys) > 0 {
			k.presence, k.values = keyPresent, st.tagKeys
			return
		}
		value, how := st.derive(slot)
		switch how {
		case derivedValue:
			k.set(value)
			return
		case derivedAbsent, absentByNature:
			return
		}
		if via := st.hangsOn(slot); via != "" {
			k.presence, k.via = keyUnknown, via
			return
		}
	}
	if family := st.a.keys.families[slot]; family != noTagFamily && st.tagsComplete[family] {
		return
	}
	if st.open {
		k.presence = keyUnknown
	}
}

// reconcile compares the derived keys that the context or the list of unknown
// keys mentions with what the request says (section 18): a different value is an
// error, and a derived key is never unknown.
func (st *state) reconcile() error {
	for slot := int32(0); slot < derivedSlots; slot++ {
		if st.suppliedDerived&(1<<slot) == 0 {
			continue
		}
		k := &st.keys[slot]
		if slot == slotTagKeys && st.tagsComplete[tagsRequest] {
			if k.presence == keyPresent && !sameSet(k.values, st.tagKeys) {
				return st.contradiction(slot, k, strings.Join(st.tagKeys, ", "))
			}
			k.generation = 0 // filled anew when read
			continue
		}
		value, how := st.derive(slot)
		if how == notDerived || how == absentByNature {
			continue
		}
		if k.presence == keyPresent {
			if how == derivedAbsent {
				return st.contradiction(slot, k, "")
			}
			if k.ambiguous || len(k.values) != 1 || !st.agrees(slot, k.values[0], value) {
				return st.contradiction(slot, k, value)
			}
			continue
		}
		k.generation = 0
	}
	return nil
}

// agrees compares a supplied value with the derived one.
func (st *state) agrees(slot int32, supplied, derived string) bool {
	switch slot {
	case slotPrincipalIsAWSService, slotViaAWSService:
		return equalASCII(supplied, derived)
	case slotCurrentTime, slotEpochTime:
		a, _, ok := parseInstant(supplied)
		b, _, _ := parseInstant(derived)
		return ok && a.cmp(b) == 0
	}
	return supplied == derived
}

func (st *state) contradiction(slot int32, k *keyState, derived string) error {
	name := st.a.keys.names[slot]
	reason := "contradicts the request, from which it is " + quote(derived) + "; leave it out"
	if derived == "" {
		reason = "a request like this one does not have the key; leave it out"
	}
	return &RequestError{Field: "Context[" + name + "]", Value: strings.Join(k.values, ", "), Reason: reason}
}

// sameSet reports whether two lists without repetitions hold the same texts.
func sameSet(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for _, s := range a {
		if !slices.Contains(b, s) {
			return false
		}
	}
	return true
}

// derive returns the value of a key as far as the request determines it (the
// table of section 18).
func (st *state) derive(slot int32) (string, derivation) {
	switch slot {
	case slotResourceAccount:
		if st.owner != "" {
			return st.owner, derivedValue
		}
		return "", notDerived
	case slotCurrentTime, slotEpochTime:
		return st.deriveTime(slot)
	case slotCalledViaFirst, slotCalledViaLast, slotViaAWSService:
		return st.deriveCalledVia(slot)
	case slotTagKeys:
		if st.tagsComplete[tagsRequest] {
			return "", derivedAbsent // of an empty map
		}
		return "", notDerived
	}
	return st.deriveIdentity(slot)
}

func (st *state) deriveIdentity(slot int32) (string, derivation) {
	c := &st.caller
	switch c.kind {
	case callerAnonymous:
		switch slot {
		case slotPrincipalAccount, slotUserID:
			return "anonymous", derivedValue
		case slotPrincipalType:
			return "Anonymous", derivedValue
		}
		return "", derivedAbsent
	case callerService:
		switch slot {
		case slotPrincipalIsAWSService:
			return "true", derivedValue
		case slotPrincipalServiceName:
			return c.text, derivedValue
		case slotPrincipalAccount, slotPrincipalType, slotUserID:
			return "", absentByNature
		}
		return "", derivedAbsent
	case callerProvider:
		return "", notDerived
	}
	switch slot {
	case slotPrincipalArn:
		if c.isRole() {
			return c.roleARN, derivedValue
		}
		return c.text, derivedValue
	case slotPrincipalAccount:
		return c.account, derivedValue
	case slotPrincipalType:
		return callerTypes[c.kind], derivedValue
	case slotUserID:
		return st.deriveUserID()
	case slotUsername:
		if c.kind == callerUser {
			return c.userName, derivedValue
		}
	case slotPrincipalIsAWSService:
		return "false", derivedValue
	}
	return "", derivedAbsent
}

// callerTypes are the values of aws:PrincipalType.
var callerTypes = [...]string{
	callerRoot: "Account", callerUser: "User", callerRole: "AssumedRole",
	callerSession: "AssumedRole", callerFederatedUser: "FederatedUser",
}

func (st *state) deriveUserID() (string, derivation) {
	c := &st.caller
	first, second := "", ""
	switch c.kind {
	case callerRoot:
		return c.account, derivedValue
	case callerFederatedUser:
		first, second = c.account, c.federatedName
	case callerUser:
		if st.uniqueID == "" {
			return "", notDerived
		}
		return st.uniqueID, derivedValue
	default:
		if st.uniqueID == "" || c.kind == callerRole {
			return "", notDerived
		}
		first, second = st.uniqueID, c.session
	}
	if parts := [2]string{first, second}; st.userID == "" || st.userIDFor != parts {
		st.userID, st.userIDFor = first+":"+second, parts
	}
	return st.userID, derivedValue
}

// hangsOn names the unknown key or fact that a key would be derived from, if it
// were known. Without it a key in closed mode would be definitely absent where
// a completion of the request gives it a value.
func (st *state) hangsOn(slot int32) string {
	declared := func(bit factSet, name string) string {
		if st.factsUnknown&bit != 0 {
			return name
		}
		return ""
	}
	switch slot {
	case slotResourceAccount:
		switch {
		case st.resource.star: // of a caller without an account: there is no owner to find out
			return ""
		case st.ownerWild:
			return FactResourcePattern
		}
		return FactResourceAccount
	case slotUserID:
		switch st.caller.kind {
		case callerRole:
			// The key has two halves, and neither alone would settle it.
			if st.uniqueID != "" {
				return FactSessionName
			}
			return declared(factUniqueID|factSessionName, fixedNames[slotUserID])
		case callerUser, callerSession:
			return declared(factUniqueID, FactUniqueID)
		}
	case slotCalledViaFirst, slotCalledViaLast, slotViaAWSService:
		if k := st.key(slotCalledVia); k.presence == keyUnknown {
			return fixedNames[slotCalledVia]
		}
	}
	return ""
}
