package keyrotate

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// A Target is an account, reached by a role in it.
type Target struct {
	RoleARN string
	// ExternalID is what the role's trust policy asks for, "" for nothing.
	ExternalID string
}

// RotateAll is [Rotate] for several accounts, one after the other, from a
// configuration that may assume their roles. Reports are in the order of the
// targets. An account that fails does not stop the others.
func RotateAll(ctx context.Context, cfg aws.Config, targets []Target, options Options) ([]*Report, error) {
	client := sts.NewFromConfig(cfg)
	var reports []*Report
	var errs []error
	for _, t := range targets {
		role := cfg.Copy()
		role.Credentials = aws.NewCredentialsCache(stscreds.NewAssumeRoleProvider(client, t.RoleARN, func(o *stscreds.AssumeRoleOptions) {
			o.RoleSessionName = "keyrotate"
			if t.ExternalID != "" {
				o.ExternalID = &t.ExternalID
			}
		}))
		report, err := Rotate(ctx, role, options)
		if err != nil {
			errs = append(errs, fmt.Errorf("keyrotate: %s: %w", t.RoleARN, err))
		}
		reports = append(reports, report)
	}
	return reports, errors.Join(errs...)
}
