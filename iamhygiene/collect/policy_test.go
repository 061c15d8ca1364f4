package collect_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
	"github.com/iamhygiene/sdk/policyeval"
)

// check needs and uses datasets.
type check struct{ needs, uses []string }

func (c check) Info() iamhygiene.Info {
	return iamhygiene.Info{ID: "check", Title: "Check", Needs: c.needs, Uses: c.uses}
}

func (c check) Run(context.Context, *iamhygiene.Snapshot) []iamhygiene.Finding { return nil }

// allowed returns the actions that a policy document allows, in its order.
func allowed(t *testing.T, text string) []string {
	t.Helper()
	_, err := policyeval.Parse([]byte(text))
	require.NoError(t, err)
	var document struct {
		Statement []struct {
			Sid, Effect, Resource string
			Action                []string
		}
	}
	require.NoError(t, json.Unmarshal([]byte(text), &document))
	var all []string
	for _, s := range document.Statement {
		assert.Equal(t, "*", s.Resource)
		assert.Equal(t, "Allow", s.Effect)
		assert.Regexp(t, `^Read[A-Za-z0-9]+$`, s.Sid)
		assert.True(t, slices.IsSorted(s.Action))
		all = append(all, s.Action...)
	}
	return all
}

func TestRequiredPolicy(t *testing.T) {
	for name, c := range map[string]struct {
		checks []iamhygiene.Check
		want   string
		why    string
	}{
		"nothing":    {[]iamhygiene.Check{check{}}, "", "a check of nothing"},
		"one":        {[]iamhygiene.Check{check{needs: []string{"account-summary"}}}, "iam:GetAccountSummary", ""},
		"uses":       {[]iamhygiene.Check{check{needs: []string{"account-summary"}, uses: []string{"password-policy"}}}, "iam:GetAccountPasswordPolicy iam:GetAccountSummary", "what is used counts too"},
		"needed":     {[]iamhygiene.Check{check{needs: []string{"ssh-keys"}}}, "iam:GetAccountAuthorizationDetails iam:ListSSHPublicKeys", "who the users are"},
		"services":   {[]iamhygiene.Check{check{needs: []string{"control-policies", "account-summary", "root-email"}}}, "account:GetPrimaryEmail iam:GetAccountSummary organizations:DescribeOrganization organizations:DescribePolicy organizations:ListParents organizations:ListPoliciesForTarget", "a statement for each"},
		"two checks": {[]iamhygiene.Check{check{needs: []string{"account-summary"}}, check{needs: []string{"account-summary"}}}, "iam:GetAccountSummary", "each action once"},
		"jobs":       {[]iamhygiene.Check{check{needs: []string{"last-accessed"}}}, "iam:GenerateServiceLastAccessedDetails iam:GetAccountAuthorizationDetails iam:GetServiceLastAccessedDetails", "a check asks for them"},
		"elsewhere":  {[]iamhygiene.Check{check{needs: []string{"instances"}}}, "account:ListRegions ec2:DescribeInstances", "what other packages collect, Region by Region"},
		"unknown":    {[]iamhygiene.Check{check{needs: []string{"crm"}}}, "", "nobody knows what it takes"},
	} {
		t.Run(name, func(t *testing.T) {
			text := collect.RequiredPolicy(c.checks...)
			if c.want == "" {
				assert.Empty(t, text, c.why)
				return
			}
			assert.Equal(t, c.want, strings.Join(allowed(t, text), " "), c.why)
		})
	}
}

// A mistake of the caller makes no policy.
func TestRequiredPolicyOfNil(t *testing.T) {
	assert.Empty(t, collect.RequiredPolicy(nil, check{}))
}

func TestPolicyOfOptions(t *testing.T) {
	with := collect.New(places, func(context.Context, *collect.Pass) (v iamhygiene.Regional[string], err error) { return v, nil },
		collect.Regional, func(c *collect.Collector) { c.Actions = []string{"badges:List-All"} })
	text, err := collect.Policy(only([]string{"places"}, with))
	require.NoError(t, err)
	assert.Equal(t, []string{"account:ListRegions", "badges:List-All"}, allowed(t, text))
	text, err = collect.Policy(only([]string{"places"}, with), func(o *collect.Options) { o.Regions = []string{"eu-west-1"} })
	require.NoError(t, err)
	assert.Equal(t, []string{"badges:List-All"}, allowed(t, text), "given Regions need not be listed")
	_, err = collect.Policy(named("crm"))
	require.ErrorAs(t, err, new(*collect.OptionError))
}

// The policy suffices, and no action of it is idle: under it, everything is
// collected, and without one action of it, something is not.
func TestRequiredPolicySuffices(t *testing.T) {
	collectAs := func(text string) *iamhygiene.Snapshot {
		_, acct := inhabited(t)
		acct.AddUser("unlisted") // so that access keys are asked about
		role := acct.AddRole("audit", fakes.TrustAccount(accountID), fakes.InlinePolicy("audit", text))
		s, err := collect.Snapshot(t.Context(), acct.ConfigAs(role.ARN), patient(acct), everything)
		require.NoError(t, err)
		return s
	}
	text, err := collect.Policy(everything)
	require.NoError(t, err)
	assert.Empty(t, collectAs(text).Errors())
	for _, action := range allowed(t, text) {
		less := strings.Replace(text, `"`+action+`"`, `"none:None"`, 1)
		require.NotEqual(t, text, less)
		s := collectAs(less)
		require.NotEmpty(t, s.Errors(), "%s is idle", action)
		assert.Contains(t, s.Errors()[0].Grant(), action)
	}
}

// Every built-in dataset has a collector, and the actions that it asks for are
// those that the dataset promises.
func TestEveryDatasetHasACollector(t *testing.T) {
	has := make(map[string]bool)
	for _, c := range collect.Collectors(everything) {
		for _, d := range c.Datasets {
			assert.False(t, has[d.Name], "%s has two", d.Name)
			has[d.Name] = true
		}
		assert.Nil(t, c.Actions, "the Operations of the dataset say it")
	}
	for _, d := range iamhygiene.StandardDatasets() {
		switch d.Name {
		case "instances", "functions": // are in a package of their own, since they are slow to compile
			assert.False(t, has[d.Name])
		default:
			assert.Equal(t, len(d.Operations) > 0, has[d.Name], "%s: what no operation fills is no collector's", d.Name)
		}
	}
}
