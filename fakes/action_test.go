package fakes

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAction(t *testing.T) {
	for _, c := range []struct{ signing, pkg, operation, want, reason string }{
		{"iam", "iam", "ListUsers", "iam:ListUsers", "as usual"},
		{"access-analyzer", "accessanalyzer", "ListFindings", "access-analyzer:ListFindings", "the signing name is the prefix"},
		{"logs", "cloudwatchlogs", "DescribeLogGroups", "logs:DescribeLogGroups", "the signing name is the prefix"},
		{"events", "eventbridge", "ListRules", "events:ListRules", "the signing name is the prefix"},
		{"config", "configservice", "DescribeConfigRules", "config:DescribeConfigRules", "the signing name is the prefix"},
		{"sso", "ssoadmin", "ListInstances", "sso:ListInstances", "the signing name is the prefix"},
		{"monitoring", "cloudwatch", "DescribeAlarms", "cloudwatch:DescribeAlarms", "the signing name is not the prefix"},
		{"s3", "s3", "ListBuckets", "s3:ListAllMyBuckets", "the action has another name"},
		{"", "sts", "AssumeRoleWithSAML", "sts:AssumeRoleWithSAML", "unsigned"},
	} {
		assert.Equal(t, c.want, action(c.signing, c.pkg, c.operation), c.reason)
	}
}
