package checks

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/policyeval"
)

// RoleExternalIDMissing is the check role-external-id-missing: a third party
// must give an external id.
type RoleExternalIDMissing struct {
	// OwnAccounts are the 12-digit ids of other accounts of the same owner,
	// which need no external id. Those of the organization need none either.
	OwnAccounts []string
	// Complete says that OwnAccounts is all of them, those of the organization
	// included. Without it, an account that gives no external id and is not
	// listed is Unknown where the accounts of the organization could not be
	// read.
	Complete bool
}

// Info describes the check.
func (c RoleExternalIDMissing) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "role-external-id-missing", Theme: "roles", Severity: iamhygiene.SeverityHigh,
		Title:       "Third-party trust has an external ID",
		Description: "The trust policy of each role is evaluated for a principal of every other account that it lets in, in a request without an external id: it must refuse, unless the account is of the same owner. The accounts of the organization are of the same owner; where they could not be read an account that is not listed is unknown, unless the list is declared complete. Not judged are service-linked roles and those of IAM Identity Center, and roles that no other account may assume.",
		Risk:        "A third party that serves many customers can be talked into using the role for another customer of theirs.",
		Remediation: iamhygiene.Remediation{
			Text:    "Ask the third party for the external id that it uses for you, and add a Condition StringEquals on sts:ExternalId.",
			Command: "aws iam update-assume-role-policy --role-name <role> --policy-document file://<trust policy>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-user_externalid.html",
		},
		Needs:  []string{iamhygiene.Authorization.Name()},
		Uses:   ownerData(),
		Params: map[string]string{"own_accounts": list(c.OwnAccounts), "complete": fmt.Sprint(c.Complete)},
	}
}

// Run evaluates the check for each role.
func (c RoleExternalIDMissing) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return eachTrust(ctx, s, func(t *trust) iamhygiene.Verdict {
		name := t.role.Detail().Name
		if why := notForPeople(t.role); why != "" {
			return iamhygiene.Inapplicable(why)
		}
		var missing, others []string
		var evidence []iamhygiene.Evidence
		for _, a := range t.accounts() {
			if a.id == s.AccountID() || slices.Contains(c.OwnAccounts, a.id) {
				continue
			}
			others = addOnce(others, a.id)
			if t.admits("sts:AssumeRole", a.principal, withoutExternalID) {
				missing = addOnce(missing, a.id)
				evidence = append(evidence, detailed(s, "AssumeRolePolicyDocument", a.principal+" gets in without an external id", "StringEquals sts:ExternalId"))
			}
		}
		switch {
		case len(others) == 0:
			return iamhygiene.Inapplicable("the trust policy of " + name + " lets in no third party by account")
		case len(missing) == 0:
			return iamhygiene.Passed(fmt.Sprintf("the trust policy of %s asks %s for an external id", name, count(len(others), "other account", "other accounts")))
		case c.Complete:
			return iamhygiene.Failed(fmt.Sprintf("the trust policy of %s lets in %s without an external id; a third party must give one", name, list(missing)), evidence...)
		}
		foreign, _, err := foreignAccounts(s, t.role, missing)
		switch {
		case len(foreign) > 0:
			return iamhygiene.Failed(fmt.Sprintf("the trust policy of %s lets in %s without an external id; a third party must give one", name, list(foreign)), evidence...)
		case err != nil:
			return iamhygiene.Undecided(err, evidence...)
		}
		return iamhygiene.Passed(fmt.Sprintf("the trust policy of %s lets in accounts of the organization, and asks all others for an external id", name), evidence...)
	})
}

// RoleExternalIDWeak is the check role-external-id-weak: external ids are long
// and compared exactly.
type RoleExternalIDWeak struct {
	// MinLength is the least number of characters; zero means 8, a negative
	// number none.
	MinLength int
}

