package credreport

import (
	"fmt"
	"unique"
)

// The three texts that a report prints where it has no value. They are exact:
// "n/a" or "No_Information" is not one of them.
const (
	textNotApplicable = "N/A"
	textNoInformation = "no_information"
	textNotSupported  = "not_supported"
)

// A State says what kind of text a field of a report held. Every typed field
// ([Time], [Bool], [Text]) has one.
type State uint8

const (
	// Absent is the zero State: nothing was read. The report lacks the column,
	// or the value was made by hand and never set.
	Absent State = iota
	// Known means that the field held a value: a date, a truth value, a name.
	Known
	// NotApplicable is the sentinel "N/A": there is no such credential, or,
	// for an access key's last use, it was never used.
	NotApplicable
	// NoInformation is the sentinel "no_information": a password that was never
	// used, or not since IAM began to record use on 2014-10-20.
	NoInformation
	// NotSupported is the sentinel "not_supported": AWS does not report this
	// field for this row (the root user's password columns).
	NotSupported
	// Invalid means that the field held a text that is none of the above. The
	// text is kept. An Invalid field is unknown: it is neither false nor a date.
	Invalid
)

var stateNames = [...]string{"absent", "known", "not_applicable", "no_information", "not_supported", "invalid"}

// String returns the state's name in lower case with underscores.
func (s State) String() string { return enumString(stateNames[:], "State", uint8(s)) }

// Unknown reports whether the report says nothing about the field: it is
// [Absent] or [Invalid]. The sentinels do say something.
func (s State) Unknown() bool { return s == Absent || s == Invalid }

// MarshalText returns the state's name. It fails for a number that is no State.
func (s State) MarshalText() ([]byte, error) { return enumText(stateNames[:], "state", uint8(s)) }

// UnmarshalText reads what MarshalText wrote and refuses every other text.
func (s *State) UnmarshalText(text []byte) error {
	n, err := enumParse(stateNames[:], "state", text)
	if err == nil {
		*s = State(n)
	}
	return err
}

// sentinel returns the state of a sentinel text, and false for any other text.
func sentinel(s string) (State, bool) {
	switch s {
	case textNotApplicable:
		return NotApplicable, true
	case textNoInformation:
		return NoInformation, true
	case textNotSupported:
		return NotSupported, true
	}
	return Absent, false
}

// sentinelText is the inverse of sentinel; it is "" for the other states.
func sentinelText(s State) string {
	switch s {
	case NotApplicable:
		return textNotApplicable
	case NoInformation:
		return textNoInformation
	case NotSupported:
		return textNotSupported
	}
	return ""
}

// rare holds a text that most fields do not have, or that many fields share (the
// name of a Region). It takes half the room of a string, which tells in a report
// of thousands of rows, keeps no row alive, and compares with ==.
type rare = unique.Handle[string]

func rarely(s string) rare { return unique.Make(s) }

// enumString, enumText and enumParse serve the small enumerations of this
// package, so that each has the same three methods and the same error texts.

func enumString(names []string, kind string, n uint8) string {
	if int(n) < len(names) {
		return names[n]
	}
	return fmt.Sprintf("%s(%d)", kind, n)
}

func enumText(names []string, kind string, n uint8) ([]byte, error) {
	if int(n) < len(names) {
		return []byte(names[n]), nil
	}
	return nil, fmt.Errorf("credreport: %d is not a %s", n, kind)
}

func enumParse(names []string, kind string, text []byte) (uint8, error) {
	for i, name := range names {
		if name == string(text) {
			return uint8(i), nil
		}
	}
	return 0, fmt.Errorf("credreport: %q is not a %s (want one of %q)", text, kind, names)
}
