package fakes_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/policyeval"
)

// policy puts statements into a document.
func policy(statements ...string) string {
	return `{"Version":"2012-10-17","Statement":[` + strings.Join(statements, ",") + `]}`
}

func TestValidatePolicy(t *testing.T) {
	client := analyzerClient(fakes.NewAccount(shop), "us-east-1")
	identity, resource, scp := types.PolicyTypeIdentityPolicy, types.PolicyTypeResourcePolicy, types.PolicyTypeServiceControlPolicy
	for _, c := range []struct {
		name, reason string
		kind         types.PolicyType
		document     string
		want         []string // type, code, path
	}{
		{"clean", "nothing to say", identity, policy(`{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}`), nil},
		{"no JSON", "cut off", identity, `{"Version":"2012-10-17",`, []string{"ERROR JSON_SYNTAX_ERROR "}},
		{"no version", "variables are off", identity, `{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}`, []string{"WARNING MISSING_VERSION "}},
		{"bad version", "there is none", identity, strings.Replace(policy(`{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}`), "2012-10-17", "2013-01-01", 1), []string{"ERROR INVALID_VERSION Version"}},
		{"no statement", "a policy has statements", identity, `{"Version":"2012-10-17"}`, []string{"ERROR MISSING_STATEMENT "}},
		{"unknown element", "it does not exist", identity, policy(`{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Note":"x"}`), []string{"ERROR INVALID_POLICY_ELEMENT Statement 0 Note"}},
		{"no effect", "it is required", identity, policy(`{"Action":"s3:GetObject","Resource":"*"}`), []string{"ERROR MISSING_EFFECT Statement 0"}},
		{"bad effect", "letters count", identity, policy(`{"Effect":"allow","Action":"s3:GetObject","Resource":"*"}`), []string{"ERROR INVALID_EFFECT Statement 0 Effect"}},
		{"no action", "it is required", identity, policy(`{"Effect":"Allow","Resource":"*"}`), []string{"ERROR MISSING_ACTION Statement 0"}},
		{"no resource", "it is required", identity, policy(`{"Effect":"Allow","Action":"s3:GetObject"}`), []string{"ERROR MISSING_RESOURCE Statement 0"}},
		{"both actions", "one of them", identity, policy(`{"Effect":"Allow","Action":"s3:GetObject","NotAction":"s3:PutObject","Resource":"*"}`), []string{"ERROR UNSUPPORTED_ELEMENT_COMBINATION"}},
		{"unknown action", "with a proposal", identity, policy(`{"Effect":"Allow","Action":["s3:GetObject","s3:GetObjet"],"Resource":"*"}`), []string{"ERROR INVALID_ACTION Statement 0 Action 1"}},
		{"unknown service", "no service has the prefix", identity, policy(`{"Effect":"Allow","Action":"qqs:Get","Resource":"*"}`), []string{"ERROR INVALID_SERVICE_IN_ACTION Statement 0 Action"}},
		{"redundant action", "a wildcard covers it", identity, policy(`{"Effect":"Allow","Action":["s3:GetObject","s3:Get*"],"Resource":"*"}`), []string{"SUGGESTION REDUNDANT_ACTION Statement 0 Action 0"}},
		{"no ARN", "a resource is an ARN", identity, policy(`{"Effect":"Allow","Action":"s3:GetObject","Resource":"bucket"}`), []string{"ERROR INVALID_ARN_PREFIX Statement 0 Resource"}},
		{"bad operator", "there is none", identity, policy(`{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringIs":{"aws:username":"a"}}}`), []string{"ERROR INVALID_CONDITION_OPERATOR Statement 0 Condition StringIs"}},
		{"empty list", "it does nothing", identity, policy(`{"Effect":"Allow","Action":[],"Resource":"*"}`), []string{"SUGGESTION EMPTY_ARRAY_ACTION Statement 0 Action"}},
		{"empty condition", "it does nothing", identity, policy(`{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{}}`), []string{"SUGGESTION EMPTY_OBJECT_CONDITION Statement 0 Condition"}},
		{"same Sid", "Sids are unique in IAM", identity, policy(`{"Sid":"A","Effect":"Allow","Action":"s3:GetObject","Resource":"*"}`, `{"Sid":"A","Effect":"Allow","Action":"s3:PutObject","Resource":"*"}`), []string{"ERROR UNIQUE_SIDS_REQUIRED Statement 1 Sid"}},
		{"principal in identity policy", "it has none", identity, policy(`{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}`), []string{"ERROR UNSUPPORTED_PRINCIPAL Statement 0 Principal"}},
		{"principal in SCP", "it has none", scp, policy(`{"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"*"}`), []string{"ERROR SCP_SYNTAX_ERROR_PRINCIPAL Statement 0 Principal"}},
		{"no principal", "a resource policy has one", resource, policy(`{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}`), []string{"ERROR MISSING_PRINCIPAL Statement 0"}},
		{"bad principal", "it is none", resource, policy(`{"Effect":"Allow","Principal":{"AWS":"alice"},"Action":"s3:GetObject","Resource":"*"}`), []string{"ERROR INVALID_PRINCIPAL_FORMAT Statement 0 Principal AWS"}},
		{"allow with NotPrincipal", "it grants to the world", resource, policy(`{"Effect":"Allow","NotPrincipal":{"AWS":"111122223333"},"Action":"s3:GetObject","Resource":"*"}`), []string{"SECURITY_WARNING ALLOW_WITH_NOT_PRINCIPAL Statement 0 NotPrincipal"}},
		{"pass any role", "a named action", identity, policy(`{"Effect":"Allow","Action":"iam:PassRole","Resource":"*"}`), []string{"SECURITY_WARNING PASS_ROLE_WITH_STAR_IN_RESOURCE Statement 0"}},
		{"pass roles of a kind", "names that start alike are a convention", identity, policy(`{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::*:role/Glue*"}`), nil},
		{"pass any role to a service", "the condition limits it", identity, policy(`{"Effect":"Allow","Action":"iam:PassRole","Resource":"*","Condition":{"StringEquals":{"iam:PassedToService":"ec2.amazonaws.com"}}}`), nil},
		{"everything", "both sensitive actions", identity, policy(`{"Effect":"Allow","Action":"*","Resource":"*"}`),
			[]string{"SECURITY_WARNING PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE Statement 0", "WARNING CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE Statement 0"}},
		{"everything but", "NotAction does not exclude it", identity, policy(`{"Effect":"Allow","NotAction":["s3:GetObject","iam:CreateServiceLinkedRole"],"Resource":"*"}`),
			[]string{"SECURITY_WARNING PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION Statement 0"}},
		{"deny everything", "a Deny grants nothing", identity, policy(`{"Effect":"Deny","Action":"*","Resource":"*"}`), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, err := client.ValidatePolicy(context.Background(), &accessanalyzer.ValidatePolicyInput{PolicyDocument: aws.String(c.document), PolicyType: c.kind})
			require.NoError(t, err, "a faulty policy is no error of the call")
			var got []string
			for _, f := range out.Findings {
				line := string(f.FindingType) + " " + *f.IssueCode
				require.NotEmpty(t, f.Locations)
				for _, e := range f.Locations[0].Path {
					switch e := e.(type) {
					case *types.PathElementMemberIndex:
						line += fmt.Sprint(" ", e.Value)
					case *types.PathElementMemberKey:
						line += " " + e.Value
					}
				}
				got = append(got, line)
				assert.NotEmpty(t, *f.FindingDetails)
				assert.Contains(t, *f.LearnMoreLink, strings.ToLower(strings.ReplaceAll(*f.IssueCode, "_", "-")))
				span := f.Locations[0].Span
				assert.LessOrEqual(t, *span.Start.Offset, *span.End.Offset)
				assert.LessOrEqual(t, int(*span.End.Offset), len(c.document))
			}
			require.Len(t, got, len(c.want), "%s: %q", c.reason, got)
			for i, want := range c.want {
				assert.True(t, strings.HasPrefix(got[i], strings.TrimSpace(want)), "%s: got %q, want %q", c.reason, got[i], want)
			}
		})
	}
}

