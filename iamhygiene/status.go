package iamhygiene

import "fmt"

// A Status is what a check found out about one resource.
//
// The zero value is [Unknown], so a finding that nobody filled in never reads
// as a pass. The text form is the upper-case word: PASS, FAIL, UNKNOWN,
// NOT_APPLICABLE, MANUAL. Whether a finding is exempted is separate from its
// status: see [Finding.Suppression].
type Status uint8

const (
	// Unknown means that the data which decides is missing. The finding's
	// Unknown field says which call was refused and what to grant.
	Unknown Status = iota
	// Pass means that the data was there and the practice is followed.
	Pass
	// Fail means that the data was there and the practice is not followed.
	Fail
	// NotApplicable means that the practice has no object here; the message
	// says why.
	NotApplicable
	// Manual means that no API shows the answer; the message is the question
	// that a person has to answer.
	Manual
)

var statusText = [...]string{
	Unknown:       "UNKNOWN",
	Pass:          "PASS",
	Fail:          "FAIL",
	NotApplicable: "NOT_APPLICABLE",
	Manual:        "MANUAL",
}

// String returns the status as reports print it.
func (s Status) String() string {
	if int(s) < len(statusText) {
		return statusText[s]
	}
	return fmt.Sprintf("Status(%d)", uint8(s))
}

// MarshalText returns the status as reports print it. It fails for a value
// that is not one of the constants.
func (s Status) MarshalText() ([]byte, error) {
	if int(s) < len(statusText) {
		return []byte(statusText[s]), nil
	}
	return nil, fmt.Errorf("iamhygiene: %d is not a status", uint8(s))
}

// UnmarshalText accepts what MarshalText writes.
func (s *Status) UnmarshalText(text []byte) error {
	for i, t := range statusText {
		if t == string(text) {
			*s = Status(i)
			return nil
		}
	}
	return fmt.Errorf("iamhygiene: %q is not a status: want PASS, FAIL, UNKNOWN, NOT_APPLICABLE or MANUAL", text)
}
