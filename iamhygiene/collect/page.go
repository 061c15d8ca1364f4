package collect

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// List reads a list to its last page. page makes the call for one page, with the
// token that the page before gave (nil for the first one), and returns the
// token of the next (nil or "" after the last). operation names the call in
// errors: "iam:ListRoles".
//
// It serves operations with and without a paginator in the SDK. The SDK's
// paginators are not used, because those of IAM take an answer that says that
// there is more, but has no marker, for the last page; see [Marker]. Beside an
// error the items are nil: a part of a list is never taken for the whole.
func List[T any](ctx context.Context, operation string, page func(ctx context.Context, token *string) ([]T, *string, error)) ([]T, error) {
	all := []T{} // an empty list is not an unknown one
	var token *string
	for {
		items, next, err := page(ctx, token)
		if err != nil {
			return nil, named(operation, err)
		}
		all = append(all, items...)
		if aws.ToString(next) == "" {
			return all, nil
		}
		if token != nil && *next == *token {
			return nil, truncated(operation, "gave the same token for two pages, and would go on for ever")
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		token = next
	}
}

// Marker returns the token of the next page from the two fields by which IAM
// tells it, and an error where IsTruncated says that there is more, but there is
// no marker to get it by.
func Marker(operation string, isTruncated bool, marker *string) (*string, error) {
	if !isTruncated {
		return nil, nil
	}
	if aws.ToString(marker) == "" {
		return nil, truncated(operation, "says that more follows, but not how to get it")
	}
	return marker, nil
}

func truncated(operation, problem string) *iamhygiene.DataError {
	return &iamhygiene.DataError{
		Operation: operation, Code: iamhygiene.CodeTruncated, Retryable: true,
		Message: operation + " " + problem,
	}
}

// named gives an error of the library itself the operation that it is about.
func named(operation string, err error) error {
	if e, ok := err.(*iamhygiene.DataError); ok && e.Operation == "" {
		c := *e
		c.Operation = operation
		return &c
	}
	return err
}
