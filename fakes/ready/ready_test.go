package ready_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/ready"
)

// kinds are the accounts that this package makes.
var kinds = map[string]func(...func(*ready.Options)) *fakes.Account{
	"clean": ready.Clean, "troubled": ready.Troubled,
	"troubled member": func(options ...func(*ready.Options)) *fakes.Account {
		return ready.Troubled(append(options, func(o *ready.Options) {
			o.Organization = fakes.NewOrganization(func(f *fakes.Options) { f.Clock, f.Partition = o.Clock, o.Partition })
		})...)
	},
}

// TestOptions: builders refuse nothing, whatever the options are.
func TestOptions(t *testing.T) {
	clock := func() time.Time { return time.Date(2031, time.March, 31, 23, 59, 59, 999, time.UTC) }
	for name, make := range kinds {
		for _, partition := range []string{"", "aws-cn", "aws-us-gov"} {
			t.Run(name+" "+partition, func(t *testing.T) {
				a := make(func(o *ready.Options) { o.ID, o.Partition, o.Clock = "000000000042", partition, clock })
				require.NoError(t, a.Err())
				assert.Equal(t, "000000000042", a.ID())
				assert.Equal(t, clock(), a.Now())
				assert.Contains(t, a.Root().ARN, "arn:"+map[string]string{"": "aws"}[partition]+partition+":iam::000000000042:")
				text := exported(t, a)
				assert.NotContains(t, text, ready.DefaultID)
				if partition != "" {
					assert.NotContains(t, text, "arn:aws:")
				}
				assert.NotContains(t, text, "2031-04", "nothing is from the future")
			})
		}
	}
}

// TestDefaults: the zero options.
func TestDefaults(t *testing.T) {
	for name, make := range kinds {
		a := make(func(o *ready.Options) { o.ID = "" })
		require.NoError(t, a.Err(), name)
		assert.Equal(t, ready.DefaultID, a.ID(), name)
		assert.Equal(t, 2023, a.Now().Year(), name)
		assert.Empty(t, a.Calls(), "making an account is no call: %s", name)
	}
}

// TestMistakes: they are found as those of other fakes.
func TestMistakes(t *testing.T) {
	var usage *fakes.UsageError
	for name, make := range kinds {
		require.ErrorAs(t, make(func(o *ready.Options) { o.ID = "42" }).Err(), &usage, name)
		require.ErrorAs(t, make(func(o *ready.Options) { o.Partition = "aws-moon" }).Err(), &usage, name)
	}
	org := ready.Organization(2, func(o *ready.Options) { o.ID = "42" })
	require.ErrorAs(t, org.Account("42").Err(), &usage)
}

// TestSameInEveryRun: accounts with the same options are equal.
func TestSameInEveryRun(t *testing.T) {
	for name, make := range kinds {
		first := exported(t, make())
		for range 3 {
			assert.Equal(t, first, exported(t, make()), name)
		}
	}
}

// TestKnowsAllServices: an account answers for every service that has a model,
// and its organization too.
func TestKnowsAllServices(t *testing.T) {
	want := ready.Clean().Modeled()
	assert.Equal(t, want, ready.Troubled().Modeled())
	assert.Equal(t, want, ready.Organization(1).Management().Modeled())
	for _, operation := range []string{
		"cloudtrail:DescribeTrails", "cloudwatch:DescribeAlarms", "configservice:DescribeConfigRules", "ec2:DescribeInstances", "eventbridge:ListRules",
		"lambda:ListFunctions", "cloudwatchlogs:DescribeMetricFilters", "sns:ListSubscriptionsByTopic", "ssoadmin:ListInstances",
	} {
		assert.True(t, slices.Contains(want, operation), operation)
	}
}

// exported is most of what the clients tell of an account.
func exported(t *testing.T, a *fakes.Account) string {
	t.Helper()
	ctx, cfg := t.Context(), a.Config()
	var b strings.Builder
	add := func(out any, err error) {
		t.Helper()
		require.NoError(t, err)
		text, err := json.Marshal(out)
		require.NoError(t, err)
		b.Write(text)
	}
	client := iam.NewFromConfig(cfg)
	pages := iam.NewGetAccountAuthorizationDetailsPaginator(client, &iam.GetAccountAuthorizationDetailsInput{})
	for pages.HasMorePages() {
		add(pages.NextPage(ctx))
	}
	for range 3 {
		if _, err := client.GenerateCredentialReport(ctx, nil); err != nil {
			require.NoError(t, err)
		}
	}
	report, err := client.GetCredentialReport(ctx, nil)
	require.NoError(t, err)
	b.Write(report.Content)
	add(client.GetAccountSummary(ctx, nil))
	add(client.ListVirtualMFADevices(ctx, nil))
	add(client.ListOpenIDConnectProviders(ctx, nil))
	for _, region := range [...]string{"", "eu-west-1"} {
		if region != "" {
			if cfg.Region != "us-east-1" {
				continue
			}
			cfg.Region = region
		}
		add(ec2.NewFromConfig(cfg).DescribeInstances(ctx, nil))
		add(lambda.NewFromConfig(cfg).ListFunctions(ctx, nil))
		add(cloudtrail.NewFromConfig(cfg).DescribeTrails(ctx, nil))
		add(configservice.NewFromConfig(cfg).DescribeConfigRules(ctx, nil))
		add(accessanalyzer.NewFromConfig(cfg).ListAnalyzers(ctx, nil))
	}
	return b.String()
}

// TestGivenOrganization: accounts join the organization that they are given, and
// bind no other member of it.
func TestGivenOrganization(t *testing.T) {
	org := fakes.NewOrganization()
	other := org.Account("222233334444")
	in := func(id string) func(*ready.Options) {
		return func(o *ready.Options) { o.Organization, o.ID = org, id }
	}
	clean, troubled := ready.Clean(in("111122223333")), ready.Troubled(in("333344445555"))
	require.NoError(t, org.Err())
	require.NoError(t, clean.Err())
	require.NoError(t, troubled.Err())
	for _, a := range []*fakes.Account{clean, troubled} {
		out, err := organizations.NewFromConfig(a.Config()).DescribeOrganization(t.Context(), nil)
		require.NoError(t, err)
		assert.Equal(t, org.ID(), aws.ToString(out.Organization.Id))
	}
	number := func(id string) (n int) {
		scps, _ := org.Policies(id)
		for _, level := range scps {
			n += len(level)
		}
		return n
	}
	assert.Equal(t, 2, number(other.ID()), "the root's and its own")
	assert.Equal(t, 4, number(clean.ID()))
	assert.Equal(t, 3, number(troubled.ID()))
	_, err := organizations.NewFromConfig(ready.Troubled().Config()).DescribeOrganization(context.Background(), nil)
	assert.ErrorContains(t, err, "AWSOrganizationsNotInUseException", "alone it is in none")
}
