package iamhygiene

import "time"

// AccessKeyDetails is the dataset of the access keys of IAM users, by the ARN
// of the user: what the credential report does not tell, which is the id and
// when the key was created. A user who is not in the map was not asked about,
// and the credential report decides; an empty list says that the user has none.
// Errors of one user have the user's ARN as their scope.
var AccessKeyDetails = NewDataset[map[string][]AccessKeyDetail](DatasetInfo{
	Name: "access-keys", Title: "the access keys of the users",
	Operations: []string{"iam:ListAccessKeys", "iam:GetAccessKeyLastUsed"},
})

// AccessKeyDetail is what iam:ListAccessKeys and iam:GetAccessKeyLastUsed say
// of an access key. It never holds the secret.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKeyMetadata.html
type AccessKeyDetail struct {
	// ID is the access key id: "AKIAIOSFODNN7EXAMPLE".
	ID string `json:"id"`
	// Active says whether the key can be used. A key that AWS expired cannot.
	Active  bool      `json:"active"`
	Created time.Time `json:"created"`
	// Use is the last use; nil where nobody asked.
	Use *AccessKeyUse `json:"use,omitempty"`
}

// AccessKeyUse is the last use of an access key.
type AccessKeyUse struct {
	// At is zero for a key that was never used, or not since 2015-04-22 when
	// AWS began to record it.
	At time.Time `json:"at,omitzero"`
	// Region and Service are those of the last use, such as "us-east-1" and
	// "s3"; "N/A" where AWS has none.
	Region  string `json:"region,omitempty"`
	Service string `json:"service,omitempty"`
}

// LoginProfiles is the dataset of the console passwords of IAM users, by the
// ARN of the user. The value nil says that the user has none; a user who is not
// in the map was not asked about.
var LoginProfiles = NewDataset[map[string]*LoginProfile](DatasetInfo{
	Name: "login-profiles", Title: "the login profiles of the users",
	Operations: []string{"iam:GetLoginProfile"},
})

// LoginProfile is the console password of an IAM user.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_LoginProfile.html
type LoginProfile struct {
	Created time.Time `json:"created"`
	// ResetRequired says that the user has to choose a new password at the
	// next sign-in.
	ResetRequired bool `json:"reset_required,omitempty"`
}

// SSHKeys is the dataset of the SSH public keys of IAM users, by the ARN of the
// user. A user who is not in the map was not asked about.
var SSHKeys = NewDataset[map[string][]SSHKey](DatasetInfo{
	Name: "ssh-keys", Title: "the SSH public keys of the users",
	Operations: []string{"iam:ListSSHPublicKeys"},
})

// SSHKey is an SSH public key for AWS CodeCommit.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_SSHPublicKeyMetadata.html
type SSHKey struct {
	// ID is the key's id: "APKAEIBAERJR2EXAMPLE".
	ID       string    `json:"id"`
	Active   bool      `json:"active"`
	Uploaded time.Time `json:"uploaded"`
}

// ServiceCredentials is the dataset of the service-specific credentials of all
// IAM users.
var ServiceCredentials = NewDataset[[]ServiceCredential](DatasetInfo{
	Name: "service-credentials", Title: "the service-specific credentials",
	Operations: []string{"iam:ListServiceSpecificCredentials"},
})

// ServiceCredential is a credential of an IAM user for one service: a user name
// and password for AWS CodeCommit or Amazon Keyspaces, or an API key for Amazon
// Bedrock or Amazon CloudWatch Logs.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ServiceSpecificCredentialMetadata.html
type ServiceCredential struct {
	// ID is the credential's id: "ACCAEXAMPLE123EXAMPLE".
	ID string `json:"id"`
	// User is the name of the IAM user.
	User string `json:"user"`
	// Service is the service, such as "codecommit.amazonaws.com".
	Service string `json:"service"`
	// Status is "Active", "Inactive" or "Expired".
	Status  string    `json:"status"`
	Created time.Time `json:"created"`
	// Expires is when it ends; zero for one that never does.
	Expires time.Time `json:"expires,omitzero"`
}

// ServerCertificates is the dataset of the server certificates in IAM.
var ServerCertificates = NewDataset[[]ServerCertificate](DatasetInfo{
	Name: "server-certificates", Title: "the server certificates",
	Operations: []string{"iam:ListServerCertificates"},
})

// ServerCertificate is a TLS certificate that is stored in IAM.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ServerCertificateMetadata.html
type ServerCertificate struct {
	ARN      string    `json:"arn"`
	Name     string    `json:"name"`
	Uploaded time.Time `json:"uploaded,omitzero"`
	// Expires is when the certificate ends; zero where IAM does not say.
	Expires time.Time `json:"expires,omitzero"`
}
