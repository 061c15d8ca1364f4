package fakes

import (
	"math"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/fakes/internal/iammodel"
)

// passwordPolicy sets the password policy as it was exported.
func (l *loader) passwordPolicy() {
	p := l.password
	if p == nil {
		return
	}
	policy := types.PasswordPolicy{
		MinimumPasswordLength: some(p.MinimumPasswordLength), RequireSymbols: p.RequireSymbols, RequireNumbers: p.RequireNumbers,
		RequireUppercaseCharacters: p.RequireUppercaseCharacters, RequireLowercaseCharacters: p.RequireLowercaseCharacters,
		AllowUsersToChangePassword: p.AllowUsersToChangePassword,
		MaxPasswordAge:             some(p.MaxPasswordAge), PasswordReusePrevention: some(p.PasswordReusePrevention),
	}
	if p.HardExpiry {
		policy.HardExpiry = aws.Bool(true)
	}
	if err := l.store.SetPasswordPolicy(policy); err != nil {
		l.refuse(&LoadError{Input: l.passwordName, Path: "$.PasswordPolicy", Problem: message(err).Error(),
			Hint: "save the output of: aws iam get-account-password-policy --output json"})
	}
}

// some is a number that is absent if it is 0. What AWS cannot have sent stays
// out of its range, and is refused.
func some(n int) *int32 {
	if n == 0 {
		return nil
	}
	return aws.Int32(int32(min(max(n, math.MinInt32), math.MaxInt32)))
}

// summary makes GetAccountSummary return the numbers of the export: those about
// the root user change the root user, quotas become quotas, and what the
// summary counted and no export lists is counted on.
func (l *loader) summary() {
	if l.numbers == nil {
		return
	}
	numbers := l.numbers.SummaryMap
	l.rootSummary(func(key types.SummaryKeyType, there bool, set func(bool)) {
		if n, ok := numbers[string(key)]; ok && (n > 0) != there {
			set(n > 0)
		}
	})
	if n, ok := numbers[string(types.SummaryKeyTypeGlobalEndpointTokenVersion)]; ok {
		l.store.TokenVersion = int32(n)
	}
	for key, n := range numbers {
		if _, ok := iammodel.StandardQuota(iammodel.Quota(key)); !ok {
			continue
		}
		if l.store.Quotas == nil {
			l.store.Quotas = make(map[iammodel.Quota]int32)
		}
		l.store.Quotas[iammodel.Quota(key)] = int32(n)
	}
	l.store.CountOn(numbers)
}

// rootSummary calls fn for what the summary says about the root user.
func (l *loader) rootSummary(fn func(key types.SummaryKeyType, there bool, set func(bool))) {
	st, root := l.store, &l.store.Root
	fn(types.SummaryKeyTypeAccountMFAEnabled, st.HasMFA(iammodel.RootName), func(yes bool) {
		if !yes {
			st.RemoveDevices(iammodel.RootName)
		} else if err := l.mfa(root, rootDevice); err != nil {
			l.refuse(&LoadError{Input: l.numbersName, Path: "$.SummaryMap.AccountMFAEnabled", Problem: err.Error(), Hint: "rename the device or the user in the exports"})
		}
	})
	fn(types.SummaryKeyTypeAccountAccessKeysPresent, len(root.Keys) > 0, func(yes bool) {
		if !yes {
			l.service.RemoveKeys(root)
		} else if err := l.key(root, 1, iammodel.AccessKey{}); err != nil {
			l.refuse(&LoadError{Input: l.numbersName, Path: "$.SummaryMap.AccountAccessKeysPresent", Problem: err.Error()})
		}
	})
	fn(types.SummaryKeyTypeAccountSigningCertificatesPresent, len(root.Certificates) > 0, func(yes bool) {
		if root.Certificates = nil; yes {
			l.certificate(root, 1, iammodel.SigningCertificate{})
		}
	})
	fn(types.SummaryKeyTypeAccountPasswordPresent, root.Login != nil, func(yes bool) {
		if root.Login = nil; yes {
			root.Login = &iammodel.LoginProfile{Created: root.Created, Changed: root.Created}
		}
	})
}
