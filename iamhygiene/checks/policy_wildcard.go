package checks

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// PolicyServiceWildcard is the check policy-service-wildcard: no customer policy
// allows all of a service.
type PolicyServiceWildcard struct {
	// SensitiveServices are the prefixes of services of which a wildcard is of
	// high severity. Nil means iam, sts, organizations, kms, cloudtrail and
	// secretsmanager; an empty list means none.
	SensitiveServices []string
	// AnyResource makes the check fail whatever the resources are, not only
	// where all of the service are covered.
	AnyResource bool
}

// Info describes the check.
func (c PolicyServiceWildcard) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "policy-service-wildcard", Theme: "policies", Severity: iamhygiene.SeverityLow,
		Title: "No service-wide wildcard",
		Description: "No Allow statement of a customer managed or inline policy covers every action of a service, present and future, on all resources of the service. High for the services on the list. " +
			"A statement whose Condition can never hold is left out; one with another Condition counts, and the message names the keys. Not judged are AWS managed policies, policies that are permissions boundaries only, and policies that allow everything, which policy-admin reports.",
		Risk: "The grant grows with every action that AWS adds, and includes those that delete, share or change permissions.",
		Remediation: iamhygiene.Remediation{
			Text:    "List the actions that are used; last accessed information and IAM Access Analyzer propose them.",
			Command: "aws accessanalyzer start-policy-generation --policy-generation-details principalArn=<role ARN>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-policy-generation.html",
		},
		Frameworks: controls("", "", "", "IAM.21"),
		Needs:      []string{iamhygiene.Authorization.Name()},
		Params:     map[string]string{"sensitive_services": list(c.sensitive()), "any_resource": fmt.Sprint(c.AnyResource)},
	}
}

func (c PolicyServiceWildcard) sensitive() []string {
	return orList(c.SensitiveServices, sensitiveServices[:])
}

// orList returns the list, or def where it is nil.
func orList(l, def []string) []string {
	if l == nil {
		return def
	}
	return l
}

// Run evaluates the check for each managed and inline policy.
func (c PolicyServiceWildcard) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return eachDocument(ctx, s, c.judge)
}

func (c PolicyServiceWildcard) judge(d *iamhygiene.PolicyDocument, clauses []*clause) (iamhygiene.Verdict, error) {
	if m := d.Managed(); m != nil && m.Detail().AWSManaged() {
		return iamhygiene.Inapplicable("the " + d.String() + " is AWS's, not a customer policy"), nil
	}
	if why := notJudged(d); why != "" {
		return iamhygiene.Inapplicable("the " + d.String() + " " + why), nil
	}
	if admin, err := unlimited(d, clauses); err != nil || admin != nil {
		return orAdmin(admin), err
	}
	var services []string
	var evidence []iamhygiene.Evidence
	severity, keys := iamhygiene.SeverityLow, []string(nil)
	for _, x := range clauses {
		t, err := x.terms()
		if err != nil {
			return iamhygiene.Verdict{}, err
		}
		if t.never {
			continue
		}
		actions, _ := x.expand()
		for s, n := range actions.Services() {
			if n < s.ActionCount() || !x.future(s) || !c.AnyResource && !x.wholeService(s) {
				continue
			}
			if !slices.Contains(services, s.Prefix()) {
				services = append(services, s.Prefix())
			}
			if slices.Contains(c.sensitive(), s.Prefix()) {
				severity = iamhygiene.SeverityHigh
			}
			keys = append(keys, t.keys...)
			evidence = append(evidence, x.fact(s.Prefix()+":*", "the actions that are used"))
		}
	}
	if len(services) == 0 {
		return iamhygiene.Passed("the " + d.String() + " allows no service as a whole"), nil
	}
	slices.Sort(services)
	message := fmt.Sprintf("the %s allows every action of %s", d, list(firstNames(services)))
	if len(keys) > 0 {
		slices.Sort(keys)
		message += " (in part under a condition on " + list(slices.Compact(keys)) + ")"
	}
	return iamhygiene.Failed(message+"; it must name the actions that are used", evidence[:min(len(evidence), 20)]...).At(severity), nil
}

// future reports whether the statement also allows actions of the service that
// do not exist yet, which a list of all actions does not.
func (c *clause) future(s catalog.Service) bool {
	return c.matchesAction(s.Prefix() + ":ZzNotAnAction")
}

