package seam_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/sts/types"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes/internal/seam"
	"github.com/iamhygiene/sdk/fakes/internal/wire"
)

func client(h seam.Handler, optFns ...func(*sts.Options)) *sts.Client {
	return sts.NewFromConfig(aws.Config{
		Region:      "eu-central-1",
		Credentials: credentials.NewStaticCredentialsProvider("ASIAEXAMPLE", "secret", "token"),
		HTTPClient:  seam.Refuse{},
		Retryer:     seam.Retryer,
		APIOptions:  []func(*middleware.Stack) error{seam.APIOption(h)},
	}, optFns...)
}

func fails(err error) seam.Handler {
	return func(context.Context, seam.Request) (any, string, error) { return nil, "id-1", err }
}

func TestRequest(t *testing.T) {
	var got seam.Request
	c := client(func(_ context.Context, r seam.Request) (any, string, error) {
		got = r
		return &sts.GetCallerIdentityOutput{}, "id-1", nil
	})
	_, err := c.GetCallerIdentity(context.Background(), &sts.GetCallerIdentityInput{})
	require.NoError(t, err)
	assert.NotEmpty(t, got.Invocation)
	got.Invocation = ""
	assert.Equal(t, seam.Request{
		Service: "STS", Package: "sts", Operation: "GetCallerIdentity", Region: "eu-central-1", Endpoint: "eu-central-1", SigningName: "sts",
		AccessKeyID: "ASIAEXAMPLE", SessionToken: "token", Attempt: 1, Protocol: wire.Query, Input: &sts.GetCallerIdentityInput{},
	}, got)
}

// withStatus is an error of the service with another HTTP status than the usual.
type withStatus struct {
	error
	status int
}

func (e withStatus) HTTPStatusCode() int { return e.status }
func (e withStatus) Unwrap() error       { return e.error }

func TestErrors(t *testing.T) {
	denied := &smithy.GenericAPIError{Code: "AccessDenied", Message: "no"}
	for _, c := range []struct {
		name, reason string
		err          error
		want         string
		attempts     int
	}{
		{"of the service", "", denied, "operation error STS: GetCallerIdentity, https response error StatusCode: 403, RequestID: id-1, api error AccessDenied: no", 1},
		{"wrapped", "what a handler adds is not on the wire", fmt.Errorf("handler: %w", denied), "operation error STS: GetCallerIdentity, https response error StatusCode: 403, RequestID: id-1, api error AccessDenied: no", 1},
		{"with a status", "503 is retried", withStatus{denied, 503}, "operation error STS: GetCallerIdentity, exceeded maximum number of attempts, 3, https response error StatusCode: 503, RequestID: id-1, api error AccessDenied: no", 3},
		{"with a status that is no error", "it is ignored", withStatus{denied, 200}, "operation error STS: GetCallerIdentity, https response error StatusCode: 403, RequestID: id-1, api error AccessDenied: no", 1},
		{"of the connection", "", &smithyhttp.RequestSendError{Err: errors.New("reset")}, "operation error STS: GetCallerIdentity, exceeded maximum number of attempts, 3, https response error StatusCode: 0, RequestID: , request send failed, reset", 3},
		{"of the fake", "no service would say it", errors.New("fakes: boom"), "operation error STS: GetCallerIdentity, fakes: boom", 1},
		{"typed nil", "a mistake of the handler is no panic", (*smithy.GenericAPIError)(nil), "operation error STS: GetCallerIdentity, fakes: sts:GetCallerIdentity was answered with an error that is a nil *smithy.GenericAPIError; return nil or a pointer to an error", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			attempts := 0
			_, err := client(func(ctx context.Context, r seam.Request) (any, string, error) {
				attempts++
				return fails(c.err)(ctx, r)
			}).GetCallerIdentity(context.Background(), nil)
			require.Error(t, err)
			assert.EqualError(t, err, c.want, c.reason)
			assert.Equal(t, c.attempts, attempts, c.reason)
		})
	}
}

func TestResponseOfAnError(t *testing.T) {
	_, err := client(fails(&types.ExpiredTokenException{Message: aws.String("old")})).AssumeRoleWithWebIdentity(context.Background(), &sts.AssumeRoleWithWebIdentityInput{
		RoleArn: aws.String("r"), RoleSessionName: aws.String("s"), WebIdentityToken: aws.String("t"),
	})
	var typed *types.ExpiredTokenException
	require.ErrorAs(t, err, &typed)
	var response *awshttp.ResponseError
	require.ErrorAs(t, err, &response)
	assert.Equal(t, "id-1", response.ServiceRequestID())
	assert.Equal(t, http.StatusBadRequest, response.HTTPStatusCode())
	assert.Equal(t, "id-1", response.Response.Header.Get("X-Amzn-Requestid"))
}

func TestOtherMiddlewareStillRuns(t *testing.T) {
	var seen []string
	note := func(id string) middleware.FinalizeMiddleware {
		return middleware.FinalizeMiddlewareFunc(id, func(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (middleware.FinalizeOutput, middleware.Metadata, error) {
			signed := in.Request.(*smithyhttp.Request).Header.Get("Authorization") != ""
			seen = append(seen, fmt.Sprintf("%s signed=%v", id, signed))
			return next.HandleFinalize(ctx, in)
		})
	}
	c := client(func(context.Context, seam.Request) (any, string, error) {
		return &sts.GetCallerIdentityOutput{}, "", nil
	}, func(o *sts.Options) {
		o.APIOptions = append(o.APIOptions, func(s *middleware.Stack) error {
			return errors.Join(
				s.Finalize.Insert(note("before"), "Signing", middleware.Before),
				s.Finalize.Insert(note("after"), "Signing", middleware.After),
			)
		})
	})
	_, err := c.GetCallerIdentity(context.Background(), nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"before signed=false", "after signed=true"}, seen)
}
