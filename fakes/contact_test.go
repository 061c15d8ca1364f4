package fakes_test

import (
	"context"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/account"
	"github.com/aws/aws-sdk-go-v2/service/account/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
)

func contactClient(a *fakes.Account) *account.Client { return account.NewFromConfig(a.Config()) }

func security() types.AlternateContact {
	return types.AlternateContact{
		AlternateContactType: types.AlternateContactTypeSecurity, Name: aws.String("Security"), Title: aws.String("Team"),
		EmailAddress: aws.String("security@example.com"), PhoneNumber: aws.String("+1 206 555 0100"),
	}
}

func put(c types.AlternateContact, id *string) *account.PutAlternateContactInput {
	return &account.PutAlternateContactInput{
		AccountId: id, AlternateContactType: c.AlternateContactType, Name: c.Name, Title: c.Title,
		EmailAddress: c.EmailAddress, PhoneNumber: c.PhoneNumber,
	}
}

func TestAlternateContacts(t *testing.T) {
	ctx := context.Background()
	client := contactClient(fakes.NewAccount(shop))
	for _, kind := range types.AlternateContactType("").Values() {
		get := &account.GetAlternateContactInput{AlternateContactType: kind}
		_, err := client.GetAlternateContact(ctx, get)
		var none *types.ResourceNotFoundException
		require.ErrorAs(t, err, &none, "absence is an error with a type")
		assert.Contains(t, err.Error(), "StatusCode: 404")

		contact := security()
		contact.AlternateContactType = kind
		_, err = client.PutAlternateContact(ctx, put(contact, nil))
		require.NoError(t, err)
		out, err := client.GetAlternateContact(ctx, get)
		require.NoError(t, err)
		assert.Equal(t, &contact, out.AlternateContact)

		_, err = client.DeleteAlternateContact(ctx, &account.DeleteAlternateContactInput{AlternateContactType: kind})
		require.NoError(t, err)
		_, err = client.DeleteAlternateContact(ctx, &account.DeleteAlternateContactInput{AlternateContactType: kind})
		require.ErrorAs(t, err, &none)
	}
	for name, spoil := range map[string]func(*types.AlternateContact){
		"alternateContactType": func(c *types.AlternateContact) { c.AlternateContactType = "LEGAL" },
		"emailAddress":         func(c *types.AlternateContact) { c.EmailAddress = aws.String("security") },
		"phoneNumber":          func(c *types.AlternateContact) { c.PhoneNumber = aws.String("none") },
		"name":                 func(c *types.AlternateContact) { c.Name = aws.String("") },
	} {
		t.Run(name, func(t *testing.T) {
			contact := security()
			spoil(&contact)
			_, err := client.PutAlternateContact(ctx, put(contact, nil))
			var invalid *types.ValidationException
			require.ErrorAs(t, err, &invalid)
			assert.Equal(t, types.ValidationExceptionReasonFieldValidationFailed, invalid.Reason)
			require.Len(t, invalid.FieldList, 1)
			assert.Equal(t, name, *invalid.FieldList[0].Name)
		})
	}
}

func TestContactInformation(t *testing.T) {
	ctx := context.Background()
	client := contactClient(fakes.NewAccount(shop))
	out, err := client.GetContactInformation(ctx, nil)
	require.NoError(t, err, "every account has a primary contact")
	contact := *out.ContactInformation
	contact.City = aws.String("Seattle")
	_, err = client.PutContactInformation(ctx, &account.PutContactInformationInput{ContactInformation: &contact})
	require.NoError(t, err)
	out, err = client.GetContactInformation(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, "Seattle", *out.ContactInformation.City)
	contact.CountryCode = aws.String("USA")
	_, err = client.PutContactInformation(ctx, &account.PutContactInformationInput{ContactInformation: &contact})
	requireCode(t, err, "ValidationException")

	info, err := client.GetAccountInformation(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, shop, *info.AccountId)
	assert.Equal(t, types.AccountStateActive, info.AccountState)
	_, err = client.PutAccountName(ctx, &account.PutAccountNameInput{AccountName: aws.String("storefront")})
	require.NoError(t, err)
	info, err = client.GetAccountInformation(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, "storefront", *info.AccountName)
}

