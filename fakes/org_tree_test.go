package fakes_test

import (
	"context"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	orgtypes "github.com/aws/aws-sdk-go-v2/service/organizations/types"
	"github.com/aws/smithy-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
)

const (
	shop, audit, stray = "111122223333", "222233334444", "333344445555"
)

// company is an organization with two levels of units and three members.
func company() (org *fakes.Organization, prod, web *fakes.OU) {
	org = fakes.NewOrganization()
	prod = org.AddOU("Production")
	web = prod.AddOU("Web")
	web.AddAccount(shop, func(o *fakes.MemberOptions) {
		o.Name, o.Email = "shop", "shop@example.com"
		o.Joined = time.Date(2020, 2, 3, 4, 5, 6, 0, time.UTC)
		o.Tags = map[string]string{"stage": "prod", "team": "web"}
	})
	org.Account(audit)
	org.AddAccount(stray, func(o *fakes.MemberOptions) { o.Invited = true })
	return org, prod, web
}

func orgClient(a *fakes.Account) *organizations.Client {
	return organizations.NewFromConfig(a.Config())
}

// requireCode asserts the code of a service's error.
func requireCode(t *testing.T, err error, code string) {
	t.Helper()
	var api smithy.APIError
	require.ErrorAs(t, err, &api)
	require.Equal(t, code, api.ErrorCode(), "%v", err)
}

func TestOrganizationTree(t *testing.T) {
	ctx := context.Background()
	org, prod, web := company()
	require.NoError(t, org.Err())
	client := orgClient(org.Management())

	described, err := client.DescribeOrganization(ctx, nil)
	require.NoError(t, err)
	o := described.Organization
	assert.Regexp(t, `^o-[a-z0-9]{10}$`, *o.Id)
	assert.Equal(t, org.ID(), *o.Id)
	assert.Equal(t, "arn:aws:organizations::999999999999:organization/"+*o.Id, *o.Arn)
	assert.Equal(t, "arn:aws:organizations::999999999999:account/"+*o.Id+"/999999999999", *o.MasterAccountArn)
	assert.Equal(t, orgtypes.OrganizationFeatureSetAll, o.FeatureSet)

	roots, err := client.ListRoots(ctx, nil)
	require.NoError(t, err)
	require.Len(t, roots.Roots, 1)
	root := roots.Roots[0]
	assert.Regexp(t, `^r-[a-z0-9]{4}$`, *root.Id)
	assert.Equal(t, []orgtypes.PolicyTypeSummary{{Type: orgtypes.PolicyTypeServiceControlPolicy, Status: orgtypes.PolicyTypeStatusEnabled}}, root.PolicyTypes)

	units, err := client.ListOrganizationalUnitsForParent(ctx, &organizations.ListOrganizationalUnitsForParentInput{ParentId: root.Id})
	require.NoError(t, err)
	require.Len(t, units.OrganizationalUnits, 1, "direct children only")
	assert.Equal(t, prod.ID(), *units.OrganizationalUnits[0].Id)
	assert.Regexp(t, `^ou-[a-z0-9]{4}-[a-z0-9]{8}$`, prod.ID())
	assert.Equal(t, (*root.Id)[2:], prod.ID()[3:7], "the id of a unit carries that of its root")

	unit, err := client.DescribeOrganizationalUnit(ctx, &organizations.DescribeOrganizationalUnitInput{OrganizationalUnitId: aws.String(web.ID())})
	require.NoError(t, err)
	assert.Equal(t, "Web", *unit.OrganizationalUnit.Name)
	assert.Equal(t, *o.Id+"/"+*root.Id+"/"+prod.ID()+"/"+web.ID()+"/", *unit.OrganizationalUnit.Path)

	parents, err := client.ListParents(ctx, &organizations.ListParentsInput{ChildId: aws.String(shop)})
	require.NoError(t, err)
	assert.Equal(t, []orgtypes.Parent{{Id: aws.String(web.ID()), Type: orgtypes.ParentTypeOrganizationalUnit}}, parents.Parents)
	parents, err = client.ListParents(ctx, &organizations.ListParentsInput{ChildId: aws.String(prod.ID())})
	require.NoError(t, err)
	assert.Equal(t, []orgtypes.Parent{{Id: root.Id, Type: orgtypes.ParentTypeRoot}}, parents.Parents)

	children, err := client.ListChildren(ctx, &organizations.ListChildrenInput{ParentId: root.Id, ChildType: orgtypes.ChildTypeAccount})
	require.NoError(t, err)
	var ids []string
	for _, c := range children.Children {
		ids = append(ids, *c.Id)
	}
	assert.ElementsMatch(t, []string{"999999999999", audit, stray}, ids)

	account, err := client.DescribeAccount(ctx, &organizations.DescribeAccountInput{AccountId: aws.String(shop)})
	require.NoError(t, err)
	assert.Equal(t, &orgtypes.Account{
		Arn: aws.String("arn:aws:organizations::999999999999:account/" + *o.Id + "/" + shop), Id: aws.String(shop),
		Name: aws.String("shop"), Email: aws.String("shop@example.com"),
		Status: orgtypes.AccountStatusActive, State: orgtypes.AccountStateActive,
		JoinedMethod: orgtypes.AccountJoinedMethodCreated, JoinedTimestamp: aws.Time(time.Date(2020, 2, 3, 4, 5, 6, 0, time.UTC)),
		Paths: []string{*unit.OrganizationalUnit.Path + shop + "/"},
	}, account.Account)

	tags, err := client.ListTagsForResource(ctx, &organizations.ListTagsForResourceInput{ResourceId: aws.String(shop)})
	require.NoError(t, err)
	assert.Equal(t, []orgtypes.Tag{{Key: aws.String("stage"), Value: aws.String("prod")}, {Key: aws.String("team"), Value: aws.String("web")}}, tags.Tags)

	again, _, _ := company()
	assert.Equal(t, org.ID(), again.ID(), "ids are the same in every run")
}