func TestValidatePolicyLocations(t *testing.T) {
	client := analyzerClient(fakes.NewAccount(shop), "us-east-1")
	document := "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"s3:GetObjet\", \"Resource\": \"*\"}]\n}"
	out, err := client.ValidatePolicy(context.Background(), &accessanalyzer.ValidatePolicyInput{PolicyDocument: aws.String(document), PolicyType: types.PolicyTypeIdentityPolicy})
	require.NoError(t, err)
	require.Len(t, out.Findings, 1)
	assert.Contains(t, *out.Findings[0].FindingDetails, "Did you mean s3:GetObject")
	span := out.Findings[0].Locations[0].Span
	assert.Equal(t, `"s3:GetObjet"`, document[*span.Start.Offset:*span.End.Offset])
	assert.EqualValues(t, 3, *span.Start.Line, "lines count from 1")
	assert.EqualValues(t, strings.Index(strings.Split(document, "\n")[2], `"s3:`), *span.Start.Column, "columns from 0")
}

func TestValidatePolicyRefuses(t *testing.T) {
	client := analyzerClient(fakes.NewAccount(shop), "us-east-1")
	call := func(in accessanalyzer.ValidatePolicyInput) error {
		in.PolicyDocument = aws.String(policy())
		_, err := client.ValidatePolicy(context.Background(), &in)
		return err
	}
	requireCode(t, call(accessanalyzer.ValidatePolicyInput{PolicyType: "OTHER"}), "ValidationException")
	requireCode(t, call(accessanalyzer.ValidatePolicyInput{PolicyType: types.PolicyTypeIdentityPolicy, ValidatePolicyResourceType: types.ValidatePolicyResourceTypeS3Bucket}), "ValidationException")
	var missing *fakes.NotModeledError
	require.ErrorAs(t, call(accessanalyzer.ValidatePolicyInput{PolicyType: types.PolicyTypeIdentityPolicy, Locale: types.LocaleDe}), &missing)
}

