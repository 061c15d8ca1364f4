package ec2fake

import (
	"fmt"
	"reflect"
	"regexp"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

var imageID = regexp.MustCompile(`^ami-([0-9a-f]{8}|[0-9a-f]{17})$`)

// launchable are the parameters of RunInstances that the model knows.
var launchable = map[string]bool{
	"MaxCount": true, "MinCount": true, "ClientToken": true, "DisableApiStop": true, "DisableApiTermination": true, "DryRun": true,
	"EbsOptimized": true, "IamInstanceProfile": true, "ImageId": true, "InstanceType": true, "KeyName": true, "LaunchTemplate": true,
	"MetadataOptions": true, "Placement": true, "SecurityGroupIds": true, "SubnetId": true, "TagSpecifications": true, "UserData": true,
}

// inTemplates are the parameters of a launch template that launching knows.
var inTemplates = map[string]bool{
	"DisableApiStop": true, "DisableApiTermination": true, "EbsOptimized": true, "IamInstanceProfile": true, "ImageId": true, "InstanceType": true,
	"KeyName": true, "MetadataOptions": true, "SecurityGroupIds": true, "TagSpecifications": true, "UserData": true,
}

// known refuses a structure with members that the model would have to ignore.
func known(what string, given any, members map[string]bool) error {
	v := reflect.ValueOf(given)
	for i := range v.NumField() {
		if f := v.Type().Field(i); f.IsExported() && !v.Field(i).IsZero() && !members[f.Name] {
			return &model.NotModeledError{Package: "ec2", Operation: "RunInstances", What: what + f.Name}
		}
	}
	return nil
}

func (m *compute) runInstances(c *model.Call, in *ec2.RunInstancesInput) (*ec2.RunInstancesOutput, error) {
	st := m.state.Write(c)
	reservation, started, err := m.launch(st, c.Account, c.Region, in)
	if err != nil {
		return nil, err
	}
	out := &ec2.RunInstancesOutput{ReservationId: aws.String(reservation), OwnerId: aws.String(c.Account.ID)}
	for _, i := range started {
		shown := i.Instance
		shown.State = state(types.InstanceStateNamePending)
		out.Instances = append(out.Instances, shown)
	}
	return out, nil
}

// launch starts instances, or returns those that the client token has started
// before.
func (m *compute) launch(st *store, a *model.Account, region string, in *ec2.RunInstancesInput) (string, []*instance, error) {
	if err := known("the parameter ", *in, launchable); err != nil {
		return "", nil, err
	}
	token := aws.ToString(in.ClientToken)
	if before, ok := st.Tokens[token]; ok && token != "" {
		if !reflect.DeepEqual(before.Input, *in) {
			return "", nil, model.Errorf("IdempotentParameterMismatch", "Arguments on this idempotent request are inconsistent with arguments used in previous request(s).")
		}
		var started []*instance
		for _, i := range st.Instances {
			if i.Reservation == before.Reservation {
				started = append(started, i)
			}
		}
		return before.Reservation, started, nil
	}
	given := *in
	data, err := m.fromTemplate(st, &given)
	if err != nil {
		return "", nil, err
	}
	image := aws.ToString(given.ImageId)
	low, high := aws.ToInt32(in.MinCount), aws.ToInt32(in.MaxCount)
	switch {
	case image == "":
		return "", nil, model.Errorf("MissingParameter", "The request must contain the parameter ImageId")
	case !imageID.MatchString(image):
		return "", nil, model.Errorf("InvalidAMIID.Malformed", "Invalid id: \"%s\" (expecting \"ami-...\")", image)
	case low < 1 || high < low:
		return "", nil, invalidValue("Value (%d) for parameter maxCount is invalid. The value must be at least minCount, which must be at least 1.", high)
	}
	one := instance{Protected: aws.ToBool(given.DisableApiTermination), Unstoppable: aws.ToBool(given.DisableApiStop), Instance: types.Instance{
		ImageId: aws.String(image), InstanceType: given.InstanceType, KeyName: given.KeyName, ClientToken: given.ClientToken, EbsOptimized: given.EbsOptimized,
		LaunchTime: aws.Time(m.now()), State: state(types.InstanceStateNameRunning), Architecture: types.ArchitectureValuesX8664,
		SubnetId: aws.String(st.Subnet), VpcId: aws.String(st.VPC), Placement: &types.Placement{AvailabilityZone: aws.String(region + "a"), Tenancy: types.TenancyDefault},
	}}
	if one.InstanceType == "" {
		one.InstanceType = types.InstanceTypeM1Small // the default of the API
	}
	if given.SubnetId != nil {
		one.SubnetId = given.SubnetId
	}
	if given.Placement != nil {
		p := *given.Placement
		set(&p.AvailabilityZone, one.Placement.AvailabilityZone)
		if p.Tenancy == "" {
			p.Tenancy = types.TenancyDefault
		}
		one.Placement = &p
	}
	if one.MetadataOptions, err = metadataOptions(st.launchDefaults(), data, given.MetadataOptions); err != nil {
		return "", nil, err
	}
	if given.SecurityGroupIds == nil {
		given.SecurityGroupIds = []string{*st.Groups[0].GroupId}
	}
	for _, id := range given.SecurityGroupIds {
		g := st.group(id)
		if g == nil {
			return "", nil, model.Errorf("InvalidGroup.NotFound", "The security group '%s' does not exist", id)
		}
		one.SecurityGroups = append(one.SecurityGroups, types.GroupIdentifier{GroupId: g.GroupId, GroupName: g.GroupName})
	}
	for _, spec := range given.TagSpecifications {
		if spec.ResourceType == types.ResourceTypeInstance {
			one.Tags = append(one.Tags, spec.Tags...)
		}
	}
	var profile *types.IamInstanceProfile
	if given.IamInstanceProfile != nil {
		if profile, err = m.profile(a, given.IamInstanceProfile); err != nil {
			return "", nil, err
		}
	}
	reservation := m.id("r")
	var started []*instance
	for n := range high {
		i := one
		i.Reservation, i.InstanceId, i.AmiLaunchIndex = reservation, aws.String(m.id("i")), aws.Int32(n)
		number := len(st.Instances) + 1
		i.PrivateIpAddress = aws.String(fmt.Sprintf("172.31.%d.%d", number>>8&0xff, number&0xff))
		st.Instances = append(st.Instances, &i)
		started = append(started, &i)
		if profile != nil {
			m.attach(st, &i, profile)
		}
	}
	if token != "" {
		st.Tokens[token] = launched{Input: *in, Reservation: reservation}
	}
	return reservation, started, nil
}

// fromTemplate completes an input with the version of the launch template that
// it names, whose parameters the input overrides.
func (m *compute) fromTemplate(st *store, in *ec2.RunInstancesInput) (*types.LaunchTemplateInstanceMetadataOptions, error) {
	spec := in.LaunchTemplate
	if spec == nil {
		return nil, nil
	}
	t, err := st.named(spec.LaunchTemplateId, spec.LaunchTemplateName)
	if err != nil {
		return nil, err
	}
	v, err := t.version(aws.ToString(spec.Version))
	if err != nil || v.LaunchTemplateData == nil {
		return nil, err
	}
	d := v.LaunchTemplateData
	if err := known("the launch template's parameter ", *d, inTemplates); err != nil {
		return nil, err
	}
	set(&in.ImageId, d.ImageId)
	set(&in.KeyName, d.KeyName)
	set(&in.EbsOptimized, d.EbsOptimized)
	set(&in.DisableApiStop, d.DisableApiStop)
	set(&in.DisableApiTermination, d.DisableApiTermination)
	if in.InstanceType == "" {
		in.InstanceType = d.InstanceType
	}
	if in.SecurityGroupIds == nil {
		in.SecurityGroupIds = d.SecurityGroupIds
	}
	if in.IamInstanceProfile == nil && d.IamInstanceProfile != nil {
		in.IamInstanceProfile = &types.IamInstanceProfileSpecification{Arn: d.IamInstanceProfile.Arn, Name: d.IamInstanceProfile.Name}
	}
	for _, s := range d.TagSpecifications {
		in.TagSpecifications = append(in.TagSpecifications[:len(in.TagSpecifications):len(in.TagSpecifications)], types.TagSpecification{ResourceType: s.ResourceType, Tags: s.Tags})
	}
	return d.MetadataOptions, nil
}

// set sets what the input leaves open.
func set[T any](to **T, given *T) {
	if *to == nil {
		*to = given
	}
}