// Info describes the check.
func (c RoleExternalIDWeak) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "role-external-id-weak", Theme: "roles", Severity: iamhygiene.SeverityLow,
		Title:       "External ID is strong",
		Description: "Every external id that a trust policy asks for has the minimum length, no wildcard that its operator understands, is neither the id of an account nor an alias of this one, and is compared by an operator that a request without external id does not satisfy. Values are hashed in the evidence. Aliases are compared where they were collected; where they were refused no external id passes.",
		Risk:        "An external id that can be guessed or left out does not tell one customer of the third party from another.",
		Remediation: iamhygiene.Remediation{
			Text:    "Have the third party make a random external id, such as a UUID, and compare it by StringEquals.",
			Command: "aws iam update-assume-role-policy --role-name <role> --policy-document file://<trust policy>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-user_externalid.html",
		},
		Needs:  []string{iamhygiene.Authorization.Name()},
		Uses:   []string{iamhygiene.AccountAliases.Name()},
		Params: map[string]string{"min_length": strconv.Itoa(c.minLength())},
	}
}

func (c RoleExternalIDWeak) minLength() int {
	if c.MinLength == 0 {
		return 8
	}
	return max(c.MinLength, 0)
}

// Run evaluates the check for each role.
func (c RoleExternalIDWeak) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return eachTrust(ctx, s, func(t *trust) iamhygiene.Verdict {
		name := t.role.Detail().Name
		uses := t.externalIDs()
		if len(uses) == 0 {
			return iamhygiene.Inapplicable("the trust policy of " + name + " asks for no external id")
		}
		var flaws []string
		var evidence []iamhygiene.Evidence
		for _, u := range uses {
			found := c.flaws(s, u)
			flaws = append(flaws, found...)
			evidence = append(evidence, detailed(s, fmt.Sprintf("AssumeRolePolicyDocument/Statement/%d/Condition/%s", u.statement, u.operator),
				fmt.Sprintf("length %d, hash %s", len([]rune(u.value)), hashed(u.value)), fmt.Sprintf("at least %d characters, compared by StringEquals", c.minLength())))
		}
		slices.Sort(flaws)
		flaws = slices.Compact(flaws)
		if errs := iamhygiene.AccountAliases.Errors(s); len(flaws) == 0 && len(errs) > 0 {
			return iamhygiene.Undecided(errs[0], evidence...) // an external id may be an alias
		}
		return iamhygiene.If(len(flaws) == 0,
			fmt.Sprintf("the external ids in the trust policy of %s have at least %d characters and are compared exactly", name, c.minLength()),
			fmt.Sprintf("an external id in the trust policy of %s %s; it must have at least %d characters and be compared exactly", name, strings.Join(flaws, " and "), c.minLength()),
			evidence...)
	})
}

func (c RoleExternalIDWeak) flaws(s *iamhygiene.Snapshot, u externalID) []string {
	var out []string
	if n := len([]rune(u.value)); n < c.minLength() {
		out = append(out, fmt.Sprintf("has %d characters", n))
	}
	operator := strings.ToLower(u.operator)
	if strings.Contains(operator, "like") && strings.ContainsAny(u.value, "*?") {
		out = append(out, "has a wildcard")
	}
	if strings.HasSuffix(operator, "ifexists") || strings.HasPrefix(operator, "forallvalues:") {
		out = append(out, "may be left out")
	}
	if isAccount(u.value) {
		out = append(out, "is the id of an account")
	}
	if aliases, ok := iamhygiene.AccountAliases.Partial(s); ok && slices.Contains(aliases, u.value) {
		out = append(out, "is an alias of the account")
	}
	return out
}

// An externalID is one value that a trust policy compares sts:ExternalId with.
type externalID struct {
	statement       int
	operator, value string
}