func TestOrganizationsAccountStatus(t *testing.T) {
	ctx := context.Background()
	org, _, _ := company()
	org.Suspend(shop)
	org.CloseAccount(audit)
	out, err := orgClient(org.Management()).ListAccounts(ctx, nil)
	require.NoError(t, err)
	got := map[string]orgtypes.AccountStatus{}
	for _, a := range out.Accounts {
		got[*a.Id] = a.Status
		assert.Equal(t, string(a.Status), string(a.State))
	}
	assert.Equal(t, map[string]orgtypes.AccountStatus{
		"999999999999": orgtypes.AccountStatusActive, shop: orgtypes.AccountStatusSuspended,
		audit: orgtypes.AccountStatusPendingClosure, stray: orgtypes.AccountStatusActive,
	}, got)

	_, err = orgClient(org.Management()).EnableAWSServiceAccess(ctx, &organizations.EnableAWSServiceAccessInput{ServicePrincipal: aws.String("config.amazonaws.com")})
	require.NoError(t, err)
	_, err = orgClient(org.Management()).RegisterDelegatedAdministrator(ctx, &organizations.RegisterDelegatedAdministratorInput{AccountId: aws.String(shop), ServicePrincipal: aws.String("config.amazonaws.com")})
	var violation *orgtypes.ConstraintViolationException
	require.ErrorAs(t, err, &violation)
	assert.Equal(t, orgtypes.ConstraintViolationExceptionReasonCannotRegisterSuspendedAccountAsDelegatedAdministrator, violation.Reason)

	org.Reinstate(shop)
	described, err := orgClient(org.Management()).DescribeAccount(ctx, &organizations.DescribeAccountInput{AccountId: aws.String(shop)})
	require.NoError(t, err)
	assert.Equal(t, orgtypes.AccountStatusActive, described.Account.Status)
}

