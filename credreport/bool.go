package credreport

import (
	"encoding/json"
	"strings"
)

// A Bool is a truth field of a report: true, false, a sentinel, or a text that
// is none of these. The zero Bool is [Absent], and neither True nor False.
//
// AWS documents TRUE and FALSE and prints true and false; both are read, in any
// mixture of cases, and written in lower case.
//
// Bools are comparable with ==. A Bool is immutable and safe for concurrent use.
type Bool struct {
	text  rare // the text of an Invalid field
	state State
	value bool
}

// BoolOf returns the Bool that holds v.
func BoolOf(v bool) Bool { return Bool{state: Known, value: v} }

// ParseBool reads the text of a truth field. It cannot fail: what is neither
// true nor false nor a sentinel becomes an [Invalid] Bool that keeps the text.
func ParseBool(s string) Bool {
	switch s {
	case "true":
		return BoolOf(true)
	case "false":
		return BoolOf(false)
	}
	if state, ok := sentinel(s); ok {
		return Bool{state: state}
	}
	// Compared by length first, because EqualFold would take "ſ" for "s".
	switch {
	case len(s) == 4 && strings.EqualFold(s, "true"):
		return BoolOf(true)
	case len(s) == 5 && strings.EqualFold(s, "false"):
		return BoolOf(false)
	}
	return Bool{state: Invalid, text: rarely(s)}
}

// Get returns the value, and whether there is one.
func (b Bool) Get() (value, ok bool) { return b.value, b.state == Known }

// True reports whether the field is known to be true. Not True is not False.
func (b Bool) True() bool { return b.state == Known && b.value }

// False reports whether the field is known to be false. Not False is not True.
func (b Bool) False() bool { return b.state == Known && !b.value }

// State says what kind of text the field held.
func (b Bool) State() State { return b.state }

// Known reports whether the field is true or false.
func (b Bool) Known() bool { return b.state == Known }

// String returns the text of the field as a report prints it: true, false, a
// sentinel, the kept text of an invalid field, or "" for an absent one.
func (b Bool) String() string {
	switch {
	case b.True():
		return "true"
	case b.False():
		return "false"
	case b.state == Invalid:
		return b.text.Value()
	}
	return sentinelText(b.state)
}

// IsZero reports whether the field is [Absent].
func (b Bool) IsZero() bool { return b.state == Absent }

// MarshalCSV returns String, for gocsv.
func (b Bool) MarshalCSV() (string, error) { return b.String(), nil }

// UnmarshalCSV sets b to ParseBool(s), for gocsv. The error is always nil.
func (b *Bool) UnmarshalCSV(s string) error {
	*b = ParseBool(s)
	return nil
}

// MarshalJSON returns a JSON true or false, null for an absent field, and a
// JSON string for everything else.
func (b Bool) MarshalJSON() ([]byte, error) {
	if b.state == Known {
		return json.Marshal(b.value)
	}
	return marshalCell(b.state, b.String())
}

// UnmarshalJSON reads what MarshalJSON wrote: true, false, a string, or null.
func (b *Bool) UnmarshalJSON(data []byte) error {
	if s := string(data); s == "true" || s == "false" {
		*b = BoolOf(s == "true")
		return nil
	}
	s, ok, err := unmarshalCell("bool", data)
	switch {
	case err != nil:
		return err
	case !ok:
		*b = Bool{}
	default:
		*b = ParseBool(s)
	}
	return nil
}
