package checks_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
)

// trusting is the trust policy of one statement: a principal, an action, and a
// condition that may be empty.
func trusting(principal, action, condition string) iamhygiene.Document {
	text := `"Effect":"Allow","Principal":` + principal + `,"Action":"sts:` + action + `"`
	if condition != "" {
		text += `,"Condition":{` + condition + `}`
	}
	return statement(text)
}

func account(id, condition string) iamhygiene.Document {
	return trusting(`{"AWS":"arn:aws:iam::`+id+`:root"}`, "AssumeRole", condition)
}

func roleTrusting(name string, d iamhygiene.Document) iamhygiene.RoleDetail {
	return iamhygiene.RoleDetail{ARN: homeARN + "role/" + name, Name: name, Trust: d, Created: noon.AddDate(-1, 0, 0)}
}

func runTrust(t *testing.T, c iamhygiene.Check, tests []documentTest) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := oneOf(t, snapshotOf(rolesOf(roleTrusting("app", tt.document))), c)
			assert.Equal(t, tt.want.String(), f.Status.String(), "%s: %s", tt.reason, f.Message)
			assert.Equal(t, tt.severity, f.Severity, tt.reason)
			assert.Contains(t, f.Message, tt.message)
			if f.Status == fail {
				assert.NotEmpty(t, f.Evidence)
			}
		})
	}
}

func TestRoleTrustAnyone(t *testing.T) {
	everybody := func(condition string) iamhygiene.Document {
		return trusting(`{"AWS":"*"}`, "AssumeRole", condition)
	}
	runTrust(t, checks.RoleTrustAnyone{}, []documentTest{
		{"star", "everybody", trusting(`"*"`, "AssumeRole", ""), fail, 0, "everybody may assume"},
		{"R87", "the same", everybody(""), fail, 0, ""},
		{"account star", "IAM refuses it", account("*", ""), fail, 0, "stands for everybody"},
		{"organization", "limits", everybody(`"StringEquals":{"aws:PrincipalOrgID":"o-abcdefghij"}`), pass, 0, ""},
		{"organization, IfExists", "callers of no organization get in", everybody(`"StringEqualsIfExists":{"aws:PrincipalOrgID":"o-abcdefghij"}`), fail, 0, ""},
		{"account by condition", "limits", everybody(`"StringEquals":{"aws:PrincipalAccount":"444455556666"}`), pass, 0, ""},
		{"ARN by condition", "limits", everybody(`"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::444455556666:role/*"}`), pass, 0, ""},
		{"any ARN", "the condition limits nothing", everybody(`"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/*"}`), fail, 0, ""},
		{"external id", "limits", everybody(`"StringEquals":{"sts:ExternalId":"3f9a-11"}`), pass, 0, ""},
		{"any external id", "the condition limits nothing", everybody(`"StringLike":{"sts:ExternalId":"*"}`), fail, 0, ""},
		{"network", "hangs on an address", everybody(`"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}`), fail, iamhygiene.SeverityHigh, "aws:SourceIp"},
		{"deny", "the rest of the document counts", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"},{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole","Condition":{"StringNotEquals":{"aws:PrincipalOrgID":"o-abcdefghij"}}}]}`, pass, 0, ""},
		{"account", "named", account("444455556666", ""), pass, 0, ""},
		{"nobody", "no Allow", statement(`"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole"`), aside, 0, ""},
		{"no JSON", "nothing is known", "{", unclear, 0, ""},
	})
}

func TestRoleTrustExternalAccount(t *testing.T) {
	const other = "444455556666"
	runTrust(t, checks.RoleTrustExternalAccount{TrustedAccounts: []string{other}}, []documentTest{
		{"R53 own", "the own account", account("111122223333", ""), pass, 0, "no other account"},
		{"R53 listed", "as one of the organization", account(other, ""), pass, 0, "on the list"},
		{"bare id", "an account id is a principal", trusting(`{"AWS":["444455556666","999900001111"]}`, "AssumeRole", ""), unclear, 0, "999900001111 may belong"},
		{"R54", "an id is no account", trusting(`{"AWS":"AROAEXAMPLEDELETED"}`, "AssumeRole", ""), pass, 0, ""},
		{"everybody", "whoever that is", trusting(`"*"`, "AssumeRole", ""), fail, 0, "everybody"},
		{"by condition", "the account is in the condition", trusting(`"*"`, "AssumeRole", `"StringEquals":{"aws:PrincipalAccount":"999900001111"}`), unclear, 0, "999900001111"},
		{"by ARN", "the account is in the condition", trusting(`"*"`, "AssumeRole", `"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::999900001111:role/ci-*"}`), unclear, 0, "999900001111"},
		{"denied", "the rest of the document counts", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["999900001111","111122223333"]},"Action":"sts:AssumeRole"},{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole","Condition":{"StringNotEquals":{"aws:PrincipalAccount":"111122223333"}}}]}`, pass, 0, ""},
		{"service", "no account", trusting(`{"Service":"ec2.amazonaws.com"}`, "AssumeRole", ""), pass, 0, ""},
		{"no JSON", "nothing is known", "{", unclear, 0, ""},
	})
	runTrust(t, checks.RoleTrustExternalAccount{TrustedAccounts: []string{other}, Complete: true}, []documentTest{
		{"R55", "not on the list", account("999900001111", ""), fail, 0, "999900001111"},
		{"R55 substring", "the id occurs in the name of a role of a listed account only", trusting(`{"AWS":"arn:aws:iam::444455556666:role/from-999900001111"}`, "AssumeRole", ""), pass, 0, ""},
		{"R55 substring of another", "a listed id in a role name does not make an account known", trusting(`{"AWS":"arn:aws:iam::999900001111:role/for-444455556666"}`, "AssumeRole", ""), fail, 0, "999900001111"},
	})
	t.Run("R77", func(t *testing.T) {
		r := roleTrusting("app", trusting(`{"AWS":"arn:aws-cn:iam::999900001111:root"}`, "AssumeRole", ""))
		r.ARN = "arn:aws-cn:iam::111122223333:role/app"
		s := iamhygiene.NewSnapshot("111122223333", "aws-cn", noon, rolesOf(r))
		assert.Equal(t, fail, oneOf(t, s, checks.RoleTrustExternalAccount{Complete: true}).Status)
	})
	t.Run("owned by AWS", func(t *testing.T) {
		r := roleTrusting("app", account("999900001111", ""))
		r.ARN = homeARN + "role/aws-service-role/x.amazonaws.com/app"
		assert.Equal(t, aside, oneOf(t, snapshotOf(rolesOf(r)), checks.RoleTrustExternalAccount{Complete: true}).Status)
	})
}

