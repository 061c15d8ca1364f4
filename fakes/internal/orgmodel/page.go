package orgmodel

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// largest is the most that a page holds, and how much it holds by default.
const largest = 20

// served marks the token of a page whose empty forerunner was delivered.
const served = "."

// page cuts a list into pages. Lists of Organizations may have empty pages with
// a token; see [Service.EmptyPages].
func page[T any](s *Service, c *model.Call, items []T, key func(T) *string, token *string, asked *int32) ([]T, *string, error) {
	switch {
	case asked != nil && *asked < 1:
		return nil, nil, invalid(types.InvalidInputExceptionReasonMinValueExceeded, "You specified a value for MaxResults that is smaller than 1.")
	case asked != nil && *asked > largest:
		return nil, nil, invalid(types.InvalidInputExceptionReasonMaxValueExceeded, "You specified a value for MaxResults that is larger than 20.")
	}
	place, was := strings.CutPrefix(aws.ToString(token), served)
	if s.EmptyPages && !was {
		return nil, aws.String(served + place), nil
	}
	out, next, ok := model.Page(c, items, func(item T) string { return aws.ToString(key(item)) }, &place, asked, largest)
	if !ok {
		return nil, nil, invalid(types.InvalidInputExceptionReasonInvalidPaginationToken, "You provided an invalid NextToken.")
	}
	return out, next, nil
}
