package ec2fake_test

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/smithy-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/ec2fake"
)

var ctx = context.Background()

// account has two instance profiles, web and admin, and one without a role.
func account(t *testing.T, options ...func(*fakes.Options)) (*fakes.Account, *ec2fake.Service, *ec2.Client) {
	a := fakes.NewAccount("111122223333", options...)
	for _, name := range []string{"web", "admin"} {
		a.AddRole(name, fakes.TrustService("ec2.amazonaws.com"))
		a.AddInstanceProfile(name, name)
	}
	a.AddInstanceProfile("empty", "")
	s := ec2fake.Of(a)
	require.NoError(t, a.Err())
	return a, s, ec2.NewFromConfig(a.Config())
}

func code(t *testing.T, err error) string {
	t.Helper()
	var api smithy.APIError
	require.ErrorAs(t, err, &api)
	return api.ErrorCode()
}

func run(change func(*ec2.RunInstancesInput)) *ec2.RunInstancesInput {
	in := &ec2.RunInstancesInput{MinCount: aws.Int32(1), MaxCount: aws.Int32(1), ImageId: aws.String("ami-12345678"), InstanceType: types.InstanceTypeT3Micro}
	if change != nil {
		change(in)
	}
	return in
}

func instances(t *testing.T, c *ec2.Client, in *ec2.DescribeInstancesInput) []types.Instance {
	t.Helper()
	out, err := c.DescribeInstances(ctx, in)
	require.NoError(t, err)
	var all []types.Instance
	for _, r := range out.Reservations {
		all = append(all, r.Instances...)
	}
	return all
}

func TestRunInstances(t *testing.T) {
	_, _, c := account(t)
	for _, r := range []struct {
		name, code string
		change     func(*ec2.RunInstancesInput)
	}{
		{"no image", "MissingParameter", func(in *ec2.RunInstancesInput) { in.ImageId = nil }},
		{"malformed image", "InvalidAMIID.Malformed", func(in *ec2.RunInstancesInput) { in.ImageId = aws.String("ami-xyz") }},
		{"count", "InvalidParameterValue", func(in *ec2.RunInstancesInput) { in.MinCount = aws.Int32(2) }},
		{"unknown profile", "InvalidParameterValue", ec2fake.Profile("nobody")},
		{"profile without role", "InvalidParameterValue", ec2fake.Profile("empty")},
		{"profile twice", "InvalidParameterCombination", func(in *ec2.RunInstancesInput) {
			in.IamInstanceProfile = &types.IamInstanceProfileSpecification{Name: aws.String("web"), Arn: aws.String("arn")}
		}},
		{"security group", "InvalidGroup.NotFound", func(in *ec2.RunInstancesInput) { in.SecurityGroupIds = []string{"sg-1"} }},
		{"hop limit", "InvalidParameterValue", func(in *ec2.RunInstancesInput) {
			in.MetadataOptions = &types.InstanceMetadataOptionsRequest{HttpPutResponseHopLimit: aws.Int32(65)}
		}},
		{"launch template", "InvalidLaunchTemplateId.NotFound", func(in *ec2.RunInstancesInput) {
			in.LaunchTemplate = &types.LaunchTemplateSpecification{LaunchTemplateId: aws.String("lt-1")}
		}},
		{"dry run", "DryRunOperation", func(in *ec2.RunInstancesInput) { in.DryRun = aws.Bool(true) }},
	} {
		_, err := c.RunInstances(ctx, run(r.change))
		assert.Equal(t, r.code, code(t, err), r.name)
	}
	var not *fakes.NotModeledError
	_, err := c.RunInstances(ctx, run(func(in *ec2.RunInstancesInput) { in.KernelId = aws.String("aki-1") }))
	require.ErrorAs(t, err, &not)

	in := run(ec2fake.Profile("web"))
	in.MaxCount, in.ClientToken = aws.Int32(2), aws.String("token")
	out, err := c.RunInstances(ctx, in)
	require.NoError(t, err)
	require.Len(t, out.Instances, 2)
	assert.Equal(t, types.InstanceStateNamePending, out.Instances[0].State.Name)
	assert.Regexp(t, `^i-0[0-9a-f]{16}$`, *out.Instances[0].InstanceId)
	again, err := c.RunInstances(ctx, in)
	require.NoError(t, err)
	assert.Equal(t, out.ReservationId, again.ReservationId, "the same token starts nothing")
	in.MaxCount = aws.Int32(3)
	_, err = c.RunInstances(ctx, in)
	assert.Equal(t, "IdempotentParameterMismatch", code(t, err))

	all := instances(t, c, nil)
	require.Len(t, all, 2)
	assert.Equal(t, types.InstanceStateNameRunning, all[0].State.Name)
	assert.Equal(t, "arn:aws:iam::111122223333:instance-profile/web", *all[0].IamInstanceProfile.Arn)
	assert.Equal(t, types.HttpTokensStateOptional, all[0].MetadataOptions.HttpTokens, "EC2's own default still lets IMDSv1 in")
}

