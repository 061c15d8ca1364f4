package catalog

import "fmt"

// AccessLevel is what an action does to resources, as AWS classifies it. The
// zero value is no level. An action has one level; those that manage
// permissions or only tags have the narrower one although they write.
//
// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html
type AccessLevel uint8

// The access levels.
const (
	// List: see that resources exist, not what they contain.
	List AccessLevel = iota + 1
	// Read: see content and attributes of resources.
	Read
	// Write: create, change or delete resources.
	Write
	// PermissionsManagement: grant or change permissions on resources.
	PermissionsManagement
	// Tagging: change tags and nothing else.
	Tagging
)

var levelTexts = [...]string{List: "List", Read: "Read", Write: "Write", PermissionsManagement: "Permissions management", Tagging: "Tagging"}

// AccessLevels returns the five levels in the order of the constants.
func AccessLevels() []AccessLevel {
	return []AccessLevel{List, Read, Write, PermissionsManagement, Tagging}
}

// String returns the level as AWS writes it, for example "Permissions
// management". For the zero value and unknown ones it is "unknown".
func (l AccessLevel) String() string {
	if l < List || l > Tagging {
		return "unknown"
	}
	return levelTexts[l]
}

// MarshalText returns the text of String. A value that is none of the
// constants is an error.
func (l AccessLevel) MarshalText() ([]byte, error) {
	if l < List || l > Tagging {
		return nil, fmt.Errorf("catalog: access level %d does not exist: use the constants", uint8(l))
	}
	return []byte(levelTexts[l]), nil
}

// UnmarshalText reads what MarshalText writes, in any letter case.
func (l *AccessLevel) UnmarshalText(text []byte) error {
	for _, level := range AccessLevels() {
		if equalFold(levelTexts[level], string(text)) {
			*l = level
			return nil
		}
	}
	return fmt.Errorf("catalog: %q is no access level: use List, Read, Write, Permissions management or Tagging", text)
}