func TestRoleExternalID(t *testing.T) {
	const id = `"sts:ExternalId":"b2f0c0de-77"`
	runTrust(t, checks.RoleExternalIDMissing{Complete: true, OwnAccounts: []string{"777788889999"}}, []documentTest{
		{"asked for", "refused without", account("444455556666", `"StringEquals":{`+id+`}`), pass, 0, "1 other account"},
		{"missing", "no condition", account("444455556666", ""), fail, 0, "444455556666 without"},
		{"IfExists", "holds without", account("444455556666", `"StringEqualsIfExists":{`+id+`}`), fail, 0, ""},
		{"another key", "does not replace it", account("444455556666", `"Bool":{"aws:SecureTransport":"true"}`), fail, 0, ""},
		{"own", "no third party", account("111122223333", ""), aside, 0, ""},
		{"owned", "listed", account("777788889999", ""), aside, 0, ""},
		{"service", "no third party", trusting(`{"Service":"ec2.amazonaws.com"}`, "AssumeRole", ""), aside, 0, ""},
	})
	runTrust(t, checks.RoleExternalIDMissing{}, []documentTest{
		{"organization not known", "it may be a member", account("444455556666", ""), unclear, 0, "organization"},
		{"asked for", "whoever it is", account("444455556666", `"StringEquals":{`+id+`}`), pass, 0, ""},
	})
	runTrust(t, checks.RoleExternalIDWeak{}, []documentTest{
		{"strong", "long and exact", account("444455556666", `"StringEquals":{`+id+`}`), pass, 0, ""},
		{"8 characters", "the limit is allowed", account("444455556666", `"StringEquals":{"sts:ExternalId":"abcdefgh"}`), pass, 0, ""},
		{"7 characters", "too short", account("444455556666", `"StringEquals":{"sts:ExternalId":"abcdefg"}`), fail, 0, "has 7 characters"},
		{"wildcard", "matches others", account("444455556666", `"StringLike":{"sts:ExternalId":"customer-*"}`), fail, 0, "wildcard"},
		{"StringLike without wildcard", "exact", account("444455556666", `"StringLike":{`+id+`}`), pass, 0, ""},
		{"IfExists", "may be left out", account("444455556666", `"StringEqualsIfExists":{`+id+`}`), fail, 0, "left out"},
		{"account id", "public", account("444455556666", `"StringEquals":{"sts:ExternalId":"111122223333"}`), fail, 0, "id of an account"},
		{"none", "not asked for", account("444455556666", ""), aside, 0, ""},
	})
	short := snapshotOf(rolesOf(roleTrusting("app", account("444455556666", `"StringEquals":{"sts:ExternalId":"abc"}`))))
	f := oneOf(t, short, checks.RoleExternalIDWeak{})
	assert.NotContains(t, fmt.Sprint(f), "abc ", "values are hashed")
	assert.Equal(t, pass, oneOf(t, short, checks.RoleExternalIDWeak{MinLength: 3}).Status)
	assert.Equal(t, pass, oneOf(t, short, checks.RoleExternalIDWeak{MinLength: -1}).Status)
}

