package credreport_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/credreport"
)

const (
	early = "2020-01-01T00:00:00+00:00"
	late  = "2024-03-11T00:00:00+00:00"
)

func TestAccessKeyStatusAndUsage(t *testing.T) {
	for _, c := range []struct {
		name, active, rotated, used string
		status                      credreport.Status
		usage                       credreport.Usage
		reason                      string
	}{
		{"no key", "false", "N/A", "N/A", credreport.StatusNone, credreport.UsageNone, "as documented"},
		{"active, used", "true", early, late, credreport.StatusActive, credreport.UsageSeen, ""},
		{"active, never used", "true", early, "N/A", credreport.StatusActive, credreport.UsageNever, ""},
		{"active, no date", "true", "N/A", "N/A", credreport.StatusActive, credreport.UsageNever, "active decides"},
		{"inactive, used", "false", early, late, credreport.StatusInactive, credreport.UsageSeen, "R09"},
		{"inactive, never used", "false", early, "N/A", credreport.StatusInactive, credreport.UsageNever, "R09"},
		{"inactive by its last use", "false", "N/A", late, credreport.StatusInactive, credreport.UsageSeen, "a slot without a key has no last use"},
		{"active unreadable", "maybe", early, late, credreport.StatusUnknown, credreport.UsageSeen, "invalid is not false"},
		{"active not supported", "not_supported", "N/A", "N/A", credreport.StatusUnknown, credreport.UsageUnknown, "R26: not_supported is not false"},
		{"rotated unreadable", "false", "soon", "N/A", credreport.StatusUnknown, credreport.UsageUnknown, "it may be a date"},
		{"use unreadable", "true", early, "soon", credreport.StatusActive, credreport.UsageUnknown, "it may be a date"},
		{"use not supported", "true", early, "not_supported", credreport.StatusActive, credreport.UsageUnknown, "emulators"},
		{"no information", "true", early, "no_information", credreport.StatusActive, credreport.UsageNever, "emulators"},
	} {
		t.Run(c.name, func(t *testing.T) {
			key := credreport.AccessKey{Active: credreport.ParseBool(c.active), LastRotated: date(c.rotated), LastUsedDate: date(c.used)}
			assert.Equal(t, c.status, key.Status(), c.reason)
			assert.Equal(t, c.usage, key.Usage(), c.reason)
			assert.Equal(t, c.status == credreport.StatusActive || c.status == credreport.StatusInactive, key.Status().Exists())
			_, ok := key.Age(now)
			assert.Equal(t, c.rotated == early, ok)
			_, ok = key.Unused(now)
			assert.Equal(t, c.used == late, ok)
		})
	}
	assert.Equal(t, credreport.StatusUnknown, credreport.AccessKey{}.Status())
	assert.Equal(t, credreport.UsageUnknown, credreport.AccessKey{}.Usage())
	assert.Equal(t, credreport.StatusUnknown, credreport.Certificate{}.Status())
	assert.Equal(t, credreport.StatusInactive, credreport.Certificate{Active: credreport.BoolOf(false), LastRotated: date(early)}.Status())
}

func TestPasswordReference(t *testing.T) {
	const changed = "2021-01-01T00:00:00+00:00"
	for _, c := range []struct {
		name, used, changed, column, want, reason string
	}{
		{"used", late, changed, "password_last_used", late, ""},
		{"never used", "no_information", changed, "password_last_changed", changed, "R16"},
		{"root, never used", "no_information", "not_supported", "user_creation_time", early, "R03: the account's creation"},
		{"never used, no change", "no_information", "N/A", "user_creation_time", early, ""},
		{"no password", "N/A", "N/A", "password_last_used", "N/A", "R03: no date to count from"},
		{"use not supported", "not_supported", changed, "password_last_used", "not_supported", "not known"},
		{"use unreadable", "soon", changed, "password_last_used", "soon", "a change says nothing about use"},
		{"change unreadable", "no_information", "soon", "password_last_changed", "soon", "creation would be too early a date"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := credreport.Entry{UserCreationTime: date(early), PasswordLastUsed: date(c.used), PasswordLastChanged: date(c.changed)}
			at, column := e.PasswordReference()
			assert.Equal(t, c.column, column, c.reason)
			assert.Equal(t, date(c.want), at, c.reason)
		})
	}
	e := credreport.Entry{UserCreationTime: date(early), PasswordLastUsed: date("no_information")}
	at, column := e.PasswordReference()
	assert.Equal(t, credreport.ColumnPasswordLastChanged, column)
	assert.True(t, at.IsZero(), "the column is not in the report, so what it would say is not known")
	at, _ = (&credreport.Entry{}).PasswordReference()
	assert.True(t, at.IsZero())
	_, ok := e.PasswordAge(now)
	assert.False(t, ok)
	age, ok := e.Age(now)
	assert.True(t, ok)
	assert.Equal(t, 1532, int(age/day))
}

func TestPasswordUsage(t *testing.T) {
	for text, want := range map[string]credreport.Usage{
		late: credreport.UsageSeen, "no_information": credreport.UsageNever, "N/A": credreport.UsageNone,
		"not_supported": credreport.UsageUnknown, "soon": credreport.UsageUnknown,
	} {
		e := credreport.Entry{PasswordLastUsed: date(text)}
		assert.Equal(t, want, e.PasswordUsage(), text)
	}
}

// The newest of the three dates decides, wherever it stands.
func TestLastActivity(t *testing.T) {
	for _, c := range []struct {
		name, password, key1, key2 string
		column, want               string
		complete                   bool
	}{
		{"password", late, early, "N/A", "password_last_used", late, true},
		{"first key", early, late, early, "access_key_1_last_used_date", late, true},
		{"second key", early, "N/A", late, "access_key_2_last_used_date", late, true},
		{"the same", late, late, "N/A", "password_last_used", late, true},
		{"none", "N/A", "N/A", "N/A", "", "", true},
		{"never, R03", "no_information", "N/A", "N/A", "", "", true},
		{"unreadable", "soon", early, "N/A", "access_key_1_last_used_date", early, false},
		{"only unreadable", "N/A", "soon", "N/A", "", "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := credreport.Entry{PasswordLastUsed: date(c.password)}
			e.AccessKeys[0].LastUsedDate, e.AccessKeys[1].LastUsedDate = date(c.key1), date(c.key2)
			got := e.LastActivity()
			assert.Equal(t, c.column, got.Column)
			assert.Equal(t, c.want, got.Time.String())
			assert.Equal(t, c.complete, got.Complete)
			assert.Equal(t, c.column == "" && c.complete, got.Never())
		})
	}
}
