package credreport_test

import (
	"encoding"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/credreport"
)

// R25: dates come with +00:00, with Z and with fractions, and are UTC.
func TestParseTime(t *testing.T) {
	for _, c := range []struct {
		name, text, reason string
		state              credreport.State
		want               string // as written, if it differs
	}{
		{"offset zero", "2024-02-29T07:03:12+00:00", "as AWS prints dates", credreport.Known, ""},
		{"zulu", "2024-02-29T07:03:12Z", "as emulators do", credreport.Known, "2024-02-29T07:03:12+00:00"},
		{"fraction", "2024-02-29T07:03:12.250Z", "as SDKs do", credreport.Known, "2024-02-29T07:03:12.25+00:00"},
		{"nanoseconds", "2024-02-29T07:03:12.000000001+00:00", "the finest", credreport.Known, ""},
		{"another zone", "2024-02-29T01:03:12-06:00", "converted", credreport.Known, "2024-02-29T07:03:12+00:00"},
		{"before 1970", "1969-12-31T23:59:59+00:00", "a date all the same", credreport.Known, ""},
		{"last second", "9999-12-31T23:59:59+00:00", "of RFC 3339", credreport.Known, ""},
		{"N/A", "N/A", "sentinel", credreport.NotApplicable, ""},
		{"no_information", "no_information", "R16: never a date", credreport.NoInformation, ""},
		{"not_supported", "not_supported", "sentinel", credreport.NotSupported, ""},
		{"empty", "", "not absent: the column is there", credreport.Invalid, ""},
		{"lower-case n/a", "n/a", "sentinels are exact", credreport.Invalid, ""},
		{"space", " N/A", "sentinels are exact", credreport.Invalid, ""},
		{"never set", "0001-01-01T00:00:00Z", "how programs print no date", credreport.Invalid, ""},
		{"no leap year", "2023-02-29T07:03:12+00:00", "no such day", credreport.Invalid, ""},
		{"century", "2100-02-29T07:03:12+00:00", "no such day", credreport.Invalid, ""},
		{"day 31", "2023-04-31T07:03:12+00:00", "no such day", credreport.Invalid, ""},
		{"month 13", "2023-13-01T07:03:12+00:00", "no such month", credreport.Invalid, ""},
		{"hour 24", "2023-12-01T24:00:00+00:00", "no such hour", credreport.Invalid, ""},
		{"letters", "2o23-12-01T20:00:00+00:00", "not digits", credreport.Invalid, ""},
		{"date only", "2023-12-01", "not RFC 3339", credreport.Invalid, ""},
		{"no zone", "2023-12-01T20:00:00", "could be any time", credreport.Invalid, ""},
		{"a spreadsheet's", "12/1/2023 20:00", "could be either month", credreport.Invalid, ""},
		{"year 10000 in UTC", "9999-12-31T23:59:59-01:00", "cannot be written", credreport.Invalid, ""},
		{"year -1 in UTC", "0000-01-01T00:00:00+01:00", "cannot be written", credreport.Invalid, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := credreport.ParseTime(c.text)
			assert.Equal(t, c.state, got.State(), c.reason)
			at, ok := got.Get()
			assert.Equal(t, c.state == credreport.Known, ok)
			assert.Equal(t, ok, got.Known())
			assert.Equal(t, time.UTC, at.Location())
			if !ok {
				assert.True(t, at.IsZero())
			}
			if c.want == "" {
				c.want = c.text
			}
			assert.Equal(t, c.want, got.String())
			assert.Equal(t, got, credreport.ParseTime(got.String()), "written and read again")
			assert.False(t, got.IsZero())
		})
	}
}

// The fast way to read a date agrees with package time on every day.
func TestParseTimeAgreesWithTime(t *testing.T) {
	for at := time.Date(1969, 12, 30, 23, 59, 58, 0, time.UTC); at.Year() < 2120; at = at.Add(23*time.Hour + 17*time.Minute + 11*time.Second) {
		text := at.Format(time.RFC3339)
		got, ok := credreport.ParseTime(text).Get()
		require.True(t, ok, text)
		require.True(t, got.Equal(at), text)
	}
}

