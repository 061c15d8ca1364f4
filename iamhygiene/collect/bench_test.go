package collect_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

// BenchmarkSnapshot collects an account of N users, a tenth of them with keys,
// a password and MFA. The time is that of the clients and of the fake: it should
// grow as the number of users does.
func BenchmarkSnapshot(b *testing.B) {
	for _, users := range []int{100, 1000} {
		b.Run(fmt.Sprintf("users=%d", users), func(b *testing.B) {
			acct := fakes.NewAccount(accountID)
			acct.ReportPolls(0)
			for i := range users {
				var options []fakes.UserOption
				if i%10 == 0 {
					options = append(options, fakes.AccessKey(), fakes.VirtualMFA(), fakes.ConsolePassword())
				}
				acct.AddUser(fmt.Sprintf("user-%05d", i), options...)
			}
			require.NoError(b, acct.Err())
			b.ReportAllocs()
			for b.Loop() {
				s, err := collect.Snapshot(context.Background(), acct.Config(), patient(acct), func(o *collect.Options) {
					o.Datasets = global
					o.Without = []string{"last-accessed"}
					o.LastAccessed.MaxJobs = 1
				})
				require.NoError(b, err)
				require.Len(b, s.Errors(), 1, "the address of the root user, for which an account that stands alone cannot ask")
				acct.ForgetCalls()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(users), "ns/user")
		})
	}
}
