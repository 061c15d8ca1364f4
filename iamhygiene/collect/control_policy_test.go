package collect_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

// delegated is an organization with an account two units deep that may read it.
func delegated(t *testing.T) (*fakes.Organization, *fakes.Account) {
	org := fakes.NewOrganization()
	acct := org.AddOU("a").AddOU("b").AddAccount(accountID)
	org.Delegate(accountID, "account.amazonaws.com")
	require.NoError(t, org.Err())
	return org, acct
}

func TestControlPolicies(t *testing.T) {
	const deny = `{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}}`
	org, acct := delegated(t)
	id := org.AttachSCP("deny", deny)
	acct.AttachSCP("deny", deny)
	require.NoError(t, org.Err())
	s := live(t, acct, named("control-policies"))
	set := get(t, s, iamhygiene.ControlPolicies)
	require.Len(t, set.SCPs, 4, "root, two units, account")
	assert.Nil(t, set.RCPs, "not enabled")
	for i, level := range set.SCPs {
		want := 1
		if i == 0 || i == 3 {
			want = 2
			policy := level.Policies[map[bool]int{true: 0, false: 1}[level.Policies[0].ID == id]]
			assert.Equal(t, iamhygiene.Document(deny), policy.Document, "not encoded, so not decoded")
		}
		assert.Len(t, level.Policies, want)
	}
	assert.Len(t, fakes.CallsTo[organizations.DescribePolicyInput](acct), 2, "each document once")
	assert.Len(t, fakes.CallsTo[organizations.ListParentsInput](acct), 3)
	assert.Len(t, fakes.CallsTo[organizations.ListPoliciesForTargetInput](acct), 8)
}

func TestControlPoliciesThatCannotBeRead(t *testing.T) {
	for name, c := range map[string]struct {
		prepare func(*fakes.Account)
		options func(*collect.Options)
		want    string // the error; "" for an empty set
		why     string
	}{
		"plain member":     {prepare: nil, want: "only that and delegated administrators may call it); grant organizations:ListParents", why: "only delegated administrators may ask"},
		"not enabled":      {prepare: fail[organizations.ListPoliciesForTargetInput](fakes.APIError("PolicyTypeNotEnabledException", "no")), why: "a fact"},
		"document refused": {prepare: fail[organizations.DescribePolicyInput](fakes.AccessDenied()), want: "grant organizations:DescribePolicy", why: "a policy without its text is none"},
		"document missing": {prepare: func(a *fakes.Account) {
			on[organizations.DescribePolicyInput](a, &organizations.DescribePolicyOutput{})
		}, want: "organizations:DescribePolicy returned no document", why: "an empty policy would deny nothing"},
		"no parent":          {prepare: func(a *fakes.Account) { on[organizations.ListParentsInput](a, &organizations.ListParentsOutput{}) }, want: "organizations:ListParents does not lead from 111122223333 to the root", why: "levels would be missing"},
		"parents in circles": {prepare: circle, want: "does not lead from", why: "it ends"},
		"organization":       {prepare: fail[organizations.DescribeOrganizationInput](fakes.AccessDenied()), want: "grant organizations:DescribeOrganization", why: "it is not known whether any apply"},
		"left out":           {options: func(o *collect.Options) { o.Without = []string{"organization"} }, want: "nobody collected the organization", why: "likewise"},
	} {
		t.Run(name, func(t *testing.T) {
			_, acct := delegated(t)
			if c.prepare == nil && c.options == nil {
				org := fakes.NewOrganization()
				acct = org.Account(accountID)
			}
			if c.prepare != nil {
				c.prepare(acct)
			}
			s := live(t, acct, named("control-policies"), c.options)
			set, err := iamhygiene.ControlPolicies.Get(s)
			if c.want == "" {
				require.NoError(t, err, c.why)
				assert.Equal(t, &iamhygiene.ControlPolicySet{}, set)
				return
			}
			require.ErrorContains(t, err, c.want, c.why)
		})
	}
}

func circle(a *fakes.Account) {
	on[organizations.ListParentsInput](a, &organizations.ListParentsOutput{
		Parents: []types.Parent{{Id: aws.String("ou-ab12-cd34ef56"), Type: types.ParentTypeOrganizationalUnit}},
	})
}
