package stsmodel_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/sts/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes/internal/clone"
	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/fakes/internal/stsmodel"
)

const audit = "arn:aws:iam::444455556666:role/service/Audit"

var now = time.Date(2023, 5, 15, 12, 0, 0, 0, time.UTC)

// A stage is a cloud with two accounts, a directory that knows one role, and an
// authorizer that keeps what it was asked.
type stage struct {
	cloud  *model.Cloud
	call   *model.Call
	role   model.Role
	asked  *model.AssumeRole
	denial error
}

func (s *stage) User(string, string) (model.User, bool)       { return model.User{}, false }
func (s *stage) Role(_, name string) (model.Role, bool)       { return s.role, name == s.role.Name }
func (s *stage) Authorize(context.Context, *model.Call) error { return nil }
func (s *stage) AuthorizeAssumeRole(_ context.Context, _ *model.Call, r model.AssumeRole) error {
	s.asked = &r
	return s.denial
}

// known is an IAM with one virtual MFA device, of alice, and one managed policy.
type known struct{ model.Identities }

func (known) MFADevice(_ *model.Account, serial string) (string, bool) {
	return "alice", serial == "arn:aws:iam::111122223333:mfa/alice"
}

func (known) Policy(_ *model.Account, arn string) (string, bool) {
	return `{"Version":"2012-10-17","Statement":[]}`, arn == "arn:aws:iam::444455556666:policy/Less"
}

func newStage(t *testing.T) *stage {
	clock := func() time.Time { return now }
	s := &stage{
		cloud: model.NewCloud(clock, clock, new(clone.Copier)),
		role:  model.Role{ARN: audit, Name: "Audit", ID: "AROAEXAMPLE", MaxSession: 2 * time.Hour, TrustPolicy: "{}"},
	}
	model.Install(s.cloud, func(*model.Cloud) stsmodel.Service { return stsmodel.Service{Identities: known{}} })
	caller, err := model.ParsePrincipal("arn:aws:iam::111122223333:user/alice", "")
	require.NoError(t, err)
	caller.ID = "AIDAEXAMPLE"
	s.cloud.Do(func() {
		s.cloud.Directory, s.cloud.Authorizer = s, s
		s.cloud.Account("444455556666", "aws")
		s.call = &model.Call{Operation: "AssumeRole", Caller: caller, Account: s.cloud.Account("111122223333", "aws"), Cloud: s.cloud}
	})
	return s
}

func (s *stage) ask(t *testing.T, input any) (any, error) {
	t.Helper()
	s.call.Input = input
	out, answered, err := s.cloud.Answer(context.Background(), s.call)
	require.True(t, answered)
	return out, err
}

func input(change ...func(*sts.AssumeRoleInput)) *sts.AssumeRoleInput {
	in := &sts.AssumeRoleInput{RoleArn: aws.String(audit), RoleSessionName: aws.String("scan")}
	for _, fn := range change {
		fn(in)
	}
	return in
}

func TestGetCallerIdentity(t *testing.T) {
	s := newStage(t)
	out, err := s.ask(t, &sts.GetCallerIdentityInput{})
	require.NoError(t, err)
	assert.Equal(t, &sts.GetCallerIdentityOutput{
		Account: aws.String("111122223333"), Arn: aws.String("arn:aws:iam::111122223333:user/alice"), UserId: aws.String("AIDAEXAMPLE"),
	}, out)
	s.call.Caller = model.Principal{}
	_, err = s.ask(t, &sts.GetCallerIdentityInput{})
	assert.ErrorContains(t, err, "MissingAuthenticationToken")
}

func TestGetAccessKeyInfo(t *testing.T) {
	s := newStage(t)
	key := s.cloud.IDs.AccessKey("AKIA", "777788889999")
	out, err := s.ask(t, &sts.GetAccessKeyInfoInput{AccessKeyId: &key})
	require.NoError(t, err)
	assert.Equal(t, "777788889999", *out.(*sts.GetAccessKeyInfoOutput).Account, "also for accounts that the fake does not have")
	_, err = s.ask(t, &sts.GetAccessKeyInfoInput{AccessKeyId: aws.String("AKIAIOSFODNN7EXAMPLE")})
	assert.ErrorContains(t, err, "ValidationError")
}

