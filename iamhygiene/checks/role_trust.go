package checks

import (
	"context"
	"fmt"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/policyeval"
)

// RoleTrustDeletedPrincipal is the check role-trust-deleted-principal: trust
// policies name only users and roles that exist. It has no parameters.
type RoleTrustDeletedPrincipal struct{}

// Info describes the check.
func (c RoleTrustDeletedPrincipal) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "role-trust-deleted-principal", Theme: "roles", Severity: iamhygiene.SeverityMedium,
		Title: "No trust policy names a deleted principal",
		Description: "No Principal or NotPrincipal of a role's trust policy holds a unique id (AROA..., AIDA..., AGPA...), which IAM shows where the user or role is gone, nor the ARN of a user, role or role session of this account that does not exist. " +
			"ARNs of other accounts cannot be looked up; accounts, services and identity providers are not judged. Not applicable to a role that names no user or role of this account and no id.",
		Risk: "The statement does not do what it says: the trust is broken, or where a session or a denial is named, a new principal of that name steps in or nobody is denied.",
		Remediation: iamhygiene.Remediation{
			Text:    "Remove the dead principal from the trust policy, or name its successor; saving the ARN binds it to the principal that has it now.",
			Command: "aws iam update-assume-role-policy --role-name <role> --policy-document file://<trust policy>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
		},
		Needs: []string{iamhygiene.Authorization.Name()},
	}
}

// Run evaluates the check for each role.
func (c RoleTrustDeletedPrincipal) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	known := knownPrincipals(s)
	return each(ctx, s, s.Roles(), func(r *iamhygiene.Role) iamhygiene.Verdict { return c.judge(r, known) })
}

func (c RoleTrustDeletedPrincipal) judge(r *iamhygiene.Role, known *principals) iamhygiene.Verdict {
	s, d := r.Snapshot(), r.Detail()
	// Lenient, so that one odd statement does not hide a dead principal in another.
	policy, err := policyeval.Parse([]byte(d.Trust), policyeval.WithType(policyeval.RoleTrustPolicy), policyeval.Lenient)
	if err != nil {
		return iamhygiene.Undecided(unreadTrust(d, strings.TrimPrefix(err.Error(), "policyeval: ")))
	}
	var dead, alive []iamhygiene.Evidence
	var unknown error
	for _, st := range policy.Statements {
		for _, p := range statementPrincipals(st) {
			fact := detailed(s, "AssumeRolePolicyDocument/"+p.path, p.value, "a principal that exists")
			switch exists, err := known.exists(p.value); {
			case err != nil:
				unknown = err
			case exists == gone:
				dead = append(dead, fact)
			case exists == there:
				alive = append(alive, fact)
			}
		}
		if st.Faulty(policyeval.ElementPrincipal) || st.Faulty(policyeval.ElementNotPrincipal) || st.Faulty(policyeval.ElementNone) {
			unknown = unreadTrust(d, fmt.Sprintf("the principals of statement %d cannot be understood", st.Index))
		}
	}
	switch {
	case len(dead) > 0:
		message := fmt.Sprintf("the trust policy of %s names %s, which does not exist", d.Name, dead[0].Observed)
		if len(dead) > 1 {
			message = fmt.Sprintf("the trust policy of %s names %d principals that do not exist, the first %s", d.Name, len(dead), dead[0].Observed)
		}
		return iamhygiene.Failed(message, dead...)
	case unknown != nil:
		return iamhygiene.Undecided(unknown)
	case len(alive) == 0:
		return iamhygiene.Inapplicable("the trust policy of " + d.Name + " names no user or role of this account")
	}
	return iamhygiene.Passed("every user and role of this account in the trust policy of "+d.Name+" exists", alive...)
}

func unreadTrust(d *iamhygiene.RoleDetail, why string) error {
	return &iamhygiene.DataError{
		Dataset: iamhygiene.Authorization.Name(), Code: iamhygiene.CodeInvalid, Scope: d.ARN,
		Message: "the trust policy cannot be read: " + why,
	}
}

// A trusted is one principal of kind AWS in a trust policy.
type trusted struct{ path, value string }

