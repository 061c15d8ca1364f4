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

// A Finding is what a builder says about a finding.
type Finding struct {
	Type         types.FindingType
	Resource     string
	ResourceType types.ResourceType
	// Owner is the account of the resource, by default the analyzer's own.
	Owner string
	// Status is ACTIVE by default; archive rules then apply.
	Status types.FindingStatus
	// Created is when the access was found, by default now.
	Created time.Time
	Error   string
	Details []types.FindingDetails
}

// A finding is a Finding with what the analyzer adds.
type finding struct {
	Finding
	id, owner                  string
	status                     types.FindingStatus
	created, updated, analyzed time.Time
}

// access returns what a finding says about who has access.
func (f *finding) access() (principal, condition map[string]string, public *bool) {
	for _, d := range f.Details {
		switch d := d.(type) {
		case *types.FindingDetailsMemberExternalAccessDetails:
			return d.Value.Principal, d.Value.Condition, d.Value.IsPublic
		case *types.FindingDetailsMemberInternalAccessDetails:
			return d.Value.Principal, d.Value.Condition, nil
		}
	}
	return nil, nil, nil
}

func (f *finding) listKey() string { return f.id }

// selection returns the findings that a list shows, in its order.
func (s *Service) selection(c *model.Call, arn *string, filter map[string]types.Criterion, by *types.SortCriteria) (*analyzer, []*finding, error) {
	a, err := s.state.Read(c).byARN(c, arn)
	if err != nil {
		return nil, nil, err
	}
	if err := checkFilter(filter); err != nil {
		return nil, nil, err
	}
	var all []*finding
	for _, f := range a.findings {
		if f.matches(filter) {
			all = append(all, f)
		}
	}
	return a, all, sortFindings(all, by)
}

func (s *Service) listFindingsV2(_ context.Context, c *model.Call, in *accessanalyzer.ListFindingsV2Input) (*accessanalyzer.ListFindingsV2Output, error) {
	_, all, err := s.selection(c, in.AnalyzerArn, in.Filter, in.Sort)
	if err != nil {
		return nil, err
	}
	found, next, err := page(c, all, (*finding).listKey, in.NextToken, in.MaxResults)
	out := &accessanalyzer.ListFindingsV2Output{Findings: []types.FindingSummaryV2{}, NextToken: next}
	for _, f := range found {
		out.Findings = append(out.Findings, types.FindingSummaryV2{
			Id: aws.String(f.id), FindingType: f.Type, Resource: ptr(f.Resource), ResourceType: f.ResourceType,
			ResourceOwnerAccount: aws.String(f.owner), Status: f.status, Error: ptr(f.Error),
			CreatedAt: aws.Time(f.created), UpdatedAt: aws.Time(f.updated), AnalyzedAt: aws.Time(f.analyzed),
		})
	}
	return out, err
}

// listFindings is the first version of the list, for external access alone.
func (s *Service) listFindings(_ context.Context, c *model.Call, in *accessanalyzer.ListFindingsInput) (*accessanalyzer.ListFindingsOutput, error) {
	a, all, err := s.selection(c, in.AnalyzerArn, in.Filter, in.Sort)
	if err != nil {
		return nil, err
	}
	if !a.external() {
		return nil, invalid("analyzerArn", "ListFindings is for external access analyzers; use ListFindingsV2 for analyzers of unused and internal access.")
	}
	found, next, err := page(c, all, (*finding).listKey, in.NextToken, in.MaxResults)
	out := &accessanalyzer.ListFindingsOutput{Findings: []types.FindingSummary{}, NextToken: next}
	for _, f := range found {
		summary := types.FindingSummary{
			Id: aws.String(f.id), Resource: ptr(f.Resource), ResourceType: f.ResourceType,
			ResourceOwnerAccount: aws.String(f.owner), Status: f.status, Error: ptr(f.Error),
			CreatedAt: aws.Time(f.created), UpdatedAt: aws.Time(f.updated), AnalyzedAt: aws.Time(f.analyzed),
			Condition: map[string]string{},
		}
		for _, d := range f.Details {
			if d, ok := d.(*types.FindingDetailsMemberExternalAccessDetails); ok {
				v := d.Value
				summary.Action, summary.Principal, summary.IsPublic = v.Action, v.Principal, v.IsPublic
				summary.Sources, summary.ResourceControlPolicyRestriction = v.Sources, v.ResourceControlPolicyRestriction
				if v.Condition != nil {
					summary.Condition = v.Condition
				}
			}
		}
		out.Findings = append(out.Findings, summary)
	}
	return out, err
}

