package analyzermodel

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// An analyzer looks at one account, or at an organization, in one Region.
type analyzer struct {
	name, arn, region, account string
	kind                       types.Type
	created                    time.Time
	config                     types.AnalyzerConfiguration
	tags                       map[string]string
	rules                      []types.ArchiveRuleSummary
	findings                   []*finding
	resources                  []types.AnalyzedResourceSummary
}

func (a *analyzer) copy() *analyzer {
	c := *a
	c.rules, c.findings, c.resources = slices.Clone(a.rules), slices.Clone(a.findings), slices.Clone(a.resources)
	for i, f := range c.findings {
		g := *f
		c.findings[i] = &g
	}
	c.tags = maps.Clone(a.tags)
	return &c
}

// external reports whether the analyzer finds access from outside, for which
// alone the first version of the findings API is.
func (a *analyzer) external() bool {
	return a.kind == types.TypeAccount || a.kind == types.TypeOrganization
}

func (a *analyzer) unused() bool {
	return a.kind == types.TypeAccountUnusedAccess || a.kind == types.TypeOrganizationUnusedAccess
}

// quotas are how many analyzers of a type there may be in a Region
// (access-analyzer-quotas).
var quotas = map[types.Type]int{
	types.TypeAccount:                    1,
	types.TypeAccountUnusedAccess:        1,
	types.TypeAccountInternalAccess:      1,
	types.TypeOrganization:               5,
	types.TypeOrganizationUnusedAccess:   5,
	types.TypeOrganizationInternalAccess: 1,
}

// ofOrganization reports whether analyzers of the type need an organization.
func ofOrganization(kind types.Type) bool {
	return kind == types.TypeOrganization || kind == types.TypeOrganizationUnusedAccess || kind == types.TypeOrganizationInternalAccess
}

var analyzerName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.-]{0,254}$`)

func (a *analyzer) summary() types.AnalyzerSummary {
	return types.AnalyzerSummary{
		Arn: aws.String(a.arn), Name: aws.String(a.name), Type: a.kind, Status: types.AnalyzerStatusActive,
		CreatedAt: aws.Time(a.created), Configuration: a.config, Tags: a.tags,
	}
}

func (s *Service) listAnalyzers(_ context.Context, c *model.Call, in *accessanalyzer.ListAnalyzersInput) (*accessanalyzer.ListAnalyzersOutput, error) {
	if in.Type != "" && !slices.Contains(in.Type.Values(), in.Type) {
		return nil, invalid("type", "There is no such type of analyzer.")
	}
	var all []types.AnalyzerSummary
	for _, a := range s.state.Read(c).analyzers {
		if a.region == c.Region && (in.Type == "" || a.kind == in.Type) {
			all = append(all, a.summary())
		}
	}
	analyzers, next, err := page(c, all, func(a types.AnalyzerSummary) string { return aws.ToString(a.Arn) }, in.NextToken, in.MaxResults)
	return &accessanalyzer.ListAnalyzersOutput{Analyzers: analyzers, NextToken: next}, err
}

func (s *Service) getAnalyzer(_ context.Context, c *model.Call, in *accessanalyzer.GetAnalyzerInput) (*accessanalyzer.GetAnalyzerOutput, error) {
	a := s.state.Read(c).named(c.Region, aws.ToString(in.AnalyzerName))
	if a == nil {
		return nil, notFound("AWS::AccessAnalyzer::Analyzer", aws.ToString(in.AnalyzerName))
	}
	summary := a.summary()
	return &accessanalyzer.GetAnalyzerOutput{Analyzer: &summary}, nil
}

func (s *Service) createAnalyzer(_ context.Context, c *model.Call, in *accessanalyzer.CreateAnalyzerInput) (*accessanalyzer.CreateAnalyzerOutput, error) {
	if ofOrganization(in.Type) && (s.org == nil || !s.org.Administers(c, principal)) {
		return nil, model.Errorf("AccessDeniedException", "An analyzer for the organization can be created by the management account or by a delegated administrator, once the organization trusts %s.", principal)
	}
	st := s.state.Write(c)
	a, err := s.create(st, c.Account, c.Region, aws.ToString(in.AnalyzerName), in.Type, c.Now())
	if err != nil {
		return nil, err
	}
	if err := a.configure(in.Configuration); err != nil {
		return nil, err
	}
	for _, rule := range in.ArchiveRules {
		if err := a.addRule(aws.ToString(rule.RuleName), rule.Filter, c.Now()); err != nil {
			return nil, err
		}
	}
	a.tags = in.Tags
	st.analyzers = append(st.analyzers, a)
	return &accessanalyzer.CreateAnalyzerOutput{Arn: aws.String(a.arn)}, nil
}

// create makes an analyzer that is not in the store yet.
func (s *Service) create(st *store, owner *model.Account, region, name string, kind types.Type, now time.Time) (*analyzer, error) {
	switch {
	case !slices.Contains(kind.Values(), kind):
		return nil, invalid("type", "There is no such type of analyzer.")
	case !analyzerName.MatchString(name):
		return nil, invalid("analyzerName", "The name of an analyzer starts with a letter and has letters, digits and the characters _ . - after it.")
	case st.named(region, name) != nil:
		return nil, &types.ConflictException{
			Message: aws.String("An analyzer with the name " + name + " already exists."), ResourceId: aws.String(name),
			ResourceType: aws.String("AWS::AccessAnalyzer::Analyzer"),
		}
	}
	count := 0
	for _, a := range st.analyzers {
		if a.region == region && a.kind == kind {
			count++
		}
	}
	if count >= quotas[kind] {
		return nil, &types.ServiceQuotaExceededException{
			Message:    aws.String(fmt.Sprintf("The quota of %d analyzers of type %s in a Region is reached.", quotas[kind], kind)),
			ResourceId: aws.String(name), ResourceType: aws.String("AWS::AccessAnalyzer::Analyzer"),
		}
	}
	a := &analyzer{
		name: name, region: region, account: owner.ID, kind: kind, created: now,
		arn: owner.RegionalARN("access-analyzer", region, "analyzer/"+name),
	}
	if a.unused() {
		a.config = &types.AnalyzerConfigurationMemberUnusedAccess{Value: types.UnusedAccessConfiguration{UnusedAccessAge: aws.Int32(90)}}
	}
	return a, nil
}

// configure takes a configuration of the analyzer's type.
func (a *analyzer) configure(config types.AnalyzerConfiguration) error {
	switch config := config.(type) {
	case nil:
		return nil
	case *types.AnalyzerConfigurationMemberUnusedAccess:
		if age := config.Value.UnusedAccessAge; age != nil && (*age < 1 || *age > 365) {
			return invalid("configuration", "The age of unused access is between 1 and 365 days.")
		}
		if a.unused() {
			a.config = config
			return nil
		}
	case *types.AnalyzerConfigurationMemberInternalAccess:
		if !a.unused() && !a.external() {
			a.config = config
			return nil
		}
	}
	return invalid("configuration", "The configuration is for another type of analyzer.")
}

func (s *Service) deleteAnalyzer(_ context.Context, c *model.Call, in *accessanalyzer.DeleteAnalyzerInput) (*accessanalyzer.DeleteAnalyzerOutput, error) {
	st := s.state.Write(c)
	a := st.named(c.Region, aws.ToString(in.AnalyzerName))
	if a == nil {
		return nil, notFound("AWS::AccessAnalyzer::Analyzer", aws.ToString(in.AnalyzerName))
	}
	st.analyzers = slices.DeleteFunc(st.analyzers, func(other *analyzer) bool { return other == a })
	return nil, nil
}
