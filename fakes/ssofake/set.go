package ssofake

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssoadmin"
	"github.com/aws/aws-sdk-go-v2/service/ssoadmin/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// A permissionSet is a permission set with its policies.
type permissionSet struct {
	types.PermissionSet
	Tags       []types.Tag
	Inline     string
	Managed    []string // ARNs
	References []types.CustomerManagedPolicyReference
	Boundary   *types.PermissionsBoundary
	// Version counts the changes; roles are provisioned from one.
	Version int
}

var (
	setName  = regexp.MustCompile(`^[\w+=,.@-]{1,32}$`)
	duration = regexp.MustCompile(`^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$`)
)

// set returns the permission set with the ARN, nil if there is none.
func (i *instance) set(arn string) *permissionSet {
	for _, s := range i.Sets {
		if *s.PermissionSetArn == arn {
			return s
		}
	}
	return nil
}

// find returns the instance and the permission set that a call names.
func (m *center) find(c *model.Call, instanceARN, setARN *string, write bool) (*instance, *permissionSet, error) {
	i, err := m.instance(c, instanceARN, write)
	if err != nil {
		return nil, nil, err
	}
	s := i.set(*setARN)
	if s == nil {
		return nil, nil, notFound("PermissionSet not found: %s", *setARN)
	}
	if write && c.Account.ID != i.Owner && i.provision(i.Owner, *setARN) != nil {
		// Who administers by delegation does not change what the management
		// account has.
		return nil, nil, denied(c)
	}
	return i, s, nil
}

func (m *center) listPermissionSets(_ context.Context, c *model.Call, in *ssoadmin.ListPermissionSetsInput) (*ssoadmin.ListPermissionSetsOutput, error) {
	i, err := m.instance(c, in.InstanceArn, false)
	if err != nil {
		return nil, err
	}
	var all []string
	for _, s := range i.Sets {
		all = append(all, *s.PermissionSetArn)
	}
	list, next, err := page(c, all, same, in.NextToken, in.MaxResults)
	return &ssoadmin.ListPermissionSetsOutput{PermissionSets: list, NextToken: next}, err
}

func (m *center) describePermissionSet(_ context.Context, c *model.Call, in *ssoadmin.DescribePermissionSetInput) (*ssoadmin.DescribePermissionSetOutput, error) {
	_, s, err := m.find(c, in.InstanceArn, in.PermissionSetArn, false)
	if err != nil {
		return nil, err
	}
	return &ssoadmin.DescribePermissionSetOutput{PermissionSet: &s.PermissionSet}, nil
}

func (m *center) createPermissionSet(_ context.Context, c *model.Call, in *ssoadmin.CreatePermissionSetInput) (*ssoadmin.CreatePermissionSetOutput, error) {
	i, err := m.instance(c, in.InstanceArn, true)
	if err != nil {
		return nil, err
	}
	s, err := m.create(i, c.Account.Partition, in)
	if err != nil {
		return nil, err
	}
	return &ssoadmin.CreatePermissionSetOutput{PermissionSet: &s.PermissionSet}, nil
}

// create makes a permission set.
func (m *center) create(i *instance, partition string, in *ssoadmin.CreatePermissionSetInput) (*permissionSet, error) {
	name, session := aws.ToString(in.Name), aws.ToString(in.SessionDuration)
	if session == "" {
		session = "PT1H"
	}
	d, ok := parseDuration(session)
	switch {
	case !setName.MatchString(name):
		return nil, invalid(`1 validation error detected: Value '%s' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]+ and have at most 32 characters`, name)
	case !ok || d < time.Hour || d > 12*time.Hour:
		return nil, invalid("The session duration %s is not between 1 and 12 hours in ISO 8601 form.", session)
	case slices.ContainsFunc(i.Sets, func(s *permissionSet) bool { return strings.EqualFold(*s.Name, name) }):
		return nil, model.Errorf("ConflictException", "PermissionSet with name %s already exists.", name)
	case len(in.Tags) > 50:
		return nil, model.Errorf("ServiceQuotaExceededException", "A resource has at most 50 tags.")
	}
	s := &permissionSet{Tags: in.Tags, Version: 1, PermissionSet: types.PermissionSet{
		Name: aws.String(name), Description: in.Description, RelayState: in.RelayState, SessionDuration: aws.String(session), CreatedDate: aws.Time(m.now()),
		PermissionSetArn: aws.String("arn:" + partition + ":sso:::permissionSet/" + i.ID + "/ps-" + m.cloud.IDs.Hex(16)),
	}}
	i.Sets = append(slices.Clone(i.Sets), s)
	return s, nil
}

// parseDuration reads an ISO 8601 duration of hours, minutes and seconds.
func parseDuration(text string) (time.Duration, bool) {
	parts := duration.FindStringSubmatch(text)
	if parts == nil || text == "PT" {
		return 0, false
	}
	var d time.Duration
	for i, unit := range []time.Duration{time.Hour, time.Minute, time.Second} {
		if parts[i+1] == "" {
			continue
		}
		n, err := strconv.Atoi(parts[i+1])
		if err != nil || n > 1e6 {
			return 0, false
		}
		d += time.Duration(n) * unit
	}
	return d, true
}

func (m *center) deletePermissionSet(_ context.Context, c *model.Call, in *ssoadmin.DeletePermissionSetInput) (*ssoadmin.DeletePermissionSetOutput, error) {
	i, s, err := m.find(c, in.InstanceArn, in.PermissionSetArn, true)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(i.Provisions, func(p *provision) bool { return p.Set == *s.PermissionSetArn }) {
		return nil, model.Errorf("ConflictException", "PermissionSet %s has AccountAssignments; delete them first.", *s.PermissionSetArn)
	}
	i.Sets = slices.DeleteFunc(slices.Clone(i.Sets), func(o *permissionSet) bool { return o == s })
	return nil, nil
}

func (m *center) listTags(_ context.Context, c *model.Call, in *ssoadmin.ListTagsForResourceInput) (*ssoadmin.ListTagsForResourceOutput, error) {
	parts := strings.Split(*in.ResourceArn, "/") // ARN:permissionSet/INSTANCE/ID or ARN:instance/ID
	arn := in.InstanceArn
	if arn == nil {
		if len(parts) < 2 {
			return nil, invalid("The resource %s is no ARN of a permission set or an instance.", *in.ResourceArn)
		}
		arn = aws.String("arn:" + c.Account.Partition + ":sso:::instance/" + parts[1])
	}
	i, err := m.instance(c, arn, false)
	if err != nil {
		return nil, err
	}
	if *in.ResourceArn == i.ARN {
		return nil, nil // the tags of instances are not modelled, so there are none
	}
	s := i.set(*in.ResourceArn)
	if s == nil {
		return nil, notFound("The resource %s was not found.", *in.ResourceArn)
	}
	list, next, err := page(c, s.Tags, func(t types.Tag) string { return aws.ToString(t.Key) }, in.NextToken, nil)
	return &ssoadmin.ListTagsForResourceOutput{Tags: list, NextToken: next}, err
}
