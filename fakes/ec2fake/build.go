package ec2fake

import (
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/smithy-go"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/internal/accountmodel"
	"github.com/iamhygiene/sdk/fakes/internal/iammodel"
	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// A Service is EC2 in one Region of an account. Make one with [Of]. Its methods
// are safe for concurrent use; what AWS would refuse makes every call of the
// account fail with a [fakes.UsageError].
type Service struct {
	account *fakes.Account
	model   *compute
	region  string
}

// Of returns EC2 in the account's own Region. The first call installs the model,
// for all accounts of the fake.
func Of(a *fakes.Account) *Service {
	iam, acct := fakes.Install(a, iammodel.New), fakes.Install(a, accountmodel.New)
	m := fakes.Install(a, func(c *model.Cloud) *compute { return newModel(c, iam, acct) })
	return &Service{account: a, model: m, region: a.Config().Region}
}

// In returns EC2 in another Region of the account.
func (s *Service) In(region string) *Service {
	other := *s
	other.region = region
	return &other
}

// do runs fn with the state of the Region. Its error becomes one of usage.
func (s *Service) do(builder, name string, fn func(st *store, a *model.Account) error) {
	fakes.Build(s.account, func(_ *model.Cloud, a *model.Account) error {
		err := fn(s.model.state.At(a, s.region), a)
		var api smithy.APIError
		if errors.As(err, &api) {
			return fmt.Errorf("ec2fake: %s: %s: %s", builder, name, api.ErrorMessage())
		}
		if err != nil {
			return fmt.Errorf("ec2fake: %s: %s: %w", builder, name, err)
		}
		return nil
	})
}

// Profile starts the instance with an instance profile of the account, by name.
func Profile(name string) func(*ec2.RunInstancesInput) {
	return func(in *ec2.RunInstancesInput) {
		in.IamInstanceProfile = &types.IamInstanceProfileSpecification{Name: aws.String(name)}
	}
}

// IMDSv1 starts the instance with a metadata service that needs no session token,
// whatever the defaults of the account are.
func IMDSv1() func(*ec2.RunInstancesInput) { return tokens(types.HttpTokensStateOptional) }

// IMDSv2 starts the instance with a metadata service that needs a session token.
func IMDSv2() func(*ec2.RunInstancesInput) { return tokens(types.HttpTokensStateRequired) }

func tokens(state types.HttpTokensState) func(*ec2.RunInstancesInput) {
	return func(in *ec2.RunInstancesInput) {
		if in.MetadataOptions == nil {
			in.MetadataOptions = &types.InstanceMetadataOptionsRequest{}
		}
		in.MetadataOptions.HttpTokens = state
	}
}

// Tag adds a tag to the instance.
func Tag(key, value string) func(*ec2.RunInstancesInput) {
	return func(in *ec2.RunInstancesInput) {
		in.TagSpecifications = append(in.TagSpecifications, types.TagSpecification{
			ResourceType: types.ResourceTypeInstance, Tags: []types.Tag{{Key: aws.String(key), Value: aws.String(value)}},
		})
	}
}

// RunInstance starts one instance, which runs, and returns its id. Without options
// it is a t3.micro from an invented image. Options change the input of the
// operation RunInstances.
func (s *Service) RunInstance(options ...func(*ec2.RunInstancesInput)) (id string) {
	s.do("RunInstance", s.region, func(st *store, a *model.Account) error {
		in := &ec2.RunInstancesInput{
			MinCount: aws.Int32(1), MaxCount: aws.Int32(1), ImageId: aws.String("ami-0abcdef1234567890"), InstanceType: types.InstanceTypeT3Micro,
		}
		for _, fn := range options {
			fn(in)
		}
		_, started, err := s.model.launch(st, a, s.region, in)
		if err == nil {
			id = *started[0].InstanceId
		}
		return err
	})
	return id
}

// StopInstance stops an instance.
func (s *Service) StopInstance(id string) {
	s.do("StopInstance", id, func(st *store, _ *model.Account) error {
		found, err := s.model.find(st, []string{id})
		if err == nil {
			found[0].State = state(types.InstanceStateNameStopped)
		}
		return err
	})
}

// AddLaunchTemplate adds a launch template with its versions, from version 1 on,
// which is the default one. It returns the id.
func (s *Service) AddLaunchTemplate(name string, versions ...types.ResponseLaunchTemplateData) (id string) {
	s.do("AddLaunchTemplate", name, func(st *store, a *model.Account) error {
		switch {
		case len(versions) == 0:
			return errors.New("a launch template has at least one version; give its data")
		case st.template(name) != nil:
			return errors.New("the launch template exists; choose another name")
		}
		t := &template{ID: s.model.id("lt"), Name: name, Default: 1}
		for i, data := range versions {
			t.Versions = append(t.Versions, types.LaunchTemplateVersion{
				LaunchTemplateId: aws.String(t.ID), LaunchTemplateName: aws.String(name), VersionNumber: aws.Int64(int64(i + 1)),
				CreateTime: aws.Time(s.model.now()), CreatedBy: aws.String(a.ARN("iam", "root")), LaunchTemplateData: &data,
			})
		}
		st.Templates = append(st.Templates, t)
		id = t.ID
		return nil
	})
	return id
}

// AddSecurityGroup adds a security group to the VPC of the Region and returns its
// id. Without permissions it lets nothing in.
func (s *Service) AddSecurityGroup(name, description string, ingress ...types.IpPermission) (id string) {
	s.do("AddSecurityGroup", name, func(st *store, a *model.Account) error {
		for _, g := range st.Groups {
			if *g.GroupName == name {
				return errors.New("the security group exists; choose another name")
			}
		}
		id = s.model.id("sg")
		st.addGroup(a, s.region, id, name, description, ingress)
		return nil
	})
	return id
}

// SetMetadataDefaults sets what the account prefers for the metadata options of
// new instances in the Region.
func (s *Service) SetMetadataDefaults(d types.InstanceMetadataDefaultsResponse) {
	s.do("SetMetadataDefaults", s.region, func(st *store, _ *model.Account) error {
		st.Defaults = d
		return nil
	})
}
