package analyzermodel

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// orNotModeled turns what the checks cannot decide into the error by which the
// fake says so.
func orNotModeled(c *model.Call, err error) error {
	var u *undecided
	if errors.As(err, &u) {
		return model.NotModeled(c, u.what)
	}
	return err
}

func checkType(kind types.AccessCheckPolicyType) (policyeval.PolicyType, error) {
	switch kind {
	case types.AccessCheckPolicyTypeIdentityPolicy:
		return policyeval.IdentityPolicy, nil
	case types.AccessCheckPolicyTypeResourcePolicy:
		// Role trust policies come under this type too, and have no Resource.
		return policyeval.UnknownPolicyType, nil
	}
	return 0, invalid("policyType", "There is no such policy type.")
}

func reason(st *policyeval.Statement, text string) types.ReasonSummary {
	r := types.ReasonSummary{Description: aws.String(text), StatementIndex: aws.Int32(int32(st.Index))}
	if st.Sid != nil {
		r.StatementId = aws.String(st.Sid.Value)
	}
	return r
}

func (s *Service) checkAccessNotGranted(_ context.Context, c *model.Call, in *accessanalyzer.CheckAccessNotGrantedInput) (*accessanalyzer.CheckAccessNotGrantedOutput, error) {
	kind, err := checkType(in.PolicyType)
	if err != nil {
		return nil, err
	}
	r, err := read(aws.ToString(in.PolicyDocument), kind, "policyDocument")
	if err != nil {
		return nil, orNotModeled(c, err)
	}
	if len(in.Access) == 0 {
		return nil, invalid("access", "Name the access that should not be granted.")
	}
	var reasons []types.ReasonSummary
	var open error
	for _, st := range r.policy.Statements {
		if st.Effect != policyeval.Allow {
			continue
		}
		action, err := r.grantsAny(st, in.Access)
		switch u := (*undecided)(nil); {
		case errors.As(err, &u):
			open = err
		case err != nil:
			return nil, err
		case action != "":
			reasons = append(reasons, reason(st, fmt.Sprintf("One or more of the listed actions in the statement with index: %d, for example %s.", st.Index, action)))
		}
	}
	switch {
	case len(reasons) > 0:
		return &accessanalyzer.CheckAccessNotGrantedOutput{
			Result: types.CheckAccessNotGrantedResultFail, Reasons: reasons,
			Message: aws.String("The policy document grants access to perform one or more of the listed actions or resources."),
		}, nil
	case open != nil:
		return nil, orNotModeled(c, open)
	}
	return &accessanalyzer.CheckAccessNotGrantedOutput{
		Result:  types.CheckAccessNotGrantedResultPass,
		Message: aws.String("The policy document does not grant access to perform the listed actions or resources."),
	}, nil
}

// grantsAny returns one of the actions that a statement grants, "" if none.
func (r *reading) grantsAny(st *policyeval.Statement, access []types.Access) (string, error) {
	var open error
	for _, a := range access {
		names, resources := a.Actions, a.Resources
		switch {
		case len(names) == 0 && len(resources) == 0:
			return "", invalid("access", "An access has actions, resources or both.")
		case len(resources) == 0:
			resources = []string{anything}
		}
		names, err := r.wanted(st, names)
		if err != nil {
			return "", err
		}
		for _, resource := range resources {
			if resource != "*" && !strings.HasPrefix(resource, "arn:") {
				return "", invalid("access", "The resource "+resource+" is no ARN.")
			}
			for _, name := range names {
				granted, err := r.grants(st, name, resource)
				switch u := (*undecided)(nil); {
				case errors.As(err, &u):
					open = err
				case err != nil:
					return "", err
				case granted != nothing:
					return name, nil
				}
			}
		}
	}
	return "", open
}

// wanted returns the actions to ask about: those that are listed, and of those
// that wildcards stand for, or of all that the statement names, enough.
func (r *reading) wanted(st *policyeval.Statement, listed []string) ([]string, error) {
	if len(listed) == 0 {
		return r.actions(st), nil
	}
	var names []string
	for _, name := range listed {
		if !strings.ContainsAny(name, "*?") {
			names = append(names, name)
			continue
		}
		set, err := catalog.Expand(name)
		if err != nil {
			return nil, invalid("access", err.Error())
		}
		names = append(names, representatives(set, r)...)
	}
	return names, nil
}
