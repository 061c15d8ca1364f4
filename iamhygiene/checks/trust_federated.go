package checks

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/internal/glob"
	"github.com/iamhygiene/sdk/policyeval"
)

// RoleOIDCSubject is the check role-oidc-subject: who comes by an OpenID Connect
// provider is told by subject and audience.
type RoleOIDCSubject struct {
	// Issuers are those whose tokens must be told apart by their subject. Nil
	// means the list of the library; an empty list means none, and then only
	// the audience is judged.
	Issuers []OIDCIssuer
}

// Info describes the check.
func (c RoleOIDCSubject) Info() iamhygiene.Info {
	hosts := make([]string, len(c.issuers()))
	for i, x := range c.issuers() {
		hosts[i] = x.Host
	}
	return iamhygiene.Info{
		ID: "role-oidc-subject", Theme: "roles", Severity: iamhygiene.SeverityHigh,
		Title: "OIDC trust pins subject and audience",
		Description: "The trust policy of each role is evaluated for a token of each OpenID Connect provider that it names, with the subject of another customer of the issuer, with the audience of another application, and without either: it must refuse. So IfExists and ForAllValues, which hold for a token without the claim, do not count. " +
			"The subject is asked for where the issuer is on the list. A policy that lets in every workload of one owner passes at low severity. Not applicable to roles that trust no such provider.",
		Risk: "With GitHub Actions and the like, every customer of the issuer can get a token for the same provider.",
		Remediation: iamhygiene.Remediation{
			Text:    "Compare the sub claim with the repository and branch, or the service account, and the aud claim with the client id.",
			Command: "aws iam update-assume-role-policy --role-name <role> --policy-document file://<trust policy>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
		},
		Needs:  []string{iamhygiene.Authorization.Name()},
		Params: map[string]string{"issuers": list(hosts)},
	}
}

func (c RoleOIDCSubject) issuers() []OIDCIssuer {
	if c.Issuers == nil {
		return oidcIssuers[:]
	}
	return c.Issuers
}

// Run evaluates the check for each role.
func (c RoleOIDCSubject) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return eachTrust(ctx, s, c.judge)
}

const webIdentity = "sts:AssumeRoleWithWebIdentity"

func (c RoleOIDCSubject) judge(t *trust) iamhygiene.Verdict {
	name, s := t.role.Detail().Name, t.role.Snapshot()
	var faults, wide []string
	var evidence []iamhygiene.Evidence
	n := 0
	for _, provider := range t.principals(policyeval.PrincipalFederated) {
		host, principal := oidcHost(provider)
		if host == "" || !t.ask(webIdentity, principal, nil).CanBeAllowed() {
			continue
		}
		n++
		audience := host + ":aud"
		issuer, listed := c.issuer(host)
		subject := host + ":" + cmp.Or(issuer.Subject, "sub")
		evidence = append(evidence,
			detailed(s, "AssumeRolePolicyDocument/"+subject, list(t.operands(subject)), "one workload"),
			detailed(s, "AssumeRolePolicyDocument/"+audience, list(t.operands(audience)), "one client id"))
		if t.admits(webIdentity, principal, contexts(map[string][]string{audience: {"", "zz-none"}})) {
			faults = append(faults, "takes any audience of "+host)
		}
		if !listed {
			if len(t.operands(subject)) > 0 && t.admits(webIdentity, principal, contexts(map[string][]string{subject: {"", "zz-none"}})) {
				faults = append(faults, "takes any subject of "+host)
			}
			continue
		}
		if t.admits(webIdentity, principal, contexts(map[string][]string{subject: {"", issuer.Stranger}})) {
			faults = append(faults, "takes any subject of "+host)
		} else if t.admits(webIdentity, principal, contexts(map[string][]string{subject: issuer.namesakes(t.operands(subject))})) {
			faults = append(faults, "takes subjects of other owners of "+host+" whose names fit the pattern")
		} else if t.admits(webIdentity, principal, contexts(map[string][]string{subject: issuer.neighbours(t.operands(subject))})) {
			wide = append(wide, host)
		}
	}
	switch {
	case n == 0:
		return iamhygiene.Inapplicable("the trust policy of " + name + " lets in nobody by OpenID Connect")
	case len(faults) > 0:
		return iamhygiene.Failed(fmt.Sprintf("the trust policy of %s %s; it must pin subject and audience", name, strings.Join(faults, " and ")), evidence...)
	case len(wide) > 0:
		return iamhygiene.Passed(fmt.Sprintf("the trust policy of %s pins the owner, but lets in every workload of it at %s", name, list(wide)), evidence...).At(iamhygiene.SeverityLow)
	}
	return iamhygiene.Passed("the trust policy of "+name+" pins subject and audience", evidence...)
}

