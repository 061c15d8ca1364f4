package collect

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer/types"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// analyzers collects the analyzers of all types.
func analyzers(ctx context.Context, p *Pass) (iamhygiene.Regional[iamhygiene.Analyzer], error) {
	const operation = "access-analyzer:ListAnalyzers"
	return InRegions(ctx, p, func(ctx context.Context, cfg aws.Config, region string) ([]iamhygiene.Analyzer, error) {
		client := accessanalyzer.NewFromConfig(cfg)
		all, err := List(ctx, operation, func(ctx context.Context, token *string) ([]iamhygiene.Analyzer, *string, error) {
			out, err := client.ListAnalyzers(ctx, &accessanalyzer.ListAnalyzersInput{NextToken: token})
			if err != nil {
				return nil, nil, err
			}
			return convert(out.Analyzers, func(a types.AnalyzerSummary) iamhygiene.Analyzer {
				return iamhygiene.Analyzer{
					ARN: aws.ToString(a.Arn), Name: aws.ToString(a.Name), Region: region,
					Type: string(a.Type), Status: string(a.Status), Created: aws.ToTime(a.CreatedAt),
				}
			}), out.NextToken, nil
		})
		slices.SortFunc(all, func(a, b iamhygiene.Analyzer) int { return compare(a.ARN, b.ARN) })
		return all, err
	})
}

// analyzerFindings collects the active findings of the analyzers that are known,
// each in its Region: those about access from outside, inside and unused alike,
// which only the second version of the operation has. An analyzer with more
// than limit, if that is not 0, is an error, and has none: a part would be taken
// for the whole.
func analyzerFindings(limit int) func(context.Context, *Pass) (map[string][]iamhygiene.AnalyzerFinding, error) {
	return func(ctx context.Context, p *Pass) (map[string][]iamhygiene.AnalyzerFinding, error) {
		analyzers, err := iamhygiene.Analyzers.Get(p.Snapshot)
		if err != nil {
			e := *iamhygiene.AsDataError(err)
			e.Message = "the analyzers are not known: " + e.Message
			return nil, &e
		}
		var arns []string
		regions := make(map[string]string)
		for _, a := range analyzers.Items {
			arns = append(arns, a.ARN)
			regions[a.ARN] = a.Region
		}
		var mu sync.Mutex
		all := make(map[string][]iamhygiene.AnalyzerFinding, len(arns))
		err = p.Each(ctx, arns, func(ctx context.Context, arn string) error {
			findings, err := activeFindings(ctx, accessanalyzer.NewFromConfig(p.In(regions[arn])), arn, limit)
			if err == nil {
				mu.Lock()
				defer mu.Unlock()
				all[arn] = findings
			}
			return err
		})
		return all, err
	}
}

func activeFindings(ctx context.Context, client *accessanalyzer.Client, analyzer string, limit int) ([]iamhygiene.AnalyzerFinding, error) {
	const operation = "access-analyzer:ListFindingsV2"
	n := 0
	all, err := List(ctx, operation, func(ctx context.Context, token *string) ([]iamhygiene.AnalyzerFinding, *string, error) {
		out, err := client.ListFindingsV2(ctx, &accessanalyzer.ListFindingsV2Input{
			AnalyzerArn: aws.String(analyzer), NextToken: token, MaxResults: aws.Int32(100),
			Filter: map[string]types.Criterion{"status": {Eq: []string{string(types.FindingStatusActive)}}},
		})
		if err != nil {
			return nil, nil, err
		}
		if n += len(out.Findings); limit > 0 && n > limit {
			return nil, nil, &iamhygiene.DataError{
				Code:    iamhygiene.CodeTruncated,
				Message: fmt.Sprintf("the analyzer has more than the %d active findings of Options.MaxFindings, and none of them were kept", limit),
			}
		}
		return convert(out.Findings, func(f types.FindingSummaryV2) iamhygiene.AnalyzerFinding {
			return iamhygiene.AnalyzerFinding{
				ID: aws.ToString(f.Id), Type: string(f.FindingType), Resource: aws.ToString(f.Resource), ResourceType: string(f.ResourceType),
				Account: aws.ToString(f.ResourceOwnerAccount), Created: aws.ToTime(f.CreatedAt), Status: string(f.Status),
			}
		}), out.NextToken, nil
	})
	slices.SortFunc(all, func(a, b iamhygiene.AnalyzerFinding) int { return compare(a.ID, b.ID) })
	return all, err
}
