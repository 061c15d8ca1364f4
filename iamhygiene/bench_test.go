package iamhygiene_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
)

// BenchmarkRunner runs all checks on an account of the size that AWS's quotas
// allow (5,000 users, 1,000 roles, 1,500 policies), and on ones with a half
// and a fifth of the users, so that growth shows. The subjects of the snapshot
// are made anew each time, as in a scan.
func BenchmarkRunner(b *testing.B) {
	for _, users := range []int{1000, 2500, 5000} {
		b.Run(fmt.Sprintf("users=%d", users), func(b *testing.B) {
			s := big(users)
			all := checks.All(checks.Standard)
			b.ReportAllocs()
			for b.Loop() {
				var r iamhygiene.Runner
				res, err := r.Run(context.Background(), s.At(now), all...)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(len(res.Findings)), "findings")
			}
		})
	}
}

// big is an account with many of everything and problems of all kinds.
func big(users int) *iamhygiene.Snapshot {
	var entries []credreport.Entry
	d := &iamhygiene.AuthorizationDetails{}
	for i := range users {
		name := fmt.Sprintf("user-%05d", i)
		e := entry(name, i%3 != 0)
		e.AccessKeys[0] = credreport.AccessKey{
			Active:       credreport.BoolOf(i%2 == 0),
			LastRotated:  credreport.TimeOf(now.AddDate(0, 0, -i%400)),
			LastUsedDate: credreport.TimeOf(now.AddDate(0, 0, -i%100)),
		}
		entries = append(entries, e)
		d.Users = append(d.Users, iamhygiene.UserDetail{
			ARN: userARN(name), Name: name, Path: "/", Created: now.AddDate(-1, 0, 0),
			Groups: []string{fmt.Sprintf("group-%03d", i%300)},
			Permissions: iamhygiene.Permissions{
				Attached: []iamhygiene.AttachedPolicy{{Name: "p", ARN: fmt.Sprintf("arn:aws:iam::%s:policy/policy-%04d", account, i%1500)}},
				Inline:   []iamhygiene.InlinePolicy{{Name: "inline", Document: `{"Version":"2012-10-17","Statement":[]}`}},
			},
		})
	}
	for i := range 300 {
		name := fmt.Sprintf("group-%03d", i)
		d.Groups = append(d.Groups, iamhygiene.GroupDetail{ARN: "arn:aws:iam::" + account + ":group/" + name, Name: name, Path: "/"})
	}
	for i := range 1000 {
		name := fmt.Sprintf("role-%04d", i)
		d.Roles = append(d.Roles, iamhygiene.RoleDetail{
			ARN: "arn:aws:iam::" + account + ":role/" + name, Name: name, Path: "/", Created: now.AddDate(-2, 0, 0),
			LastUsed: now.AddDate(0, 0, -i%500),
			Trust:    `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}`,
		})
	}
	for i := range 1500 {
		name := fmt.Sprintf("policy-%04d", i)
		d.Policies = append(d.Policies, iamhygiene.PolicyDetail{
			ARN: "arn:aws:iam::" + account + ":policy/" + name, Name: name, Path: "/", Created: now.AddDate(-1, 0, 0),
			Attachments: i % 2, Default: "v1",
			Versions: []iamhygiene.PolicyVersion{{ID: "v1", Document: `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}`}},
		})
	}
	return snapshot(report(entries...), iamhygiene.Authorization.With(d, now),
		iamhygiene.Summary.With(iamhygiene.AccountSummary{"AccountMFAEnabled": 1, "AccountAccessKeysPresent": 0, "AccountPasswordPresent": 1, "AccountSigningCertificatesPresent": 0}, now),
		iamhygiene.Passwords.With(&iamhygiene.PasswordPolicy{Set: true, MinimumLength: 14}, now))
}
