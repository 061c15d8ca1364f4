package ec2fake

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// launchDefaults are the metadata options of an instance for which nobody says
// more: the account's, or those of EC2, which still let IMDSv1 in.
//
// AWS: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-options.html
func (st *store) launchDefaults() types.InstanceMetadataOptionsResponse {
	o := types.InstanceMetadataOptionsResponse{
		State: types.InstanceMetadataOptionsStateApplied, HttpEndpoint: types.InstanceMetadataEndpointStateEnabled,
		HttpTokens: types.HttpTokensStateOptional, HttpPutResponseHopLimit: aws.Int32(1),
		HttpProtocolIpv6: types.InstanceMetadataProtocolStateDisabled, InstanceMetadataTags: types.InstanceMetadataTagsStateDisabled,
	}
	d := st.Defaults
	override(&o.HttpEndpoint, d.HttpEndpoint)
	override(&o.HttpTokens, d.HttpTokens)
	override(&o.InstanceMetadataTags, d.InstanceMetadataTags)
	if d.HttpPutResponseHopLimit != nil {
		o.HttpPutResponseHopLimit = d.HttpPutResponseHopLimit
	}
	return o
}

func override[T ~string](to *T, given T) {
	if given != "" {
		*to = given
	}
}

// metadataOptions lets the template override the defaults, and the request both.
func metadataOptions(o types.InstanceMetadataOptionsResponse, t *types.LaunchTemplateInstanceMetadataOptions, r *types.InstanceMetadataOptionsRequest) (*types.InstanceMetadataOptionsResponse, error) {
	if t != nil {
		if err := setOptions(&o, &types.InstanceMetadataOptionsRequest{
			HttpEndpoint: types.InstanceMetadataEndpointState(t.HttpEndpoint), HttpTokens: types.HttpTokensState(t.HttpTokens),
			HttpProtocolIpv6: types.InstanceMetadataProtocolState(t.HttpProtocolIpv6), HttpPutResponseHopLimit: t.HttpPutResponseHopLimit,
			InstanceMetadataTags: types.InstanceMetadataTagsState(t.InstanceMetadataTags),
		}); err != nil {
			return nil, err
		}
	}
	return &o, setOptions(&o, r)
}

// setOptions changes what is given.
func setOptions(o *types.InstanceMetadataOptionsResponse, r *types.InstanceMetadataOptionsRequest) error {
	if r == nil {
		return nil
	}
	if n := r.HttpPutResponseHopLimit; n != nil && (*n < 1 || *n > 64) {
		return invalidValue("The HttpPutResponseHopLimit must be between 1 and 64.")
	}
	if t := r.HttpTokens; t != "" && t != types.HttpTokensStateOptional && t != types.HttpTokensStateRequired {
		return invalidValue("Value (%s) for parameter HttpTokens is invalid. Valid values are optional and required.", t)
	}
	override(&o.HttpEndpoint, r.HttpEndpoint)
	override(&o.HttpTokens, r.HttpTokens)
	override(&o.HttpProtocolIpv6, r.HttpProtocolIpv6)
	override(&o.InstanceMetadataTags, r.InstanceMetadataTags)
	if r.HttpPutResponseHopLimit != nil {
		o.HttpPutResponseHopLimit = r.HttpPutResponseHopLimit
	}
	return nil
}

func (m *compute) modifyMetadataOptions(c *model.Call, in *ec2.ModifyInstanceMetadataOptionsInput) (*ec2.ModifyInstanceMetadataOptionsOutput, error) {
	found, err := m.find(m.state.Write(c), []string{*in.InstanceId})
	if err != nil {
		return nil, err
	}
	i := found[0]
	if i.State.Name == types.InstanceStateNameTerminated {
		return nil, model.Errorf("IncorrectInstanceState", "The instance '%s' is not in a state in which its metadata options can be modified.", *i.InstanceId)
	}
	changed := *i.MetadataOptions
	if err := setOptions(&changed, &types.InstanceMetadataOptionsRequest{
		HttpEndpoint: in.HttpEndpoint, HttpTokens: in.HttpTokens, HttpProtocolIpv6: in.HttpProtocolIpv6,
		HttpPutResponseHopLimit: in.HttpPutResponseHopLimit, InstanceMetadataTags: in.InstanceMetadataTags,
	}); err != nil {
		return nil, err
	}
	i.MetadataOptions = &changed
	shown := changed
	shown.State = types.InstanceMetadataOptionsStatePending
	return &ec2.ModifyInstanceMetadataOptionsOutput{InstanceId: in.InstanceId, InstanceMetadataOptions: &shown}, nil
}

func (m *compute) getMetadataDefaults(c *model.Call, _ *ec2.GetInstanceMetadataDefaultsInput) (*ec2.GetInstanceMetadataDefaultsOutput, error) {
	d := m.state.Read(c).Defaults
	return &ec2.GetInstanceMetadataDefaultsOutput{AccountLevel: &d}, nil
}

func (m *compute) modifyMetadataDefaults(c *model.Call, in *ec2.ModifyInstanceMetadataDefaultsInput) (*ec2.ModifyInstanceMetadataDefaultsOutput, error) {
	if in.HttpTokensEnforced != "" {
		return nil, model.NotModeled(c, "the parameter HttpTokensEnforced")
	}
	if n := in.HttpPutResponseHopLimit; n != nil && *n != -1 && (*n < 1 || *n > 64) {
		return nil, invalidValue("The HttpPutResponseHopLimit must be between 1 and 64, or -1 for no preference.")
	}
	d := &m.state.Write(c).Defaults
	if d.ManagedBy == types.ManagedByDeclarativePolicy {
		return nil, model.Errorf("DeclarativePolicyViolation", "This functionality has been disabled by a Declarative Policy.")
	}
	prefer(&d.HttpTokens, string(in.HttpTokens))
	prefer(&d.HttpEndpoint, string(in.HttpEndpoint))
	prefer(&d.InstanceMetadataTags, string(in.InstanceMetadataTags))
	if n := in.HttpPutResponseHopLimit; n != nil {
		d.HttpPutResponseHopLimit = n
		if *n == -1 {
			d.HttpPutResponseHopLimit = nil
		}
	}
	d.ManagedBy = types.ManagedByAccount
	return &ec2.ModifyInstanceMetadataDefaultsOutput{Return: aws.Bool(true)}, nil
}

// prefer sets a default, or takes it back.
func prefer[T ~string](to *T, given string) {
	switch given {
	case "":
	case "no-preference":
		*to = ""
	default:
		*to = T(given)
	}
}
