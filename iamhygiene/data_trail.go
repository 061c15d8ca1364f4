package iamhygiene

// Trails is the dataset of the AWS CloudTrail trails that record the account,
// those of the organization included. A trail whose status or selectors could
// not be read has an error with its ARN as the scope.
var Trails = NewDataset[[]Trail](DatasetInfo{
	Name: "cloudtrail", Title: "the CloudTrail trails",
	Operations: []string{"cloudtrail:DescribeTrails", "cloudtrail:GetTrailStatus", "cloudtrail:GetEventSelectors"},
})

// Trail is an AWS CloudTrail trail.
//
// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Trail.html
type Trail struct {
	ARN        string `json:"arn"`
	Name       string `json:"name"`
	HomeRegion string `json:"home_region"`
	// MultiRegion says that the trail records every enabled Region.
	MultiRegion bool `json:"multi_region,omitempty"`
	// Organization says that it records all accounts of the organization.
	Organization bool `json:"organization,omitempty"`
	// GlobalEvents says that it records services such as IAM.
	GlobalEvents bool   `json:"global_events,omitempty"`
	Bucket       string `json:"bucket,omitempty"`
	// LogGroup is the ARN of the Amazon CloudWatch Logs log group that it
	// writes to; empty where there is none.
	LogGroup string `json:"log_group,omitempty"`
	// Logging says whether the trail records; nil where it could not be read.
	Logging *bool `json:"logging,omitempty"`
	// Selectors say which events it records; nil where they could not be read.
	Selectors *EventSelectors `json:"selectors,omitempty"`
}

// EventSelectors are the event selectors of a trail, of one of two kinds.
//
// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetEventSelectors.html
type EventSelectors struct {
	Basic    []EventSelector         `json:"basic,omitempty"`
	Advanced []AdvancedEventSelector `json:"advanced,omitempty"`
}

// EventSelector is a basic event selector.
type EventSelector struct {
	// ReadWrite is "All", "ReadOnly" or "WriteOnly".
	ReadWrite  string `json:"read_write"`
	Management bool   `json:"management"`
	// Excluded are the event sources of which no management events are
	// recorded: "kms.amazonaws.com".
	Excluded []string `json:"excluded,omitempty"`
}

// AdvancedEventSelector is an advanced event selector: it records the events
// that all its fields match.
type AdvancedEventSelector struct {
	Name   string          `json:"name,omitempty"`
	Fields []FieldSelector `json:"fields"`
}

// FieldSelector is one condition of an advanced event selector. An event
// matches if its field has one of the values of each operator that is there.
//
// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html
type FieldSelector struct {
	// Field is "eventCategory", "readOnly", "eventSource", ...
	Field         string   `json:"field"`
	Equals        []string `json:"equals,omitempty"`
	NotEquals     []string `json:"not_equals,omitempty"`
	StartsWith    []string `json:"starts_with,omitempty"`
	NotStartsWith []string `json:"not_starts_with,omitempty"`
	EndsWith      []string `json:"ends_with,omitempty"`
	NotEndsWith   []string `json:"not_ends_with,omitempty"`
}