func TestOrganizationsNotInUse(t *testing.T) {
	ctx := context.Background()
	alone := orgClient(fakes.NewAccount(shop))
	_, err := alone.DescribeOrganization(ctx, nil)
	var notInUse *orgtypes.AWSOrganizationsNotInUseException
	require.ErrorAs(t, err, &notInUse)
	assert.Contains(t, err.Error(), "AWSOrganizationsNotInUseException: Your account is not a member of an organization.")
	_, err = alone.ListAccounts(ctx, nil)
	require.ErrorAs(t, err, &notInUse)

	org := fakes.NewOrganization()
	beside := fakes.NewAccount(stray, func(o *fakes.Options) { o.Beside = org.Management() })
	_, err = orgClient(beside).DescribeOrganization(ctx, nil)
	require.ErrorAs(t, err, &notInUse, "an account beside the organization is no member")
}

func TestOrganizationsManagementOrDelegatedAdministratorOnly(t *testing.T) {
	ctx := context.Background()
	org, prod, _ := company()
	org.Delegate(audit, "access-analyzer.amazonaws.com")

	for _, c := range []struct {
		name, reason string
		call         func(*organizations.Client) error
		management   bool
		delegated    bool
		member       bool
	}{
		{"DescribeOrganization", "any account may call it", func(c *organizations.Client) error {
			_, err := c.DescribeOrganization(ctx, nil)
			return err
		}, true, true, true},
		{"ListAccounts", "a read for management and delegated administrators", func(c *organizations.Client) error {
			_, err := c.ListAccounts(ctx, nil)
			return err
		}, true, true, false},
		{"ListPolicies", "the same", func(c *organizations.Client) error {
			_, err := c.ListPolicies(ctx, &organizations.ListPoliciesInput{Filter: orgtypes.PolicyTypeServiceControlPolicy})
			return err
		}, true, true, false},
		{"ListDelegatedAdministrators", "the same", func(c *organizations.Client) error {
			_, err := c.ListDelegatedAdministrators(ctx, nil)
			return err
		}, true, true, false},
		{"CreatePolicy", "the administrator of a service reads only", func(c *organizations.Client) error {
			_, err := c.CreatePolicy(ctx, &organizations.CreatePolicyInput{Name: aws.String("n"), Description: aws.String(""), Content: aws.String(denyLeave), Type: orgtypes.PolicyTypeServiceControlPolicy})
			return err
		}, true, false, false},
		{"MoveAccount", "the management account alone", func(c *organizations.Client) error {
			_, err := c.MoveAccount(ctx, &organizations.MoveAccountInput{AccountId: aws.String(stray), SourceParentId: aws.String(org.RootID()), DestinationParentId: aws.String(prod.ID())})
			return err
		}, true, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, who := range []struct {
				account *fakes.Account
				may     bool
			}{{org.Account(stray), c.member}, {org.Account(audit), c.delegated}, {org.Management(), c.management}} {
				err := c.call(orgClient(who.account))
				if who.may {
					assert.NoError(t, err, "%s as %s", c.reason, who.account.ID())
					continue
				}
				var denied *orgtypes.AccessDeniedException
				require.ErrorAs(t, err, &denied, "%s as %s", c.reason, who.account.ID())
				assert.Contains(t, err.Error(), "You don't have permissions to access this resource.")
			}
		})
	}
}