// matchesAction reports whether the Action or NotAction element covers the
// action on some resource.
func (c *clause) matchesAction(action string) bool {
	st := *c.st
	st.Condition, st.NotResource = nil, nil
	st.Resource = &policyeval.List{Bare: true, Members: []policyeval.Text{{Value: "*"}}}
	one := clause{doc: c.doc, st: &st}
	if one.compile() != nil {
		return false
	}
	return one.onAll(action, "*")
}

// wholeService reports whether the statement covers all resources of a service.
func (c *clause) wholeService(s catalog.Service) bool {
	if c.everything() {
		return true
	}
	n := 0
	for t := range s.ResourceTypes() {
		for p := range t.ARNPatterns() {
			n++
			if !c.onAll(s.Prefix()+":ZzNotAnAction", wholeType(c.doc.Snapshot(), p)) {
				return false
			}
		}
	}
	return n > 0
}

// unlimited returns the verdict on a policy that allows everything, for checks
// that leave it to policy-admin; nil for any other policy.
func unlimited(d *iamhygiene.PolicyDocument, clauses []*clause) (*iamhygiene.Verdict, error) {
	admin, keys, err := administration(clauses)
	if err != nil || admin == nil || len(keys) > 0 {
		return nil, err
	}
	v := iamhygiene.Inapplicable("the " + d.String() + " allows everything, which policy-admin reports")
	return &v, nil
}

func orAdmin(v *iamhygiene.Verdict) iamhygiene.Verdict {
	if v == nil {
		return iamhygiene.Verdict{}
	}
	return *v
}

// PolicyNotAction is the check policy-not-action: no statement allows by
// exclusion. It has no parameters.
type PolicyNotAction struct{}

// Info describes the check.
func (c PolicyNotAction) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "policy-not-action", Theme: "policies", Severity: iamhygiene.SeverityMedium,
		Title:       "No Allow by exclusion",
		Description: "No Allow statement of a managed or inline policy has NotAction or NotResource; high where it covers every resource. Deny statements may exclude. A statement whose Condition can never hold passes. Not judged are AWS managed policies that are not attached, policies that are permissions boundaries only, and policies of service-linked roles only.",
		Risk:        "Everything that is not listed is allowed: services that nobody thought of, and those that AWS will add.",
		Remediation: iamhygiene.Remediation{
			Text:    "Write the Allow with Action and Resource; where some of it must be excluded, add a Deny statement.",
			Command: "aws iam create-policy-version --policy-arn <policy ARN> --policy-document file://<policy file> --set-as-default",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html",
		},
		Needs: []string{iamhygiene.Authorization.Name()},
	}
}

// Run evaluates the check for each Allow statement that excludes.
func (c PolicyNotAction) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return eachStatement(ctx, s, permissionDocuments(s), allows, "has no Allow statement with NotAction or NotResource", func(x *clause) (iamhygiene.Verdict, bool, error) {
		var elements, excluded []string
		for name, l := range map[string]*policyeval.List{"NotAction": x.st.NotAction, "NotResource": x.st.NotResource} {
			if l == nil {
				continue
			}
			elements = append(elements, name)
			for _, m := range l.Members {
				excluded = append(excluded, m.Value)
			}
		}
		if len(elements) == 0 {
			return iamhygiene.Verdict{}, false, nil
		}
		slices.Sort(elements)
		slices.Sort(excluded)
		fact := x.fact(strings.Join(elements, " and ")+" "+list(firstNames(excluded)), "Action and Resource")
		if why := notJudged(x.doc); why != "" {
			return iamhygiene.Inapplicable("the "+x.doc.String()+" "+why, fact), true, nil
		}
		t, err := x.terms()
		if err != nil {
			return iamhygiene.Verdict{}, false, err
		}
		if t.never {
			return iamhygiene.Passed(x.String()+" allows by exclusion, but its Condition can never hold", fact), true, nil
		}
		message := fmt.Sprintf("%s allows everything except %s", x, list(firstNames(excluded)))
		if len(t.keys) > 0 {
			message += " under a condition on " + list(t.keys)
		}
		v := iamhygiene.Failed(message+"; it must list what it allows", fact)
		if x.everything() || x.onAll("zz-none:None", "*") {
			v = v.At(iamhygiene.SeverityHigh)
		}
		return v, true, nil
	})
}
