package iamhygiene

import "fmt"

// A Severity says how much harm a failed check points to.
//
// The zero value means "not set": in an [Info] it counts as
// [SeverityInfo], in a [Finding] or a [Verdict] that a check returns it stands
// for the default of the check. Severities order: a greater value is worse.
// The text form is the lower-case word: info, low, medium, high, critical.
type Severity uint8

const (
	// SeverityInfo is a fact worth knowing that asks for no action.
	SeverityInfo Severity = iota + 1
	// SeverityLow is a departure from good practice with little direct risk.
	SeverityLow
	// SeverityMedium is a weakness that another one can turn into access.
	SeverityMedium
	// SeverityHigh is a way to more access than intended.
	SeverityHigh
	// SeverityCritical is a way to the whole account.
	SeverityCritical
)

var severityText = [...]string{"", "info", "low", "medium", "high", "critical"}

// Severities returns all severities, the worst first.
func Severities() []Severity {
	return []Severity{SeverityCritical, SeverityHigh, SeverityMedium, SeverityLow, SeverityInfo}
}

// String returns the lower-case word, or the empty string for a severity that
// is not set.
func (s Severity) String() string {
	if int(s) < len(severityText) {
		return severityText[s]
	}
	return fmt.Sprintf("Severity(%d)", uint8(s))
}

// MarshalText returns the lower-case word, which is empty for a severity that
// is not set. It fails for a value that is none of the constants.
func (s Severity) MarshalText() ([]byte, error) {
	if int(s) < len(severityText) {
		return []byte(severityText[s]), nil
	}
	return nil, fmt.Errorf("iamhygiene: %d is not a severity", uint8(s))
}

// UnmarshalText accepts what MarshalText writes.
func (s *Severity) UnmarshalText(text []byte) error {
	for i, t := range severityText {
		if t == string(text) {
			*s = Severity(i)
			return nil
		}
	}
	return fmt.Errorf("iamhygiene: %q is not a severity: want info, low, medium, high or critical", text)
}

// or returns s, or def where s is not set.
func (s Severity) or(def Severity) Severity {
	if s == 0 {
		return def
	}
	return s
}
