package iamhygiene

import (
	"time"

	"github.com/iamhygiene/sdk/credreport"
)

// A User is an IAM user of a snapshot: what the credential report and the
// authorization details say together. It is never the root user. It is
// immutable.
type User struct {
	snapshot  *Snapshot
	arn, name string
	entry     *credreport.Entry
	detail    *UserDetail
}

// Resource returns the user as a resource.
func (u *User) Resource() Resource {
	r := resourceOf(TypeUser, u.arn, u.name)
	if u.detail != nil {
		r.Tags = u.detail.Tags
	}
	return r
}

// Snapshot returns the snapshot that the user is part of.
func (u *User) Snapshot() *Snapshot { return u.snapshot }

// Name returns the user name.
func (u *User) Name() string { return u.name }

// ARN returns the ARN.
func (u *User) ARN() string { return u.arn }

// Path returns the path, which begins and ends with a slash.
func (u *User) Path() string { return pathOf(u.arn) }

// Entry returns the user's row of the credential report, or a [*DataError].
func (u *User) Entry() (*credreport.Entry, error) {
	if u.entry != nil {
		return u.entry, nil
	}
	if _, err := CredentialReport.Get(u.snapshot); err != nil {
		return nil, err
	}
	if e := CredentialReport.ErrorFor(u.snapshot, u.arn); e != nil {
		return nil, e
	}
	return nil, notInReport(u.snapshot, u.arn)
}

// Detail returns what the authorization details say of the user, or a
// [*DataError].
func (u *User) Detail() (*UserDetail, error) {
	if u.detail != nil {
		return u.detail, nil
	}
	if _, err := u.snapshot.details(listUsers); err != nil {
		return nil, err
	}
	if e := Authorization.ErrorFor(u.snapshot, u.arn); e != nil {
		return nil, e
	}
	return nil, &DataError{
		Dataset: Authorization.Name(), Code: CodeNotInData, Scope: u.arn, Retryable: true,
		Message: "the account authorization details do not mention this user, who was probably deleted since the credential report",
	}
}

// HasPassword says whether the user can sign in to the console, or returns the
// [*DataError] that says why that is not known.
func (u *User) HasPassword() (bool, error) {
	e, err := u.Entry()
	if err != nil {
		return false, err
	}
	return reportBool(u.arn, "password_enabled", e.PasswordEnabled)
}

// MFAActive says whether the user has an MFA device enabled, or returns the
// [*DataError] that says why that is not known.
func (u *User) MFAActive() (bool, error) {
	e, err := u.Entry()
	if err != nil {
		return false, err
	}
	return reportBool(u.arn, "mfa_active", e.MFAActive)
}

// Created returns when the user was created.
func (u *User) Created() (time.Time, error) {
	if u.entry != nil {
		if t, ok := u.entry.UserCreationTime.Get(); ok {
			return t, nil
		}
	}
	if u.detail != nil && !u.detail.Created.IsZero() {
		return u.detail.Created, nil
	}
	e, err := u.Entry()
	if err != nil {
		return time.Time{}, err
	}
	return time.Time{}, ReportValue(u.arn, "user_creation_time", e.UserCreationTime.String())
}

// reportBool turns a field of the credential report into an answer.
func reportBool(arn, column string, b credreport.Bool) (bool, error) {
	if v, ok := b.Get(); ok {
		return v, nil
	}
	return false, ReportValue(arn, column, b.String())
}

// ReportValue returns the error that a field of the credential report, in the
// row of the given ARN, holds a value that does not answer the question: an
// unknown sentinel, a text that is no date, or nothing because the report has
// no such column.
func ReportValue(arn, column, value string) *DataError {
	e := &DataError{Dataset: CredentialReport.Name(), Code: CodeInvalid, Scope: arn}
	if value == "" {
		e.Message = "the credential report has no " + column
	} else {
		e.Message = "the credential report says " + column + "=" + value + ", which does not answer the question"
	}
	return e
}
