package checks

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// PolicyAccessLevels is the check policy-access-levels, which never fails: it
// counts what policies and principals may do by access level. It has no
// parameters.
type PolicyAccessLevels struct{}

// Info describes the check.
func (c PolicyAccessLevels) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "policy-access-levels", Theme: "policies", Severity: iamhygiene.SeverityInfo,
		Title: "Access-level summary",
		Description: "Counts the actions that the Allow statements of each managed and inline policy name, by AWS's access levels, and the share of them that is allowed on every resource; and the same for each user, group and role over all its policies, those of its groups included. " +
			"Conditions, Deny statements and boundaries are not weighed. Always passes.",
		Risk: "Without a summary nobody notices that a policy for reading also writes.",
		Remediation: iamhygiene.Remediation{
			Text:    "Review the policies with actions of the levels Write and Permissions management.",
			Command: "aws iam get-policy-version --policy-arn <policy ARN> --version-id <version>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html",
		},
		Needs: []string{iamhygiene.Authorization.Name()},
	}
}

// granted is what statements name: all actions, those on every resource, and
// why it may be more.
type granted struct {
	actions, everywhere catalog.ActionSet
	lost                error
}

func (g *granted) add(h granted) {
	g.actions, g.everywhere = union(g.actions, h.actions), union(g.everywhere, h.everywhere)
	if g.lost == nil {
		g.lost = h.lost
	}
}

func grantedBy(d *iamhygiene.PolicyDocument) granted {
	clauses, err := allows(d)
	g := granted{lost: err}
	for _, x := range clauses {
		actions, _ := x.expand()
		g.actions = union(g.actions, actions)
		if !actions.IsEmpty() && x.everything() {
			g.everywhere = union(g.everywhere, actions)
		}
	}
	return g
}

// holder is a policy, user, group or role with what it is granted.
type holder struct {
	iamhygiene.Subject
	what          string
	discriminator string
	granted       granted
}

// Discriminator is that of an inline policy; empty for others.
func (h holder) Discriminator() string { return h.discriminator }

// Run evaluates the check for each policy, user, group and role.
func (c PolicyAccessLevels) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, holders(s), func(h holder) iamhygiene.Verdict {
		if h.granted.lost != nil {
			return iamhygiene.Undecided(h.granted.lost)
		}
		total := h.granted.actions.Len()
		var parts []string
		var evidence []iamhygiene.Evidence
		for _, l := range catalog.AccessLevels() {
			n := h.granted.actions.WithAccessLevel(l).Len()
			parts = append(parts, fmt.Sprintf("%s %d", l, n))
			evidence = append(evidence, derived(l.String(), fmt.Sprint(n), ""))
		}
		share := "0%"
		if total > 0 {
			share = fmt.Sprintf("%d%%", 100*h.granted.everywhere.Len()/total)
		}
		evidence = append(evidence, derived("on every resource", share, ""))
		return iamhygiene.Passed(fmt.Sprintf("%s is allowed %s (%s), %s of them on every resource", h.what, count(total, "action", "actions"), strings.Join(parts, ", "), share), evidence...)
	})
}

// holders yields the policies, and then the users, groups and roles.
func holders(s *iamhygiene.Snapshot) iter.Seq2[holder, error] {
	return func(yield func(holder, error) bool) {
		byHolder := make(map[string]*granted) // by ARN
		partial := make(map[string]bool)      // whose policies are not all known
		of := func(arn string) *granted {
			if byHolder[arn] == nil {
				byHolder[arn] = new(granted)
			}
			return byHolder[arn]
		}
		for d, err := range permissionDocuments(s) {
			if err != nil {
				if x, ok := err.(*iamhygiene.SubjectError); ok && x.Discriminator == "" {
					partial[x.Resource.ARN] = true
				}
				if !yield(holder{}, err) {
					return
				}
				continue
			}
			g := grantedBy(d)
			for _, r := range d.AttachedTo() {
				of(r.ARN).add(g)
			}
			if !yield(holder{Subject: d, what: "whoever has the " + d.String(), discriminator: d.Discriminator(), granted: g}, nil) {
				return
			}
		}
		if _, err := iamhygiene.Authorization.Get(s); err != nil {
			return // told above
		}
		groups := make(map[string]*granted) // by name
		for g, err := range s.Groups() {
			if err == nil {
				groups[g.Detail().Name] = of(g.Detail().ARN)
			}
		}
		for e, err := range entities(s) {
			if err != nil {
				continue // told above
			}
			arn := e.Resource().ARN
			g := *of(arn)
			if u, ok := e.Subject.(*iamhygiene.User); ok {
				if d, err := u.Detail(); err == nil {
					for _, name := range d.Groups {
						if groups[name] == nil {
							g.lost = &iamhygiene.DataError{
								Dataset: iamhygiene.Authorization.Name(), Code: iamhygiene.CodeNotInData, Scope: arn,
								Message: "the account authorization details do not have the group " + name,
							}
							continue
						}
						g.add(*groups[name])
					}
				}
			}
			for _, p := range e.permissions.Attached {
				if !inData(s, p.ARN) {
					g.lost = &iamhygiene.DataError{
						Dataset: iamhygiene.Authorization.Name(), Code: iamhygiene.CodeNotInData, Scope: arn,
						Message: "the account authorization details do not hold the attached policy " + p.Name,
					}
				}
			}
			if partial[arn] {
				continue
			}
			if !yield(holder{Subject: e, what: e.String(), granted: g}, nil) {
				return
			}
		}
	}
}
