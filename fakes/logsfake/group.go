package logsfake

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// A group is a log group with its filters by name.
type group struct {
	types.LogGroup
	filters map[string]types.MetricFilter
	tags    map[string]string
}

func (g *group) copy() *group {
	return &group{LogGroup: g.LogGroup, filters: maps.Clone(g.filters), tags: maps.Clone(g.tags)}
}

var groupName = regexp.MustCompile(`^[A-Za-z0-9._/#-]{1,512}$`)

// add makes a log group from what its maker says about it.
func (m *logs) add(st *store, owner *model.Account, region string, given types.LogGroup, tags map[string]string) (*group, error) {
	name := aws.ToString(given.LogGroupName)
	if given.LogGroupClass == "" {
		given.LogGroupClass = types.LogGroupClassStandard
	}
	switch {
	case !groupName.MatchString(name):
		return nil, invalid("The name of a log group has 1 to 512 letters, digits and the characters . - _ / #.")
	case strings.HasPrefix(name, "aws/"):
		return nil, invalid("The name of a log group does not begin with aws/.")
	case !slices.Contains(given.LogGroupClass.Values(), given.LogGroupClass):
		return nil, invalid("There is no such class of log groups.")
	case len(tags) > 50:
		return nil, invalid("A log group has at most 50 tags.")
	case st.groups[name] != nil:
		return nil, model.Errorf("ResourceAlreadyExistsException", "The specified log group already exists")
	}
	arn := owner.RegionalARN("logs", region, "log-group:"+name)
	given.LogGroupArn, given.Arn = aws.String(arn), aws.String(arn+":*")
	if given.CreationTime == nil {
		given.CreationTime = aws.Int64(m.cloud.Now().UnixMilli())
	}
	if given.StoredBytes == nil {
		given.StoredBytes = aws.Int64(0)
	}
	g := &group{LogGroup: given, filters: map[string]types.MetricFilter{}, tags: tags}
	st.groups[name] = g
	return g, nil
}

func (m *logs) createLogGroup(_ context.Context, c *model.Call, in *cloudwatchlogs.CreateLogGroupInput) (*cloudwatchlogs.CreateLogGroupOutput, error) {
	_, err := m.add(m.state.Write(c), c.Account, c.Region, types.LogGroup{
		LogGroupName: in.LogGroupName, KmsKeyId: in.KmsKeyId, LogGroupClass: in.LogGroupClass, DeletionProtectionEnabled: in.DeletionProtectionEnabled,
	}, in.Tags)
	return nil, err
}

func (m *logs) deleteLogGroup(_ context.Context, c *model.Call, in *cloudwatchlogs.DeleteLogGroupInput) (*cloudwatchlogs.DeleteLogGroupOutput, error) {
	st := m.state.Write(c)
	g := st.groups[aws.ToString(in.LogGroupName)]
	switch {
	case g == nil:
		return nil, noGroup()
	case aws.ToBool(g.DeletionProtectionEnabled):
		return nil, model.Errorf("ValidationException", "The log group is protected against deletion.")
	}
	delete(st.groups, *in.LogGroupName)
	return nil, nil
}

func (m *logs) describeLogGroups(_ context.Context, c *model.Call, in *cloudwatchlogs.DescribeLogGroupsInput) (*cloudwatchlogs.DescribeLogGroupsOutput, error) {
	prefix, pattern := aws.ToString(in.LogGroupNamePrefix), aws.ToString(in.LogGroupNamePattern)
	switch {
	case len(in.AccountIdentifiers) > 0 || aws.ToBool(in.IncludeLinkedAccounts):
		return nil, model.NotModeled(c, "the list of log groups of other accounts")
	case prefix != "" && pattern != "", len(in.LogGroupIdentifiers) > 0 && (prefix != "" || pattern != ""):
		return nil, invalid("Give one of logGroupNamePrefix, logGroupNamePattern and logGroupIdentifiers.")
	case len(in.LogGroupIdentifiers) > 50:
		return nil, invalid("A call names at most 50 log groups.")
	case in.LogGroupClass != "" && !slices.Contains(in.LogGroupClass.Values(), in.LogGroupClass):
		return nil, invalid("There is no such class of log groups.")
	}
	all := []types.LogGroup{}
	for _, g := range m.state.Read(c).sorted() {
		wanted := strings.HasPrefix(*g.LogGroupName, prefix) && strings.Contains(strings.ToLower(*g.LogGroupName), strings.ToLower(pattern)) &&
			(in.LogGroupClass == "" || g.LogGroupClass == in.LogGroupClass)
		if ids := in.LogGroupIdentifiers; len(ids) > 0 && !slices.Contains(ids, *g.LogGroupName) && !slices.Contains(ids, *g.LogGroupArn) {
			wanted = false
		}
		if wanted {
			shown := g.LogGroup
			shown.MetricFilterCount = aws.Int32(int32(len(g.filters)))
			all = append(all, shown)
		}
	}
	groups, next, err := page(c, all, func(g types.LogGroup) string { return *g.LogGroupName }, in.NextToken, in.Limit)
	return &cloudwatchlogs.DescribeLogGroupsOutput{LogGroups: groups, NextToken: next}, err
}

// AddLogGroup adds a log group and returns its ARN as trails want it, with ":*"
// at its end. Functions may change the group, for example its retention.
func (s *Service) AddLogGroup(name string, options ...func(*types.LogGroup)) (arn string) {
	given := types.LogGroup{LogGroupName: aws.String(name)}
	for _, fn := range options {
		fn(&given)
	}
	s.build("AddLogGroup", name, func(a *model.Account) error {
		g, err := s.model.add(s.model.state.At(a, s.region), a, s.region, given, nil)
		if err == nil {
			arn = *g.Arn
		}
		return err
	})
	return arn
}
