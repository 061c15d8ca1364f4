package checks

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/policyeval"
)

// RoleConfusedDeputy is the check role-confused-deputy: services assume roles
// for the own account only.
type RoleConfusedDeputy struct {
	// SourceKeyServices are the service principals that say for whom they act.
	// Nil means the list of the library; an empty list means none.
	SourceKeyServices []string
	// Organization is the id of the own organization (o-...). Empty means that
	// of the dataset; where that was not collected a trust policy that only
	// asks for an organization is Unknown.
	Organization string
}

// Info describes the check.
func (c RoleConfusedDeputy) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "role-confused-deputy", Theme: "roles", Severity: iamhygiene.SeverityMedium,
		Title: "Service trust is bound to the caller",
		Description: "The trust policy of each role is evaluated for the services that say for whom they act, in requests for an account, a resource and an organization that are not the own ones, and in requests that do not say: it must refuse them all. So the values of aws:SourceAccount, aws:SourceArn and aws:SourceOrgID count, not their presence, and an ARN without account binds nothing. " +
			"Services that do not say for whom they act, such as EC2, and service-linked roles are not judged.",
		Risk: "Somebody else's resource can make the service act in this account with the permissions of the role.",
		Remediation: iamhygiene.Remediation{
			Text:    "Add a Condition StringEquals on aws:SourceAccount with the own account, and ArnLike on aws:SourceArn where the resource is known.",
			Command: "aws iam update-assume-role-policy --role-name <role> --policy-document file://<trust policy>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
		},
		Needs: []string{iamhygiene.Authorization.Name()},
		Uses:  []string{iamhygiene.OrganizationDetails.Name()},
		Params: map[string]string{
			"source_key_services": list(orList(c.SourceKeyServices, sourceKeyServices[:])), "organization": cmp.Or(c.Organization, "unknown"),
		},
	}
}

// Run evaluates the check for each role.
func (c RoleConfusedDeputy) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return eachTrust(ctx, s, c.judge)
}

func (c RoleConfusedDeputy) judge(t *trust) iamhygiene.Verdict {
	name, s := t.role.Detail().Name, t.role.Snapshot()
	if t.role.ServiceLinked() {
		return iamhygiene.Inapplicable("the role " + name + " is service-linked: its service owns the trust policy")
	}
	organization, unknown := c.Organization, error(nil)
	if organization == "" {
		organization, unknown = ownOrganization(s)
	}
	var judged, open, byOrganization []string
	var evidence []iamhygiene.Evidence
	for _, service := range t.principals(policyeval.PrincipalService) {
		if !isSourceKeyService(orList(c.SourceKeyServices, sourceKeyServices[:]), service) {
			continue
		}
		judged = append(judged, service)
		in := t.foreign(service, "o-zznone0000")
		if in == nil {
			for _, org := range t.operands("aws:SourceOrgID") {
				if unknown == nil && org == organization {
					continue
				}
				f := t.foreign(service, instance(org, "0"))
				switch {
				case f == nil:
				case unknown != nil:
					byOrganization = append(byOrganization, org)
				default:
					in = f
				}
			}
		}
		if in != nil {
			open = append(open, service)
			evidence = append(evidence, detailed(s, "AssumeRolePolicyDocument", service+" gets in "+forWhom(in), "refused"))
		}
	}
	switch {
	case len(judged) == 0:
		return iamhygiene.Inapplicable("the trust policy of " + name + " names no service that says for whom it acts")
	case len(open) > 0:
		return iamhygiene.Failed(fmt.Sprintf("the trust policy of %s lets %s act for others than this account; it must be bound to the own account by aws:SourceAccount or aws:SourceArn", name, list(open)), evidence...)
	case len(byOrganization) > 0:
		e := *iamhygiene.AsDataError(unknown)
		e.Scope = t.role.Detail().ARN
		if e.Code == iamhygiene.CodeNotCollected {
			e.Message = "nobody collected the organization, which the trust policy takes to be " + list(byOrganization)
		}
		return iamhygiene.Undecided(&e)
	}
	return iamhygiene.Passed(fmt.Sprintf("the trust policy of %s binds %s to this account", name, list(judged)), t.facts(policyeval.PrincipalService)...)
}

