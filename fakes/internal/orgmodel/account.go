package orgmodel

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

func (s *Service) accountOutput(st *store, n *node) types.Account {
	name, email := s.profile(s.cloud.Lookup(n.id))
	return types.Account{
		Arn:             aws.String(st.nodeARN(n)),
		Id:              aws.String(n.id),
		Name:            aws.String(name),
		Email:           aws.String(email),
		Status:          n.status,
		State:           types.AccountState(n.status), // the three statuses are states too
		JoinedMethod:    n.method,
		JoinedTimestamp: aws.Time(n.joined),
		Paths:           []string{st.entityPath(n)},
	}
}

func (s *Service) listAccounts(_ context.Context, c *model.Call, in *organizations.ListAccountsInput) (*organizations.ListAccountsOutput, error) {
	st, err := s.read(c, readers)
	if err != nil {
		return nil, err
	}
	var all []types.Account
	for _, a := range s.cloud.Accounts() {
		if n := st.account(a.ID); n != nil {
			all = append(all, s.accountOutput(st, n))
		}
	}
	accounts, next, err := page(s, c, all, accountID, in.NextToken, in.MaxResults)
	return &organizations.ListAccountsOutput{Accounts: accounts, NextToken: next}, err
}

func (s *Service) listAccountsForParent(_ context.Context, c *model.Call, in *organizations.ListAccountsForParentInput) (*organizations.ListAccountsForParentOutput, error) {
	st, err := s.read(c, readers, scope{resources: []string{aws.ToString(in.ParentId)}})
	if err != nil {
		return nil, err
	}
	parent := st.parent(aws.ToString(in.ParentId))
	if parent == nil {
		return nil, errNoParent
	}
	var all []types.Account
	for _, n := range st.childrenOf(parent, types.TargetTypeAccount) {
		all = append(all, s.accountOutput(st, n))
	}
	accounts, next, err := page(s, c, all, accountID, in.NextToken, in.MaxResults)
	return &organizations.ListAccountsForParentOutput{Accounts: accounts, NextToken: next}, err
}

func (s *Service) describeAccount(_ context.Context, c *model.Call, in *organizations.DescribeAccountInput) (*organizations.DescribeAccountOutput, error) {
	st, err := s.read(c, readers, scope{resources: []string{aws.ToString(in.AccountId)}})
	if err != nil {
		return nil, err
	}
	if err := checkAccountID(in.AccountId); err != nil {
		return nil, err
	}
	n := st.account(*in.AccountId)
	if n == nil {
		return nil, errNoAccount
	}
	account := s.accountOutput(st, n)
	return &organizations.DescribeAccountOutput{Account: &account}, nil
}

func checkAccountID(id *string) error {
	if model.IsAccountID(aws.ToString(id)) {
		return nil
	}
	return invalid(types.InvalidInputExceptionReasonInvalidPattern, "You provided a value that does not match the required pattern.")
}

func (s *Service) moveAccount(_ context.Context, c *model.Call, in *organizations.MoveAccountInput) (*organizations.MoveAccountOutput, error) {
	st, err := s.write(c, management)
	if err != nil {
		return nil, err
	}
	if err := checkAccountID(in.AccountId); err != nil {
		return nil, err
	}
	n, source, destination := st.account(*in.AccountId), aws.ToString(in.SourceParentId), aws.ToString(in.DestinationParentId)
	switch {
	case n == nil:
		return nil, errNoAccount
	case st.parent(source) == nil:
		return nil, model.Errorf("SourceParentNotFoundException", "You specified a source parent that doesn't exist.")
	case st.parent(destination) == nil:
		return nil, model.Errorf("DestinationParentNotFoundException", "You specified a destination parent that doesn't exist.")
	case n.parent == destination:
		return nil, model.Errorf("DuplicateAccountException", "You specified an account that is already in the destination.")
	case n.parent != source:
		return nil, errNoAccount // none there
	}
	st.move(n, destination)
	return nil, nil
}

func accountID(a types.Account) *string { return a.Id }
