package lambdafake_test

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/lambdafake"
)

// A remediation takes a public permission away; the fake shows that it is gone.
func Example() {
	account := fakes.NewAccount("111122223333")
	role := account.AddRole("Report", fakes.TrustService("lambda.amazonaws.com"))
	functions := lambdafake.Of(account)
	functions.AddFunction("report", role.ARN)
	functions.AllowPublic("report")

	ctx := context.Background()
	client := lambda.NewFromConfig(account.Config())
	policy, err := client.GetPolicy(ctx, &lambda.GetPolicyInput{FunctionName: aws.String("report")})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(*policy.Policy)
	_, err = client.RemovePermission(ctx, &lambda.RemovePermissionInput{FunctionName: aws.String("report"), StatementId: aws.String("statement-1")})
	fmt.Println(err)
	// Output:
	// {"Version":"2012-10-17","Id":"default","Statement":[{"Sid":"statement-1","Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunction","Resource":"arn:aws:lambda:us-east-1:111122223333:function:report"}]}
	// <nil>
}
