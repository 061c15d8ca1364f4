package analyzermodel

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// principal is the name under which an organization trusts the service.
const principal = "access-analyzer.amazonaws.com"

// standardPage is how much a page holds by default.
const standardPage = 100

// An Organization tells who manages the accounts. The model of Organizations is
// one.
type Organization interface {
	// Administers reports whether the caller's account may use a service, which
	// has trusted access, on behalf of the other accounts.
	Administers(c *model.Call, service string) bool
}

// Service answers operations of Access Analyzer. Its methods are used under the
// lock of the Cloud. Make one with [New].
type Service struct {
	org   Organization
	cloud *model.Cloud
	state model.State[store]
}

var _ model.Service = (*Service)(nil)

// A store has the analyzers of an account, of all Regions, in the order in
// which they were made.
type store struct{ analyzers []*analyzer }

// New returns the model for the accounts of the Cloud.
func New(c *model.Cloud, org Organization) *Service {
	s := &Service{cloud: c, org: org}
	s.state.Copy = func(st *store) *store {
		c := &store{analyzers: slices.Clone(st.analyzers)}
		for i, a := range c.analyzers {
			c.analyzers[i] = a.copy()
		}
		return c
	}
	return s
}

// Register names the operations that are modelled.
func (s *Service) Register(r *model.Registry) {
	model.Handle(r, s.listAnalyzers)
	model.Handle(r, s.getAnalyzer)
	model.Handle(r, s.createAnalyzer)
	model.Handle(r, s.deleteAnalyzer)
	model.Handle(r, s.listArchiveRules)
	model.Handle(r, s.getArchiveRule)
	model.Handle(r, s.createArchiveRule)
	model.Handle(r, s.deleteArchiveRule)

	model.Handle(r, s.listFindings)
	model.Handle(r, s.listFindingsV2)
	model.Handle(r, s.getFindingV2)
	model.Handle(r, s.getFindingsStatistics)
	model.Handle(r, s.updateFindings)
	model.Handle(r, s.listAnalyzedResources)

	model.Handle(r, s.validatePolicy)
	model.Handle(r, s.checkAccessNotGranted)
	model.Handle(r, s.checkNoNewAccess)
	model.Handle(r, s.checkNoPublicAccess)
}

// named returns the analyzer of the Region with the name, nil if there is none.
func (st *store) named(region, name string) *analyzer {
	for _, a := range st.analyzers {
		if a.region == region && a.name == name {
			return a
		}
	}
	return nil
}

// byARN returns the analyzer with the ARN in the Region of the call. Analyzers
// are not seen from other Regions, nor from other accounts.
func (st *store) byARN(c *model.Call, arn *string) (*analyzer, error) {
	for _, a := range st.analyzers {
		if a.region == c.Region && a.arn == aws.ToString(arn) {
			return a, nil
		}
	}
	if !strings.HasPrefix(aws.ToString(arn), "arn:") {
		return nil, invalid("analyzerArn", "The value is not the ARN of an analyzer.")
	}
	return nil, notFound("AWS::AccessAnalyzer::Analyzer", aws.ToString(arn))
}

func notFound(kind, id string) error {
	return &types.ResourceNotFoundException{
		Message: aws.String("The resource " + id + " could not be found."), ResourceId: aws.String(id), ResourceType: aws.String(kind),
	}
}

func invalid(field, message string) error {
	return &types.ValidationException{
		Message: aws.String(message), Reason: types.ValidationExceptionReasonFieldValidationFailed,
		FieldList: []types.ValidationExceptionField{{Name: aws.String(field), Message: aws.String(message)}},
	}
}

// page cuts a list into pages. The key tells items apart; see [model.Page].
func page[T any](c *model.Call, items []T, key func(T) string, token *string, asked *int32) ([]T, *string, error) {
	out, next, ok := model.Page(c, items, key, token, asked, standardPage)
	if !ok {
		return nil, nil, invalid("nextToken", "The token is invalid.")
	}
	if out == nil {
		out = []T{} // members that are required are empty, not absent
	}
	return out, next, nil
}
