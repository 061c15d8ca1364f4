package ec2fake

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/iamhygiene/sdk/fakes/internal/iammodel"
	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// profile finds the instance profile that a call names by name or by ARN.
func (m *compute) profile(a *model.Account, spec *types.IamInstanceProfileSpecification) (*types.IamInstanceProfile, error) {
	name, arn := aws.ToString(spec.Name), aws.ToString(spec.Arn)
	var p *iammodel.InstanceProfile
	switch {
	case name != "" && arn != "":
		return nil, badCombination("The parameter 'iamInstanceProfile.name' may not be used in combination with 'iamInstanceProfile.arn'")
	case name == "" && arn == "":
		return nil, model.Errorf("MissingParameter", "The request must contain the parameter iamInstanceProfile.name or iamInstanceProfile.arn")
	case arn != "":
		p = m.iam.Store(a).InstanceProfiles.Get(arn[strings.LastIndexByte(arn, '/')+1:])
		if p == nil || p.ARN != arn {
			return nil, invalidValue("Value (%s) for parameter iamInstanceProfile.arn is invalid. Invalid IAM Instance Profile ARN", arn)
		}
	default:
		if p = m.iam.Store(a).InstanceProfiles.Get(name); p == nil {
			return nil, invalidValue("Value (%s) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name", name)
		}
	}
	if p.Role == "" {
		return nil, invalidValue("IAM Instance Profile \"%s\" has no associated IAM Roles", p.ARN)
	}
	return &types.IamInstanceProfile{Arn: aws.String(p.ARN), Id: aws.String(p.ID)}, nil
}

// attach gives an instance a profile.
func (m *compute) attach(st *store, i *instance, p *types.IamInstanceProfile) *types.IamInstanceProfileAssociation {
	i.IamInstanceProfile = p
	as := &types.IamInstanceProfileAssociation{
		AssociationId: aws.String(m.id("iip-assoc")), InstanceId: i.InstanceId, IamInstanceProfile: p,
		State: types.IamInstanceProfileAssociationStateAssociated,
	}
	st.Associations = append(st.Associations, as)
	return as
}

func (st *store) association(id string) *types.IamInstanceProfileAssociation {
	for _, as := range st.Associations {
		if *as.AssociationId == id {
			return as
		}
	}
	return nil
}

// forgetAssociation ends the association of an instance.
func (st *store) forgetAssociation(instance string) {
	st.Associations = slices.DeleteFunc(slices.Clone(st.Associations), func(as *types.IamInstanceProfileAssociation) bool { return *as.InstanceId == instance })
}

func (m *compute) describeAssociations(c *model.Call, in *ec2.DescribeIamInstanceProfileAssociationsInput) (*ec2.DescribeIamInstanceProfileAssociationsOutput, error) {
	st := m.state.Read(c)
	var all []types.IamInstanceProfileAssociation
	for _, id := range in.AssociationIds {
		if st.association(id) == nil {
			return nil, noAssociation(id)
		}
	}
	for _, as := range st.Associations {
		if len(in.AssociationIds) == 0 || slices.Contains(in.AssociationIds, *as.AssociationId) {
			all = append(all, *as)
		}
	}
	all, err := filter(c, all, in.Filters, func(as types.IamInstanceProfileAssociation) properties {
		return properties{"instance-id": text(as.InstanceId), "state": one(as.State)}
	})
	if err != nil {
		return nil, err
	}
	key := func(as types.IamInstanceProfileAssociation) string { return *as.AssociationId }
	list, next, err := page(c, all, key, in.NextToken, in.MaxResults, 5, 1000)
	return &ec2.DescribeIamInstanceProfileAssociationsOutput{IamInstanceProfileAssociations: list, NextToken: next}, err
}

func noAssociation(id string) error {
	return model.Errorf("InvalidAssociationID.NotFound", "An invalid association-id of '%s' was given", id)
}

// shown is an association in a state that has passed when the next call comes.
func shown(as *types.IamInstanceProfileAssociation, s types.IamInstanceProfileAssociationState) *types.IamInstanceProfileAssociation {
	c := *as
	c.State = s
	return &c
}

func (m *compute) associate(c *model.Call, in *ec2.AssociateIamInstanceProfileInput) (*ec2.AssociateIamInstanceProfileOutput, error) {
	st := m.state.Write(c)
	found, err := m.find(st, []string{*in.InstanceId})
	if err != nil {
		return nil, err
	}
	i := found[0]
	switch {
	case i.State.Name == types.InstanceStateNameTerminated:
		return nil, model.Errorf("IncorrectInstanceState", "The instance '%s' is not in a state in which an instance profile can be associated: it must be running or stopped.", *i.InstanceId)
	case i.IamInstanceProfile != nil:
		return nil, model.Errorf("IncorrectState", "There is an existing association for instance %s", *i.InstanceId)
	}
	p, err := m.profile(c.Account, in.IamInstanceProfile)
	if err != nil {
		return nil, err
	}
	as := m.attach(st, i, p)
	return &ec2.AssociateIamInstanceProfileOutput{IamInstanceProfileAssociation: shown(as, types.IamInstanceProfileAssociationStateAssociating)}, nil
}

func (m *compute) replaceAssociation(c *model.Call, in *ec2.ReplaceIamInstanceProfileAssociationInput) (*ec2.ReplaceIamInstanceProfileAssociationOutput, error) {
	st := m.state.Write(c)
	old := st.association(*in.AssociationId)
	if old == nil {
		return nil, noAssociation(*in.AssociationId)
	}
	p, err := m.profile(c.Account, in.IamInstanceProfile)
	if err != nil {
		return nil, err
	}
	st.forgetAssociation(*old.InstanceId)
	as := m.attach(st, st.instance(*old.InstanceId), p)
	return &ec2.ReplaceIamInstanceProfileAssociationOutput{IamInstanceProfileAssociation: shown(as, types.IamInstanceProfileAssociationStateAssociating)}, nil
}

func (m *compute) disassociate(c *model.Call, in *ec2.DisassociateIamInstanceProfileInput) (*ec2.DisassociateIamInstanceProfileOutput, error) {
	st := m.state.Write(c)
	as := st.association(*in.AssociationId)
	if as == nil {
		return nil, noAssociation(*in.AssociationId)
	}
	st.forgetAssociation(*as.InstanceId)
	st.instance(*as.InstanceId).IamInstanceProfile = nil
	return &ec2.DisassociateIamInstanceProfileOutput{IamInstanceProfileAssociation: shown(as, types.IamInstanceProfileAssociationStateDisassociating)}, nil
}
