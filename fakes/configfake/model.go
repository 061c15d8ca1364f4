package configfake

import (
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/configservice/types"

	"github.com/iamhygiene/sdk/fakes/internal/clone"
	"github.com/iamhygiene/sdk/fakes/internal/iammodel"
	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// prefix is the service in the names of actions.
const prefix = "config"

// A config is the model of AWS Config. Its methods run under the lock of the
// Cloud.
type config struct {
	cloud  *model.Cloud
	iam    *iammodel.Service
	state  model.Regional[store]
	copier clone.Copier
}

var _ model.Finder = (*config)(nil)

// A store is AWS Config in one Region. The fields of what is in it are exported
// so that it can be copied for accounts with a lag.
type store struct {
	Recorder *recorder // nil for none
	Channel  *types.DeliveryChannel
	Rules    []*rule // by name
}

// A recorder is the customer managed recorder of a Region.
type recorder struct {
	Config types.ConfigurationRecorder
	Status types.ConfigurationRecorderStatus
	Tags   map[string]string
}

// A rule is a rule with what it found.
type rule struct {
	Config  types.ConfigRule
	Results []types.EvaluationResult
	Tags    map[string]string
}

func newModel(c *model.Cloud, iam *iammodel.Service) *config {
	m := &config{cloud: c, iam: iam}
	m.state.Copy = func(st *store) *store { return clone.Copy(&m.copier, st) }
	return m
}

// Register names the operations that are modelled.
func (m *config) Register(r *model.Registry) {
	model.Handle(r, m.describeRecorders)
	model.Handle(r, m.describeRecorderStatus)
	model.Handle(r, m.putRecorder)
	model.Handle(r, m.deleteRecorder)
	model.Handle(r, m.startRecorder)
	model.Handle(r, m.stopRecorder)
	model.Handle(r, m.describeChannels)
	model.Handle(r, m.putChannel)
	model.Handle(r, m.deleteChannel)
	model.Handle(r, m.describeRules)
	model.Handle(r, m.putRule)
	model.Handle(r, m.deleteRule)
	model.Handle(r, m.complianceDetails)
}

// Prefix is "config".
func (*config) Prefix() string { return prefix }

// Find returns a rule or a recorder by name; policies name them by id.
func (m *config) Find(a *model.Account, region, kind, name string) (model.Resource, bool) {
	st := m.state.At(a, region)
	switch kind {
	case "ConfigRule":
		if i, ok := st.rule(name); ok {
			return model.Resource{ARN: *st.Rules[i].Config.ConfigRuleArn, Tags: st.Rules[i].Tags}, true
		}
	case "ConfigurationRecorder":
		if r := st.Recorder; r != nil && *r.Config.Name == name {
			return model.Resource{ARN: *r.Config.Arn, Tags: r.Tags}, true
		}
	}
	return model.Resource{}, false
}

// now is the time of a change: AWS Config tells milliseconds.
func (m *config) now() time.Time { return m.cloud.Now().Truncate(time.Millisecond) }

// id makes the last part of an id: six small letters and digits.
func (m *config) id() string { return strings.ToLower(m.cloud.IDs.Unique("")[:6]) }

func tagMap(tags []types.Tag) map[string]string {
	all := make(map[string]string, len(tags))
	for _, t := range tags {
		if t.Key != nil {
			all[*t.Key] = ""
			if t.Value != nil {
				all[*t.Key] = *t.Value
			}
		}
	}
	return all
}
