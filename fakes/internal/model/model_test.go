package model_test

import (
	"context"
	"maps"
	"strconv"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes/internal/clone"
	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// users is a model of three operations, in the way that the package
// documentation proposes.
type users struct {
	accounts model.State[store]
}

type store struct{ byName map[string]*types.User }

func newUsers() *users {
	return &users{accounts: model.State[store]{
		New:  func(*model.Account) *store { return &store{byName: make(map[string]*types.User)} },
		Copy: func(s *store) *store { return &store{byName: maps.Clone(s.byName)} },
	}}
}

func (u *users) Register(r *model.Registry) {
	model.Handle(r, u.get)
	model.Handle(r, u.create)
	model.Handle(r, u.delete)
}

func (u *users) get(_ context.Context, c *model.Call, in *iam.GetUserInput) (*iam.GetUserOutput, error) {
	user, ok := u.accounts.Read(c).byName[aws.ToString(in.UserName)]
	if !ok {
		return nil, model.Errorf("NoSuchEntity", "The user with name %s cannot be found.", aws.ToString(in.UserName))
	}
	return &iam.GetUserOutput{User: user}, nil
}

func (u *users) create(_ context.Context, c *model.Call, in *iam.CreateUserInput) (*iam.CreateUserOutput, error) {
	s := u.accounts.Write(c)
	name := aws.ToString(in.UserName)
	if _, ok := s.byName[name]; ok {
		return nil, model.Errorf("EntityAlreadyExists", "User with name %s already exists.", name)
	}
	user := &types.User{UserName: in.UserName, CreateDate: aws.Time(c.Now()), Arn: aws.String(c.Account.ARN("iam", "user/"+name))}
	s.byName[name] = user
	return &iam.CreateUserOutput{User: user}, nil
}

func (u *users) delete(_ context.Context, c *model.Call, in *iam.DeleteUserInput) (*iam.DeleteUserOutput, error) {
	delete(u.accounts.Write(c).byName, aws.ToString(in.UserName))
	return nil, nil
}

// A bench is a cloud with one account that makes calls without a client.
type bench struct {
	cloud   *model.Cloud
	account *model.Account
}

func newBench(services ...model.Service) *bench {
	clock := func() time.Time { return time.Date(2023, 5, 15, 12, 0, 0, 0, time.UTC) }
	b := &bench{cloud: model.NewCloud(clock, clock, new(clone.Copier))}
	for _, s := range services {
		model.Install(b.cloud, func(*model.Cloud) model.Service { return s })
	}
	b.cloud.Do(func() { b.account = b.cloud.Account("111122223333", "aws") })
	return b
}

func (b *bench) call(input any) (any, bool, error) {
	b.account.Seq++
	return b.cloud.Answer(context.Background(), &model.Call{Seq: b.account.Seq, Input: input, Account: b.account, Cloud: b.cloud})
}

func (b *bench) create(t *testing.T, name string) {
	t.Helper()
	_, answered, err := b.call(&iam.CreateUserInput{UserName: &name})
	require.NoError(t, err)
	require.True(t, answered)
}

func (b *bench) sees(name string) bool {
	_, _, err := b.call(&iam.GetUserInput{UserName: &name})
	return err == nil
}

func TestHandle(t *testing.T) {
	b := newBench(newUsers())
	assert.Equal(t, []string{"iam:CreateUser", "iam:DeleteUser", "iam:GetUser"}, b.cloud.Operations())
	b.create(t, "alice")
	out, answered, err := b.call(&iam.GetUserInput{UserName: aws.String("alice")})
	require.NoError(t, err)
	require.True(t, answered)
	user := out.(*iam.GetUserOutput).User
	assert.Equal(t, "arn:aws:iam::111122223333:user/alice", *user.Arn)
	assert.Equal(t, time.Date(2023, 5, 15, 12, 0, 0, 0, time.UTC), *user.CreateDate)
	*user.UserName = "mallory"
	assert.True(t, b.sees("alice"), "an output is a copy of the state")

	out, _, err = b.call(&iam.DeleteUserInput{UserName: aws.String("alice")})
	require.NoError(t, err)
	assert.Equal(t, &iam.DeleteUserOutput{}, out, "no output is an empty output")
	_, answered, err = b.call(&iam.ListUsersInput{})
	require.NoError(t, err)
	assert.False(t, answered, "nothing registered the operation")
}

func TestRegistryRefusesMistakes(t *testing.T) {
	for name, service := range map[string]model.Service{
		"two models answer iam:GetUser": register(func(r *model.Registry) {
			for range 2 {
				model.Handle(r, func(context.Context, *model.Call, *iam.GetUserInput) (*iam.GetUserOutput, error) { return nil, nil })
			}
		}),
		"iam.GetUserInput and iam.ListUsersOutput are not the input and the output of one operation": register(func(r *model.Registry) {
			model.Handle(r, func(context.Context, *model.Call, *iam.GetUserInput) (*iam.ListUsersOutput, error) { return nil, nil })
		}),
	} {
		_, answered, err := newBench(service).call(&iam.GetUserInput{})
		assert.True(t, answered)
		assert.ErrorContains(t, err, name)
	}
}

type register func(*model.Registry)

func (f register) Register(r *model.Registry) { f(r) }

func TestInstallMakesEachModelOnce(t *testing.T) {
	b := newBench()
	made := 0
	install := func() *users {
		return model.Install(b.cloud, func(c *model.Cloud) *users {
			made++
			assert.Same(t, b.cloud, c)
			return newUsers()
		})
	}
	assert.Same(t, install(), install())
	assert.Equal(t, 1, made)
	b.create(t, "alice")
}

func TestLag(t *testing.T) {
	b := newBench(newUsers())
	b.create(t, "old")
	b.account.Settings.Lag = 2
	b.create(t, "new")
	assert.False(t, b.sees("new"), "first call after the write")
	assert.True(t, b.sees("old"), "second call after the write")
	assert.True(t, b.sees("new"), "the write is two calls old")

	_, _, err := b.call(&iam.DeleteUserInput{UserName: aws.String("new")})
	require.NoError(t, err)
	assert.True(t, b.sees("new"), "a deletion lags too")
	b.create(t, "newer")
	assert.False(t, b.sees("newer"))
	assert.False(t, b.sees("new"), "the deletion is visible, the creation after it not yet")
	assert.True(t, b.sees("newer"))

	b.create(t, "last")
	_, _, err = b.call(&iam.CreateUserInput{UserName: aws.String("last")})
	assert.ErrorContains(t, err, "EntityAlreadyExists", "writes check against the present")
	b.account.Settings.Lag = 0
	assert.True(t, b.sees("last"), "without lag the present is visible at once")
}

func TestPage(t *testing.T) {
	items := []int{1, 2, 3, 4, 5}
	for _, c := range []struct {
		name, reason string
		asked        *int32
		standard     int
		limit        int
		want         [][]int
	}{
		{"standard", "fewer than the default", nil, 100, 0, [][]int{{1, 2, 3, 4, 5}}},
		{"exact", "N items and a size of N are not truncated", aws.Int32(5), 100, 0, [][]int{{1, 2, 3, 4, 5}}},
		{"asked", "the caller asks for less", aws.Int32(2), 100, 0, [][]int{{1, 2}, {3, 4}, {5}}},
		{"limited", "the account has small pages", aws.Int32(4), 100, 3, [][]int{{1, 2, 3}, {4, 5}}},
		{"asked for less than the limit", "the smaller counts", aws.Int32(1), 100, 3, [][]int{{1}, {2}, {3}, {4}, {5}}},
		{"small default", "operations differ", nil, 4, 0, [][]int{{1, 2, 3, 4}, {5}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			call := &model.Call{Operation: "ListUsers", Cloud: model.NewCloud(nil, nil, nil), Account: &model.Account{Settings: model.Settings{PageSize: c.limit}}}
			var got [][]int
			var token *string
			for {
				page, next, ok := model.Page(call, items, strconv.Itoa, token, c.asked, c.standard)
				require.True(t, ok)
				got = append(got, page)
				if token = next; token == nil {
					break
				}
			}
			assert.Equal(t, c.want, got, c.reason)
		})
	}
	call := &model.Call{Operation: "ListUsers", Cloud: model.NewCloud(nil, nil, nil), Account: &model.Account{}}
	_, token, _ := model.Page(call, items, strconv.Itoa, nil, aws.Int32(4), 100)
	page, next, ok := model.Page(call, items[:2], strconv.Itoa, token, nil, 100)
	assert.True(t, ok)
	assert.Empty(t, page, "what the token points to was deleted: the last page is empty")
	assert.Nil(t, next)
	call.Operation = "ListRoles"
	for _, bad := range []string{*token, "1", "????"} {
		_, _, ok := model.Page(call, items, strconv.Itoa, &bad, nil, 100)
		assert.False(t, ok, "the token %s is not from this operation", bad)
	}
}

func TestPageWhileItemsComeAndGo(t *testing.T) {
	call := &model.Call{Service: "IAM", Operation: "ListUsers", Cloud: model.NewCloud(nil, nil, nil), Account: &model.Account{ID: "1"}}
	_, first, _ := model.Page(call, []int{1, 2, 3, 4, 5, 6}, strconv.Itoa, nil, aws.Int32(2), 100)
	_, second, _ := model.Page(call, []int{1, 2, 3, 4, 5, 6}, strconv.Itoa, first, aws.Int32(2), 100)
	for _, c := range []struct {
		reason string
		token  *string
		items  []int
		want   []int
	}{
		{"nothing changed", second, []int{1, 2, 3, 4, 5, 6}, []int{5, 6}},
		{"the last item is gone", second, []int{1, 2, 3, 5, 6}, []int{5, 6}},
		{"the last page is gone", second, []int{1, 2, 5, 6}, []int{5, 6}},
		{"the last page and the end of the one before are gone", second, []int{1, 5, 6}, []int{5, 6}},
		{"everything that was delivered is gone", second, []int{5, 6}, []int{5, 6}},
		{"everything is gone", second, nil, nil},
		{"items came in front and behind", second, []int{0, 1, 2, 3, 4, 5, 6, 7}, []int{5, 6, 7}},
		{"an older token still counts", first, []int{1, 2, 4, 5}, []int{4, 5}},
	} {
		page, _, ok := model.Page(call, c.items, strconv.Itoa, c.token, nil, 100)
		assert.True(t, ok)
		assert.ElementsMatch(t, c.want, page, c.reason)
	}
	page, _, _ := model.Page(call, []int{1, 2, 3}, nil, first, nil, 100)
	assert.Equal(t, []int{3}, page, "without a key a token is a place")
	call.Account = &model.Account{ID: "2"}
	_, _, ok := model.Page(call, []int{1, 2, 3}, strconv.Itoa, first, nil, 100)
	assert.False(t, ok, "tokens belong to an account")
}

func TestSettled(t *testing.T) {
	a := &model.Account{ID: "1", Settings: model.Settings{AuthorizationLag: 2}}
	s := model.State[store]{New: newUsers().accounts.New, Copy: newUsers().accounts.Copy}
	a.Seq = 1
	s.Write(&model.Call{Account: a, Seq: 1}).byName["alice"] = &types.User{}
	assert.Len(t, s.Read(&model.Call{Account: a, Seq: 2}).byName, 1, "reads have no lag")
	for seq, want := range map[uint64]int{2: 0, 3: 0, 4: 1} {
		a.Seq = seq
		assert.Len(t, s.Settled(a).byName, want, "call %d", seq)
	}
}

func TestAdmit(t *testing.T) {
	c := model.NewCloud(time.Now, time.Now, new(clone.Copier))
	call := &model.Call{Account: &model.Account{ID: "1"}, Endpoint: "eu-south-1"}
	assert.NoError(t, c.Admit(call))
	c.Gates = append(c.Gates, func(call *model.Call) error {
		if call.Endpoint == "eu-south-1" {
			return model.ErrUnknownKey
		}
		return nil
	})
	assert.ErrorIs(t, c.Admit(call), model.ErrUnknownKey)
	call.Endpoint = "us-east-1"
	assert.NoError(t, c.Admit(call))
	call.Account.Suspended = true
	assert.ErrorIs(t, c.Admit(call), model.ErrUnknownKey)
}
