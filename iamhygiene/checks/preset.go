package checks

import "fmt"

// A Preset is a set of thresholds, and the choice whether opt-in checks run.
// The zero value is Standard. The text form is the lower-case name.
type Preset uint8

const (
	// Standard follows the CIS AWS Foundations Benchmark where it has a
	// number: 45 days unused, 90 days between rotations, 14 characters.
	Standard Preset = iota
	// Strict is for accounts that hold what matters most: 30 days, 16
	// characters, password expiry, and all opt-in checks.
	Strict
	// Relaxed is a first step for accounts that were never reviewed: 90 days,
	// 8 characters.
	Relaxed
)

var presetText = [...]string{Standard: "standard", Strict: "strict", Relaxed: "relaxed"}

// String returns the lower-case name.
func (p Preset) String() string {
	if int(p) < len(presetText) {
		return presetText[p]
	}
	return fmt.Sprintf("Preset(%d)", uint8(p))
}

// MarshalText returns the lower-case name.
func (p Preset) MarshalText() ([]byte, error) {
	if int(p) < len(presetText) {
		return []byte(presetText[p]), nil
	}
	return nil, fmt.Errorf("checks: %d is not a preset", uint8(p))
}

// UnmarshalText accepts what MarshalText writes.
func (p *Preset) UnmarshalText(text []byte) error {
	for i, t := range presetText {
		if t == string(text) {
			*p = Preset(i)
			return nil
		}
	}
	return fmt.Errorf("checks: %q is not a preset: want strict, standard or relaxed", text)
}