func TestAccountIdOfAMember(t *testing.T) {
	ctx := context.Background()
	get := func(a *fakes.Account, id string) error {
		_, err := contactClient(a).GetContactInformation(ctx, &account.GetContactInformationInput{AccountId: aws.String(id)})
		return err
	}
	org, _, _ := company()
	var denied *types.AccessDeniedException
	for _, c := range []struct {
		name, reason string
		caller       *fakes.Account
		id           string
		prepare      func()
		want         string
	}{
		{"standalone account", "it is in no organization", fakes.NewAccount("123456789012"), shop, func() {}, "members of an organization only"},
		{"no trusted access", "the organization does not trust the service", org.Management(), shop, func() {}, "must first enable trusted access"},
		{"member", "a member manages itself alone", org.Account(stray), shop, func() { org.Delegate(audit, "account.amazonaws.com") }, "delegated administrator only"},
		{"management itself", "it is managed without AccountId", org.Management(), "999999999999", func() {}, "standalone context"},
		{"stranger", "it is no member", org.Management(), "123456789012", func() {}, "not a member"},
		{"management", "it manages members", org.Management(), shop, func() {}, ""},
		{"delegated administrator", "it manages members", org.Account(audit), shop, func() {}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.prepare()
			err := get(c.caller, c.id)
			if c.want == "" {
				require.NoError(t, err, c.reason)
				return
			}
			require.ErrorAs(t, err, &denied, c.reason)
			assert.ErrorContains(t, err, c.want)
			assert.ErrorContains(t, err, "is not authorized to perform: account:GetContactInformation")
			assert.ErrorContains(t, err, "StatusCode: 403")
		})
	}

	_, err := contactClient(org.Management()).PutAlternateContact(ctx, put(security(), aws.String(shop)))
	require.NoError(t, err)
	own, err := contactClient(org.Account(shop)).GetAlternateContact(ctx, &account.GetAlternateContactInput{AlternateContactType: types.AlternateContactTypeSecurity})
	require.NoError(t, err)
	assert.Equal(t, "security@example.com", *own.AlternateContact.EmailAddress, "it is the member's contact")

	email, err := contactClient(org.Management()).GetPrimaryEmail(ctx, &account.GetPrimaryEmailInput{AccountId: aws.String(shop)})
	require.NoError(t, err)
	assert.Equal(t, "shop@example.com", *email.PrimaryEmail, "as in Organizations")
	org.Suspend(shop)
	info, err := contactClient(org.Management()).GetAccountInformation(ctx, &account.GetAccountInformationInput{AccountId: aws.String(shop)})
	require.NoError(t, err)
	assert.Equal(t, types.AccountStateSuspended, info.AccountState)
}

