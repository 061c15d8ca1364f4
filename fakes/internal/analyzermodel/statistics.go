package analyzermodel

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// mostAccounts is how many accounts the statistics of unused access name.
const mostAccounts = 10

func (s *Service) getFindingsStatistics(_ context.Context, c *model.Call, in *accessanalyzer.GetFindingsStatisticsInput) (*accessanalyzer.GetFindingsStatisticsOutput, error) {
	a, err := s.state.Read(c).byARN(c, in.AnalyzerArn)
	if err != nil {
		return nil, err
	}
	statistics := a.internalStatistics
	switch {
	case a.external():
		statistics = a.externalStatistics
	case a.unused():
		statistics = a.unusedStatistics
	}
	return &accessanalyzer.GetFindingsStatisticsOutput{FindingsStatistics: []types.FindingsStatistics{statistics()}, LastUpdatedAt: aws.Time(c.Now())}, nil
}

// count counts findings by status, those of one resource type if it is given.
func (a *analyzer) count(status types.FindingStatus, kind types.ResourceType) *int32 {
	var n int32
	for _, f := range a.findings {
		if f.status == status && (kind == "" || f.ResourceType == kind) {
			n++
		}
	}
	return &n
}

func (a *analyzer) externalStatistics() types.FindingsStatistics {
	details := make(map[string]types.ResourceTypeDetails)
	for _, f := range a.findings {
		if f.status != types.FindingStatusActive {
			continue
		}
		d, ok := details[string(f.ResourceType)]
		if !ok {
			d = types.ResourceTypeDetails{TotalActivePublic: new(int32), TotalActiveCrossAccount: new(int32), TotalActiveErrors: new(int32)}
			details[string(f.ResourceType)] = d
		}
		switch _, _, public := f.access(); {
		case f.Error != "":
			*d.TotalActiveErrors++
		case aws.ToBool(public):
			*d.TotalActivePublic++
		default:
			*d.TotalActiveCrossAccount++
		}
	}
	return &types.FindingsStatisticsMemberExternalAccessFindingsStatistics{Value: types.ExternalAccessFindingsStatistics{
		ResourceTypeStatistics: details,
		TotalActiveFindings:    a.count(types.FindingStatusActive, ""),
		TotalArchivedFindings:  a.count(types.FindingStatusArchived, ""),
		TotalResolvedFindings:  a.count(types.FindingStatusResolved, ""),
	}}
}

func (a *analyzer) internalStatistics() types.FindingsStatistics {
	details := make(map[string]types.InternalAccessResourceTypeDetails)
	for _, f := range a.findings {
		details[string(f.ResourceType)] = types.InternalAccessResourceTypeDetails{
			TotalActiveFindings:   a.count(types.FindingStatusActive, f.ResourceType),
			TotalArchivedFindings: a.count(types.FindingStatusArchived, f.ResourceType),
			TotalResolvedFindings: a.count(types.FindingStatusResolved, f.ResourceType),
		}
	}
	return &types.FindingsStatisticsMemberInternalAccessFindingsStatistics{Value: types.InternalAccessFindingsStatistics{
		ResourceTypeStatistics: details,
		TotalActiveFindings:    a.count(types.FindingStatusActive, ""),
		TotalArchivedFindings:  a.count(types.FindingStatusArchived, ""),
		TotalResolvedFindings:  a.count(types.FindingStatusResolved, ""),
	}}
}

func (a *analyzer) unusedStatistics() types.FindingsStatistics {
	kinds, accounts := make(map[string]int32), make(map[string]map[string]int32)
	for _, f := range a.findings {
		if f.status != types.FindingStatusActive {
			continue
		}
		kinds[string(f.Type)]++
		if accounts[f.owner] == nil {
			accounts[f.owner] = make(map[string]int32)
		}
		accounts[f.owner][string(f.Type)]++
	}
	value := types.UnusedAccessFindingsStatistics{
		TotalActiveFindings:   a.count(types.FindingStatusActive, ""),
		TotalArchivedFindings: a.count(types.FindingStatusArchived, ""),
		TotalResolvedFindings: a.count(types.FindingStatusResolved, ""),
	}
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		value.UnusedAccessTypeStatistics = append(value.UnusedAccessTypeStatistics,
			types.UnusedAccessTypeStatistics{UnusedAccessType: aws.String(kind), Total: aws.Int32(kinds[kind])})
	}
	for _, account := range slices.Sorted(maps.Keys(accounts)) {
		var total int32
		for _, n := range accounts[account] {
			total += n
		}
		value.TopAccounts = append(value.TopAccounts, types.FindingAggregationAccountDetails{
			Account: aws.String(account), NumberOfActiveFindings: aws.Int32(total), Details: accounts[account],
		})
	}
	slices.SortStableFunc(value.TopAccounts, func(x, y types.FindingAggregationAccountDetails) int {
		return cmp.Compare(*y.NumberOfActiveFindings, *x.NumberOfActiveFindings)
	})
	value.TopAccounts = value.TopAccounts[:min(len(value.TopAccounts), mostAccounts)]
	return &types.FindingsStatisticsMemberUnusedAccessFindingsStatistics{Value: value}
}
