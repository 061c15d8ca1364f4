package cloudtrailfake

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// A Trail is a trail to add. Only the name is required.
type Trail struct {
	// Name is the name; S3Bucket the bucket, by default
	// "cloudtrail-logs-" and the account id; S3Prefix the prefix in it.
	Name, S3Bucket, S3Prefix string
	// MultiRegion and Organization make it a trail of all Regions, and of all
	// accounts of the organization, whose management account has it.
	MultiRegion, Organization bool
	// LogFileValidation makes digest files.
	LogFileValidation bool
	// NoGlobalEvents leaves out the events of global services such as IAM.
	NoGlobalEvents bool
	// LogGroupARN is the log group, with ":*" at its end. LogRoleARN is the role
	// that writes to it, by default one named CloudTrailToCloudWatchLogs.
	LogGroupARN, LogRoleARN string
	// KMSKey is the id, alias or ARN of the key, Topic the name or ARN of the SNS
	// topic that hears of new files.
	KMSKey, Topic string
	// Selectors or Advanced, not both, are what is logged; without either all
	// management events are. Insights are the types of Insights.
	Selectors []types.EventSelector
	Advanced  []types.AdvancedEventSelector
	Insights  []types.InsightSelector
	Tags      map[string]string
	// Created is when logging began, by default 30 days ago.
	Created time.Time
	// Stopped trails do not log; they did so until an hour ago.
	Stopped bool
	// Delivered is when files were delivered last, by default just now.
	// DeliveryError and LogsDeliveryError are why nothing reaches the bucket or
	// the log group, such as "AccessDenied".
	Delivered                        time.Time
	DeliveryError, LogsDeliveryError string
}

// AddTrail adds a trail whose home is the Region, and returns its ARN. It logs,
// unlike one that CreateTrail makes. An organization trail needs the management
// account.
func (s *Service) AddTrail(t Trail) (arn string) {
	s.build("AddTrail", t.Name, func(a *model.Account) error {
		if org := s.model.cloud.Organization; t.Organization && (org == nil || org.ManagementID != a.ID) {
			return errors.New("an organization trail belongs to the management account; add it there")
		}
		added, err := s.model.add(a, s.region, t)
		if err == nil {
			arn = added.arn
		}
		return err
	})
	return arn
}

// add makes the trail as calls would make it.
func (m *cloudTrail) add(a *model.Account, region string, given Trail) (*trail, error) {
	if given.S3Bucket == "" {
		given.S3Bucket = "cloudtrail-logs-" + a.ID
	}
	if given.LogGroupARN != "" && given.LogRoleARN == "" {
		given.LogRoleARN = a.ARN("iam", "role/CloudTrailToCloudWatchLogs")
	}
	if given.Created.IsZero() {
		given.Created = m.cloud.Now().AddDate(0, 0, -30)
	}
	t := &trail{
		name: given.Name, insights: slices.Clone(given.Insights), logging: !given.Stopped, started: given.Created.UTC(),
		delivered: given.Delivered.UTC(), failure: given.DeliveryError, logsFailure: given.LogsDeliveryError,
	}
	if given.Stopped {
		t.stopped = m.cloud.Now().Add(-time.Hour)
	}
	var err error
	if t.tags, err = t.tags.with(list(given.Tags)); err != nil {
		return nil, err
	}
	if err := t.update(a, region, &cloudtrail.UpdateTrailInput{
		S3BucketName: &given.S3Bucket, S3KeyPrefix: &given.S3Prefix, IsMultiRegionTrail: &given.MultiRegion, IsOrganizationTrail: &given.Organization,
		EnableLogFileValidation: &given.LogFileValidation, IncludeGlobalServiceEvents: aws.Bool(!given.NoGlobalEvents),
		CloudWatchLogsLogGroupArn: &given.LogGroupARN, CloudWatchLogsRoleArn: &given.LogRoleARN, KmsKeyId: &given.KMSKey, SnsTopicName: &given.Topic,
	}); err != nil {
		return nil, err
	}
	st := m.state.At(a)
	if err := st.add(a, region, t); err != nil {
		return nil, err
	}
	if given.Selectors == nil && given.Advanced == nil {
		return t, nil
	}
	return t, t.choose(given.Selectors, given.Advanced)
}

