package fakes_test

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	accounttypes "github.com/aws/aws-sdk-go-v2/service/account/types"
	"github.com/aws/aws-sdk-go-v2/service/organizations"

	"github.com/iamhygiene/sdk/fakes"
)

// An organization with a guard rail, and the code under test that looks for
// accounts: it has to follow empty pages.
func ExampleOrganization_AddOU() {
	org := fakes.NewOrganization()
	production := org.AddOU("Production")
	production.AttachSCP("NoLeaving", `{"Version":"2012-10-17","Statement":[
		{"Effect":"Deny","Action":"organizations:LeaveOrganization","Resource":"*"}]}`)
	shop := production.AddAccount("111122223333", func(o *fakes.MemberOptions) { o.Name = "shop" })
	shop.SetAlternateContact(accounttypes.AlternateContact{
		AlternateContactType: accounttypes.AlternateContactTypeSecurity, Name: aws.String("Security"), Title: aws.String("Team"),
		EmailAddress: aws.String("security@example.com"), PhoneNumber: aws.String("+12065550100"),
	})
	org.Suspend("111122223333")
	org.EmptyPages(true)

	client := organizations.NewFromConfig(org.Management().Config())
	pages := organizations.NewListAccountsPaginator(client, &organizations.ListAccountsInput{})
	for pages.HasMorePages() {
		page, err := pages.NextPage(context.Background())
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, a := range page.Accounts {
			fmt.Println(*a.Id, *a.Name, a.Status)
		}
	}
	// Output:
	// 111122223333 shop SUSPENDED
	// 999999999999 account-999999999999 ACTIVE
}

// The SDK's client of the member asks which organization it is in, and is
// refused what only the management account may ask.
func ExampleOrganization_Account() {
	member := fakes.NewOrganization().Account("111122223333")
	client := organizations.NewFromConfig(member.Config())
	out, err := client.DescribeOrganization(context.Background(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("managed by", *out.Organization.MasterAccountId)
	_, err = client.ListAccounts(context.Background(), nil)
	fmt.Println(err)
	// Output:
	// managed by 999999999999
	// operation error Organizations: ListAccounts, https response error StatusCode: 400, RequestID: fa4e0000-0000-4000-8000-000000000002, AccessDeniedException: You don't have permissions to access this resource.
}
