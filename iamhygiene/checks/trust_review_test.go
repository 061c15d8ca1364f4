package checks_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
)

const (
	stranger  = "999900001111"
	withID    = `"StringEquals":{"sts:ExternalId":"b2f0c0de-77"}`
	ownOrg    = "o-abcdefghij"
	otherOrg  = "o-zyxwvutsrq"
	grantRole = `{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":`
)

func trustList(statements ...string) iamhygiene.Document {
	text := `{"Version":"2012-10-17","Statement":[`
	for i, s := range statements {
		if i > 0 {
			text += ","
		}
		text += s
	}
	return iamhygiene.Document(text + "]}")
}

// TestTermsOfEachPrincipal: two principals of one account may get in on
// different terms, and the account is as safe as the worse of them.
func TestTermsOfEachPrincipal(t *testing.T) {
	asks := grantRole + `"arn:aws:iam::` + stranger + `:role/a"},"Condition":{` + withID + `}}`
	open := grantRole + `"arn:aws:iam::` + stranger + `:role/b"}}`
	runTrust(t, checks.RoleExternalIDMissing{Complete: true}, []documentTest{
		{"the first asks", "the second does not", trustList(asks, open), fail, 0, stranger + " without"},
		{"the second asks", "the first does not", trustList(open, asks), fail, 0, stranger + " without"},
		{"both ask", "one account is counted once", trustList(asks, grantRole+`"`+stranger+`"},"Condition":{`+withID+`}}`), pass, 0, "1 other account"},
	})
}

// TestPrincipalForms: every form in which a principal of another account may
// stand is seen. A federated-user session cannot call sts:AssumeRole.
func TestPrincipalForms(t *testing.T) {
	for _, principal := range []string{
		stranger,
		"arn:aws:iam::" + stranger + ":root",
		"arn:aws:iam::" + stranger + ":user/ann",
		"arn:aws:iam::" + stranger + ":role/path/ci",
		"arn:aws:sts::" + stranger + ":assumed-role/ci/session",
	} {
		t.Run(principal, func(t *testing.T) {
			s := snapshotOf(rolesOf(roleTrusting("app", trusting(`{"AWS":"`+principal+`"}`, "AssumeRole", ""))))
			assert.Equal(t, fail, oneOf(t, s, checks.RoleTrustExternalAccount{Complete: true}).Status)
			f := oneOf(t, s, checks.RoleExternalIDMissing{Complete: true})
			assert.Equal(t, fail, f.Status, f.Message)
		})
	}
}

// TestAccountPatterns: a pattern for accounts lets in those that fit, and nobody
// knows whose they are.
func TestAccountPatterns(t *testing.T) {
	everybody := func(condition string) iamhygiene.Document { return trusting(`"*"`, "AssumeRole", condition) }
	runTrust(t, checks.RoleTrustExternalAccount{Complete: true}, []documentTest{
		{"accounts by prefix", "one in a thousand gets in", everybody(`"StringLike":{"aws:PrincipalAccount":"999*"}`), fail, 0, "999000000000"},
		{"accounts by suffix", "so does one in ten", everybody(`"StringLike":{"aws:PrincipalAccount":"*9"}`), fail, 0, "000000000009"},
		{"accounts by digits", "so does one in ten", everybody(`"StringLike":{"aws:PrincipalAccount":"99990000111?"}`), fail, 0, "999900001110"},
		{"ARNs by prefix", "the account is in the ARN", everybody(`"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::9999*:role/ci"}`), fail, 0, "999900000000"},
		{"every account", "the pattern limits nothing", everybody(`"StringLike":{"aws:PrincipalAccount":"*"}`), fail, 0, "everybody"},
		{"every account by digits", "the pattern limits nothing", everybody(`"StringLike":{"aws:PrincipalAccount":"????????????"}`), fail, 0, "everybody"},
	})
}