func TestCheckAccessNotGranted(t *testing.T) {
	client := analyzerClient(fakes.NewAccount(shop), "us-east-1")
	get := []types.Access{{Actions: []string{"s3:GetObject"}}}
	for _, c := range []struct {
		name, reason string
		document     string
		access       []types.Access
		want         string // PASS, FAIL or what is not decided
	}{
		{"granted", "by a wildcard", policy(`{"Effect":"Allow","Action":"s3:*","Resource":"*"}`), get, "FAIL"},
		{"other action", "not granted", policy(`{"Effect":"Allow","Action":"s3:PutObject","Resource":"*"}`), get, "PASS"},
		{"NotAction", "everything but", policy(`{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}`), get, "FAIL"},
		{"denied", "a Deny covers it", policy(`{"Effect":"Allow","Action":"s3:*","Resource":"*"}`, `{"Effect":"Deny","Action":"s3:Get*","Resource":"*"}`), get, "PASS"},
		{"denied where allowed", "the Deny is wider than the Allow", policy(`{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/a*"}`, `{"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::b/*"}`), get, "PASS"},
		{"denied in part", "some is left", policy(`{"Effect":"Allow","Action":"s3:*","Resource":"*"}`, `{"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::b/*"}`), get, "FAIL"},
		{"condition", "it can hold", policy(`{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}`), get, "FAIL"},
		{"denied without MFA", "with MFA it is granted", policy(`{"Effect":"Allow","Action":"s3:*","Resource":"*"}`, `{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}`), get, "FAIL"},
		{"two conditions", "it hangs on values", policy(`{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"aws:username":"a"},"StringNotEquals":{"aws:username":"a"}}}`), get, "conditions of statement 0"},
		{"allow and deny by condition", "it hangs on values", policy(`{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"aws:username":"a"}}}`, `{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:username":"a"}}}`), get, "condition of statement 0"},
		{"variable", "it hangs on the caller", policy(`{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:username}/*"}`), get, "policy variable"},
		{"resource", "another bucket", policy(`{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/*"}`), []types.Access{{Actions: []string{"s3:GetObject"}, Resources: []string{"arn:aws:s3:::c/*"}}}, "PASS"},
		{"resources only", "any action counts", policy(`{"Effect":"Allow","Action":"s3:Put*","Resource":"arn:aws:s3:::b/*"}`), []types.Access{{Resources: []string{"arn:aws:s3:::b/x"}}}, "FAIL"},
		{"a wildcard action", "one of many", policy(`{"Effect":"Allow","Action":"s3:PutObject","Resource":"*"}`), []types.Access{{Actions: []string{"s3:Put*"}}}, "FAIL"},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, err := client.CheckAccessNotGranted(context.Background(), &accessanalyzer.CheckAccessNotGrantedInput{PolicyDocument: aws.String(c.document), PolicyType: types.AccessCheckPolicyTypeIdentityPolicy, Access: c.access})
			if c.want != "PASS" && c.want != "FAIL" {
				var missing *fakes.NotModeledError
				require.ErrorAs(t, err, &missing, c.reason)
				assert.Contains(t, missing.What, c.want)
				return
			}
			require.NoError(t, err, c.reason)
			assert.Equal(t, c.want, string(out.Result), c.reason)
			assert.Equal(t, c.want == "FAIL", len(out.Reasons) > 0)
		})
	}
	_, err := client.CheckAccessNotGranted(context.Background(), &accessanalyzer.CheckAccessNotGrantedInput{PolicyDocument: aws.String("{"), PolicyType: types.AccessCheckPolicyTypeIdentityPolicy, Access: get})
	requireCode(t, err, "ValidationException")
	_, err = client.CheckAccessNotGranted(context.Background(), &accessanalyzer.CheckAccessNotGrantedInput{PolicyDocument: aws.String(policy(`{"Effect":"Allow","Action":"s3:*","Resource":"*"}`)), PolicyType: types.AccessCheckPolicyTypeResourcePolicy, Access: get})
	requireCode(t, err, "ValidationException")
}