func TestAssumeRole(t *testing.T) {
	s := newStage(t)
	out, err := s.ask(t, input(func(in *sts.AssumeRoleInput) {
		in.ExternalId, in.SourceIdentity, in.DurationSeconds = aws.String("shared"), aws.String("alice"), aws.Int32(7200)
		in.Tags = []types.Tag{{Key: aws.String("team"), Value: aws.String("sec")}}
		in.TransitiveTagKeys = []string{"team"}
		in.SerialNumber, in.TokenCode = aws.String("arn:aws:iam::111122223333:mfa/alice"), aws.String("123456")
	}))
	require.NoError(t, err)
	got := out.(*sts.AssumeRoleOutput)
	assert.Equal(t, "arn:aws:sts::444455556666:assumed-role/Audit/scan", *got.AssumedRoleUser.Arn, "without the path of the role")
	assert.Equal(t, "AROAEXAMPLE:scan", *got.AssumedRoleUser.AssumedRoleId)
	assert.Equal(t, now.Add(2*time.Hour), *got.Credentials.Expiration)
	assert.Equal(t, "alice", *got.SourceIdentity)
	assert.Regexp(t, "^ASIA", *got.Credentials.AccessKeyId)

	assert.Equal(t, &model.AssumeRole{
		Role: s.role, SessionName: "scan", ExternalID: "shared", SourceIdentity: "alice",
		Tags: map[string]string{"team": "sec"}, TransitiveTags: []string{"team"}, MFA: "arn:aws:iam::111122223333:mfa/alice",
	}, s.asked, "what the trust policy decides on")

	key := s.cloud.Keys.Get(*got.Credentials.AccessKeyId)
	require.NotNil(t, key)
	assert.Equal(t, *got.Credentials.SessionToken, key.Token)
	assert.Equal(t, model.Principal{
		Kind: model.RoleSession, Partition: "aws", AccountID: "444455556666", ARN: *got.AssumedRoleUser.Arn, ID: "AROAEXAMPLE:scan",
		Name: "Audit", Session: "scan", RoleARN: audit, FromSTS: true, Temporary: true, Began: now,
		SessionTags: map[string]string{"team": "sec"}, TransitiveTags: []string{"team"}, SourceIdentity: "alice",
	}, key.Owner, "a role's session does not say that MFA was used")
	account, ok := model.AccountOf(key.ID)
	assert.True(t, ok)
	assert.Equal(t, "444455556666", account)
}

