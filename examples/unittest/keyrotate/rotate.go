package keyrotate

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
)

// Policy is the IAM policy that the tool's role needs in each account.
//
//go:embed policy.json
var Policy string

// Options change what is done. The zero Options are the usual ones.
type Options struct {
	// UnusedFor is how long an active key must not have been used to be
	// deactivated, by default 90 days.
	UnusedFor time.Duration
	// DeleteAfter is how long an inactive key must not have been used to be
	// deleted, by default 180 days.
	DeleteAfter time.Duration
	// DryRun changes nothing: the report says what would be done.
	DryRun bool
	// Now tells the time, by default time.Now.
	Now func() time.Time
}

const day = 24 * time.Hour

func (o Options) withDefaults() Options {
	if o.UnusedFor == 0 {
		o.UnusedFor = 90 * day
	}
	if o.DeleteAfter == 0 {
		o.DeleteAfter = 180 * day
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Rotate goes through the keys of all users of the account that the
// configuration is for. The report is never nil, and says what was done before
// and after an error.
func Rotate(ctx context.Context, cfg aws.Config, options Options) (*Report, error) {
	r := &rotation{client: iam.NewFromConfig(cfg), options: options.withDefaults(), report: &Report{DryRun: options.DryRun}}
	r.now = r.options.Now()
	users := iam.NewListUsersPaginator(r.client, &iam.ListUsersInput{})
	for users.HasMorePages() {
		page, err := users.NextPage(ctx)
		if err != nil {
			return r.report, fmt.Errorf("keyrotate: list users: %w", errors.Join(append(r.report.errs(), err)...))
		}
		for _, u := range page.Users {
			r.report.Users++
			if err := r.user(ctx, aws.ToString(u.UserName)); err != nil {
				r.report.Failed = append(r.report.Failed, UserError{User: aws.ToString(u.UserName), Err: err})
			}
		}
	}
	if errs := r.report.errs(); len(errs) > 0 {
		return r.report, errors.Join(errs...)
	}
	return r.report, nil
}

// A rotation is one run over one account.
type rotation struct {
	client  *iam.Client
	options Options
	now     time.Time
	report  *Report
}

// user goes through the keys of one user. One key that fails does not stop the
// next.
func (r *rotation) user(ctx context.Context, user string) error {
	var errs []error
	keys := iam.NewListAccessKeysPaginator(r.client, &iam.ListAccessKeysInput{UserName: &user})
	for keys.HasMorePages() {
		page, err := keys.NextPage(ctx)
		switch {
		case gone(err):
			return errors.Join(errs...)
		case err != nil:
			return errors.Join(append(errs, fmt.Errorf("list access keys: %w", err))...)
		}
		for _, k := range page.AccessKeyMetadata {
			r.report.Keys++
			if err := r.key(ctx, user, k); err != nil {
				errs = append(errs, fmt.Errorf("access key %s: %w", aws.ToString(k.AccessKeyId), err))
			}
		}
	}
	return errors.Join(errs...)
}

// key decides about one key, and does it.
func (r *rotation) key(ctx context.Context, user string, k types.AccessKeyMetadata) error {
	used, err := r.client.GetAccessKeyLastUsed(ctx, &iam.GetAccessKeyLastUsedInput{AccessKeyId: k.AccessKeyId})
	if err != nil {
		return fmt.Errorf("last use: %w", err)
	}
	s := Step{User: user, KeyID: aws.ToString(k.AccessKeyId), Since: aws.ToTime(k.CreateDate)}
	if u := used.AccessKeyLastUsed; u != nil && u.LastUsedDate != nil {
		s.Since, s.Used = *u.LastUsedDate, true
	}
	s.For = r.now.Sub(s.Since)
	switch {
	case k.Status == types.StatusTypeActive && s.For >= r.options.UnusedFor:
		s.Action = Deactivate
	case k.Status == types.StatusTypeInactive && s.For >= r.options.DeleteAfter:
		s.Action = Delete
	default:
		return nil
	}
	if !r.options.DryRun {
		if err := r.do(ctx, s); err != nil {
			return err
		}
	}
	r.report.Steps = append(r.report.Steps, s)
	return nil
}

// do changes the account.
func (r *rotation) do(ctx context.Context, s Step) error {
	var err error
	switch s.Action {
	case Deactivate:
		_, err = r.client.UpdateAccessKey(ctx, &iam.UpdateAccessKeyInput{UserName: &s.User, AccessKeyId: &s.KeyID, Status: types.StatusTypeInactive})
	case Delete:
		_, err = r.client.DeleteAccessKey(ctx, &iam.DeleteAccessKeyInput{UserName: &s.User, AccessKeyId: &s.KeyID})
	}
	if err != nil && !gone(err) {
		return fmt.Errorf("%s: %w", s.Action, err)
	}
	return nil
}

// gone reports whether an error says that the user or key does not exist any
// more: somebody else was faster.
func gone(err error) bool {
	var none *types.NoSuchEntityException
	return errors.As(err, &none)
}
