package catalog_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/policyeval/catalog"
)

func TestNearest(t *testing.T) {
	for _, tt := range []struct{ name, text, want, reason string }{
		{"known", "S3:GETOBJECT", "s3:GetObject", "nothing to correct"},
		{"letter missing", "s3:GetObjct", "s3:GetObject", "one letter"},
		{"letters swapped", "s3:GteObject", "s3:GetObject", "a swap counts once"},
		{"plural", "s3:ListBuckets", "s3:ListBucket", "one letter"},
		{"singular", "ec2:DescribeInstance", "ec2:DescribeInstances", "one letter"},
		{"service misspelt", "dynamo:PutItem", "dynamodb:PutItem", "the service first"},
		{"both misspelt", "lamda:InvokeFuncton", "lambda:InvokeFunction", "service and name"},
		{"other service", "iam:AssumeRole", "sts:AssumeRole", "the name exists once"},
		{"in many services", "s3:TagResources", "s3:TagResource", "its own service comes first"},
		{"nothing like it", "s3:Xyzzy", "", "nothing is near"},
		{"no colon", "GetObject", "", "no service"},
		{"empty", "", "", "nothing"},
		{"long", "s3:" + strings.Repeat("x", 100000), "", "no name is that long"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, ok := catalog.Nearest(tt.text)
			assert.Equal(t, tt.want, a.String(), tt.reason)
			assert.Equal(t, tt.want != "", ok)
		})
	}
}

func TestNearestService(t *testing.T) {
	for text, want := range map[string]string{"S3": "s3", "dynamo": "dynamodb", "lamda": "lambda", "secretmanager": "secretsmanager", "ec-2": "ec2", "xyzzyplugh": "", "x": "", "": ""} {
		s, ok := catalog.NearestService(text)
		assert.Equal(t, want, s.Prefix(), text)
		assert.Equal(t, want != "", ok, text)
	}
}

func TestConditionKeys(t *testing.T) {
	for _, tt := range []struct {
		text, want  string
		typ         catalog.KeyType
		multivalued bool
		reason      string
	}{
		{"AWS:sourceip", "aws:SourceIp", catalog.IPAddressKey, false, "letter case does not count"},
		{"aws:PrincipalTag/team", "aws:PrincipalTag/${TagKey}", catalog.StringKey, false, "a placeholder"},
		{"aws:TagKeys", "aws:TagKeys", catalog.StringKey, true, "many values"},
		{"aws:CalledVia", "aws:CalledVia", catalog.StringKey, true, "many values"},
		{"aws:PrincipalArn", "aws:PrincipalArn", catalog.ARNKey, false, "an ARN"},
		{"aws:SecureTransport", "aws:SecureTransport", catalog.BoolKey, false, "a Boolean"},
		{"aws:CurrentTime", "aws:CurrentTime", catalog.DateKey, false, "a date"},
		{"s3:max-keys", "s3:max-keys", catalog.NumericKey, false, "a number"},
		{"s3:ExistingObjectTag/team", "s3:ExistingObjectTag/${TagKey}", catalog.StringKey, false, "written with <key> in the reference"},
		{"glacier:ResourceTag/team", "glacier:ResourceTag/${TagKey}", catalog.StringKey, false, "written with nothing in the reference"},
		{"ssm:resourceTag/team", "ssm:resourceTag/${TagKey}", catalog.StringKey, false, "written with tag-key in the reference"},
		{"kms:EncryptionContext:app", "kms:EncryptionContext:${EncryptionContextKey}", catalog.StringKey, false, "a placeholder after a colon"},
		{"github.com/enterprises/acme:actor", "github.com/enterprises/${EnterpriseName}:actor", catalog.StringKey, false, "a prefix that is no service"},
		{"cognito-identity.amazonaws.com:aud", "cognito-identity.amazonaws.com:aud", catalog.StringKey, false, "a prefix that is no service"},
		{"lambda:SourceFunctionArn", "lambda:SourceFunctionArn", catalog.ARNKey, false, "global without aws:"},
	} {
		k, ok := catalog.LookupConditionKey(tt.text)
		assert.True(t, ok, "%s: %s", tt.text, tt.reason)
		assert.Equal(t, tt.want, k.Name(), tt.reason)
		assert.Equal(t, tt.typ, k.Type(), tt.text)
		assert.Equal(t, tt.multivalued, k.Multivalued(), tt.text)
		assert.True(t, k.Matches(tt.text) && k.Matches(k.Name()), tt.text)
		near, ok := catalog.NearestConditionKey(tt.text)
		assert.True(t, ok && near == k, "a known key is nearest to itself")
	}
	for _, text := range []string{"", "aws", "aws:", "aws:PrincipalTag", "aws:PrincipalTag/", "s3:nothing", "xyz:nothing"} {
		_, ok := catalog.LookupConditionKey(text)
		assert.False(t, ok, text)
	}
	for text, want := range map[string]string{"aws:usernme": "aws:username", "aws:SourceIP4": "aws:SourceIp", "aws:ResourceTags/team": "aws:ResourceTag/${TagKey}", "s3:prefixx": "s3:prefix", "qqqqqqqqq": ""} {
		k, ok := catalog.NearestConditionKey(text)
		assert.Equal(t, want, k.Name(), text)
		assert.Equal(t, want != "", ok, text)
	}
}
