package checks_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
)

// customer is a customer managed policy with one version and one attachment.
func customer(name string, document iamhygiene.Document) iamhygiene.PolicyDetail {
	return iamhygiene.PolicyDetail{
		ARN: homeARN + "policy/" + name, Name: name, Created: noon.AddDate(-1, 0, 0), Attachments: 1, Default: "v2",
		Versions: []iamhygiene.PolicyVersion{{ID: "v2", Document: document}, {ID: "v1", Document: "not in force"}},
	}
}

// statement is a document of one statement, given without its braces.
func statement(text string) iamhygiene.Document {
	return iamhygiene.Document(`{"Version":"2012-10-17","Statement":{` + text + `}}`)
}

func policiesOf(policies ...iamhygiene.PolicyDetail) *iamhygiene.Snapshot {
	return snapshotOf(iamhygiene.Authorization.With(&iamhygiene.AuthorizationDetails{
		Users: []iamhygiene.UserDetail{}, Groups: []iamhygiene.GroupDetail{}, Roles: []iamhygiene.RoleDetail{}, Policies: policies,
	}, noon))
}

// oneOf is the one finding of a check.
func oneOf(t *testing.T, s *iamhygiene.Snapshot, c iamhygiene.Check) iamhygiene.Finding {
	t.Helper()
	fs := c.Run(context.Background(), s)
	require.Len(t, fs, 1)
	return fs[0]
}

type documentTest struct {
	name, reason string
	document     iamhygiene.Document
	want         iamhygiene.Status
	severity     iamhygiene.Severity // 0: the default of the check
	message      string
}

func runDocuments(t *testing.T, c iamhygiene.Check, tests []documentTest) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := oneOf(t, policiesOf(customer("P", tt.document)), c)
			assert.Equal(t, tt.want.String(), f.Status.String(), "%s: %s", tt.reason, f.Message)
			assert.Equal(t, tt.severity, f.Severity, tt.reason)
			assert.Contains(t, f.Message, tt.message)
			if strings.Contains(f.Discriminator, "statement/") {
				assert.NotEmpty(t, f.Evidence)
			}
		})
	}
}

const unclear, aside = iamhygiene.Unknown, iamhygiene.NotApplicable

