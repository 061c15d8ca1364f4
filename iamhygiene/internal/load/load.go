// Package load makes a snapshot of what the AWS CLI saved. It is the part that
// package collect and package checktest share; it is not for use elsewhere,
// where package collect is.
package load

import (
	"errors"
	"io"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/internal/awscli"
)

// An Input is one file. The zero Input is an absent one.
type Input struct {
	// Name is how errors call it.
	Name string
	// Reader gives its text; nil where there is no such file.
	Reader io.Reader
}

// Inputs are the files of one account.
type Inputs struct {
	AuthorizationDetails Input
	CredentialReport     Input
	AccountSummary       Input
	PasswordPolicy       Input
}

// Empty reports whether there is no file at all.
func (in *Inputs) Empty() bool {
	return in.AuthorizationDetails.Reader == nil && in.CredentialReport.Reader == nil &&
		in.AccountSummary.Reader == nil && in.PasswordPolicy.Reader == nil
}

// Options are what the files do not say.
type Options struct {
	// Account is the id that every file must be of; "" takes what they say.
	Account string
	// DefaultAccount is the id where neither Account nor a file has one.
	DefaultAccount string
	// Partition is the partition where no file has one; "" counts as aws.
	Partition string
	// ReportTime is when the credential report was generated, where its file
	// does not say.
	ReportTime time.Time
	// CollectedAt is when the other files were saved; zero where not known.
	CollectedAt time.Time
	// Failures are added to the errors of the dataset that they name. One for
	// a dataset without a file makes the dataset a failed one.
	Failures []*iamhygiene.DataError
	// Extra are further datasets.
	Extra []iamhygiene.SnapshotOption
}

// Snapshot reads the files. The error joins what is wrong with each of them: a
// [*FileError] for a file that cannot be used, an [*AccountError] where they
// are of different accounts. There is no snapshot beside an error. Damaged
// parts of a file that can be told apart from the rest are errors in the
// snapshot.
func Snapshot(now time.Time, in Inputs, opts Options) (*iamhygiene.Snapshot, error) {
	l := &loader{opts: opts, partition: opts.Partition}
	var errs []error
	fail := func(err error) {
		if err != nil {
			errs = append(errs, err)
		}
	}
	if now.IsZero() {
		fail(&FileError{Problem: "the clock is the zero time", Hint: "pass time.Now(), or the time at which the files were saved"})
	}
	if opts.Account != "" {
		fail(l.see("", "", opts.Account))
	}
	// Details come before the report, whose lost rows they help to name.
	fail(l.details(in.AuthorizationDetails))
	fail(l.report(in.CredentialReport))
	fail(l.summary(in.AccountSummary))
	fail(l.passwords(in.PasswordPolicy))
	if l.account == "" {
		l.account = opts.DefaultAccount
	}
	if l.account == "" && len(errs) == 0 {
		fail(&FileError{
			Problem: "no file says which account it is of",
			Hint:    "give the authorization details or the credential report too, or the account id as an option",
		})
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	refuse(l, iamhygiene.Authorization, nil)
	refuse(l, iamhygiene.CredentialReport, nil)
	refuse(l, iamhygiene.Summary, nil)
	refuse(l, iamhygiene.Passwords, nil)
	return iamhygiene.NewSnapshot(l.account, l.partition, now, append(l.data, opts.Extra...)...), nil
}

// A loader collects what the files say.
type loader struct {
	opts               Options
	account, partition string
	accountFile        string
	data               []iamhygiene.SnapshotOption
	arns               map[string]string // of users in the details, by name; "" where not unique
	done               map[string]bool   // the datasets that are in data
	fromFile           bool              // the partition is that of a file
}

// failures returns the failures from the options that name the dataset, and
// marks the dataset as dealt with.
func (l *loader) failures(dataset string) []*iamhygiene.DataError {
	if l.done == nil {
		l.done = make(map[string]bool)
	}
	l.done[dataset] = true
	var out []*iamhygiene.DataError
	for _, e := range l.opts.Failures {
		if e.Dataset == dataset {
			out = append(out, e)
		}
	}
	return out
}

// put adds a dataset with its errors and the failures that the options add.
func put[T any](l *loader, d iamhygiene.Dataset[T], value T, at time.Time, errs []*iamhygiene.DataError) {
	l.data = append(l.data, d.With(value, at, merge(append(errs, l.failures(d.Name())...))...))
}

// refuse adds a dataset that could not be had, because of the call whose
// message its file holds or of the failures in the options. Without either it
// does nothing.
func refuse[T any](l *loader, d iamhygiene.Dataset[T], call *awscli.CallError) {
	if l.done[d.Name()] {
		return
	}
	errs := l.failures(d.Name())
	if call != nil {
		errs = append([]*iamhygiene.DataError{refused(call)}, errs...)
	}
	if len(errs) > 0 {
		l.data = append(l.data, d.Failed(merge(errs)...))
	}
}
