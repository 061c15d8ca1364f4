package policyeval

import "fmt"

// An Element names a member of a policy document or of a statement.
type Element uint8

// The elements of the policy language (reference_policies_elements).
// ElementNone stands for the document or the statement as a whole.
const (
	ElementNone Element = iota
	ElementVersion
	ElementID
	ElementStatement
	ElementSid
	ElementEffect
	ElementPrincipal
	ElementNotPrincipal
	ElementAction
	ElementNotAction
	ElementResource
	ElementNotResource
	ElementCondition
)

var elementNames = [...]string{
	ElementNone:         "",
	ElementVersion:      "Version",
	ElementID:           "Id",
	ElementStatement:    "Statement",
	ElementSid:          "Sid",
	ElementEffect:       "Effect",
	ElementPrincipal:    "Principal",
	ElementNotPrincipal: "NotPrincipal",
	ElementAction:       "Action",
	ElementNotAction:    "NotAction",
	ElementResource:     "Resource",
	ElementNotResource:  "NotResource",
	ElementCondition:    "Condition",
}

// String returns the name as it stands in a document, "" for ElementNone.
func (e Element) String() string {
	if int(e) < len(elementNames) {
		return elementNames[e]
	}
	return fmt.Sprintf("Element(%d)", uint8(e))
}

// faultBits is a set of elements.
type faultBits uint16

func (b faultBits) has(e Element) bool { return b&(1<<e) != 0 }

func (b *faultBits) add(e Element) { *b |= 1 << e }
