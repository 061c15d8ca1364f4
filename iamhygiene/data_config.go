package iamhygiene

// ConfigRules is the dataset of the rules of AWS Config.
var ConfigRules = NewDataset[Regional[ConfigRule]](DatasetInfo{
	Name: "config-rules", Title: "the AWS Config rules",
	Operations: []string{"config:DescribeConfigRules"},
})

// ConfigRule is a rule of AWS Config.
//
// https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigRule.html
type ConfigRule struct {
	ARN    string `json:"arn"`
	Name   string `json:"name"`
	Region string `json:"region"`
	// Owner is "AWS" for a managed rule, "CUSTOM_LAMBDA" or "CUSTOM_POLICY".
	Owner string `json:"owner"`
	// Source is the identifier of a managed rule: "ACCESS_KEYS_ROTATED".
	Source string `json:"source"`
	// State is "ACTIVE", "DELETING", "DELETING_RESULTS" or "EVALUATING".
	State string `json:"state"`
	// Parameters are the input parameters as a JSON object, such as
	// {"maxAccessKeyAge":"90"}; empty where there are none.
	Parameters string `json:"parameters,omitempty"`
}

// ConfigRecorders is the dataset of the configuration recorders of AWS Config.
// A recorder whose status could not be read has an error with its Region as the
// scope.
var ConfigRecorders = NewDataset[Regional[ConfigRecorder]](DatasetInfo{
	Name: "config-recorders", Title: "the AWS Config recorders",
	Operations: []string{"config:DescribeConfigurationRecorders", "config:DescribeConfigurationRecorderStatus"},
})

// ConfigRecorder is the customer managed configuration recorder of a Region.
//
// https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationRecorder.html
type ConfigRecorder struct {
	Name   string `json:"name"`
	Region string `json:"region"`
	// Strategy is "ALL_SUPPORTED_RESOURCE_TYPES", "INCLUSION_BY_RESOURCE_TYPES"
	// or "EXCLUSION_BY_RESOURCE_TYPES"; empty in older recorders, where
	// AllSupported and Types decide.
	Strategy     string `json:"strategy,omitempty"`
	AllSupported bool   `json:"all_supported,omitempty"`
	// GlobalTypes says that global resource types such as IAM's are included.
	GlobalTypes bool `json:"global_types,omitempty"`
	// Types are the resource types that are recorded, Excluded those that are
	// not: "AWS::IAM::User".
	Types    []string `json:"types,omitempty"`
	Excluded []string `json:"excluded,omitempty"`
	// Recording says whether it records, and LastStatus how the last delivery
	// ended: "Success", "Failure", "Pending"; nil and empty where the status
	// could not be read.
	Recording  *bool  `json:"recording,omitempty"`
	LastStatus string `json:"last_status,omitempty"`
}
