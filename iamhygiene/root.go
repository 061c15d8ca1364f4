package iamhygiene

import (
	"github.com/iamhygiene/sdk/credreport"
)

// Root is the root user of a snapshot's account.
type Root struct{ snapshot *Snapshot }

// Resource returns the root user as a resource.
func (r *Root) Resource() Resource {
	x := r.snapshot.AccountResource(TypeRootUser)
	x.Name = credreport.RootUser
	return x
}

// Snapshot returns the snapshot.
func (r *Root) Snapshot() *Snapshot { return r.snapshot }

// Entry returns the root user's row of the credential report, or a
// [*DataError].
func (r *Root) Entry() (*credreport.Entry, error) {
	report, err := CredentialReport.Get(r.snapshot)
	if err != nil {
		return nil, err
	}
	if report != nil {
		for i := range report.Entries {
			// A report that was put together from several accounts has several.
			if e := &report.Entries[i]; e.IsRoot() && e.ARN == r.snapshot.RootARN() {
				return e, nil
			}
		}
	}
	if e := CredentialReport.ErrorFor(r.snapshot, r.snapshot.RootARN()); e != nil {
		return nil, e
	}
	return nil, &DataError{
		Dataset: CredentialReport.Name(), Code: CodeNotInData, Scope: r.snapshot.RootARN(),
		Message: "the credential report has no row for the root user, which every report of AWS has",
	}
}

// Count returns a value of the account summary, such as
// AccountAccessKeysPresent, or a [*DataError].
func (r *Root) Count(key string) (int, error) {
	summary, err := Summary.Get(r.snapshot)
	if err != nil {
		return 0, err
	}
	n, ok := summary[key]
	if !ok {
		return 0, &DataError{
			Dataset: Summary.Name(), Code: CodeNotInData, Scope: key,
			Message: "the account summary has no " + key,
		}
	}
	return n, nil
}
