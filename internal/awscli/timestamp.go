package awscli

import (
	"encoding/json"
	"math"
	"strconv"
	"time"
)

// parseTime reads the forms in which the CLI prints a time: ISO 8601 with an
// offset or Z, with or without fractions, and seconds since 1970. An absent
// value and null are the zero time. The problem is "" where there is none.
func parseTime(raw json.RawMessage) (t time.Time, problem string) {
	if len(raw) == 0 || string(raw) == "null" {
		return time.Time{}, ""
	}
	if raw[0] == '"' {
		var s string
		if err := json.Unmarshal(raw, &s); err != nil {
			return time.Time{}, "not a time: " + err.Error()
		}
		t, err := time.Parse(time.RFC3339Nano, s)
		if err != nil || t.UTC().Year() < 1 || t.UTC().Year() > 9999 {
			return time.Time{}, quote(s) + " is not a time"
		}
		return t.UTC(), ""
	}
	seconds, err := strconv.ParseFloat(string(raw), 64)
	// Beyond the year 9999 a time has no JSON form.
	if err != nil || math.Abs(seconds) > 253402300799 || seconds < -62135596800 {
		return time.Time{}, quote(string(raw)) + " is not a time"
	}
	whole, fraction := math.Modf(seconds)
	return time.Unix(int64(whole), int64(math.Round(fraction*1e3))*1e6).UTC(), ""
}
