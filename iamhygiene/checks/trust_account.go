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
	// beside the account itself and those of its organization.
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
			"Where the accounts of the organization could not be read, an account that is not listed is unknown, unless the list is declared complete; a policy that lets in everybody fails. Service-linked roles and those of IAM Identity Center are not judged.",
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
			unlisted = append(unlisted, a.id)
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
	if used := t.role.Detail().LastUsed; !used.IsZero() && len(evidence) > 0 {
		evidence = append(evidence, detailed(s, "RoleLastUsed/LastUsedDate", stamp(used), ""))
	}
	switch {
	case len(evidence) == 0:
		return iamhygiene.Passed("the trust policy of " + name + " lets in no other account")
	case len(unlisted) == 0:
		return iamhygiene.Passed("every account in the trust policy of "+name+" is on the list", evidence...)
	case c.Complete:
		return iamhygiene.Failed(fmt.Sprintf("the trust policy of %s lets in %s, which is not on the list of trusted accounts", name, list(unlisted)), evidence...)
	}
	foreign, _, err := foreignAccounts(s, t.role, unlisted)
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

// accounts returns the accounts whose principals the policy may let in, the own
// one included, by id. Candidates are named by the policy; the evaluator says
// whether they get in.
func (t *trust) accounts() []trustedAccount {
	var out []trustedAccount
	names := slices.Concat(t.principals(policyeval.PrincipalAWS), t.operands("aws:PrincipalAccount"), t.operands("aws:PrincipalArn"))
	for _, name := range names {
		id, principal := accountOf(t.role.Snapshot().Partition(), name)
		if id == "" || slices.ContainsFunc(out, func(a trustedAccount) bool { return a.id == id }) {
			continue
		}
		if t.ask("sts:AssumeRole", principal, nil).CanBeAllowed() {
			out = append(out, trustedAccount{id, principal})
		}
	}
	slices.SortFunc(out, func(a, b trustedAccount) int { return strings.Compare(a.id, b.id) })
	return out
}

// accountOf returns the account that a principal or a pattern of one names, and
// a principal of the account that it covers; empty where it names none.
func accountOf(partition, name string) (id, principal string) {
	if isAccount(name) {
		return name, "arn:" + partition + ":iam::" + name + ":role/zz-none"
	}
	f := strings.SplitN(name, ":", 6)
	if len(f) < 6 || !isAccount(f[4]) {
		return "", ""
	}
	kind := strings.NewReplacer("*", "zz-none", "?", "z").Replace(f[5])
	if f[5] == "root" || f[5] == "*" {
		kind = "role/zz-none" // the root user itself cannot assume a role
	}
	f[1], f[5] = partition, kind
	return f[4], strings.Join(f, ":")
}

func isAccount(s string) bool {
	return len(s) == 12 && strings.Trim(s, "0123456789") == ""
}