func TestRoleExternalIDReused(t *testing.T) {
	with := func(id, value string) iamhygiene.Document {
		return account(id, `"StringEquals":{"sts:ExternalId":"`+value+`"}`)
	}
	roles := rolesOf(
		roleTrusting("a", with("444455556666", "shared-value")), roleTrusting("b", with("777788889999", "shared-value")),
		roleTrusting("c", with("444455556666", "single-value")), roleTrusting("d", with("444455556666", "single-value")), roleTrusting("e", account("444455556666", "")),
	)
	var got []string
	for _, f := range (checks.RoleExternalIDReused{}).Run(context.Background(), snapshotOf(roles)) {
		got = append(got, f.Resource.Name+" "+f.Status.String())
		assert.NotContains(t, fmt.Sprintf("%+v", f), "-value", "values are hashed")
	}
	assert.Equal(t, []string{"a FAIL", "b FAIL", "c PASS", "d PASS", "e NOT_APPLICABLE"}, got)
	lost := checks.RoleExternalIDReused{}.Run(context.Background(), snapshotOf(rolesOf(roleTrusting("c", with("444455556666", "single-value")), roleTrusting("x", "{"))))
	require.Len(t, lost, 2)
	assert.Equal(t, unclear, lost[0].Status, "the other may share the value")
}

