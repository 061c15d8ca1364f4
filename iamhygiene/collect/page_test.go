package collect_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	iamtypes "github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

func TestList(t *testing.T) {
	pages := func(next ...string) func(context.Context, *string) ([]string, *string, error) {
		n := 0
		return func(_ context.Context, token *string) ([]string, *string, error) {
			item := fmt.Sprintf("%d after %q", n, aws.ToString(token))
			n++
			if next[n-1] == "fail" {
				return []string{item}, nil, errors.New("refused")
			}
			return []string{item}, aws.String(next[n-1]), nil
		}
	}
	for name, c := range map[string]struct {
		next []string
		want []string
		err  string
		why  string
	}{
		"one":          {[]string{""}, []string{`0 after ""`}, "", "an empty token is the end"},
		"three":        {[]string{"a", "b", ""}, []string{`0 after ""`, `1 after "a"`, `2 after "b"`}, "", "each with the token of the one before"},
		"second fails": {[]string{"a", "fail"}, nil, "refused", "a part is not the whole"},
		"circle":       {[]string{"a", "a"}, nil, "iam:ListX gave the same token for two pages, and would go on for ever", "R78"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := collect.List(t.Context(), "iam:ListX", pages(c.next...))
			assert.Equal(t, c.want, got, c.why)
			if c.err == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.err)
		})
	}
	none, err := collect.List(t.Context(), "iam:ListX", func(context.Context, *string) ([]int, *string, error) { return nil, nil, nil })
	require.NoError(t, err)
	assert.NotNil(t, none, "empty is not unknown")
}

func TestMarker(t *testing.T) {
	next, err := collect.Marker("iam:ListX", false, aws.String("left over"))
	require.NoError(t, err)
	assert.Nil(t, next)
	next, err = collect.Marker("iam:ListX", true, aws.String("m"))
	require.NoError(t, err)
	assert.Equal(t, "m", *next)
	for _, m := range []*string{nil, aws.String("")} {
		_, err = collect.Marker("iam:ListX", true, m)
		e := iamhygiene.AsDataError(err)
		assert.Equal(t, iamhygiene.CodeTruncated, e.Code)
		assert.Equal(t, "iam:ListX", e.Operation)
		assert.True(t, e.Retryable)
	}
}

// R78: an answer that says that there is more, but not how to get it, is not
// the whole, though the SDK's paginators take it for that.
func TestTruncatedWithoutMarker(t *testing.T) {
	for dataset, register := range map[string]func(*fakes.Account){
		"authorization-details": truncate(&iam.GetAccountAuthorizationDetailsOutput{IsTruncated: true}, on[iam.GetAccountAuthorizationDetailsInput]),
		"role-sessions":         truncate(&iam.ListRolesOutput{IsTruncated: true}, on[iam.ListRolesInput]),
		"account-aliases":       truncate(&iam.ListAccountAliasesOutput{IsTruncated: true}, on[iam.ListAccountAliasesInput]),
		"server-certificates":   truncate(&iam.ListServerCertificatesOutput{IsTruncated: true}, on[iam.ListServerCertificatesInput]),
		"virtual-mfa-devices":   truncate(&iam.ListVirtualMFADevicesOutput{IsTruncated: true}, on[iam.ListVirtualMFADevicesInput]),
		"instance-profiles":     truncate(&iam.ListInstanceProfilesOutput{IsTruncated: true}, on[iam.ListInstanceProfilesInput]),
		"service-credentials":   truncate(&iam.ListServiceSpecificCredentialsOutput{IsTruncated: true}, on[iam.ListServiceSpecificCredentialsInput]),
		"mfa-devices":           truncate(&iam.ListMFADevicesOutput{IsTruncated: true}, on[iam.ListMFADevicesInput]),
		"access-keys":           truncate(&iam.ListAccessKeysOutput{IsTruncated: true}, on[iam.ListAccessKeysInput]),
		"ssh-keys":              truncate(&iam.ListSSHPublicKeysOutput{IsTruncated: true}, on[iam.ListSSHPublicKeysInput]),
		"last-accessed": truncate(&iam.GetServiceLastAccessedDetailsOutput{
			IsTruncated: true, JobStatus: iamtypes.JobStatusTypeCompleted,
		}, on[iam.GetServiceLastAccessedDetailsInput]),
	} {
		t.Run(dataset, func(t *testing.T) {
			acct := fakes.NewAccount(accountID)
			acct.AddUser("alice")
			register(acct)
			s := live(t, acct, named(dataset), func(o *collect.Options) { o.LastAccessed.MaxJobs = 1 })
			var found bool
			for _, e := range s.Errors() {
				found = true
				assert.Equal(t, iamhygiene.CodeTruncated, e.Code)
				assert.Equal(t, dataset, e.Dataset)
				assert.Contains(t, []string{"", arn("user/alice")}, e.Scope)
			}
			assert.True(t, found, "the missing pages are an error")
			assert.NotContains(t, datasets(t, s)[dataset], `"value": []`)
		})
	}
}

