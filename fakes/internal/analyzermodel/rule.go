package analyzermodel

import (
	"context"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// mostRules is the quota of archive rules of one analyzer.
const mostRules = 100

const ruleType = "AWS::AccessAnalyzer::ArchiveRule"

// addRule adds an archive rule. It applies to findings that come after it.
func (a *analyzer) addRule(name string, filter map[string]types.Criterion, now time.Time) error {
	switch {
	case !analyzerName.MatchString(name):
		return invalid("ruleName", "The name of a rule starts with a letter and has letters, digits and the characters _ . - after it.")
	case len(filter) == 0:
		return invalid("filter", "A rule needs a filter.")
	case a.rule(name) >= 0:
		return &types.ConflictException{
			Message: aws.String("An archive rule with the name " + name + " already exists."), ResourceId: aws.String(name), ResourceType: aws.String(ruleType),
		}
	case len(a.rules) >= mostRules:
		return &types.ServiceQuotaExceededException{
			Message: aws.String("The quota of archive rules is reached."), ResourceId: aws.String(name), ResourceType: aws.String(ruleType),
		}
	}
	if err := checkFilter(filter); err != nil {
		return err
	}
	for _, key := range []string{"status", "id"} {
		if _, ok := filter[key]; ok {
			return invalid("filter", "A rule cannot filter by "+key+".")
		}
	}
	a.rules = append(a.rules, types.ArchiveRuleSummary{RuleName: aws.String(name), Filter: filter, CreatedAt: aws.Time(now), UpdatedAt: aws.Time(now)})
	return nil
}

func (a *analyzer) rule(name string) int {
	return slices.IndexFunc(a.rules, func(r types.ArchiveRuleSummary) bool { return *r.RuleName == name })
}

func (s *Service) listArchiveRules(_ context.Context, c *model.Call, in *accessanalyzer.ListArchiveRulesInput) (*accessanalyzer.ListArchiveRulesOutput, error) {
	a := s.state.Read(c).named(c.Region, aws.ToString(in.AnalyzerName))
	if a == nil {
		return nil, notFound("AWS::AccessAnalyzer::Analyzer", aws.ToString(in.AnalyzerName))
	}
	rules, next, err := page(c, a.rules, func(r types.ArchiveRuleSummary) string { return aws.ToString(r.RuleName) }, in.NextToken, in.MaxResults)
	return &accessanalyzer.ListArchiveRulesOutput{ArchiveRules: rules, NextToken: next}, err
}

func (s *Service) getArchiveRule(_ context.Context, c *model.Call, in *accessanalyzer.GetArchiveRuleInput) (*accessanalyzer.GetArchiveRuleOutput, error) {
	a := s.state.Read(c).named(c.Region, aws.ToString(in.AnalyzerName))
	if a == nil {
		return nil, notFound("AWS::AccessAnalyzer::Analyzer", aws.ToString(in.AnalyzerName))
	}
	i := a.rule(aws.ToString(in.RuleName))
	if i < 0 {
		return nil, notFound(ruleType, aws.ToString(in.RuleName))
	}
	return &accessanalyzer.GetArchiveRuleOutput{ArchiveRule: &a.rules[i]}, nil
}

func (s *Service) createArchiveRule(_ context.Context, c *model.Call, in *accessanalyzer.CreateArchiveRuleInput) (*accessanalyzer.CreateArchiveRuleOutput, error) {
	a := s.state.Write(c).named(c.Region, aws.ToString(in.AnalyzerName))
	if a == nil {
		return nil, notFound("AWS::AccessAnalyzer::Analyzer", aws.ToString(in.AnalyzerName))
	}
	return nil, a.addRule(aws.ToString(in.RuleName), in.Filter, c.Now())
}

func (s *Service) deleteArchiveRule(_ context.Context, c *model.Call, in *accessanalyzer.DeleteArchiveRuleInput) (*accessanalyzer.DeleteArchiveRuleOutput, error) {
	a := s.state.Write(c).named(c.Region, aws.ToString(in.AnalyzerName))
	if a == nil {
		return nil, notFound("AWS::AccessAnalyzer::Analyzer", aws.ToString(in.AnalyzerName))
	}
	i := a.rule(aws.ToString(in.RuleName))
	if i < 0 {
		return nil, notFound(ruleType, aws.ToString(in.RuleName))
	}
	a.rules = slices.Delete(a.rules, i, i+1)
	return nil, nil
}
