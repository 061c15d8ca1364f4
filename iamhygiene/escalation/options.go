package escalation

import "github.com/iamhygiene/sdk/policyeval"

// Options adjust [Analyze]. The zero value is the default.
type Options struct {
	// Depth is how many steps a path to an administrator may have; zero means 3.
	Depth int
	// MaxTargets is how many targets of one method are told for one principal,
	// those first that are nearest to an administrator; zero means 5. Paths do
	// not suffer: they are searched among all.
	MaxTargets int
	// Sensitive are the actions, wildcards allowed, by which principals are
	// compared; nil means [SensitiveActions].
	Sensitive []string
	// Context holds condition keys whose value is known for every request.
	Context policyeval.Context
	// Supersets keeps methods of which a part is enough: by default a method is
	// left out if another one with fewer actions holds on the same target with
	// at least the same confidence.
	Supersets bool
}

const (
	defaultDepth      = 3
	defaultMaxTargets = 5
)

// SensitiveActions returns the patterns of the actions by which principals are
// compared: those that change who may do what, and those that switch off what
// would notice. They are facts about AWS as of September 2026. The slice is the
// caller's own.
func SensitiveActions() []string {
	return []string{
		"iam:Add*", "iam:Attach*", "iam:Create*", "iam:Deactivate*", "iam:Delete*", "iam:Detach*", "iam:PassRole", "iam:Put*",
		"iam:Remove*", "iam:Reset*", "iam:Set*", "iam:Update*", "iam:Upload*",
		"sts:AssumeRole", "sts:GetFederationToken",
		"organizations:Attach*", "organizations:Close*", "organizations:Create*", "organizations:Delete*", "organizations:Detach*",
		"organizations:Disable*", "organizations:Leave*", "organizations:Move*", "organizations:Remove*", "organizations:Update*",
		"cloudtrail:DeleteTrail", "cloudtrail:StopLogging", "cloudtrail:UpdateTrail", "cloudtrail:PutEventSelectors",
		"config:DeleteConfigurationRecorder", "config:StopConfigurationRecorder",
		"guardduty:DeleteDetector", "guardduty:UpdateDetector",
		"kms:CreateGrant", "kms:DisableKey", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion",
	}
}

// credentialServices take service-specific credentials.
//
// AWS: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceSpecificCredential.html
var credentialServices = [...]string{"codecommit:*", "cassandra:*", "bedrock:*"}