func TestRoleConfusedDeputy(t *testing.T) {
	service := func(name, condition string) iamhygiene.Document {
		return trusting(`{"Service":"`+name+`"}`, "AssumeRole", condition)
	}
	runTrust(t, checks.RoleConfusedDeputy{}, []documentTest{
		{"R56", "EC2 does not say for whom", service("ec2.amazonaws.com", ""), aside, 0, ""},
		{"open", "no condition", service("cloudtrail.amazonaws.com", ""), fail, 0, "cloudtrail.amazonaws.com"},
		{"account", "own value", service("cloudtrail.amazonaws.com", `"StringEquals":{"aws:SourceAccount":"111122223333"}`), pass, 0, ""},
		{"R57", "foreign value", service("cloudtrail.amazonaws.com", `"StringEquals":{"aws:SourceAccount":"999900001111"}`), fail, 0, ""},
		{"R57 both", "one of the values is foreign", service("cloudtrail.amazonaws.com", `"StringEquals":{"aws:SourceAccount":["111122223333","999900001111"]}`), fail, 0, ""},
		{"IfExists", "holds where the service does not say", service("cloudtrail.amazonaws.com", `"StringEqualsIfExists":{"aws:SourceAccount":"111122223333"}`), fail, 0, ""},
		{"ARN", "with the own account", service("states.amazonaws.com", `"ArnLike":{"aws:SourceArn":"arn:aws:states:*:111122223333:stateMachine:*"}`), pass, 0, ""},
		{"foreign ARN", "with another account", service("states.amazonaws.com", `"ArnLike":{"aws:SourceArn":"arn:aws:states:*:999900001111:stateMachine:*"}`), fail, 0, ""},
		{"any ARN", "of every account", service("states.amazonaws.com", `"ArnLike":{"aws:SourceArn":"arn:aws:states:*:*:stateMachine:*"}`), fail, 0, ""},
		{"bucket", "an ARN without account binds nothing", service("events.amazonaws.com", `"ArnLike":{"aws:SourceArn":"arn:aws:s3:::bucket"}`), fail, 0, ""},
		{"bucket and account", "the account binds", service("events.amazonaws.com", `"ArnLike":{"aws:SourceArn":"arn:aws:s3:::bucket"},"StringEquals":{"aws:SourceAccount":"111122223333"}`), pass, 0, ""},
		{"organization", "whose it is is not known", service("events.amazonaws.com", `"StringEquals":{"aws:SourceOrgID":"o-abcdefghij"}`), unclear, 0, "o-abcdefghij"},
		{"another key", "binds nothing", service("events.amazonaws.com", `"Bool":{"aws:SecureTransport":"true"}`), fail, 0, ""},
		{"regional", "the service with a Region", service("logs.eu-west-1.amazonaws.com", ""), fail, 0, ""},
		{"account principal", "no service", account("111122223333", ""), aside, 0, ""},
	})
	org := snapshotOf(rolesOf(roleTrusting("app", service("events.amazonaws.com", `"StringEquals":{"aws:SourceOrgID":"o-abcdefghij"}`))))
	assert.Equal(t, pass, oneOf(t, org, checks.RoleConfusedDeputy{Organization: "o-abcdefghij"}).Status)
	assert.Equal(t, fail, oneOf(t, org, checks.RoleConfusedDeputy{Organization: "o-other00000"}).Status)
	assert.Equal(t, aside, oneOf(t, org, checks.RoleConfusedDeputy{SourceKeyServices: []string{}}).Status)
	china := snapshotOf(rolesOf(roleTrusting("app", service("states.cn-north-1.amazonaws.com.cn", ""))))
	assert.Equal(t, fail, oneOf(t, china, checks.RoleConfusedDeputy{}).Status, "R77")
}

func TestRoleOIDCSubject(t *testing.T) {
	const host = "token.actions.githubusercontent.com"
	aud := `"StringEquals":{"` + host + `:aud":"sts.amazonaws.com"}`
	github := func(condition string) iamhygiene.Document {
		return trusting(`{"Federated":"`+homeARN+`oidc-provider/`+host+`"}`, "AssumeRoleWithWebIdentity", condition)
	}
	sub := func(operator, value string) iamhygiene.Document {
		return github(strings.Replace(aud, "}", "", 1) + `},"` + operator + `":{"` + host + `:sub":"` + value + `"}`)
	}
	runTrust(t, checks.RoleOIDCSubject{}, []documentTest{
		{"pinned", "one branch", sub("StringLike", "repo:org/app:ref:refs/heads/main"), pass, 0, "pins subject"},
		{"one repository", "any branch of it", sub("StringLike", "repo:org/app:*"), pass, 0, ""},
		{"R58 organization", "all repositories of the owner", sub("StringLike", "repo:org/*"), pass, iamhygiene.SeverityLow, "pins the owner"},
		{"R58 star", "anything", sub("StringLike", "*"), fail, 0, "any subject"},
		{"R58 repo star", "any owner", sub("StringLike", "repo:*"), fail, 0, ""},
		{"R58 owner prefix", "whoever registers org-evil gets in", sub("StringLike", "repo:org*"), fail, 0, "names fit the pattern"},
		{"R58 owner pattern", "so does whoever registers borg", sub("StringLike", "repo:?org/app:*"), fail, 0, "names fit the pattern"},
		{"R58 missing", "no subject", github(aud), fail, 0, "any subject"},
		{"R58 IfExists", "holds without the claim", sub("StringLikeIfExists", "repo:org/app:*"), fail, 0, ""},
		{"ForAllValues", "holds without the claim", sub("ForAllValues:StringLike", "repo:org/app:*"), fail, 0, ""},
		{"no audience", "any application", github(`"StringLike":{"` + host + `:sub":"repo:org/app:*"}`), fail, 0, "any audience"},
		{"none", "no provider", account("111122223333", ""), aside, 0, ""},
		{"SAML", "another check", trusting(`{"Federated":"`+homeARN+`saml-provider/corp"}`, "AssumeRoleWithSAML", ""), aside, 0, ""},
	})
	const google = "accounts.google.com"
	byGoogle := func(condition string) iamhygiene.Document {
		return trusting(`{"Federated":"`+google+`"}`, "AssumeRoleWithWebIdentity", condition)
	}
	runTrust(t, checks.RoleOIDCSubject{}, []documentTest{
		{"not on the list", "the audience is enough", byGoogle(`"StringEquals":{"` + google + `:aud":"client"}`), pass, 0, ""},
		{"any subject", "a condition that limits nothing", byGoogle(`"StringEquals":{"` + google + `:aud":"client"},"StringLike":{"` + google + `:sub":"*"}`), fail, 0, "any subject"},
		{"no audience", "any application", byGoogle(""), fail, 0, "any audience"},
	})
	s := snapshotOf(rolesOf(roleTrusting("app", github(aud))))
	assert.Equal(t, pass, oneOf(t, s, checks.RoleOIDCSubject{Issuers: []checks.OIDCIssuer{}}).Status)
}

