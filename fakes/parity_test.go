package fakes_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer"
	aatypes "github.com/aws/aws-sdk-go-v2/service/accessanalyzer/types"
	"github.com/aws/aws-sdk-go-v2/service/account"
	accounttypes "github.com/aws/aws-sdk-go-v2/service/account/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	iamtypes "github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	orgtypes "github.com/aws/aws-sdk-go-v2/service/organizations/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
)

// A wire answers requests as AWS does on the network: by HTTP, in the format of
// the service. It is what the fakes are compared with.
type wire struct {
	status   int
	header   http.Header
	body     string // %s is the request id
	err      error  // of the connection
	requests int
}

func (w *wire) Do(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			return nil, err
		}
	}
	w.requests++
	if w.err != nil {
		return nil, w.err
	}
	id := requestID(w.requests)
	header := w.header.Clone()
	if header == nil {
		header = http.Header{}
	}
	header.Set("X-Amzn-Requestid", id)
	body := bytes.ReplaceAll([]byte(w.body), []byte("%s"), []byte(id))
	return &http.Response{StatusCode: w.status, Header: header, Body: io.NopCloser(bytes.NewReader(body)), Request: r}, nil
}

func (w *wire) config() aws.Config {
	return aws.Config{
		Region:      "us-east-1",
		Credentials: credentials.NewStaticCredentialsProvider("AKIAIOSFODNN7EXAMPLE", "secret", ""),
		HTTPClient:  w,
		Retryer: func() aws.Retryer {
			return retry.NewStandard(func(o *retry.StandardOptions) {
				o.RateLimiter = ratelimit.None
				o.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
			})
		},
	}
}

// requestID is the id that a fake gives its n-th request.
func requestID(n int) string { return fmt.Sprintf("fa4e0000-0000-4000-8000-%012x", n) }

// A scene is one call and its answer, given twice: as the wire carries it, and
// as it is given to a fake.
type scene struct {
	name, reason string
	wire         wire
	answer       func(*fakes.Account)
	call         func(context.Context, aws.Config) (any, error)
	// errorType is the type of the service's error, nil for an output.
	errorType error
}

const xmlError = `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>CODE</Code><Message>MESSAGE</Message></Error><RequestId>%s</RequestId></ErrorResponse>`

func queryError(status int, code, message string) wire {
	body := bytes.ReplaceAll([]byte(xmlError), []byte("CODE"), []byte(code))
	return wire{status: status, body: string(bytes.ReplaceAll(body, []byte("MESSAGE"), []byte(message)))}
}

func jsonError(status int, code, members string) wire {
	return wire{status: status, body: `{"__type":"` + code + `",` + members + `}`}
}

func restError(status int, code, body string) wire {
	return wire{status: status, body: body, header: http.Header{"X-Amzn-Errortype": {code}}}
}

func getUser(ctx context.Context, cfg aws.Config) (any, error) {
	return iam.NewFromConfig(cfg).GetUser(ctx, &iam.GetUserInput{UserName: aws.String("alice")})
}

func answerGetUser(out *iam.GetUserOutput, err error) func(*fakes.Account) {
	return func(a *fakes.Account) {
		fakes.On(a, func(context.Context, *iam.GetUserInput) (*iam.GetUserOutput, error) { return out, err })
	}
}

func listRoots(ctx context.Context, cfg aws.Config) (any, error) {
	return organizations.NewFromConfig(cfg).ListRoots(ctx, nil)
}

func fail(op fakes.Operation, f fakes.Fault) func(*fakes.Account) {
	return func(a *fakes.Account) { a.Fail(op, f) }
}

func createAnalyzer(ctx context.Context, cfg aws.Config) (any, error) {
	return accessanalyzer.NewFromConfig(cfg).CreateAnalyzer(ctx, &accessanalyzer.CreateAnalyzerInput{
		AnalyzerName: aws.String("a"), Type: aatypes.TypeAccount, ClientToken: aws.String("t"),
	})
}

