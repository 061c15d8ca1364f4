package fakes_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer"
	aatypes "github.com/aws/aws-sdk-go-v2/service/accessanalyzer/types"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
)

// TestTagConditionsOnResources reads resources outside of IAM, of which a policy
// admits those with a tag.
func TestTagConditionsOnResources(t *testing.T) {
	org := fakes.NewOrganization()
	shop := org.AddAccount(mainID, func(o *fakes.MemberOptions) { o.Tags = map[string]string{"team": "red"} })
	org.AddAccount(otherID)
	main := org.Management()
	red := fakes.InlinePolicy("red", `{"Version":"2012-10-17","Statement":[
		{"Effect":"Allow","Action":"access-analyzer:CreateAnalyzer","Resource":"*"},
		{"Effect":"Allow","Action":["organizations:DescribeAccount","access-analyzer:ListFindings"],"Resource":"*",
		"Condition":{"StringEquals":{"aws:ResourceTag/team":"red"}}}]}`)
	describe := organizations.NewFromConfig(main.ConfigAs(main.AddUser("alice", red).ARN))
	_, err := describe.DescribeAccount(ctx, &organizations.DescribeAccountInput{AccountId: aws.String(mainID)})
	require.NoError(t, err)
	_, err = describe.DescribeAccount(ctx, &organizations.DescribeAccountInput{AccountId: aws.String(otherID)})
	denial(t, err, "AccessDeniedException")

	c := accessanalyzer.NewFromConfig(shop.ConfigAs(shop.AddUser("bob", red).ARN))
	for name, tags := range map[string]map[string]string{"red": {"team": "red"}, "blue": {"team": "blue"}} {
		kind := map[string]aatypes.Type{"red": aatypes.TypeAccount, "blue": aatypes.TypeAccountUnusedAccess}[name]
		out, err := c.CreateAnalyzer(ctx, &accessanalyzer.CreateAnalyzerInput{AnalyzerName: &name, Type: kind, Tags: tags})
		require.NoError(t, err)
		_, err = c.ListFindingsV2(ctx, &accessanalyzer.ListFindingsV2Input{AnalyzerArn: out.Arn})
		if name == "red" {
			require.NoError(t, err)
		} else {
			denial(t, err, "AccessDeniedException")
		}
	}
}
