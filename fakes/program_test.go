package fakes_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
)

// inventory is a program as people write them: it knows nothing of fakes. It
// lists the users of the account that the configuration is for and of the
// account of a role.
func inventory(ctx context.Context, cfg aws.Config, roleARN string) (string, error) {
	var report strings.Builder
	if err := inventoryAccount(ctx, cfg, &report); err != nil {
		return "", err
	}
	provider := stscreds.NewAssumeRoleProvider(sts.NewFromConfig(cfg), roleARN, func(o *stscreds.AssumeRoleOptions) {
		o.RoleSessionName = "inventory"
	})
	other := cfg.Copy()
	other.Credentials = aws.NewCredentialsCache(provider)
	if err := inventoryAccount(ctx, other, &report); err != nil {
		return "", err
	}
	return report.String(), nil
}

func inventoryAccount(ctx context.Context, cfg aws.Config, report *strings.Builder) error {
	identity, err := sts.NewFromConfig(cfg).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return fmt.Errorf("who am I: %w", err)
	}
	fmt.Fprintf(report, "%s as %s\n", aws.ToString(identity.Account), aws.ToString(identity.Arn))
	pages := iam.NewListUsersPaginator(iam.NewFromConfig(cfg), &iam.ListUsersInput{})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return fmt.Errorf("list users: %w", err)
		}
		for _, user := range page.Users {
			fmt.Fprintf(report, "  %s\n", aws.ToString(user.UserName))
		}
	}
	return nil
}

func TestProgramRunsUnchanged(t *testing.T) {
	org := fakes.NewOrganization()
	home, other := org.Account("111122223333"), org.Account("444455556666")
	answerUsers(home, "alice", "bob", "carol")
	answerUsers(other, "dave")
	other.AddRole("Audit", fakes.TrustAccount("111122223333"))
	report, err := inventory(context.Background(), home.Config(), "arn:aws:iam::444455556666:role/Audit")
	require.NoError(t, err)
	assert.Equal(t, `111122223333 as arn:aws:sts::111122223333:assumed-role/Administrator/fakes
  alice
  bob
  carol
444455556666 as arn:aws:sts::444455556666:assumed-role/Audit/inventory
  dave
`, report)

	_, err = inventory(context.Background(), home.Config(), "arn:aws:iam::777788889999:role/Audit")
	assert.ErrorContains(t, err, "is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::777788889999:role/Audit")
	fakes.EveryCallFails(t, home.Config, func(cfg aws.Config) error {
		_, err := inventory(context.Background(), cfg, "arn:aws:iam::444455556666:role/Audit")
		return err
	})
}

// rotate gives a user a new access key and removes the one that signs its own
// calls, as programs do: nothing here knows of fakes.
func rotate(ctx context.Context, cfg aws.Config) (aws.Config, error) {
	client := iam.NewFromConfig(cfg)
	before, err := cfg.Credentials.Retrieve(ctx)
	if err != nil {
		return cfg, err
	}
	made, err := client.CreateAccessKey(ctx, nil)
	if err != nil {
		return cfg, err
	}
	next := cfg.Copy()
	next.Credentials = credentials.NewStaticCredentialsProvider(*made.AccessKey.AccessKeyId, *made.AccessKey.SecretAccessKey, "")
	client = iam.NewFromConfig(next)
	if _, err := client.UpdateAccessKey(ctx, &iam.UpdateAccessKeyInput{AccessKeyId: &before.AccessKeyID, Status: "Inactive"}); err != nil {
		return cfg, err
	}
	_, err = client.DeleteAccessKey(ctx, &iam.DeleteAccessKeyInput{AccessKeyId: &before.AccessKeyID})
	return next, err
}

// TestProgramOnModels runs the programs on accounts that are modelled and not
// answered by hand: list in pages, assume a role elsewhere, rotate a key.
func TestProgramOnModels(t *testing.T) {
	ctx := context.Background()
	org := fakes.NewOrganization()
	home, other := org.Account("111122223333"), org.Account("444455556666")
	own := allow("arn:aws:iam::111122223333:user/${aws:username}", `["iam:CreateAccessKey","iam:UpdateAccessKey","iam:DeleteAccessKey"]`)
	robot := home.AddUser("robot", fakes.InlinePolicy("own", own), fakes.InlinePolicy("scan", allow("*", `["iam:ListUsers","sts:AssumeRole"]`)))
	for _, name := range []string{"alice", "bob"} {
		home.AddUser(name)
	}
	other.AddUser("dave")
	other.AddRole("Audit", fakes.TrustAccount("111122223333"), fakes.InlinePolicy("scan", allow("*", `"iam:ListUsers"`)))
	home.PageSize(1)
	require.NoError(t, home.Err())

	key, err := iam.NewFromConfig(home.Config()).CreateAccessKey(ctx, &iam.CreateAccessKeyInput{UserName: &robot.Name})
	require.NoError(t, err)
	old := home.Config()
	old.Credentials = credentials.NewStaticCredentialsProvider(*key.AccessKey.AccessKeyId, *key.AccessKey.SecretAccessKey, "")
	cfg, err := rotate(ctx, old)
	require.NoError(t, err)
	report, err := inventory(ctx, cfg, "arn:aws:iam::444455556666:role/Audit")
	require.NoError(t, err)
	assert.Equal(t, `111122223333 as arn:aws:iam::111122223333:user/robot
  alice
  bob
  robot
444455556666 as arn:aws:sts::444455556666:assumed-role/Audit/inventory
  dave
`, report)
	assert.Len(t, fakes.CallsTo[iam.ListUsersInput](home), 3, "one call for each page")
	_, err = inventory(ctx, old, "arn:aws:iam::444455556666:role/Audit")
	refused(t, err, 403, "InvalidClientTokenId", "security token")
}

func TestBesideSharesRolesButNoOrganization(t *testing.T) {
	home := fakes.NewAccount("111122223333")
	other := fakes.NewAccount("444455556666", func(o *fakes.Options) { o.Beside = home })
	answerUsers(home, "alice")
	answerUsers(other, "dave")
	other.AddRole("Audit", fakes.TrustAccount("111122223333"))
	_, err := inventory(context.Background(), home.Config(), "arn:aws:iam::444455556666:role/Audit")
	require.NoError(t, err)

	org := fakes.NewOrganization()
	member := org.Account("111122223333")
	fakes.NewAccount("444455556666", func(o *fakes.Options) { o.Beside = member })
	var ids []string
	for _, a := range org.Accounts() {
		ids = append(ids, a.ID())
	}
	assert.Equal(t, []string{"111122223333", "999999999999"}, ids)
	assert.Same(t, org.Account("111122223333"), member)
}
