package checks

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

const analyzerActive = "ACTIVE"

// AccessAnalyzerEnabled is the check access-analyzer-enabled: every Region has an
// analyzer that looks for access from outside.
type AccessAnalyzerEnabled struct {
	// Regions are the Regions that are judged; empty means all that were
	// collected. A listed Region that nobody read is Unknown.
	Regions []string
	// AssumeOrgAnalyzer says that the organization has an analyzer in every
	// Region, in an account of its own where the data of other accounts do not
	// show it. It counts where the account is known to belong to an organization.
	AssumeOrgAnalyzer bool
}

// Info describes the check.
func (c AccessAnalyzerEnabled) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "access-analyzer-enabled", Theme: "monitoring", Severity: iamhygiene.SeverityMedium,
		Title: "External-access analyzer in each Region",
		Description: "Each Region that was read has an active analyzer of IAM Access Analyzer of the type ACCOUNT or ORGANIZATION. Analyzers of unused or internal access do not count. " +
			"An account of an organization does not see the analyzer of its organization, which is in its management or delegated administrator account, so a Region without one is unknown there unless an organization analyzer is assumed, or the account is the one that has such analyzers. A Region that could not be read leaves the others as they are.",
		Risk: "A bucket, key, queue or role that a policy opens to a foreign account or to everybody stays so until somebody finds it.",
		Remediation: iamhygiene.Remediation{
			Text:    "Create an analyzer in each enabled Region, in the organization's delegated administrator account if there is one.",
			Command: "aws accessanalyzer create-analyzer --analyzer-name <analyzer> --type ACCOUNT --region <region>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-getting-started.html",
		},
		Frameworks: controls("1.20", "1.20", "1.19", "IAM.28"),
		Needs:      []string{iamhygiene.Analyzers.Name()},
		Uses:       []string{iamhygiene.OrganizationDetails.Name()},
		Params:     map[string]string{"regions": allOr(c.Regions), "assume_org_analyzer": fmt.Sprint(c.AssumeOrgAnalyzer)},
	}
}

// Run evaluates the check for each Region.
func (c AccessAnalyzerEnabled) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, c.regions(s), c.judge)
}

// regions yields the Regions that were read, and an error for each that was not.
func (c AccessAnalyzerEnabled) regions(s *iamhygiene.Snapshot) iter.Seq2[item[[]iamhygiene.Analyzer], error] {
	return func(yield func(item[[]iamhygiene.Analyzer], error) bool) {
		for x, err := range parts(s, iamhygiene.Analyzers, func(v iamhygiene.Regional[iamhygiene.Analyzer]) []item[[]iamhygiene.Analyzer] {
			var out []item[[]iamhygiene.Analyzer]
			for _, region := range v.Regions {
				if iamhygiene.Analyzers.ErrorFor(s, region) != nil {
					continue
				}
				r := s.AccountResource(iamhygiene.TypeRegion)
				r.Name, r.Region = region, region
				out = append(out, item[[]iamhygiene.Analyzer]{
					snapshot: s, resource: r, discriminator: region,
					value: itemsIn(s, iamhygiene.Analyzers, func(a iamhygiene.Analyzer) bool { return a.Region == region }),
				})
			}
			return out
		}, notAskedFor(c.Regions)) {
			if !yield(x, err) {
				return
			}
		}
		for _, e := range unnamed(s, iamhygiene.Analyzers, c.Regions) {
			if !yield(item[[]iamhygiene.Analyzer]{}, lost(s, e)) {
				return
			}
		}
	}
}

func (c AccessAnalyzerEnabled) judge(x item[[]iamhygiene.Analyzer]) iamhygiene.Verdict {
	s, region := x.snapshot, x.resource.Name
	if why := outsideOf(c.Regions, region); why != "" {
		return iamhygiene.Inapplicable(why)
	}
	var evidence []iamhygiene.Evidence
	for _, a := range x.value {
		e := fact(s, iamhygiene.Analyzers, a.ARN, a.Type+" "+a.Status, "ACCOUNT or ORGANIZATION ACTIVE")
		if a.External() && a.Status == analyzerActive {
			return iamhygiene.Passed("the analyzer "+a.Name+" looks for external access in "+region, e)
		}
		evidence = append(evidence, e)
	}
	message := "no active analyzer looks for external access in " + region
	if len(x.value) > 0 {
		message += fmt.Sprintf("; the %s there are of another type or not active", count(len(x.value), "analyzer", "analyzers"))
	} else {
		evidence = []iamhygiene.Evidence{fact(s, iamhygiene.Analyzers, "Analyzers", "none in "+region, "ACCOUNT or ORGANIZATION ACTIVE")}
	}
	hidden := hiddenAnalyzers(s, region, message, ", or set AssumeOrgAnalyzer")
	if hidden != nil && hidden.Dataset == iamhygiene.Analyzers.Name() && c.AssumeOrgAnalyzer {
		return iamhygiene.Passed("an analyzer of the organization is assumed to look for external access in "+region+"; none of the account's own does", evidence...)
	}
	if hidden != nil {
		return iamhygiene.Undecided(hidden, evidence...)
	}
	return iamhygiene.Failed(message, evidence...)
}

