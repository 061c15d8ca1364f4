package iamhygiene

import (
	"strconv"
	"time"

	"github.com/iamhygiene/sdk/credreport"
)

// An AccessKey is an access key of an IAM user, active or not: what the listing
// of access keys and the credential report say together. The listing is fresh
// and wins. It is immutable.
type AccessKey struct {
	user   *User
	slot   int                   // 0 where the report does not show the key
	key    *credreport.AccessKey // nil likewise
	detail *AccessKeyDetail      // nil where the keys were not listed
}

// Resource returns the key as a resource. It carries the ARN of the user,
// because access keys have none.
func (k *AccessKey) Resource() Resource {
	r := k.user.Resource()
	r.Type = TypeAccessKey
	r.Name = k.user.name + "/" + k.Name()
	return r
}

// Discriminator tells the key from the user's other one.
func (k *AccessKey) Discriminator() string { return k.Name() }

// Name is how findings call the key: the ends of its id where that is known
// ("AKIA...MPLE"), else its slot.
func (k *AccessKey) Name() string {
	if k.detail == nil {
		return k.Slot()
	}
	id := k.detail.ID
	if len(id) <= 8 {
		return id
	}
	return id[:4] + "..." + id[len(id)-4:]
}

// ID returns the access key id, and false where only the credential report is
// known, which does not tell it.
func (k *AccessKey) ID() (string, bool) {
	if k.detail == nil {
		return "", false
	}
	return k.detail.ID, true
}

// User returns the user that the key belongs to.
func (k *AccessKey) User() *User { return k.user }

// Snapshot returns the snapshot that the key is part of.
func (k *AccessKey) Snapshot() *Snapshot { return k.user.snapshot }

// Slot returns "access_key_1" or "access_key_2", as the columns of the
// credential report begin, and "" for a key that is not in the report. The
// number says nothing about age.
func (k *AccessKey) Slot() string {
	if k.slot == 0 {
		return ""
	}
	return "access_key_" + strconv.Itoa(k.slot)
}

// Active says whether the key can be used.
func (k *AccessKey) Active() (bool, error) {
	if k.detail != nil {
		return k.detail.Active, nil
	}
	return reportBool(k.user.arn, k.Slot()+"_active", k.key.Active)
}

// ActiveEvidence is the fact that [AccessKey.Active] rests on.
func (k *AccessKey) ActiveEvidence() Evidence {
	if k.detail == nil {
		return k.column("active", k.key.Active.String())
	}
	status := "Inactive"
	if k.detail.Active {
		status = "Active"
	}
	return k.listed("Status", status)
}

// exists says whether the slot of the report holds a key at all. The report
// shows an inactive key by a date in last_rotated.
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

// Created returns when the key was created, and the fact that says so. Without
// a listing that is the credential report's last_rotated, which a change of the
// key's status may renew: the age is then a lower bound, and the evidence is of
// the dataset [CredentialReport].
func (k *AccessKey) Created() (at time.Time, from Evidence, err error) {
	if k.detail != nil && k.detail.Created.IsZero() {
		return time.Time{}, Evidence{}, &DataError{
			Dataset: AccessKeyDetails.Name(), Scope: k.user.arn, Code: CodeInvalid,
			Message: "the listing of access keys does not tell when " + k.Name() + " was created",
		}
	}
	if k.detail != nil {
		return k.detail.Created, k.listed("CreateDate", k.detail.Created.UTC().Format(time.RFC3339)), nil
	}
	if t, ok := k.key.LastRotated.Get(); ok {
		return t, k.column("last_rotated", t.UTC().Format(time.RFC3339)), nil
	}
	return time.Time{}, Evidence{}, ReportValue(k.user.arn, k.Slot()+"_last_rotated", k.key.LastRotated.String())
}

