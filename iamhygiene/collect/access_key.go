package collect

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// accessKeys collects the access keys of the users who have any. It asks when a
// key was last used only where the credential report does not tell.
func accessKeys(ctx context.Context, p *Pass) (map[string][]iamhygiene.AccessKeyDetail, error) {
	client := iam.NewFromConfig(p.Config)
	keys, err := ofUsers(ctx, p, hasKeys, func(ctx context.Context, u *iamhygiene.User) ([]iamhygiene.AccessKeyDetail, error) {
		return listAccessKeys(ctx, client, u.Name())
	})
	if err != nil {
		return nil, err
	}
	open := useUnknown(p, keys)
	arns := make([]string, 0, len(open))
	for arn := range open {
		arns = append(arns, arn)
	}
	slices.Sort(arns)
	var mu sync.Mutex
	errs, refused, err := p.each(ctx, arns, probe, func(ctx context.Context, arn string) error {
		for _, id := range open[arn] {
			use, err := lastUse(ctx, client, id)
			if err != nil {
				return err
			}
			mu.Lock()
			i := slices.IndexFunc(keys[arn], func(k iamhygiene.AccessKeyDetail) bool { return k.ID == id })
			keys[arn][i].Use = use
			mu.Unlock()
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i, arn := range arns {
		// The keys are known even if their last use is not.
		if refused != nil {
			p.Lost(arn, refused)
		} else {
			p.Lost(arn, errs[i])
		}
	}
	return keys, nil
}

func listAccessKeys(ctx context.Context, client *iam.Client, user string) ([]iamhygiene.AccessKeyDetail, error) {
	const operation = "iam:ListAccessKeys"
	keys, err := List(ctx, operation, func(ctx context.Context, token *string) ([]iamhygiene.AccessKeyDetail, *string, error) {
		out, err := client.ListAccessKeys(ctx, &iam.ListAccessKeysInput{UserName: aws.String(user), Marker: token})
		if err != nil {
			return nil, nil, err
		}
		next, err := Marker(operation, out.IsTruncated, out.Marker)
		return convert(out.AccessKeyMetadata, func(k types.AccessKeyMetadata) iamhygiene.AccessKeyDetail {
			return iamhygiene.AccessKeyDetail{
				ID: aws.ToString(k.AccessKeyId), Active: k.Status == types.StatusTypeActive, Created: aws.ToTime(k.CreateDate),
			}
		}), next, err
	})
	if gone(err) {
		return []iamhygiene.AccessKeyDetail{}, nil
	}
	return keys, err
}

// useUnknown returns the ids of the keys whose last use the credential report
// does not tell, by the ARN of the user. Which slot of the report is which key
// is for package iamhygiene to say, so it is asked by a snapshot.
func useUnknown(p *Pass, keys map[string][]iamhygiene.AccessKeyDetail) map[string][]string {
	open := make(map[string][]string)
	data := []iamhygiene.SnapshotOption{iamhygiene.AccessKeyDetails.With(keys, time.Time{})}
	if d, err := iamhygiene.Authorization.Get(p.Snapshot); err == nil {
		data = append(data, iamhygiene.Authorization.With(d, time.Time{}))
	}
	if r, err := iamhygiene.CredentialReport.Get(p.Snapshot); err == nil {
		data = append(data, iamhygiene.CredentialReport.With(r, time.Time{}))
	}
	for k, err := range iamhygiene.NewSnapshot(p.Account, p.Partition, p.Now(), data...).AccessKeys() {
		if err != nil {
			continue // of a user who was not asked about
		}
		id, listed := k.ID()
		if _, _, err := k.LastUsed(); listed && err != nil {
			open[k.User().ARN()] = append(open[k.User().ARN()], id)
		}
	}
	return open
}

func lastUse(ctx context.Context, client *iam.Client, id string) (*iamhygiene.AccessKeyUse, error) {
	const operation = "iam:GetAccessKeyLastUsed"
	out, err := client.GetAccessKeyLastUsed(ctx, &iam.GetAccessKeyLastUsedInput{AccessKeyId: aws.String(id)})
	if err != nil {
		return nil, err
	}
	if out.AccessKeyLastUsed == nil {
		return nil, invalid(operation, operation+" said nothing about the key")
	}
	return &iamhygiene.AccessKeyUse{
		At: aws.ToTime(out.AccessKeyLastUsed.LastUsedDate), Region: aws.ToString(out.AccessKeyLastUsed.Region),
		Service: aws.ToString(out.AccessKeyLastUsed.ServiceName),
	}, nil
}
