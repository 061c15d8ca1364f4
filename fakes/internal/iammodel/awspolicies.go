package iammodel

import (
	"strings"
	"time"

	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/policyeval"
)

// awsPolicy is one policy that AWS manages, as it is embedded here.
type awsPolicy struct {
	name, path, description string
	version                 int
	created, updated        string // dates
	document                string
}

// awsPolicies returns the AWS managed policies of a new account. The documents
// of ReadOnlyAccess and SecurityAudit are subsets: real ones name over a
// thousand actions, these the services that tests about hygiene touch. The
// others say what AWS's say, AWSSupportServiceRolePolicy and the quarantine
// policies with fewer actions.
func awsPolicies(partition string) Table[Policy] {
	var t Table[Policy]
	for _, a := range awsManaged {
		p := &Policy{AWS: true, Description: a.description, Last: a.version - 1}
		p.Name, p.Path = a.name, a.path
		p.ARN = "arn:" + partition + ":iam::aws:policy" + a.path + a.name
		p.ID = model.UniqueFor("ANPA", p.ARN)
		p.Created = date(a.created)
		document := a.document
		if partition != "aws" {
			document = strings.ReplaceAll(document, "arn:aws:", "arn:"+partition+":")
		}
		p.add(document, date(a.updated), true)
		t.Put(p.Name, p)
	}
	return t
}

// date reads a date that stands in this file.
func date(s string) time.Time {
	t, _ := time.Parse(time.DateOnly, s) // the test reads them all
	return t
}

