package configfake

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

func noRecorder(name string) error {
	return model.Errorf("NoSuchConfigurationRecorderException", "Cannot find configuration recorder with the specified name '%s'.", name)
}

// recorders returns the recorder of the Region if a call asks for it: all if it
// names none.
func (st *store) recorders(c *model.Call, names []string, arn, principal *string) ([]*recorder, error) {
	if principal != nil {
		if arn != nil || len(names) > 0 {
			return nil, model.Errorf("ValidationException", "The service principal cannot be specified together with a name or an ARN.")
		}
		return nil, nil // recorders of services are not modelled, so there are none
	}
	if arn != nil {
		if len(names) > 0 {
			return nil, model.Errorf("ValidationException", "The ARN cannot be specified together with names.")
		}
		if st.Recorder == nil || *st.Recorder.Config.Arn != *arn {
			return nil, noRecorder(*arn)
		}
		return []*recorder{st.Recorder}, nil
	}
	for _, name := range names {
		if st.Recorder == nil || *st.Recorder.Config.Name != name {
			return nil, noRecorder(name)
		}
	}
	if st.Recorder == nil {
		return nil, nil
	}
	return []*recorder{st.Recorder}, nil
}

func (m *config) describeRecorders(_ context.Context, c *model.Call, in *configservice.DescribeConfigurationRecordersInput) (*configservice.DescribeConfigurationRecordersOutput, error) {
	all, err := m.state.Read(c).recorders(c, in.ConfigurationRecorderNames, in.Arn, in.ServicePrincipal)
	if err != nil {
		return nil, err
	}
	out := &configservice.DescribeConfigurationRecordersOutput{}
	for _, r := range all {
		out.ConfigurationRecorders = append(out.ConfigurationRecorders, r.Config)
	}
	return out, nil
}

func (m *config) describeRecorderStatus(_ context.Context, c *model.Call, in *configservice.DescribeConfigurationRecorderStatusInput) (*configservice.DescribeConfigurationRecorderStatusOutput, error) {
	all, err := m.state.Read(c).recorders(c, in.ConfigurationRecorderNames, in.Arn, in.ServicePrincipal)
	if err != nil {
		return nil, err
	}
	out := &configservice.DescribeConfigurationRecorderStatusOutput{}
	for _, r := range all {
		out.ConfigurationRecordersStatus = append(out.ConfigurationRecordersStatus, r.Status)
	}
	return out, nil
}

func (m *config) putRecorder(_ context.Context, c *model.Call, in *configservice.PutConfigurationRecorderInput) (*configservice.PutConfigurationRecorderOutput, error) {
	return nil, m.setRecorder(m.state.Write(c), c.Account, c.Region, *in.ConfigurationRecorder, tagMap(in.Tags))
}

// setRecorder makes the recorder of a Region, or changes it. Tags count when it
// is made.
func (m *config) setRecorder(st *store, a *model.Account, region string, given types.ConfigurationRecorder, tags map[string]string) error {
	name := aws.ToString(given.Name)
	switch {
	case given.ServicePrincipal != nil:
		return model.Errorf("ValidationException", "A service-linked configuration recorder cannot be created with PutConfigurationRecorder.")
	case name == "" || len(name) > 256:
		return model.Errorf("InvalidConfigurationRecorderNameException", "The configuration recorder name '%s' is not valid.", name)
	case st.Recorder != nil && *st.Recorder.Config.Name != name:
		return model.Errorf("MaxNumberOfConfigurationRecordersExceededException", "Failed to put configuration recorder '%s' because the maximum number of configuration recorders: 1 is reached.", name)
	}
	if err := m.checkRole(aws.ToString(given.RoleARN)); err != nil {
		return err
	}
	group, err := recordingGroup(given.RecordingGroup)
	if err != nil {
		return err
	}
	given.RecordingGroup = group
	given.RecordingScope = types.RecordingScopePaid
	if given.RecordingMode == nil {
		given.RecordingMode = &types.RecordingMode{RecordingFrequency: types.RecordingFrequencyContinuous}
	}
	if st.Recorder == nil {
		arn := a.RegionalARN(prefix, region, "configuration-recorder/"+name+"/"+strings.ToLower(m.cloud.IDs.Unique("")[:16]))
		st.Recorder = &recorder{Tags: tags, Status: types.ConfigurationRecorderStatus{Arn: aws.String(arn), Name: aws.String(name)}}
	}
	given.Arn = st.Recorder.Status.Arn
	st.Recorder.Config = given
	return nil
}

