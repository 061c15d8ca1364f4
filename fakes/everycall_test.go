package fakes_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
)

// A recorder is a test that may fail without failing this one.
type recorder struct {
	errors []string
	fatal  string
}

func (r *recorder) Helper() {}
func (r *recorder) Errorf(format string, args ...any) {
	r.errors = append(r.errors, fmt.Sprintf(format, args...))
}
func (r *recorder) Fatalf(format string, args ...any) { r.fatal = fmt.Sprintf(format, args...) }

// scan calls STS once and ListUsers for each page, and looks at a login profile
// for each user; careful tells whether it reports what goes wrong there.
func scan(cfg aws.Config, careful bool) error {
	ctx := context.Background()
	if _, err := sts.NewFromConfig(cfg).GetCallerIdentity(ctx, nil); err != nil {
		return err
	}
	client := iam.NewFromConfig(cfg)
	var names []*string
	for p := iam.NewListUsersPaginator(client, &iam.ListUsersInput{}); p.HasMorePages(); {
		page, err := p.NextPage(ctx)
		if err != nil {
			return err
		}
		for _, u := range page.Users {
			names = append(names, u.UserName)
		}
	}
	var wg sync.WaitGroup
	errs := make([]error, len(names))
	for i, name := range names {
		wg.Go(func() {
			_, errs[i] = client.GetLoginProfile(ctx, &iam.GetLoginProfileInput{UserName: name})
		})
	}
	wg.Wait()
	if careful {
		return errors.Join(errs...)
	}
	return errs[0] // and forgets the others
}

func scanned() *fakes.Account {
	account := fakes.NewAccount("111122223333")
	answerUsers(account, "alice", "bob", "carol")
	fakes.On(account, func(context.Context, *iam.GetLoginProfileInput) (*iam.GetLoginProfileOutput, error) { return nil, nil })
	return account
}

func TestEveryCallFails(t *testing.T) {
	account := scanned()
	fakes.EveryCallFails(t, account.Config, func(cfg aws.Config) error { return scan(cfg, true) })
	failures := make(map[string]int)
	for _, c := range account.Calls() {
		if c.Err != nil {
			failures[c.String()]++
		}
	}
	assert.Equal(t, map[string]int{"sts:GetCallerIdentity": 1, "iam:ListUsers": 2, "iam:GetLoginProfile": 3}, failures,
		"each call of the scenario failed once")
}

func TestEveryCallFailsFindsLostErrors(t *testing.T) {
	var r recorder
	// One at a time, so that it is known which call is whose.
	fakes.EveryCallFails(&r, scanned().Config, func(cfg aws.Config) error {
		client := iam.NewFromConfig(cfg)
		for _, name := range []string{"alice", "bob"} {
			_, err := client.GetLoginProfile(context.Background(), &iam.GetLoginProfileInput{UserName: aws.String(name)})
			if err != nil && name == "alice" {
				return err
			}
		}
		return nil
	})
	require.Len(t, r.errors, 1)
	assert.Contains(t, r.errors[0], "the scenario returned no error although call 2 of iam:GetLoginProfile failed (api error AccessDenied: ")

	r = recorder{}
	fakes.EveryCallFails(&r, scanned().Config, func(cfg aws.Config) error { return scan(cfg, false) })
	assert.NotEmpty(t, r.errors, "also with calls side by side")
}

func TestEveryCallFailsOptions(t *testing.T) {
	var r recorder
	account := scanned()
	fakes.EveryCallFails(&r, account.Config, func(cfg aws.Config) error { return scan(cfg, false) }, func(o *fakes.EveryCallFailsOptions) {
		o.Tolerate = func(c fakes.Call) bool { return c.Is(fakes.Op[iam.GetLoginProfileInput]()) }
		o.Fault = fakes.ServiceFailure()
	})
	assert.Empty(t, r.errors, "the lost errors are tolerated")
	retried := 0
	for _, c := range account.Calls() {
		if c.Attempt == 3 {
			retried++
		}
	}
	assert.Equal(t, 6, retried, "a fault that the SDK retries fails on all attempts of its call")
}

func TestEveryCallFailsRefusesScenariosItCannotJudge(t *testing.T) {
	runs := 0
	for _, c := range []struct {
		name, want string
		scenario   func(aws.Config) error
	}{
		{"fails by itself", "must succeed when no call fails, but returned: broken", func(aws.Config) error { return errors.New("broken") }},
		{"calls nothing", "no call reached a fake", func(aws.Config) error { return nil }},
		{"stops calling", "call 1 of sts:GetCallerIdentity was not made again", func(cfg aws.Config) error {
			if runs++; runs > 1 {
				return errors.New("not again")
			}
			_, err := sts.NewFromConfig(cfg).GetCallerIdentity(context.Background(), nil)
			return err
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var r recorder
			fakes.EveryCallFails(&r, fakes.NewAccount("111122223333").Config, c.scenario)
			assert.Contains(t, r.fatal+strings.Join(r.errors, "\n"), c.want)
		})
	}
}