// TestOrganizationsInTrust: an organization that is named is trusted with all of
// its accounts.
func TestOrganizationsInTrust(t *testing.T) {
	byID := trusting(`"*"`, "AssumeRole", `"StringEquals":{"aws:PrincipalOrgID":"`+otherOrg+`"}`)
	byPath := trusting(`"*"`, "AssumeRole", `"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"`+otherOrg+`/r-ab12/ou-ab12-11111111/*"}`)
	own := trusting(`"*"`, "AssumeRole", `"StringEquals":{"aws:PrincipalOrgID":"`+ownOrg+`"}`)
	member := iamhygiene.OrganizationDetails.With(&iamhygiene.Organization{Member: true, ID: ownOrg, ManagementAccount: "222233334444"}, clock)
	none := iamhygiene.OrganizationDetails.With(&iamhygiene.Organization{}, clock)
	refused := iamhygiene.OrganizationDetails.Failed(&iamhygiene.DataError{Code: "AccessDenied", Operation: "organizations:DescribeOrganization"})
	for _, tt := range []struct {
		name  string
		trust iamhygiene.Document
		data  []iamhygiene.SnapshotOption
		check checks.RoleTrustExternalAccount
		want  iamhygiene.Status
	}{
		{"of others", byID, []iamhygiene.SnapshotOption{member}, checks.RoleTrustExternalAccount{}, fail},
		{"of others, by path", byPath, []iamhygiene.SnapshotOption{member}, checks.RoleTrustExternalAccount{}, fail},
		{"of others, for an account in none", byID, []iamhygiene.SnapshotOption{none}, checks.RoleTrustExternalAccount{}, fail},
		{"own", own, []iamhygiene.SnapshotOption{member}, checks.RoleTrustExternalAccount{}, pass},
		{"listed", byID, []iamhygiene.SnapshotOption{member}, checks.RoleTrustExternalAccount{TrustedAccounts: []string{otherOrg}}, pass},
		{"not collected", own, nil, checks.RoleTrustExternalAccount{}, unknown},
		{"refused", own, []iamhygiene.SnapshotOption{refused}, checks.RoleTrustExternalAccount{}, unknown},
		{"refused, with a list that is complete", own, []iamhygiene.SnapshotOption{refused}, checks.RoleTrustExternalAccount{Complete: true}, fail},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := oneOf(t, snapshotOf(append(tt.data, rolesOf(roleTrusting("app", tt.trust)))...), tt.check)
			assert.Equal(t, tt.want, f.Status, f.Message)
			if tt.name == "refused" {
				assert.Equal(t, "organizations:DescribeOrganization", f.Unknown.Operation)
			}
		})
	}
	t.Run("an administrator for another organization", func(t *testing.T) {
		r := roleTrusting("app", byID)
		r.Permissions = inline(allowing("*"))
		f := only(t, evaluate(t, detailed(iamhygiene.AuthorizationDetails{Roles: []iamhygiene.RoleDetail{r}}, member), checks.RoleExternalPrivileged{}), "app")
		assert.Equal(t, fail, f.Status, f.Message)
		assert.Contains(t, f.Message, otherOrg)
		f = only(t, evaluate(t, detailed(iamhygiene.AuthorizationDetails{Roles: []iamhygiene.RoleDetail{r}}), checks.RoleExternalPrivileged{}), "app")
		assert.Equal(t, unknown, f.Status, "it may be the own one: %s", f.Message)
	})
}

// TestSharedExternalIDOfOwnAccounts: accounts of the organization are one party.
func TestSharedExternalIDOfOwnAccounts(t *testing.T) {
	trust := trusting(`{"AWS":["444455556666","777788889999"]}`, "AssumeRole", withID)
	data := []iamhygiene.SnapshotOption{
		iamhygiene.OrganizationDetails.With(&iamhygiene.Organization{Member: true, ID: ownOrg, ManagementAccount: "222233334444"}, clock),
		iamhygiene.OrganizationAccounts.With([]iamhygiene.OrganizationAccount{{ID: "444455556666"}, {ID: "777788889999"}}, clock),
		rolesOf(roleTrusting("app", trust)),
	}
	assert.Equal(t, pass, oneOf(t, snapshotOf(data...), checks.RoleExternalIDReused{}).Status)
	assert.Equal(t, fail, oneOf(t, snapshotOf(data[2:]...), checks.RoleExternalIDReused{}).Status, "nobody says that they are")
}

func TestSessionDurationThatNobodyTold(t *testing.T) {
	admin := roleTrusting("app", account("111122223333", ""))
	admin.Permissions = inline(allowing("*"))
	d := iamhygiene.AuthorizationDetails{Roles: []iamhygiene.RoleDetail{admin}}
	sessions := map[string]int{admin.ARN: 0}
	f := only(t, evaluate(t, detailed(d, iamhygiene.RoleSessions.With(sessions, clock)), checks.RoleSessionDuration{}), "app")
	assert.Equal(t, unknown, f.Status, "R59: no role has sessions of zero seconds: %s", f.Message)
	refused := &iamhygiene.DataError{Scope: admin.ARN, Code: "AccessDenied", Operation: "iam:ListRoles", Action: "iam:ListRoles"}
	f = only(t, evaluate(t, detailed(d, iamhygiene.RoleSessions.With(nil, clock, refused)), checks.RoleSessionDuration{}), "app")
	assert.Equal(t, unknown, f.Status)
	assert.Equal(t, "AccessDenied", f.Unknown.Code, "why it is not there")
}

// TestAnyoneByToken: a star lets in people with a token too, which anybody gets
// from a public identity provider.
func TestAnyoneByToken(t *testing.T) {
	const pinned = `"StringEquals":{"token.actions.githubusercontent.com:sub":"repo:org/app:ref:refs/heads/main","token.actions.githubusercontent.com:aud":"sts.amazonaws.com"}`
	runTrust(t, checks.RoleTrustAnyone{}, []documentTest{
		{"a star", "any token will do", trusting(`"*"`, "AssumeRoleWithWebIdentity", ""), fail, 0, "everybody may assume"},
		{"a star that pins a claim", "others have no such claim", trusting(`"*"`, "AssumeRoleWithWebIdentity", pinned), pass, 0, ""},
		{"a public provider that is named", "role-oidc-subject looks at it", trusting(`{"Federated":"accounts.google.com"}`, "AssumeRoleWithWebIdentity", ""), pass, 0, ""},
		{"a provider of the account", "the account chose it", trusting(`{"Federated":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}`, "AssumeRoleWithWebIdentity", pinned), pass, 0, ""},
	})
}
