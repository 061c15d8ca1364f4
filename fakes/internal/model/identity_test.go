package model_test

import (
	"context"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes/internal/clone"
	"github.com/iamhygiene/sdk/fakes/internal/model"
)

func TestParsePrincipal(t *testing.T) {
	for _, c := range []struct {
		arn  string
		want model.Principal
	}{
		{"111122223333", model.Principal{Kind: model.Root, ARN: "arn:aws:iam::111122223333:root", ID: "111122223333"}},
		{"arn:aws:iam::111122223333:root", model.Principal{Kind: model.Root, ARN: "arn:aws:iam::111122223333:root", ID: "111122223333"}},
		{"arn:aws:iam::111122223333:user/team/a/alice", model.Principal{Kind: model.IAMUser, ARN: "arn:aws:iam::111122223333:user/team/a/alice", Name: "alice"}},
		{"arn:aws:iam::111122223333:role/service/Audit", model.Principal{
			Kind: model.RoleSession, ARN: "arn:aws:sts::111122223333:assumed-role/Audit/s", Name: "Audit", Session: "s", RoleARN: "arn:aws:iam::111122223333:role/service/Audit",
		}},
		{"arn:aws:sts::111122223333:assumed-role/Audit/scan", model.Principal{
			Kind: model.RoleSession, ARN: "arn:aws:sts::111122223333:assumed-role/Audit/scan", Name: "Audit", Session: "scan", RoleARN: "arn:aws:iam::111122223333:role/Audit",
		}},
		{"arn:aws:sts::111122223333:federated-user/bob", model.Principal{Kind: model.FederatedUser, ARN: "arn:aws:sts::111122223333:federated-user/bob", Name: "bob"}},
	} {
		c.want.Partition, c.want.AccountID = "aws", "111122223333"
		got, err := model.ParsePrincipal(c.arn, "s")
		require.NoError(t, err, c.arn)
		assert.Equal(t, c.want, got, c.arn)
	}
	for _, bad := range []string{
		"", "alice", "12345", "arn:aws:iam::111122223333:group/ops", "arn:aws:iam::1111:root", "arn:aws:iam:us-east-1:111122223333:user/a",
		"arn:aws:iam::111122223333:user/", "arn:aws:iam::111122223333:user", "arn:aws:sts::111122223333:assumed-role/Audit", "arn:aws:s3:::bucket", "arn:aws:sts::111122223333:root",
	} {
		_, err := model.ParsePrincipal(bad, "s")
		assert.ErrorContains(t, err, "fakes: ", bad)
	}
}

func TestIDs(t *testing.T) {
	var g, again model.IDs
	seen := make(map[string]bool)
	for range 10000 {
		id := g.Unique("AIDA")
		require.Regexp(t, `^AIDA[A-Z2-7]{17}$`, id)
		require.False(t, seen[id], "ids do not repeat")
		require.Equal(t, id, again.Unique("AIDA"), "each run has the same ids")
		seen[id] = true
	}
	assert.Equal(t, model.UniqueFor("AROA", "arn"), model.UniqueFor("AROA", "arn"))
	assert.NotEqual(t, model.UniqueFor("AROA", "arn"), model.UniqueFor("AROA", "another"))
	assert.Len(t, g.Secret(), 40)
}

func TestAccessKeysCarryTheAccount(t *testing.T) {
	var g model.IDs
	for _, account := range []string{"000000000000", "000000000001", "111122223333", "999999999999"} {
		id := g.AccessKey("AKIA", account)
		assert.Regexp(t, `^AKIA[A-Z2-7]{16}$`, id)
		got, ok := model.AccountOf(id)
		assert.True(t, ok)
		assert.Equal(t, account, got, id)
	}
	// A key that AWS made, published with its account by people who analysed
	// the format.
	account, ok := model.AccountOf("ASIAQNZGKIQY56JQ7WML")
	assert.True(t, ok)
	assert.Equal(t, "029608264753", account)
	// A key that AWS shows as an example of GetAccessKeyInfo has the old form.
	for _, other := range []string{"", "AKIA", "AKIAIOSFODNN7EXAMPLE", "AKIA????????????????"} {
		_, ok := model.AccountOf(other)
		assert.False(t, ok, other)
	}
}

func TestExpiryIsInTheFutureOfBothClocks(t *testing.T) {
	past := func() time.Time { return time.Date(2023, 5, 15, 12, 0, 0, 0, time.UTC) }
	now := func() time.Time { return time.Date(2030, 1, 1, 0, 0, 0, 500, time.UTC) }
	for name, c := range map[string]*model.Cloud{
		"the fake's clock is behind": model.NewCloud(past, now, new(clone.Copier)),
		"the fake's clock is ahead":  model.NewCloud(now, past, new(clone.Copier)),
	} {
		c.Do(func() {
			expires := c.Expiry(time.Hour)
			assert.Equal(t, time.Date(2030, 1, 1, 1, 0, 0, 0, time.UTC), expires, name)
			key := &model.Key{Expires: expires}
			assert.False(t, c.Expired(key))
			assert.False(t, c.Expired(&model.Key{}), "long-term keys do not expire")
			c.Advance(2 * 365 * 24 * time.Hour * 5)
			assert.True(t, c.Expired(key), name)
		})
	}
}

type deny struct{ err error }

func (d deny) Authorize(context.Context, *model.Call) error { return d.err }
func (d deny) AuthorizeAssumeRole(context.Context, *model.Call, model.AssumeRole) error {
	return d.err
}

func TestAuthorize(t *testing.T) {
	b := newBench()
	call := &model.Call{Input: &iam.ListUsersInput{}, Operation: "ListUsers", Caller: model.Principal{ARN: "arn:aws:iam::111122223333:user/alice"}}
	assert.NoError(t, b.cloud.Authorize(context.Background(), call), "administrators may do everything")
	call.Caller.Enforced = true
	assert.ErrorContains(t, b.cloud.Authorize(context.Background(), call), "the policies of arn:aws:iam::111122223333:user/alice cannot be enforced")
	denied := model.Errorf("AccessDenied", "no")
	b.cloud.Authorizer = deny{denied}
	assert.Equal(t, denied, b.cloud.Authorize(context.Background(), call))
	b.cloud.Authorizer = deny{}
	assert.NoError(t, b.cloud.Authorize(context.Background(), call))
}
