package collect_test

import (
	"context"
	"fmt"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

// sampleConfig stands for config.LoadDefaultConfig: an account in memory, in
// which nobody may list MFA devices.
func sampleConfig() aws.Config {
	account := fakes.NewAccount("111122223333")
	account.AddUser("alice", fakes.ConsolePassword(), fakes.VirtualMFA())
	account.AddUser("robot", fakes.AccessKey())
	account.Fail(fakes.Op[iam.ListMFADevicesInput](), fakes.AccessDenied())
	return account.Config()
}

// A snapshot of a live account, for two checks' worth of data. What is refused
// is in the snapshot, with the permission to grant.
func ExampleSnapshot() {
	cfg := sampleConfig() // or config.LoadDefaultConfig(ctx)
	s, err := collect.Snapshot(context.Background(), cfg, func(o *collect.Options) {
		o.Datasets = []string{"authorization-details", "mfa-devices"}
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(s.AccountID(), s.Datasets())
	for user := range s.Users() {
		fmt.Println(user.Name())
	}
	for _, e := range s.Errors() {
		fmt.Println(e.Dataset, e.Code, e.Grant())
	}
	// Output:
	// 111122223333 [authorization-details]
	// alice
	// robot
	// mfa-devices AccessDenied [iam:ListMFADevices]
}

// A dataset of one's own, filled beside the built-in ones: here, the tags of
// the users that the built-in collector found.
func ExampleNew() {
	owners := iamhygiene.NewDataset[map[string]string](iamhygiene.DatasetInfo{
		Name: "owners", Title: "the owners of the users", Operations: []string{"iam:ListUserTags"},
	})
	collector := collect.New(owners, func(ctx context.Context, p *collect.Pass) (map[string]string, error) {
		client := iam.NewFromConfig(p.Config)
		details, err := iamhygiene.Authorization.Get(p.Snapshot)
		if err != nil {
			return nil, err
		}
		found := make(map[string]string)
		for _, u := range details.Users {
			out, err := client.ListUserTags(ctx, &iam.ListUserTagsInput{UserName: aws.String(u.Name)})
			p.Lost(u.ARN, err) // that user's owner is not known; the others are
			if err != nil {
				continue
			}
			for _, tag := range out.Tags {
				if *tag.Key == "owner" {
					found[u.ARN] = *tag.Value
				}
			}
		}
		return found, nil
	}, func(c *collect.Collector) { c.Needs = []string{iamhygiene.Authorization.Name()} })

	account := fakes.NewAccount("111122223333")
	account.AddUser("alice", fakes.Tag("owner", "core"))
	s, err := collect.Snapshot(context.Background(), account.Config(), func(o *collect.Options) {
		o.Datasets, o.Collectors = []string{"owners"}, []collect.Collector{collector}
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(owners.Get(s))
	// Output: map[arn:aws:iam::111122223333:user/alice:core] <nil>
}

// The least permissions for a check.
func ExampleRequiredPolicy() {
	fmt.Println(collect.RequiredPolicy(checks.PasswordPolicyReuse{}))
	// Output:
	// {
	//   "Version": "2012-10-17",
	//   "Statement": [
	//     {
	//       "Sid": "ReadIam",
	//       "Effect": "Allow",
	//       "Action": [
	//         "iam:GenerateCredentialReport",
	//         "iam:GetAccountPasswordPolicy",
	//         "iam:GetCredentialReport"
	//       ],
	//       "Resource": "*"
	//     }
	//   ]
	// }
}

// The least permissions for some datasets.
func ExamplePolicy() {
	text, err := collect.Policy(func(o *collect.Options) { o.Datasets = []string{"credential-report", "alternate-contacts"} })
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Fprintln(os.Stdout, text)
	// Output:
	// {
	//   "Version": "2012-10-17",
	//   "Statement": [
	//     {
	//       "Sid": "ReadAccount",
	//       "Effect": "Allow",
	//       "Action": [
	//         "account:GetAlternateContact"
	//       ],
	//       "Resource": "*"
	//     },
	//     {
	//       "Sid": "ReadIam",
	//       "Effect": "Allow",
	//       "Action": [
	//         "iam:GenerateCredentialReport",
	//         "iam:GetCredentialReport"
	//       ],
	//       "Resource": "*"
	//     }
	//   ]
	// }
}