// on registers an answer that is always the same.
func on[In, Out any](a *fakes.Account, out *Out) {
	fakes.On(a, func(context.Context, *In) (*Out, error) { return out, nil })
}

func truncate[Out any](out *Out, register func(*fakes.Account, *Out)) func(*fakes.Account) {
	return func(a *fakes.Account) { register(a, out) }
}

// A later page that fails takes the whole list away.
func TestLaterPageRefused(t *testing.T) {
	_, acct := inhabited(t)
	acct.PageSize(1)
	seen := make(map[string]int)
	acct.Fail(fakes.Operation{}, fakes.AccessDenied().When(func(c fakes.Call) bool {
		seen[c.Action]++
		return strings.HasPrefix(c.Operation, "List") && seen[c.Action] > 1 || c.Operation == "GetAccountAuthorizationDetails" && seen[c.Action] > 1
	}))
	s := live(t, acct, func(o *collect.Options) {
		o.Datasets = []string{"authorization-details", "role-sessions", "organization-accounts", "virtual-mfa-devices", "instance-profiles", "service-credentials"}
		o.Concurrency = 1
	})
	assert.Empty(t, s.Datasets(), "nothing is there in part")
	assert.Len(t, s.Errors(), 6)
}

// The calls that a dataset takes do not grow with the users, where one list
// holds them all.
func TestCalls(t *testing.T) {
	acct := fakes.NewAccount(accountID)
	for i := range 200 {
		acct.AddPolicy(fmt.Sprintf("policy-%03d", i), `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}}`)
	}
	for i := range 250 {
		options := []fakes.UserOption{fakes.AttachPolicy(fmt.Sprintf("policy-%03d", i%200))}
		if i%50 == 0 {
			options = append(options, fakes.AccessKey(), fakes.VirtualMFA(), fakes.ConsolePassword())
		}
		acct.AddUser(fmt.Sprintf("user-%03d", i), options...)
	}
	for i := range 120 {
		acct.AddRole(fmt.Sprintf("role-%03d", i), fakes.TrustAccount(accountID))
	}
	require.NoError(t, acct.Err())
	acct.PageSize(100)
	acct.ReportPolls(0)
	s := live(t, acct, everything, func(o *collect.Options) { o.LastAccessed.MaxJobs = 3 })
	for _, e := range s.Errors() {
		assert.Contains(t, []string{"last-accessed", "root-email"}, e.Dataset, "MaxJobs, and an account that stands alone")
	}
	got := make(map[string]int)
	for _, c := range acct.Calls() {
		got[c.Operation]++
	}
	assert.Equal(t, map[string]int{
		"GetCallerIdentity":                  1,
		"GetCredentialReport":                2, // none there, then the new one
		"GenerateCredentialReport":           2, // started, complete
		"GetAccountAuthorizationDetails":     6, // 250 users, 120 roles, 200 policies by 100
		"GetAccountSummary":                  1,
		"ListAccountAliases":                 1,
		"GetAccountPasswordPolicy":           1,
		"ListVirtualMFADevices":              1,
		"ListServiceSpecificCredentials":     1,
		"ListServerCertificates":             1,
		"ListSAMLProviders":                  1,
		"ListOpenIDConnectProviders":         1,
		"ListRoles":                          2,
		"ListInstanceProfiles":               1,
		"ListMFADevices":                     5,   // users with MFA by the report
		"ListAccessKeys":                     5,   // users with keys by the report
		"GetLoginProfile":                    5,   // users with a password by the report
		"ListSSHPublicKeys":                  250, // there is no other way
		"GenerateServiceLastAccessedDetails": 3,   // MaxJobs
		"GetServiceLastAccessedDetails":      6,   // one poll in vain
		"DescribeOrganization":               1,
		"ListAccounts":                       1,
		"ListOrganizationsFeatures":          1,
		"GetPrimaryEmail":                    1,
		"GetAlternateContact":                3,
		"GetContactInformation":              1,
	}, got)
}