// checkRole refuses a role that AWS Config could not assume. Of accounts that
// the fake does not have, everything is believed.
func (m *config) checkRole(arn string) error {
	invalid := model.Errorf("InvalidRoleException", "The role '%s' is not valid: it does not exist or does not trust config.amazonaws.com.", arn)
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) != 6 || parts[2] != "iam" || !strings.HasPrefix(parts[5], "role/") {
		return invalid
	}
	if strings.HasPrefix(parts[5], "role/aws-service-role/config.amazonaws.com/") {
		return nil // AWS Config makes it if it is missing
	}
	if _, trusts := m.iam.Serves(arn, "config.amazonaws.com"); !trusts {
		return invalid
	}
	return nil
}

// recordingGroup completes a recording group and refuses one that contradicts
// itself (RecordingGroup in the API reference).
func recordingGroup(g *types.RecordingGroup) (*types.RecordingGroup, error) {
	if g == nil {
		g = &types.RecordingGroup{AllSupported: true}
	}
	excluded := g.ExclusionByResourceTypes != nil && len(g.ExclusionByResourceTypes.ResourceTypes) > 0
	invalid := model.Errorf("InvalidRecordingGroupException", "The recording group provided is not valid")
	switch {
	case g.AllSupported && (len(g.ResourceTypes) > 0 || excluded),
		!g.AllSupported && g.IncludeGlobalResourceTypes,
		excluded && len(g.ResourceTypes) > 0,
		!g.AllSupported && !excluded && len(g.ResourceTypes) == 0:
		return nil, invalid
	}
	want := types.RecordingStrategyTypeInclusionByResourceTypes
	if g.AllSupported {
		want = types.RecordingStrategyTypeAllSupportedResourceTypes
	} else if excluded {
		want = types.RecordingStrategyTypeExclusionByResourceTypes
	}
	switch {
	case g.RecordingStrategy == nil || g.RecordingStrategy.UseOnly == "":
		g.RecordingStrategy = &types.RecordingStrategy{UseOnly: want}
	case g.RecordingStrategy.UseOnly != want:
		return nil, invalid
	}
	return g, nil
}

func (m *config) deleteRecorder(_ context.Context, c *model.Call, in *configservice.DeleteConfigurationRecorderInput) (*configservice.DeleteConfigurationRecorderOutput, error) {
	st := m.state.Write(c)
	if _, err := st.recorders(c, []string{*in.ConfigurationRecorderName}, nil, nil); err != nil {
		return nil, err
	}
	st.Recorder = nil
	return nil, nil
}

func (m *config) startRecorder(_ context.Context, c *model.Call, in *configservice.StartConfigurationRecorderInput) (*configservice.StartConfigurationRecorderOutput, error) {
	st := m.state.Write(c)
	if _, err := st.recorders(c, []string{*in.ConfigurationRecorderName}, nil, nil); err != nil {
		return nil, err
	}
	if st.Channel == nil {
		return nil, model.Errorf("NoAvailableDeliveryChannelException", "Delivery channel is not available to start configuration recorder.")
	}
	m.start(st.Recorder)
	return nil, nil
}

// start makes a recorder record; one that does already keeps its times.
func (m *config) start(r *recorder) {
	if r.Status.Recording {
		return
	}
	now := m.now()
	r.Status.Recording, r.Status.LastStartTime = true, &now
	r.Status.LastStatus, r.Status.LastStatusChangeTime = types.RecorderStatusSuccess, &now
}

func (m *config) stopRecorder(_ context.Context, c *model.Call, in *configservice.StopConfigurationRecorderInput) (*configservice.StopConfigurationRecorderOutput, error) {
	st := m.state.Write(c)
	if _, err := st.recorders(c, []string{*in.ConfigurationRecorderName}, nil, nil); err != nil {
		return nil, err
	}
	m.stop(st.Recorder)
	return nil, nil
}

func (m *config) stop(r *recorder) {
	if r.Status.Recording {
		now := m.now()
		r.Status.Recording, r.Status.LastStopTime = false, &now
	}
}
