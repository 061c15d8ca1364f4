package project_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	awssdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
	"github.com/iamhygiene/sdk/iamhygiene/report"
	"github.com/iamhygiene/sdk/policyeval"
)

// The code of the README, so that it is compiled and run.

func scan(ctx context.Context, cfg awssdk.Config) error {
	chosen := checks.All(checks.Standard)
	snapshot, err := collect.Snapshot(ctx, cfg, func(o *collect.Options) { o.Checks = chosen })
	if err != nil {
		return err
	}
	results, err := new(iamhygiene.Runner).Run(ctx, snapshot, chosen...)
	if err != nil {
		return err
	}
	return report.Text(os.Stdout, results)
}

func rotate(ctx context.Context) error {
	account := fakes.NewAccount("111122223333")
	account.AddUser("alice", fakes.AccessKey())
	account.Fail(fakes.Op[iam.ListUsersInput](), fakes.Throttle(2)) // twice, then normal
	account.PageSize(1)                                             // a page for each item

	err := rotateKeys(ctx, account.Config()) // your code: it gets an aws.Config
	return err
}

// rotateKeys stands for the reader's code.
func rotateKeys(ctx context.Context, cfg awssdk.Config) error {
	client := iam.NewFromConfig(cfg)
	for users := iam.NewListUsersPaginator(client, &iam.ListUsersInput{}); users.HasMorePages(); {
		page, err := users.NextPage(ctx)
		if err != nil {
			return err
		}
		for _, u := range page.Users {
			if _, err := client.ListAccessKeys(ctx, &iam.ListAccessKeysInput{UserName: u.UserName}); err != nil {
				return err
			}
		}
	}
	return nil
}

var contractorKeys = iamhygiene.ForUsers(
	iamhygiene.Info{ID: "contractor-keys", Title: "Contractors have no access keys", Severity: iamhygiene.SeverityHigh},
	iamhygiene.When(iamhygiene.UserPath("/contractors/"),
		iamhygiene.Not(iamhygiene.AnyKey(iamhygiene.KeyActive()))))

func mayRead() error {
	policy, err := policyeval.Parse([]byte(`{
		"Version": "2012-10-17",
		"Statement": [
			{"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::reports/${aws:username}/*"},
			{"Effect": "Deny", "Action": "*", "Resource": "*",
			 "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}}
		]}`))
	if err != nil {
		return err
	}
	decision, err := policyeval.Evaluate(policyeval.Policies{Identity: []*policyeval.Policy{policy}}, &policyeval.Request{
		Principal:       "arn:aws:iam::111122223333:user/alice",
		Action:          "s3:GetObject",
		Resource:        "arn:aws:s3:::reports/alice/may.csv",
		ResourceAccount: "111122223333",
		Context:         policyeval.Context{"aws:MultiFactorAuthPresent": {"true"}},
	})
	if err != nil {
		return err
	}
	fmt.Println(decision.Outcome) // Allowed
	return nil
}

func Example_readme() {
	if err := mayRead(); err != nil {
		fmt.Println(err)
	}
	// Output: Allowed
}

func TestReadmeCode(t *testing.T) {
	stopped, cancel := context.WithCancel(context.Background())
	cancel()
	assert.ErrorIs(t, scan(stopped, fakes.NewAccount("111122223333").Config()), context.Canceled)
	assert.NoError(t, rotate(context.Background()))
	assert.NoError(t, iamhygiene.Validate([]iamhygiene.Check{contractorKeys}))

	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	here, err := os.ReadFile("readme_test.go")
	require.NoError(t, err)
	blocks := regexp.MustCompile("(?s)```go\n(.*?)```").FindAllSubmatch(readme, -1)
	require.Len(t, blocks, 4)
	for _, b := range blocks {
		assert.Contains(t, plain(string(here)), plain(string(b[1])), "the README shows code that no test runs")
	}
}

// plain drops indentation.
func plain(s string) string {
	var out []string
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

// TestReadmeNames: every folder that the README speaks of exists, and every
// program of examples is mentioned.
func TestReadmeNames(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z/]+)` \\|").FindAllSubmatch(readme, -1) {
		_, err := os.Stat(filepath.Join("../..", string(m[1])))
		assert.NoError(t, err)
	}
	programs, err := filepath.Glob("../../examples/*/main.go")
	require.NoError(t, err)
	require.NotEmpty(t, programs)
	for _, p := range programs {
		assert.Contains(t, string(readme), "`"+filepath.Base(filepath.Dir(p))+"`")
	}
}