// foreign returns a request of the service for somebody else that the policy may
// let in, or nil. The values that the policy names are among those tried, as
// far as they are not the own account's.
func (t *trust) foreign(service, organization string) policyeval.Context {
	s := t.role.Snapshot()
	accounts, arns, orgs := []string{outsider}, []string{"arn:" + s.Partition() + ":zz-none:zz-none-1:" + outsider + ":none/none"}, []string{organization}
	for _, a := range t.operands("aws:SourceAccount") {
		if a = instance(a, "0"); a != s.AccountID() {
			accounts = append(accounts, a)
		}
	}
	for _, a := range t.operands("aws:SourceArn") {
		f := strings.SplitN(a, ":", 6)
		if len(f) < 6 {
			f = append(f, slices.Repeat([]string{"zz-none"}, 6-len(f))...)
		}
		if f[4] == s.AccountID() {
			continue
		}
		if strings.ContainsAny(f[4], "*?") {
			f[4] = outsider
		}
		arns = append(arns, instance(strings.Join(f, ":"), "z"))
	}
	// A service that does not say so at all comes last, for the evidence to show
	// the plainest case.
	for _, c := range contexts(map[string][]string{
		"aws:SourceAccount": append(accounts, ""), "aws:SourceArn": append(arns, ""), "aws:SourceOrgID": append(orgs, ""), "aws:SourceOrgPaths": {organization + "/r-zzno/", ""},
	}) {
		if t.ask("sts:AssumeRole", "service:"+service, c).CanBeAllowed() {
			return c
		}
	}
	return nil
}

// instance is a text that a pattern matches.
func instance(pattern, fill string) string {
	return strings.NewReplacer("*", fill, "?", fill).Replace(pattern)
}

// forWhom prints a request of [trust.foreign].
func forWhom(c policyeval.Context) string {
	var parts []string
	for _, key := range [...]string{"aws:SourceAccount", "aws:SourceArn", "aws:SourceOrgID"} {
		if v := c[key]; len(v) > 0 {
			parts = append(parts, key+" "+v[0])
		} else {
			parts = append(parts, "no "+key)
		}
	}
	return "with " + strings.Join(parts, ", ")
}

// RoleTrustMFA is the check role-trust-mfa, which is opt-in: people assume roles
// with MFA. It has no parameters.
type RoleTrustMFA struct{}

// Info describes the check.
func (c RoleTrustMFA) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "role-trust-mfa", Theme: "roles", Severity: iamhygiene.SeverityLow, OptIn: true,
		Title:       "Human roles ask MFA",
		Description: "The trust policy of each role that lets in users, roles or accounts is evaluated for them in a session without MFA and with an access key, whose requests say nothing of MFA: it must refuse. Not judged are roles for services and identity providers only, service-linked roles and those of IAM Identity Center.",
		Risk:        "A stolen access key is enough to work with the permissions of the role.",
		Remediation: iamhygiene.Remediation{
			Text:    "Add a Condition Bool aws:MultiFactorAuthPresent true to the statements for people; leave roles for machines out of the check.",
			Command: "aws iam update-assume-role-policy --role-name <role> --policy-document file://<trust policy>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html",
		},
		Needs: []string{iamhygiene.Authorization.Name()},
	}
}

// Run evaluates the check for each role.
func (c RoleTrustMFA) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return eachTrust(ctx, s, func(t *trust) iamhygiene.Verdict {
		name := t.role.Detail().Name
		if why := notForPeople(t.role); why != "" {
			return iamhygiene.Inapplicable(why)
		}
		var people, open []string
		principals := t.principals(policyeval.PrincipalAWS)
		if in, _ := t.stranger(); in {
			principals = append(principals, outsider)
		}
		for _, p := range principals {
			_, caller := accountOf(s.Partition(), p)
			if caller == "" || !t.ask("sts:AssumeRole", caller, nil).CanBeAllowed() {
				continue
			}
			people = append(people, p)
			if t.admits("sts:AssumeRole", caller, []policyeval.Context{noMFA, accessKey}) {
				open = append(open, p)
			}
		}
		facts := t.facts(policyeval.PrincipalAWS)
		switch {
		case len(people) == 0:
			return iamhygiene.Inapplicable("the trust policy of " + name + " lets in no user, role or account")
		case len(open) == 0:
			return iamhygiene.Passed("the trust policy of "+name+" asks everybody for MFA", facts...)
		}
		return iamhygiene.Failed(fmt.Sprintf("the trust policy of %s lets in %s without MFA; it must ask for it", name, list(firstNames(open))), facts...)
	})
}