func TestRegions(t *testing.T) {
	ctx := context.Background()
	acct := fakes.NewAccount(shop)
	client := contactClient(acct)
	all := func(wanted ...types.RegionOptStatus) (names []string) {
		p := account.NewListRegionsPaginator(client, &account.ListRegionsInput{RegionOptStatusContains: wanted, MaxResults: aws.Int32(10)})
		for p.HasMorePages() {
			out, err := p.NextPage(ctx)
			require.NoError(t, err)
			require.LessOrEqual(t, len(out.Regions), 10)
			for _, r := range out.Regions {
				names = append(names, *r.RegionName)
			}
		}
		return names
	}
	status := func(region string) types.RegionOptStatus {
		out, err := client.GetRegionOptStatus(ctx, &account.GetRegionOptStatusInput{RegionName: aws.String(region)})
		require.NoError(t, err)
		return out.RegionOptStatus
	}
	standard := all(types.RegionOptStatusEnabledByDefault)
	assert.Len(t, standard, 17)
	assert.Contains(t, all(), "eu-south-1")
	assert.True(t, slices.IsSorted(all()))
	assert.Empty(t, all(types.RegionOptStatusEnabled))

	_, err := client.EnableRegion(ctx, &account.EnableRegionInput{RegionName: aws.String("eu-south-1")})
	require.NoError(t, err)
	_, err = client.DisableRegion(ctx, &account.DisableRegionInput{RegionName: aws.String("eu-south-1")})
	requireCode(t, err, "ConflictException")
	assert.Equal(t, types.RegionOptStatusEnabling, status("eu-south-1"), "enabling takes a while")
	assert.Equal(t, types.RegionOptStatusEnabled, status("eu-south-1"))
	_, err = client.DisableRegion(ctx, &account.DisableRegionInput{RegionName: aws.String("eu-south-1")})
	require.NoError(t, err)
	assert.Equal(t, []string{"eu-south-1"}, all(types.RegionOptStatusDisabling))
	assert.Equal(t, types.RegionOptStatusDisabled, status("eu-south-1"))

	for _, region := range []string{"us-east-1", "us-moon-1"} {
		_, err = client.EnableRegion(ctx, &account.EnableRegionInput{RegionName: aws.String(region)})
		var invalid *types.ValidationException
		require.ErrorAs(t, err, &invalid)
		assert.Equal(t, types.ValidationExceptionReasonInvalidRegionOptTarget, invalid.Reason)
	}
	_, err = client.ListRegions(ctx, &account.ListRegionsInput{NextToken: aws.String("10")})
	requireCode(t, err, "ValidationException")
	_, err = client.ListRegions(ctx, &account.ListRegionsInput{MaxResults: aws.Int32(51)})
	requireCode(t, err, "ValidationException")

	acct.EnableRegions("me-south-1")
	assert.Equal(t, types.RegionOptStatusEnabled, status("me-south-1"))
	acct.DisableRegions("me-south-1")
	assert.Equal(t, types.RegionOptStatusDisabled, status("me-south-1"))
	acct.EnableRegions("us-east-1")
	assert.ErrorContains(t, acct.Err(), `"us-east-1" is no Region that accounts opt into`)

	gov := fakes.NewAccount(shop, func(o *fakes.Options) { o.Partition = "aws-us-gov" })
	out, err := contactClient(gov).ListRegions(ctx, nil)
	require.NoError(t, err)
	assert.Len(t, out.Regions, 2)
}

func TestContactBuilders(t *testing.T) {
	ctx := context.Background()
	acct := fakes.NewAccount(shop)
	acct.SetAlternateContact(security())
	acct.SetName("shop", "owner@example.com")
	client := contactClient(acct)
	out, err := client.GetAlternateContact(ctx, &account.GetAlternateContactInput{AlternateContactType: types.AlternateContactTypeSecurity})
	require.NoError(t, err)
	assert.Equal(t, "Security", *out.AlternateContact.Name)
	primary, err := client.GetContactInformation(ctx, nil)
	require.NoError(t, err)
	primary.ContactInformation.CompanyName = aws.String("Shop")
	acct.SetContactInformation(*primary.ContactInformation)
	primary, err = client.GetContactInformation(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, "Shop", *primary.ContactInformation.CompanyName)

	acct.Lag(1)
	_, err = client.DeleteAlternateContact(ctx, &account.DeleteAlternateContactInput{AlternateContactType: types.AlternateContactTypeSecurity})
	require.NoError(t, err)
	get := &account.GetAlternateContactInput{AlternateContactType: types.AlternateContactTypeSecurity}
	_, err = client.GetAlternateContact(ctx, get)
	require.NoError(t, err, "one call sees the past")
	_, err = client.GetAlternateContact(ctx, get)
	requireCode(t, err, "ResourceNotFoundException")

	acct.SetAlternateContact(types.AlternateContact{AlternateContactType: types.AlternateContactTypeSecurity})
	var misuse *fakes.UsageError
	require.ErrorAs(t, acct.Err(), &misuse)
	assert.Contains(t, misuse.File, "contact_test.go")
}
