package policyeval

import "fmt"

// An Effect is what a statement does with the requests that it matches
// (reference_policies_elements_effect). It is not a decision: a request that an
// Allow statement matches may still be denied.
type Effect uint8

// The effects. The zero value is no effect: the element is absent or faulty.
const (
	Allow Effect = iota + 1
	Deny
)

// String returns "Allow", "Deny", or "" for the zero value.
func (e Effect) String() string {
	switch e {
	case 0:
		return ""
	case Allow:
		return "Allow"
	case Deny:
		return "Deny"
	}
	return fmt.Sprintf("Effect(%d)", uint8(e))
}

// MarshalText returns "Allow" or "Deny"; other values are an error.
func (e Effect) MarshalText() ([]byte, error) {
	if e != Allow && e != Deny {
		return nil, fmt.Errorf("policyeval: effect %d is neither Allow nor Deny", uint8(e))
	}
	return []byte(e.String()), nil
}

// UnmarshalText reads "Allow" or "Deny", in exactly these letters (D6).
func (e *Effect) UnmarshalText(text []byte) error {
	switch string(text) {
	case "Allow":
		*e = Allow
	case "Deny":
		*e = Deny
	default:
		return fmt.Errorf("policyeval: effect %q is neither Allow nor Deny", text)
	}
	return nil
}

// A ValueKind is the JSON type of a condition value.
type ValueKind uint8

// The kinds of condition value. Quotes are optional around numbers and
// Booleans, and they make no difference to evaluation.
const (
	StringValue ValueKind = iota
	NumberValue
	BooleanValue
)

var valueKindNames = [...]string{"string", "number", "boolean"}

// String returns the JSON type's name.
func (k ValueKind) String() string {
	if int(k) < len(valueKindNames) {
		return valueKindNames[k]
	}
	return fmt.Sprintf("ValueKind(%d)", uint8(k))
}
