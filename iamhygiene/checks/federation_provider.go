package checks

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/policyeval"
)

// A provider is a SAML or OpenID Connect provider in IAM, with the time at which
// its SAML metadata ends.
type provider = item[time.Time]

func newProvider(s *iamhygiene.Snapshot, typ, arn string, validUntil time.Time) provider {
	return provider{snapshot: s, resource: arnResource(s, typ, arn, providerName(arn)), value: validUntil}
}

// providerName returns what follows the kind in the ARN of a provider.
func providerName(arn string) string {
	_, name, _ := strings.Cut(arn, "/")
	return name
}

func samlProviders(s *iamhygiene.Snapshot) iter.Seq2[provider, error] {
	return parts(s, iamhygiene.SAMLProviders, func(list []iamhygiene.SAMLProvider) []provider {
		var out []provider
		for _, p := range list {
			out = append(out, newProvider(s, iamhygiene.TypeSAMLProvider, p.ARN, p.ValidUntil))
		}
		return out
	}, nil)
}

// oidcProviders yields the OpenID Connect providers. One of which only the ARN
// could be read is one all the same.
func oidcProviders(s *iamhygiene.Snapshot) iter.Seq2[provider, error] {
	listed := func(arn string) bool {
		list, _ := iamhygiene.OIDCProviders.Partial(s)
		return slices.ContainsFunc(list, func(p iamhygiene.OIDCProvider) bool { return p.ARN == arn })
	}
	return parts(s, iamhygiene.OIDCProviders, func(list []iamhygiene.OIDCProvider) []provider {
		var out []provider
		for _, p := range list {
			out = append(out, newProvider(s, iamhygiene.TypeOIDCProvider, p.ARN, time.Time{}))
		}
		return out
	}, func(e *iamhygiene.DataError) bool { return listed(e.Scope) })
}

// SAMLExpiring is the check saml-expiring: the metadata of SAML providers is
// valid, and stays so for a while. Metadata that ends exactly at the end of the
// warning time fails.
type SAMLExpiring struct {
	// Warn is how long before its end metadata fails; zero means 30 days.
	Warn time.Duration
}

// Info describes the check.
func (c SAMLExpiring) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "saml-expiring", Theme: "federation", Severity: iamhygiene.SeverityHigh,
		Title:       "SAML metadata is valid",
		Description: "The metadata document of each SAML provider ends later than the warning time from now. One that has ended counts high, one that ends within the warning time medium.",
		Risk:        "Once the metadata has ended nobody can sign in through the provider, and people fall back on the root user and on passwords that were put aside.",
		Remediation: iamhygiene.Remediation{
			Text:    "Download new metadata from the identity provider and update the SAML provider with it.",
			Command: "aws iam update-saml-provider --saml-provider-arn <provider ARN> --saml-metadata-document file://<metadata>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml.html",
		},
		Needs:  []string{iamhygiene.SAMLProviders.Name()},
		Params: map[string]string{"warn": days(c.warn())},
	}
}

func (c SAMLExpiring) warn() time.Duration { return orDefault(c.Warn, 30*day) }

// Run evaluates the check for each SAML provider.
func (c SAMLExpiring) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, samlProviders(s), c.judge)
}

func (c SAMLExpiring) judge(p provider) iamhygiene.Verdict {
	s, name, end := p.snapshot, p.resource.Name, p.value
	if end.IsZero() {
		return iamhygiene.Undecided(notInData(iamhygiene.SAMLProviders, p.resource.ARN, "IAM did not say until when the metadata of "+name+" is valid"))
	}
	evidence := []iamhygiene.Evidence{
		fact(s, iamhygiene.SAMLProviders, "ValidUntil", stamp(end), "after "+stamp(s.Now().Add(c.warn()))),
	}
	left := end.Sub(s.Now())
	switch {
	case left <= 0:
		return iamhygiene.Failed(fmt.Sprintf("the metadata of %s ended %s ago", name, iamhygiene.Days(-left)), evidence...)
	case left <= c.warn():
		return iamhygiene.Failed(fmt.Sprintf("the metadata of %s ends in %s; more than %s must be left", name, iamhygiene.Days(left), iamhygiene.Days(c.warn())), evidence...).At(iamhygiene.SeverityMedium)
	}
	return iamhygiene.Passed(fmt.Sprintf("the metadata of %s is valid for another %s", name, iamhygiene.Days(left)), evidence...)
}

// IDPUnused is the check idp-unused: every identity provider is trusted by a
// role. It has no parameters.
type IDPUnused struct{}

// Info describes the check.
func (c IDPUnused) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "idp-unused", Theme: "federation", Severity: iamhygiene.SeverityLow,
		Title:       "Every provider is trusted by a role",
		Description: "Each SAML or OpenID Connect provider in IAM is named by an Allow statement in the trust policy of at least one role.",
		Risk:        "A provider that no role trusts does nothing until somebody writes a role for it, and then the keys of an identity provider that nobody looks after any more open it.",
		Remediation: iamhygiene.Remediation{
			Text:    "Delete the provider; for an OpenID Connect provider the command is delete-open-id-connect-provider.",
			Command: "aws iam delete-saml-provider --saml-provider-arn <provider ARN>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers.html",
		},
		Needs: []string{iamhygiene.Authorization.Name()},
		Uses:  []string{iamhygiene.SAMLProviders.Name(), iamhygiene.OIDCProviders.Name()},
	}
}

// Run evaluates the check for each identity provider.
func (c IDPUnused) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	by, unread := federatedTrust(s)
	return each(ctx, s, func(yield func(provider, error) bool) {
		for _, providers := range [...]iter.Seq2[provider, error]{samlProviders(s), oidcProviders(s)} {
			for p, err := range providers {
				if !yield(p, err) {
					return
				}
			}
		}
	}, func(p provider) iamhygiene.Verdict {
		name, arn := p.resource.Name, p.resource.ARN
		if roles := by[arn]; len(roles) > 0 {
			return iamhygiene.Passed(fmt.Sprintf("%s is trusted by %s", name, roleCount(len(roles))),
				detailed(s, "RoleDetailList/AssumeRolePolicyDocument", list(firstNames(roles)), ""))
		}
		if unread != nil { // it may name the provider
			return iamhygiene.Undecided(unread)
		}
		return iamhygiene.Failed("no role trusts "+name, detailed(s, "RoleDetailList/AssumeRolePolicyDocument", "no statement names "+arn, arn))
	})
}

// federatedTrust returns the names of the roles that trust a provider, by its
// ARN, and why there may be more.
func federatedTrust(s *iamhygiene.Snapshot) (by map[string][]string, unread error) {
	by = make(map[string][]string)
	for r, err := range s.Roles() {
		if err != nil {
			unread = err
			continue
		}
		t, err := trustOf(r)
		if err != nil {
			unread = err
		}
		if t == nil {
			continue
		}
		for _, arn := range t.principals(policyeval.PrincipalFederated) {
			by[arn] = append(by[arn], r.Detail().Name)
		}
	}
	return by, unread
}
