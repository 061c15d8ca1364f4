package stsmodel_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/sts/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes/internal/clone"
	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/fakes/internal/stsmodel"
)

const auditTask = "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials"

// tasks is an IAM with root sessions and one task policy.
type tasks struct {
	model.Identities
	enabled bool
}

func (k tasks) RootSessions() bool { return k.enabled }
func (tasks) Policy(_ *model.Account, arn string) (string, bool) {
	return "", arn == auditTask || arn == "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

// members is an organization of two accounts, managed by the first.
type members struct{ administers bool }

func (m members) Administers(*model.Call, string) bool { return m.administers }
func (members) Membership(account string) (orgID, path, managementID string, ok bool) {
	return "o-exampleorg", "", "111122223333", account == "111122223333" || account == "444455556666"
}

func TestAssumeRoot(t *testing.T) {
	for _, c := range []struct {
		name, reason, want string
		ids                tasks
		org                members
		change             func(*sts.AssumeRootInput)
	}{
		{"right", "the management account", "", tasks{enabled: true}, members{true}, nil},
		{"not enabled", "root sessions are a feature of the organization", "AccessDenied", tasks{}, members{true}, nil},
		{"not delegated", "others may not", "AccessDenied", tasks{enabled: true}, members{}, nil},
		{"stranger", "an account outside of the organization", "AccessDenied", tasks{enabled: true}, members{true},
			func(in *sts.AssumeRootInput) { in.TargetPrincipal = aws.String("777788889999") }},
		{"management account", "its root user is out of reach", "AccessDenied", tasks{enabled: true}, members{true},
			func(in *sts.AssumeRootInput) { in.TargetPrincipal = aws.String("111122223333") }},
		{"user", "root users only", "ValidationError", tasks{enabled: true}, members{true},
			func(in *sts.AssumeRootInput) { in.TargetPrincipal = aws.String("arn:aws:iam::444455556666:user/bob") }},
		{"another policy", "task policies only", "ValidationError", tasks{enabled: true}, members{true}, func(in *sts.AssumeRootInput) {
			in.TaskPolicyArn.Arn = aws.String("arn:aws:iam::aws:policy/ReadOnlyAccess")
		}},
		{"too long", "15 minutes at most", "ValidationError", tasks{enabled: true}, members{true},
			func(in *sts.AssumeRootInput) { in.DurationSeconds = aws.Int32(901) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newStage(t)
			cloud := model.NewCloud(s.cloud.Now, s.cloud.Now, new(clone.Copier))
			model.Install(cloud, func(*model.Cloud) stsmodel.Service { return stsmodel.Service{Identities: c.ids, Organization: c.org} })
			s.cloud = cloud
			cloud.Do(func() {
				s.call.Account, s.call.Cloud = cloud.Account("111122223333", "aws"), cloud
				cloud.Account("444455556666", "aws")
				cloud.Account("777788889999", "aws")
			})
			in := &sts.AssumeRootInput{TargetPrincipal: aws.String("444455556666"), TaskPolicyArn: &types.PolicyDescriptorType{Arn: aws.String(auditTask)}}
			if c.change != nil {
				c.change(in)
			}
			s.call.Operation = "AssumeRoot"
			out, err := s.ask(t, in)
			if c.want != "" {
				assert.ErrorContains(t, err, c.want, c.reason)
				return
			}
			require.NoError(t, err)
			owner := cloud.Keys.Get(*out.(*sts.AssumeRootOutput).Credentials.AccessKeyId).Owner
			assert.Equal(t, model.Principal{
				Kind: model.Root, Partition: "aws", AccountID: "444455556666", ARN: "arn:aws:iam::444455556666:root", ID: "444455556666",
				Enforced: true, FromSTS: true, Temporary: true, Began: now, TaskPolicy: auditTask,
			}, owner, c.reason)
		})
	}
}
