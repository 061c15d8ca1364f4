package ssofake

import (
	"context"
	"fmt"
	"regexp"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	orgtypes "github.com/aws/aws-sdk-go-v2/service/organizations/types"
	"github.com/aws/aws-sdk-go-v2/service/ssoadmin"
	"github.com/aws/aws-sdk-go-v2/service/ssoadmin/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

var principalID = regexp.MustCompile(`^([0-9a-f]{10}-)?[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}$`)

func (m *center) listAssignments(_ context.Context, c *model.Call, in *ssoadmin.ListAccountAssignmentsInput) (*ssoadmin.ListAccountAssignmentsOutput, error) {
	i, _, err := m.find(c, in.InstanceArn, in.PermissionSetArn, false)
	if err != nil {
		return nil, err
	}
	if !model.IsAccountID(*in.AccountId) {
		return nil, badAccount(*in.AccountId)
	}
	var all []types.AccountAssignment
	for _, as := range i.Assignments {
		if *as.AccountId == *in.AccountId && *as.PermissionSetArn == *in.PermissionSetArn {
			all = append(all, as)
		}
	}
	list, next, err := page(c, all, assignmentKey, in.NextToken, in.MaxResults)
	return &ssoadmin.ListAccountAssignmentsOutput{AccountAssignments: list, NextToken: next}, err
}

func badAccount(id string) error {
	return invalid(`1 validation error detected: Value '%s' failed to satisfy constraint: Member must satisfy regular expression pattern: \d{12}`, id)
}

// assignmentKey tells an assignment from all others.
func assignmentKey(as types.AccountAssignment) string {
	return fmt.Sprint(*as.AccountId, *as.PermissionSetArn, as.PrincipalType, *as.PrincipalId)
}

func (m *center) createAssignment(_ context.Context, c *model.Call, in *ssoadmin.CreateAccountAssignmentInput) (*ssoadmin.CreateAccountAssignmentOutput, error) {
	i, s, as, err := m.assignable(c, in)
	if err != nil {
		return nil, err
	}
	failure, err := m.assign(i, s, as)
	if err != nil {
		return nil, err
	}
	return &ssoadmin.CreateAccountAssignmentOutput{AccountAssignmentCreationStatus: m.ask(i, "create", as, failure)}, nil
}

// assignable checks what making and deleting an assignment have in common.
func (m *center) assignable(c *model.Call, in *ssoadmin.CreateAccountAssignmentInput) (*instance, *permissionSet, types.AccountAssignment, error) {
	as := types.AccountAssignment{AccountId: in.TargetId, PermissionSetArn: in.PermissionSetArn, PrincipalId: in.PrincipalId, PrincipalType: in.PrincipalType}
	i, s, err := m.find(c, in.InstanceArn, in.PermissionSetArn, true)
	switch {
	case err != nil:
		return nil, nil, as, err
	case in.TargetType != types.TargetTypeAwsAccount:
		return nil, nil, as, invalid("The target type %s is not valid; it is AWS_ACCOUNT.", in.TargetType)
	case c.Account.ID != i.Owner && *in.TargetId == i.Owner:
		return nil, nil, as, denied(c) // the delegated administrator does not work on the management account
	}
	return i, s, as, m.checkAssignment(as)
}

func (m *center) checkAssignment(as types.AccountAssignment) error {
	switch {
	case !model.IsAccountID(*as.AccountId):
		return badAccount(*as.AccountId)
	case as.PrincipalType != types.PrincipalTypeUser && as.PrincipalType != types.PrincipalTypeGroup:
		return invalid("The principal type %s is not valid; it is USER or GROUP.", as.PrincipalType)
	case !principalID.MatchString(*as.PrincipalId):
		return invalid("1 validation error detected: Value '%s' at 'principalId' failed to satisfy constraint: Member must be the id of a user or group", *as.PrincipalId)
	}
	if status, ok := m.org.Status(*as.AccountId); !ok || status != orgtypes.AccountStatusActive || m.cloud.Lookup(*as.AccountId) == nil {
		return notFound("The account %s is not an active member of the organization.", *as.AccountId)
	}
	return nil
}

// assign gives somebody a permission set in an account. The failure says why
// that went wrong after the request was taken. Assigning twice is no error.
func (m *center) assign(i *instance, s *permissionSet, as types.AccountAssignment) (failure string, err error) {
	if slices.ContainsFunc(i.Assignments, func(o types.AccountAssignment) bool { return assignmentKey(o) == assignmentKey(as) }) {
		return "", nil
	}
	if i.provision(*as.AccountId, *as.PermissionSetArn) == nil {
		failure, err = m.provision(i, s, *as.AccountId)
		if failure != "" || err != nil {
			return failure, err
		}
	}
	i.Assignments = append(slices.Clone(i.Assignments), as)
	return "", nil
}

func (m *center) deleteAssignment(_ context.Context, c *model.Call, in *ssoadmin.DeleteAccountAssignmentInput) (*ssoadmin.DeleteAccountAssignmentOutput, error) {
	create := ssoadmin.CreateAccountAssignmentInput(*in)
	i, _, as, err := m.assignable(c, &create)
	if err != nil {
		return nil, err
	}
	failure := ""
	n := slices.IndexFunc(i.Assignments, func(o types.AccountAssignment) bool { return assignmentKey(o) == assignmentKey(as) })
	if n < 0 {
		failure = "Received a 404 status error: the assignment does not exist"
	} else {
		i.Assignments = slices.Delete(slices.Clone(i.Assignments), n, n+1)
		m.retire(i, *as.AccountId, *as.PermissionSetArn)
	}
	return &ssoadmin.DeleteAccountAssignmentOutput{AccountAssignmentDeletionStatus: m.ask(i, "delete", as, failure)}, nil
}

// ask notes a request for the operations that describe it, and returns it as it
// is at first.
func (m *center) ask(i *instance, kind string, as types.AccountAssignment, failure string) *types.AccountAssignmentOperationStatus {
	status := types.AccountAssignmentOperationStatus{
		RequestId: aws.String(m.cloud.IDs.UUID()), CreatedDate: aws.Time(m.now()), Status: types.StatusValuesInProgress, TargetId: as.AccountId,
		TargetType: types.TargetTypeAwsAccount, PermissionSetArn: as.PermissionSetArn, PrincipalId: as.PrincipalId, PrincipalType: as.PrincipalType,
	}
	done := status
	done.Status = types.StatusValuesSucceeded
	if failure != "" {
		done.Status, done.FailureReason = types.StatusValuesFailed, aws.String(failure)
	}
	i.Requests[*status.RequestId] = request{Kind: kind, Assignment: done}
	return &status
}

// request finds a request of a kind.
func (m *center) request(c *model.Call, instance, id *string, kind string) (request, error) {
	i, err := m.instance(c, instance, false)
	if err != nil {
		return request{}, err
	}
	r, ok := i.Requests[*id]
	if !ok || r.Kind != kind {
		return r, notFound("The request %s was not found.", *id)
	}
	return r, nil
}

func (m *center) describeCreation(_ context.Context, c *model.Call, in *ssoadmin.DescribeAccountAssignmentCreationStatusInput) (*ssoadmin.DescribeAccountAssignmentCreationStatusOutput, error) {
	r, err := m.request(c, in.InstanceArn, in.AccountAssignmentCreationRequestId, "create")
	if err != nil {
		return nil, err
	}
	return &ssoadmin.DescribeAccountAssignmentCreationStatusOutput{AccountAssignmentCreationStatus: &r.Assignment}, nil
}

func (m *center) describeDeletion(_ context.Context, c *model.Call, in *ssoadmin.DescribeAccountAssignmentDeletionStatusInput) (*ssoadmin.DescribeAccountAssignmentDeletionStatusOutput, error) {
	r, err := m.request(c, in.InstanceArn, in.AccountAssignmentDeletionRequestId, "delete")
	if err != nil {
		return nil, err
	}
	return &ssoadmin.DescribeAccountAssignmentDeletionStatusOutput{AccountAssignmentDeletionStatus: &r.Assignment}, nil
}
