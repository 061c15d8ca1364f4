package enforce_test

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes/internal/enforce"
	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/policyeval"
)

func TestRootTasks(t *testing.T) {
	s := newStage(t)
	for task, allowed := range map[string][3]bool{ // ListAccessKeys, DeleteAccessKey, ListUsers
		"IAMAuditRootUserCredentials":  {true, false, false},
		"IAMDeleteRootUserCredentials": {true, true, false},
		"IAMCreateRootUserPassword":    {},
		"S3UnlockBucketPolicy":         {},
		"SQSUnlockQueuePolicy":         {},
	} {
		arn := "arn:aws:iam::aws:policy/root-task/" + task
		document, ok := enforce.RootTask(arn)
		require.True(t, ok, task)
		_, err := policyeval.Parse([]byte(document), policyeval.WithType(policyeval.IdentityPolicy))
		require.NoError(t, err, task)
		s.ids.policies[arn] = document
		s.caller = model.Principal{
			Kind: model.Root, Partition: "aws", AccountID: "111122223333", ARN: "arn:aws:iam::111122223333:root", ID: "111122223333",
			Enforced: true, FromSTS: true, Temporary: true, TaskPolicy: arn,
		}
		for i, c := range []*model.Call{
			s.call("iam:ListAccessKeys", &iam.ListAccessKeysInput{}),
			s.call("iam:DeleteAccessKey", &iam.DeleteAccessKeyInput{AccessKeyId: aws.String("AKIAEXAMPLE")}),
			s.call("iam:ListUsers", &iam.ListUsersInput{}),
		} {
			err := s.enforcer.Authorize(context.Background(), c)
			if allowed[i] {
				assert.NoError(t, err, "%s: %s", task, c.Action)
			} else {
				assert.ErrorContains(t, err, "because no session policy allows the "+c.Action+" action", "%s: %s", task, c.Action)
			}
		}
		err = s.enforcer.Authorize(context.Background(), s.call("iam:ListAccessKeys", &iam.ListAccessKeysInput{UserName: aws.String("alice")}))
		assert.Error(t, err, "%s: the users of the account are out of reach", task)
	}
	_, ok := enforce.RootTask("arn:aws:iam::aws:policy/root-task/Everything")
	assert.False(t, ok)
}
