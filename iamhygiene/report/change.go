package report

import "fmt"

// A Change is what became of a finding between two runs; [Compare] has the
// rules. The text form is the lower-case word.
type Change uint8

const (
	// FindingUnchanged is the zero value.
	FindingUnchanged Change = iota
	// FindingNew is a failure that there was not.
	FindingNew
	// FindingReopened is a failure that had been exempted, or that a baseline knows
	// as resolved.
	FindingReopened
	// FindingChanged is another status, severity or exemption.
	FindingChanged
	// FindingUndecided is a finding of which nobody can say any more whether it
	// fails: data is missing that was there.
	FindingUndecided
	// FindingResolved is a failure that passes now, or no longer applies.
	FindingResolved
	// FindingGone is a failure whose resource is no longer there.
	FindingGone
)

var changeText = [...]string{
	FindingUnchanged: "unchanged", FindingNew: "new", FindingReopened: "reopened", FindingChanged: "changed",
	FindingUndecided: "undecided", FindingResolved: "resolved", FindingGone: "gone",
}

// Changes returns all changes, in the order in which reports show them.
func Changes() []Change {
	return []Change{FindingNew, FindingReopened, FindingChanged, FindingUndecided, FindingResolved, FindingGone, FindingUnchanged}
}

// rank is the place in Changes.
func (c Change) rank() int {
	if c == FindingUnchanged {
		return len(changeText)
	}
	return int(c)
}

// String returns the lower-case word.
func (c Change) String() string {
	if int(c) < len(changeText) {
		return changeText[c]
	}
	return fmt.Sprintf("Change(%d)", uint8(c))
}

// MarshalText returns the lower-case word. It fails for a value that is none
// of the constants.
func (c Change) MarshalText() ([]byte, error) {
	if int(c) < len(changeText) {
		return []byte(changeText[c]), nil
	}
	return nil, fmt.Errorf("report: %d is not a change", uint8(c))
}

// UnmarshalText accepts what MarshalText writes.
func (c *Change) UnmarshalText(text []byte) error {
	for i, t := range changeText {
		if t == string(text) {
			*c = Change(i)
			return nil
		}
	}
	return fmt.Errorf("report: %q is not a change: want new, reopened, changed, undecided, resolved, gone or unchanged", text)
}
