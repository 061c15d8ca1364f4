package policyeval

import (
	"fmt"
	"strings"
)

// Outcome is the answer to a request. The zero value is ImplicitDeny, so that
// a Decision nobody filled in grants nothing.
//
// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
type Outcome uint8

const (
	// ImplicitDeny: no Deny statement applied, but something that is needed
	// did not allow.
	ImplicitDeny Outcome = iota
	// ExplicitDeny: a Deny statement applied.
	ExplicitDeny
	// Allowed: the only outcome that means access.
	Allowed
	// Undetermined: the outcome hangs on context keys or facts that are not
	// known. Decision.Possible and Decision.DependsOn say more.
	Undetermined
)

var outcomeText = [...]string{"ImplicitDeny", "ExplicitDeny", "Allowed", "Undetermined"}

// String returns the name of the constant.
func (o Outcome) String() string {
	if int(o) < len(outcomeText) {
		return outcomeText[o]
	}
	return fmt.Sprintf("Outcome(%d)", uint8(o))
}

// MarshalText returns the text of String. A value outside the constants is an error.
func (o Outcome) MarshalText() ([]byte, error) {
	if int(o) < len(outcomeText) {
		return []byte(outcomeText[o]), nil
	}
	return nil, fmt.Errorf("policyeval: %v is no outcome", o)
}

// UnmarshalText accepts the texts of String and nothing else.
func (o *Outcome) UnmarshalText(text []byte) error {
	for i, s := range outcomeText {
		if s == string(text) {
			*o = Outcome(i)
			return nil
		}
	}
	return fmt.Errorf("policyeval: %q is no outcome: want %s", text, strings.Join(outcomeText[:], ", "))
}

// Outcomes is a set of definite outcomes.
type Outcomes uint8

// Has reports whether o is in the set.
func (s Outcomes) Has(o Outcome) bool { return s&(1<<o) != 0 }

// List returns the members: Allowed, ExplicitDeny, ImplicitDeny, in this order.
func (s Outcomes) List() []Outcome {
	var list []Outcome
	for _, o := range [...]Outcome{Allowed, ExplicitDeny, ImplicitDeny} {
		if s.Has(o) {
			list = append(list, o)
		}
	}
	return list
}

// String returns the members joined with "|", or "none".
func (s Outcomes) String() string {
	if s == 0 {
		return "none"
	}
	var names []string
	for _, o := range s.List() {
		names = append(names, o.String())
	}
	return strings.Join(names, "|")
}

// MarshalText returns the text of String.
func (s Outcomes) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText accepts the texts of String, members in any order.
func (s *Outcomes) UnmarshalText(text []byte) error {
	var set Outcomes
	if string(text) != "none" {
		for _, name := range strings.Split(string(text), "|") {
			var o Outcome
			if err := o.UnmarshalText([]byte(name)); err != nil || o == Undetermined {
				return fmt.Errorf("policyeval: %q is no set of outcomes: want names of definite outcomes joined with |", text)
			}
			set |= 1 << o
		}
	}
	*s = set
	return nil
}

// Decision is the answer to a request with what a caller needs to act on it.
// Explain gives the reasons. Decisions are plain values.
type Decision struct {
	// Outcome is Allowed, ImplicitDeny, ExplicitDeny or Undetermined.
	Outcome Outcome `json:"outcome"`

	// Possible is the set of outcomes that may come about once everything is
	// known. It has one member unless Outcome is Undetermined.
	Possible Outcomes `json:"possible"`

	// DeniedBy is the set of layers with a Deny statement that applies, or may
	// apply if Outcome is Undetermined.
	DeniedBy Layers `json:"deniedBy"`

	// BlockedBy is the set of layers that did not allow, or do not certainly
	// allow if Outcome is Undetermined. It is empty if enough layers allow.
	BlockedBy Layers `json:"blockedBy"`

	// DependsOn names the unknown context keys, as the policies spell them, and
	// facts that an Undetermined outcome hangs on, sorted. Once all of them are
	// known the outcome is definite; no other key matters.
	DependsOn []string `json:"dependsOn,omitempty"`
}

// Allowed reports whether the request is allowed for certain.
func (d Decision) Allowed() bool { return d.Outcome == Allowed }

// CanBeAllowed reports whether the request is allowed or may turn out to be,
// once everything is known. An Undetermined decision for which it is false is a
// refusal in any case.
func (d Decision) CanBeAllowed() bool { return d.Possible.Has(Allowed) }

// Strict returns the least permissive of the possible outcomes: what a caller
// has to assume who cannot find out more. It is never Undetermined.
func (d Decision) Strict() Outcome {
	for _, o := range [...]Outcome{ExplicitDeny, ImplicitDeny, Allowed} {
		if d.Possible.Has(o) {
			return o
		}
	}
	return ImplicitDeny
}

// String returns the outcome and, where there is one, the reason in short.
func (d Decision) String() string {
	var b strings.Builder
	b.WriteString(d.Outcome.String())
	if d.Outcome == Undetermined {
		fmt.Fprintf(&b, " (%s; depends on %s)", d.Possible, strings.Join(d.DependsOn, ", "))
		return b.String()
	}
	switch {
	case d.Outcome == ExplicitDeny && d.DeniedBy != 0:
		fmt.Fprintf(&b, " (denied by %s)", d.DeniedBy)
	case d.Outcome == ImplicitDeny && d.BlockedBy != 0:
		fmt.Fprintf(&b, " (blocked by %s)", d.BlockedBy)
	}
	return b.String()
}