// externalIDs returns the values of the positive operators in Allow statements.
func (t *trust) externalIDs() []externalID {
	var out []externalID
	for _, st := range t.allow() {
		if st.Condition == nil {
			continue
		}
		for _, o := range st.Condition.Operators {
			if name := strings.ToLower(o.Name); strings.Contains(name, "not") || strings.HasPrefix(name, "null") {
				continue
			}
			for _, k := range o.Keys {
				if !strings.EqualFold(k.Key, "sts:ExternalId") {
					continue
				}
				for _, v := range k.Values {
					out = append(out, externalID{st.Index, o.Name, v.Text})
				}
			}
		}
	}
	return out
}

// hashed is a short hash that tells values apart without telling them.
func hashed(value string) string {
	sum := sha256.Sum256([]byte("iamhygiene external id\x00" + value))
	return hex.EncodeToString(sum[:6])
}

// RoleExternalIDReused is the check role-external-id-reused: each third party
// has an external id of its own. It has no parameters.
type RoleExternalIDReused struct{}

// Info describes the check.
func (c RoleExternalIDReused) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "role-external-id-reused", Theme: "roles", Severity: iamhygiene.SeverityMedium,
		Title:       "External ID is unique per party",
		Description: "No external id lets in principals of two other accounts, over all roles of the account; the trust policies are evaluated with each value. Accounts that are known to belong to the own organization do not count. A role fails where one of its values is shared. Values are hashed in the evidence.",
		Risk:        "A third party that knows the value can be taken for another one.",
		Remediation: iamhygiene.Remediation{
			Text:    "Agree on a different external id with each third party.",
			Command: "aws iam update-assume-role-policy --role-name <role> --policy-document file://<trust policy>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-user_externalid.html",
		},
		Needs: []string{iamhygiene.Authorization.Name()},
		Uses:  ownerData(),
	}
}

// uses are the roles and accounts with which an external id is used.
type uses struct{ roles, accounts []string }

// Run evaluates the check for each role.
func (c RoleExternalIDReused) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	byValue := make(map[string]*uses)
	var hidden error // what could not be read may share a value
	for r, err := range s.Roles() {
		if err != nil {
			hidden = err
			continue
		}
		t, err := trustOf(r)
		if err != nil {
			hidden = err
		}
		if t == nil {
			continue
		}
		for _, x := range t.externalIDs() {
			u := byValue[x.value]
			if u == nil {
				u = new(uses)
				byValue[x.value] = u
			}
			for _, a := range t.accounts() {
				if own, _ := inOrganization(s, a.id); own || slices.Contains(u.accounts, a.id) {
					continue
				}
				if t.ask("sts:AssumeRole", a.principal, policyeval.Context{"sts:ExternalId": {x.value}}).CanBeAllowed() {
					u.accounts = append(u.accounts, a.id)
				}
			}
			if n := len(u.roles); n == 0 || u.roles[n-1] != r.Detail().Name { // the roles come one after the other
				u.roles = append(u.roles, r.Detail().Name)
			}
		}
	}
	return eachTrust(ctx, s, func(t *trust) iamhygiene.Verdict {
		name := t.role.Detail().Name
		ids := t.externalIDs()
		if len(ids) == 0 {
			return iamhygiene.Inapplicable("the trust policy of " + name + " asks for no external id")
		}
		var evidence []iamhygiene.Evidence
		for _, x := range ids {
			if u := byValue[x.value]; len(u.accounts) > 1 {
				slices.Sort(u.accounts)
				evidence = append(evidence,
					detailed(s, "sts:ExternalId", "hash "+hashed(x.value), "one account"),
					derived("accounts", list(firstNames(u.accounts)), ""), derived("roles", list(firstNames(u.roles)), ""))
			}
		}
		switch {
		case len(evidence) > 0:
			return iamhygiene.Failed(fmt.Sprintf("an external id of the role %s is shared by %s; each party must have its own", name, evidence[1].Observed), evidence...)
		case hidden != nil:
			return iamhygiene.Undecided(hidden)
		}
		return iamhygiene.Passed("no external id of the role " + name + " is used with two other accounts")
	})
}
