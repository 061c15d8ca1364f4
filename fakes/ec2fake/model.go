package ec2fake

import (
	"context"
	"reflect"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/iamhygiene/sdk/fakes/internal/accountmodel"
	"github.com/iamhygiene/sdk/fakes/internal/clone"
	"github.com/iamhygiene/sdk/fakes/internal/iammodel"
	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// prefix is the service in the names of actions.
const prefix = "ec2"

// A compute is the model of EC2. Its methods run under the lock of the Cloud.
type compute struct {
	cloud   *model.Cloud
	iam     *iammodel.Service
	account *accountmodel.Service
	state   model.Regional[store]
	copier  clone.Copier
}

var _ model.Finder = (*compute)(nil)

// A store is EC2 in one Region. Its fields are exported so that it can be copied
// for accounts with a lag.
type store struct {
	VPC, Subnet  string
	Instances    []*instance // the oldest first
	Associations []*types.IamInstanceProfileAssociation
	Templates    []*template
	Groups       []*types.SecurityGroup
	Defaults     types.InstanceMetadataDefaultsResponse
	Tokens       map[string]launched
}

// An instance is an instance with what DescribeInstances does not show.
type instance struct {
	types.Instance
	Reservation string
	Ended       time.Time // of a terminated instance
	Protected   bool      // from termination
	Unstoppable bool
}

// launched is what a client token stands for.
type launched struct {
	Input       ec2.RunInstancesInput
	Reservation string
}

// A template is a launch template with its versions, the oldest first.
type template struct {
	ID, Name string
	Default  int64
	Versions []types.LaunchTemplateVersion
	Tags     map[string]string
}

func newModel(c *model.Cloud, iam *iammodel.Service, account *accountmodel.Service) *compute {
	m := &compute{cloud: c, iam: iam, account: account}
	m.state.New = newStore
	m.state.Copy = func(st *store) *store { return clone.Copy(&m.copier, st) }
	return m
}

// handle registers an operation that knows dry runs, if it has the parameter.
func handle[In, Out any](r *model.Registry, fn func(*model.Call, *In) (*Out, error)) {
	model.Handle(r, func(_ context.Context, c *model.Call, in *In) (*Out, error) {
		if f := reflect.ValueOf(in).Elem().FieldByName("DryRun"); f.IsValid() {
			if dry, ok := f.Interface().(*bool); ok && dry != nil && *dry {
				return nil, model.Errorf("DryRunOperation", "Request would have succeeded, but DryRun flag is set.")
			}
		}
		return fn(c, in)
	})
}

// Register names the operations that are modelled.
func (m *compute) Register(r *model.Registry) {
	handle(r, m.describeRegions)
	handle(r, m.describeInstances)
	handle(r, m.runInstances)
	handle(r, m.startInstances)
	handle(r, m.stopInstances)
	handle(r, m.terminateInstances)
	handle(r, m.describeAssociations)
	handle(r, m.associate)
	handle(r, m.replaceAssociation)
	handle(r, m.disassociate)
	handle(r, m.modifyMetadataOptions)
	handle(r, m.getMetadataDefaults)
	handle(r, m.modifyMetadataDefaults)
	handle(r, m.describeTemplateVersions)
	handle(r, m.describeGroups)
}

// Prefix is "ec2".
func (*compute) Prefix() string { return prefix }

// Find returns an instance, by id or by its association with a profile, a
// security group, or a launch template. The kind "launch" is a launch template
// and a version, ID:VERSION, with the role that launching it passes.
func (m *compute) Find(a *model.Account, region, kind, name string) (model.Resource, bool) {
	st := m.state.At(a, region)
	switch kind {
	case "association":
		if as := st.association(name); as != nil {
			return m.Find(a, region, "instance", *as.InstanceId)
		}
	case "instance":
		if i := st.instance(name); i != nil {
			return model.Resource{ARN: a.RegionalARN(prefix, region, "instance/"+name), Tags: tagMap(i.Tags)}, true
		}
	case "security-group":
		if g := st.group(name); g != nil {
			return model.Resource{ARN: *g.SecurityGroupArn, Tags: tagMap(g.Tags)}, true
		}
	case "launch-template", "launch":
		id, version, _ := strings.Cut(name, ":")
		t := st.template(id)
		if t == nil {
			return model.Resource{}, false
		}
		found := model.Resource{ARN: a.RegionalARN(prefix, region, "launch-template/"+t.ID), Tags: t.Tags}
		if v, err := t.version(version); err == nil && v.LaunchTemplateData != nil && v.LaunchTemplateData.IamInstanceProfile != nil {
			p := v.LaunchTemplateData.IamInstanceProfile
			if profile, err := m.profile(a, &types.IamInstanceProfileSpecification{Arn: p.Arn, Name: p.Name}); err == nil {
				found.Role = m.role(a, *profile.Arn)
			}
		}
		return found, true
	}
	return model.Resource{}, false
}

// role is the ARN of the role of an instance profile, "" for none.
func (m *compute) role(a *model.Account, profile string) string {
	st := m.iam.Store(a)
	p := st.InstanceProfiles.Get(profile[strings.LastIndexByte(profile, '/')+1:])
	if p == nil {
		return ""
	}
	if r := st.Roles.Get(p.Role); r != nil {
		return r.ARN
	}
	return ""
}

// now is the time of a change: EC2 tells seconds.
func (m *compute) now() time.Time { return m.cloud.Now().Truncate(time.Second) }

// id makes an id of the long form.
func (m *compute) id(kind string) string { return kind + "-0" + m.cloud.IDs.Hex(16) }

func tagMap(tags []types.Tag) map[string]string {
	all := make(map[string]string, len(tags))
	for _, t := range tags {
		if t.Key != nil && t.Value != nil {
			all[*t.Key] = *t.Value
		}
	}
	return all
}
