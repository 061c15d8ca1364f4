package cloudtrailfake

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// maxTrails is how many trails a Region shows of an account (quotas of
// CloudTrail: "Trails per Region").
const maxTrails = 5

func (m *cloudTrail) createTrail(_ context.Context, c *model.Call, in *cloudtrail.CreateTrailInput) (*cloudtrail.CreateTrailOutput, error) {
	if aws.ToBool(in.IsOrganizationTrail) {
		if err := m.mayManage(c); err != nil {
			return nil, err
		}
	}
	st := m.state.Write(c)
	t := &trail{name: aws.ToString(in.Name), global: true}
	change := cloudtrail.UpdateTrailInput{
		CloudWatchLogsLogGroupArn: in.CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn: in.CloudWatchLogsRoleArn, EnableLogFileValidation: in.EnableLogFileValidation,
		IncludeGlobalServiceEvents: in.IncludeGlobalServiceEvents, IsMultiRegionTrail: in.IsMultiRegionTrail, IsOrganizationTrail: in.IsOrganizationTrail,
		KmsKeyId: in.KmsKeyId, S3BucketName: in.S3BucketName, S3KeyPrefix: in.S3KeyPrefix, SnsTopicName: in.SnsTopicName,
	}
	if err := t.update(c.Account, c.Region, &change); err != nil {
		return nil, err
	}
	var err error
	if t.tags, err = t.tags.with(in.TagsList); err != nil {
		return nil, err
	}
	if err := st.add(c.Account, c.Region, t); err != nil {
		return nil, err
	}
	f := t.full()
	return &cloudtrail.CreateTrailOutput{
		Name: f.Name, TrailARN: f.TrailARN, S3BucketName: f.S3BucketName, S3KeyPrefix: f.S3KeyPrefix, SnsTopicARN: f.SnsTopicARN,
		//lint:ignore SA1019 AWS still returns it.
		SnsTopicName:              f.SnsTopicName,
		CloudWatchLogsLogGroupArn: f.CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn: f.CloudWatchLogsRoleArn, KmsKeyId: f.KmsKeyId,
		IncludeGlobalServiceEvents: f.IncludeGlobalServiceEvents, IsMultiRegionTrail: f.IsMultiRegionTrail, IsOrganizationTrail: f.IsOrganizationTrail,
		LogFileValidationEnabled: f.LogFileValidationEnabled,
	}, nil
}

// mayManage refuses who cannot make organization trails.
func (m *cloudTrail) mayManage(c *model.Call) error {
	switch org := c.Cloud.Organization; {
	case org == nil || !c.Account.Member:
		return model.Errorf("OrganizationsNotInUseException", "The account is not a member of an organization.")
	case org.ManagementID != c.Account.ID:
		return model.Errorf("NotOrganizationMasterAccountException", "Only the management account of an organization can make an organization trail.")
	case !m.org.Trusts(principal):
		return model.Errorf("CloudTrailAccessNotEnabledException", "The organization does not trust %s; enable the service access of CloudTrail.", principal)
	}
	return nil
}

// add puts a new trail into the store. It does not log yet, and its selectors are
// those for all management events.
func (st *store) add(owner *model.Account, region string, t *trail) error {
	if byARN, err := checkName(t.name); err != nil {
		return err
	} else if byARN {
		return model.Errorf("InvalidTrailNameException", "A trail is made by name, not by ARN.")
	}
	shown := 0
	for _, other := range st.trails {
		if other.name == t.name && (other.shows(region) || t.multi) {
			return model.Errorf("TrailAlreadyExistsException", "Trail %s already exists for customer: %s", t.name, owner.ID)
		}
		if other.shows(region) {
			shown++
		}
	}
	if shown >= maxTrails {
		return model.Errorf("MaximumNumberOfTrailsExceededException", "User: %s already has %d trails in %s.", owner.ID, maxTrails, region)
	}
	t.owner, t.home = owner.ID, region
	t.arn = owner.RegionalARN("cloudtrail", region, "trail/"+t.name)
	t.selectors = []types.EventSelector{{
		ReadWriteType: types.ReadWriteTypeAll, IncludeManagementEvents: aws.Bool(true),
		DataResources: []types.DataResource{}, ExcludeManagementEventSources: []string{},
	}}
	st.trails = append(st.trails, t)
	return nil
}

