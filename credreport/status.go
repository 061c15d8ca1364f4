package credreport

// A Status says whether a slot of a report holds a credential.
type Status uint8

const (
	// StatusUnknown is the zero Status: the report does not say.
	StatusUnknown Status = iota
	// StatusNone means that the slot is empty.
	StatusNone
	// StatusInactive means that the slot holds a credential that is switched off.
	StatusInactive
	// StatusActive means that the slot holds a credential that works.
	StatusActive
)

var statusNames = [...]string{"unknown", "none", "inactive", "active"}

// String returns the status's name in lower case.
func (s Status) String() string { return enumString(statusNames[:], "Status", uint8(s)) }

// MarshalText returns the status's name. It fails for a number that is no Status.
func (s Status) MarshalText() ([]byte, error) { return enumText(statusNames[:], "status", uint8(s)) }

// UnmarshalText reads what MarshalText wrote and refuses every other text.
func (s *Status) UnmarshalText(text []byte) error {
	n, err := enumParse(statusNames[:], "status", text)
	if err == nil {
		*s = Status(n)
	}
	return err
}

// Exists reports whether the slot is known to hold a credential.
func (s Status) Exists() bool { return s == StatusInactive || s == StatusActive }

// A Usage says whether a credential was ever used.
type Usage uint8

const (
	// UsageUnknown is the zero Usage: the report does not say.
	UsageUnknown Usage = iota
	// UsageNone means that there is no credential to use.
	UsageNone
	// UsageNever means that the credential was never used, or not since AWS began
	// to record use (passwords 2014-10-20, access keys 2015-04-22).
	UsageNever
	// UsageSeen means that the report has the date of its last use.
	UsageSeen
)

var usageNames = [...]string{"unknown", "none", "never", "seen"}

// String returns the usage's name in lower case.
func (u Usage) String() string { return enumString(usageNames[:], "Usage", uint8(u)) }

// MarshalText returns the usage's name. It fails for a number that is no Usage.
func (u Usage) MarshalText() ([]byte, error) { return enumText(usageNames[:], "usage", uint8(u)) }

// UnmarshalText reads what MarshalText wrote and refuses every other text.
func (u *Usage) UnmarshalText(text []byte) error {
	n, err := enumParse(usageNames[:], "usage", text)
	if err == nil {
		*u = Usage(n)
	}
	return err
}
