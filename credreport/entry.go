package credreport

import (
	"time"

	"github.com/gocarina/gocsv"
)

// RootUser is the text in the user column of the root user's row. An IAM user
// may be called "root"; none can be called this.
const RootUser = "<root_account>"

// An Entry is one row of a credential report: the root user or an IAM user. The
// fields are in the order of the columns, and each field's comment names its
// column where the name differs.
//
// An Entry is plain data. It is safe for concurrent use while nobody changes it.
type Entry struct {
	// User is the name of the IAM user, or [RootUser].
	User string `csv:"user"`
	// ARN is the user's ARN. It alone holds the partition, account and path.
	ARN string `csv:"arn"`
	// UserCreationTime is when the user was created; for the root user, when the
	// account was.
	UserCreationTime Time `csv:"user_creation_time"`

	// PasswordEnabled says whether the user has a password. For the root user it
	// is documented as not_supported; newer reports print true or false.
	PasswordEnabled Bool `csv:"password_enabled"`
	// PasswordLastUsed is the last sign-in, to within 5 minutes. no_information:
	// never used, or not since 2014-10-20. N/A: no password. Sign-ins between
	// 2018-05-03 22:50 and 2018-05-23 14:08 PDT are missing from AWS's records.
	PasswordLastUsed Time `csv:"password_last_used"`
	// PasswordLastChanged is when the password was set. N/A: no password;
	// not_supported: the root user.
	PasswordLastChanged Time `csv:"password_last_changed"`
	// PasswordNextRotation is when the password expires, under a password policy
	// with expiry; a date in the past means that it has expired.
	PasswordNextRotation Time `csv:"password_next_rotation"`
	// MFAActive says whether any MFA device is enabled, of whatever type.
	MFAActive Bool `csv:"mfa_active"`

	// AccessKeys are the columns access_key_1_... and access_key_2_.... The
	// number of a slot says nothing about which key is older.
	AccessKeys [2]AccessKey `csv:"access_key" csv[]:"2"`
	// Certificates are the columns cert_1_... and cert_2_...: X.509 signing
	// certificates.
	Certificates [2]Certificate `csv:"cert" csv[]:"2"`

	// Extra holds the columns that this package does not know, such as
	// additional_credentials_info, in the order of the header. It is nil if
	// there is none. In a damaged row the values are empty; see RowError.
	Extra []Field `csv:"-"`
}

// A Field is a value of a column that this package does not know.
type Field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// An AccessKey is one of the two access key slots of an [Entry]. The report does
// not say which access key id is in it.
type AccessKey struct {
	// Active says whether the slot holds a key whose status is Active.
	Active Bool `csv:"active"`
	// LastRotated is documented as when the key was created or last changed, so
	// a change of its status may renew it. Prefer the key's CreateDate from
	// ListAccessKeys where there is one.
	LastRotated Time `csv:"last_rotated"`
	// LastUsedDate is the last use, to within 15 minutes. N/A: no key, never
	// used, or not since 2015-04-22.
	LastUsedDate Time `csv:"last_used_date"`
	// LastUsedRegion is the Region of the last use. N/A beside a date: the
	// service has no Regions.
	LastUsedRegion Text `csv:"last_used_region"`
	// LastUsedService is the namespace of the service of the last use, such as
	// s3. N/A: as for LastUsedDate.
	LastUsedService Text `csv:"last_used_service"`
}

// A Certificate is one of the two X.509 signing certificate slots of an [Entry].
type Certificate struct {
	// Active says whether the slot holds a certificate whose status is Active.
	Active Bool `csv:"active"`
	// LastRotated is when the certificate was created or last changed.
	LastRotated Time `csv:"last_rotated"`
}

// IsRoot reports whether the row is the root user's: its name is [RootUser] and
// its ARN ends in :root. A row where only one of the two holds is not, and is
// reported as [ErrMismatch].
func (e *Entry) IsRoot() bool {
	if e.User != RootUser {
		return false
	}
	a, ok := parseARN(e.ARN)
	return ok && a.root()
}

// Account returns the twelve-digit account id in the ARN, or "" if the ARN is not
// a user's or a root user's.
func (e *Entry) Account() string {
	a, _ := parseARN(e.ARN)
	return a.account
}

// Partition returns the partition in the ARN: aws, aws-cn, aws-us-gov or
// another. It is "" if the ARN is not a user's or a root user's.
func (e *Entry) Partition() string {
	a, _ := parseARN(e.ARN)
	return a.partition
}

// Path returns the user's path, which begins and ends with a slash; "/" is the
// path of a user without one. It is "" for the root user, and if the ARN is not
// a user's.
func (e *Entry) Path() string {
	a, _ := parseARN(e.ARN)
	return a.path
}

// Value returns the text of the column with that header name, documented or
// not, as the report prints it. It is false if the entry has no such column.
func (e *Entry) Value(column string) (string, bool) {
	if c := e.cell(column); c != nil {
		return c.String(), c.State() != Absent
	}
	for _, f := range e.Extra {
		if f.Name == column {
			return f.Value, true
		}
	}
	return "", false
}

// Age returns how long before now the user was created, and whether the report
// says so.
func (e *Entry) Age(now time.Time) (time.Duration, bool) { return e.UserCreationTime.Age(now) }

// UnmarshalCSVWithFields sets the field of one column from its text, for gocsv:
// it makes gocsv read a whole row at a time into an Entry, unknown columns
// included. The error is always nil; a text that does not fit makes its field
// [Invalid].
//
// This is how this package reads rows itself. gocsv's other way, by the struct
// tags, serves for writing; in reading it costs an allocation for each field
// and cannot keep the unknown columns in order.
func (e *Entry) UnmarshalCSVWithFields(column, text string) error {
	if c := e.cell(column); c != nil {
		return c.UnmarshalCSV(text)
	}
	e.Extra = append(e.Extra, Field{Name: column, Value: text})
	return nil
}

var _ gocsv.TypeUnmarshalCSVWithFields = (*Entry)(nil)
