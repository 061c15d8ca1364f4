package checks

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/policyeval"
)

// RoleTrustExternalAccount is the check role-trust-external-account: roles trust
// accounts that are known.
type RoleTrustExternalAccount struct {
	// TrustedAccounts are the 12-digit ids of the accounts that may be trusted,
	// beside the account itself and those of its organization. The id of an
	// organization (o-...) stands for its accounts, where a trust policy names it.
	TrustedAccounts []string
	// Complete says that TrustedAccounts is all of them, those of the
	// organization included, so that any other account fails. Without it an
	// account that is not listed is Unknown where the accounts of the
	// organization could not be read.
	Complete bool
}

// Info describes the check.
func (c RoleTrustExternalAccount) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "role-trust-external-account", Theme: "roles", Severity: iamhygiene.SeverityHigh,
		Title: "External trust is known",
		Description: "Every account whose principals the trust policy of a role lets in, by Principal or by a Condition on aws:PrincipalAccount or aws:PrincipalArn, is the own account, in the organization or on the list, compared as 12 digits. The policy is evaluated for each, Deny statements included. " +
			"An organization that a Condition on aws:PrincipalOrgID or aws:PrincipalOrgPaths lets in must be the own one or on the list. Where the accounts of the organization could not be read, an account that is not listed is unknown, unless the list is declared complete; a policy that lets in everybody fails. Service-linked roles and those of IAM Identity Center are not judged.",
		Risk: "An account that nobody remembers keeps its way in, and whoever runs it decides who uses it.",
		Remediation: iamhygiene.Remediation{
			Text:    "Remove the account from the trust policy, or put it on the list once its owner and purpose are known.",
			Command: "aws iam update-assume-role-policy --role-name <role> --policy-document file://<trust policy>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_aws-accounts.html",
		},
		Needs:  []string{iamhygiene.Authorization.Name()},
		Uses:   ownerData(),
		Params: map[string]string{"trusted_accounts": list(c.TrustedAccounts), "complete": fmt.Sprint(c.Complete)},
	}
}

// Run evaluates the check for each role.
func (c RoleTrustExternalAccount) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return eachTrust(ctx, s, c.judge)
}

func (c RoleTrustExternalAccount) judge(t *trust) iamhygiene.Verdict {
	if why := notForPeople(t.role); why != "" {
		return iamhygiene.Inapplicable(why)
	}
	name, s := t.role.Detail().Name, t.role.Snapshot()
	if in, _ := t.stranger(); in {
		return iamhygiene.Failed("the trust policy of "+name+" lets in accounts that nobody listed, because it names everybody", t.facts(policyeval.PrincipalAWS)...)
	}
	var unlisted []string
	var evidence []iamhygiene.Evidence
	for _, a := range t.accounts() {
		if a.id == s.AccountID() {
			continue
		}
		known := slices.Contains(c.TrustedAccounts, a.id)
		if !known {
			unlisted = addOnce(unlisted, a.id)
		}
		id := "without external id"
		if !t.admits("sts:AssumeRole", a.principal, withoutExternalID) {
			id = "with external id"
		}
		expected := "own, in the organization or listed"
		if known {
			expected = ""
		}
		evidence = append(evidence, detailed(s, "AssumeRolePolicyDocument", a.principal+" "+id, expected))
	}
	others, unknown := t.foreignOrganizations(c.TrustedAccounts)
	for _, o := range t.organizations() {
		evidence = append(evidence, detailed(s, "AssumeRolePolicyDocument", "organization "+o, "own or listed"))
	}
	if used := t.role.Detail().LastUsed; !used.IsZero() && len(evidence) > 0 {
		evidence = append(evidence, detailed(s, "RoleLastUsed/LastUsedDate", stamp(used), ""))
	}
	switch {
	case len(evidence) == 0:
		return iamhygiene.Passed("the trust policy of " + name + " lets in no other account")
	case len(others) > 0 && (unknown == nil || c.Complete):
		return iamhygiene.Failed(fmt.Sprintf("the trust policy of %s lets in the accounts of %s, which is neither the own organization nor on the list", name, list(others)), evidence...)
	case len(unlisted) == 0 && len(others) == 0:
		return iamhygiene.Passed("every account in the trust policy of "+name+" is in the own organization or on the list", evidence...)
	case c.Complete:
		return iamhygiene.Failed(fmt.Sprintf("the trust policy of %s lets in %s, which is not on the list of trusted accounts", name, list(unlisted)), evidence...)
	}
	foreign, _, err := foreignAccounts(s, t.role, unlisted)
	if err == nil {
		err = unknown
	}
	switch {
	case len(foreign) > 0:
		return iamhygiene.Failed(fmt.Sprintf("the trust policy of %s lets in %s, which is neither in the organization nor on the list of trusted accounts", name, list(foreign)), evidence...)
	case err != nil:
		return iamhygiene.Undecided(err, evidence...)
	}
	return iamhygiene.Passed("every account in the trust policy of "+name+" is in the organization or on the list", evidence...)
}