// hiddenAnalyzers says why there may be analyzers that the account does not see:
// it belongs to an organization, whose analyzers only the account sees that has
// them, or that is not known. It returns nil where there are none, as in the
// account that has analyzers of the organization itself.
func hiddenAnalyzers(s *iamhygiene.Snapshot, scope, message, advice string) *iamhygiene.DataError {
	all, _ := iamhygiene.Analyzers.Partial(s)
	if slices.ContainsFunc(all.Items, func(a iamhygiene.Analyzer) bool { return strings.HasPrefix(a.Type, "ORGANIZATION") }) {
		return nil
	}
	o, err := organizationOf(s)
	switch {
	case err != nil:
		return iamhygiene.AsDataError(err)
	case o.Member:
		return notInData(iamhygiene.Analyzers, scope,
			message+", but the account does not see the analyzers of its organization; look in the delegated administrator account"+advice)
	}
	return nil
}

// AccessAnalyzerUnusedAccess is the opt-in check access-analyzer-unused-access:
// an analyzer looks for unused access. AWS charges for such analyzers. It has no
// parameters.
type AccessAnalyzerUnusedAccess struct{}

// Info describes the check.
func (c AccessAnalyzerUnusedAccess) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "access-analyzer-unused-access", Theme: "monitoring", Severity: iamhygiene.SeverityInfo, OptIn: true,
		Title:       "Unused-access analyzer",
		Description: "Some Region has an active analyzer of the type ACCOUNT_UNUSED_ACCESS or ORGANIZATION_UNUSED_ACCESS. One is enough, because IAM is global. AWS charges for each user and role that it looks at. An account of an organization does not see the analyzer of its organization, so the answer is unknown where it has none of its own.",
		Risk:        "Roles, keys and permissions that nobody uses any more stay for whoever finds them.",
		Remediation: iamhygiene.Remediation{
			Text:    "Create one analyzer of unused access, with the age from which access counts as unused.",
			Command: "aws accessanalyzer create-analyzer --analyzer-name <analyzer> --type ACCOUNT_UNUSED_ACCESS --configuration <configuration>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/what-is-access-analyzer.html",
		},
		Needs: []string{iamhygiene.Analyzers.Name()},
		Uses:  []string{iamhygiene.OrganizationDetails.Name()},
	}
}

// Run evaluates the check for the account.
func (c AccessAnalyzerUnusedAccess) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, iamhygiene.One(s.Account()), c.judge)
}

func (c AccessAnalyzerUnusedAccess) judge(a *iamhygiene.Account) iamhygiene.Verdict {
	s := a.Snapshot()
	v, err := iamhygiene.Analyzers.Get(s)
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	if i := slices.IndexFunc(v.Items, func(a iamhygiene.Analyzer) bool { return a.Unused() && a.Status == analyzerActive }); i >= 0 {
		found := v.Items[i]
		evidence := []iamhygiene.Evidence{fact(s, iamhygiene.Analyzers, found.ARN, found.Type+" "+found.Status, "")}
		if !found.Created.IsZero() {
			evidence = append(evidence, derived("age_days", wholeDays(s.Now().Sub(found.Created)), ""))
		}
		return iamhygiene.Passed("the analyzer "+found.Name+" in "+found.Region+" looks for unused access", evidence...)
	}
	if err := unreadIn(s, iamhygiene.Analyzers); err != nil { // it may be in that Region
		return iamhygiene.Undecided(err)
	}
	const message = "no active analyzer looks for unused access"
	if hidden := hiddenAnalyzers(s, "", message, ""); hidden != nil {
		return iamhygiene.Undecided(hidden)
	}
	return iamhygiene.Failed(message,
		fact(s, iamhygiene.Analyzers, "Analyzers", count(len(v.Items), "analyzer", "analyzers")+" of other types or not active", "ACCOUNT_UNUSED_ACCESS or ORGANIZATION_UNUSED_ACCESS ACTIVE"))
}
