package credreport

// A Text is a name field of a report, a Region or a service namespace: a name, a
// sentinel, or a text that cannot be a name. The zero Text is [Absent].
//
// Texts are comparable with ==. A Text is immutable and safe for concurrent use.
type Text struct {
	text  rare // of a Known or an Invalid field
	state State
}

// ParseText reads the text of a name field. It cannot fail: a sentinel is one,
// a text of ASCII letters, digits and - . _ : / is a name, and any other text
// (an empty one too) becomes an [Invalid] Text that keeps it.
func ParseText(s string) Text {
	if state, ok := sentinel(s); ok {
		return Text{state: state}
	}
	if s == "" {
		return Text{state: Invalid, text: rarely("")}
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		if !isAlnum(c) && c != '-' && c != '.' && c != '_' && c != ':' && c != '/' {
			return Text{state: Invalid, text: rarely(s)}
		}
	}
	return Text{state: Known, text: rarely(s)}
}

func isAlnum(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

// Get returns the name, and whether there is one.
func (t Text) Get() (string, bool) {
	if t.state != Known {
		return "", false
	}
	return t.text.Value(), true
}

// State says what kind of text the field held.
func (t Text) State() State { return t.state }

// Known reports whether the field is a name.
func (t Text) Known() bool { return t.state == Known }

// String returns the text of the field as a report prints it: the name, a
// sentinel, the kept text of an invalid field, or "" for an absent one.
func (t Text) String() string {
	if t.state == Known || t.state == Invalid {
		return t.text.Value()
	}
	return sentinelText(t.state)
}

// IsZero reports whether the field is [Absent].
func (t Text) IsZero() bool { return t.state == Absent }

// MarshalCSV returns String, for gocsv.
func (t Text) MarshalCSV() (string, error) { return t.String(), nil }

// UnmarshalCSV sets t to ParseText(s), for gocsv. The error is always nil.
func (t *Text) UnmarshalCSV(s string) error {
	*t = ParseText(s)
	return nil
}

// MarshalJSON returns String as a JSON string, or null for an absent field.
func (t Text) MarshalJSON() ([]byte, error) { return marshalCell(t.state, t.String()) }

// UnmarshalJSON reads what MarshalJSON wrote: a string, or null for absent.
func (t *Text) UnmarshalJSON(data []byte) error {
	s, ok, err := unmarshalCell("text", data)
	switch {
	case err != nil:
		return err
	case !ok:
		*t = Text{}
	default:
		*t = ParseText(s)
	}
	return nil
}
