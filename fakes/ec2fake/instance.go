package ec2fake

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// codes are the numbers of the states of an instance (InstanceState).
var codes = map[types.InstanceStateName]int32{
	types.InstanceStateNamePending: 0, types.InstanceStateNameRunning: 16, types.InstanceStateNameShuttingDown: 32,
	types.InstanceStateNameTerminated: 48, types.InstanceStateNameStopping: 64, types.InstanceStateNameStopped: 80,
}

func state(name types.InstanceStateName) *types.InstanceState {
	return &types.InstanceState{Name: name, Code: aws.Int32(codes[name])}
}

// remembered is how long a terminated instance is listed.
const remembered = time.Hour

var instanceID = regexp.MustCompile(`^i-([0-9a-f]{8}|[0-9a-f]{17})$`)

// instance returns the instance with the id, nil if there is none.
func (st *store) instance(id string) *instance {
	for _, i := range st.Instances {
		if *i.InstanceId == id {
			return i
		}
	}
	return nil
}

// find returns the instances with the ids, in that order, or the error that
// names those that do not exist.
func (m *compute) find(st *store, ids []string) ([]*instance, error) {
	var found []*instance
	var missing []string
	for _, id := range ids {
		if !instanceID.MatchString(id) {
			return nil, model.Errorf("InvalidInstanceID.Malformed", "Invalid id: \"%s\"", id)
		}
		i := st.instance(id)
		if i == nil || m.forgotten(i) {
			missing = append(missing, id)
			continue
		}
		found = append(found, i)
	}
	switch len(missing) {
	case 0:
		return found, nil
	case 1:
		return nil, model.Errorf("InvalidInstanceID.NotFound", "The instance ID '%s' does not exist", missing[0])
	}
	return nil, model.Errorf("InvalidInstanceID.NotFound", "The instance IDs '%s' do not exist", strings.Join(missing, ", "))
}

func (m *compute) forgotten(i *instance) bool {
	return !i.Ended.IsZero() && m.cloud.Now().Sub(i.Ended) >= remembered
}

func (m *compute) describeInstances(c *model.Call, in *ec2.DescribeInstancesInput) (*ec2.DescribeInstancesOutput, error) {
	st := m.state.Read(c)
	var all []*instance
	if len(in.InstanceIds) > 0 {
		if in.MaxResults != nil {
			return nil, badCombination("The parameter instancesSet cannot be used with the parameter maxResults")
		}
		found, err := m.find(st, in.InstanceIds)
		if err != nil {
			return nil, err
		}
		all = found
	} else {
		all = slices.DeleteFunc(slices.Clone(st.Instances), m.forgotten)
	}
	all, err := filter(c, all, in.Filters, instanceProperties)
	if err != nil {
		return nil, err
	}
	instances, next, err := page(c, all, func(i *instance) string { return *i.InstanceId }, in.NextToken, in.MaxResults, 5, 1000)
	if err != nil {
		return nil, err
	}
	out := &ec2.DescribeInstancesOutput{NextToken: next}
	for _, i := range instances {
		n := len(out.Reservations)
		if n == 0 || *out.Reservations[n-1].ReservationId != i.Reservation {
			out.Reservations = append(out.Reservations, types.Reservation{ReservationId: aws.String(i.Reservation), OwnerId: aws.String(c.Account.ID)})
			n++
		}
		out.Reservations[n-1].Instances = append(out.Reservations[n-1].Instances, i.Instance)
	}
	return out, nil
}

