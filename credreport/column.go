package credreport

// The documented columns of a credential report, in the order in which AWS
// prints them. See "Getting credential reports for your AWS account" in the IAM
// User Guide.
const (
	ColumnUser                      = "user"
	ColumnARN                       = "arn"
	ColumnUserCreationTime          = "user_creation_time"
	ColumnPasswordEnabled           = "password_enabled"
	ColumnPasswordLastUsed          = "password_last_used"
	ColumnPasswordLastChanged       = "password_last_changed"
	ColumnPasswordNextRotation      = "password_next_rotation"
	ColumnMFAActive                 = "mfa_active"
	ColumnAccessKey1Active          = "access_key_1_active"
	ColumnAccessKey1LastRotated     = "access_key_1_last_rotated"
	ColumnAccessKey1LastUsedDate    = "access_key_1_last_used_date"
	ColumnAccessKey1LastUsedRegion  = "access_key_1_last_used_region"
	ColumnAccessKey1LastUsedService = "access_key_1_last_used_service"
	ColumnAccessKey2Active          = "access_key_2_active"
	ColumnAccessKey2LastRotated     = "access_key_2_last_rotated"
	ColumnAccessKey2LastUsedDate    = "access_key_2_last_used_date"
	ColumnAccessKey2LastUsedRegion  = "access_key_2_last_used_region"
	ColumnAccessKey2LastUsedService = "access_key_2_last_used_service"
	ColumnCert1Active               = "cert_1_active"
	ColumnCert1LastRotated          = "cert_1_last_rotated"
	ColumnCert2Active               = "cert_2_active"
	ColumnCert2LastRotated          = "cert_2_last_rotated"
)

// Columns returns the names of the documented columns in AWS's order, in a slice
// that the caller may change.
func Columns() []string {
	names := make([]string, len(columns))
	for i := range columns {
		names[i] = columns[i].name
	}
	return names
}

// A column is what is known of a documented column beside its field.
type column struct {
	name     string
	key      string // gocsv's name for the field: slots are numbered from 0, in brackets
	required bool
	problem  Problem // what a bad text is reported as
}

// columns is in the order of Entry's fields, which is both AWS's and gocsv's.
var columns = [...]column{
	{ColumnUser, "user", true, ErrName},
	{ColumnARN, "arn", true, ErrARN},
	{ColumnUserCreationTime, "user_creation_time", false, ErrDate},
	{ColumnPasswordEnabled, "password_enabled", true, ErrBool},
	{ColumnPasswordLastUsed, "password_last_used", false, ErrDate},
	{ColumnPasswordLastChanged, "password_last_changed", false, ErrDate},
	{ColumnPasswordNextRotation, "password_next_rotation", false, ErrDate},
	{ColumnMFAActive, "mfa_active", true, ErrBool},
	{ColumnAccessKey1Active, "access_key[0].active", true, ErrBool},
	{ColumnAccessKey1LastRotated, "access_key[0].last_rotated", false, ErrDate},
	{ColumnAccessKey1LastUsedDate, "access_key[0].last_used_date", false, ErrDate},
	{ColumnAccessKey1LastUsedRegion, "access_key[0].last_used_region", false, ErrText},
	{ColumnAccessKey1LastUsedService, "access_key[0].last_used_service", false, ErrText},
	{ColumnAccessKey2Active, "access_key[1].active", false, ErrBool},
	{ColumnAccessKey2LastRotated, "access_key[1].last_rotated", false, ErrDate},
	{ColumnAccessKey2LastUsedDate, "access_key[1].last_used_date", false, ErrDate},
	{ColumnAccessKey2LastUsedRegion, "access_key[1].last_used_region", false, ErrText},
	{ColumnAccessKey2LastUsedService, "access_key[1].last_used_service", false, ErrText},
	{ColumnCert1Active, "cert[0].active", false, ErrBool},
	{ColumnCert1LastRotated, "cert[0].last_rotated", false, ErrDate},
	{ColumnCert2Active, "cert[1].active", false, ErrBool},
	{ColumnCert2LastRotated, "cert[1].last_rotated", false, ErrDate},
}

// documented returns the column with that header name, nil for an unknown one.
func documented(name string) *column {
	for i := range columns {
		if columns[i].name == name {
			return &columns[i]
		}
	}
	return nil
}

// A cell is a field of an Entry, whatever its type.
type cell interface {
	State() State
	String() string
	UnmarshalCSV(string) error
}

// cell returns the field of a documented column, nil for an unknown column.
func (e *Entry) cell(column string) cell {
	k1, k2 := &e.AccessKeys[0], &e.AccessKeys[1]
	c1, c2 := &e.Certificates[0], &e.Certificates[1]
	switch column {
	case ColumnUser:
		return (*plain)(&e.User)
	case ColumnARN:
		return (*plain)(&e.ARN)
	case ColumnUserCreationTime:
		return &e.UserCreationTime
	case ColumnPasswordEnabled:
		return &e.PasswordEnabled
	case ColumnPasswordLastUsed:
		return &e.PasswordLastUsed
	case ColumnPasswordLastChanged:
		return &e.PasswordLastChanged
	case ColumnPasswordNextRotation:
		return &e.PasswordNextRotation
	case ColumnMFAActive:
		return &e.MFAActive
	case ColumnAccessKey1Active:
		return &k1.Active
	case ColumnAccessKey1LastRotated:
		return &k1.LastRotated
	case ColumnAccessKey1LastUsedDate:
		return &k1.LastUsedDate
	case ColumnAccessKey1LastUsedRegion:
		return &k1.LastUsedRegion
	case ColumnAccessKey1LastUsedService:
		return &k1.LastUsedService
	case ColumnAccessKey2Active:
		return &k2.Active
	case ColumnAccessKey2LastRotated:
		return &k2.LastRotated
	case ColumnAccessKey2LastUsedDate:
		return &k2.LastUsedDate
	case ColumnAccessKey2LastUsedRegion:
		return &k2.LastUsedRegion
	case ColumnAccessKey2LastUsedService:
		return &k2.LastUsedService
	case ColumnCert1Active:
		return &c1.Active
	case ColumnCert1LastRotated:
		return &c1.LastRotated
	case ColumnCert2Active:
		return &c2.Active
	case ColumnCert2LastRotated:
		return &c2.LastRotated
	}
	return nil
}

// plain makes a cell of a field that is a bare string: user and arn.
type plain string

func (p *plain) State() State {
	if *p == "" {
		return Absent
	}
	return Known
}
func (p *plain) String() string { return string(*p) }
func (p *plain) UnmarshalCSV(s string) error {
	*p = plain(s)
	return nil
}