func TestStates(t *testing.T) {
	a, s, c := account(t)
	id := s.RunInstance(ec2fake.Profile("web"))
	ids := []string{id}
	stop, err := c.StopInstances(ctx, &ec2.StopInstancesInput{InstanceIds: ids})
	require.NoError(t, err)
	assert.Equal(t, types.InstanceStateNameStopping, stop.StoppingInstances[0].CurrentState.Name)
	assert.Equal(t, int32(80), *instances(t, c, nil)[0].State.Code)
	start, err := c.StartInstances(ctx, &ec2.StartInstancesInput{InstanceIds: ids})
	require.NoError(t, err)
	assert.Equal(t, types.InstanceStateNameStopped, start.StartingInstances[0].PreviousState.Name)
	end, err := c.TerminateInstances(ctx, &ec2.TerminateInstancesInput{InstanceIds: ids})
	require.NoError(t, err)
	assert.Equal(t, types.InstanceStateNameShuttingDown, end.TerminatingInstances[0].CurrentState.Name)
	_, err = c.StartInstances(ctx, &ec2.StartInstancesInput{InstanceIds: ids})
	assert.Equal(t, "IncorrectInstanceState", code(t, err))
	_, err = c.TerminateInstances(ctx, &ec2.TerminateInstancesInput{InstanceIds: ids})
	assert.NoError(t, err, "terminating twice is no error")
	associations, err := c.DescribeIamInstanceProfileAssociations(ctx, nil)
	require.NoError(t, err)
	assert.Empty(t, associations.IamInstanceProfileAssociations)

	assert.Len(t, instances(t, c, nil), 1, "a terminated instance is listed for an hour")
	a.Advance(time.Hour)
	assert.Empty(t, instances(t, c, nil))
	_, err = c.DescribeInstances(ctx, &ec2.DescribeInstancesInput{InstanceIds: ids})
	assert.Equal(t, "InvalidInstanceID.NotFound", code(t, err))
	var response *awshttp.ResponseError
	require.ErrorAs(t, err, &response)
	assert.Equal(t, http.StatusBadRequest, response.HTTPStatusCode())
	_, err = c.DescribeInstances(ctx, &ec2.DescribeInstancesInput{InstanceIds: []string{"x"}})
	assert.Equal(t, "InvalidInstanceID.Malformed", code(t, err))

	kept, other := s.RunInstance(func(in *ec2.RunInstancesInput) { in.DisableApiTermination = aws.Bool(true) }), s.RunInstance()
	_, err = c.TerminateInstances(ctx, &ec2.TerminateInstancesInput{InstanceIds: []string{other, kept}})
	assert.Equal(t, "OperationNotPermitted", code(t, err))
	for _, i := range instances(t, c, nil) {
		assert.Equal(t, types.InstanceStateNameRunning, i.State.Name, "all or none")
	}
}