func instanceProperties(i *instance) properties {
	if i == nil {
		i = &instance{}
	}
	p := properties{
		"instance-id": text(i.InstanceId), "image-id": text(i.ImageId), "instance-type": one(i.InstanceType), "key-name": text(i.KeyName),
		"reservation-id": one(i.Reservation), "subnet-id": text(i.SubnetId), "vpc-id": text(i.VpcId), "private-ip-address": text(i.PrivateIpAddress),
		"architecture": one(i.Architecture), "instance-state-name": {}, "instance.group-id": {}, "instance.group-name": {}, "availability-zone": {},
		"iam-instance-profile.arn": {}, "iam-instance-profile.id": {}, "metadata-options.http-tokens": {}, "metadata-options.http-endpoint": {},
	}
	if i.State != nil {
		p["instance-state-name"] = one(i.State.Name)
	}
	if i.Placement != nil {
		p["availability-zone"] = text(i.Placement.AvailabilityZone)
	}
	if i.IamInstanceProfile != nil {
		p["iam-instance-profile.arn"], p["iam-instance-profile.id"] = text(i.IamInstanceProfile.Arn), text(i.IamInstanceProfile.Id)
	}
	if o := i.MetadataOptions; o != nil {
		p["metadata-options.http-tokens"], p["metadata-options.http-endpoint"] = one(o.HttpTokens), one(o.HttpEndpoint)
	}
	for _, g := range i.SecurityGroups {
		p["instance.group-id"] = append(p["instance.group-id"], aws.ToString(g.GroupId))
		p["instance.group-name"] = append(p["instance.group-name"], aws.ToString(g.GroupName))
	}
	return p.tagged(i.Tags)
}

// A transition changes the state of instances: the output says via, and the next
// call sees to.
type transition struct {
	via, to types.InstanceStateName
	refuse  func(*instance) error
}

// change moves instances to another state, all or none. Those that are there
// already stay so.
func (m *compute) change(st *store, ids []string, t transition) ([]types.InstanceStateChange, error) {
	found, err := m.find(st, ids)
	if err != nil {
		return nil, err
	}
	for _, i := range found {
		if err := t.refuse(i); err != nil {
			return nil, err
		}
	}
	var changes []types.InstanceStateChange
	for _, i := range found {
		was, via := i.State.Name, t.via
		if was == t.to {
			via = t.to
		}
		if t.to == types.InstanceStateNameTerminated && was != t.to {
			i.Ended = m.now()
			st.forgetAssociation(*i.InstanceId)
			i.IamInstanceProfile, i.PrivateIpAddress = nil, nil
		}
		i.State = state(t.to)
		changes = append(changes, types.InstanceStateChange{InstanceId: i.InstanceId, PreviousState: state(was), CurrentState: state(via)})
	}
	return changes, nil
}

func (m *compute) startInstances(c *model.Call, in *ec2.StartInstancesInput) (*ec2.StartInstancesOutput, error) {
	changes, err := m.change(m.state.Write(c), in.InstanceIds, transition{types.InstanceStateNamePending, types.InstanceStateNameRunning, func(i *instance) error {
		if i.State.Name == types.InstanceStateNameTerminated {
			return model.Errorf("IncorrectInstanceState", "The instance '%s' is not in a state from which it can be started.", *i.InstanceId)
		}
		return nil
	}})
	return &ec2.StartInstancesOutput{StartingInstances: changes}, err
}

func (m *compute) stopInstances(c *model.Call, in *ec2.StopInstancesInput) (*ec2.StopInstancesOutput, error) {
	if aws.ToBool(in.Hibernate) {
		return nil, model.NotModeled(c, "the parameter Hibernate")
	}
	changes, err := m.change(m.state.Write(c), in.InstanceIds, transition{types.InstanceStateNameStopping, types.InstanceStateNameStopped, func(i *instance) error {
		switch {
		case i.State.Name == types.InstanceStateNameTerminated:
			return model.Errorf("IncorrectInstanceState", "This instance '%s' is not in a state from which it can be stopped.", *i.InstanceId)
		case i.Unstoppable:
			return model.Errorf("OperationNotPermitted", "The instance '%s' may not be stopped. Modify its 'disableApiStop' instance attribute and try again.", *i.InstanceId)
		}
		return nil
	}})
	return &ec2.StopInstancesOutput{StoppingInstances: changes}, err
}

func (m *compute) terminateInstances(c *model.Call, in *ec2.TerminateInstancesInput) (*ec2.TerminateInstancesOutput, error) {
	changes, err := m.change(m.state.Write(c), in.InstanceIds, transition{types.InstanceStateNameShuttingDown, types.InstanceStateNameTerminated, func(i *instance) error {
		if i.Protected {
			return model.Errorf("OperationNotPermitted", "The instance '%s' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.", *i.InstanceId)
		}
		return nil
	}})
	return &ec2.TerminateInstancesOutput{TerminatingInstances: changes}, err
}
