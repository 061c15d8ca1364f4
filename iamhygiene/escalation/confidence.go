package escalation

import (
	"fmt"
	"strings"
)

// Confidence says how well the data prove a step.
type Confidence uint8

// The levels of confidence. The zero value is none of them.
const (
	// Low: a retired service, or a precondition that rarely holds.
	Low Confidence = iota + 1
	// Medium: it hangs on a resource outside of the snapshot, on a condition, or
	// on somebody else acting.
	Medium
	// High: principals and roles prove it.
	High
)

var confidenceText = [...]string{Low: "low", Medium: "medium", High: "high"}

// String returns "low", "medium" or "high".
func (c Confidence) String() string {
	if c >= Low && c <= High {
		return confidenceText[c]
	}
	return fmt.Sprintf("Confidence(%d)", uint8(c))
}

// MarshalText returns the text of String. A value outside the constants is an
// error.
func (c Confidence) MarshalText() ([]byte, error) {
	if c >= Low && c <= High {
		return []byte(confidenceText[c]), nil
	}
	return nil, fmt.Errorf("escalation: %v is no confidence: want low, medium or high", c)
}

// UnmarshalText accepts the texts of String and nothing else.
func (c *Confidence) UnmarshalText(text []byte) error {
	for i, s := range confidenceText {
		if s != "" && s == string(text) {
			*c = Confidence(i)
			return nil
		}
	}
	return fmt.Errorf("escalation: %q is no confidence: want %s", text, strings.Join(confidenceText[1:], ", "))
}

// lower returns the confidence some steps down, never below Low.
func (c Confidence) lower(steps int) Confidence {
	if int(c)-steps < int(Low) {
		return Low
	}
	return c - Confidence(steps)
}
