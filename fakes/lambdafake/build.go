package lambdafake

import (
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/aws/smithy-go"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/internal/iammodel"
	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// A Service is Lambda in one Region of an account. Make one with [Of]. Its methods
// are safe for concurrent use; what AWS would refuse makes every call of the
// account fail with a [fakes.UsageError].
type Service struct {
	account *fakes.Account
	model   *lambdas
	region  string
}

// Of returns Lambda in the account's own Region. The first call installs the
// model, for all accounts of the fake.
func Of(a *fakes.Account) *Service {
	iam := fakes.Install(a, iammodel.New)
	m := fakes.Install(a, func(c *model.Cloud) *lambdas { return newModel(c, iam) })
	return &Service{account: a, model: m, region: a.Config().Region}
}

// In returns Lambda in another Region of the account.
func (s *Service) In(region string) *Service {
	other := *s
	other.region = region
	return &other
}

// do runs fn with the state of the Region. Its error becomes one of usage.
func (s *Service) do(builder, name string, fn func(st *store, a *model.Account) error) {
	fakes.Build(s.account, func(_ *model.Cloud, a *model.Account) error {
		err := fn(s.model.state.At(a, s.region), a)
		var api smithy.APIError
		if errors.As(err, &api) {
			return fmt.Errorf("lambdafake: %s: %s: %s", builder, name, api.ErrorMessage())
		}
		if err != nil {
			return fmt.Errorf("lambdafake: %s: %s: %w", builder, name, err)
		}
		return nil
	})
}

// with runs fn with a function that exists.
func (s *Service) with(builder, name string, fn func(f *function, a *model.Account) error) {
	s.do(builder, name, func(st *store, a *model.Account) error {
		i, ok := st.index(name)
		if !ok {
			return errors.New("there is no such function; add it with AddFunction")
		}
		return fn(st.Functions[i], a)
	})
}

// An Option changes a function that [Service.AddFunction] makes.
type Option struct {
	apply func(*lambda.CreateFunctionInput, *function)
}

// With changes the input by which the function is made, for whatever has no
// option of its own.
func With(fn func(*lambda.CreateFunctionInput)) Option {
	return Option{func(in *lambda.CreateFunctionInput, _ *function) { fn(in) }}
}

// Env adds an environment variable.
func Env(name, value string) Option {
	return Option{func(in *lambda.CreateFunctionInput, _ *function) {
		if in.Environment == nil {
			in.Environment = &types.Environment{Variables: map[string]string{}}
		}
		in.Environment.Variables[name] = value
	}}
}

// Tag adds a tag.
func Tag(key, value string) Option {
	return Option{func(in *lambda.CreateFunctionInput, _ *function) {
		if in.Tags == nil {
			in.Tags = map[string]string{}
		}
		in.Tags[key] = value
	}}
}

// Undecryptable gives the function environment variables under a KMS key that
// cannot be used: the output then has Environment.Error in place of the
// variables.
func Undecryptable(keyARN string) Option {
	return Option{func(in *lambda.CreateFunctionInput, f *function) {
		Env("SECRET", "secret").apply(in, f)
		in.KMSKeyArn = aws.String(keyARN)
		f.Broken = &types.EnvironmentError{
			ErrorCode: aws.String("AccessDeniedException"),
			Message:   aws.String("Lambda was unable to decrypt your environment variables because the KMS access was denied. Please check your KMS permissions."),
		}
	}}
}

// AddFunction adds a function and returns its ARN. Without options it has a small
// deployment package for python3.11. The role has to trust Lambda; delete it
// later for a function whose role is gone.
func (s *Service) AddFunction(name, roleARN string, options ...Option) (arn string) {
	s.do("AddFunction", name, func(st *store, a *model.Account) error {
		in := &lambda.CreateFunctionInput{
			FunctionName: aws.String(name), Role: aws.String(roleARN), Runtime: types.RuntimePython311, Handler: aws.String("index.handler"),
			Code: &types.FunctionCode{ZipFile: []byte("PK\x05\x06" + name)},
		}
		var after function
		for _, o := range options {
			o.apply(in, &after)
		}
		f, err := s.model.create(st, a, s.region, in)
		if err != nil {
			return err
		}
		f.Broken, arn = after.Broken, *f.Config.FunctionArn
		return nil
	})
	return arn
}

// AddPermission adds a statement to the resource policy of a function.
// FunctionName is taken from the argument; a StatementId that is missing is made up.
func (s *Service) AddPermission(name string, in lambda.AddPermissionInput) {
	s.with("AddPermission", name, func(f *function, a *model.Account) error {
		if in.StatementId == nil {
			in.StatementId = aws.String(fmt.Sprintf("statement-%d", len(f.Policy.Statements)+1))
		}
		_, err := s.model.permit(a, f, &in)
		return err
	})
}

// AllowService lets a service invoke a function on behalf of a resource. An
// empty source lets it on behalf of everybody, which is the confused deputy that
// scanners look for.
func (s *Service) AllowService(name, service, sourceARN string) {
	in := lambda.AddPermissionInput{Action: aws.String("lambda:InvokeFunction"), Principal: aws.String(service)}
	if sourceARN != "" {
		in.SourceArn = aws.String(sourceARN)
	}
	s.AddPermission(name, in)
}

// AllowPublic lets everybody invoke a function.
func (s *Service) AllowPublic(name string) {
	s.AddPermission(name, lambda.AddPermissionInput{Action: aws.String("lambda:InvokeFunction"), Principal: aws.String("*")})
}

// AddURL gives a function a URL, which it returns.
func (s *Service) AddURL(name string, auth types.FunctionUrlAuthType) (url string) {
	s.with("AddURL", name, func(f *function, _ *model.Account) error {
		if err := s.model.addURL(s.region, f, auth, nil, ""); err != nil {
			return err
		}
		url = *f.URL.FunctionUrl
		return nil
	})
	return url
}
