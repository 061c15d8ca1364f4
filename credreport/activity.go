package credreport

import "time"

// Status says whether the slot holds a key. An active key exists. A key that is
// not active exists if the report has a date for it: AWS documents N/A for the
// dates of a slot without an active key, and yet prints the dates of an inactive
// one. It is StatusUnknown where a field that decides is absent or invalid.
func (k AccessKey) Status() Status {
	return status(k.Active, k.LastRotated, k.LastUsedDate)
}

// Status says whether the slot holds a certificate, by the rules of
// [AccessKey.Status].
func (c Certificate) Status() Status {
	return status(c.Active, c.LastRotated, Time{state: NotApplicable})
}

func status(active Bool, rotated, used Time) Status {
	switch {
	case active.True():
		return StatusActive
	case !active.False():
		return StatusUnknown
	case rotated.Known(), used.Known():
		return StatusInactive
	case rotated.State() == NotApplicable:
		return StatusNone
	}
	return StatusUnknown
}

// Usage says whether the key was ever used. A date answers for itself; N/A means
// never for a key that exists and that there is none for a slot without one.
func (k AccessKey) Usage() Usage {
	if k.LastUsedDate.Known() {
		return UsageSeen
	}
	if never := k.LastUsedDate.State(); never != NotApplicable && never != NoInformation {
		return UsageUnknown
	}
	switch k.Status() {
	case StatusNone:
		return UsageNone
	case StatusActive, StatusInactive:
		return UsageNever
	}
	return UsageUnknown
}

// Age returns how long before now the key was last rotated, and whether the
// report says so. The key may be older: a change of its status may have renewed
// the date.
func (k AccessKey) Age(now time.Time) (time.Duration, bool) { return k.LastRotated.Age(now) }

// Unused returns how long before now the key was last used, and whether the
// report has the date.
func (k AccessKey) Unused(now time.Time) (time.Duration, bool) { return k.LastUsedDate.Age(now) }

// Age returns how long before now the certificate was last rotated, and whether
// the report says so.
func (c Certificate) Age(now time.Time) (time.Duration, bool) { return c.LastRotated.Age(now) }

// PasswordAge returns how long before now the password was set, and whether the
// report says so.
func (e *Entry) PasswordAge(now time.Time) (time.Duration, bool) {
	return e.PasswordLastChanged.Age(now)
}

// PasswordUsage says whether the password was ever used.
func (e *Entry) PasswordUsage() Usage {
	switch e.PasswordLastUsed.State() {
	case Known:
		return UsageSeen
	case NoInformation:
		return UsageNever
	case NotApplicable:
		return UsageNone
	}
	return UsageUnknown
}

// PasswordReference returns the date from which to count how long the password
// has not been used, and the column that it is from:
//
//   - password_last_used, if it is a date;
//   - else, if that is no_information, password_last_changed;
//   - else, if that is a sentinel, user_creation_time.
//
// If there is no such date, the Time is that of the column at which the search
// ended, and its State says why: [NotApplicable] for password_last_used means
// that there is no password; [Absent] and [Invalid] mean that it is not known.
// An absent or invalid column is never skipped, because what it would have said
// is not known.
func (e *Entry) PasswordReference() (at Time, column string) {
	if e.PasswordLastUsed.State() != NoInformation {
		return e.PasswordLastUsed, ColumnPasswordLastUsed
	}
	switch e.PasswordLastChanged.State() {
	case NotApplicable, NoInformation, NotSupported:
		return e.UserCreationTime, ColumnUserCreationTime
	}
	return e.PasswordLastChanged, ColumnPasswordLastChanged
}

// An Activity is the newest use of any credential of an entry.
type Activity struct {
	// Time is the newest date of use. It is [Absent] if no credential has one.
	Time Time
	// Column is the column that Time is from; "" if there is none.
	Column string
	// Complete says that every column that could hold a newer date was read. If
	// it is false, there may have been use after Time: a Time that is recent
	// enough decides, an old one or none does not.
	Complete bool
}

// Never reports whether no credential was ever used, for certain.
func (a Activity) Never() bool { return a.Complete && !a.Time.Known() }

// LastActivity returns the newest of password_last_used and both access keys'
// last_used_date. For the root user this is what shows whether it is in use: any
// of the three may be the newest one.
func (e *Entry) LastActivity() Activity {
	a := Activity{Complete: true}
	for _, use := range [...]struct {
		at     Time
		column string
	}{
		{e.PasswordLastUsed, ColumnPasswordLastUsed},
		{e.AccessKeys[0].LastUsedDate, ColumnAccessKey1LastUsedDate},
		{e.AccessKeys[1].LastUsedDate, ColumnAccessKey2LastUsedDate},
	} {
		switch use.at.State() {
		case Known:
			if !a.Time.Known() || use.at.After(a.Time) {
				a.Time, a.Column = use.at, use.column
			}
		case NotApplicable, NoInformation:
		default:
			a.Complete = false
		}
	}
	return a
}