var scenes = []scene{
	{
		name: "iam output", reason: "query XML: the output of a model is what the wire gives",
		wire:   wire{status: 200, body: `<GetUserResponse><GetUserResult><User><UserName>alice</UserName><Arn>arn:aws:iam::111122223333:user/alice</Arn></User></GetUserResult></GetUserResponse>`},
		answer: answerGetUser(&iam.GetUserOutput{User: &iamtypes.User{UserName: aws.String("alice"), Arn: aws.String("arn:aws:iam::111122223333:user/alice")}}, nil),
		call:   getUser,
	},
	{
		name: "iam typed error", reason: "GetUser models NoSuchEntity",
		wire:      queryError(404, "NoSuchEntity", "The user with name alice cannot be found."),
		answer:    answerGetUser(nil, &smithy.GenericAPIError{Code: "NoSuchEntity", Message: "The user with name alice cannot be found."}),
		call:      getUser,
		errorType: &iamtypes.NoSuchEntityException{},
	},
	{
		name: "iam error that the operation does not model", reason: "GetUser does not model LimitExceeded, so it arrives untyped even if the fake returns the typed exception",
		wire:      queryError(409, "LimitExceeded", "Too many."),
		answer:    answerGetUser(nil, &iamtypes.LimitExceededException{Message: aws.String("Too many.")}),
		call:      getUser,
		errorType: &smithy.GenericAPIError{},
	},
	{
		name: "iam code that is not the type's name", reason: "CredentialReportNotReadyException is ReportInProgress on the wire",
		wire: queryError(404, "ReportInProgress", "wait"),
		answer: func(a *fakes.Account) {
			fakes.On(a, func(context.Context, *iam.GetCredentialReportInput) (*iam.GetCredentialReportOutput, error) {
				return nil, &iamtypes.CredentialReportNotReadyException{Message: aws.String("wait")}
			})
		},
		call: func(ctx context.Context, cfg aws.Config) (any, error) {
			return iam.NewFromConfig(cfg).GetCredentialReport(ctx, nil)
		},
		errorType: &iamtypes.CredentialReportNotReadyException{},
	},
	{
		name: "iam service failure", reason: "status 500 is retried until the attempts are used up",
		wire:      queryError(500, "ServiceFailure", "The request processing has failed because of an unknown error, exception or failure."),
		answer:    fail(fakes.Op[iam.GetUserInput](), fakes.ServiceFailure()),
		call:      getUser,
		errorType: &iamtypes.ServiceFailureException{},
	},
	{
		name: "iam throttling", reason: "the code is in the SDK's list of throttle codes, so it is retried",
		wire:      queryError(400, "Throttling", "Rate exceeded"),
		answer:    fail(fakes.Op[iam.GetUserInput](), fakes.Throttle(3)),
		call:      getUser,
		errorType: &smithy.GenericAPIError{},
	},
	{
		name: "characters that XML escapes", reason: "messages carry ARNs, quotes and angle brackets",
		wire:      queryError(400, "ValidationError", "a &lt;b&gt; &amp; &#34;c&#34;"),
		answer:    answerGetUser(nil, &smithy.GenericAPIError{Code: "ValidationError", Message: `a <b> & "c"`}),
		call:      getUser,
		errorType: &smithy.GenericAPIError{},
	},
	{
		name: "lost connection", reason: "no response: status 0 in the text, and retried",
		wire:      wire{err: io.ErrUnexpectedEOF},
		answer:    fail(fakes.Operation{}, fakes.Disconnect(0)),
		call:      getUser,
		errorType: io.ErrUnexpectedEOF,
	},
	{
		name: "sts refusal", reason: "STS models no AccessDenied",
		wire: queryError(403, "AccessDenied", "User: arn:aws:sts::111122223333:assumed-role/Administrator/fakes is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::444455556666:role/Audit"),
		call: func(ctx context.Context, cfg aws.Config) (any, error) {
			return sts.NewFromConfig(cfg).AssumeRole(ctx, &sts.AssumeRoleInput{
				RoleArn: aws.String("arn:aws:iam::444455556666:role/Audit"), RoleSessionName: aws.String("scan"),
			})
		},
		errorType: &smithy.GenericAPIError{},
	},
	{
		name: "organizations output", reason: "JSON",
		wire: wire{status: 200, body: `{"Roots":[{"Id":"r-abcd","PolicyTypes":[{"Type":"SERVICE_CONTROL_POLICY","Status":"ENABLED"}]}]}`},
		answer: func(a *fakes.Account) {
			fakes.On(a, func(context.Context, *organizations.ListRootsInput) (*organizations.ListRootsOutput, error) {
				return &organizations.ListRootsOutput{Roots: []orgtypes.Root{{Id: aws.String("r-abcd"), PolicyTypes: []orgtypes.PolicyTypeSummary{
					{Type: orgtypes.PolicyTypeServiceControlPolicy, Status: orgtypes.PolicyTypeStatusEnabled},
				}}}}, nil
			})
		},
		call: listRoots,
	},
	{
		name: "organizations typed error", reason: "JSON RPC services answer 400 to refusals",
		wire:      jsonError(400, "AccessDeniedException", `"Message":"You don't have permissions to access this resource."`),
		answer:    fail(fakes.Operation{}, fakes.APIError("AccessDeniedException", "You don't have permissions to access this resource.")),
		call:      listRoots,
		errorType: &orgtypes.AccessDeniedException{},
	},
	{
		name: "organizations error with a member", reason: "the reason of a constraint violation reaches the caller",
		wire: jsonError(400, "ConstraintViolationException", `"Message":"no","Reason":"ACCOUNT_NUMBER_LIMIT_EXCEEDED"`),
		answer: fail(fakes.Operation{}, fakes.Failure(&orgtypes.ConstraintViolationException{
			Message: aws.String("no"), Reason: orgtypes.ConstraintViolationExceptionReasonAccountNumberLimitExceeded,
		})),
		call:      listRoots,
		errorType: &orgtypes.ConstraintViolationException{},
	},
	{
		name: "organizations error of another operation", reason: "a client made from schemas types every error of its service, whatever the operation",
		wire:      jsonError(400, "DuplicateAccountException", `"Message":"again"`),
		answer:    fail(fakes.Operation{}, fakes.APIError("DuplicateAccountException", "again")),
		call:      listRoots,
		errorType: &orgtypes.DuplicateAccountException{},
	},
	{
		name: "organizations throttling", reason: "TooManyRequestsException is retried",
		wire:      jsonError(400, "TooManyRequestsException", `"Message":"Rate exceeded"`),
		answer:    fail(fakes.Operation{}, fakes.Throttle(3)),
		call:      listRoots,
		errorType: &orgtypes.TooManyRequestsException{},
	},
	{
		name: "account output", reason: "REST JSON",
		wire: wire{status: 200, body: `{"AlternateContact":{"Name":"Sec","EmailAddress":"sec@example.com","AlternateContactType":"SECURITY"}}`},
		answer: func(a *fakes.Account) {
			fakes.On(a, func(context.Context, *account.GetAlternateContactInput) (*account.GetAlternateContactOutput, error) {
				return &account.GetAlternateContactOutput{AlternateContact: &accounttypes.AlternateContact{
					Name: aws.String("Sec"), EmailAddress: aws.String("sec@example.com"), AlternateContactType: accounttypes.AlternateContactTypeSecurity,
				}}, nil
			})
		},
		call: getContact,
	},
	{
		name: "account not found", reason: "REST services answer 404",
		wire:      restError(404, "ResourceNotFoundException", `{"message":"No contact of the inputted alternate contact type found."}`),
		answer:    fail(fakes.Operation{}, fakes.APIError("ResourceNotFoundException", "No contact of the inputted alternate contact type found.")),
		call:      getContact,
		errorType: &accounttypes.ResourceNotFoundException{},
	},
	{
		name: "account throttling", reason: "REST services answer 429",
		wire:      restError(429, "TooManyRequestsException", `{"message":"Rate exceeded"}`),
		answer:    fail(fakes.Operation{}, fakes.Throttle(3)),
		call:      getContact,
		errorType: &accounttypes.TooManyRequestsException{},
	},
	{
		name: "access analyzer conflict", reason: "members beside the message",
		wire: restError(409, "ConflictException", `{"message":"exists","resourceId":"a","resourceType":"Analyzer"}`),
		answer: fail(fakes.Operation{}, fakes.Failure(&aatypes.ConflictException{
			Message: aws.String("exists"), ResourceId: aws.String("a"), ResourceType: aws.String("Analyzer"),
		})),
		call:      createAnalyzer,
		errorType: &aatypes.ConflictException{},
	},
	{
		name: "access analyzer error that the operation does not model", reason: "CreateAnalyzer does not model ResourceNotFoundException",
		wire:      restError(404, "ResourceNotFoundException", `{"message":"none"}`),
		answer:    fail(fakes.Operation{}, fakes.APIError("ResourceNotFoundException", "none")),
		call:      createAnalyzer,
		errorType: &smithy.GenericAPIError{},
	},
	{
		name: "unknown code", reason: "a code that no client has heard of",
		wire:      restError(400, "NewException", `{"message":"new"}`),
		answer:    fail(fakes.Operation{}, fakes.APIError("NewException", "new")),
		call:      createAnalyzer,
		errorType: &smithy.GenericAPIError{},
	},
}