func TestTime(t *testing.T) {
	var zero credreport.Time
	assert.Equal(t, credreport.Absent, zero.State())
	assert.True(t, zero.IsZero())
	assert.Empty(t, zero.String())
	_, ok := zero.Get()
	assert.False(t, ok)
	_, ok = zero.Age(now)
	assert.False(t, ok, "R16: no date has no age")
	assert.Equal(t, zero, credreport.TimeOf(time.Time{}))
	assert.Equal(t, credreport.Invalid, credreport.TimeOf(time.Date(12000, 1, 1, 0, 0, 0, 0, time.UTC)).State())
	for _, text := range []string{"N/A", "no_information", "not_supported", "soon", ""} {
		_, ok := credreport.ParseTime(text).Age(now)
		assert.False(t, ok, "R03, R16: %q has no age", text)
	}

	berlin := time.FixedZone("CET", 3600)
	local := credreport.TimeOf(time.Date(2024, 3, 11, 1, 0, 0, 5, berlin))
	assert.Equal(t, "2024-03-11T00:00:00.000000005+00:00", local.String())
	age, ok := local.Age(now)
	assert.True(t, ok)
	assert.Equal(t, day-5, age)
	later := credreport.TimeOf(now.Add(time.Hour))
	age, _ = later.Age(now)
	assert.Equal(t, -time.Hour, age, "after now")
	age, ok = credreport.ParseTime("0002-01-01T00:00:00Z").Age(now)
	assert.True(t, ok)
	assert.Positive(t, age, "saturates and does not overflow")

	assert.True(t, later.After(local))
	assert.False(t, local.After(later))
	assert.False(t, local.After(local))
	assert.False(t, local.After(zero), "no date is before nothing")
	assert.False(t, credreport.ParseTime("N/A").After(local))
}

// R26: truth values are read in any case and have more than two states.
func TestParseBool(t *testing.T) {
	for _, c := range []struct {
		text, want  string
		state       credreport.State
		true, false bool
	}{
		{"true", "true", credreport.Known, true, false},
		{"TRUE", "true", credreport.Known, true, false},
		{"True", "true", credreport.Known, true, false},
		{"false", "false", credreport.Known, false, true},
		{"FALSE", "false", credreport.Known, false, true},
		{"not_supported", "not_supported", credreport.NotSupported, false, false},
		{"N/A", "N/A", credreport.NotApplicable, false, false},
		{"no_information", "no_information", credreport.NoInformation, false, false},
		{"", "", credreport.Invalid, false, false},
		{"yes", "yes", credreport.Invalid, false, false},
		{"1", "1", credreport.Invalid, false, false},
		{" true", " true", credreport.Invalid, false, false},
		{"falſe", "falſe", credreport.Invalid, false, false},
	} {
		t.Run(c.text, func(t *testing.T) {
			got := credreport.ParseBool(c.text)
			assert.Equal(t, c.state, got.State())
			assert.Equal(t, c.true, got.True())
			assert.Equal(t, c.false, got.False())
			value, ok := got.Get()
			assert.Equal(t, c.true, value)
			assert.Equal(t, c.true || c.false, ok)
			assert.Equal(t, ok, got.Known())
			assert.Equal(t, c.want, got.String())
			assert.Equal(t, got, credreport.ParseBool(got.String()))
			assert.False(t, got.IsZero())
		})
	}
	var zero credreport.Bool
	assert.Equal(t, credreport.Absent, zero.State())
	assert.False(t, zero.True() || zero.False() || zero.Known())
	assert.True(t, zero.IsZero())
	assert.Empty(t, zero.String())
	assert.Equal(t, credreport.ParseBool("true"), credreport.BoolOf(true))
	assert.Equal(t, credreport.ParseBool("false"), credreport.BoolOf(false))
}

func TestParseText(t *testing.T) {
	for text, state := range map[string]credreport.State{
		"us-gov-west-1": credreport.Known, "s3": credreport.Known, "execute-api": credreport.Known,
		"N/A": credreport.NotApplicable, "not_supported": credreport.NotSupported, "no_information": credreport.NoInformation,
		"": credreport.Invalid, "us east": credreport.Invalid, "s3\"": credreport.Invalid, "s\uFFFD3": credreport.Invalid, "a,b": credreport.Invalid,
	} {
		got := credreport.ParseText(text)
		assert.Equal(t, state, got.State(), "%q", text)
		assert.Equal(t, text, got.String(), "%q", text)
		name, ok := got.Get()
		assert.Equal(t, state == credreport.Known, ok, "%q", text)
		assert.Equal(t, ok, got.Known())
		if ok {
			assert.Equal(t, text, name)
		} else {
			assert.Empty(t, name)
		}
	}
	var zero credreport.Text
	assert.Equal(t, credreport.Absent, zero.State())
	assert.True(t, zero.IsZero())
	assert.Empty(t, zero.String())
}