func TestOrganizationsNextTokenAndEmptyPages(t *testing.T) {
	ctx := context.Background()
	org := fakes.NewOrganization()
	for i := range 45 {
		org.Account(string(fmtID(i)))
	}
	client := orgClient(org.Management())
	list := func() (pages, empty int, ids []string) {
		p := organizations.NewListAccountsPaginator(client, &organizations.ListAccountsInput{})
		for p.HasMorePages() {
			out, err := p.NextPage(ctx)
			require.NoError(t, err)
			pages++
			if len(out.Accounts) == 0 {
				empty++
			}
			for _, a := range out.Accounts {
				ids = append(ids, *a.Id)
			}
		}
		return pages, empty, ids
	}
	pages, empty, ids := list()
	assert.Equal(t, 3, pages, "46 accounts, at most 20 on a page")
	assert.Zero(t, empty)
	assert.Len(t, ids, 46)

	org.EmptyPages(true)
	pages, empty, same := list()
	assert.Equal(t, 6, pages)
	assert.Equal(t, 3, empty, "an empty page with a token comes before each")
	assert.Equal(t, ids, same)
	org.EmptyPages(false)

	org.Management().PageSize(1)
	pages, _, same = list()
	assert.Equal(t, 46, pages, "no empty page after the last")
	assert.Equal(t, ids, same)

	for _, c := range []struct {
		name, reason string
		in           *organizations.ListAccountsInput
		want         orgtypes.InvalidInputExceptionReason
	}{
		{"bad token", "tokens are opaque", &organizations.ListAccountsInput{NextToken: aws.String("2")}, orgtypes.InvalidInputExceptionReasonInvalidPaginationToken},
		{"too many", "20 is the most", &organizations.ListAccountsInput{MaxResults: aws.Int32(21)}, orgtypes.InvalidInputExceptionReasonMaxValueExceeded},
		{"none", "1 is the least", &organizations.ListAccountsInput{MaxResults: aws.Int32(0)}, orgtypes.InvalidInputExceptionReasonMinValueExceeded},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := client.ListAccounts(ctx, c.in)
			var invalid *orgtypes.InvalidInputException
			require.ErrorAs(t, err, &invalid, c.reason)
			assert.Equal(t, c.want, invalid.Reason, c.reason)
		})
	}
}

func fmtID(i int) []byte {
	id := []byte("100000000000")
	for at := len(id) - 1; i > 0; at, i = at-1, i/10 {
		id[at] = byte('0' + i%10)
	}
	return id
}

func TestOrganizationsUnknownThings(t *testing.T) {
	ctx := context.Background()
	org, _, _ := company()
	client := orgClient(org.Management())
	nowhere, nobody := aws.String("ou-none-nothing1"), aws.String("123456789012")
	for code, call := range map[string]func() error{
		"ParentNotFoundException": func() error {
			_, err := client.ListAccountsForParent(ctx, &organizations.ListAccountsForParentInput{ParentId: nowhere})
			return err
		},
		"OrganizationalUnitNotFoundException": func() error {
			_, err := client.DescribeOrganizationalUnit(ctx, &organizations.DescribeOrganizationalUnitInput{OrganizationalUnitId: nowhere})
			return err
		},
		"ChildNotFoundException": func() error {
			_, err := client.ListParents(ctx, &organizations.ListParentsInput{ChildId: nobody})
			return err
		},
		"AccountNotFoundException": func() error {
			_, err := client.DescribeAccount(ctx, &organizations.DescribeAccountInput{AccountId: nobody})
			return err
		},
		"InvalidInputException": func() error {
			_, err := client.DescribeAccount(ctx, &organizations.DescribeAccountInput{AccountId: aws.String("me")})
			return err
		},
		"TargetNotFoundException": func() error {
			_, err := client.ListTagsForResource(ctx, &organizations.ListTagsForResourceInput{ResourceId: nobody})
			return err
		},
		"PolicyNotFoundException": func() error {
			_, err := client.DescribePolicy(ctx, &organizations.DescribePolicyInput{PolicyId: aws.String("p-nothing1")})
			return err
		},
		"ResourcePolicyNotFoundException": func() error {
			_, err := client.DescribeResourcePolicy(ctx, nil)
			return err
		},
	} {
		t.Run(code, func(t *testing.T) { requireCode(t, call(), code) })
	}
}

