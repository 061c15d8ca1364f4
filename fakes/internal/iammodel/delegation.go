package iammodel

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// AddDelegationRequest adds a request of a partner for temporary permissions, as
// the account sees it.
func (s *Service) AddDelegationRequest(st *Store, r types.DelegationRequest) (types.DelegationRequest, error) {
	if r.DelegationRequestId == nil {
		r.DelegationRequestId = aws.String("dr-" + strings.ToLower(s.cloud.IDs.Unique("")))
	}
	if r.State == "" {
		r.State = types.StateTypeUnassigned
		if r.OwnerId != nil {
			r.State = types.StateTypeAssigned
		}
	}
	switch err := checkOneOf("state", r.State, r.State.Values()); {
	case err != nil:
		return r, err
	case slices.ContainsFunc(st.Delegations, func(x types.DelegationRequest) bool { return *x.DelegationRequestId == *r.DelegationRequestId }):
		return r, alreadyExists("The delegation request %s already exists.", *r.DelegationRequestId)
	case r.OwnerId == nil && r.State != types.StateTypeUnassigned:
		return r, invalidInput("A delegation request in the state %s has an owner.", r.State)
	}
	if r.OwnerAccountId == nil {
		r.OwnerAccountId = &st.AccountID
	}
	if r.CreateDate == nil {
		r.CreateDate = when(s.now())
	}
	st.Delegations = append(st.Delegations, r)
	return r, nil
}

// listDelegationRequests lists the requests that have an owner: a request that
// nobody has taken over is known by its id alone.
//
// AWS: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListDelegationRequests.html
func (s *Service) listDelegationRequests(c *model.Call, in *iam.ListDelegationRequestsInput) (*iam.ListDelegationRequestsOutput, error) {
	st := s.stores.Read(c)
	list := []types.DelegationRequest{}
	for _, r := range st.Delegations {
		if r.OwnerId != nil && (in.OwnerId == nil || *in.OwnerId == *r.OwnerId) {
			list = append(list, r)
		}
	}
	list, next, err := page(c, st, list, func(r types.DelegationRequest) string { return *r.DelegationRequestId }, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &iam.ListDelegationRequestsOutput{DelegationRequests: list, IsTruncated: next != nil, Marker: next}, nil
}
