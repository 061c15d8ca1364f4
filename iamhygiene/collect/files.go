package collect

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/internal/load"
)

// Files are the paths of what the AWS CLI saved. An empty path leaves the
// dataset absent.
type Files struct {
	// AuthorizationDetails is the output of get-account-authorization-details.
	AuthorizationDetails string
	// CredentialReport is the output of get-credential-report, the CSV in it,
	// or its base64.
	CredentialReport string
	// AccountSummary is the output of get-account-summary.
	AccountSummary string
	// PasswordPolicy is the output of get-account-password-policy.
	PasswordPolicy string
}

// Readers are the same four as streams, for files that come from elsewhere,
// such as a bucket. A nil reader leaves the dataset absent. Errors call a
// reader by its Name method if it has one, as [os.File] does, else by the name of
// the dataset: authorization-details.
type Readers struct {
	AuthorizationDetails io.Reader
	CredentialReport     io.Reader
	AccountSummary       io.Reader
	PasswordPolicy       io.Reader
}

// FileOptions are what the files do not say. The zero FileOptions are those of an
// account that its ARNs name.
type FileOptions struct {
	// Account is the 12-digit id of the account. It is needed where only the
	// summary and the password policy are given, which name no account. A file
	// of another account is an error.
	Account string
	// Partition is the partition where no ARN tells: aws (the default), aws-cn,
	// aws-us-gov.
	Partition string
	// ReportTime is when AWS generated the credential report, where the file is
	// a CSV and does not say.
	ReportTime time.Time
	// CollectedAt is when the other files were saved. Findings show it with the
	// facts that rest on them; zero where it is not known.
	CollectedAt time.Time
}

// FromFiles makes a snapshot of files that the AWS CLI saved. now is the clock
// of the snapshot: ages are counted to it.
//
// The error joins a [*FileError] for each file that cannot be used and an
// [*AccountError] where the files are of different accounts; beside it there is
// no snapshot. The errors of the operating system are found by errors.Is, such
// as [fs.ErrNotExist]. Parts that are damaged are not an error: see the package
// documentation.
func FromFiles(now time.Time, files Files, opts ...func(*FileOptions)) (*iamhygiene.Snapshot, error) {
	return fromFiles(now, files, opts, func(path string) (io.ReadCloser, error) { return os.Open(path) })
}

// FromFS is [FromFiles] over a file system, such as an [embed.FS], with its
// kind of paths.
func FromFS(fsys fs.FS, now time.Time, files Files, opts ...func(*FileOptions)) (*iamhygiene.Snapshot, error) {
	return fromFiles(now, files, opts, func(path string) (io.ReadCloser, error) { return fsys.Open(path) })
}

func fromFiles(now time.Time, files Files, opts []func(*FileOptions), open func(string) (io.ReadCloser, error)) (*iamhygiene.Snapshot, error) {
	var in load.Inputs
	var errs []error
	for _, f := range [...]struct {
		path string
		to   *load.Input
	}{
		{files.AuthorizationDetails, &in.AuthorizationDetails},
		{files.CredentialReport, &in.CredentialReport},
		{files.AccountSummary, &in.AccountSummary},
		{files.PasswordPolicy, &in.PasswordPolicy},
	} {
		if f.path == "" {
			continue
		}
		r, err := open(f.path)
		if err != nil {
			cause := err
			if p := (*fs.PathError)(nil); errors.As(err, &p) {
				cause = p.Err // the path is in the FileError
			}
			errs = append(errs, &FileError{File: f.path, Problem: "the file cannot be opened: " + cause.Error(), Err: err})
			continue
		}
		defer func() { _ = r.Close() }() // was only read
		*f.to = load.Input{Name: f.path, Reader: r}
	}
	if len(errs) > 0 && in.Empty() {
		return nil, errors.Join(errs...)
	}
	s, err := fromInputs(now, in, opts)
	if err = errors.Join(append(errs, parts(err)...)...); err != nil {
		return nil, err
	}
	return s, nil
}

// FromReaders is [FromFiles] for streams. It reads them one after the other to
// their end and closes none.
func FromReaders(now time.Time, r Readers, opts ...func(*FileOptions)) (*iamhygiene.Snapshot, error) {
	input := func(r io.Reader, name string) load.Input {
		if r == nil {
			return load.Input{}
		}
		if n, ok := r.(interface{ Name() string }); ok {
			name = n.Name()
		}
		return load.Input{Name: name, Reader: r}
	}
	return fromInputs(now, load.Inputs{
		AuthorizationDetails: input(r.AuthorizationDetails, "authorization-details"),
		CredentialReport:     input(r.CredentialReport, "credential-report"),
		AccountSummary:       input(r.AccountSummary, "account-summary"),
		PasswordPolicy:       input(r.PasswordPolicy, "password-policy"),
	}, opts)
}

func fromInputs(now time.Time, in load.Inputs, opts []func(*FileOptions)) (*iamhygiene.Snapshot, error) {
	var o FileOptions
	for _, opt := range opts {
		if opt != nil {
			opt(&o)
		}
	}
	if o.Account != "" && !isAccountID(o.Account) {
		return nil, &FileError{Problem: "the account id " + o.Account + " is malformed", Hint: "want 12 digits"}
	}
	if in.Empty() {
		return nil, &FileError{Problem: "no file is given", Hint: "give at least the authorization details or the credential report"}
	}
	s, err := load.Snapshot(now, in, load.Options{
		Account: o.Account, Partition: o.Partition, ReportTime: o.ReportTime, CollectedAt: o.CollectedAt,
	})
	if err != nil {
		return nil, errors.Join(parts(err)...)
	}
	return s, nil
}

func isAccountID(s string) bool {
	if len(s) != 12 {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