func TestRoleSAMLAudience(t *testing.T) {
	saml := func(condition string) iamhygiene.Document {
		return trusting(`{"Federated":"`+homeARN+`saml-provider/corp"}`, "AssumeRoleWithSAML", condition)
	}
	runTrust(t, checks.RoleSAMLAudience{}, []documentTest{
		{"pinned", "one audience", saml(`"StringEquals":{"SAML:aud":"https://signin.aws.amazon.com/saml"}`), pass, 0, ""},
		{"by issuer", "one issuer", saml(`"StringEquals":{"SAML:iss":"https://idp.example.com"}`), pass, 0, ""},
		{"missing", "no condition", saml(""), fail, 0, "saml-provider/corp"},
		{"IfExists", "holds without", saml(`"StringEqualsIfExists":{"SAML:aud":"https://signin.aws.amazon.com/saml"}`), fail, 0, ""},
		{"any", "limits nothing", saml(`"StringLike":{"SAML:aud":"*"}`), fail, 0, ""},
		{"none", "no provider", account("111122223333", ""), aside, 0, ""},
	})
}

func TestRoleTrustMFA(t *testing.T) {
	runTrust(t, checks.RoleTrustMFA{}, []documentTest{
		{"asked for", "refused without", account("111122223333", `"Bool":{"aws:MultiFactorAuthPresent":"true"}`), pass, 0, ""},
		{"missing", "no condition", account("111122223333", ""), fail, 0, "without MFA"},
		{"IfExists", "access keys slip through", account("111122223333", `"BoolIfExists":{"aws:MultiFactorAuthPresent":"true"}`), fail, 0, ""},
		{"R89", "the key is there and false", account("111122223333", `"Bool":{"aws:MultiFactorAuthPresent":"false"}`), fail, 0, ""},
		{"everybody", "people too", trusting(`"*"`, "AssumeRole", ""), fail, 0, ""},
		{"service", "no people", trusting(`{"Service":"ec2.amazonaws.com"}`, "AssumeRole", ""), aside, 0, ""},
	})
	for _, p := range []checks.Preset{checks.Standard, checks.Strict} {
		run := false
		for _, c := range checks.All(p) {
			run = run || c.Info().ID == "role-trust-mfa"
		}
		assert.Equal(t, p == checks.Strict, run, p)
	}
}

