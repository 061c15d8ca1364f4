package fakes

import (
	"io"
	"io/fs"
	"time"

	"github.com/iamhygiene/sdk/fakes/internal/iammodel"
	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// Exports are what the AWS CLI printed about one account, for [LoadAccount].
// Only AuthorizationDetails is required; what else is nil is not known.
//
// Errors call an input by the name of its file, where the reader has one (as
// *os.File and fs.File have), and else by its command.
type Exports struct {
	// AuthorizationDetails is the output of
	// aws iam get-account-authorization-details, without --filter: all pages,
	// one after the other or in a JSON array.
	AuthorizationDetails io.Reader
	// CredentialReport is the credential report: the output of
	// aws iam get-credential-report, or the CSV in it. The CSV does not say when
	// it was generated.
	CredentialReport io.Reader
	// AccountSummary is the output of aws iam get-account-summary.
	AccountSummary io.Reader
	// PasswordPolicy is the output of aws iam get-account-password-policy, or its
	// message that there is none (NoSuchEntity).
	PasswordPolicy io.Reader
	// AccountID is needed where no ARN in the exports tells the account.
	AccountID string
}

// ExportFiles are the names of files with [Exports], for [LoadAccountFS]. "" is
// no file.
type ExportFiles struct {
	// AuthorizationDetails is a file or, for pages in files of their own, a
	// pattern of [fs.Glob] such as "details-*.json".
	AuthorizationDetails string
	CredentialReport     string
	AccountSummary       string
	PasswordPolicy       string
	// AccountID is that of Exports.
	AccountID string
}

// LoadAccount makes an account from what the AWS CLI exported of a real one, so
// that a test can replay it: through real clients, writes included.
//
// # What comes back as it was
//
// Users, groups, roles and managed policies with paths, ids, times of creation,
// inline policies, attachments, permissions boundaries, tags, group memberships,
// all policy versions, the last use of roles, and instance profiles of roles. Of
// the report: passwords with their last use and change, MFA, access keys and
// signing certificates with status, dates and last use; and the report itself,
// which GetCredentialReport returns at once, with the rows, columns, texts and
// order that it had, users deleted since included, until it is four hours old.
// GetAccountSummary returns the numbers of the summary, counting on from them
// after writes. Documents lose the white space that the CLI put in.
//
// Nothing that AWS has stored is checked again: quotas, names of principals and
// the grammar of policies are what they were.
//
// # What is made up
//
// The exports do not tell everything, and what they lack is filled in the same
// way in every run:
//
//   - Access key ids follow from the user's ARN and the number of the slot in the
//     report, and so do the ids of certificates, whose text is a sample. Keys
//     and certificates count as made when they were last rotated. Key ids of
//     one account and another differ.
//   - A user with active MFA has one virtual device of the user's name, and the
//     root user one called root-account-mfa-device, enabled when the user was
//     made. A virtual device is the weakest that it may have been, so that a
//     search for weak devices errs on the safe side.
//   - A password was created when it was last changed, and needs no reset.
//   - Roles have no description and sessions of an hour. Policies and
//     instance profiles have no tags unless the output has them.
//   - An id that is missing follows from the ARN.
//
// There are none of these, because no export has them: SSH keys,
// service-specific credentials, MFA devices that nobody uses or beyond the
// first, identity providers, server certificates, the account's alias, access
// information. The summary may count them all the same. Add what a test needs
// with the builders. AWS managed policies that the export has replace
// those of the fake.
//
// Where summary and report disagree about the root user, the summary decides
// what the account has: it is never hours old. The report stays as it is.
//
// # Time
//
// Unless Options.Clock is set, time stands still when the report was generated:
// the ages of keys and passwords are those of that day, whenever the test runs.
// Without a report that tells it, time stands still at the latest date in the
// exports. The account's partition is that of its ARNs. With Options.Beside, the
// account joins the fake of another one, whose clock then counts; it must be
// empty if it exists.
//
// # Errors
//
// An input that cannot be read as a whole is a [*LoadError], and there is no
// account. What is wrong with parts of it is in [LoadErrors], beside an account
// without those parts; use that account only if what is missing does not
// matter. A user of whom something cannot be loaded is left out as a whole,
// since a user with one policy less looks harmless and may not be. A mistake in
// the options is a [*UsageError].
//
// AWS:
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
// and https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
func LoadAccount(e Exports, options ...func(*Options)) (*Account, error) {
	return load(sources{
		details: named(detailsInput, e.AuthorizationDetails),
		report:  named(reportInput, e.CredentialReport),
		summary: named(summaryInput, e.AccountSummary),
		policy:  named(policyInput, e.PasswordPolicy),
		account: e.AccountID,
	}, options)
}

// LoadAccountFS is [LoadAccount] for files, such as those of os.DirFS("testdata")
// or of an embedded folder.
func LoadAccountFS(fsys fs.FS, files ExportFiles, options ...func(*Options)) (*Account, error) {
	var open opener
	defer open.close()
	s := sources{
		details: open.glob(fsys, detailsInput, files.AuthorizationDetails),
		report:  open.file(fsys, reportInput, files.CredentialReport),
		summary: open.file(fsys, summaryInput, files.AccountSummary),
		policy:  open.file(fsys, policyInput, files.PasswordPolicy),
		account: files.AccountID,
	}
	if open.err != nil {
		return nil, open.err
	}
	return load(s, options)
}

// load reads all inputs before it makes anything.
func load(s sources, options []func(*Options)) (*Account, error) {
	in, err := read(s)
	if err != nil {
		return nil, err
	}
	var o Options
	for _, fn := range options {
		fn(&o)
	}
	if o.Partition == "" {
		o.Partition = in.partition
	}
	if o.Beside != nil {
		o.Partition = o.Beside.state.Partition
	}
	switch {
	case !model.IsAccountID(in.account):
		return nil, usage(1, "LoadAccount: %q is not an account id; give the twelve digits of the account in the exports", in.account)
	case o.Partition != in.partition:
		return nil, usage(1, "LoadAccount: the exports are of partition %s, the fake is of %s; leave Options.Partition empty, or load beside an account of that partition", in.partition, o.Partition)
	}
	if o.Clock == nil {
		now := in.time()
		o.Clock = func() time.Time { return now }
	}
	a := NewAccount(in.account, func(to *Options) { *to = o })
	if err := a.Err(); err != nil {
		return nil, err
	}
	service := Install(a, iammodel.New)
	l := &loader{exports: in, account: a, service: service}
	occupied := false
	a.cloud.model.Do(func() {
		l.store = service.Store(a.state)
		st := l.store
		if occupied = st.Users.Len()+st.Groups.Len()+st.Roles.Len()+st.Policies.Len() > 0; occupied {
			return
		}
		l.policies()
		l.groups()
		l.users()
		l.roles()
		l.credentials()
		l.passwordPolicy()
		l.summary()
		l.report()
	})
	if occupied {
		return nil, usage(1, "LoadAccount: account %s exists beside the other one and is not empty; load it before anything is added to it", a.id)
	}
	if len(in.errs) > 0 {
		return a, in.errs
	}
	return a, nil
}