func TestAssumeRoleRefuses(t *testing.T) {
	for _, c := range []struct {
		name, reason, want string
		set                func(*stage)
		change             func(*sts.AssumeRoleInput)
	}{
		{"role of nobody", "existence is not told to strangers", "AccessDenied: User: arn:aws:iam::111122223333:user/alice is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::444455556666:role/None", nil,
			func(in *sts.AssumeRoleInput) { in.RoleArn = aws.String("arn:aws:iam::444455556666:role/None") }},
		{"account of nobody", "the same words", "AccessDenied: User: arn:aws:iam::111122223333:user/alice is not authorized", nil,
			func(in *sts.AssumeRoleInput) { in.RoleArn = aws.String("arn:aws:iam::777788889999:role/Audit") }},
		{"another path", "the ARN must be the role's", "AccessDenied", nil,
			func(in *sts.AssumeRoleInput) { in.RoleArn = aws.String("arn:aws:iam::444455556666:role/Audit") }},
		{"no role", "an ARN of something else", "ValidationError: arn:aws:iam::444455556666:user/bob is invalid", nil,
			func(in *sts.AssumeRoleInput) { in.RoleArn = aws.String("arn:aws:iam::444455556666:user/bob") }},
		{"a session", "a role's session is no role", "is invalid", nil,
			func(in *sts.AssumeRoleInput) {
				in.RoleArn = aws.String("arn:aws:sts::444455556666:assumed-role/Audit/x")
			}},
		{"session name", "spaces are not allowed", "'roleSessionName' failed to satisfy constraint", nil,
			func(in *sts.AssumeRoleInput) { in.RoleSessionName = aws.String("a b") }},
		{"short session name", "two characters at least", "greater than or equal to 2", nil,
			func(in *sts.AssumeRoleInput) { in.RoleSessionName = aws.String("a") }},
		{"too short", "15 minutes at least", "greater than or equal to 900", nil, seconds(899)},
		{"too long", "12 hours at most", "less than or equal to 43200", nil, seconds(43201)},
		{"longer than the role allows", "MaxSessionDuration is two hours here", "exceeds the MaxSessionDuration set for this role", nil, seconds(7201)},
		{"chained", "an hour at most", "1 hour session limit for roles assumed by role chaining", func(s *stage) { s.call.Caller.FromSTS = true }, seconds(3601)},
		{"root", "root users assume no roles", "Roles may not be assumed by root accounts.", func(s *stage) { s.call.Caller.Kind = model.Root }, nil},
		{"unsigned", "who asks?", "MissingAuthenticationToken", func(s *stage) { s.call.Caller = model.Principal{} }, nil},
		{"trust", "the authorizer has the last word", "no trust", func(s *stage) { s.denial = model.Errorf("AccessDenied", "no trust") }, nil},
		{"managed session policy of nobody", "it must be in the account of the role", "Policy arn:aws:iam::444455556666:policy/None does not exist", nil,
			sessionPolicies("arn:aws:iam::444455556666:policy/None")},
		{"AWS managed policy that the fake lacks", "this is the fake's ignorance", "the AWS managed policy arn:aws:iam::aws:policy/None", nil,
			sessionPolicies("arn:aws:iam::aws:policy/None")},
		{"session policy", "it must be a policy", "MalformedPolicyDocument", nil, func(in *sts.AssumeRoleInput) { in.Policy = aws.String("{}") }},
		{"long session policy", "2048 characters at most", "less than or equal to 2048", nil,
			func(in *sts.AssumeRoleInput) { in.Policy = aws.String(strings.Repeat(" ", 2049)) }},
		{"too much", "policies and tags together", "PackedPolicyTooLarge", nil, func(in *sts.AssumeRoleInput) {
			for i := range 50 {
				in.Tags = append(in.Tags, types.Tag{Key: aws.String(strings.Repeat("k", 100) + string(rune('a'+i%26)) + string(rune('a'+i/26))), Value: aws.String("v")})
			}
		}},
		{"tag twice", "keys do not differ by case", "Duplicate tag keys found", nil, func(in *sts.AssumeRoleInput) {
			in.Tags = []types.Tag{{Key: aws.String("team"), Value: aws.String("a")}, {Key: aws.String("Team"), Value: aws.String("b")}}
		}},
		{"transitive key without a tag", "nothing to hand on", "transitive tag key must be included", nil,
			func(in *sts.AssumeRoleInput) { in.TransitiveTagKeys = []string{"team"} }},
		{"tag that was handed on", "it cannot be changed on the way", "conflicts with a transitive tag key", func(s *stage) {
			s.call.Caller.SessionTags, s.call.Caller.TransitiveTags = map[string]string{"team": "red"}, []string{"team"}
		}, func(in *sts.AssumeRoleInput) {
			in.Tags = []types.Tag{{Key: aws.String("team"), Value: aws.String("blue")}}
		}},
		{"another source identity", "it cannot be changed on the way", "sts:SetSourceIdentity", func(s *stage) { s.call.Caller.SourceIdentity = "alice" },
			func(in *sts.AssumeRoleInput) { in.SourceIdentity = aws.String("bob") }},
		{"device of somebody else", "the serial number must be the caller's", "MultiFactorAuthentication failed", nil, func(in *sts.AssumeRoleInput) {
			in.SerialNumber, in.TokenCode = aws.String("arn:aws:iam::111122223333:mfa/bob"), aws.String("123456")
		}},
		{"no code", "a code has six digits", "MultiFactorAuthentication failed", nil, func(in *sts.AssumeRoleInput) {
			in.SerialNumber, in.TokenCode = aws.String("arn:aws:iam::111122223333:mfa/alice"), aws.String("12345")
		}},
		{"contexts", "not modelled", "the parameter ProvidedContexts is not modelled", nil,
			func(in *sts.AssumeRoleInput) { in.ProvidedContexts = []types.ProvidedContext{{}} }},
		{"code without a device", "both are needed", "MultiFactorAuthentication failed", nil,
			func(in *sts.AssumeRoleInput) { in.TokenCode = aws.String("123456") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newStage(t)
			if c.set != nil {
				c.set(s)
			}
			in := input()
			if c.change != nil {
				c.change(in)
			}
			_, err := s.ask(t, in)
			assert.ErrorContains(t, err, c.want, c.reason)
		})
	}
}

func seconds(n int32) func(*sts.AssumeRoleInput) {
	return func(in *sts.AssumeRoleInput) { in.DurationSeconds = &n }
}

func sessionPolicies(arn string) func(*sts.AssumeRoleInput) {
	return func(in *sts.AssumeRoleInput) { in.PolicyArns = []types.PolicyDescriptorType{{Arn: &arn}} }
}

func TestEnforcementIsInherited(t *testing.T) {
	for _, c := range []struct {
		name             string
		caller           bool
		policy           *string
		want             bool
		sessionPolicyLen int
	}{
		{"administrator", false, nil, false, 0},
		{"enforced caller", true, nil, true, 0},
		{"administrator who asks for less", false, aws.String(`{"Version":"2012-10-17","Statement":[]}`), true, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newStage(t)
			s.call.Caller.Enforced = c.caller
			out, err := s.ask(t, input(func(in *sts.AssumeRoleInput) { in.Policy = c.policy }))
			require.NoError(t, err)
			owner := s.cloud.Keys.Get(*out.(*sts.AssumeRoleOutput).Credentials.AccessKeyId).Owner
			assert.Equal(t, c.want, owner.Enforced)
			assert.Len(t, owner.SessionPolicies, c.sessionPolicyLen)
		})
	}
}
