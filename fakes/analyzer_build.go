package fakes

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer/types"

	"github.com/iamhygiene/sdk/fakes/internal/analyzermodel"
)

// An Analyzer is an analyzer of IAM Access Analyzer. Its methods are safe for
// concurrent use. Make one with [Account.AddAnalyzer].
type Analyzer struct {
	account           *Account
	region, name, arn string
}

// ARN returns the ARN of the analyzer.
func (a *Analyzer) ARN() string { return a.arn }

// AnalyzerFinding is a finding of an analyzer. The type has to go with that of
// the analyzer, for example ExternalAccess with ACCOUNT.
type AnalyzerFinding struct {
	Type types.FindingType
	// Resource is the ARN of the resource, ResourceType what it is.
	Resource     string
	ResourceType types.ResourceType
	// Owner is the account of the resource, by default that of the analyzer.
	Owner string
	// Status is by default ACTIVE, or ARCHIVED if a rule of the analyzer says so.
	Status types.FindingStatus
	// Created is when the finding was made, by default now.
	Created time.Time
	// Error is set for resources that could not be analyzed.
	Error string
	// Details are required, for example a
	// types.FindingDetailsMemberExternalAccessDetails.
	Details []types.FindingDetails
}

// AddAnalyzer makes an analyzer in a Region. A second one of a type that allows
// one, or a name that is taken, is a [UsageError]. Whether the account may
// analyze the organization is asked of calls only.
func (a *Account) AddAnalyzer(region, name string, kind types.Type) *Analyzer {
	out := &Analyzer{account: a, region: region, name: name}
	err := a.changeAnalyzers(func(s *analyzermodel.Service) (err error) {
		out.arn, err = s.Add(a.state, region, name, kind, a.cloud.model.Now())
		return err
	})
	if err != nil {
		a.own.refuse(usage(0, "AddAnalyzer: %q: %v", name, err))
	}
	return out
}

// AddArchiveRule adds a rule that archives the findings that come after it and
// match the filter.
func (a *Analyzer) AddArchiveRule(name string, filter map[string]types.Criterion) {
	err := a.account.changeAnalyzers(func(s *analyzermodel.Service) error {
		return s.AddRule(a.account.state, a.region, a.name, name, filter, a.account.cloud.model.Now())
	})
	if err != nil {
		a.account.own.refuse(usage(0, "AddArchiveRule: %q: %v", name, err))
	}
}

// AddFinding adds a finding and returns its id. The resource is listed among
// those that were analyzed.
func (a *Analyzer) AddFinding(f AnalyzerFinding) (id string) {
	err := a.account.changeAnalyzers(func(s *analyzermodel.Service) (err error) {
		id, err = s.AddFinding(a.account.state, a.region, a.name, analyzermodel.Finding(f), a.account.cloud.model.Now())
		return err
	})
	if err != nil {
		a.account.own.refuse(usage(0, "AddFinding: %s: %v", f.Resource, err))
	}
	return id
}

func (a *Account) changeAnalyzers(fn func(*analyzermodel.Service) error) (err error) {
	s := orgModelsOf(a.cloud.model).analyzer
	a.cloud.model.Do(func() { err = fn(s) })
	return err
}