func TestInstanceProfiles(t *testing.T) {
	_, s, c := account(t)
	id := s.RunInstance()
	spec := func(name string) *types.IamInstanceProfileSpecification {
		return &types.IamInstanceProfileSpecification{Name: aws.String(name)}
	}
	out, err := c.AssociateIamInstanceProfile(ctx, &ec2.AssociateIamInstanceProfileInput{InstanceId: &id, IamInstanceProfile: spec("web")})
	require.NoError(t, err)
	assert.Equal(t, types.IamInstanceProfileAssociationStateAssociating, out.IamInstanceProfileAssociation.State)
	_, err = c.AssociateIamInstanceProfile(ctx, &ec2.AssociateIamInstanceProfileInput{InstanceId: &id, IamInstanceProfile: spec("admin")})
	assert.Equal(t, "IncorrectState", code(t, err))
	replaced, err := c.ReplaceIamInstanceProfileAssociation(ctx, &ec2.ReplaceIamInstanceProfileAssociationInput{AssociationId: out.IamInstanceProfileAssociation.AssociationId, IamInstanceProfile: spec("admin")})
	require.NoError(t, err)
	list, err := c.DescribeIamInstanceProfileAssociations(ctx, &ec2.DescribeIamInstanceProfileAssociationsInput{Filters: []types.Filter{{Name: aws.String("instance-id"), Values: ids(id)}}})
	require.NoError(t, err)
	require.Len(t, list.IamInstanceProfileAssociations, 1)
	assert.Equal(t, "arn:aws:iam::111122223333:instance-profile/admin", *list.IamInstanceProfileAssociations[0].IamInstanceProfile.Arn)
	assert.Equal(t, types.IamInstanceProfileAssociationStateAssociated, list.IamInstanceProfileAssociations[0].State)
	_, err = c.DisassociateIamInstanceProfile(ctx, &ec2.DisassociateIamInstanceProfileInput{AssociationId: replaced.IamInstanceProfileAssociation.AssociationId})
	require.NoError(t, err)
	assert.Nil(t, instances(t, c, nil)[0].IamInstanceProfile)
	_, err = c.DisassociateIamInstanceProfile(ctx, &ec2.DisassociateIamInstanceProfileInput{AssociationId: replaced.IamInstanceProfileAssociation.AssociationId})
	assert.Equal(t, "InvalidAssociationID.NotFound", code(t, err))
}

func ids(all ...string) []string { return all }

func TestMetadataOptions(t *testing.T) {
	_, s, c := account(t)
	id := s.RunInstance(ec2fake.IMDSv1())
	find := func() []types.Instance {
		return instances(t, c, &ec2.DescribeInstancesInput{Filters: []types.Filter{{Name: aws.String("metadata-options.http-tokens"), Values: ids("optional")}}})
	}
	assert.Len(t, find(), 1)
	out, err := c.ModifyInstanceMetadataOptions(ctx, &ec2.ModifyInstanceMetadataOptionsInput{InstanceId: &id, HttpTokens: types.HttpTokensStateRequired})
	require.NoError(t, err)
	assert.Equal(t, types.InstanceMetadataOptionsStatePending, out.InstanceMetadataOptions.State)
	assert.Empty(t, find())

	defaults, err := c.GetInstanceMetadataDefaults(ctx, nil)
	require.NoError(t, err)
	assert.Empty(t, defaults.AccountLevel.HttpTokens)
	_, err = c.ModifyInstanceMetadataDefaults(ctx, &ec2.ModifyInstanceMetadataDefaultsInput{HttpTokens: types.MetadataDefaultHttpTokensStateRequired})
	require.NoError(t, err)
	defaults, err = c.GetInstanceMetadataDefaults(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, types.HttpTokensStateRequired, defaults.AccountLevel.HttpTokens)
	s.RunInstance()
	assert.Empty(t, find(), "the default of the account counts for new instances")
	s.RunInstance(ec2fake.IMDSv1())
	assert.Len(t, find(), 1, "unless the launch says otherwise")
	_, err = c.ModifyInstanceMetadataDefaults(ctx, &ec2.ModifyInstanceMetadataDefaultsInput{HttpTokens: types.MetadataDefaultHttpTokensStateNoPreference})
	require.NoError(t, err)
	s.SetMetadataDefaults(types.InstanceMetadataDefaultsResponse{ManagedBy: types.ManagedByDeclarativePolicy, HttpTokens: types.HttpTokensStateRequired})
	_, err = c.ModifyInstanceMetadataDefaults(ctx, &ec2.ModifyInstanceMetadataDefaultsInput{HttpTokens: types.MetadataDefaultHttpTokensStateOptional})
	assert.Equal(t, "DeclarativePolicyViolation", code(t, err))
}

