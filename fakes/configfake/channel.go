package configfake

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

func (m *config) describeChannels(_ context.Context, c *model.Call, in *configservice.DescribeDeliveryChannelsInput) (*configservice.DescribeDeliveryChannelsOutput, error) {
	ch := m.state.Read(c).Channel
	for _, name := range in.DeliveryChannelNames {
		if ch == nil || *ch.Name != name {
			return nil, noChannel(name)
		}
	}
	if ch == nil {
		return nil, nil
	}
	return &configservice.DescribeDeliveryChannelsOutput{DeliveryChannels: []types.DeliveryChannel{*ch}}, nil
}

func noChannel(name string) error {
	return model.Errorf("NoSuchDeliveryChannelException", "Cannot find delivery channel with specified name '%s'.", name)
}

func (m *config) putChannel(_ context.Context, c *model.Call, in *configservice.PutDeliveryChannelInput) (*configservice.PutDeliveryChannelOutput, error) {
	return nil, m.state.Write(c).setChannel(*in.DeliveryChannel)
}

// setChannel makes the delivery channel of a Region, or changes it.
func (st *store) setChannel(ch types.DeliveryChannel) error {
	name := aws.ToString(ch.Name)
	frequencies := types.MaximumExecutionFrequency("").Values()
	switch {
	case name == "" || len(name) > 256:
		return model.Errorf("InvalidDeliveryChannelNameException", "The delivery channel name '%s' is not valid.", name)
	case st.Recorder == nil:
		return model.Errorf("NoAvailableConfigurationRecorderException", "Configuration recorder is not available to put delivery channel.")
	case aws.ToString(ch.S3BucketName) == "":
		return model.Errorf("NoSuchBucketException", "Cannot find a S3 bucket with an empty bucket name.")
	case ch.ConfigSnapshotDeliveryProperties != nil && !slices.Contains(frequencies, ch.ConfigSnapshotDeliveryProperties.DeliveryFrequency):
		return model.Errorf("ValidationException", "The delivery frequency '%s' is not valid.", ch.ConfigSnapshotDeliveryProperties.DeliveryFrequency)
	case st.Channel != nil && *st.Channel.Name != name:
		return model.Errorf("MaxNumberOfDeliveryChannelsExceededException", "Failed to put delivery channel '%s' because the maximum number of delivery channels: 1 is reached.", name)
	}
	st.Channel = &ch
	return nil
}

func (m *config) deleteChannel(_ context.Context, c *model.Call, in *configservice.DeleteDeliveryChannelInput) (*configservice.DeleteDeliveryChannelOutput, error) {
	st := m.state.Write(c)
	switch name := *in.DeliveryChannelName; {
	case st.Channel == nil || *st.Channel.Name != name:
		return nil, noChannel(name)
	case st.Recorder != nil && st.Recorder.Status.Recording:
		return nil, model.Errorf("LastDeliveryChannelDeleteFailedException", "Failed to delete last specified delivery channel with name '%s', because there is a running configuration recorder.", name)
	}
	st.Channel = nil
	return nil, nil
}
