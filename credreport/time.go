package credreport

import (
	"encoding/json"
	"time"
)

// A Time is a date field of a report: a date, a sentinel, or a text that is
// neither. The zero Time is [Absent], and no zero value ever reads as a date:
// ask [Time.Get], which says whether there is one.
//
// Times are comparable with ==. They hold UTC to the nanosecond. A Time is
// immutable and safe for concurrent use.
type Time struct {
	sec   int64 // Unix seconds; with nsec smaller than a time.Time, and comparable
	text  rare  // the text of an Invalid field
	nsec  int32
	state State
}

// csvTime prints dates as AWS does: UTC with "+00:00", fractions only where
// there are any.
const csvTime = "2006-01-02T15:04:05.999999999-07:00"

// TimeOf returns the Time that holds t in UTC. The zero time.Time gives the zero
// Time; a date outside the years 0 to 9999, which RFC 3339 cannot print, gives
// an [Invalid] one.
func TimeOf(t time.Time) Time {
	if t.IsZero() {
		return Time{}
	}
	t = t.UTC()
	if y := t.Year(); y < 0 || y > 9999 {
		return Time{state: Invalid, text: rarely(t.Format(csvTime))}
	}
	return Time{sec: t.Unix(), nsec: int32(t.Nanosecond()), state: Known}
}

// ParseTime reads the text of a date field. It cannot fail: what is neither an
// RFC 3339 date (any offset, with or without fractions) nor a sentinel becomes
// an [Invalid] Time that keeps the text. So does the year-1 date that programs
// print for a time that was never set.
func ParseTime(s string) Time {
	if state, ok := sentinel(s); ok {
		return Time{state: state}
	}
	if sec, ok := parseUTC(s); ok {
		return Time{sec: sec, state: Known}
	}
	if t, err := time.Parse(time.RFC3339Nano, s); err == nil && !t.IsZero() {
		if v := TimeOf(t); v.state == Known {
			return v
		}
	}
	return Time{state: Invalid, text: rarely(s)}
}

// Get returns the date in UTC, and whether there is one.
func (t Time) Get() (time.Time, bool) {
	if t.state != Known {
		return time.Time{}, false
	}
	return time.Unix(t.sec, int64(t.nsec)).UTC(), true
}

// State says what kind of text the field held.
func (t Time) State() State { return t.state }

// Known reports whether the field is a date.
func (t Time) Known() bool { return t.state == Known }

// Age returns how long before now the date lies, and whether there is a date.
// It is negative for a date after now, and saturates at the longest Duration
// (292 years).
func (t Time) Age(now time.Time) (time.Duration, bool) {
	at, ok := t.Get()
	if !ok {
		return 0, false
	}
	return now.Sub(at), true
}

// After reports whether t and u are both dates and t is the later one.
func (t Time) After(u Time) bool {
	if t.state != Known || u.state != Known {
		return false
	}
	return t.sec > u.sec || t.sec == u.sec && t.nsec > u.nsec
}

// String returns the text of the field as a report prints it: a date as
// 2024-03-12T00:00:00+00:00, a sentinel, the kept text of an invalid field, or
// "" for an absent one.
func (t Time) String() string {
	switch t.state {
	case Known:
		at, _ := t.Get()
		return at.Format(csvTime)
	case Invalid:
		return t.text.Value()
	}
	return sentinelText(t.state)
}

// IsZero reports whether the field is [Absent].
func (t Time) IsZero() bool { return t.state == Absent }

// MarshalCSV returns String, for gocsv.
func (t Time) MarshalCSV() (string, error) { return t.String(), nil }

// UnmarshalCSV sets t to ParseTime(s), for gocsv. The error is always nil.
func (t *Time) UnmarshalCSV(s string) error {
	*t = ParseTime(s)
	return nil
}

// MarshalJSON returns String as a JSON string, or null for an absent field.
func (t Time) MarshalJSON() ([]byte, error) { return marshalCell(t.state, t.String()) }

// UnmarshalJSON reads what MarshalJSON wrote: a string, or null for absent.
func (t *Time) UnmarshalJSON(data []byte) error {
	s, ok, err := unmarshalCell("time", data)
	switch {
	case err != nil:
		return err
	case !ok:
		*t = Time{}
	default:
		*t = ParseTime(s)
	}
	return nil
}

func marshalCell(state State, text string) ([]byte, error) {
	if state == Absent {
		return []byte("null"), nil
	}
	return json.Marshal(text)
}

// unmarshalCell returns the string in data, or ok=false for null.
func unmarshalCell(kind string, data []byte) (s string, ok bool, err error) {
	var p *string
	if err := json.Unmarshal(data, &p); err != nil {
		return "", false, &jsonError{kind: kind, err: err}
	}
	if p == nil {
		return "", false, nil
	}
	return *p, true, nil
}

// parseUTC reads the two forms that reports really use, the 25 bytes of
// 2024-03-12T00:00:00+00:00 and the 20 of 2024-03-12T00:00:00Z. It exists
// because a report of 5,000 users has 40,000 dates and time.Parse costs several
// times as much. Anything unusual is left to time.Parse.
func parseUTC(s string) (unix int64, ok bool) {
	if len(s) == 25 {
		if s[19:] != "+00:00" {
			return 0, false
		}
	} else if len(s) != 20 || s[19] != 'Z' {
		return 0, false
	}
	if s[4] != '-' || s[7] != '-' || s[10] != 'T' || s[13] != ':' || s[16] != ':' {
		return 0, false
	}
	year, ok1 := digits2(s[0], s[1])
	low, ok2 := digits2(s[2], s[3])
	month, ok3 := digits2(s[5], s[6])
	day, ok4 := digits2(s[8], s[9])
	hour, ok5 := digits2(s[11], s[12])
	minute, ok6 := digits2(s[14], s[15])
	second, ok7 := digits2(s[17], s[18])
	if !(ok1 && ok2 && ok3 && ok4 && ok5 && ok6 && ok7) {
		return 0, false
	}
	year = year*100 + low
	// Years before 1970 are no report's; time.Parse may have them.
	if year < 1970 || month < 1 || month > 12 || day < 1 || day > daysIn(month, year) ||
		hour > 23 || minute > 59 || second > 59 {
		return 0, false
	}
	return ((daysSinceEpoch(year, month, day)*24+hour)*60+minute)*60 + second, true
}

func digits2(a, b byte) (int64, bool) {
	a, b = a-'0', b-'0'
	return int64(a)*10 + int64(b), a <= 9 && b <= 9
}

func daysIn(month, year int64) int64 {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// daysSinceEpoch counts the days from 1970-01-01 in the Gregorian calendar. It
// lets the year begin in March, so that the leap day is the last of the year.
func daysSinceEpoch(year, month, day int64) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	return 365*year + year/4 - year/100 + year/400 + (153*(month-3)+2)/5 + day - 1 - 719468
}
