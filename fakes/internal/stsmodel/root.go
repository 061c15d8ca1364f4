package stsmodel

import (
	"context"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// assumeRoot begins a session of the root user of a member account, for one
// task. The caller's own policies have been asked before.
//
// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html
func (s Service) assumeRoot(_ context.Context, c *model.Call, in *sts.AssumeRootInput) (*sts.AssumeRootOutput, error) {
	if c.Caller.Kind == model.Anonymous {
		return nil, errUnsigned
	}
	target, err := model.ParsePrincipal(aws.ToString(in.TargetPrincipal), "")
	if err != nil || target.Kind != model.Root {
		return nil, model.Errorf("ValidationError", "%s is invalid", aws.ToString(in.TargetPrincipal))
	}
	target.Partition = c.Account.Partition
	target.ARN = "arn:" + target.Partition + ":iam::" + target.AccountID + ":root"
	lasts := shortest
	if in.DurationSeconds != nil {
		if lasts = time.Duration(*in.DurationSeconds) * time.Second; lasts < 0 || lasts > shortest {
			return nil, model.Errorf("ValidationError", constraint+"have value less than or equal to %d", *in.DurationSeconds, "durationSeconds", int(shortest.Seconds()))
		}
	}
	var task string
	if in.TaskPolicyArn != nil {
		task = aws.ToString(in.TaskPolicyArn.Arn)
	}
	denied := model.Errorf("AccessDenied", "User: %s is not authorized to perform: sts:AssumeRoot on resource: %s", c.Caller.ARN, target.ARN)
	if s.Organization == nil || s.Identities == nil {
		return nil, denied
	}
	_, _, management, ok := s.Organization.Membership(c.Account.ID)
	_, _, of, member := s.Organization.Membership(target.AccountID)
	account := c.Cloud.Lookup(target.AccountID)
	if !ok || !member || of != management || account == nil || account.Suspended || target.AccountID == management ||
		!s.Organization.Administers(c, "iam.amazonaws.com") || !s.Identities.RootSessions() {
		return nil, denied
	}
	if _, ok := s.Identities.Policy(account, task); !ok || !strings.Contains(task, ":iam::aws:policy/root-task/") {
		return nil, model.Errorf("ValidationError", "%s is not a task policy", task)
	}
	target.Enforced, target.FromSTS, target.TaskPolicy, target.SourceIdentity = true, true, task, c.Caller.SourceIdentity
	return &sts.AssumeRootOutput{Credentials: begin(c, target, lasts), SourceIdentity: optional(target.SourceIdentity)}, nil
}
