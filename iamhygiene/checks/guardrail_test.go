package checks_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
)

// scps are policies on the root of the organization, above an account that has
// FullAWSAccess.
func scps(documents ...string) iamhygiene.SnapshotOption {
	full := iamhygiene.ControlPolicy{ID: "p-FullAWSAccess", AWSManaged: true, Document: fullAccess}
	root := iamhygiene.ControlLevel{Target: "r-abcd", Policies: []iamhygiene.ControlPolicy{full}}
	for i, d := range documents {
		root.Policies = append(root.Policies, iamhygiene.ControlPolicy{ID: "p-" + string(rune('a'+i)), Document: iamhygiene.Document(d)})
	}
	return iamhygiene.ControlPolicies.With(&iamhygiene.ControlPolicySet{SCPs: []iamhygiene.ControlLevel{
		root, {Target: "111122223333", Policies: []iamhygiene.ControlPolicy{full}},
	}}, noon)
}

// deny is a policy of one Deny statement; rest is what follows the effect.
func deny(rest string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Deny",` + rest + `}]}`
}

var member = iamhygiene.OrganizationDetails.With(&iamhygiene.Organization{Member: true, ID: "o-exampleorgid", ManagementAccount: "444455556666"}, noon)

// What service control policies deny is decided by the evaluator. The first
// word of a case is the guardrail.
func TestGuardrails(t *testing.T) {
	const every = `"Resource":"*"`
	for _, tt := range []struct {
		name   string
		reason string
		check  checks.SCPGuardrails
		scp    string
		want   iamhygiene.Status
	}{
		{"leave-org by name", "the usual way", checks.SCPGuardrails{}, deny(`"Action":"organizations:LeaveOrganization",` + every), iamhygiene.Pass},
		{"leave-org in capitals", "letter case says nothing", checks.SCPGuardrails{}, deny(`"Action":"ORGANIZATIONS:leaveorganization",` + every), iamhygiene.Pass},
		{"leave-org by pattern", "patterns count", checks.SCPGuardrails{}, deny(`"Action":["organizations:Leave*"],` + every), iamhygiene.Pass},
		{"leave-org by exclusion", "NotAction denies all others", checks.SCPGuardrails{}, deny(`"NotAction":["s3:*"],` + every), iamhygiene.Pass},
		{"leave-org by exclusion of the service", "NotAction spares it", checks.SCPGuardrails{}, deny(`"NotAction":["organizations:*"],` + every), iamhygiene.Fail},
		{"leave-org but for administrators", "an exception by name is meant", checks.SCPGuardrails{},
			deny(`"Action":"organizations:LeaveOrganization",` + every + `,"Condition":{"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/OrgAdmin"}}`), iamhygiene.Pass},
		{"leave-org but for a tag", "an exception by tag is meant", checks.SCPGuardrails{},
			deny(`"Action":"organizations:LeaveOrganization",` + every + `,"Condition":{"StringNotEquals":{"aws:PrincipalTag/team":"platform"}}`), iamhygiene.Pass},
		{"leave-org without MFA", "who has MFA may leave", checks.SCPGuardrails{},
			deny(`"Action":"organizations:LeaveOrganization",` + every + `,"Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}`), iamhygiene.Fail},
		{"leave-org for one role", "all others may", checks.SCPGuardrails{},
			deny(`"Action":"organizations:LeaveOrganization",` + every + `,"Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/dev"}}`), iamhygiene.Fail},
		{"leave-org by a policy of that name", "names mean nothing", checks.SCPGuardrails{}, `{"Version":"2012-10-17","Id":"DenyLeaveOrganization","Statement":[{"Sid":"DenyLeaveOrganization","Effect":"Deny","Action":"s3:DeleteBucket","Resource":"*"}]}`, iamhygiene.Fail},
		{"root-actions", "by the ARN", checks.SCPGuardrails{}, deny(`"Action":"*",` + every + `,"Condition":{"StringLike":{"aws:PrincipalArn":"arn:aws:iam::*:root"}}`), iamhygiene.Pass},
		{"root-actions of any partition", "by the ARN too", checks.SCPGuardrails{}, deny(`"Action":"*",` + every + `,"Condition":{"ArnLike":{"aws:PrincipalArn":"arn:*:iam::*:root"}}`), iamhygiene.Pass},
		{"root-actions but one service", "the others are open", checks.SCPGuardrails{}, deny(`"Action":"ec2:*",` + every + `,"Condition":{"StringLike":{"aws:PrincipalArn":"arn:aws:iam::*:root"}}`), iamhygiene.Fail},
		{"root-actions of another account", "this one may", checks.SCPGuardrails{}, deny(`"Action":"*",` + every + `,"Condition":{"StringLike":{"aws:PrincipalArn":"arn:aws:iam::444455556666:root"}}`), iamhygiene.Fail},
		{"cloudtrail-tamper", "three actions", checks.SCPGuardrails{}, deny(`"Action":["cloudtrail:StopLogging","cloudtrail:DeleteTrail","cloudtrail:UpdateTrail"],` + every), iamhygiene.Pass},
		{"cloudtrail-tamper, two of three", "an update redirects the trail", checks.SCPGuardrails{}, deny(`"Action":["cloudtrail:StopLogging","cloudtrail:DeleteTrail"],` + every), iamhygiene.Fail},
		{"cloudtrail-tamper for the trail that there is", "the others record nothing", checks.SCPGuardrails{},
			deny(`"Action":"cloudtrail:*","Resource":"arn:aws:cloudtrail:*:*:trail/main"`), iamhygiene.Pass},
		{"cloudtrail-tamper for another trail", "the one that records is open", checks.SCPGuardrails{},
			deny(`"Action":"cloudtrail:*","Resource":"arn:aws:cloudtrail:*:*:trail/other"`), iamhygiene.Fail},
		{"config-tamper", "two actions", checks.SCPGuardrails{}, deny(`"Action":["config:StopConfigurationRecorder","config:DeleteConfigurationRecorder"],` + every), iamhygiene.Pass},
		{"config-tamper, one of two", "it can be deleted", checks.SCPGuardrails{}, deny(`"Action":"config:Stop*",` + every), iamhygiene.Fail},
		{"analyzer-delete", "every analyzer", checks.SCPGuardrails{}, deny(`"Action":"access-analyzer:Delete*","Resource":"arn:aws:access-analyzer:*:*:analyzer/*"`), iamhygiene.Pass},
		{"analyzer-delete for one Region", "the others are open", checks.SCPGuardrails{}, deny(`"Action":"access-analyzer:Delete*","Resource":"arn:aws:access-analyzer:us-east-1:*:analyzer/*"`), iamhygiene.Fail},
		{"region", "elsewhere is denied", checks.SCPGuardrails{Regions: []string{"eu-west-1"}},
			deny(`"NotAction":["iam:*","organizations:*"],` + every + `,"Condition":{"StringNotEquals":{"aws:RequestedRegion":["eu-west-1"]}}`), iamhygiene.Pass},
		{"region, one more", "work is possible where it is not meant", checks.SCPGuardrails{Regions: []string{"eu-west-1"}},
			deny(`"NotAction":["iam:*","organizations:*"],` + every + `,"Condition":{"StringNotEquals":{"aws:RequestedRegion":["eu-west-1","us-east-1"]}}`), iamhygiene.Fail},
		{"no-such-guardrail", "nothing holds what nobody knows", checks.SCPGuardrails{}, deny(`"Action":"*",` + every), iamhygiene.Fail},
	} {
		t.Run(tt.name, func(t *testing.T) {
			name, _, _ := strings.Cut(strings.Split(tt.name, " ")[0], ",")
			tt.check.Guardrails = []string{name}
			f := single(t, tt.check, scps(tt.scp), member, iamhygiene.Trails.With([]iamhygiene.Trail{
				{ARN: "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main", Name: "main", MultiRegion: true, Logging: yes()},
			}, noon))
			assert.Equal(t, tt.want.String(), f.Status.String(), "%s: %s", tt.reason, f.Message)
			if tt.want == iamhygiene.Fail {
				assert.Equal(t, name, fact(f, "missing_guardrails"))
			}
		})
	}
}

