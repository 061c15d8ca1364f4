package checks_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

func TestPolicyMFAConditionIneffective(t *testing.T) {
	with := func(effect, condition string) iamhygiene.Document {
		return statement(`"Effect":"` + effect + `","Action":"*","Resource":"*","Condition":{` + condition + `}`)
	}
	runDocuments(t, checks.PolicyMFAConditionIneffective{}, []documentTest{
		{"allow with Bool", "keys do not have the context", with("Allow", `"Bool":{"aws:MultiFactorAuthPresent":"true"}`), pass, 0, ""},
		{"allow with IfExists", "keys slip through", with("Allow", `"BoolIfExists":{"aws:MultiFactorAuthPresent":"true"}`), fail, 0, "access keys"},
		{"deny with IfExists", "keys are caught", with("Deny", `"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}`), pass, 0, ""},
		{"deny with Bool", "keys slip through", with("Deny", `"Bool":{"aws:MultiFactorAuthPresent":"false"}`), fail, 0, "does not hold for access keys"},
		{"allow with Null", "the key may be there and false", with("Allow", `"Null":{"aws:MultiFactorAuthPresent":"false"}`), fail, 0, "sessions without MFA"},
		{"deny with Null", "a session without MFA has the key", with("Deny", `"Null":{"aws:MultiFactorAuthPresent":"true"}`), fail, 0, "sessions without MFA"},
		{"R89", "an Allow for requests without MFA enforces nothing and pretends nothing", with("Allow", `"Bool":{"aws:MultiFactorAuthPresent":"false"}`), pass, 0, ""},
		{"age", "keys have no age", with("Allow", `"NumericLessThan":{"aws:MultiFactorAuthAge":"3600"}`), pass, 0, ""},
		{"age with IfExists", "keys slip through", with("Allow", `"NumericLessThanIfExists":{"aws:MultiFactorAuthAge":"3600"}`), fail, 0, "access keys"},
		{"R51 a second operator", "together they hold with MFA only", with("Allow", `"BoolIfExists":{"aws:MultiFactorAuthPresent":"true"},"Null":{"aws:MultiFactorAuthPresent":"false"}`), pass, 0, ""},
		{"another key", "no condition on MFA", with("Allow", `"Bool":{"aws:SecureTransport":"true"}`), aside, 0, ""},
		{"no JSON", "nothing is known", "{", unclear, 0, ""},
	})
}

func TestPolicySensitiveNoCondition(t *testing.T) {
	runDocuments(t, checks.PolicySensitiveNoCondition{}, []documentTest{
		{"none", "no condition", statement(`"Effect":"Allow","Action":"iam:CreateUser","Resource":"*"`), fail, 0, "1 sensitive action"},
		{"MFA", "a key of the list", statement(`"Effect":"Allow","Action":"iam:CreateUser","Resource":"*","Condition":{"Bool":{"aws:multifactorauthpresent":"true"}}`), pass, 0, ""},
		{"tag", "all tags of the principal", statement(`"Effect":"Allow","Action":"iam:CreateUser","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalTag/team":"a"}}`), pass, 0, ""},
		{"another key", "not on the list", statement(`"Effect":"Allow","Action":"iam:CreateUser","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}`), fail, 0, ""},
		{"harmless", "not sensitive", statement(`"Effect":"Allow","Action":"iam:List*","Resource":"*"`), aside, 0, ""},
	})
	s := policiesOf(customer("P", statement(`"Effect":"Allow","Action":"iam:ListUsers","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}`)))
	assert.Equal(t, fail, oneOf(t, s, checks.PolicySensitiveNoCondition{SensitiveActions: []string{"iam:List*"}}).Status)
	assert.Equal(t, pass, oneOf(t, s, checks.PolicySensitiveNoCondition{SensitiveActions: []string{"iam:List*"}, Keys: []string{"aws:SecureTransport"}}).Status)
}

