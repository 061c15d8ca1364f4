package enforce_test

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// The inputs have the members that those of the SDK have; the clients are too
// heavy for this package.
type (
	ruleName struct{ ConfigRuleName *string }
	recorder struct {
		ConfigurationRecorder *struct{ Name, RoleARN *string }
	}
	named struct{ FunctionName, Qualifier, Role *string }
	ids   struct{ InstanceIds []string }
	assoc struct{ AssociationId *string }
	start struct {
		ImageId            *string
		SecurityGroupIds   []string
		IamInstanceProfile *struct{ Name, Arn *string }
	}
	sets struct{ InstanceArn, PermissionSetArn, AccountId *string }
)

// TestNeedsWithoutModels: who answers by fakes.On has no model that knows ids, so
// they stand for every resource.
func TestNeedsWithoutModels(t *testing.T) {
	const config, instance = "arn:aws:config:us-east-1:111122223333:", "arn:aws:ec2:us-east-1:111122223333:instance/"
	const center, set = "arn:aws:sso:::instance/ssoins-1", "arn:aws:sso:::permissionSet/ssoins-1/ps-1"
	for _, c := range []struct {
		action, reason string
		input          any
		want           string // the first resource
		enough         []string
		short          string // what does not suffice
	}{
		{"config:DeleteConfigRule", "the id is unknown", &ruleName{aws.String("r")}, config + "config-rule/*", []string{config + "config-rule/*"}, config + "config-rule/config-rule-1"},
		{"config:DescribeConfigRules", "a list", &struct{ ConfigRuleNames []string }{[]string{"r"}}, "*", []string{"*"}, config + "config-rule/*"},
		{"lambda:GetPolicy", "by account and name", &named{FunctionName: aws.String("111122223333:function:f")}, "arn:aws:lambda:us-east-1:111122223333:function:f", []string{"arn:aws:lambda:*:*:function:f"}, "arn:aws:lambda:*:*:function:g"},
		{"lambda:GetPolicy", "with a qualifier", &named{FunctionName: aws.String("f"), Qualifier: aws.String("live")}, "arn:aws:lambda:us-east-1:111122223333:function:f:live", []string{"arn:aws:lambda:*:*:function:f:live"}, "arn:aws:lambda:*:*:function:f"},
		{"ec2:TerminateInstances", "each instance", &ids{[]string{"i-1", "i-2"}}, instance + "i-1", []string{instance + "i-1", instance + "i-2"}, instance + "i-1"},
		{"ec2:DisassociateIamInstanceProfile", "the instance is unknown", &assoc{aws.String("iip-assoc-1")}, instance + "*", []string{instance + "*"}, instance + "i-1"},
		{"ec2:RunInstances", "everything that takes part", &start{ImageId: aws.String("ami-1"), SecurityGroupIds: []string{"sg-1"}}, instance + "*", []string{
			instance + "*", "arn:aws:ec2:us-east-1::image/ami-1", "arn:aws:ec2:*:*:security-group/sg-1", "arn:aws:ec2:*:*:subnet/*", "arn:aws:ec2:*:*:network-interface/*", "arn:aws:ec2:*:*:volume/*",
		}, instance + "*"},
		{"sso:ListAccountAssignments", "instance, set and account", &sets{aws.String(center), aws.String(set), aws.String("111122223333")}, center, []string{center, set, "arn:aws:sso:::account/111122223333"}, center},
		{"sso:CreatePermissionSet", "the set is new", &sets{InstanceArn: aws.String(center)}, center, []string{center, "arn:aws:sso:::permissionSet/ssoins-1/*"}, center},
	} {
		t.Run(c.action+" "+c.reason, func(t *testing.T) {
			s := newStage(t)
			call := s.call(c.action, c.input)
			assert.Equal(t, c.want, s.resource(t, call))
			var policies []string
			for _, r := range c.enough {
				policies = append(policies, on(r))
			}
			s.set(policies...)
			assert.NoError(t, s.enforcer.Authorize(context.Background(), call))
			s.set(on(c.short))
			assert.Error(t, s.enforcer.Authorize(context.Background(), call), "%s alone", c.short)
		})
	}
}