func TestLaunchTemplates(t *testing.T) {
	_, s, c := account(t)
	profile := &types.LaunchTemplateIamInstanceProfileSpecification{Name: aws.String("admin")}
	id := s.AddLaunchTemplate("web",
		types.ResponseLaunchTemplateData{ImageId: aws.String("ami-12345678"), IamInstanceProfile: profile},
		types.ResponseLaunchTemplateData{ImageId: aws.String("ami-12345678"), MetadataOptions: &types.LaunchTemplateInstanceMetadataOptions{HttpTokens: types.LaunchTemplateHttpTokensStateRequired}})
	out, err := c.DescribeLaunchTemplateVersions(ctx, &ec2.DescribeLaunchTemplateVersionsInput{LaunchTemplateId: &id})
	require.NoError(t, err)
	require.Len(t, out.LaunchTemplateVersions, 2)
	assert.Equal(t, int64(2), *out.LaunchTemplateVersions[0].VersionNumber, "the newest first")
	assert.True(t, *out.LaunchTemplateVersions[1].DefaultVersion)
	all, err := c.DescribeLaunchTemplateVersions(ctx, &ec2.DescribeLaunchTemplateVersionsInput{Versions: ids("$Latest", "$Default")})
	require.NoError(t, err)
	assert.Len(t, all.LaunchTemplateVersions, 2)
	some, err := c.DescribeLaunchTemplateVersions(ctx, &ec2.DescribeLaunchTemplateVersionsInput{LaunchTemplateName: aws.String("web"), MinVersion: aws.String("2")})
	require.NoError(t, err)
	assert.Len(t, some.LaunchTemplateVersions, 1)
	for want, in := range map[string]*ec2.DescribeLaunchTemplateVersionsInput{
		"MissingParameter": {},
		"InvalidLaunchTemplateName.NotFoundException": {LaunchTemplateName: aws.String("x")},
		"InvalidLaunchTemplateId.VersionNotFound":     {LaunchTemplateId: &id, Versions: ids("3")},
		"InvalidParameterCombination":                 {LaunchTemplateId: &id, LaunchTemplateName: aws.String("web")},
	} {
		_, err := c.DescribeLaunchTemplateVersions(ctx, in)
		assert.Equal(t, want, code(t, err))
	}
	from := func(version string) types.Instance {
		out, err := c.RunInstances(ctx, &ec2.RunInstancesInput{MinCount: aws.Int32(1), MaxCount: aws.Int32(1), LaunchTemplate: &types.LaunchTemplateSpecification{LaunchTemplateName: aws.String("web"), Version: &version}})
		require.NoError(t, err)
		return out.Instances[0]
	}
	assert.Equal(t, "arn:aws:iam::111122223333:instance-profile/admin", *from("$Default").IamInstanceProfile.Arn)
	assert.Equal(t, types.HttpTokensStateRequired, from("$Latest").MetadataOptions.HttpTokens)

	kernel := s.AddLaunchTemplate("kernel", types.ResponseLaunchTemplateData{ImageId: aws.String("ami-12345678"), KernelId: aws.String("aki-1")})
	_, err = c.RunInstances(ctx, run(func(in *ec2.RunInstancesInput) {
		in.LaunchTemplate = &types.LaunchTemplateSpecification{LaunchTemplateId: &kernel}
	}))
	assert.ErrorContains(t, err, "the launch template's parameter KernelId is not modelled")
}

func TestSecurityGroups(t *testing.T) {
	_, s, c := account(t)
	id := s.AddSecurityGroup("ssh", "SSH from everywhere", types.IpPermission{IpProtocol: aws.String("tcp"), FromPort: aws.Int32(22), ToPort: aws.Int32(22), IpRanges: []types.IpRange{{CidrIp: aws.String("0.0.0.0/0")}}})
	out, err := c.DescribeSecurityGroups(ctx, &ec2.DescribeSecurityGroupsInput{Filters: []types.Filter{{Name: aws.String("ip-permission.cidr"), Values: ids("0.0.0.0/*")}}})
	require.NoError(t, err)
	require.Len(t, out.SecurityGroups, 1)
	assert.Equal(t, id, *out.SecurityGroups[0].GroupId)
	all, err := c.DescribeSecurityGroups(ctx, nil)
	require.NoError(t, err)
	assert.Len(t, all.SecurityGroups, 2, "each VPC has a default group")
	_, err = c.DescribeSecurityGroups(ctx, &ec2.DescribeSecurityGroupsInput{GroupIds: ids("sg-1")})
	assert.Equal(t, "InvalidGroup.NotFound", code(t, err))
	_, err = c.DescribeSecurityGroups(ctx, &ec2.DescribeSecurityGroupsInput{Filters: []types.Filter{{Name: aws.String("egress.cidr")}}})
	var not *fakes.NotModeledError
	require.ErrorAs(t, err, &not, "a filter is never ignored")
}