func TestMoveAccount(t *testing.T) {
	ctx := context.Background()
	org, prod, web := company()
	client := orgClient(org.Management())
	move := func(account, from, to string) error {
		_, err := client.MoveAccount(ctx, &organizations.MoveAccountInput{AccountId: aws.String(account), SourceParentId: aws.String(from), DestinationParentId: aws.String(to)})
		return err
	}
	requireCode(t, move("123456789012", org.RootID(), prod.ID()), "AccountNotFoundException")
	requireCode(t, move(shop, "ou-none-nothing1", prod.ID()), "SourceParentNotFoundException")
	requireCode(t, move(shop, web.ID(), "ou-none-nothing1"), "DestinationParentNotFoundException")
	requireCode(t, move(shop, web.ID(), web.ID()), "DuplicateAccountException")
	requireCode(t, move(shop, org.RootID(), prod.ID()), "AccountNotFoundException")
	require.NoError(t, move(shop, web.ID(), prod.ID()))
	out, err := client.ListAccountsForParent(ctx, &organizations.ListAccountsForParentInput{ParentId: aws.String(prod.ID())})
	require.NoError(t, err)
	require.Len(t, out.Accounts, 1)
	assert.Equal(t, shop, *out.Accounts[0].Id)
	out, err = client.ListAccountsForParent(ctx, &organizations.ListAccountsForParentInput{ParentId: aws.String(web.ID())})
	require.NoError(t, err)
	assert.Empty(t, out.Accounts)
}

func TestOrganizationLag(t *testing.T) {
	ctx := context.Background()
	org, prod, web := company()
	org.Management().Lag(1)
	client := orgClient(org.Management())
	_, err := client.MoveAccount(ctx, &organizations.MoveAccountInput{AccountId: aws.String(shop), SourceParentId: aws.String(web.ID()), DestinationParentId: aws.String(prod.ID())})
	require.NoError(t, err)
	parent := func() string {
		out, err := client.ListParents(ctx, &organizations.ListParentsInput{ChildId: aws.String(shop)})
		require.NoError(t, err)
		return *out.Parents[0].Id
	}
	assert.Equal(t, web.ID(), parent(), "one call sees the past")
	assert.Equal(t, prod.ID(), parent())
}

func TestOrganizationBuildersRefuse(t *testing.T) {
	for _, c := range []struct {
		name, reason string
		build        func(*fakes.Organization)
		want         string
	}{
		{"unit twice", "names are unique below a parent", func(o *fakes.Organization) { o.AddOU("A"); o.AddOU("A") }, `AddOU: "A"`},
		{"six levels", "five is the most", func(o *fakes.Organization) {
			o.AddOU("1").AddOU("2").AddOU("3").AddOU("4").AddOU("5").AddOU("6")
		}, "number of levels"},
		{"suspended management", "it cannot be closed", func(o *fakes.Organization) { o.Suspend("999999999999") }, "Suspend: 999999999999"},
		{"suspended stranger", "it is no member", func(o *fakes.Organization) { o.Suspend(shop) }, "AccountNotFoundException"},
		{"faulty document", "AWS would refuse it", func(o *fakes.Organization) { o.AttachSCP("P", "{") }, `attach policy "P"`},
		{"other document", "one name is one policy", func(o *fakes.Organization) { o.AttachSCP("P", denyLeave); o.Account(shop).AttachSCP("P", allowS3) }, `another policy with the name "P"`},
		{"bad service", "it is no service principal", func(o *fakes.Organization) { o.TrustService("config") }, "TrustService"},
		{"bad email", "AWS would refuse it", func(o *fakes.Organization) {
			o.AddAccount(shop, func(m *fakes.MemberOptions) { m.Email = "shop" })
		}, "AddAccount: 111122223333"},
	} {
		t.Run(c.name, func(t *testing.T) {
			org := fakes.NewOrganization()
			c.build(org)
			var misuse *fakes.UsageError
			require.ErrorAs(t, org.Err(), &misuse, c.reason)
			assert.Contains(t, misuse.Message, c.want, c.reason)
			assert.Contains(t, misuse.File, "org_tree_test.go")
			_, err := orgClient(org.Management()).DescribeOrganization(context.Background(), nil)
			assert.ErrorAs(t, err, &misuse, "every call tells")
		})
	}
	alone := fakes.NewAccount(shop)
	alone.AttachSCP("P", denyLeave)
	assert.ErrorContains(t, alone.Err(), "in no organization")
}