func (s *Service) getFindingV2(_ context.Context, c *model.Call, in *accessanalyzer.GetFindingV2Input) (*accessanalyzer.GetFindingV2Output, error) {
	a, err := s.state.Read(c).byARN(c, in.AnalyzerArn)
	if err != nil {
		return nil, err
	}
	f := a.finding(aws.ToString(in.Id))
	if f == nil {
		return nil, notFound("AWS::AccessAnalyzer::Finding", aws.ToString(in.Id))
	}
	details, next, err := page(c, f.Details, nil, in.NextToken, in.MaxResults)
	return &accessanalyzer.GetFindingV2Output{
		Id: aws.String(f.id), FindingType: f.Type, FindingDetails: details, NextToken: next,
		Resource: ptr(f.Resource), ResourceType: f.ResourceType, ResourceOwnerAccount: aws.String(f.owner),
		Status: f.status, Error: ptr(f.Error),
		CreatedAt: aws.Time(f.created), UpdatedAt: aws.Time(f.updated), AnalyzedAt: aws.Time(f.analyzed),
	}, err
}

func (a *analyzer) finding(id string) *finding {
	if i := slices.IndexFunc(a.findings, func(f *finding) bool { return f.id == id }); i >= 0 {
		return a.findings[i]
	}
	return nil
}

func (s *Service) updateFindings(_ context.Context, c *model.Call, in *accessanalyzer.UpdateFindingsInput) (*accessanalyzer.UpdateFindingsOutput, error) {
	a, err := s.state.Write(c).byARN(c, in.AnalyzerArn)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(in.Status.Values(), in.Status) {
		return nil, invalid("status", "Findings can be made ACTIVE or ARCHIVED.")
	}
	var chosen []*finding
	for _, id := range in.Ids {
		f := a.finding(id)
		if f == nil {
			return nil, notFound("AWS::AccessAnalyzer::Finding", id)
		}
		chosen = append(chosen, f)
	}
	switch {
	case len(in.Ids) > 0 && in.ResourceArn != nil, len(in.Ids) == 0 && in.ResourceArn == nil:
		return nil, invalid("ids", "Name either the findings or the resource.")
	case in.ResourceArn != nil:
		for _, f := range a.findings {
			if f.Resource == *in.ResourceArn {
				chosen = append(chosen, f)
			}
		}
	}
	for _, f := range chosen {
		// What is resolved stays so: there is no access to talk about.
		if status := types.FindingStatus(in.Status); f.status != types.FindingStatusResolved && f.status != status {
			f.status, f.updated = status, c.Now()
		}
	}
	return nil, nil
}

func (s *Service) listAnalyzedResources(_ context.Context, c *model.Call, in *accessanalyzer.ListAnalyzedResourcesInput) (*accessanalyzer.ListAnalyzedResourcesOutput, error) {
	a, err := s.state.Read(c).byARN(c, in.AnalyzerArn)
	if err != nil {
		return nil, err
	}
	if !a.external() {
		return nil, invalid("analyzerArn", "ListAnalyzedResources is for external access analyzers.")
	}
	var all []types.AnalyzedResourceSummary
	for _, r := range a.resources {
		if in.ResourceType == "" || r.ResourceType == in.ResourceType {
			all = append(all, r)
		}
	}
	resources, next, err := page(c, all, func(r types.AnalyzedResourceSummary) string { return aws.ToString(r.ResourceArn) }, in.NextToken, in.MaxResults)
	return &accessanalyzer.ListAnalyzedResourcesOutput{AnalyzedResources: resources, NextToken: next}, err
}