func TestCheckNoNewAccess(t *testing.T) {
	client := analyzerClient(fakes.NewAccount(shop), "us-east-1")
	s3 := `{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/*"}`
	mfa := `,"Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}`
	to := func(principal string) string {
		return `{"Effect":"Allow","Principal":{"AWS":"` + principal + `"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}`
	}
	for _, c := range []struct {
		name, reason string
		old, updated string
		want         string
	}{
		{"same", "nothing changes", policy(s3), policy(s3), "PASS"},
		{"narrower action", "less access", policy(s3), policy(`{"Effect":"Allow","Action":"s3:Get*","Resource":"arn:aws:s3:::b/*"}`), "PASS"},
		{"narrower resource", "less access", policy(s3), policy(`{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/x/*"}`), "PASS"},
		{"a Deny more", "less access", policy(s3), policy(s3, `{"Effect":"Deny","Action":"s3:DeleteObject","Resource":"*"}`), "PASS"},
		{"other service", "new access", policy(s3), policy(s3, `{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"}`), "FAIL"},
		{"wider resource", "new access", policy(s3), policy(`{"Effect":"Allow","Action":"s3:*","Resource":"*"}`), "FAIL"},
		{"condition gone", "new access", policy(s3[:len(s3)-1] + mfa), policy(s3), "FAIL"},
		{"condition added", "less access", policy(s3), policy(s3[:len(s3)-1] + mfa), "PASS"},
		{"other condition", "it hangs on values", policy(s3[:len(s3)-1] + mfa), policy(s3[:len(s3)-1] + `,"Condition":{"StringEquals":{"aws:username":"a"}}}`), "how the conditions"},
		{"Deny gone", "new access", policy(s3, `{"Effect":"Deny","Action":"s3:DeleteObject","Resource":"*"}`), policy(s3), "FAIL"},
		{"Deny without effect gone", "nothing it denied was allowed", policy(s3, `{"Effect":"Deny","Action":"sqs:*","Resource":"*"}`), policy(s3), "PASS"},
		{"new but denied", "the Deny covers it", policy(s3), policy(s3, `{"Effect":"Allow","Action":"sqs:*","Resource":"*"}`, `{"Effect":"Deny","Action":"sqs:*","Resource":"*"}`), "PASS"},
		{"two halves", "it hangs on what two statements allow together", policy(`{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/a*"}`, `{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*a"}`), policy(`{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}`), "allow together"},
		{"other principal", "new access", policy(to("111122223333")), policy(to("444455556666")), "FAIL"},
		{"everybody", "new access", policy(to("111122223333")), policy(to("*")), "FAIL"},
		{"one of two", "less access", policy(strings.Replace(to("111122223333"), `"111122223333"`, `["111122223333","444455556666"]`, 1)), policy(to("444455556666")), "PASS"},
		{"user of the account", "it hangs on what the account delegates", policy(to("111122223333")), policy(to("arn:aws:iam::111122223333:user/alice")), "principals"},
	} {
		t.Run(c.name, func(t *testing.T) {
			kind := types.AccessCheckPolicyTypeIdentityPolicy
			if strings.Contains(c.old, "Principal") {
				kind = types.AccessCheckPolicyTypeResourcePolicy
			}
			out, err := client.CheckNoNewAccess(context.Background(), &accessanalyzer.CheckNoNewAccessInput{ExistingPolicyDocument: aws.String(c.old), NewPolicyDocument: aws.String(c.updated), PolicyType: kind})
			if c.want != "PASS" && c.want != "FAIL" {
				var missing *fakes.NotModeledError
				require.ErrorAs(t, err, &missing, c.reason)
				assert.Contains(t, missing.What, c.want)
				return
			}
			require.NoError(t, err, c.reason)
			assert.Equal(t, c.want, string(out.Result), c.reason)
		})
	}
}

