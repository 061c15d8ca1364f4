package cloudtrailfake

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// A trail of an account. The texts are empty for what it does not have.
type trail struct {
	name, arn, home, owner     string
	bucket, prefix             string
	topicName, topicARN        string
	logGroup, logRole, key     string
	multi, org, global, digest bool

	selectors []types.EventSelector
	advanced  []types.AdvancedEventSelector
	custom    bool // the selectors were put
	insights  []types.InsightSelector
	tags      tags

	logging              bool
	started, stopped     time.Time
	delivered            time.Time // zero for: as it should be
	failure, logsFailure string
}

func (t *trail) copy() *trail {
	c := *t
	c.selectors, c.advanced, c.insights = slices.Clone(t.selectors), slices.Clone(t.advanced), slices.Clone(t.insights)
	c.tags = maps.Clone(t.tags)
	return &c
}

// full is the trail as DescribeTrails and GetTrail give it.
func (t *trail) full() types.Trail {
	return types.Trail{
		Name: &t.name, TrailARN: &t.arn, HomeRegion: &t.home, S3BucketName: &t.bucket, S3KeyPrefix: text(t.prefix),
		//lint:ignore SA1019 AWS still returns it.
		SnsTopicName:              text(t.topicName),
		SnsTopicARN:               text(t.topicARN),
		CloudWatchLogsLogGroupArn: text(t.logGroup), CloudWatchLogsRoleArn: text(t.logRole), KmsKeyId: text(t.key),
		IsMultiRegionTrail: &t.multi, IsOrganizationTrail: &t.org, IncludeGlobalServiceEvents: &t.global,
		LogFileValidationEnabled: &t.digest, HasCustomEventSelectors: &t.custom, HasInsightSelectors: aws.Bool(len(t.insights) > 0),
	}
}

// text is a member that is absent if it is empty.
func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// shows reports whether the trail is seen in a Region: at home, and elsewhere as
// the shadow of a multi-Region trail.
func (t *trail) shows(region string) bool { return t.home == region || t.multi }

// shadow reports whether what the caller sees is a shadow trail.
func (t *trail) shadow(c *model.Call) bool { return t.home != c.Region || t.owner != c.Account.ID }

// all returns the trails that concern the caller's account in all Regions, its
// own first, then the organization's.
func (m *cloudTrail) all(c *model.Call) []*trail {
	trails := slices.Clone(m.state.Read(c).trails)
	org := c.Cloud.Organization
	if org == nil || !c.Account.Member || org.ManagementID == c.Account.ID {
		return trails
	}
	if management := c.Cloud.Lookup(org.ManagementID); management != nil {
		for _, t := range m.state.At(management).trails {
			if t.org {
				trails = append(trails, t)
			}
		}
	}
	return trails
}

// named finds the trail that a call means: by name in the Region and account of
// the call, by ARN anywhere.
func (m *cloudTrail) named(c *model.Call, name *string) (*trail, error) {
	byARN, err := checkName(aws.ToString(name))
	if err != nil {
		return nil, err
	}
	for _, t := range m.all(c) {
		if byARN && t.arn == *name || !byARN && t.name == *name && !t.shadow(c) {
			return t, nil
		}
	}
	return nil, unknown(c, *name)
}

func unknown(c *model.Call, name string) error {
	return model.Errorf("TrailNotFoundException", "Unknown trail: %s for the user: %s", name, c.Account.ID)
}

// change finds a trail for a call that changes it. The store is the present one.
func (m *cloudTrail) change(c *model.Call, name *string) (*store, *trail, error) {
	st := m.state.Write(c)
	byARN, err := checkName(aws.ToString(name))
	if err != nil {
		return nil, nil, err
	}
	for _, t := range st.trails {
		switch {
		case byARN && t.arn == *name && t.home != c.Region:
			return nil, nil, model.Errorf("InvalidHomeRegionException", "The trail %s is changed in its home Region, %s, and not in %s.", *name, t.home, c.Region)
		case byARN && t.arn == *name, !byARN && t.name == *name && t.home == c.Region:
			return st, t, nil
		}
	}
	for _, t := range m.all(c) {
		switch {
		case t.owner != c.Account.ID && byARN && t.arn == *name:
			return nil, nil, model.Errorf("NotOrganizationMasterAccountException", "The trail %s belongs to the organization; its management account can change it.", *name)
		case t.owner == c.Account.ID && t.name == *name && t.shows(c.Region):
			return nil, nil, model.Errorf("InvalidHomeRegionException", "The trail %s is changed in its home Region, %s, and not in %s.", *name, t.home, c.Region)
		}
	}
	return nil, nil, unknown(c, *name)
}

var (
	trailARN  = regexp.MustCompile(`^arn:[a-z-]+:cloudtrail:[a-z0-9-]+:[0-9]{12}:trail/(.+)$`)
	trailName = regexp.MustCompile(`^[A-Za-z0-9]([._-]?[A-Za-z0-9])*$`)
	ipAddress = regexp.MustCompile(`^[0-9]+(\.[0-9]+){3}$`)
)

// checkName refuses what is neither a name nor an ARN, and tells which it is
// (API_CreateTrail).
func checkName(name string) (byARN bool, err error) {
	if strings.HasPrefix(name, "arn:") {
		parts := trailARN.FindStringSubmatch(name)
		if parts == nil {
			return false, model.Errorf("CloudTrailARNInvalidException", "The ARN %s is not that of a trail.", name)
		}
		byARN, name = true, parts[1]
	}
	if len(name) < 3 || len(name) > 128 || !trailName.MatchString(name) || ipAddress.MatchString(name) {
		return false, model.Errorf("InvalidTrailNameException", "The name of a trail has 3 to 128 letters, digits and single periods, underscores or dashes between them, and is not an IP address.")
	}
	return byARN, nil
}
