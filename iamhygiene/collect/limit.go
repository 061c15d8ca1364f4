package collect

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go/middleware"
)

// limited returns the configuration with a limit on how many calls its clients
// make at a time. The limit is in the configuration, not in the loops, so that
// no collector can forget it. It holds a place for all attempts of a call: what
// is throttled and waits must not make room for more of the same.
func limited(cfg aws.Config, n int) aws.Config {
	places := make(chan struct{}, n)
	cfg = cfg.Copy()
	cfg.APIOptions = append(cfg.APIOptions[:len(cfg.APIOptions):len(cfg.APIOptions)], func(stack *middleware.Stack) error {
		return stack.Initialize.Add(middleware.InitializeMiddlewareFunc("iamhygiene/collect.limit",
			func(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (middleware.InitializeOutput, middleware.Metadata, error) {
				select {
				case places <- struct{}{}:
				case <-ctx.Done():
					return middleware.InitializeOutput{}, middleware.Metadata{}, ctx.Err()
				}
				defer func() { <-places }()
				return next.HandleInitialize(ctx, in)
			}), middleware.Before)
	})
	return cfg
}