func TestPolicyAdmin(t *testing.T) {
	runDocuments(t, checks.PolicyAdmin{}, []documentTest{
		{"R35", "any member of the list counts", statement(`"Effect":"Allow","Action":["*"],"Resource":["arn:aws:s3:::a","*"]`), fail, 0, "statement 0"},
		{"R36", "the same in two parts", statement(`"Effect":"Allow","Action":"*:*","Resource":"*"`), fail, 0, ""},
		{"R40", "a grant under a condition is told, not skipped", statement(`"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}`), fail, iamhygiene.SeverityInfo, "aws:MultiFactorAuthPresent"},
		{"R41", "a whole service is left out", statement(`"Effect":"Allow","NotAction":"iam:*","Resource":"*"`), pass, 0, ""},
		{"NotAction of less than a service", "all services have actions left", statement(`"Effect":"Allow","NotAction":"iam:Create*","Resource":"*"`), fail, 0, ""},
		{"R51 never", "the condition can never hold", statement(`"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Null":{"aws:PrincipalAccount":"true"}}`), pass, 0, ""},
		{"R51 always", "the condition limits nothing", statement(`"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalAccount":"111122223333"}}`), fail, 0, ""},
		{"R51 principal", "who the caller is is not known", statement(`"Effect":"Allow","Action":"*","Resource":"*","Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/x"}}`), fail, iamhygiene.SeverityInfo, "aws:PrincipalArn"},
		{"letter case and question marks", "patterns are expanded", statement(`"Effect":"Allow","Action":"**","Resource":"*"`), fail, 0, ""},
		{"two statements", "together they allow everything", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:*","Resource":"*"},{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}]}`, fail, 0, "statement 0, statement 1"},
		{"one service", "not all", statement(`"Effect":"Allow","Action":"s3:*","Resource":"*"`), pass, 0, ""},
		{"one bucket", "not every resource", statement(`"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::*"`), pass, 0, ""},
		{"a deny", "a Deny grants nothing", statement(`"Effect":"Deny","Action":"*","Resource":"*"`), pass, 0, ""},
		{"R87", "single values", statement(`"Effect":"Allow","Action":"*","Resource":"*"`), fail, 0, ""},
		{"no JSON", "nothing is known", "{", unclear, 0, "cannot be read"},
		{"a faulty statement beside a grant", "the grant is certain", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Perhaps","Action":"*","Resource":"*"}]}`, fail, 0, ""},
		{"a faulty statement alone", "it may be a grant", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"},{"Effect":"Allow","Action":"?*","Resource":"*"}]}`, unclear, 0, "cannot be read"},
	})
	t.Run("R45", func(t *testing.T) {
		p := customer("Own", statement(`"Effect":"Allow","Action":"*","Resource":"*"`))
		p.Attachments = 0
		f := oneOf(t, policiesOf(p), checks.PolicyAdmin{})
		assert.Equal(t, fail, f.Status)
		assert.Equal(t, iamhygiene.SeverityLow, f.Severity)
		assert.Contains(t, f.Evidence, iamhygiene.Evidence{Path: "attached", Observed: "0"})
	})
	t.Run("R42: the name is irrelevant", func(t *testing.T) {
		f := oneOf(t, policiesOf(customer("AdministratorAccess", statement(`"Effect":"Allow","Action":"s3:Get*","Resource":"*"`))), checks.PolicyAdmin{})
		assert.Equal(t, pass, f.Status)
	})
	t.Run("AWS managed", func(t *testing.T) {
		p := customer("AdministratorAccess", statement(`"Effect":"Allow","Action":"*","Resource":"*"`))
		p.ARN, p.Attachments = "arn:aws:iam::aws:policy/AdministratorAccess", 0
		assert.Equal(t, aside, oneOf(t, policiesOf(p), checks.PolicyAdmin{}).Status, "nobody has it")
		p.Attachments = 1
		f := oneOf(t, policiesOf(p), checks.PolicyAdmin{})
		assert.Equal(t, fail, f.Status)
		assert.Equal(t, account1, f.Resource.Account, "where it is attached")
	})
	t.Run("document not in the data", func(t *testing.T) {
		p := customer("Own", "")
		p.Default = "v3"
		f := oneOf(t, policiesOf(p), checks.PolicyAdmin{})
		assert.Equal(t, unclear, f.Status)
		assert.Equal(t, iamhygiene.CodeNotInData, f.Unknown.Code)
	})
	t.Run("R77: China", func(t *testing.T) {
		p := customer("P", statement(`"Effect":"Allow","Action":"*","Resource":"*"`))
		p.ARN = "arn:aws-cn:iam::111122223333:policy/P"
		s := iamhygiene.NewSnapshot("111122223333", "aws-cn", noon, iamhygiene.Authorization.With(&iamhygiene.AuthorizationDetails{
			Users: []iamhygiene.UserDetail{}, Groups: []iamhygiene.GroupDetail{}, Roles: []iamhygiene.RoleDetail{}, Policies: []iamhygiene.PolicyDetail{p},
		}, noon))
		assert.Equal(t, fail, oneOf(t, s, checks.PolicyAdmin{}).Status)
	})
	t.Run("inline and service-linked", func(t *testing.T) {
		all := []iamhygiene.InlinePolicy{{Name: "all", Document: statement(`"Effect":"Allow","Action":"*","Resource":"*"`)}}
		p := customer("Linked", all[0].Document)
		roles := []iamhygiene.RoleDetail{
			{ARN: homeARN + "role/app", Name: "app", Permissions: iamhygiene.Permissions{Inline: all}},
			{ARN: homeARN + "role/aws-service-role/x.amazonaws.com/linked", Name: "linked", Permissions: iamhygiene.Permissions{Attached: []iamhygiene.AttachedPolicy{{Name: p.Name, ARN: p.ARN}}}},
		}
		s := snapshotOf(iamhygiene.Authorization.With(&iamhygiene.AuthorizationDetails{
			Users: []iamhygiene.UserDetail{}, Groups: []iamhygiene.GroupDetail{}, Roles: roles, Policies: []iamhygiene.PolicyDetail{p},
		}, noon))
		fs := checks.PolicyAdmin{}.Run(context.Background(), s)
		require.Len(t, fs, 2)
		assert.Equal(t, aside, fs[0].Status, "held only by a service-linked role")
		assert.Equal(t, fail, fs[1].Status)
		assert.Equal(t, "inline/all", fs[1].Discriminator)
		assert.Equal(t, "app", fs[1].Resource.Name)
	})
}

const account1 = "111122223333"

func TestPolicyServiceWildcard(t *testing.T) {
	runDocuments(t, checks.PolicyServiceWildcard{}, []documentTest{
		{"service", "all of SQS", statement(`"Effect":"Allow","Action":"sqs:*","Resource":"*"`), fail, iamhygiene.SeverityLow, "every action of sqs"},
		{"sensitive", "IAM", statement(`"Effect":"Allow","Action":"IAM:*","Resource":"*"`), fail, iamhygiene.SeverityHigh, "every action of iam"},
		{"equal pattern", "the pattern is expanded", statement(`"Effect":"Allow","Action":"sqs:?*","Resource":"*"`), fail, iamhygiene.SeverityLow, "sqs"},
		{"all queues", "all resources of the service", statement(`"Effect":"Allow","Action":"sqs:*","Resource":"arn:aws:sqs:*:111122223333:*"`), fail, iamhygiene.SeverityLow, "sqs"},
		{"one queue", "scoped", statement(`"Effect":"Allow","Action":"sqs:*","Resource":"arn:aws:sqs:*:111122223333:jobs"`), pass, 0, ""},
		{"a verb", "not every action", statement(`"Effect":"Allow","Action":"sqs:Get*","Resource":"*"`), pass, 0, ""},
		{"exclusion", "every other service", statement(`"Effect":"Allow","NotAction":"iam:*","Resource":"*"`), fail, iamhygiene.SeverityHigh, "every action of"},
		{"everything", "reported by policy-admin", statement(`"Effect":"Allow","Action":"*","Resource":"*"`), aside, 0, "policy-admin"},
		{"condition", "told", statement(`"Effect":"Allow","Action":"sqs:*","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}`), fail, iamhygiene.SeverityLow, "aws:SourceIp"},
		{"no JSON", "nothing is known", "{", unclear, 0, ""},
	})
	queue := policiesOf(customer("P", statement(`"Effect":"Allow","Action":"sqs:*","Resource":"arn:aws:sqs:*:111122223333:jobs"`)))
	assert.Equal(t, fail, oneOf(t, queue, checks.PolicyServiceWildcard{AnyResource: true}).Status)
	wide := policiesOf(customer("P", statement(`"Effect":"Allow","Action":"sqs:*","Resource":"*"`)))
	assert.Equal(t, iamhygiene.SeverityHigh, oneOf(t, wide, checks.PolicyServiceWildcard{SensitiveServices: []string{"sqs"}}).Severity)
	bound := customer("P", statement(`"Effect":"Allow","Action":"sqs:*","Resource":"*"`))
	bound.Attachments, bound.BoundaryUses = 0, 3
	assert.Equal(t, aside, oneOf(t, policiesOf(bound), checks.PolicyServiceWildcard{}).Status)
	bound.ARN = "arn:aws:iam::aws:policy/P"
	assert.Equal(t, aside, oneOf(t, policiesOf(bound), checks.PolicyServiceWildcard{}).Status)
}

func TestPolicyNotAction(t *testing.T) {
	runDocuments(t, checks.PolicyNotAction{}, []documentTest{
		{"R41", "everything but IAM", statement(`"Effect":"Allow","NotAction":"iam:*","Resource":"*"`), fail, iamhygiene.SeverityHigh, "everything except iam:*"},
		{"scoped", "on one bucket", statement(`"Effect":"Allow","NotAction":"s3:Delete*","Resource":"arn:aws:s3:::x/*"`), fail, 0, ""},
		{"NotResource", "all but one bucket", statement(`"Effect":"Allow","Action":"s3:*","NotResource":"arn:aws:s3:::x"`), fail, 0, "arn:aws:s3:::x"},
		{"deny", "a Deny may exclude", statement(`"Effect":"Deny","NotAction":"iam:*","Resource":"*"`), aside, 0, ""},
		{"R51", "never holds", statement(`"Effect":"Allow","NotAction":"iam:*","Resource":"*","Condition":{"Null":{"aws:PrincipalAccount":"true"}}`), pass, 0, ""},
		{"plain", "no exclusion", statement(`"Effect":"Allow","Action":"s3:*","Resource":"*"`), aside, 0, ""},
		{"no JSON", "nothing is known", "{", unclear, 0, ""},
	})
}

func TestPolicyPermissionsManagement(t *testing.T) {
	runDocuments(t, checks.PolicyPermissionsManagement{}, []documentTest{
		{"direct", "on all", statement(`"Effect":"Allow","Action":"iam:AttachRolePolicy","Resource":"*"`), fail, 0, "iam:AttachRolePolicy"},
		{"R37", "letter case and wildcards", statement(`"Effect":"Allow","Action":"iam:pUT?olePolic*","Resource":"*"`), fail, 0, "iam:PutRolePolicy"},
		{"all roles", "all that the action takes", statement(`"Effect":"Allow","Action":"iam:PutRolePolicy","Resource":"arn:aws:iam::111122223333:role/*"`), fail, 0, ""},
		{"scoped", "a path", statement(`"Effect":"Allow","Action":"iam:PutRolePolicy","Resource":"arn:aws:iam::111122223333:role/app/*"`), pass, 0, ""},
		{"other resources", "group policies are put on groups, not on users", statement(`"Effect":"Allow","Action":"iam:PutGroupPolicy","Resource":"arn:aws:iam::111122223333:user/*"`), pass, 0, ""},
		{"R51", "limited", statement(`"Effect":"Allow","Action":"iam:PutRolePolicy","Resource":"*","Condition":{"StringEquals":{"iam:PermissionsBoundary":"arn:aws:iam::111122223333:policy/B"}}`), pass, 0, ""},
		{"read", "another level", statement(`"Effect":"Allow","Action":"iam:Get*","Resource":"*"`), pass, 0, ""},
		{"everything", "reported by policy-admin", statement(`"Effect":"Allow","Action":"*","Resource":"*"`), aside, 0, "policy-admin"},
		{"no JSON", "nothing is known", "{", unclear, 0, ""},
	})
	f := oneOf(t, policiesOf(customer("P", statement(`"Effect":"Allow","Action":["iam:PutSomethingNew","s3:GetObject"],"Resource":"*"`))), checks.PolicyPermissionsManagement{})
	assert.Equal(t, pass, f.Status)
	require.Len(t, f.Evidence, 1, "listed, not guessed")
	assert.Equal(t, "iam:PutSomethingNew", f.Evidence[0].Observed)
}

func TestPolicyCredentialExposureAndDataRead(t *testing.T) {
	runDocuments(t, checks.PolicyCredentialExposure{}, []documentTest{
		{"keys for anybody", "on all users", statement(`"Effect":"Allow","Action":"iam:Create*Key","Resource":"*"`), fail, 0, "iam:CreateAccessKey"},
		{"own keys", "a variable names one user", statement(`"Effect":"Allow","Action":"iam:CreateAccessKey","Resource":"arn:aws:iam::*:user/${aws:username}"`), pass, 0, ""},
		{"logs in to a registry", "gives no more than the caller has", statement(`"Effect":"Allow","Action":"ecr:GetAuthorizationToken","Resource":"*"`), pass, 0, ""},
	})
	runDocuments(t, checks.PolicyDataReadWildcard{}, []documentTest{
		{"all objects", "on all", statement(`"Effect":"Allow","Action":"s3:Get*","Resource":"*"`), fail, 0, "s3:GetObject"},
		{"all buckets", "all that the action takes", statement(`"Effect":"Allow","Action":"secretsmanager:GetSecretValue","Resource":"arn:aws:secretsmanager:*:*:secret:*"`), fail, 0, ""},
		{"one bucket", "scoped", statement(`"Effect":"Allow","Action":"s3:Get*","Resource":["arn:aws:s3:::x","arn:aws:s3:::x/*"]`), pass, 0, ""},
		{"by way of S3 only", "limited", statement(`"Effect":"Allow","Action":"kms:Decrypt","Resource":"*","Condition":{"StringEquals":{"kms:ViaService":"s3.eu-west-1.amazonaws.com"}}`), pass, 0, ""},
	})
	list := policiesOf(customer("P", statement(`"Effect":"Allow","Action":"ecr:GetAuthorizationToken","Resource":"*"`)))
	assert.Equal(t, fail, oneOf(t, list, checks.PolicyCredentialExposure{CredentialActions: []string{"ecr:Get*"}}).Status)
	data := policiesOf(customer("P", statement(`"Effect":"Allow","Action":"s3:GetObject","Resource":"*"`)))
	assert.Equal(t, pass, oneOf(t, data, checks.PolicyDataReadWildcard{DataActions: []string{}}).Status, "an empty list means none")
}

func TestPassRoleWildcard(t *testing.T) {
	runDocuments(t, checks.PassRoleWildcard{}, []documentTest{
		{"all", "on *", statement(`"Effect":"Allow","Action":"iam:PassRole","Resource":"*"`), fail, 0, "all roles"},
		{"R37 P*", "by wildcard", statement(`"Effect":"Allow","Action":"iam:P*","Resource":"*"`), fail, 0, ""},
		{"R37 pass?ole", "without regard to case", statement(`"Effect":"Allow","Action":"iam:pass?ole","Resource":"*"`), fail, 0, ""},
		{"all roles", "role/*", statement(`"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::111122223333:role/*"`), fail, 0, ""},
		{"every account", "role/*", statement(`"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::*:role/*"`), fail, 0, ""},
		{"prefix", "scoped", statement(`"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::111122223333:role/app-*"`), pass, 0, ""},
		{"R48", "one service", statement(`"Effect":"Allow","Action":"iam:PassRole","Resource":"*","Condition":{"StringEquals":{"iam:PassedToService":"ec2.amazonaws.com"}}`), pass, 0, ""},
		{"R51 every service", "the condition limits nothing", statement(`"Effect":"Allow","Action":"iam:PassRole","Resource":"*","Condition":{"StringLike":{"iam:PassedToService":"*"}}`), fail, 0, ""},
		{"R51 another key", "does not limit the role", statement(`"Effect":"Allow","Action":"iam:PassRole","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}`), fail, 0, ""},
		{"R51 a resource", "scoped", statement(`"Effect":"Allow","Action":"iam:PassRole","Resource":"*","Condition":{"ArnLike":{"iam:AssociatedResourceArn":"arn:aws:ec2:*:*:instance/i-1"}}`), pass, 0, ""},
		{"none", "no PassRole", statement(`"Effect":"Allow","Action":"iam:Get*","Resource":"*"`), aside, 0, ""},
		{"R88", "a group is no role", statement(`"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::111122223333:group/*"`), pass, 0, ""},
		{"no JSON", "nothing is known", "{", unclear, 0, ""},
	})
}

func TestAssumeRoleWildcard(t *testing.T) {
	runDocuments(t, checks.AssumeRoleWildcard{}, []documentTest{
		{"R47 prefix", "scoped", statement(`"Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::111122223333:role/app-*"`), pass, 0, ""},
		{"R47 wildcard", "by any pattern", statement(`"Effect":"Allow","Action":"sts:Assume*","Resource":"*"`), fail, 0, "0 roles"},
		{"R51", "hangs on a tag", statement(`"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/team":"a"}}`), fail, iamhygiene.SeverityInfo, "aws:ResourceTag/team"},
		{"none", "no AssumeRole", statement(`"Effect":"Allow","Action":"iam:*","Resource":"*"`), aside, 0, ""},
	})
	trust := func(principal string) iamhygiene.Document {
		return statement(`"Effect":"Allow","Principal":{"AWS":"` + principal + `"},"Action":"sts:AssumeRole"`)
	}
	s := snapshotOf(iamhygiene.Authorization.With(&iamhygiene.AuthorizationDetails{
		Users: []iamhygiene.UserDetail{}, Groups: []iamhygiene.GroupDetail{},
		Roles: []iamhygiene.RoleDetail{
			{ARN: homeARN + "role/open", Name: "open", Trust: trust(homeARN + "root")},
			{ARN: homeARN + "role/named", Name: "named", Trust: trust(homeARN + "user/alice")},
		},
		Policies: []iamhygiene.PolicyDetail{customer("P", statement(`"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"`))},
	}, noon))
	assert.Contains(t, oneOf(t, s, checks.AssumeRoleWildcard{}).Message, "reaches 1 role of this account")
}
