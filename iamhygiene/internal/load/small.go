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
		refuse(l, dataset, call)
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
	put(l, dataset, iamhygiene.AccountSummary(file.SummaryMap), l.opts.CollectedAt, errs)
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
		refuse(l, dataset, call)
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
	put(l, dataset, policy, l.opts.CollectedAt, nil)
	return nil
}
