package escalation

import (
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// known says how much of a dataset there is.
type known uint8

const (
	absent known = iota
	partly       // some Regions could not be read
	wholly
)

// compute is what the snapshot says of instances and functions.
type compute struct {
	instances, functions known
	instancesErr         error
	functionsErr         error
	byProfile            map[string]bool     // roles that are in an instance profile, by ARN
	onInstance           map[string][]string // instance ARNs by role ARN
	running              map[string]bool     // instance ARNs
	runningAny           []string
	withRole             map[string][]string // function ARNs by role ARN
	anyFunction          []string
}

// readCompute reads the datasets of instances, instance profiles and functions.
func (e *engine) readCompute() {
	c := &e.compute
	c.byProfile, c.onInstance, c.running, c.withRole = map[string]bool{}, map[string][]string{}, map[string]bool{}, map[string][]string{}
	roleOf := map[string]string{} // by the ARN of the profile
	for _, x := range e.people {
		if x.role == nil {
			continue
		}
		for _, profile := range x.role.Detail().InstanceProfiles {
			roleOf[profile] = x.arn
			c.byProfile[x.arn] = true
		}
	}
	if profiles, ok := iamhygiene.InstanceProfiles.Partial(e.snapshot); ok {
		for _, p := range profiles {
			for _, role := range p.Roles {
				roleOf[p.ARN] = role
				c.byProfile[role] = true
			}
		}
	}
	if list, ok := iamhygiene.Instances.Partial(e.snapshot); ok {
		c.instances = completeness(len(iamhygiene.Instances.Errors(e.snapshot)))
		for _, i := range list.Items {
			if i.State == "terminated" || i.State == "shutting-down" {
				continue
			}
			arn := "arn:" + e.partition + ":ec2:" + i.Region + ":" + e.id + ":instance/" + i.ID
			if i.State == "running" {
				c.running[arn] = true
				c.runningAny = append(c.runningAny, arn)
			}
			if role := roleOf[i.Profile]; role != "" {
				c.onInstance[role] = append(c.onInstance[role], arn)
			}
		}
	} else {
		_, c.instancesErr = iamhygiene.Instances.Get(e.snapshot)
	}
	if list, ok := iamhygiene.Functions.Partial(e.snapshot); ok {
		c.functions = completeness(len(iamhygiene.Functions.Errors(e.snapshot)))
		for _, f := range list.Items {
			c.anyFunction = append(c.anyFunction, f.ARN)
			c.withRole[f.Role] = append(c.withRole[f.Role], f.ARN)
		}
	} else {
		_, c.functionsErr = iamhygiene.Functions.Get(e.snapshot)
	}
	// The first that serves is told, whatever the order of the data.
	slices.Sort(c.runningAny)
	slices.Sort(c.anyFunction)
	for _, list := range c.onInstance {
		slices.Sort(list)
	}
	for _, list := range c.withRole {
		slices.Sort(list)
	}
}

func completeness(errors int) known {
	if errors > 0 {
		return partly
	}
	return wholly
}

// state returns how much is known of what the method works on.
func (c *compute) state(m *Method) (known, error) {
	switch m.Target {
	case TargetInstance, TargetRunningInstance:
		return c.instances, c.instancesErr
	case TargetFunction, TargetAnyFunction:
		return c.functions, c.functionsErr
	}
	return wholly, nil
}

// inProfile reports whether an instance can be started with the role.
func (c *compute) inProfile(role string) bool { return c.byProfile[role] }

// customerPolicy reports whether an ARN is that of a customer managed policy.
func customerPolicy(arn string) bool {
	return strings.Contains(arn, ":policy/") && field(arn, 4) != "aws"
}