func getContact(ctx context.Context, cfg aws.Config) (any, error) {
	return account.NewFromConfig(cfg).GetAlternateContact(ctx, &account.GetAlternateContactInput{AlternateContactType: accounttypes.AlternateContactTypeSecurity})
}

// TestParity runs each scene over the wire and through a fake: the caller must
// not be able to tell which is which.
func TestParity(t *testing.T) {
	for _, s := range slices.Concat(scenes, modelScenes) {
		t.Run(s.name, func(t *testing.T) {
			ctx := context.Background()
			fake := fakes.NewAccount("111122223333")
			if s.answer != nil {
				s.answer(fake)
			}
			w := s.wire
			wantOut, wantErr := s.call(ctx, w.config())
			gotOut, gotErr := s.call(ctx, fake.Config())

			assert.Len(t, fake.Calls(), w.requests, "the number of attempts: "+s.reason)
			if s.errorType == nil {
				require.NoError(t, wantErr)
				require.NoError(t, gotErr, s.reason)
				want, _ := awsmiddleware.GetRequestIDMetadata(metadata(wantOut))
				got, _ := awsmiddleware.GetRequestIDMetadata(metadata(gotOut))
				assert.NotEmpty(t, got)
				assert.Equal(t, want, got, "request id")
				assert.Equal(t, withoutMetadata(wantOut), withoutMetadata(gotOut), s.reason)
				return
			}
			require.Error(t, wantErr, "the scene's wire must fail")
			require.EqualError(t, gotErr, wantErr.Error(), s.reason)
			assert.Equal(t, chain(wantErr), chain(gotErr), "the types in the chain of errors: %s", s.reason)
			assert.Equal(t, reflect.TypeOf(s.errorType), reflect.TypeOf(innermost(wantErr)), "the scene expects another type than the wire gives")
			assert.Equal(t, innermost(wantErr), innermost(gotErr), s.reason)
			assert.Equal(t, status(wantErr), status(gotErr), s.reason)
		})
	}
}

func TestParityOfCancelledContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	w := &wire{err: context.Canceled}
	cfg := w.config()
	cfg.HTTPClient = doFunc(func(*http.Request) (*http.Response, error) { cancel(); return nil, ctx.Err() })
	_, want := getUser(ctx, cfg)

	fresh, cancelFresh := context.WithCancel(context.Background())
	fake := fakes.NewAccount("111122223333")
	fakes.On(fake, func(ctx context.Context, _ *iam.GetUserInput) (*iam.GetUserOutput, error) {
		cancelFresh() // while the call is under way
		return nil, ctx.Err()
	})
	_, got := getUser(fresh, fake.Config())
	require.EqualError(t, got, want.Error())
	assert.ErrorIs(t, got, context.Canceled)
	assert.Equal(t, chain(want), chain(got))

	_, before := getUser(fresh, fake.Config())
	assert.ErrorIs(t, before, context.Canceled, "cancelled before the call")
	assert.Len(t, fake.Calls(), 1, "a call with a cancelled context does not leave the client")
}

type doFunc func(*http.Request) (*http.Response, error)

func (f doFunc) Do(r *http.Request) (*http.Response, error) { return f(r) }

// chain lists the types of an error and of what it wraps.
func chain(err error) []string {
	var types []string
	for ; err != nil; err = errors.Unwrap(err) {
		types = append(types, fmt.Sprintf("%T", err))
	}
	return types
}

func innermost(err error) error {
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(err) {
		err = inner
	}
	return err
}

func status(err error) int {
	var s interface{ HTTPStatusCode() int }
	if errors.As(err, &s) {
		return s.HTTPStatusCode()
	}
	return -1
}

func withoutMetadata(out any) any {
	v := reflect.ValueOf(out)
	if !v.IsValid() || v.Kind() != reflect.Pointer || v.IsNil() {
		return nil
	}
	v.Elem().FieldByName("ResultMetadata").SetZero()
	return out
}

func metadata(out any) middleware.Metadata {
	return reflect.ValueOf(out).Elem().FieldByName("ResultMetadata").Interface().(middleware.Metadata)
}

func code(err error) string {
	var api smithy.APIError
	if errors.As(err, &api) {
		return api.ErrorCode()
	}
	return ""
}
