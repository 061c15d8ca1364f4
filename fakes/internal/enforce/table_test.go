package enforce_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer"
	"github.com/aws/aws-sdk-go-v2/service/account"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// samples are values for the members that name resources, of the right form.
var samples = map[string]string{
	"PolicyArn": "arn:aws:iam::111122223333:policy/P", "SAMLProviderArn": "arn:aws:iam::111122223333:saml-provider/P",
	"OpenIDConnectProviderArn": "arn:aws:iam::111122223333:oidc-provider/example.org", "Url": "https://example.org",
	"SerialNumber": "arn:aws:iam::111122223333:mfa/m", "Arn": "arn:aws:iam::111122223333:user/alice", "PolicySourceArn": "arn:aws:iam::111122223333:user/alice",
	"EntityArn": "arn:aws:iam::111122223333:delegation-request/d", "EntityPath": "o-exampleorg/r-exam", "DeletionTaskId": "task/aws-service-role/support.amazonaws.com/R/1",
	"AWSServiceName": "support.amazonaws.com", "AccessKeyId": "AKIAEXAMPLE", "PolicyId": "p-example1", "TargetId": "ou-exam-example1", "AccountId": "444455556666",
	"SourceParentId": "ou-exam-example1", "DestinationParentId": "r-exam", "ParentId": "ou-exam-example1", "ChildId": "444455556666", "OrganizationalUnitId": "ou-exam-example1",
	"RootId": "r-exam", "ResourceId": "p-example1", "HandshakeId": "h-example1", "Id": "rt-example1",
	"AnalyzerArn": "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/a", "ResourceArn": "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/a",
	"TargetPrincipal": "444455556666", "TemplateArn": "arn:aws:iam::aws:role-template/support.amazonaws.com/T:1",
}

// members of one operation whose resource is another than its usual one.
var special = map[string]string{
	"organizations:DescribeEffectivePolicy": "444455556666", "organizations:ListParents": "444455556666",
	"organizations:ListEffectivePolicyValidationErrors": "444455556666",
}

// sample returns an input of an operation in which every text is set.
func sample(action string, in reflect.Type) any {
	v := reflect.New(in)
	for i := range in.NumField() {
		f := v.Elem().Field(i)
		if f.Kind() != reflect.Pointer || f.Type().Elem().Kind() != reflect.String {
			continue
		}
		text, ok := samples[in.Field(i).Name]
		if !ok {
			text = "name"
		}
		if in.Field(i).Name == "TargetId" || in.Field(i).Name == "ChildId" || in.Field(i).Name == "AccountId" {
			if s, ok := special[action]; ok {
				text = s
			}
		}
		if in.Field(i).Name == "Path" || in.Field(i).Name == "NewPath" {
			text = "/"
		}
		f.Set(reflect.ValueOf(&text).Convert(f.Type()))
	}
	return v.Interface()
}

// elsewhere are the operations whose resource the reference tells differently,
// or that the enforcer leaves to trust policies.
var elsewhere = map[string]string{
	"sts:AssumeRole":                "decided by the trust policy",
	"sts:AssumeRoleWithSAML":        "decided by the trust policy",
	"sts:AssumeRoleWithWebIdentity": "decided by the trust policy",
	"sts:GetSessionToken":           "needs no permission",
	"sts:GetCallerIdentity":         "needs no permission",
	"iam:GetAccessKeyLastUsed":      "the user is found by the key, and this one is nobody's",
	"iam:UpdateDelegationRequest":   "missing in the reference",
}

// TestTables compares the resources of all operations with the service
// authorization reference.
func TestTables(t *testing.T) {
	s := newStage(t)
	for prefix, client := range map[string]reflect.Type{
		"iam": reflect.TypeFor[*iam.Client](), "sts": reflect.TypeFor[*sts.Client](), "organizations": reflect.TypeFor[*organizations.Client](),
		"account": reflect.TypeFor[*account.Client](), "access-analyzer": reflect.TypeFor[*accessanalyzer.Client](),
		"cloudtrail": reflect.TypeFor[*cloudtrail.Client](), "cloudwatch": reflect.TypeFor[*cloudwatch.Client](), "logs": reflect.TypeFor[*cloudwatchlogs.Client](),
		"events": reflect.TypeFor[*eventbridge.Client](), "sns": reflect.TypeFor[*sns.Client](),
	} {
		for i := range client.NumMethod() {
			m := client.Method(i)
			name := prefix + ":" + m.Name
			if m.Name == "Options" || elsewhere[name] != "" {
				continue
			}
			action, ok := catalog.Lookup(name)
			if !ok {
				continue // newer than the reference
			}
			c := s.call(name, sample(name, m.Type.In(2).Elem()))
			resource := s.resource(t, c)
			if action.WildcardOnly() {
				assert.Equal(t, "*", resource, name)
				continue
			}
			matches := false
			var types []string
			for rt := range action.ResourceTypes() {
				types = append(types, rt.Name())
				// IAM is asked about a log group with ":log-stream:" behind it, which
				// the reference leaves out.
				matches = matches || rt.Matches(resource) || prefix == "logs" && rt.Matches(strings.TrimSuffix(resource, ":log-stream:"))
			}
			assert.True(t, matches, "%s is asked for on %s, want one of %s", name, resource, strings.Join(types, ", "))
		}
	}
}

// resource returns the resource that the enforcer asks for, which it tells in
// the decoded message of a refusal by EC2's rules.
func (s *stage) resource(t *testing.T, c *model.Call) string {
	t.Helper()
	c.Service = "EC2" // whose refusals carry the request
	m := s.refusal(t, c)
	require.NotNil(t, m, c.Action)
	return m.Context.Resource
}

func TestTablesNameNoOperationTwice(t *testing.T) {
	seen := map[string]bool{}
	for _, op := range operations() {
		require.False(t, seen[op], op)
		seen[op] = true
	}
	assert.True(t, slices.Contains(operations(), "GetUser"))
}
