package load

import (
	"errors"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/internal/awscli"
)

// summary reads the account summary.
func (l *loader) summary(in Input) error {
	if in.Reader == nil {
		return nil
	}
	dataset := iamhygiene.Summary
	file, err := awscli.ReadAccountSummary(in.Name, in.Reader)
	if call := (*awscli.CallError)(nil); errors.As(err, &call) {
		l.data = append(l.data, dataset.Failed(append(l.failures(dataset.Name()), refused(call))...))
		return nil
	}
	if err != nil {
		return fileError(in.Name, err)
	}
	var errs []*iamhygiene.DataError
	for _, e := range file.Errors {
		d := damaged(in.Name, "iam:GetAccountSummary", e)
		d.Scope = e.Subject
		errs = append(errs, d)
	}
	l.data = append(l.data, dataset.With(iamhygiene.AccountSummary(file.SummaryMap), l.opts.CollectedAt, append(errs, l.failures(dataset.Name())...)...))
	return nil
}

// passwords reads the password policy.
func (l *loader) passwords(in Input) error {
	if in.Reader == nil {
		return nil
	}
	dataset := iamhygiene.Passwords
	file, set, err := awscli.ReadPasswordPolicy(in.Name, in.Reader)
	if call := (*awscli.CallError)(nil); errors.As(err, &call) {
		l.data = append(l.data, dataset.Failed(append(l.failures(dataset.Name()), refused(call))...))
		return nil
	}
	if err != nil {
		return fileError(in.Name, err)
	}
	policy := &iamhygiene.PasswordPolicy{
		Set:              set,
		MinimumLength:    file.MinimumPasswordLength,
		RequireSymbols:   file.RequireSymbols,
		RequireNumbers:   file.RequireNumbers,
		RequireUppercase: file.RequireUppercaseCharacters,
		RequireLowercase: file.RequireLowercaseCharacters,
		AllowChange:      file.AllowUsersToChangePassword,
		MaxAge:           file.MaxPasswordAge,
		ReusePrevention:  file.PasswordReusePrevention,
		HardExpiry:       file.HardExpiry,
	}
	l.data = append(l.data, dataset.With(policy, l.opts.CollectedAt, l.failures(dataset.Name())...))
	return nil
}
