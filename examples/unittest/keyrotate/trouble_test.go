package keyrotate_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/smithy-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/examples/unittest/keyrotate"
	"github.com/iamhygiene/sdk/fakes"
)

// AWS throttles whoever lists much. The SDK tries three times; what throttles
// longer is an error, and not the end of the list.
func TestThrottling(t *testing.T) {
	a := company()
	a.PageSize(2)
	a.Fail(fakes.Op[iam.ListUsersInput](), fakes.Throttle(2))
	a.Fail(fakes.Op[iam.GetAccessKeyLastUsedInput](), fakes.Throttle(2))
	r, err := rotate(a, a.Config())
	require.NoError(t, err)
	assert.Equal(t, companySteps, lines(r))

	a = company()
	a.PageSize(2)
	second := func(c fakes.Call) bool { return c.Input.(*iam.ListUsersInput).Marker != nil }
	a.Fail(fakes.Op[iam.ListUsersInput](), fakes.Throttle(3).When(second))
	r, err = rotate(a, a.Config())
	var api smithy.APIError
	require.ErrorAs(t, err, &api)
	assert.Equal(t, "Throttling", api.ErrorCode())
	assert.ErrorContains(t, err, "keyrotate: list users: ")
	assert.Equal(t, 2, r.Users, "what was done on the first page is in the report")
	assert.Equal(t, companySteps[:2], lines(r))
}

// One user whose keys the tool must not see does not keep it from the others.
func TestAccessDeniedForOneUser(t *testing.T) {
	a := company()
	a.Fail(fakes.Op[iam.ListAccessKeysInput](), fakes.AccessDenied().When(func(c fakes.Call) bool {
		return aws.ToString(c.Input.(*iam.ListAccessKeysInput).UserName) == "idle"
	}))
	r, err := rotate(a, a.Config())
	var user keyrotate.UserError
	require.ErrorAs(t, err, &user)
	assert.Equal(t, "idle", user.User)
	var api smithy.APIError
	require.ErrorAs(t, err, &api)
	assert.Equal(t, "AccessDenied", api.ErrorCode())
	assert.Equal(t, append(append([]string{}, companySteps[:2]...), companySteps[3:]...), lines(r))

	var b strings.Builder
	_, err = r.WriteTo(&b)
	require.NoError(t, err)
	assert.Contains(t, b.String(), "\n  not done: idle: list access keys: ")
}

// A key that cannot be deactivated is an error; the other key of its user is
// still done.
func TestAccessDeniedForOneKey(t *testing.T) {
	a := company()
	a.Fail(fakes.Op[iam.UpdateAccessKeyInput](), fakes.AccessDenied().Times(1))
	r, err := rotate(a, a.Config())
	require.ErrorContains(t, err, "keyrotate: user both: access key AKIA")
	assert.Equal(t, companySteps[1:], lines(r))
}

// Somebody deletes a user between the list and its keys, and a key between its
// list and its end. Both are what the tool wanted.
func TestGoneMeanwhile(t *testing.T) {
	a := company()
	a.Fail(fakes.Op[iam.ListAccessKeysInput](), fakes.APIError("NoSuchEntity", "The user with name both cannot be found.").When(func(c fakes.Call) bool {
		return aws.ToString(c.Input.(*iam.ListAccessKeysInput).UserName) == "both"
	}))
	a.Fail(fakes.Op[iam.DeleteAccessKeyInput](), fakes.APIError("NoSuchEntity", "The Access Key cannot be found."))
	r, err := rotate(a, a.Config())
	require.NoError(t, err)
	assert.Equal(t, companySteps[2:], lines(r))
}

// No failure is swallowed, whichever call it hits: code that goes on without an
// answer would report an account as clean that it never saw.
func TestEveryCallFails(t *testing.T) {
	for name, fault := range map[string]fakes.Fault{"denied": fakes.AccessDenied(), "broken": fakes.ServiceFailure(), "disconnected": fakes.Disconnect(0)} {
		t.Run(name, func(t *testing.T) {
			var a *fakes.Account
			config := func() aws.Config { a = company(); return a.Config() }
			fakes.EveryCallFails(t, config, func(cfg aws.Config) error {
				_, err := rotate(a, cfg)
				return err
			}, func(o *fakes.EveryCallFailsOptions) { o.Fault = fault })
		})
	}
}

// A cancelled context ends the run with its error.
func TestCancelled(t *testing.T) {
	a := company()
	ctx, cancel := context.WithCancel(context.Background())
	fakes.On(a, func(context.Context, *iam.DeleteAccessKeyInput) (*iam.DeleteAccessKeyOutput, error) {
		cancel() // in the middle of the run
		return nil, fakes.ErrPass
	})
	_, err := keyrotate.Rotate(ctx, a.Config(), keyrotate.Options{Now: a.Now})
	assert.True(t, errors.Is(err, context.Canceled), "%v", err)
}