func TestStateUnknown(t *testing.T) {
	for s, want := range map[credreport.State]bool{credreport.Absent: true, credreport.Invalid: true, credreport.Known: false,
		credreport.NotApplicable: false, credreport.NoInformation: false, credreport.NotSupported: false} {
		assert.Equal(t, want, s.Unknown(), s)
	}
}

func TestFieldJSON(t *testing.T) {
	type fields struct {
		Time credreport.Time `json:"time"`
		Bool credreport.Bool `json:"bool"`
		Text credreport.Text `json:"text"`
	}
	for _, c := range []struct {
		name string
		in   fields
		want string
	}{
		{"absent", fields{}, `{"time":null,"bool":null,"text":null}`},
		{"known", fields{date("2024-02-29T07:03:12Z"), credreport.BoolOf(true), credreport.ParseText("s3")},
			`{"time":"2024-02-29T07:03:12+00:00","bool":true,"text":"s3"}`},
		{"false", fields{Bool: credreport.BoolOf(false)}, `{"time":null,"bool":false,"text":null}`},
		{"sentinels", fields{date("no_information"), credreport.ParseBool("not_supported"), credreport.ParseText("N/A")},
			`{"time":"no_information","bool":"not_supported","text":"N/A"}`},
		{"invalid", fields{date("soon"), credreport.ParseBool("maybe"), credreport.ParseText("a b")},
			`{"time":"soon","bool":"maybe","text":"a b"}`},
		{"empty", fields{date(""), credreport.ParseBool(""), credreport.ParseText("")}, `{"time":"","bool":"","text":""}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			data, err := json.Marshal(c.in)
			require.NoError(t, err)
			assert.JSONEq(t, c.want, string(data))
			back := fields{date("N/A"), credreport.BoolOf(true), credreport.ParseText("x")}
			require.NoError(t, json.Unmarshal(data, &back))
			assert.Equal(t, c.in, back)
		})
	}
	for _, bad := range []string{`{"time":5}`, `{"bool":5}`, `{"text":true}`, `{"time":{}}`} {
		err := json.Unmarshal([]byte(bad), &fields{})
		assert.ErrorContains(t, err, "credreport: ", bad)
		var wrong *json.UnmarshalTypeError
		assert.ErrorAs(t, err, &wrong, bad)
	}
}

type enum interface {
	comparable
	String() string
	encoding.TextMarshaler
}

// roundTrip checks the three text methods of an enumeration with n values.
func roundTrip[E enum, P interface {
	*E
	encoding.TextUnmarshaler
}](t *testing.T, values []E, bad E) {
	t.Helper()
	seen := map[string]bool{}
	for _, v := range values {
		text, err := v.MarshalText()
		require.NoError(t, err)
		assert.Equal(t, v.String(), string(text))
		assert.Regexp(t, `^[a-z0-9_]+$`, string(text))
		assert.False(t, seen[string(text)], "%s is there twice", text)
		seen[string(text)] = true
		var back E
		require.NoError(t, P(&back).UnmarshalText(text))
		assert.Equal(t, v, back)
	}
	_, err := bad.MarshalText()
	assert.ErrorContains(t, err, "credreport: ")
	assert.Contains(t, bad.String(), "(")
	var back E
	assert.ErrorContains(t, P(&back).UnmarshalText([]byte("no such")), "credreport: ")
}

func TestEnumerations(t *testing.T) {
	roundTrip(t, []credreport.State{credreport.Absent, credreport.Known, credreport.NotApplicable,
		credreport.NoInformation, credreport.NotSupported, credreport.Invalid}, credreport.Invalid+1)
	roundTrip(t, []credreport.Status{credreport.StatusUnknown, credreport.StatusNone, credreport.StatusInactive,
		credreport.StatusActive}, credreport.StatusActive+1)
	roundTrip(t, []credreport.Usage{credreport.UsageUnknown, credreport.UsageNone, credreport.UsageNever,
		credreport.UsageSeen}, credreport.UsageSeen+1)
	var problems []credreport.Problem
	for p := range credreport.Problem(255) {
		if _, err := p.MarshalText(); err == nil {
			problems = append(problems, p)
			assert.Regexp(t, `^credreport: [a-zA-Z]`, p.Error())
		}
	}
	assert.Len(t, problems, 31)
	roundTrip(t, problems, credreport.Problem(255))
	assert.Equal(t, "credreport: problem(255)", credreport.Problem(255).Error())
}