// TestPassRole: who may do everything but pass the role must not hand it over.
func TestPassRole(t *testing.T) {
	role := "arn:aws:iam::111122223333:role/Strong"
	for action, input := range map[string]any{
		"config:PutConfigurationRecorder":    &recorder{&struct{ Name, RoleARN *string }{aws.String("default"), &role}},
		"lambda:CreateFunction":              &named{FunctionName: aws.String("f"), Role: &role},
		"lambda:UpdateFunctionConfiguration": &named{FunctionName: aws.String("f"), Role: &role},
	} {
		s := newStage(t)
		call := s.call(action, input)
		call.Service = "EC2" // whose refusals carry the request
		s.set(on("*"), `{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:PassRole","Resource":"`+role+`"}}`)
		m := s.refusal(t, call)
		assert.Equal(t, "iam:PassRole", m.Context.Action, action)
		assert.Equal(t, role, m.Context.Resource, action)
		s.set(on("*"))
		assert.NoError(t, s.enforcer.Authorize(context.Background(), call), action)
		// The service counts, too.
		service := map[byte]string{'c': "config", 'l': "lambda"}[action[0]] + ".amazonaws.com"
		s.set(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":"iam:*","Resource":"*"},{"Effect":"Allow","Action":"iam:PassRole","Resource":"*","Condition":{"StringEquals":{"iam:PassedToService":"` + service + `"}}}]}`)
		assert.NoError(t, s.enforcer.Authorize(context.Background(), call), action)
		s.set(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":"iam:*","Resource":"*"},{"Effect":"Allow","Action":"iam:PassRole","Resource":"*","Condition":{"StringEquals":{"iam:PassedToService":"ecs.amazonaws.com"}}}]}`)
		assert.Error(t, s.enforcer.Authorize(context.Background(), call), action)
	}
}

// instances is a model that knows one instance and its tags.
type instances struct{}

func (instances) Register(*model.Registry) {}
func (instances) Prefix() string           { return "ec2" }
func (instances) Find(a *model.Account, region, kind, name string) (model.Resource, bool) {
	return model.Resource{ARN: a.RegionalARN("ec2", region, "instance/i-1"), Tags: map[string]string{"team": "blue"}}, kind == "association" || kind == "instance" && name == "i-1"
}

func TestNeedsWithAModel(t *testing.T) {
	s := newStage(t)
	model.Install(s.cloud, func(*model.Cloud) instances { return instances{} })
	s.set(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ec2:*","Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/team":"blue","ec2:ResourceTag/team":"blue","ec2:Region":"us-east-1"}}}}`)
	authorize := func(action string, input any) error {
		return s.enforcer.Authorize(context.Background(), s.call(action, input))
	}
	require.NoError(t, authorize("ec2:StopInstances", &ids{[]string{"i-1"}}))
	require.Error(t, authorize("ec2:StopInstances", &ids{[]string{"i-1", "i-2"}}), "the tags of the other are unknown")
	require.NoError(t, authorize("ec2:DisassociateIamInstanceProfile", &assoc{aws.String("iip-assoc-1")}), "the model knows whose association it is")
}

// TestStrangeInputsOfModels must not panic.
func TestStrangeInputsOfModels(t *testing.T) {
	s := newStage(t)
	for _, action := range []string{"config:PutConfigRule", "lambda:CreateFunction", "ec2:RunInstances", "ec2:TerminateInstances", "sso:CreatePermissionSet", "sso:ProvisionPermissionSet"} {
		for _, input := range []any{
			nil, &struct{}{}, struct{ TagSpecifications, ConfigRule, Tags int }{1, 1, 1}, &struct{ IamInstanceProfile, LaunchTemplate string }{"a", "b"},
			&struct{ FunctionName, Role, InstanceArn *string }{aws.String(":function:"), aws.String("x"), aws.String("")},
			&struct{ ConfigurationRecorder *struct{ RoleARN *int } }{&struct{ RoleARN *int }{aws.Int(1)}},
		} {
			assert.Error(t, s.enforcer.Authorize(context.Background(), s.call(action, input)), "%s %v", action, input)
		}
	}
}
