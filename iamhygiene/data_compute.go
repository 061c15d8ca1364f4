package iamhygiene

// Instances is the dataset of the Amazon EC2 instances.
var Instances = NewDataset[Regional[Instance]](DatasetInfo{
	Name: "instances", Title: "the EC2 instances",
	Operations: []string{"ec2:DescribeInstances"},
})

// Instance is an Amazon EC2 instance.
//
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Instance.html
type Instance struct {
	// ID is the instance's id: "i-1234567890abcdef0".
	ID     string `json:"id"`
	Region string `json:"region"`
	// Account owns the instance.
	Account string `json:"account,omitempty"`
	// State is "pending", "running", "shutting-down", "terminated", "stopping"
	// or "stopped".
	State string `json:"state"`
	// Profile is the ARN of the instance profile; empty where there is none.
	Profile string `json:"profile,omitempty"`
	// ProfileID is the id of the instance profile that was attached, which
	// tells a profile from a later one of the same name.
	ProfileID string `json:"profile_id,omitempty"`
	// TokensRequired says that the instance metadata service asks for session
	// tokens (IMDSv2).
	TokensRequired bool              `json:"tokens_required,omitempty"`
	Tags           map[string]string `json:"tags,omitempty"`
}

// InstanceProfiles is the dataset of the instance profiles in IAM.
var InstanceProfiles = NewDataset[[]InstanceProfile](DatasetInfo{
	Name: "instance-profiles", Title: "the instance profiles",
	Operations: []string{"iam:ListInstanceProfiles"},
})

// InstanceProfile is an instance profile, which hands a role to instances.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_InstanceProfile.html
type InstanceProfile struct {
	ARN  string `json:"arn"`
	Name string `json:"name"`
	// ID is the stable id: "AIPACKCEVSQ6C2EXAMPLE".
	ID string `json:"id,omitempty"`
	// Roles are the ARNs of the roles in it: one, or none.
	Roles []string `json:"roles,omitempty"`
}

// Functions is the dataset of the AWS Lambda functions.
var Functions = NewDataset[Regional[Function]](DatasetInfo{
	Name: "functions", Title: "the Lambda functions",
	Operations: []string{"lambda:ListFunctions"},
})

// Function is an AWS Lambda function. It never holds the values of environment
// variables.
//
// https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html
type Function struct {
	ARN    string `json:"arn"`
	Name   string `json:"name"`
	Region string `json:"region"`
	// Role is the ARN of the execution role.
	Role    string `json:"role"`
	Runtime string `json:"runtime,omitempty"`
	// Variables are the names of the environment variables.
	Variables []string `json:"variables,omitempty"`
	// KeyVariables are the names of those whose value looks like a long-term
	// access key id, or holds one.
	KeyVariables []string `json:"key_variables,omitempty"`
	// VariablesError is AWS's error code where the variables could not be
	// decrypted; the two lists are then empty.
	VariablesError string `json:"variables_error,omitempty"`
}
