package enforce_test

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestOtherServices finds resources by the reference alone. The inputs have the
// members that those of the SDK have.
func TestOtherServices(t *testing.T) {
	type function struct{ FunctionName *string }
	type topic struct{ TopicArn *string }
	type bucket struct{ Bucket, Key *string }
	type none struct{}
	for _, c := range []struct {
		action       string
		input        any
		resource     string
		allow, reads string // a Resource that suffices, and one that does not
	}{
		{"lambda:GetFunction", &function{aws.String("f")}, "arn:aws:lambda:us-east-1:111122223333:function:f", "arn:aws:lambda:*:*:function:f", "arn:aws:lambda:*:*:function:g"},
		{"lambda:GetFunction", &function{aws.String("arn:aws:lambda:us-east-1:111122223333:function:f")}, "arn:aws:lambda:us-east-1:111122223333:function:f", "arn:aws:lambda:*:*:function:f", "arn:aws:lambda:*:*:function:g"},
		{"sns:ListSubscriptionsByTopic", &topic{aws.String("arn:aws:sns:us-east-1:111122223333:alarms")}, "arn:aws:sns:us-east-1:111122223333:alarms", "arn:aws:sns:*:*:alarms", "arn:aws:sns:*:*:other"},
		{"s3:GetBucketPolicy", &bucket{Bucket: aws.String("logs")}, "arn:aws:s3:::logs", "arn:aws:s3:::logs", "arn:aws:s3:::logs/*"},
		{"s3:GetObject", &bucket{aws.String("logs"), aws.String("a")}, "", "*", "arn:aws:s3:::other/*"},
		{"ec2:DescribeInstances", &none{}, "*", "*", "arn:aws:ec2:*:*:instance/*"},
		{"ec2:TerminateInstances", &none{}, "arn:aws:ec2:us-east-1:111122223333:instance/*", "arn:aws:ec2:*:*:instance/*", "arn:aws:ec2:*:*:instance/i-1"},
		{"nobody:KnowsThis", &none{}, "*", "*", "arn:aws:nobody:*:*:*"},
	} {
		t.Run(c.action, func(t *testing.T) {
			s := newStage(t)
			call := s.call(c.action, c.input)
			call.Service = "EC2"
			m := s.refusal(t, call)
			if c.resource != "" {
				assert.Equal(t, c.resource, m.Context.Resource)
			}
			s.set(on(c.allow))
			assert.NoError(t, s.enforcer.Authorize(context.Background(), call), "allowed on %s", c.allow)
			s.set(on(c.reads))
			assert.Error(t, s.enforcer.Authorize(context.Background(), call), "allowed on %s alone", c.reads)
		})
	}
}

func on(resource string) string {
	return `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"` + resource + `"}}`
}

// TestStrangeInputs must not panic, whatever the members of an input are.
func TestStrangeInputs(t *testing.T) {
	type nested struct{ Tags *struct{ Key *string } }
	s := newStage(t)
	for _, c := range []struct {
		action string
		input  any
	}{
		{"lambda:TagResource", nil}, {"lambda:TagResource", &nested{}}, {"s3:PutObject", struct{ Tags []int }{[]int{1}}},
		{"iam:UpdateUser", &struct{ UserName, NewUserName *string }{aws.String("arn:x"), aws.String("y")}},
		{"iam:UpdateUser", &struct{ UserName, NewPath *string }{aws.String("a/b"), aws.String("y")}},
		{"iam:GetUser", &struct{ UserName int }{1}}, {"iam:CreateUser", &struct{ Tags map[int]int }{map[int]int{1: 1}}},
		{"organizations:AttachPolicy", &struct{ PolicyId, TargetId *string }{aws.String("x"), nil}}, {"sts:AssumeRoot", &struct{ TargetPrincipal *string }{}},
		{"organizations:DescribePolicy", &struct{ PolicyId *string }{aws.String("p-FullAWSAccess")}}, // belongs to AWS
		{"account:GetPrimaryEmail", &struct{ AccountId *string }{aws.String("x")}},
	} {
		assert.Error(t, s.enforcer.Authorize(context.Background(), s.call(c.action, c.input)), c.action)
	}
}

func TestCodes(t *testing.T) {
	for service, code := range map[string]string{
		"IAM": "AccessDenied", "STS": "AccessDenied", "Organizations": "AccessDeniedException", "AccessAnalyzer": "AccessDeniedException",
		"SNS": "AuthorizationError", "EC2": "UnauthorizedOperation", "CloudTrail": "AccessDeniedException",
	} {
		s := newStage(t)
		call := s.call("iam:ListUsers", &struct{}{})
		call.Service = service
		var api smithy.APIError
		require.ErrorAs(t, s.enforcer.Authorize(context.Background(), call), &api)
		assert.Equal(t, code, api.ErrorCode(), service)
	}
}
