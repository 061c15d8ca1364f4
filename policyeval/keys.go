package policyeval

import "strings"

// Slots of the keys that the engine derives from the request or treats in a
// way of their own. Every Authorizer has them, whether its policies read them or
// not, because a request that contradicts itself is refused in any case.
const (
	slotPrincipalArn int32 = iota
	slotPrincipalAccount
	slotPrincipalType
	slotUserID
	slotUsername
	slotPrincipalIsAWSService
	slotPrincipalServiceName
	slotResourceAccount
	slotCurrentTime
	slotEpochTime
	slotCalledViaFirst
	slotCalledViaLast
	slotViaAWSService
	slotTagKeys
	derivedSlots  // those above may be derived
	slotCalledVia = derivedSlots
	fixedSlots    = slotCalledVia + 1
)

// fixedNames are the keys of the slots, as AWS spells them.
//
// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
var fixedNames = [fixedSlots]string{
	slotPrincipalArn:          "aws:PrincipalArn",
	slotPrincipalAccount:      "aws:PrincipalAccount",
	slotPrincipalType:         "aws:PrincipalType",
	slotUserID:                "aws:userid",
	slotUsername:              "aws:username",
	slotPrincipalIsAWSService: "aws:PrincipalIsAWSService",
	slotPrincipalServiceName:  "aws:PrincipalServiceName",
	slotResourceAccount:       "aws:ResourceAccount",
	slotCurrentTime:           "aws:CurrentTime",
	slotEpochTime:             "aws:EpochTime",
	slotCalledViaFirst:        "aws:CalledViaFirst",
	slotCalledViaLast:         "aws:CalledViaLast",
	slotViaAWSService:         "aws:ViaAWSService",
	slotTagKeys:               "aws:TagKeys",
	slotCalledVia:             "aws:CalledVia",
}

// fixedFolded are the same names folded.
var fixedFolded = [fixedSlots]string{
	slotPrincipalArn:          "aws:principalarn",
	slotPrincipalAccount:      "aws:principalaccount",
	slotPrincipalType:         "aws:principaltype",
	slotUserID:                "aws:userid",
	slotUsername:              "aws:username",
	slotPrincipalIsAWSService: "aws:principalisawsservice",
	slotPrincipalServiceName:  "aws:principalservicename",
	slotResourceAccount:       "aws:resourceaccount",
	slotCurrentTime:           "aws:currenttime",
	slotEpochTime:             "aws:epochtime",
	slotCalledViaFirst:        "aws:calledviafirst",
	slotCalledViaLast:         "aws:calledvialast",
	slotViaAWSService:         "aws:viaawsservice",
	slotTagKeys:               "aws:tagkeys",
	slotCalledVia:             "aws:calledvia",
}

// tagFamily is one of the key families that the tag maps of a request fill.
type tagFamily uint8

const (
	tagsPrincipal tagFamily = iota
	tagsRequest
	tagsResource
	tagFamilies
	noTagFamily = tagFamilies
)

// tagPrefixes are the families' prefixes, folded.
var tagPrefixes = [tagFamilies]string{
	tagsPrincipal: "aws:principaltag/",
	tagsRequest:   "aws:requesttag/",
	tagsResource:  "aws:resourcetag/",
}

// multivalued lists the global keys that hold more than one value. All others,
// tag families included, are single-valued.
//
// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_single-vs-multi-valued-condition-keys.html
var multivalued = [...]string{"aws:calledvia", "aws:principalorgpaths", "aws:principalservicenameslist", "aws:resourceorgpaths", "aws:tagkeys"}

// keyTable numbers the context keys that the policies of an Authorizer read.
type keyTable struct {
	names    []string         // as first spelled, by slot
	families []tagFamily      // by slot
	slots    map[string]int32 // by folded name
	read     [fixedSlots]bool // which of the fixed slots a policy reads
}

// reads reports whether a policy reads the key. All slots that are not fixed
// exist for that reason.
func (t *keyTable) reads(slot int32) bool { return slot >= fixedSlots || t.read[slot] }

func newKeyTable() keyTable {
	t := keyTable{
		names:    make([]string, fixedSlots, fixedSlots+8),
		families: make([]tagFamily, fixedSlots, fixedSlots+8),
		slots:    make(map[string]int32, fixedSlots+8),
	}
	copy(t.names, fixedNames[:])
	for i, folded := range fixedFolded {
		t.families[i] = noTagFamily
		t.slots[folded] = int32(i)
	}
	return t
}

// slot returns the number of a key and gives it one if it has none.
func (t *keyTable) slot(name string) int32 {
	folded := foldKey(name)
	if slot, ok := t.slots[folded]; ok {
		if slot < fixedSlots {
			t.read[slot] = true
		}
		return slot
	}
	slot := int32(len(t.names))
	family := noTagFamily
	for i, prefix := range tagPrefixes {
		if strings.HasPrefix(folded, prefix) {
			family = tagFamily(i)
		}
	}
	t.names = append(t.names, name)
	t.families = append(t.families, family)
	t.slots[folded] = slot
	return slot
}

// bindSlots gives the variables of a glob their slots.
func (a *Authorizer) bindSlots(g *glob) {
	for i := range g.vars {
		g.vars[i].slot = a.keys.slot(g.vars[i].key)
	}
}
