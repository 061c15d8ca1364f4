package compute

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

// functions collects the functions, each as it is now: published versions are
// left out.
func functions(ctx context.Context, p *collect.Pass) (iamhygiene.Regional[iamhygiene.Function], error) {
	return collect.InRegions(ctx, p, func(ctx context.Context, cfg aws.Config, region string) ([]iamhygiene.Function, error) {
		client := lambda.NewFromConfig(cfg)
		all, err := collect.List(ctx, "lambda:ListFunctions", func(ctx context.Context, token *string) ([]iamhygiene.Function, *string, error) {
			out, err := client.ListFunctions(ctx, &lambda.ListFunctionsInput{Marker: token, MaxItems: aws.Int32(50)})
			if err != nil {
				return nil, nil, err
			}
			page := make([]iamhygiene.Function, len(out.Functions))
			for i, f := range out.Functions {
				page[i] = function(f, region)
			}
			return page, out.NextMarker, nil
		})
		slices.SortFunc(all, func(a, b iamhygiene.Function) int { return strings.Compare(a.ARN, b.ARN) })
		return all, err
	})
}

// function converts a function. The values of its variables end here.
func function(f types.FunctionConfiguration, region string) iamhygiene.Function {
	out := iamhygiene.Function{
		ARN: aws.ToString(f.FunctionArn), Name: aws.ToString(f.FunctionName), Region: region,
		Role: aws.ToString(f.Role), Runtime: string(f.Runtime),
	}
	if f.Environment == nil {
		return out
	}
	if e := f.Environment.Error; e != nil {
		out.VariablesError = aws.ToString(e.ErrorCode)
		if out.VariablesError == "" {
			out.VariablesError = iamhygiene.CodeInvalid // an error without a code is still one
		}
		return out
	}
	out.Variables = slices.Sorted(maps.Keys(f.Environment.Variables))
	for _, name := range out.Variables {
		if value := f.Environment.Variables[name]; hasKeyID(value) || namesSecret(name) && isSecret(value) {
			out.KeyVariables = append(out.KeyVariables, name)
		}
	}
	return out
}