var awsManaged = []awsPolicy{
	{"AdministratorAccess", "/", "Provides full access to AWS services and resources.", 1, "2015-02-06", "2015-02-06", `{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": "*",
            "Resource": "*"
        }
    ]
}`},
	{"PowerUserAccess", "/", "Provides full access to AWS services and resources, but does not allow management of Users and groups.", 6, "2015-02-06", "2023-07-06", `{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "NotAction": [
                "iam:*",
                "organizations:*",
                "account:*"
            ],
            "Resource": "*"
        },
        {
            "Effect": "Allow",
            "Action": [
                "account:GetAccountInformation",
                "account:GetPrimaryEmail",
                "account:ListRegions",
                "iam:CreateServiceLinkedRole",
                "iam:DeleteServiceLinkedRole",
                "iam:ListRoles",
                "organizations:DescribeOrganization"
            ],
            "Resource": "*"
        }
    ]
}`},
	{"ReadOnlyAccess", "/", "Provides read-only access to AWS services and resources.", 100, "2015-02-06", "2023-05-01", `{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Action": [
                "access-analyzer:Get*",
                "access-analyzer:List*",
                "access-analyzer:Validate*",
                "account:Get*",
                "account:ListRegions",
                "cloudtrail:Describe*",
                "cloudtrail:Get*",
                "cloudtrail:List*",
                "cloudtrail:LookupEvents",
                "cloudwatch:Describe*",
                "cloudwatch:Get*",
                "cloudwatch:List*",
                "config:Describe*",
                "config:Get*",
                "config:List*",
                "ec2:Describe*",
                "ec2:Get*",
                "iam:Generate*",
                "iam:Get*",
                "iam:List*",
                "iam:Simulate*",
                "lambda:Get*",
                "lambda:List*",
                "logs:Describe*",
                "logs:Get*",
                "organizations:Describe*",
                "organizations:List*",
                "s3:Get*",
                "s3:List*",
                "sns:Get*",
                "sns:List*",
                "sso:Describe*",
                "sso:Get*",
                "sso:List*",
                "sts:GetAccessKeyInfo",
                "sts:GetCallerIdentity",
                "sts:GetSessionToken"
            ],
            "Effect": "Allow",
            "Resource": "*"
        }
    ]
}`},
	{"SecurityAudit", "/", "The security audit template grants access to read security configuration metadata. It is useful for software that audits the configuration of an AWS account.", 50, "2015-02-06", "2023-05-01", `{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Action": [
                "access-analyzer:GetAnalyzedResource",
                "access-analyzer:GetAnalyzer",
                "access-analyzer:GetFinding",
                "access-analyzer:ListAnalyzedResources",
                "access-analyzer:ListAnalyzers",
                "access-analyzer:ListFindings",
                "account:GetAlternateContact",
                "cloudtrail:DescribeTrails",
                "cloudtrail:GetEventSelectors",
                "cloudtrail:GetTrail",
                "cloudtrail:GetTrailStatus",
                "cloudtrail:ListTags",
                "cloudtrail:LookupEvents",
                "cloudwatch:Describe*",
                "config:Describe*",
                "config:Get*",
                "config:List*",
                "ec2:Describe*",
                "iam:GenerateCredentialReport",
                "iam:GenerateServiceLastAccessedDetails",
                "iam:Get*",
                "iam:List*",
                "iam:SimulateCustomPolicy",
                "iam:SimulatePrincipalPolicy",
                "lambda:GetPolicy",
                "lambda:List*",
                "logs:Describe*",
                "organizations:Describe*",
                "organizations:List*",
                "s3:GetBucket*",
                "s3:ListAllMyBuckets",
                "sns:GetTopicAttributes",
                "sns:ListTopics",
                "sso:DescribePermissionsPolicies",
                "sso:List*",
                "sts:GetAccessKeyInfo"
            ],
            "Effect": "Allow",
            "Resource": "*"
        }
    ]
}`},
	{"IAMUserChangePassword", "/", "Provides the ability for an IAM user to change their own password.", 2, "2016-11-15", "2016-11-15", `{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": [
                "iam:ChangePassword"
            ],
            "Resource": [
                "arn:aws:iam::*:user/${aws:username}"
            ]
        },
        {
            "Effect": "Allow",
            "Action": [
                "iam:GetAccountPasswordPolicy"
            ],
            "Resource": "*"
        }
    ]
}`},
	{"IAMReadOnlyAccess", "/", "Provides read only access to IAM via the AWS Management Console.", 4, "2015-02-06", "2018-01-25", `{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": [
                "iam:GenerateCredentialReport",
                "iam:GenerateServiceLastAccessedDetails",
                "iam:Get*",
                "iam:List*",
                "iam:SimulateCustomPolicy",
                "iam:SimulatePrincipalPolicy"
            ],
            "Resource": "*"
        }
    ]
}`},
	{"IAMFullAccess", "/", "Provides full access to IAM via the AWS Management Console.", 2, "2015-02-06", "2019-06-21", `{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": [
                "iam:*",
                "organizations:DescribeAccount",
                "organizations:DescribeOrganization",
                "organizations:DescribeOrganizationalUnit",
                "organizations:DescribePolicy",
                "organizations:ListChildren",
                "organizations:ListParents",
                "organizations:ListPoliciesForTarget",
                "organizations:ListRoots",
                "organizations:ListPolicies",
                "organizations:ListTargetsForPolicy"
            ],
            "Resource": "*"
        }
    ]
}`},
	{"AmazonS3ReadOnlyAccess", "/", "Provides read only access to all buckets via the AWS Management Console.", 2, "2015-02-06", "2021-09-27", `{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": [
                "s3:Get*",
                "s3:List*",
                "s3-object-lambda:Get*",
                "s3-object-lambda:List*"
            ],
            "Resource": "*"
        }
    ]
}`},
	{"AWSSupportAccess", "/", "Allows users to access the AWS Support Center.", 1, "2015-02-06", "2015-02-06", `{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": [
                "support:*"
            ],
            "Resource": "*"
        }
    ]
}`},
	{"AWSCloudShellFullAccess", "/", "Grants using AWS CloudShell with all features", 1, "2020-12-15", "2020-12-15", `{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Action": [
                "cloudshell:*"
            ],
            "Effect": "Allow",
            "Resource": "*"
        }
    ]
}`},
	{"AWSCompromisedKeyQuarantineV2", "/", "Denies access to certain actions, applied by the AWS team in the event that an IAM user's credentials have been compromised or exposed publicly. Do NOT remove this policy. Instead, please follow the instructions specified in the support case created for you regarding this event.", 1, "2021-04-21", "2021-04-21", `{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Deny",
            "Action": [
                "cloudtrail:LookupEvents",
                "ec2:RequestSpotInstances",
                "ec2:RunInstances",
                "ec2:StartInstances",
                "iam:AddUserToGroup",
                "iam:AttachGroupPolicy",
                "iam:AttachRolePolicy",
                "iam:AttachUserPolicy",
                "iam:ChangePassword",
                "iam:CreateAccessKey",
                "iam:CreateInstanceProfile",
                "iam:CreateLoginProfile",
                "iam:CreatePolicyVersion",
                "iam:CreateRole",
                "iam:CreateUser",
                "iam:DetachUserPolicy",
                "iam:PassRole",
                "iam:PutGroupPolicy",
                "iam:PutRolePolicy",
                "iam:PutUserPermissionsBoundary",
                "iam:PutUserPolicy",
                "iam:SetDefaultPolicyVersion",
                "iam:UpdateAccessKey",
                "iam:UpdateAccountPasswordPolicy",
                "iam:UpdateAssumeRolePolicy",
                "iam:UpdateLoginProfile",
                "iam:UpdateUser",
                "lambda:AddLayerVersionPermission",
                "lambda:AddPermission",
                "lambda:CreateFunction",
                "lambda:GetPolicy",
                "lambda:ListTags",
                "lambda:PutProvisionedConcurrencyConfig",
                "lambda:TagResource",
                "lambda:UntagResource",
                "lambda:UpdateFunctionCode",
                "lightsail:Create*",
                "lightsail:Delete*",
                "lightsail:DownloadDefaultKeyPair",
                "lightsail:GetInstanceAccessDetails",
                "lightsail:Start*",
                "lightsail:Update*",
                "organizations:CreateAccount",
                "organizations:CreateOrganization",
                "organizations:InviteAccountToOrganization",
                "s3:DeleteBucket",
                "s3:DeleteObject",
                "s3:DeleteObjectVersion",
                "s3:PutLifecycleConfiguration",
                "s3:PutBucketAcl",
                "s3:DeleteBucketPolicy",
                "s3:ObjectOwnerOverrideToBucketOwner",
                "s3:PutAccountPublicAccessBlock",
                "s3:PutBucketPolicy",
                "s3:ListAllMyBuckets"
            ],
            "Resource": [
                "*"
            ]
        }
    ]
}`},
	{"AWSCompromisedKeyQuarantineV3", "/", "Denies access to certain actions, applied by the AWS team in the event that an IAM user's credentials have been compromised or exposed publicly. Do NOT remove this policy. Instead, please follow the instructions specified in the support case created for you regarding this event.", 1, "2024-08-05", "2024-08-05", `{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Deny",
            "Action": [
                "cloudtrail:LookupEvents",
                "ec2:RequestSpotInstances",
                "ec2:RunInstances",
                "ec2:StartInstances",
                "iam:AddUserToGroup",
                "iam:AttachGroupPolicy",
                "iam:AttachRolePolicy",
                "iam:AttachUserPolicy",
                "iam:ChangePassword",
                "iam:CreateAccessKey",
                "iam:CreateInstanceProfile",
                "iam:CreateLoginProfile",
                "iam:CreatePolicyVersion",
                "iam:CreateRole",
                "iam:CreateUser",
                "iam:DetachUserPolicy",
                "iam:PassRole",
                "iam:PutGroupPolicy",
                "iam:PutRolePolicy",
                "iam:PutUserPermissionsBoundary",
                "iam:PutUserPolicy",
                "iam:SetDefaultPolicyVersion",
                "iam:UpdateAccessKey",
                "iam:UpdateAccountPasswordPolicy",
                "iam:UpdateAssumeRolePolicy",
                "iam:UpdateLoginProfile",
                "iam:UpdateUser",
                "lambda:AddLayerVersionPermission",
                "lambda:AddPermission",
                "lambda:CreateFunction",
                "lambda:GetPolicy",
                "lightsail:Create*",
                "lightsail:Delete*",
                "organizations:CreateAccount",
                "organizations:CreateOrganization",
                "organizations:InviteAccountToOrganization",
                "s3:DeleteBucket",
                "s3:DeleteBucketPolicy",
                "s3:DeleteObject",
                "s3:PutBucketAcl",
                "s3:PutBucketPolicy",
                "s3:ListAllMyBuckets",
                "sagemaker:CreateEndpointConfig",
                "ses:GetSendQuota",
                "ses:ListIdentities",
                "sns:GetSMSAttributes",
                "sts:GetFederationToken",
                "sts:GetSessionToken",
                "bedrock:InvokeModel",
                "bedrock:InvokeModelWithResponseStream"
            ],
            "Resource": [
                "*"
            ]
        }
    ]
}`},
	{"AWSSupportServiceRolePolicy", "/aws-service-role/", "Allows AWS Support to access AWS resources to provide billing, administrative and support services.", 30, "2018-04-19", "2023-05-01", `{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Action": [
                "cloudtrail:describeTrails",
                "ec2:describeInstances",
                "iam:getRole",
                "iam:listRoles",
                "s3:getBucketLocation"
            ],
            "Effect": "Allow",
            "Resource": [
                "*"
            ]
        }
    ]
}`},
	{"AWSOrganizationsServiceTrustPolicy", "/aws-service-role/", "A policy to allow AWS Organizations to share trust with other approved AWS Services for the purpose of simplifying customer configuration.", 2, "2017-10-10", "2017-11-01", `{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "AllowDeletionOfServiceLinkedRoleForOrganizations",
            "Effect": "Allow",
            "Action": [
                "iam:DeleteRole"
            ],
            "Resource": [
                "arn:aws:iam::*:role/aws-service-role/organizations.amazonaws.com/*"
            ]
        },
        {
            "Sid": "AllowCreationOfServiceLinkedRoles",
            "Effect": "Allow",
            "Action": [
                "iam:CreateServiceLinkedRole"
            ],
            "Resource": "*"
        }
    ]
}`},
}

// AddAWSPolicy adds a policy that AWS manages to what an account knows.
func (s *Service) AddAWSPolicy(st *Store, name, path, document string) (*Policy, error) {
	if err := checkName("policyName", name, otherNameLimit); err != nil {
		return nil, err
	}
	p, err := checkPath(&path)
	switch {
	case err != nil:
		return nil, err
	case st.AWSPolicies.Get(name) != nil:
		return nil, alreadyExists("A policy called %s already exists. Duplicate names are not allowed.", name)
	}
	if _, err := parse(document, policyeval.IdentityPolicy); err != nil {
		return nil, err
	}
	policy := &Policy{AWS: true}
	policy.Name, policy.Path, policy.Created = name, p, s.now()
	policy.ARN = "arn:" + st.Partition + ":iam::aws:policy" + p + name
	policy.ID = model.UniqueFor("ANPA", policy.ARN)
	policy.add(document, policy.Created, true)
	st.AWSPolicies.Put(name, policy)
	return policy, nil
}
