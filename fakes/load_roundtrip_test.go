package fakes_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
)

// TestLoadAccountRoundTrip builds accounts, exports them as the CLI would, loads
// the exports, and expects that clients cannot tell the accounts apart.
func TestLoadAccountRoundTrip(t *testing.T) {
	for seed := range uint64(25) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 2))
			original := randomAccount(r)
			require.NoError(t, original.Err())
			original.PageSize(r.IntN(4)) // several pages in the file
			exported := exportOf(t, original)
			original.PageSize(0)

			loaded, err := fakes.LoadAccount(exported.readers())
			require.NoError(t, err)
			assert.Equal(t, original.Now(), loaded.Now(), "time stands still when the report was generated")
			assert.Equal(t, facts(t, original), facts(t, loaded))
			first, again := exportOf(t, original), exportOf(t, loaded)
			assert.Equal(t, content(t, exported), content(t, again), "the report is the same to the byte")
			assert.Equal(t, first, again)

			// A report that the fake writes by itself, after four hours, says the
			// same too: the credentials and not only the bytes were loaded.
			original.Advance(5 * time.Hour)
			loaded.Advance(5 * time.Hour)
			assert.Equal(t, content(t, exportOf(t, original)), content(t, exportOf(t, loaded)))
		})
	}
}

// content is the CSV in an export.
func content(t *testing.T, e export) string {
	t.Helper()
	var report struct{ Content string }
	require.NoError(t, json.Unmarshal([]byte(e.Report), &report))
	csv, err := base64.StdEncoding.DecodeString(report.Content)
	require.NoError(t, err)
	return string(csv)
}

const anyDocument = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b&c/<x>+%41/${aws:username}"}]}`

// randomAccount builds an account of what exports can tell.
func randomAccount(r *rand.Rand) *fakes.Account {
	account := fakes.NewAccount("111122223333", func(o *fakes.Options) {
		o.Clock = func() time.Time { return time.Date(2024, 3, 1, 9, 30, 0, 0, time.UTC) }
	})
	maybe := func() bool { return r.IntN(2) == 0 }
	// IAM keeps no times between seconds; neither do exports.
	past := func() time.Time { return account.Now().Add(-time.Duration(r.IntN(300*24*3600)) * time.Second) }
	path := func() fakes.EntityOption {
		return fakes.Path([]string{"/", "/eng/", "/eng/data platform+1/"[:5], "/a/b/c/"}[r.IntN(4)])
	}

	var policies []string
	for i := range r.IntN(4) {
		options := []fakes.PolicyOption{fakes.Created(past()), path()}
		for range r.IntN(3) {
			options = append(options, fakes.PolicyVersion(anyDocument, maybe()))
		}
		if maybe() {
			options = append(options, fakes.Description("what it is for"))
		}
		policies = append(policies, account.AddPolicy(fmt.Sprintf("policy-%d", i), anyDocument, options...).ARN)
	}
	policies = append(policies, "arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/IAMUserChangePassword")
	one := func() string { return policies[r.IntN(len(policies))] }

	var groups []string
	for i := range r.IntN(3) {
		name := fmt.Sprintf("Group,%d", i)
		groups = append(groups, name)
		account.AddGroup(name, fakes.Created(past()), path(), fakes.AttachPolicy(one()), fakes.InlinePolicy("inline", anyDocument))
	}
	for i := range r.IntN(6) {
		options := []fakes.UserOption{fakes.Created(past()), path()}
		if maybe() {
			changed := past()
			options = append(options, fakes.ConsolePassword(func(p *fakes.Password) {
				p.Changed = changed
				if maybe() {
					p.LastUsed = past()
				}
			}))
		}
		if maybe() {
			options = append(options, fakes.VirtualMFA())
		}
		for range r.IntN(3) {
			options = append(options, fakes.AccessKey(func(k *fakes.Key) {
				k.Created, k.Inactive = past(), maybe()
				if maybe() {
					k.LastUsed, k.Region, k.Service = past(), "eu-west-1", "s3"
				}
			}))
		}
		if maybe() {
			options = append(options, fakes.SigningCertificate(func(c *fakes.Certificate) { c.Uploaded, c.Inactive = past(), maybe() }))
		}
		if maybe() {
			options = append(options, fakes.Tag("team", "blue"), fakes.Tag("Kosten/Stelle", "a=b"), fakes.Boundary(one()))
		}
		if maybe() {
			options = append(options, fakes.AttachPolicy(one(), one()), fakes.InlinePolicy("zz", anyDocument), fakes.InlinePolicy("aa", anyDocument))
		}
		for _, g := range groups {
			if maybe() {
				options = append(options, fakes.InGroup(g))
			}
		}
		account.AddUser(fmt.Sprintf("User=%d,+@x", i), options...)
	}
	for i := range r.IntN(4) {
		name := fmt.Sprintf("role-%d", i)
		options := []fakes.RoleOption{fakes.Created(past()), path(), fakes.AttachPolicy(one()), fakes.Tag("a", "")}
		if maybe() {
			options = append(options, fakes.RoleUsed(past(), "us-west-2"), fakes.Boundary(one()), fakes.InlinePolicy("x", anyDocument))
		}
		account.AddRole(name, fakes.TrustAccount("444455556666"), options...)
		if maybe() {
			account.AddInstanceProfile("profile-of-"+name, name)
		}
	}
	if maybe() {
		account.AddServiceLinkedRole("support.amazonaws.com", "AWSServiceRoleForSupport")
	}
	if maybe() {
		account.SetPasswordPolicy(types.PasswordPolicy{MinimumPasswordLength: aws.Int32(14), RequireNumbers: true, MaxPasswordAge: aws.Int32(90)})
	}
	if maybe() {
		account.AddOIDCProvider("https://token.actions.githubusercontent.com", "sts.amazonaws.com") // the summary counts it, nothing lists it
		account.AddVirtualMFADevice("spare")
	}
	if maybe() {
		account.SetQuota("AttachedPoliciesPerUserQuota", 20)
	}
	account.RootPasswordInReport(maybe())
	root := []fakes.RootOption{fakes.RootCreated(past()), fakes.RootPassword(past())}
	if maybe() {
		root = append(root, fakes.VirtualMFA())
	}
	if maybe() {
		root = append(root, fakes.AccessKey(func(k *fakes.Key) { k.LastUsed = past() }))
	}
	account.Root(root...)
	return account
}

// Numbers of the summary that nothing lists stay, and count on after writes.
func TestLoadAccountCountsOn(t *testing.T) {
	account := fakes.NewAccount("111122223333")
	account.AddUser("alice")
	account.AddServerCertificate("old")
	loaded, err := fakes.LoadAccount(exportOf(t, account).readers())
	require.NoError(t, err)

	client := iam.NewFromConfig(loaded.Config())
	_, err = client.CreateUser(context.Background(), &iam.CreateUserInput{UserName: aws.String("bob")})
	require.NoError(t, err)
	_, err = client.CreateVirtualMFADevice(context.Background(), &iam.CreateVirtualMFADeviceInput{VirtualMFADeviceName: aws.String("bob")})
	require.NoError(t, err)
	summary, err := client.GetAccountSummary(context.Background(), nil)
	require.NoError(t, err)
	assert.EqualValues(t, 2, summary.SummaryMap["Users"])
	assert.EqualValues(t, 1, summary.SummaryMap["MFADevices"])
	assert.EqualValues(t, 1, summary.SummaryMap["ServerCertificates"], "nothing lists it, but it is there")
}