// TestOrganizationAccounts: accounts of the organization are of the same owner,
// as far as the organization is known.
func TestOrganizationAccounts(t *testing.T) {
	organization := func(o iamhygiene.Organization) iamhygiene.SnapshotOption {
		return iamhygiene.OrganizationDetails.With(&o, noon)
	}
	member := organization(iamhygiene.Organization{Member: true, ID: "o-abcdefghij", ManagementAccount: "999988887777"})
	accounts := func(ids ...string) iamhygiene.SnapshotOption {
		list := []iamhygiene.OrganizationAccount{}
		for _, id := range ids {
			list = append(list, iamhygiene.OrganizationAccount{ID: id, State: "ACTIVE"})
		}
		return iamhygiene.OrganizationAccounts.With(list, noon)
	}
	refused := iamhygiene.OrganizationAccounts.Failed(&iamhygiene.DataError{Code: "AccessDeniedException", Operation: "organizations:ListAccounts", Action: "organizations:ListAccounts"})
	for _, tt := range []struct {
		name, account string
		data          []iamhygiene.SnapshotOption
		want          iamhygiene.Status
	}{
		{"R53 own", "111122223333", nil, pass},
		{"R53 in the organization", "444455556666", []iamhygiene.SnapshotOption{member, accounts("111122223333", "444455556666")}, pass},
		{"R53 not in the organization", "444455556666", []iamhygiene.SnapshotOption{member, accounts("111122223333")}, fail},
		{"R55 digits inside others", "444455556666", []iamhygiene.SnapshotOption{member, accounts("144445555666", "444455556667")}, fail},
		{"in no organization", "444455556666", []iamhygiene.SnapshotOption{organization(iamhygiene.Organization{})}, fail},
		{"the management account of a member", "999988887777", []iamhygiene.SnapshotOption{member, refused}, pass},
		{"a member cannot list", "444455556666", []iamhygiene.SnapshotOption{member, refused}, unknown},
		{"nobody asked", "444455556666", nil, unknown},
		{"the first page only", "444455556666", []iamhygiene.SnapshotOption{member, iamhygiene.OrganizationAccounts.With([]iamhygiene.OrganizationAccount{{ID: "111122223333"}}, noon, &iamhygiene.DataError{Code: iamhygiene.CodeTruncated})}, unknown},
		{"on the first page", "444455556666", []iamhygiene.SnapshotOption{member, iamhygiene.OrganizationAccounts.With([]iamhygiene.OrganizationAccount{{ID: "444455556666"}}, noon, &iamhygiene.DataError{Code: iamhygiene.CodeTruncated})}, pass},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := snapshotOf(append(tt.data, rolesOf(roleTrusting("app", account(tt.account, ""))))...)
			f := oneOf(t, s, checks.RoleTrustExternalAccount{})
			assert.Equal(t, tt.want, f.Status, f.Message)
			f = oneOf(t, s, checks.RoleExternalIDMissing{})
			if tt.account == "111122223333" {
				assert.Equal(t, notApplicable, f.Status, f.Message)
			} else {
				assert.Equal(t, tt.want, f.Status, f.Message)
			}
		})
	}
	t.Run("confused deputy", func(t *testing.T) {
		trust := trusting(`{"Service":"cloudtrail.amazonaws.com"}`, "AssumeRole", `"StringEquals":{"aws:SourceOrgID":"o-abcdefghij"}`)
		for _, tt := range []struct {
			name string
			data []iamhygiene.SnapshotOption
			want iamhygiene.Status
		}{
			{"the own organization", []iamhygiene.SnapshotOption{member}, pass},
			{"R57 another", []iamhygiene.SnapshotOption{organization(iamhygiene.Organization{Member: true, ID: "o-zzzzzzzzzz"})}, fail},
			{"no organization", []iamhygiene.SnapshotOption{organization(iamhygiene.Organization{})}, fail},
			{"not collected", nil, unknown},
		} {
			f := oneOf(t, snapshotOf(append(tt.data, rolesOf(roleTrusting("app", trust)))...), checks.RoleConfusedDeputy{})
			assert.Equal(t, tt.want, f.Status, "%s: %s", tt.name, f.Message)
		}
	})
	t.Run("alias as external id", func(t *testing.T) {
		s := snapshotOf(iamhygiene.AccountAliases.With([]string{"acme-prod"}, noon), rolesOf(roleTrusting("app", account("444455556666", `"StringEquals":{"sts:ExternalId":"acme-prod"}`))))
		f := oneOf(t, s, checks.RoleExternalIDWeak{})
		assert.Equal(t, fail, f.Status, f.Message)
		assert.NotContains(t, f.Message, "acme-prod")
		refused := iamhygiene.AccountAliases.Failed(&iamhygiene.DataError{Code: "AccessDenied", Operation: "iam:ListAccountAliases"})
		f = oneOf(t, snapshotOf(refused, rolesOf(roleTrusting("app", account("444455556666", `"StringEquals":{"sts:ExternalId":"acme-prod"}`)))), checks.RoleExternalIDWeak{})
		assert.Equal(t, unknown, f.Status, "it may be an alias: %s", f.Message)
	})
}
