package collect_test

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssoadmin"
	ssotypes "github.com/aws/aws-sdk-go-v2/service/ssoadmin/types"
	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/iamhygiene"
)

// An instance of IAM Identity Center that is replicated counts once. An empty page
// is not the last one.
func TestIdentityCenterReplicas(t *testing.T) {
	acct := fakes.NewAccount(accountID)
	fakes.On(acct, func(ctx context.Context, in *ssoadmin.ListInstancesInput) (*ssoadmin.ListInstancesOutput, error) {
		here, _ := fakes.CallFrom(ctx)
		if here.Region == dublin && in.NextToken == nil {
			return &ssoadmin.ListInstancesOutput{NextToken: aws.String("more")}, nil
		}
		out := &ssoadmin.ListInstancesOutput{Instances: []ssotypes.InstanceMetadata{{
			InstanceArn: aws.String("arn:aws:sso:::instance/ssoins-1"), PrimaryRegion: aws.String("us-west-2"), Status: ssotypes.InstanceStatusActive,
		}}}
		if here.Region == dublin {
			out.Instances = append(out.Instances, ssotypes.InstanceMetadata{InstanceArn: aws.String("arn:aws:sso:::instance/ssoins-2")})
		}
		return out, nil
	})
	center := get(t, live(t, acct, named("identity-center"), inRegions(dublin, virginia, "us-west-2")), iamhygiene.IdentityCenter)
	assert.Equal(t, []iamhygiene.IdentityCenterInstance{
		{ARN: "arn:aws:sso:::instance/ssoins-2", Region: dublin},
		{ARN: "arn:aws:sso:::instance/ssoins-1", Region: "us-west-2", Status: "ACTIVE"},
	}, center.Items)
}
