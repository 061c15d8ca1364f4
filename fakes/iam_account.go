package fakes

import (
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/fakes/internal/iammodel"
)

// SetPasswordPolicy sets the account's password policy. A new account has none,
// which is not the same as one with lax rules: reading it is NoSuchEntity.
// ExpirePasswords follows from MaxPasswordAge.
func (a *Account) SetPasswordPolicy(p types.PasswordPolicy) {
	a.build("SetPasswordPolicy", "the password policy", func(b *build) error {
		return b.store.SetPasswordPolicy(p)
	})
}

// SetAlias gives the account an alias, which has 3 to 63 lower-case letters,
// digits and hyphens.
func (a *Account) SetAlias(alias string) {
	a.build("SetAlias", alias, func(b *build) error { return b.store.SetAlias(alias) })
}

// SetQuota changes a quota of the account, as AWS does on request. The name is a
// key of GetAccountSummary, such as "AttachedPoliciesPerRoleQuota", or one of
// MFADevicesPerUserQuota, SSHPublicKeysPerUserQuota,
// ServiceSpecificCredentialsPerUserQuota, SAMLProvidersQuota,
// OpenIDConnectProvidersQuota, ClientIdsPerOpenIdConnectProviderQuota and
// TagsQuota. GetAccountSummary shows the new number.
func (a *Account) SetQuota(name string, n int32) {
	a.build("SetQuota", name, func(b *build) error {
		q := iammodel.Quota(name)
		if _, ok := iammodel.StandardQuota(q); !ok || n < 0 {
			return fmt.Errorf("there is no such quota; give the key of GetAccountSummary, such as UsersQuota, and a number from 0")
		}
		if b.store.Quotas == nil {
			b.store.Quotas = make(map[iammodel.Quota]int32)
		}
		b.store.Quotas[q] = n
		return nil
	})
}

// FinalEmptyPage makes IAM's lists that end with a full page say that there is
// more, and follow it with an empty page. Some lists of AWS do that; code that
// takes an empty page for the end, or for an error, shows.
func (a *Account) FinalEmptyPage(on bool) {
	a.build("FinalEmptyPage", "lists", func(b *build) error {
		b.store.EmptyLastPage = on
		return nil
	})
}

// ReportPolls sets how many calls find the credential report in progress after
// GenerateCredentialReport has started it: calls of GenerateCredentialReport and
// GetCredentialReport count alike. The default is 1; 0 leaves none.
func (a *Account) ReportPolls(n int) {
	a.jobs(func(j *iammodel.Jobs) { j.ReportPolls = never(n) })
}

// RootPasswordInReport makes credential reports say whether the root user has a
// password, as newer reports do. Otherwise their column password_enabled has
// not_supported for the root user, as the user guide documents.
func (a *Account) RootPasswordInReport(on bool) {
	a.jobs(func(j *iammodel.Jobs) { j.ModernRoot = on })
}

// JobPolls is [Account.ReportPolls] for the jobs of access information, such as
// that of GenerateServiceLastAccessedDetails. Each job has its own count.
func (a *Account) JobPolls(n int) {
	a.jobs(func(j *iammodel.Jobs) { j.AccessPolls = never(n) })
}

// FailJobs makes jobs of access information fail from now on, with a code and a
// message. They fail when they would be complete.
func (a *Account) FailJobs(code, message string) {
	a.jobs(func(j *iammodel.Jobs) { j.AccessFailure = &types.ErrorDetails{Code: &code, Message: &message} })
}

func (a *Account) jobs(fn func(*iammodel.Jobs)) {
	service := Install(a, iammodel.New)
	a.cloud.model.Do(func() { fn(service.Jobs(a.state)) })
}

// never writes "no polls" as the jobs do, where 0 is the default.
func never(n int) int {
	if n <= 0 {
		return -1
	}
	return n
}

// AddDelegationRequest adds a request of a partner for temporary permissions. An
// id, the state and the date are made up if they are missing. A request without an
// OwnerId is not listed, as in AWS.
func (a *Account) AddDelegationRequest(r types.DelegationRequest) types.DelegationRequest {
	a.build("AddDelegationRequest", "a delegation request", func(b *build) (err error) {
		r, err = b.service.AddDelegationRequest(b.store, r)
		return err
	})
	return r
}