func TestPolicyLint(t *testing.T) {
	runDocuments(t, checks.PolicyLint{}, []documentTest{
		{"sound", "nothing to say", statement(`"Effect":"Allow","Action":"s3:GetObject","Resource":"*"`), pass, 0, ""},
		{"no JSON", "it cannot mean anything", "{", fail, 0, "line 1"},
		{"version", "variables would be plain text", `{"Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}`, fail, 0, "no-version"},
		{"operator", "unknown", statement(`"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringIs":{"aws:username":"a"}}`), fail, 0, "/Statement/Condition/StringIs"},
		{"wildcard", "plain text here", statement(`"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringEquals":{"aws:username":"a*"}}`), fail, 0, "[O1]"},
		{"sid", "stands twice", `{"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Allow","Action":"s3:GetObject","Resource":"*"},{"Sid":"a","Effect":"Deny","Action":"s3:PutObject","Resource":"*"}]}`, fail, 0, "[D14]"},
		{"misspelt action", "matches nothing", statement(`"Effect":"Allow","Action":"s3:GetObjekt","Resource":"*"`), fail, 0, "did you mean s3:GetObject"},
		{"pattern", "matches nothing", statement(`"Effect":"Allow","Action":"s3:Zz*","Resource":"*"`), fail, 0, "matches nothing"},
	})
	p := customer("P", "{")
	p.ARN = "arn:aws-us-gov:iam::aws:policy/P"
	assert.Equal(t, aside, oneOf(t, policiesOf(p), checks.PolicyLint{}).Status)
	p = customer("P", "")
	p.Default = "v9"
	assert.Equal(t, unclear, oneOf(t, policiesOf(p), checks.PolicyLint{}).Status, "what is not there has no flaw")
}

func TestPolicyAccessLevels(t *testing.T) {
	read := customer("Read", statement(`"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],"Resource":"*"`))
	attached := []iamhygiene.AttachedPolicy{{Name: "Read", ARN: read.ARN}}
	s := snapshotOf(iamhygiene.Authorization.With(&iamhygiene.AuthorizationDetails{
		Users: []iamhygiene.UserDetail{{ARN: homeARN + "user/alice", Name: "alice", Groups: []string{"staff"}, Permissions: iamhygiene.Permissions{
			Inline: []iamhygiene.InlinePolicy{{Name: "own", Document: statement(`"Effect":"Allow","Action":["s3:PutObject","iam:TagUser"],"Resource":"arn:aws:s3:::x/*"`)}},
		}}},
		Groups:   []iamhygiene.GroupDetail{{ARN: homeARN + "group/staff", Name: "staff", Permissions: iamhygiene.Permissions{Attached: attached}}},
		Roles:    []iamhygiene.RoleDetail{{ARN: homeARN + "role/app", Name: "app", Permissions: iamhygiene.Permissions{Attached: []iamhygiene.AttachedPolicy{{Name: "Gone", ARN: homeARN + "policy/Gone"}}}}},
		Policies: []iamhygiene.PolicyDetail{read},
	}, noon))
	got := make(map[string]string)
	for _, f := range (checks.PolicyAccessLevels{}).Run(context.Background(), s) {
		got[f.Resource.Name+"/"+f.Discriminator] = f.Status.String() + " " + f.Message
	}
	require.Len(t, got, 5)
	assert.Contains(t, got["Read/"], "PASS whoever has the policy Read is allowed 2 actions (List 1, Read 1, Write 0, Permissions management 0, Tagging 0), 100% of them on every resource")
	assert.Contains(t, got["alice/inline/own"], "2 actions (List 0, Read 0, Write 1, Permissions management 0, Tagging 1), 0% of them")
	assert.Contains(t, got["alice/"], "PASS the user alice is allowed 4 actions (List 1, Read 1, Write 1, Permissions management 0, Tagging 1), 50% of them")
	assert.Contains(t, got["staff/"], "the group staff is allowed 2 actions")
	assert.Contains(t, got["app/"], "UNKNOWN cannot decide: the account authorization details do not hold the attached policy Gone")
}

// The lists that the library brings name what exists: a misspelt action would
// match nothing and never be missed.
func TestListsExist(t *testing.T) {
	for _, c := range checks.Catalogue(checks.Standard) {
		for _, param := range []string{"credential_actions", "data_actions", "sensitive_actions"} {
			for _, pattern := range strings.Split(c.Info().Params[param], ", ") {
				if pattern == "" {
					continue
				}
				set, err := catalog.Expand(pattern)
				require.NoError(t, err)
				assert.False(t, set.IsEmpty(), "%s matches nothing", pattern)
			}
		}
	}
}
