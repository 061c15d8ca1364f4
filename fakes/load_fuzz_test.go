package fakes_test

import (
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
)

// Whatever is in the files, loading them does not panic. An error says which
// input it is about. What loads without one, exported and loaded again, is
// exported the same.
func FuzzLoadAccount(f *testing.F) {
	for seed := range uint64(6) {
		e := exportOf(f, randomAccount(rand.New(rand.NewPCG(seed, 2))))
		f.Add(e.Details, e.Report, e.Summary, e.Policy)
	}
	f.Add(`{"UserDetailList":[{"UserName":"a","Arn":"arn:aws:iam::111122223333:user/a"}]}`, "user,arn,password_enabled,mfa_active,access_key_1_active\n"+
		"a,arn:aws:iam::111122223333:user/a,true,true,true\n", `{"SummaryMap":{"Users":7}}`, `{"PasswordPolicy":{}}`)
	f.Fuzz(func(t *testing.T, details, report, summary, policy string) {
		e := export{details, report, summary, policy}
		account, err := fakes.LoadAccount(e.readers())
		if err != nil {
			var bad *fakes.LoadError
			var usage *fakes.UsageError
			require.True(t, errors.As(err, &bad) || errors.As(err, &usage), "%v", err)
			if bad != nil {
				require.NotEmpty(t, bad.Input)
				require.NotEmpty(t, bad.Problem)
			}
		}
		if account == nil {
			require.Error(t, err)
			return
		}
		first := exportOf(t, account)
		if err != nil {
			return // the rest of the account is there and can be read
		}
		again, err := fakes.LoadAccount(first.readers())
		require.NoError(t, err, "%s", first)
		assert.Equal(t, first, exportOf(t, again))
	})
}