func TestCheckNoPublicAccess(t *testing.T) {
	client := analyzerClient(fakes.NewAccount(shop), "us-east-1")
	open := func(condition string) string {
		return `{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"` + condition + `}`
	}
	when := func(operator, key, value string) string {
		return `,"Condition":{"` + operator + `":{"` + key + `":"` + value + `"}}`
	}
	for _, c := range []struct {
		name, reason, document, want string
	}{
		{"everybody", "public", policy(open("")), "FAIL"},
		{"everybody in a list", "public", policy(strings.Replace(open(""), `"*"`, `{"AWS":["111122223333","*"]}`, 1)), "FAIL"},
		{"one account", "not public", policy(strings.Replace(open(""), `"*"`, `{"AWS":"111122223333"}`, 1)), "PASS"},
		{"a service", "not public", policy(strings.Replace(open(""), `"*"`, `{"Service":"cloudtrail.amazonaws.com"}`, 1)), "PASS"},
		{"NotPrincipal", "everybody else", policy(strings.Replace(open(""), `"Principal":"*"`, `"NotPrincipal":{"AWS":"111122223333"}`, 1)), "FAIL"},
		{"organization", "a known organization", policy(open(when("StringEquals", "aws:PrincipalOrgID", "o-abcdefghij"))), "PASS"},
		{"any organization", "a wildcard is not fixed", policy(open(when("StringLike", "aws:PrincipalOrgID", "o-*"))), "aws:PrincipalOrgID"},
		{"if exists", "a caller without the key passes", policy(open(when("StringEqualsIfExists", "aws:SourceVpce", "vpce-1"))), "aws:SourceVpce"},
		{"encrypted", "everybody can use TLS", policy(open(when("Bool", "aws:SecureTransport", "true"))), "FAIL"},
		{"network", "a small network", policy(open(when("IpAddress", "aws:SourceIp", "203.0.113.0/24"))), "PASS"},
		{"the internet", "every address", policy(open(when("IpAddress", "aws:SourceIp", "0.0.0.0/0"))), "aws:SourceIp"},
		{"unknown key", "it cannot be told", policy(open(when("StringEquals", "s3:ExistingObjectTag/a", "b"))), "s3:ExistingObjectTag/a"},
		{"denied", "the Deny covers it", policy(open(""), `{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}`), "PASS"},
		{"denied to others", "everybody but the organization is denied", policy(open(""), `{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"`+when("StringNotEquals", "aws:PrincipalOrgID", "o-abcdefghij")+`}`), "PASS"},
		{"denied without TLS", "the public uses TLS", policy(open(""), `{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"`+when("Bool", "aws:SecureTransport", "false")+`}`), "FAIL"},
		{"denied in part", "it hangs on how much is left", policy(open(""), `{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::b/x*"}`), "how much"},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, err := client.CheckNoPublicAccess(context.Background(), &accessanalyzer.CheckNoPublicAccessInput{PolicyDocument: aws.String(c.document), ResourceType: types.AccessCheckResourceTypeS3Bucket})
			if c.want != "PASS" && c.want != "FAIL" {
				var missing *fakes.NotModeledError
				require.ErrorAs(t, err, &missing, c.reason)
				assert.Contains(t, missing.What, c.want)
				return
			}
			require.NoError(t, err, c.reason)
			assert.Equal(t, c.want, string(out.Result), c.reason)
		})
	}
	trust := `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}}`
	out, err := client.CheckNoPublicAccess(context.Background(), &accessanalyzer.CheckNoPublicAccessInput{PolicyDocument: aws.String(trust), ResourceType: types.AccessCheckResourceTypeRoleTrust})
	require.NoError(t, err)
	assert.Equal(t, types.CheckNoPublicAccessResultFail, out.Result)
	_, err = client.CheckNoPublicAccess(context.Background(), &accessanalyzer.CheckNoPublicAccessInput{PolicyDocument: aws.String(trust), ResourceType: "AWS::Other"})
	requireCode(t, err, "ValidationException")
}