func TestRegions(t *testing.T) {
	a, s, c := account(t)
	names := func(in *ec2.DescribeRegionsInput) []string {
		out, err := c.DescribeRegions(ctx, in)
		require.NoError(t, err)
		var all []string
		for _, r := range out.Regions {
			all = append(all, *r.RegionName)
		}
		return all
	}
	assert.Len(t, names(nil), 17)
	assert.NotContains(t, names(nil), "eu-south-1")
	assert.Contains(t, names(&ec2.DescribeRegionsInput{AllRegions: aws.Bool(true)}), "eu-south-1")
	south := func(o *ec2.Options) { o.Region = "eu-south-1" }
	_, err := c.DescribeInstances(ctx, nil, south)
	assert.Equal(t, "AuthFailure", code(t, err))
	assert.ErrorContains(t, err, "AWS was not able to validate the provided access credentials")
	var response *awshttp.ResponseError
	require.ErrorAs(t, err, &response)
	assert.Equal(t, http.StatusUnauthorized, response.HTTPStatusCode())
	a.EnableRegions("eu-south-1")
	assert.Equal(t, ids("eu-south-1"), names(&ec2.DescribeRegionsInput{Filters: []types.Filter{{Name: aws.String("opt-in-status"), Values: ids("opted-in")}}}))
	s.RunInstance()
	out, err := c.DescribeInstances(ctx, nil, south)
	require.NoError(t, err)
	assert.Empty(t, out.Reservations, "instances belong to a Region")
	s.In("eu-south-1").RunInstance()
	out, err = c.DescribeInstances(ctx, nil, south)
	require.NoError(t, err)
	assert.Equal(t, "eu-south-1a", *out.Reservations[0].Instances[0].Placement.AvailabilityZone)
	_, err = c.DescribeRegions(ctx, &ec2.DescribeRegionsInput{RegionNames: ids("mars-1")})
	assert.Equal(t, "InvalidParameterValue", code(t, err))

	b := fakes.NewAccount("444455556666", func(o *fakes.Options) { o.Beside = a })
	assert.Empty(t, instances(t, ec2.NewFromConfig(b.Config()), nil))
}

func TestPages(t *testing.T) {
	for _, n := range []int{5, 6} {
		a, s, c := account(t)
		for range n {
			s.RunInstance()
		}
		pages, found := 0, 0
		for p := ec2.NewDescribeInstancesPaginator(c, &ec2.DescribeInstancesInput{MaxResults: aws.Int32(5)}); p.HasMorePages(); pages++ {
			out, err := p.NextPage(ctx)
			require.NoError(t, err)
			found += len(out.Reservations)
		}
		assert.Equal(t, n, found)
		assert.Equal(t, (n+4)/5, pages)
		a.PageSize(1)
		out, err := c.DescribeInstances(ctx, nil)
		require.NoError(t, err)
		assert.Len(t, out.Reservations, 1)
		_, err = c.DescribeInstances(ctx, &ec2.DescribeInstancesInput{MaxResults: aws.Int32(4)})
		assert.Equal(t, "InvalidParameterValue", code(t, err))
		_, err = c.DescribeInstances(ctx, &ec2.DescribeInstancesInput{NextToken: aws.String("bad")})
		assert.Equal(t, "InvalidNextToken", code(t, err))
	}
}