// statementPrincipals returns the principals of kind AWS that a statement
// names, with the place of each: "Statement/0 (Sid Ops)/Principal/AWS".
func statementPrincipals(st *policyeval.Statement) []trusted {
	place := fmt.Sprintf("Statement/%d", st.Index)
	if st.Sid != nil && st.Sid.Value != "" {
		place += " (Sid " + st.Sid.Value + ")"
	}
	var out []trusted
	for _, element := range [...]struct {
		name string
		is   *policyeval.PrincipalElement
	}{{"Principal", st.Principal}, {"NotPrincipal", st.NotPrincipal}} {
		if element.is == nil {
			continue
		}
		for _, entry := range element.is.Entries {
			if entry.Kind != policyeval.PrincipalAWS {
				continue
			}
			for _, v := range entry.Values.Members {
				out = append(out, trusted{path: place + "/" + element.name + "/AWS", value: v.Value})
			}
		}
	}
	return out
}

// existence says whether a principal exists; elsewhere, the zero value, that
// this account cannot tell or that it is not a single user or role.
type existence uint8

const (
	elsewhere existence = iota
	there
	gone
)

// principals are the users and roles of the account.
type principals struct {
	arns                   map[string]bool // of users and roles
	roles                  map[string]bool // names, by which sessions go
	ids                    map[string]bool
	prefix                 string // "arn:aws:iam::111122223333:"
	sessions               string // "arn:aws:sts::111122223333:assumed-role/"
	hiddenRole, hiddenUser error  // what was not found may exist all the same
}

func knownPrincipals(s *iamhygiene.Snapshot) *principals {
	k := &principals{
		arns: make(map[string]bool), roles: make(map[string]bool), ids: make(map[string]bool),
		prefix:   strings.TrimSuffix(s.RootARN(), "root"),
		sessions: "arn:" + s.Partition() + ":sts::" + s.AccountID() + ":assumed-role/",
	}
	for r, err := range s.Roles() {
		if err != nil {
			k.hiddenRole = err
			continue
		}
		d := r.Detail()
		k.arns[d.ARN], k.roles[d.Name], k.ids[d.ID] = true, true, true
	}
	k.hiddenUser = usersNotListed(s)
	for u, err := range s.Users() {
		switch {
		case err == nil:
			// A user of the credential report alone was deleted since.
			if d, err := u.Detail(); err == nil {
				k.arns[d.ARN], k.ids[d.ID] = true, true
			}
		case iamhygiene.AsDataError(err).Dataset == iamhygiene.Authorization.Name():
			k.hiddenUser = err // not so for a row of the report, which only repeats users
		}
	}
	return k
}

// usersNotListed returns why the authorization details have no list of users,
// or nil where they have one. The credential report does not stand in for it,
// because it may be older than the trust policies.
func usersNotListed(s *iamhygiene.Snapshot) error {
	const list = "UserDetailList"
	if e := iamhygiene.Authorization.ErrorFor(s, list); e != nil {
		return e
	}
	d, err := iamhygiene.Authorization.Get(s)
	if err != nil || d != nil && d.Users != nil {
		return err
	}
	return &iamhygiene.DataError{
		Dataset: iamhygiene.Authorization.Name(), Code: iamhygiene.CodeNotCollected, Scope: list,
		Operation: "iam:GetAccountAuthorizationDetails", Action: "iam:GetAccountAuthorizationDetails",
		Message: "the account authorization details were collected without the users",
	}
}

// exists looks a principal up. The error says that the list which would have it
// is not known, or not all of it.
func (k *principals) exists(value string) (existence, error) {
	if strings.ContainsAny(value, "*?") {
		return elsewhere, nil // "*", or a pattern, which no principal may be
	}
	if session, ok := strings.CutPrefix(value, k.sessions); ok {
		role, _, _ := strings.Cut(session, "/")
		return found(k.roles[role], k.hiddenRole)
	}
	own, ok := strings.CutPrefix(value, k.prefix)
	switch {
	case ok && strings.HasPrefix(own, "role/"):
		return found(k.arns[value], k.hiddenRole)
	case ok && strings.HasPrefix(own, "user/"):
		return found(k.arns[value], k.hiddenUser)
	case isUniqueID(value):
		return found(k.ids[value], nil) // IAM itself says that it is gone
	}
	return elsewhere, nil
}

func found(known bool, hidden error) (existence, error) {
	switch {
	case known:
		return there, nil
	case hidden != nil:
		return elsewhere, hidden
	}
	return gone, nil
}

// isUniqueID reports whether the text is the unique id of a user, role or
// group. IAM shows one in a policy only where it cannot map it back to an ARN.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
func isUniqueID(s string) bool {
	if !strings.HasPrefix(s, "AIDA") && !strings.HasPrefix(s, "AROA") && !strings.HasPrefix(s, "AGPA") {
		return false
	}
	for _, c := range []byte(s) {
		if (c < 'A' || c > 'Z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}