// TestChecksAgreeWithTheEvaluator compares the checks with decisions on single
// requests: what a check passes is never granted, and what it fails is granted to
// somebody.
func TestChecksAgreeWithTheEvaluator(t *testing.T) {
	client := analyzerClient(fakes.NewAccount(shop), "us-east-1")
	random := rand.New(rand.NewPCG(4, 2))
	pick := func(from ...string) string { return from[random.IntN(len(from))] }
	statement := func() string {
		effect, action := pick("Allow", "Allow", "Deny"), pick("Action", "Action", "NotAction")
		resource := pick("Resource", "Resource", "NotResource")
		condition := pick("", "", `,"Condition":{"StringEquals":{"aws:username":"alice"}}`, `,"Condition":{"StringNotEquals":{"aws:username":"alice"}}`)
		return fmt.Sprintf(`{"Effect":%q,%q:%q,%q:[%q,%q]%s}`, effect, action, pick("s3:GetObject", "s3:Get*", "s3:*", "*", "s3:*Object"),
			resource, pick("*", "arn:aws:s3:::b/*", "arn:aws:s3:::b/a*", "arn:aws:s3:::c/x"), pick("arn:aws:s3:::b/ab", "arn:aws:s3:::b/*b"), condition)
	}
	document := func() string {
		var all []string
		for range 1 + random.IntN(3) {
			all = append(all, statement())
		}
		return policy(all...)
	}
	grants := func(document, action, resource, user string) bool {
		p, err := policyeval.Parse([]byte(document))
		require.NoError(t, err)
		d, err := policyeval.Evaluate(policyeval.Policies{Identity: []*policyeval.Policy{p}},
			&policyeval.Request{Principal: "arn:aws:iam::111122223333:user/" + user, Action: action, Resource: resource, ResourceAccount: shop})
		require.NoError(t, err)
		return d.Allowed()
	}
	decided := map[string]int{}
	for range 300 {
		old, updated := document(), document()
		noNew, err := client.CheckNoNewAccess(context.Background(), &accessanalyzer.CheckNoNewAccessInput{ExistingPolicyDocument: aws.String(old), NewPolicyDocument: aws.String(updated), PolicyType: types.AccessCheckPolicyTypeIdentityPolicy})
		var missing *fakes.NotModeledError
		require.True(t, err == nil || errors.As(err, &missing), "%v", err)
		notGranted, errGranted := client.CheckAccessNotGranted(context.Background(), &accessanalyzer.CheckAccessNotGrantedInput{PolicyDocument: aws.String(updated), PolicyType: types.AccessCheckPolicyTypeIdentityPolicy,
			Access: []types.Access{{Actions: []string{"s3:GetObject"}, Resources: []string{"arn:aws:s3:::b/*"}}}})
		require.True(t, errGranted == nil || errors.As(errGranted, &missing), "%v", errGranted)
		granted, more := false, false
		for _, action := range []string{"s3:GetObject", "s3:GetObjectAcl", "s3:PutObject", "s3:GetBucketPolicy", "s3:PutBucketPolicy", "sqs:SendMessage"} {
			for _, resource := range []string{"arn:aws:s3:::b/a", "arn:aws:s3:::b/ab", "arn:aws:s3:::b/b", "arn:aws:s3:::b/c", "arn:aws:s3:::b/aab", "arn:aws:s3:::b/cb", "arn:aws:s3:::c/x", "arn:aws:s3:::d/x"} {
				for _, user := range []string{"alice", "bob"} {
					got := grants(updated, action, resource, user)
					granted = granted || got && action == "s3:GetObject" && strings.HasPrefix(resource, "arn:aws:s3:::b/")
					more = more || got && !grants(old, action, resource, user)
					if err == nil && noNew.Result == types.CheckNoNewAccessResultPass {
						require.False(t, got && !grants(old, action, resource, user), "%s of %s by %s is new\nold %s\nnew %s", action, resource, user, old, updated)
					}
				}
			}
		}
		if errGranted == nil {
			decided["granted "+string(notGranted.Result)]++
			require.Equal(t, granted, notGranted.Result == types.CheckAccessNotGrantedResultFail, "%s", updated)
		}
		if err == nil {
			decided["new "+string(noNew.Result)]++
			require.Equal(t, more, noNew.Result == types.CheckNoNewAccessResultFail, "old %s\nnew %s", old, updated)
		}
	}
	for _, outcome := range []string{"granted PASS", "granted FAIL", "new PASS", "new FAIL"} {
		assert.Greater(t, decided[outcome], 10, "%s: %v", outcome, decided)
	}
}
