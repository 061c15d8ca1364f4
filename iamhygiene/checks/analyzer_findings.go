package checks

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// AccessAnalyzerFindings is the check access-analyzer-findings: the analyzers of
// IAM Access Analyzer have no open findings. It has no parameters.
type AccessAnalyzerFindings struct{}

// Info describes the check.
func (c AccessAnalyzerFindings) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "access-analyzer-findings", Theme: "monitoring", Severity: iamhygiene.SeverityMedium,
		Title: "No open analyzer findings",
		Description: "Each analyzer of IAM Access Analyzer, of whatever type, has no active finding; archived and resolved ones do not count. " +
			"Access from outside to a role counts high, unused access low, anything else medium, and the worst finding decides. That an analyzer which is not active has none says nothing. Not applicable where there is no analyzer.",
		Risk: "AWS has already found the way in; it stays open until somebody looks.",
		Remediation: iamhygiene.Remediation{
			Text:    "Remove access that nobody means to give; archive findings on access that is meant, with a rule where they come again.",
			Command: "aws accessanalyzer list-findings-v2 --analyzer-arn <analyzer ARN> --region <region>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-findings.html",
		},
		Needs: []string{iamhygiene.Analyzers.Name(), iamhygiene.AnalyzerFindings.Name()},
	}
}

// Run evaluates the check for each analyzer.
func (c AccessAnalyzerFindings) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, inRegions(s, iamhygiene.Analyzers, nil, func(a iamhygiene.Analyzer) item[iamhygiene.Analyzer] {
		return item[iamhygiene.Analyzer]{snapshot: s, resource: arnResource(s, iamhygiene.TypeAnalyzer, a.ARN, a.Name), value: a}
	}), c.judge)
}

func (c AccessAnalyzerFindings) judge(x item[iamhygiene.Analyzer]) iamhygiene.Verdict {
	s, a := x.snapshot, x.value
	all, _ := iamhygiene.AnalyzerFindings.Partial(s)
	listed, asked := all[a.ARN]
	found := slices.DeleteFunc(slices.Clone(listed), func(f iamhygiene.AnalyzerFinding) bool { return !f.Active() })
	where := "the analyzer " + a.Name + " in " + a.Region
	if len(found) == 0 {
		// Nothing was found, which means something only where all was read.
		if !asked || iamhygiene.AnalyzerFindings.ErrorFor(s, a.ARN) != nil {
			return iamhygiene.Undecided(gap(s, iamhygiene.AnalyzerFindings, a.ARN))
		}
		if a.Status != "" && a.Status != analyzerActive {
			return iamhygiene.Undecided(notInData(iamhygiene.AnalyzerFindings, a.ARN, where+" is "+a.Status+" and looks for nothing, so that it found nothing says nothing"))
		}
		return iamhygiene.Passed(where+" has no active finding", fact(s, iamhygiene.AnalyzerFindings, a.ARN, "0 active", "0 active"))
	}
	types := make(map[string]int)
	resources := make(map[string]bool)
	worst := iamhygiene.SeverityLow
	for _, f := range found {
		types[f.Type]++
		worst = max(worst, findingSeverity(f))
		if f.Resource != "" {
			resources[f.Resource] = true
		}
	}
	var counts []string
	var evidence []iamhygiene.Evidence
	for _, t := range sortedKeys(types) {
		counts = append(counts, fmt.Sprintf("%d of the type %s", types[t], t))
		evidence = append(evidence, fact(s, iamhygiene.AnalyzerFindings, a.ARN+"/"+t, strconv.Itoa(types[t])+" active", "0 active"))
	}
	evidence = append(evidence, fact(s, iamhygiene.AnalyzerFindings, a.ARN+"/resource", list(firstNames(sortedKeys(resources))), ""))
	return iamhygiene.Failed(fmt.Sprintf("%s has %s: %s", where, count(len(found), "active finding", "active findings"), strings.Join(counts, ", ")), evidence...).At(worst)
}

// findingSeverity grades a finding by its type.
func findingSeverity(f iamhygiene.AnalyzerFinding) iamhygiene.Severity {
	switch {
	case strings.HasPrefix(f.Type, "Unused"):
		return iamhygiene.SeverityLow
	case f.Type == "ExternalAccess" && f.ResourceType == "AWS::IAM::Role":
		return iamhygiene.SeverityHigh
	}
	return iamhygiene.SeverityMedium
}
