package ec2fake_test

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/ec2"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/ec2fake"
)

// A scanner lists instances that still speak IMDSv1, with what they may do.
func Example() {
	account := fakes.NewAccount("111122223333")
	account.AddRole("Web", fakes.TrustService("ec2.amazonaws.com"))
	account.AddInstanceProfile("web", "Web")
	compute := ec2fake.Of(account)
	compute.RunInstance(ec2fake.Profile("web"), ec2fake.IMDSv1())
	compute.RunInstance(ec2fake.IMDSv2())

	out, err := ec2.NewFromConfig(account.Config()).DescribeInstances(context.Background(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range out.Reservations {
		for _, i := range r.Instances {
			profile := "no profile"
			if i.IamInstanceProfile != nil {
				profile = *i.IamInstanceProfile.Arn
			}
			fmt.Println(i.MetadataOptions.HttpTokens, profile)
		}
	}
	// Output:
	// optional arn:aws:iam::111122223333:instance-profile/web
	// required no profile
}
