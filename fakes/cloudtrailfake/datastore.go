package cloudtrailfake

import (
	"context"
	"maps"
	"regexp"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// A dataStore is an event data store of CloudTrail Lake.
type dataStore struct {
	name, arn, region, key string
	multi, org, protected  bool
	retention              int32
	status                 types.EventDataStoreStatus
	selectors              []types.AdvancedEventSelector
	created                time.Time
	tags                   tags
}

func (d *dataStore) copy() *dataStore {
	c := *d
	c.tags = maps.Clone(d.tags)
	return &c
}

var dataStoreARN = regexp.MustCompile(`^arn:[a-z-]+:cloudtrail:[a-z0-9-]+:[0-9]{12}:eventdatastore/[A-Za-z0-9._/-]+$`)

// dataStore finds an event data store of the Region by ARN or by the id at the
// end of it.
func (st *store) dataStore(region, name string) *dataStore {
	for _, d := range st.stores {
		if d.region == region && (d.arn == name || d.arn[strings.LastIndexByte(d.arn, '/')+1:] == name) {
			return d
		}
	}
	return nil
}

func (m *cloudTrail) dataStoreOf(c *model.Call, name string) (*dataStore, error) {
	if d := m.state.Read(c).dataStore(c.Region, name); d != nil {
		return d, nil
	}
	if strings.HasPrefix(name, "arn:") && !dataStoreARN.MatchString(name) {
		return nil, model.Errorf("EventDataStoreARNInvalidException", "The ARN %s is not that of an event data store.", name)
	}
	return nil, model.Errorf("EventDataStoreNotFoundException", "The event data store %s was not found.", name)
}

func (m *cloudTrail) listEventDataStores(_ context.Context, c *model.Call, in *cloudtrail.ListEventDataStoresInput) (*cloudtrail.ListEventDataStoresOutput, error) {
	if in.MaxResults != nil && (*in.MaxResults < 1 || *in.MaxResults > 1000) {
		return nil, model.Errorf("InvalidMaxResultsException", "The value of MaxResults is between 1 and 1000.")
	}
	all := []types.EventDataStore{}
	for _, d := range m.state.Read(c).stores {
		if d.region == c.Region {
			all = append(all, types.EventDataStore{EventDataStoreArn: &d.arn, Name: &d.name}) // the other members are deprecated and empty
		}
	}
	stores, next, err := page(c, all, func(d types.EventDataStore) string { return *d.EventDataStoreArn }, in.NextToken, in.MaxResults, standardPage)
	return &cloudtrail.ListEventDataStoresOutput{EventDataStores: stores, NextToken: next}, err
}

func (m *cloudTrail) getEventDataStore(_ context.Context, c *model.Call, in *cloudtrail.GetEventDataStoreInput) (*cloudtrail.GetEventDataStoreOutput, error) {
	d, err := m.dataStoreOf(c, aws.ToString(in.EventDataStore))
	if err != nil {
		return nil, err
	}
	return &cloudtrail.GetEventDataStoreOutput{
		EventDataStoreArn: &d.arn, Name: &d.name, KmsKeyId: text(d.key), MultiRegionEnabled: &d.multi, OrganizationEnabled: &d.org,
		TerminationProtectionEnabled: &d.protected, RetentionPeriod: &d.retention, Status: d.status, AdvancedEventSelectors: d.selectors,
		CreatedTimestamp: &d.created, UpdatedTimestamp: &d.created, BillingMode: types.BillingModeExtendableRetentionPricing,
	}, nil
}
