package ssofake_test

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssoadmin"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/ssofake"
)

// Who is administrator of an account through Identity Center?
func Example() {
	org := fakes.NewOrganization()
	org.Account("111122223333")
	root := org.Account("999999999999")
	center := ssofake.Of(root)
	set := center.AddPermissionSet("Admin", ssofake.Managed("arn:aws:iam::aws:policy/AdministratorAccess"))
	center.AssignGroup(set, "111122223333", "00000000-0000-4000-8000-000000000001")

	out, err := ssoadmin.NewFromConfig(root.Config()).ListAccountAssignments(context.Background(), &ssoadmin.ListAccountAssignmentsInput{
		InstanceArn: aws.String(center.InstanceARN()), PermissionSetArn: aws.String(set), AccountId: aws.String("111122223333"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, a := range out.AccountAssignments {
		fmt.Println(a.PrincipalType, *a.PrincipalId)
	}
	// Output:
	// GROUP 00000000-0000-4000-8000-000000000001
}
