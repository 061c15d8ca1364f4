package fakes

// action returns what IAM policies call an operation. The prefix of a service
// is the name under which its requests are signed, with few exceptions; the
// names of actions are those of operations, with more.
func action(signingName, pkg, operation string) string {
	prefix := signingName
	if prefix == "" {
		prefix = pkg // unsigned operations: STS, mostly
	}
	if p, ok := prefixes[prefix]; ok {
		prefix = p
	}
	if a, ok := actions[prefix+":"+operation]; ok {
		return prefix + ":" + a[0]
	}
	return prefix + ":" + operation
}

// prefixes maps signing names to the service prefixes of IAM actions, where
// they differ. Both are in the service authorization reference and in the
// endpoint rules of the SDK.
var prefixes = map[string]string{
	"email":      "ses",
	"iotdata":    "iot",
	"monitoring": "cloudwatch",
}

// actions maps operations whose name is not that of their action, or that need
// more than one, to their actions; the operation's own comes first
// (service authorization reference; Amazon S3: "Required permissions for Amazon
// S3 API operations").
var actions = map[string][]string{
	"access-analyzer:GetFindingV2":   {"GetFinding"},
	"access-analyzer:ListFindingsV2": {"ListFindings"},

	"dynamodb:BatchExecuteStatement": {"PartiQLSelect", "PartiQLInsert", "PartiQLUpdate", "PartiQLDelete"},
	"dynamodb:ExecuteStatement":      {"PartiQLSelect", "PartiQLInsert", "PartiQLUpdate", "PartiQLDelete"},
	"dynamodb:ExecuteTransaction":    {"PartiQLSelect", "PartiQLInsert", "PartiQLUpdate", "PartiQLDelete"},
	"dynamodb:TransactGetItems":      {"GetItem"},
	"dynamodb:TransactWriteItems":    {"PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"},

	"kms:ReEncrypt": {"ReEncryptFrom", "ReEncryptTo"},

	"lambda:Invoke":                   {"InvokeFunction"},
	"lambda:InvokeAsync":              {"InvokeFunction"},
	"lambda:InvokeWithResponseStream": {"InvokeFunction"},

	"s3:CompleteMultipartUpload":            {"PutObject"},
	"s3:CopyObject":                         {"PutObject", "GetObject"},
	"s3:CreateMultipartUpload":              {"PutObject"},
	"s3:DeleteBucketAnalyticsConfiguration": {"PutAnalyticsConfiguration"},
	"s3:DeleteBucketCors":                   {"PutBucketCORS"},
	"s3:DeleteBucketEncryption":             {"PutEncryptionConfiguration"},
	"s3:DeleteBucketInventoryConfiguration": {"PutInventoryConfiguration"},
	"s3:DeleteBucketLifecycle":              {"PutLifecycleConfiguration"},
	"s3:DeleteBucketMetricsConfiguration":   {"PutMetricsConfiguration"},
	"s3:DeleteBucketOwnershipControls":      {"PutBucketOwnershipControls"},
	"s3:DeleteBucketReplication":            {"PutReplicationConfiguration"},
	"s3:DeleteBucketTagging":                {"PutBucketTagging"},
	"s3:DeleteObjects":                      {"DeleteObject"},
	"s3:DeletePublicAccessBlock":            {"PutBucketPublicAccessBlock"},
	"s3:GetBucketAccelerateConfiguration":   {"GetAccelerateConfiguration"},
	"s3:GetBucketAnalyticsConfiguration":    {"GetAnalyticsConfiguration"},
	"s3:GetBucketCors":                      {"GetBucketCORS"},
	"s3:GetBucketEncryption":                {"GetEncryptionConfiguration"},
	"s3:GetBucketInventoryConfiguration":    {"GetInventoryConfiguration"},
	"s3:GetBucketLifecycleConfiguration":    {"GetLifecycleConfiguration"},
	"s3:GetBucketMetricsConfiguration":      {"GetMetricsConfiguration"},
	"s3:GetBucketNotificationConfiguration": {"GetBucketNotification"},
	"s3:GetBucketReplication":               {"GetReplicationConfiguration"},
	"s3:GetObjectAttributes":                {"GetObjectAttributes", "GetObject"},
	"s3:GetObjectLockConfiguration":         {"GetBucketObjectLockConfiguration"},
	"s3:GetPublicAccessBlock":               {"GetBucketPublicAccessBlock"},
	"s3:HeadBucket":                         {"ListBucket"},
	"s3:HeadObject":                         {"GetObject"},
	"s3:ListBucketAnalyticsConfigurations":  {"GetAnalyticsConfiguration"},
	"s3:ListBucketInventoryConfigurations":  {"GetInventoryConfiguration"},
	"s3:ListBucketMetricsConfigurations":    {"GetMetricsConfiguration"},
	"s3:ListBuckets":                        {"ListAllMyBuckets"},
	"s3:ListMultipartUploads":               {"ListBucketMultipartUploads"},
	"s3:ListObjectVersions":                 {"ListBucketVersions"},
	"s3:ListObjects":                        {"ListBucket"},
	"s3:ListObjectsV2":                      {"ListBucket"},
	"s3:ListParts":                          {"ListMultipartUploadParts"},
	"s3:PutBucketCors":                      {"PutBucketCORS"},
	"s3:PutBucketEncryption":                {"PutEncryptionConfiguration"},
	"s3:PutBucketLifecycleConfiguration":    {"PutLifecycleConfiguration"},
	"s3:PutBucketNotificationConfiguration": {"PutBucketNotification"},
	"s3:PutBucketReplication":               {"PutReplicationConfiguration"},
	"s3:PutObjectLockConfiguration":         {"PutBucketObjectLockConfiguration"},
	"s3:PutPublicAccessBlock":               {"PutBucketPublicAccessBlock"},
	"s3:SelectObjectContent":                {"GetObject"},
	"s3:UploadPart":                         {"PutObject"},
	"s3:UploadPartCopy":                     {"PutObject", "GetObject"},

	"sqs:ChangeMessageVisibilityBatch": {"ChangeMessageVisibility"},
	"sqs:DeleteMessageBatch":           {"DeleteMessage"},
	"sqs:SendMessageBatch":             {"SendMessage"},
}
