package policyeval

import "fmt"

// Truth is a value of three-valued (Kleene) logic. The zero value is False,
// so that a forgotten result never grants anything.
//
// The order False < Unknown < True is meaningful: a conjunction is the
// minimum of its operands and a disjunction the maximum.
type Truth uint8

const (
	// False means that the element does not match, whatever is still unknown.
	False Truth = iota
	// Unknown means that the result hangs on a context key or a fact that
	// the request declares unknown.
	Unknown
	// True means that the element matches, whatever is still unknown.
	True
)

var truthText = [...]string{False: "false", Unknown: "unknown", True: "true"}

// String returns "false", "unknown" or "true".
func (t Truth) String() string {
	if int(t) < len(truthText) {
		return truthText[t]
	}
	return fmt.Sprintf("Truth(%d)", uint8(t))
}

// MarshalText returns the text of String. A value outside the three constants is an error.
func (t Truth) MarshalText() ([]byte, error) {
	if int(t) < len(truthText) {
		return []byte(truthText[t]), nil
	}
	return nil, fmt.Errorf("policyeval: %v is no truth value", t)
}

// UnmarshalText accepts the texts of String and nothing else.
func (t *Truth) UnmarshalText(text []byte) error {
	for i, s := range truthText {
		if s == string(text) {
			*t = Truth(i)
			return nil
		}
	}
	return fmt.Errorf("policyeval: %q is no truth value: want false, unknown or true", text)
}

func (t Truth) and(u Truth) Truth { return min(t, u) }
func (t Truth) or(u Truth) Truth  { return max(t, u) }
func (t Truth) not() Truth        { return True - t }

func truthOf(b bool) Truth {
	if b {
		return True
	}
	return False
}