// withoutExternalID is a request that gives none.
var withoutExternalID = []policyeval.Context{{"sts:ExternalId": nil}}

// A trustedAccount is an account that a trust policy lets in, with a principal
// of it for whom that holds.
type trustedAccount struct{ id, principal string }

// accounts returns the principals whom the policy may let in with their
// accounts, the own one included, by account. There are several of an account
// where the policy names them, because one may get in on other terms than the
// next. Candidates are named by the policy; the evaluator says whether they get
// in.
func (t *trust) accounts() []trustedAccount {
	var out []trustedAccount
	asked := make(map[string]bool)
	names := slices.Concat(t.principals(policyeval.PrincipalAWS), t.operands("aws:PrincipalAccount"), t.operands("aws:PrincipalArn"))
	for _, name := range names {
		id, principal := accountOf(t.role.Snapshot().Partition(), name)
		if id == "" || asked[principal] {
			continue
		}
		asked[principal] = true
		if t.ask("sts:AssumeRole", principal, nil).CanBeAllowed() {
			out = append(out, trustedAccount{id, principal})
		}
	}
	slices.SortStableFunc(out, func(a, b trustedAccount) int { return strings.Compare(a.id, b.id) })
	return out
}

// addOnce appends what the list does not have yet.
func addOnce(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// accountOf returns the account that a principal or a pattern of one names, and
// a principal of the account that it covers; empty where it names none.
func accountOf(partition, name string) (id, principal string) {
	if id := accountLike(name); id != "" {
		return id, "arn:" + partition + ":iam::" + id + ":role/zz-none"
	}
	f := strings.SplitN(name, ":", 6)
	if len(f) < 6 {
		return "", ""
	}
	if f[4] = accountLike(f[4]); f[4] == "" {
		return "", ""
	}
	kind := strings.NewReplacer("*", "zz-none", "?", "z").Replace(f[5])
	if f[5] == "root" || f[5] == "*" {
		kind = "role/zz-none" // the root user itself cannot assume a role
	}
	f[1], f[5] = partition, kind
	return f[4], strings.Join(f, ":")
}

// accountLike returns an account id that the pattern matches, the text itself
// where it is one; empty for a pattern that names no digit, as that means every
// account.
func accountLike(pattern string) string {
	if strings.Trim(pattern, "0123456789*?") != "" || strings.Trim(pattern, "*?") == "" {
		return ""
	}
	before, after, wild := strings.Cut(strings.ReplaceAll(pattern, "?", "0"), "*")
	after = strings.ReplaceAll(after, "*", "")
	if n := 12 - len(before) - len(after); wild && n > 0 {
		before += strings.Repeat("0", n)
	}
	if id := before + after; isAccount(id) {
		return id
	}
	return ""
}

func isAccount(s string) bool {
	return len(s) == 12 && strings.Trim(s, "0123456789") == ""
}