func (c RoleOIDCSubject) issuer(host string) (OIDCIssuer, bool) {
	for _, i := range c.issuers() {
		if glob.Match(i.Host, host) {
			return i, true
		}
	}
	return OIDCIssuer{}, false
}

// neighbours returns subjects of other workloads of the owners that the policy
// names.
func (i OIDCIssuer) neighbours(subjects []string) []string {
	before, after, ok := strings.Cut(i.Owner, "*")
	if !ok {
		return nil
	}
	var out []string
	for _, s := range subjects {
		rest, ok := strings.CutPrefix(s, before)
		if !ok {
			continue
		}
		if owner, _, ok := strings.Cut(rest, after); ok && owner != "" {
			out = append(out, before+instance(owner, "z")+after+i.Neighbour)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// namesakes returns subjects of owners that nobody meant: where a pattern has a
// wildcard in the owner's name, as repo:org* has, whoever registers a name that
// fits gets in.
func (i OIDCIssuer) namesakes(subjects []string) []string {
	before, after, ok := strings.Cut(i.Owner, "*")
	if !ok {
		return nil
	}
	var out []string
	for _, s := range subjects {
		rest, ok := strings.CutPrefix(s, before)
		if !ok {
			continue
		}
		owner, _, whole := strings.Cut(rest, after)
		if !strings.ContainsAny(owner, "*?") {
			continue
		}
		s = strings.NewReplacer("*", "zz-none", "?", "z").Replace(s)
		if !whole {
			s += after + i.Neighbour
		}
		out = append(out, s)
	}
	return out
}

// oidcHost returns the issuer of an OpenID Connect provider, as its condition
// keys begin, and the principal of its callers; empty for a SAML provider.
func oidcHost(provider string) (host, principal string) {
	f := strings.SplitN(provider, ":", 6)
	if len(f) == 6 && f[0] == "arn" {
		host, ok := strings.CutPrefix(f[5], "oidc-provider/")
		if !ok {
			return "", ""
		}
		return host, provider
	}
	return provider, "federated:" + provider
}

// RoleSAMLAudience is the check role-saml-audience: who comes by a SAML provider
// is told by the assertion. It has no parameters.
type RoleSAMLAudience struct{}

// Info describes the check.
func (c RoleSAMLAudience) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "role-saml-audience", Theme: "roles", Severity: iamhygiene.SeverityMedium,
		Title:       "SAML trust pins audience",
		Description: "The trust policy of each role is evaluated for an assertion of each SAML provider that it names, with another audience, issuer and subject, and without them: it must refuse. Not applicable to roles that trust no SAML provider.",
		Risk:        "An assertion that the identity provider made for another application works here too.",
		Remediation: iamhygiene.Remediation{
			Text:    "Add a Condition StringEquals on SAML:aud with the sign-in endpoint of AWS.",
			Command: "aws iam update-assume-role-policy --role-name <role> --policy-document file://<trust policy>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_saml.html",
		},
		Needs: []string{iamhygiene.Authorization.Name()},
	}
}

// Run evaluates the check for each role.
func (c RoleSAMLAudience) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	const action = "sts:AssumeRoleWithSAML"
	keys := [...]string{"SAML:aud", "SAML:iss", "SAML:sub"}
	return eachTrust(ctx, s, func(t *trust) iamhygiene.Verdict {
		name := t.role.Detail().Name
		if why := notForPeople(t.role); why != "" {
			return iamhygiene.Inapplicable(why)
		}
		n := 0
		var open []string
		for _, provider := range t.principals(policyeval.PrincipalFederated) {
			if host, _ := oidcHost(provider); host != "" || !t.ask(action, provider, nil).CanBeAllowed() {
				continue
			}
			n++
			if t.admits(action, provider, contexts(map[string][]string{keys[0]: {"", "zz-none"}, keys[1]: {"", "zz-none"}, keys[2]: {"", "zz-none"}})) {
				open = append(open, provider)
			}
		}
		var evidence []iamhygiene.Evidence
		for _, k := range keys {
			evidence = append(evidence, detailed(s, "AssumeRolePolicyDocument/"+k, list(t.operands(k)), ""))
		}
		switch {
		case n == 0:
			return iamhygiene.Inapplicable("the trust policy of " + name + " lets in nobody by SAML")
		case len(open) == 0:
			return iamhygiene.Passed("the trust policy of "+name+" pins what the SAML assertion says", evidence...)
		}
		return iamhygiene.Failed(fmt.Sprintf("the trust policy of %s takes any assertion of %s; it must pin SAML:aud", name, list(open)), evidence...)
	})
}
