package enforce

import "strings"

// RootTask returns the task policy with the ARN: what a session of AssumeRoot
// may do (AWS: "Privileged tasks for AWS Organizations member accounts"). The
// documents are written after the tasks' descriptions and allow only; AWS's own
// deny everything else.
func RootTask(arn string) (document string, ok bool) {
	_, name, found := strings.Cut(arn, ":iam::aws:policy/root-task/")
	if !found {
		return "", false
	}
	switch name {
	case "IAMAuditRootUserCredentials":
		return task("GetAccessKeyLastUsed", "GetAccountSummary", "GetLoginProfile", "GetUser", "ListAccessKeys", "ListMFADevices", "ListSigningCertificates"), true
	case "IAMDeleteRootUserCredentials":
		return task("GetAccessKeyLastUsed", "GetAccountSummary", "GetLoginProfile", "GetUser", "ListAccessKeys", "ListMFADevices", "ListSigningCertificates",
			"DeactivateMFADevice", "DeleteAccessKey", "DeleteLoginProfile", "DeleteSigningCertificate", "DeleteVirtualMFADevice", "UpdateAccessKey", "UpdateSigningCertificate"), true
	case "IAMCreateRootUserPassword":
		return task("CreateLoginProfile", "GetLoginProfile"), true
	case "S3UnlockBucketPolicy":
		return `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:DeleteBucketPolicy","s3:GetBucketPolicy","s3:ListAllMyBuckets","s3:PutBucketPolicy"],"Resource":"*"}}`, true
	case "SQSUnlockQueuePolicy":
		return `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["sqs:GetQueueAttributes","sqs:GetQueueUrl","sqs:ListQueues","sqs:SetQueueAttributes"],"Resource":"*"}}`, true
	}
	return "", false
}

// task allows actions of IAM on the root user alone, and those that concern no
// user: the users of the account are none of the task's business.
func task(actions ...string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:` + strings.Join(actions, `","iam:`) + `"],"Resource":"*"},` +
		`{"Effect":"Deny","Action":"iam:*","Resource":["arn:*:iam::*:user/*","arn:*:iam::*:role/*","arn:*:iam::*:group/*"]}]}`
}
