package iamhygiene

import (
	"strconv"
	"time"

	"github.com/iamhygiene/sdk/credreport"
)

// An AccessKey is an access key of an IAM user, active or not. It is
// immutable.
type AccessKey struct {
	user *User
	slot int
	key  *credreport.AccessKey
}

// Resource returns the key as a resource. It carries the ARN of the user,
// because access keys have none.
func (k *AccessKey) Resource() Resource {
	r := k.user.Resource()
	r.Type = TypeAccessKey
	r.Name = k.user.name + "/" + k.Slot()
	return r
}

// Discriminator tells the key from the user's other one.
func (k *AccessKey) Discriminator() string { return k.Slot() }

// User returns the user that the key belongs to.
func (k *AccessKey) User() *User { return k.user }

// Snapshot returns the snapshot that the key is part of.
func (k *AccessKey) Snapshot() *Snapshot { return k.user.snapshot }

// Slot returns "access_key_1" or "access_key_2", as the columns of the
// credential report begin. The number says nothing about age.
func (k *AccessKey) Slot() string { return "access_key_" + strconv.Itoa(k.slot) }

// Report returns the fields of the key in the credential report.
func (k *AccessKey) Report() *credreport.AccessKey { return k.key }

// Active says whether the key can be used.
func (k *AccessKey) Active() (bool, error) {
	return reportBool(k.user.arn, k.Slot()+"_active", k.key.Active)
}

// exists says whether the slot holds a key at all. The report shows an
// inactive key by a date in last_rotated.
func (k *AccessKey) exists() (bool, error) {
	active, err := k.Active()
	if active || err != nil {
		return active, err
	}
	if k.key.LastRotated.Known() || k.key.LastUsedDate.Known() {
		return true, nil
	}
	if k.key.LastRotated.State() == credreport.NotApplicable {
		return false, nil
	}
	return false, ReportValue(k.user.arn, k.Slot()+"_last_rotated", k.key.LastRotated.String())
}

// Created returns when the key was created and where that is known from. The
// credential report only has last_rotated, which a change of the key's status
// may renew: the age is then a lower bound.
func (k *AccessKey) Created() (at time.Time, source string, err error) {
	source = k.Slot() + "_last_rotated"
	if t, ok := k.key.LastRotated.Get(); ok {
		return t, source, nil
	}
	return time.Time{}, source, ReportValue(k.user.arn, source, k.key.LastRotated.String())
}

// LastUsed returns when the key was last used; used is false for a key that
// never was, or not since 2015-04-22 when AWS began to record it.
func (k *AccessKey) LastUsed() (at time.Time, used bool, err error) {
	column := k.Slot() + "_last_used_date"
	switch t := k.key.LastUsedDate; t.State() {
	case credreport.Known:
		at, _ = t.Get()
		return at, true, nil
	case credreport.NotApplicable, credreport.NoInformation:
		return time.Time{}, false, nil
	default:
		return time.Time{}, false, ReportValue(k.user.arn, column, t.String())
	}
}