func TestEnforced(t *testing.T) {
	a, s, _ := account(t)
	mine, other := s.RunInstance(ec2fake.Tag("team", "blue")), s.RunInstance()
	user := a.AddUser("alice", fakes.InlinePolicy("p", `{"Version":"2012-10-17","Statement":[
		{"Effect":"Allow","Action":"ec2:StopInstances","Resource":"*","Condition":{"StringEquals":{"ec2:ResourceTag/team":"blue"}}},
		{"Effect":"Allow","Action":"ec2:RunInstances","Resource":"*","Condition":{"StringNotEqualsIfExists":{"ec2:MetadataHttpTokens":"optional"}}},
		{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::111122223333:role/web","Condition":{"StringEquals":{"iam:PassedToService":"ec2.amazonaws.com"}}}]}`))
	c := ec2.NewFromConfig(a.ConfigAs(user.ARN))
	_, err := c.StopInstances(ctx, &ec2.StopInstancesInput{InstanceIds: ids(mine)})
	require.NoError(t, err)
	_, err = c.StopInstances(ctx, &ec2.StopInstancesInput{InstanceIds: ids(mine, other)})
	assert.Equal(t, "UnauthorizedOperation", code(t, err))
	assert.ErrorContains(t, err, "StatusCode: 403")
	assert.ErrorContains(t, err, "api error UnauthorizedOperation: You are not authorized to perform this operation. User: "+user.ARN+" is not authorized to perform: ec2:StopInstances on resource: arn:aws:ec2:us-east-1:111122223333:instance/"+other)
	_, err = c.DescribeInstances(ctx, &ec2.DescribeInstancesInput{DryRun: aws.Bool(true)})
	assert.Equal(t, "UnauthorizedOperation", code(t, err), "a dry run tells about permissions")

	_, err = c.RunInstances(ctx, run(ec2fake.Profile("web")))
	require.NoError(t, err)
	_, err = c.RunInstances(ctx, run(ec2fake.IMDSv1()))
	assert.Equal(t, "UnauthorizedOperation", code(t, err), "the policy asks for IMDSv2")
	_, err = c.RunInstances(ctx, run(ec2fake.Profile("admin")))
	assert.ErrorContains(t, err, "is not authorized to perform: iam:PassRole on resource: arn:aws:iam::111122223333:role/admin")
	lt := s.AddLaunchTemplate("lt", types.ResponseLaunchTemplateData{IamInstanceProfile: &types.LaunchTemplateIamInstanceProfileSpecification{Name: aws.String("admin")}})
	_, err = c.RunInstances(ctx, run(func(in *ec2.RunInstancesInput) {
		in.LaunchTemplate = &types.LaunchTemplateSpecification{LaunchTemplateId: &lt}
	}))
	assert.ErrorContains(t, err, "iam:PassRole on resource: arn:aws:iam::111122223333:role/admin", "a launch template passes its role too")

	policy := fakes.MinimalPolicy(a.Calls())
	bob := a.AddUser("bob", fakes.InlinePolicy("p", policy))
	_, err = ec2.NewFromConfig(a.ConfigAs(bob.ARN)).RunInstances(ctx, run(ec2fake.Profile("admin")))
	assert.NoError(t, err, "the minimal policy suffices: %s", policy)
}

func TestLag(t *testing.T) {
	a, s, c := account(t)
	id := s.RunInstance(ec2fake.IMDSv1())
	a.Lag(1)
	_, err := c.ModifyInstanceMetadataOptions(ctx, &ec2.ModifyInstanceMetadataOptionsInput{InstanceId: &id, HttpTokens: types.HttpTokensStateRequired})
	require.NoError(t, err)
	assert.Equal(t, types.HttpTokensStateOptional, instances(t, c, nil)[0].MetadataOptions.HttpTokens)
	assert.Equal(t, types.HttpTokensStateRequired, instances(t, c, nil)[0].MetadataOptions.HttpTokens)
}

func TestBuilderMistakes(t *testing.T) {
	for want, build := range map[string]func(*ec2fake.Service){
		"RunInstance: us-east-1: Value (nobody)":              func(s *ec2fake.Service) { s.RunInstance(ec2fake.Profile("nobody")) },
		"AddLaunchTemplate: lt: a launch template has at":     func(s *ec2fake.Service) { s.AddLaunchTemplate("lt") },
		"AddSecurityGroup: default: the security group exist": func(s *ec2fake.Service) { s.AddSecurityGroup("default", "x") },
		"StopInstance: i-1: Invalid id":                       func(s *ec2fake.Service) { s.StopInstance("i-1") },
	} {
		a, s, c := account(t)
		build(s)
		assert.ErrorContains(t, a.Err(), want)
		_, err := c.DescribeInstances(ctx, nil)
		assert.ErrorContains(t, err, "ec2fake_test.go", "the error tells the place")
	}
}

func TestConcurrentUse(t *testing.T) {
	_, s, c := account(t)
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			id := s.RunInstance(ec2fake.Profile("web"))
			s.AddSecurityGroup(fmt.Sprint("g", i), "x")
			_, err := c.DescribeInstances(ctx, nil)
			assert.NoError(t, err)
			_, err = c.TerminateInstances(ctx, &ec2.TerminateInstancesInput{InstanceIds: ids(id)})
			assert.NoError(t, err)
		})
	}
	wg.Wait()
}