func TestGuardrailSet(t *testing.T) {
	all := deny(`"Action":["organizations:LeaveOrganization","cloudtrail:*","config:*","access-analyzer:*"],"Resource":"*"`)
	root := deny(`"Action":"*","Resource":"*","Condition":{"StringLike":{"aws:PrincipalArn":"arn:aws:iam::*:root"}}`)
	broken := `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"Strange":{"a":"b"}}}]}`
	alone := iamhygiene.OrganizationDetails.With(&iamhygiene.Organization{}, noon)
	management := iamhygiene.OrganizationDetails.With(&iamhygiene.Organization{Member: true, ManagementAccount: "111122223333"}, noon)
	for _, tt := range []struct {
		name   string
		reason string
		opts   []iamhygiene.SnapshotOption
		want   iamhygiene.Status
		says   string
	}{
		{"every guardrail", "two policies together", []iamhygiene.SnapshotOption{member, scps(all, root)}, iamhygiene.Pass, "hold every guardrail"},
		{"one missing", "it is named", []iamhygiene.SnapshotOption{member, scps(all)}, iamhygiene.Fail, "do not hold the guardrail root-actions"},
		{"FullAWSAccess alone", "it denies nothing", []iamhygiene.SnapshotOption{member, scps()}, iamhygiene.Fail, "leave-org, root-actions, cloudtrail-tamper, config-tamper, analyzer-delete"},
		{"not enabled", "there are none", []iamhygiene.SnapshotOption{member, iamhygiene.ControlPolicies.With(&iamhygiene.ControlPolicySet{}, noon)}, iamhygiene.Fail, "not enabled"},
		{"a list of what is allowed", "what no policy allows is denied", []iamhygiene.SnapshotOption{member, iamhygiene.ControlPolicies.With(&iamhygiene.ControlPolicySet{SCPs: []iamhygiene.ControlLevel{
			{Target: "r-abcd", Policies: []iamhygiene.ControlPolicy{{ID: "p-list", Document: iamhygiene.Document(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sqs:*"],"Resource":"*"}]}`)}}},
		}}, noon)}, iamhygiene.Pass, ""},
		{"a policy that cannot be read", "it may be the one that denies", []iamhygiene.SnapshotOption{member, scps(broken)}, iamhygiene.Unknown, "p-a cannot be understood"},
		{"a policy that cannot be read beside all that is needed", "it cannot take a Deny away", []iamhygiene.SnapshotOption{member, scps(broken, all, root)}, iamhygiene.Pass, ""},
		{"a level whose only policy cannot be read", "what it allows is not known, so nothing counts as denied by it", []iamhygiene.SnapshotOption{member, iamhygiene.ControlPolicies.With(&iamhygiene.ControlPolicySet{SCPs: []iamhygiene.ControlLevel{
			{Target: "r-abcd", Policies: []iamhygiene.ControlPolicy{{ID: "p-x", Document: `{"Version":"2012-10-17"`}}},
		}}, noon)}, iamhygiene.Unknown, "p-x"},
		{"a part was refused", "it may be the one that denies", []iamhygiene.SnapshotOption{member, iamhygiene.ControlPolicies.With(&iamhygiene.ControlPolicySet{SCPs: []iamhygiene.ControlLevel{{Target: "r-abcd"}}}, noon,
			&iamhygiene.DataError{Code: "AccessDenied", Scope: "ou-1"})}, iamhygiene.Unknown, "ou-1"},
		{"the management account", "no policy binds it", []iamhygiene.SnapshotOption{management}, iamhygiene.NotApplicable, "management account"},
		{"no organization", "there is nobody above", []iamhygiene.SnapshotOption{alone}, iamhygiene.NotApplicable, "no organization"},
		{"a member that may not read them", "only the management account can", []iamhygiene.SnapshotOption{member, iamhygiene.ControlPolicies.Failed(&iamhygiene.DataError{Code: "AccessDeniedException"})}, iamhygiene.Unknown, "control-policies denied"},
		{"policies without the organization", "they speak for themselves", []iamhygiene.SnapshotOption{scps(all, root)}, iamhygiene.Pass, ""},
		{"no policies, and no organization known", "it may be in none", []iamhygiene.SnapshotOption{iamhygiene.ControlPolicies.With(&iamhygiene.ControlPolicySet{}, noon)}, iamhygiene.Unknown, "organization"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := single(t, checks.SCPGuardrails{}, tt.opts...)
			assert.Equal(t, tt.want.String(), f.Status.String(), "%s: %s", tt.reason, f.Message)
			assert.Contains(t, f.Message, tt.says, tt.reason)
		})
	}
}

// Every target has a policy attached, so a level without any was not read: it
// does not count as one that denies everything.
func TestGuardrailLevelWithoutPolicies(t *testing.T) {
	full := iamhygiene.ControlPolicy{ID: "p-FullAWSAccess", AWSManaged: true, Document: fullAccess}
	for name, set := range map[string]*iamhygiene.ControlPolicySet{
		"the root":    {SCPs: []iamhygiene.ControlLevel{{Target: "r-abcd"}, {Target: "111122223333", Policies: []iamhygiene.ControlPolicy{full}}}},
		"the account": {SCPs: []iamhygiene.ControlLevel{{Target: "r-abcd", Policies: []iamhygiene.ControlPolicy{full}}, {Target: "111122223333"}}},
		"no level":    {SCPs: []iamhygiene.ControlLevel{}},
	} {
		f := single(t, checks.SCPGuardrails{}, member, iamhygiene.ControlPolicies.With(set, noon))
		assert.Equal(t, iamhygiene.Unknown.String(), f.Status.String(), "%s: %s", name, f.Message)
	}
	f := single(t, checks.SCPGuardrails{}, member, iamhygiene.ControlPolicies.With(&iamhygiene.ControlPolicySet{}, noon, &iamhygiene.DataError{Code: "AccessDenied", Scope: "ou-1"}))
	assert.Equal(t, iamhygiene.Unknown.String(), f.Status.String(), "that none is listed is no fact where a part was refused: %s", f.Message)
}