func list(given map[string]string) []types.Tag { return tags(given).list() }

// An EventDataStore is an event data store to add. Only the name is required.
type EventDataStore struct {
	Name, KMSKey string
	// SingleRegion stores have the events of their Region alone; Organization
	// ones those of all accounts.
	SingleRegion, Organization bool
	// Unprotected stores can be deleted.
	Unprotected bool
	// Retention is in days, by default 366.
	Retention int32
	// Status is by default ENABLED.
	Status types.EventDataStoreStatus
	// Selectors are what is stored, by default all management events.
	Selectors []types.AdvancedEventSelector
	Tags      map[string]string
}

// AddEventDataStore adds an event data store in the Region, and returns its ARN.
func (s *Service) AddEventDataStore(d EventDataStore) (arn string) {
	s.build("AddEventDataStore", d.Name, func(a *model.Account) error {
		m, st := s.model, s.model.state.At(a)
		if d.Name == "" {
			return errors.New("the event data store has no name; give one")
		}
		if d.Retention == 0 {
			d.Retention = 366
		}
		if d.Status == "" {
			d.Status = types.EventDataStoreStatusEnabled
		}
		if d.Selectors == nil {
			d.Selectors = []types.AdvancedEventSelector{{
				Name:           aws.String("Default management events"),
				FieldSelectors: []types.AdvancedFieldSelector{{Field: aws.String("eventCategory"), Equals: []string{"Management"}}},
			}}
		}
		added := &dataStore{
			name: d.Name, region: s.region, key: keyARN(a, s.region, d.KMSKey), multi: !d.SingleRegion, org: d.Organization, protected: !d.Unprotected,
			retention: d.Retention, status: d.Status, selectors: slices.Clone(d.Selectors), created: m.cloud.Now(),
			arn: a.RegionalARN("cloudtrail", s.region, "eventdatastore/"+m.cloud.IDs.UUID()),
		}
		for _, other := range st.stores {
			if other.region == s.region && other.name == d.Name {
				return errors.New("the event data store exists; choose another name")
			}
		}
		var err error
		if added.tags, err = added.tags.with(list(d.Tags)); err != nil {
			return err
		}
		st.stores, arn = append(st.stores, added), added.arn
		return nil
	})
	return arn
}

// AddEvent adds an event to the event history of the Region and returns its id.
// The name is required; the id is made up if there is none, the time is by
// default now. Events of IAM and of sign-ins belong to us-east-1.
func (s *Service) AddEvent(e types.Event) (id string) {
	s.build("AddEvent", aws.ToString(e.EventName), func(a *model.Account) error {
		if aws.ToString(e.EventName) == "" {
			return errors.New("the event has no EventName; give one")
		}
		if e.EventTime == nil {
			e.EventTime = aws.Time(s.model.cloud.Now())
		}
		if e.EventId == nil {
			e.EventId = aws.String(s.model.cloud.IDs.UUID())
		}
		st := s.model.state.At(a)
		if st.events == nil {
			st.events = map[string][]types.Event{}
		}
		e.Resources, id = slices.Clone(e.Resources), *e.EventId
		st.events[s.region] = append(slices.Clip(st.events[s.region]), e)
		return nil
	})
	return id
}

func (s *Service) build(builder, name string, fn func(*model.Account) error) {
	fakes.Build(s.account, func(_ *model.Cloud, a *model.Account) error {
		if err := fn(a); err != nil {
			return fmt.Errorf("cloudtrailfake: %s: %q: %w", builder, name, err)
		}
		return nil
	})
}
