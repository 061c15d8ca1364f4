package configfake

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"
	"github.com/aws/smithy-go"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/internal/iammodel"
	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// A Service is AWS Config in one Region of an account. Make one with [Of]. Its
// methods are safe for concurrent use; what AWS would refuse makes every call of
// the account fail with a [fakes.UsageError].
type Service struct {
	account *fakes.Account
	model   *config
	region  string
}

// Of returns AWS Config in the account's own Region. The first call installs
// the model, for all accounts of the fake.
func Of(a *fakes.Account) *Service {
	iam := fakes.Install(a, iammodel.New)
	m := fakes.Install(a, func(c *model.Cloud) *config { return newModel(c, iam) })
	return &Service{account: a, model: m, region: a.Config().Region}
}

// In returns AWS Config in another Region of the account.
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
			return fmt.Errorf("configfake: %s: %s: %s", builder, name, api.ErrorMessage())
		}
		if err != nil {
			return fmt.Errorf("configfake: %s: %s: %w", builder, name, err)
		}
		return nil
	})
}

// AddRecorder adds a configuration recorder for all resources, the global ones
// included, and a delivery channel of the same name to the bucket "config-" and
// the account id. It records. Functions may change the recorder.
func (s *Service) AddRecorder(name, roleARN string, options ...func(*types.ConfigurationRecorder)) {
	s.do("AddRecorder", name, func(st *store, a *model.Account) error {
		r := types.ConfigurationRecorder{
			Name: aws.String(name), RoleARN: aws.String(roleARN),
			RecordingGroup: &types.RecordingGroup{AllSupported: true, IncludeGlobalResourceTypes: true},
		}
		for _, fn := range options {
			fn(&r)
		}
		if err := s.model.setRecorder(st, a, s.region, r, nil); err != nil {
			return err
		}
		if err := st.setChannel(types.DeliveryChannel{Name: aws.String(name), S3BucketName: aws.String("config-" + a.ID)}); err != nil {
			return err
		}
		s.model.start(st.Recorder)
		return nil
	})
}

// StopRecorder stops the recorder of the Region.
func (s *Service) StopRecorder() {
	s.do("StopRecorder", s.region, func(st *store, _ *model.Account) error {
		if st.Recorder == nil {
			return errors.New("there is no recorder; add one with AddRecorder")
		}
		s.model.stop(st.Recorder)
		return nil
	})
}

// FailRecorder makes the last delivery of the recorder a failure, as it is when
// the bucket's policy does not let AWS Config in.
func (s *Service) FailRecorder(code, message string) {
	s.do("FailRecorder", s.region, func(st *store, _ *model.Account) error {
		if st.Recorder == nil {
			return errors.New("there is no recorder; add one with AddRecorder")
		}
		now := s.model.now()
		st.Recorder.Status.LastStatus, st.Recorder.Status.LastStatusChangeTime = types.RecorderStatusFailure, &now
		st.Recorder.Status.LastErrorCode, st.Recorder.Status.LastErrorMessage = aws.String(code), aws.String(message)
		return nil
	})
}

// SetDeliveryChannel makes the delivery channel, or changes it. nil removes it.
func (s *Service) SetDeliveryChannel(ch *types.DeliveryChannel) {
	s.do("SetDeliveryChannel", s.region, func(st *store, _ *model.Account) error {
		if ch == nil {
			st.Channel = nil
			return nil
		}
		return st.setChannel(*ch)
	})
}

// AddRule adds an AWS managed rule, such as "ACCESS_KEYS_ROTATED", and returns
// its ARN. Functions may change the rule, for example into one of a Lambda
// function. There has to be a recorder.
func (s *Service) AddRule(name, managed string, options ...func(*types.ConfigRule)) (arn string) {
	s.do("AddRule", name, func(st *store, a *model.Account) error {
		given := types.ConfigRule{ConfigRuleName: aws.String(name), Source: &types.Source{Owner: types.OwnerAws, SourceIdentifier: aws.String(managed)}}
		for _, fn := range options {
			fn(&given)
		}
		if _, ok := st.rule(name); ok {
			return errors.New("the rule exists; choose another name")
		}
		r, err := s.model.setRule(st, a, s.region, given, nil)
		if err == nil {
			arn = *r.Config.ConfigRuleArn
		}
		return err
	})
	return arn
}

// AddResult adds what a rule found about a resource, such as "AWS::IAM::User" and
// the id of the user. A second result for the same resource replaces the first.
func (s *Service) AddResult(rule, resourceType, resourceID string, compliance types.ComplianceType, annotation string) {
	s.do("AddResult", rule, func(st *store, _ *model.Account) error {
		i, ok := st.rule(rule)
		if !ok {
			return errors.New("there is no such rule; add it with AddRule")
		}
		if !slices.Contains(compliance.Values(), compliance) || compliance == types.ComplianceTypeInsufficientData {
			return errors.New("a resource is COMPLIANT, NON_COMPLIANT or NOT_APPLICABLE, not " + string(compliance))
		}
		st.Rules[i].add(result(rule, resourceType, resourceID, compliance, annotation, s.model.now()))
		return nil
	})
}

func result(name, resourceType, resourceID string, compliance types.ComplianceType, annotation string, now time.Time) types.EvaluationResult {
	r := types.EvaluationResult{
		ComplianceType: compliance, ConfigRuleInvokedTime: &now, ResultRecordedTime: &now,
		EvaluationResultIdentifier: &types.EvaluationResultIdentifier{
			OrderingTimestamp: &now,
			EvaluationResultQualifier: &types.EvaluationResultQualifier{
				ConfigRuleName: aws.String(name), ResourceType: aws.String(resourceType), ResourceId: aws.String(resourceID),
				EvaluationMode: types.EvaluationModeDetective,
			},
		},
	}
	if annotation != "" {
		r.Annotation = aws.String(annotation)
	}
	return r
}

// add adds a result, or replaces that of the same resource.
func (r *rule) add(e types.EvaluationResult) {
	i := slices.IndexFunc(r.Results, func(o types.EvaluationResult) bool { return resource(o) == resource(e) })
	if i >= 0 {
		r.Results[i] = e
		return
	}
	r.Results = append(r.Results, e)
}
