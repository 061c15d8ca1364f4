package policytest

import (
	"fmt"
	"slices"
	"strings"
)

// An Outcome is what a case expects or yields: one of the outcomes of
// policyeval, or Invalid. The zero value is no outcome.
type Outcome string

// The outcomes, in the words of the case file.
const (
	Allowed      Outcome = "Allowed"      // access is granted
	ImplicitDeny Outcome = "ImplicitDeny" // nothing denies, something needed does not allow
	ExplicitDeny Outcome = "ExplicitDeny" // a Deny statement applies
	Undetermined Outcome = "Undetermined" // it hangs on what is declared unknown
	Invalid      Outcome = "Invalid"      // a document or the request is refused with an error
)

var outcomes = []Outcome{Allowed, ImplicitDeny, ExplicitDeny, Undetermined, Invalid}

// String returns the word of the case file.
func (o Outcome) String() string { return string(o) }

// MarshalText returns the word of the case file. A value outside the constants
// is an error.
func (o Outcome) MarshalText() ([]byte, error) {
	if !slices.Contains(outcomes, o) {
		return nil, fmt.Errorf("policytest: %q is no outcome: want %s", string(o), outcomeList())
	}
	return []byte(o), nil
}

// UnmarshalText accepts the words of the constants, in exactly these letters.
func (o *Outcome) UnmarshalText(text []byte) error {
	if !slices.Contains(outcomes, Outcome(text)) {
		return fmt.Errorf("policytest: %q is no outcome: want %s", text, outcomeList())
	}
	*o = Outcome(text)
	return nil
}

// outcomeList names the outcomes for messages.
func outcomeList() string {
	words := make([]string, len(outcomes))
	for i, o := range outcomes {
		words[i] = string(o)
	}
	return strings.Join(words, ", ")
}