func (m *cloudTrail) updateTrail(_ context.Context, c *model.Call, in *cloudtrail.UpdateTrailInput) (*cloudtrail.UpdateTrailOutput, error) {
	_, t, err := m.change(c, in.Name)
	if err != nil {
		return nil, err
	}
	if aws.ToBool(in.IsOrganizationTrail) && !t.org {
		if err := m.mayManage(c); err != nil {
			return nil, err
		}
	}
	changed := t.copy()
	if err := changed.update(c.Account, c.Region, in); err != nil {
		return nil, err
	}
	*t = *changed
	f := t.full()
	return &cloudtrail.UpdateTrailOutput{
		Name: f.Name, TrailARN: f.TrailARN, S3BucketName: f.S3BucketName, S3KeyPrefix: f.S3KeyPrefix, SnsTopicARN: f.SnsTopicARN,
		//lint:ignore SA1019 AWS still returns it.
		SnsTopicName:              f.SnsTopicName,
		CloudWatchLogsLogGroupArn: f.CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn: f.CloudWatchLogsRoleArn, KmsKeyId: f.KmsKeyId,
		IncludeGlobalServiceEvents: f.IncludeGlobalServiceEvents, IsMultiRegionTrail: f.IsMultiRegionTrail, IsOrganizationTrail: f.IsOrganizationTrail,
		LogFileValidationEnabled: f.LogFileValidationEnabled,
	}, nil
}

var (
	bucketName = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)
	logGroup   = regexp.MustCompile(`^arn:[a-z-]+:logs:[a-z0-9-]+:[0-9]{12}:log-group:[A-Za-z0-9._/#-]+:\*$`)
	roleARN    = regexp.MustCompile(`^arn:[a-z-]+:iam::[0-9]{12}:role/.+$`)
	topicARN   = regexp.MustCompile(`^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+(\.fifo)?$`)
	topicName  = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)
)

// update changes what the input names. An empty text removes what can be
// removed, as the CLI does with "".
func (t *trail) update(owner *model.Account, region string, in *cloudtrail.UpdateTrailInput) error {
	set(&t.bucket, in.S3BucketName)
	set(&t.prefix, in.S3KeyPrefix)
	set(&t.logGroup, in.CloudWatchLogsLogGroupArn)
	set(&t.logRole, in.CloudWatchLogsRoleArn)
	set(&t.digest, in.EnableLogFileValidation)
	set(&t.global, in.IncludeGlobalServiceEvents)
	set(&t.multi, in.IsMultiRegionTrail)
	set(&t.org, in.IsOrganizationTrail)
	switch {
	case !bucketName.MatchString(t.bucket):
		return model.Errorf("InvalidS3BucketNameException", "%q is no name of a bucket.", t.bucket)
	case len(t.prefix) > 200:
		return model.Errorf("InvalidS3PrefixException", "A prefix has at most 200 characters.")
	case t.multi && !t.global:
		return model.Errorf("InvalidParameterCombinationException", "A multi-Region trail must include global service events.")
	case t.logGroup != "" && !logGroup.MatchString(t.logGroup), t.logGroup == "" && t.logRole != "":
		return model.Errorf("InvalidCloudWatchLogsLogGroupArnException", "%q is no ARN of a log group; it ends in \":*\".", t.logGroup)
	case t.logRole != "" && !roleARN.MatchString(t.logRole), t.logRole == "" && t.logGroup != "":
		return model.Errorf("InvalidCloudWatchLogsRoleArnException", "%q is no ARN of a role that can write to the log group.", t.logRole)
	}
	if in.KmsKeyId != nil {
		t.key = keyARN(owner, region, *in.KmsKeyId)
	}
	if in.SnsTopicName == nil {
		return nil
	}
	switch name := *in.SnsTopicName; {
	case name == "":
		t.topicName, t.topicARN = "", ""
	case topicARN.MatchString(name):
		t.topicName, t.topicARN = name, name
	case topicName.MatchString(name):
		t.topicName, t.topicARN = name, owner.RegionalARN("sns", region, name)
	default:
		return model.Errorf("InvalidSnsTopicNameException", "%q is neither the name nor the ARN of a topic.", name)
	}
	return nil
}

// keyARN completes the id or the alias of a key.
func keyARN(owner *model.Account, region, key string) string {
	switch {
	case key == "" || strings.HasPrefix(key, "arn:"):
		return key
	case strings.HasPrefix(key, "alias/"):
		return owner.RegionalARN("kms", region, key)
	}
	return owner.RegionalARN("kms", region, "key/"+key)
}

func set[T any](field *T, value *T) {
	if value != nil {
		*field = *value
	}
}

func (m *cloudTrail) deleteTrail(_ context.Context, c *model.Call, in *cloudtrail.DeleteTrailInput) (*cloudtrail.DeleteTrailOutput, error) {
	st, t, err := m.change(c, in.Name)
	if err == nil {
		st.trails = slices.DeleteFunc(st.trails, func(other *trail) bool { return other == t })
	}
	return nil, err
}

func (m *cloudTrail) startLogging(_ context.Context, c *model.Call, in *cloudtrail.StartLoggingInput) (*cloudtrail.StartLoggingOutput, error) {
	_, t, err := m.change(c, in.Name)
	if err == nil && !t.logging {
		t.logging, t.started = true, c.Now()
	}
	return nil, err
}

func (m *cloudTrail) stopLogging(_ context.Context, c *model.Call, in *cloudtrail.StopLoggingInput) (*cloudtrail.StopLoggingOutput, error) {
	_, t, err := m.change(c, in.Name)
	if err == nil && t.logging {
		t.logging, t.stopped = false, c.Now()
	}
	return nil, err
}
