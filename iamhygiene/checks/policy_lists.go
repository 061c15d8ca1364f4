package checks

// The lists of actions and services with which the checks on policy documents
// judge. They are facts about AWS as of September 2026 and part of the checks:
// whoever changes one adds to the changelog. Each is the default of a parameter.

// credentialActions return credentials of a kind that works elsewhere, or let
// the caller set them. Those that AWS offers on "*" alone and that give no more
// than the caller has, ecr:GetAuthorizationToken and sts:GetSessionToken, are
// left out.
var credentialActions = [...]string{
	"codeartifact:GetAuthorizationToken",
	"cognito-identity:GetCredentialsForIdentity",
	"cognito-identity:GetOpenIdToken",
	"cognito-identity:GetOpenIdTokenForDeveloperIdentity",
	"connect:GetFederationToken",
	"ec2:GetPasswordData",
	"gamelift:RequestUploadCredentials",
	"iam:CreateAccessKey",
	"iam:CreateLoginProfile",
	"iam:UpdateLoginProfile",
	"iam:CreateServiceSpecificCredential",
	"iam:ResetServiceSpecificCredential",
	"lightsail:GetInstanceAccessDetails",
	"lightsail:GetRelationalDatabaseMasterUserPassword",
	"mediapackage:RotateChannelCredentials",
	"mediapackage:RotateIngestEndpointCredentials",
	"rds-db:connect",
	"redshift:GetClusterCredentials",
	"redshift:GetClusterCredentialsWithIAM",
	"redshift-serverless:GetCredentials",
	"sts:GetFederationToken",
}

// dataActions read what an account is there to protect: objects, secrets,
// parameters, what a key encrypts, and disks by way of their snapshots.
var dataActions = [...]string{
	"s3:GetObject",
	"s3:GetObjectVersion",
	"secretsmanager:GetSecretValue",
	"secretsmanager:BatchGetSecretValue",
	"ssm:GetParameter",
	"ssm:GetParameters",
	"ssm:GetParametersByPath",
	"ssm:GetParameterHistory",
	"kms:Decrypt",
	"ebs:GetSnapshotBlock",
	"ec2:CopySnapshot",
	"ec2:ModifySnapshotAttribute",
	"rds:CopyDBSnapshot",
	"rds:CopyDBClusterSnapshot",
	"rds:ModifyDBSnapshotAttribute",
	"rds:ModifyDBClusterSnapshotAttribute",
}

// sensitiveServices are those of which a wildcard is of high severity.
var sensitiveServices = [...]string{"iam", "sts", "organizations", "kms", "cloudtrail", "secretsmanager"}

// guardKeys are the condition keys that make a sensitive grant a guarded one. A
// key that ends in a slash stands for all that begin so.
var guardKeys = [...]string{
	"aws:MultiFactorAuthPresent", "aws:SourceIp", "aws:PrincipalOrgID", "aws:SourceVpce", "aws:PrincipalTag/",
	"iam:PassedToService", "iam:PermissionsBoundary",
}