// Changed returns when the key was last changed (created, activated or
// deactivated), and the fact that says so: the credential report's last_rotated.
// Without it nobody knows of a change since the key was created.
func (k *AccessKey) Changed() (at time.Time, from Evidence, err error) {
	if k.key == nil {
		if _, err := k.user.Entry(); err != nil {
			return time.Time{}, Evidence{}, err
		}
		return time.Time{}, Evidence{}, &DataError{
			Dataset: CredentialReport.Name(), Scope: k.user.arn, Code: CodeNotInData,
			Message: "the credential report does not show when " + k.Name() + " was last changed",
		}
	}
	if t, ok := k.key.LastRotated.Get(); ok {
		return t, k.column("last_rotated", t.UTC().Format(time.RFC3339)), nil
	}
	return time.Time{}, Evidence{}, ReportValue(k.user.arn, k.Slot()+"_last_rotated", k.key.LastRotated.String())
}

// LastUsed returns when the key was last used; used is false for a key that
// never was, or not since 2015-04-22 when AWS began to record it.
func (k *AccessKey) LastUsed() (at time.Time, used bool, err error) {
	if k.detail != nil && k.detail.Use != nil {
		return k.detail.Use.At, !k.detail.Use.At.IsZero(), nil
	}
	if k.key == nil {
		return time.Time{}, false, k.useUnknown()
	}
	switch t := k.key.LastUsedDate; t.State() {
	case credreport.Known:
		at, _ = t.Get()
		return at, true, nil
	case credreport.NotApplicable, credreport.NoInformation:
		return time.Time{}, false, nil
	default:
		return time.Time{}, false, ReportValue(k.user.arn, k.Slot()+"_last_used_date", t.String())
	}
}

// LastService returns the service of the last use by the prefix of its actions,
// such as "s3". The error says that it is not known.
func (k *AccessKey) LastService() (string, error) {
	if k.detail != nil && k.detail.Use != nil {
		if s := k.detail.Use.Service; s != "" && s != "N/A" {
			return s, nil
		}
		return "", k.useUnknown()
	}
	if k.key == nil {
		return "", k.useUnknown()
	}
	if s, ok := k.key.LastUsedService.Get(); ok {
		return s, nil
	}
	return "", ReportValue(k.user.arn, k.Slot()+"_last_used_service", k.key.LastUsedService.String())
}

// UseEvidence are the facts about the last use: first the date, then the Region
// and the service where they are known.
func (k *AccessKey) UseEvidence() []Evidence {
	if k.detail != nil && k.detail.Use != nil {
		use := k.detail.Use
		date := "N/A"
		if !use.At.IsZero() {
			date = use.At.UTC().Format(time.RFC3339)
		}
		facts := []Evidence{k.listed("LastUsedDate", date)}
		if use.Region != "" {
			facts = append(facts, k.listed("Region", use.Region))
		}
		if use.Service != "" {
			facts = append(facts, k.listed("ServiceName", use.Service))
		}
		return facts
	}
	if k.key == nil {
		return nil
	}
	facts := []Evidence{k.column("last_used_date", k.key.LastUsedDate.String())}
	if !k.key.LastUsedRegion.IsZero() {
		facts = append(facts, k.column("last_used_region", k.key.LastUsedRegion.String()))
	}
	if !k.key.LastUsedService.IsZero() {
		facts = append(facts, k.column("last_used_service", k.key.LastUsedService.String()))
	}
	return facts
}

// useUnknown says why the last use of a listed key is not known.
func (k *AccessKey) useUnknown() *DataError {
	if e := AccessKeyDetails.ErrorFor(k.user.snapshot, k.user.arn); e != nil {
		return e
	}
	const op = "iam:GetAccessKeyLastUsed"
	return &DataError{
		Dataset: AccessKeyDetails.Name(), Operation: op, Action: op, Scope: k.user.arn, Code: CodeNotInData,
		Message: "nobody asked when " + k.Name() + " was last used, and the credential report does not show it",
	}
}

// column is a fact from one of the report's columns of the key.
func (k *AccessKey) column(name, observed string) Evidence {
	return reportEvidence(k.user.snapshot, k.Slot()+"_"+name, observed)
}

// listed is a fact from the listing of the key.
func (k *AccessKey) listed(field, observed string) Evidence {
	return Evidence{
		Dataset: AccessKeyDetails.Name(), Path: k.Name() + "/" + field, Observed: observed,
		At: AccessKeyDetails.At(k.user.snapshot),
	}
}
