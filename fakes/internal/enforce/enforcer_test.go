package enforce_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/smithy-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes/internal/clone"
	"github.com/iamhygiene/sdk/fakes/internal/enforce"
	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/policyeval"
)

// A directory is an IAM in memory: users and roles by name, policies by ARN.
type directory struct {
	model.Identities
	users, roles map[string]model.Identity
	policies     map[string]string
}

func (d *directory) User(_ *model.Account, name string) (model.Identity, bool) {
	u, ok := d.users[name]
	return u, ok
}

func (d *directory) Role(_ *model.Account, name string) (model.Identity, bool) {
	r, ok := d.roles[name]
	return r, ok
}

func (d *directory) Resource(*model.Account, string, string) (model.Resource, bool) {
	return model.Resource{}, false
}

func (d *directory) Policy(_ *model.Account, arn string) (string, bool) {
	p, ok := d.policies[arn]
	return p, ok
}

// organization has one member and one management account.
type organization struct{ scps [][]*policyeval.Policy }

func (o *organization) Levels(account string) (scps, rcps [][]*policyeval.Policy) {
	return o.scps, nil
}

func (o *organization) Membership(string) (orgID, path, managementID string, ok bool) {
	return "o-exampleorg", "o-exampleorg/r-exam/", "999999999999", true
}

type stage struct {
	cloud    *model.Cloud
	account  *model.Account
	ids      *directory
	enforcer *enforce.Enforcer
	caller   model.Principal
}

func newStage(t testing.TB) *stage {
	clock := func() time.Time { return time.Date(2023, 5, 15, 12, 0, 0, 0, time.UTC) }
	s := &stage{
		cloud: model.NewCloud(clock, clock, new(clone.Copier)),
		ids:   &directory{users: map[string]model.Identity{}, roles: map[string]model.Identity{}, policies: map[string]string{}},
	}
	s.enforcer = enforce.New(s.cloud, s.ids, &organization{})
	caller, err := model.ParsePrincipal("arn:aws:iam::111122223333:user/alice", "")
	require.NoError(t, err)
	caller.ID, caller.Enforced = "AIDAEXAMPLEEXAMPLE234", true
	s.caller = caller
	s.ids.users["alice"] = model.Identity{Resource: model.Resource{ARN: caller.ARN}, ID: caller.ID, Name: "alice"}
	s.account = s.cloud.Account("111122223333", "aws")
	return s
}

func (s *stage) call(action string, input any) *model.Call {
	prefix, operation, _ := strings.Cut(action, ":")
	return &model.Call{
		Service: strings.ToUpper(prefix), Operation: operation, Action: action, Region: "us-east-1",
		Input: input, Caller: s.caller, Account: s.account, Cloud: s.cloud,
	}
}

// set gives alice policies.
func (s *stage) set(documents ...string) {
	u := s.ids.users["alice"]
	u.Policies = documents
	s.ids.users["alice"] = u
}

func (s *stage) getUser() error {
	return s.enforcer.Authorize(context.Background(), s.call("iam:GetUser", &iam.GetUserInput{UserName: aws.String("bob")}))
}

// A message is the decoded form of a refusal.
type message struct {
	Allowed, ExplicitDeny bool
	Context               struct {
		Principal        struct{ ARN string }
		Action, Resource string
	}
}

func (s *stage) refusal(t *testing.T, c *model.Call) *message {
	t.Helper()
	err := s.enforcer.Authorize(context.Background(), c)
	var api smithy.APIError
	require.ErrorAs(t, err, &api, c.Action)
	require.Equal(t, "UnauthorizedOperation", api.ErrorCode(), err)
	_, encoded, _ := strings.Cut(api.ErrorMessage(), "Encoded authorization failure message: ")
	text, ok := enforce.Decode(encoded)
	require.True(t, ok)
	var m message
	require.NoError(t, json.Unmarshal([]byte(text), &m))
	return &m
}

func operations() []string { return enforce.Operations() }

const (
	everything = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`
	listing    = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:List*","Resource":"*"}}`
)

func TestChangesCountAtOnce(t *testing.T) {
	s := newStage(t)
	require.Error(t, s.getUser())
	s.set(everything)
	require.NoError(t, s.getUser(), "policy attached")
	s.set(everything, listing)
	require.NoError(t, s.getUser(), "another one")
	s.set(listing)
	require.Error(t, s.getUser(), "policy detached")
	s.set(everything)
	u := s.ids.users["alice"]
	u.Boundary = "arn:aws:iam::111122223333:policy/Boundary"
	s.ids.users["alice"], s.ids.policies[u.Boundary] = u, everything
	require.NoError(t, s.getUser(), "boundary set")
	s.ids.policies[u.Boundary] = listing
	require.ErrorContains(t, s.getUser(), "no permissions boundary allows", "its default version changed")
	delete(s.ids.policies, u.Boundary)
	require.ErrorContains(t, s.getUser(), "no permissions boundary allows", "a boundary that is gone does not open")
	delete(s.ids.users, "alice")
	require.Error(t, s.getUser(), "a user who is gone may nothing")
}

func TestFaultyPolicies(t *testing.T) {
	s := newStage(t)
	s.set(everything, `{`)
	assert.ErrorContains(t, s.getUser(), "fakes: the policies of arn:aws:iam::111122223333:user/alice cannot be evaluated")
	s.set(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEqual":{"aws:username":"alice"}}}}`)
	assert.ErrorContains(t, s.getUser(), "no identity-based policy allows", "a fault fails closed")
}

func TestDecodeRefusesOtherTexts(t *testing.T) {
	for _, text := range []string{"", "????", "AAAA", "MDAwMDAwMDB7fQ"} {
		_, ok := enforce.Decode(text)
		assert.False(t, ok, text)
	}
}

// BenchmarkAuthorize measures what enforcement adds to a call.
func BenchmarkAuthorize(b *testing.B) {
	s := newStage(b)
	s.set(everything, listing)
	b.ReportAllocs()
	for b.Loop() {
		if err := s.getUser(); err != nil {
			b.Fatal(err)
		}
	}
}
