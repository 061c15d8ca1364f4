package orgmodel

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

var (
	errNotInUse = model.Errorf("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.")
	errDenied   = model.Errorf("AccessDeniedException", "You don't have permissions to access this resource.")

	errNoAccount = model.Errorf("AccountNotFoundException", "You specified an account that doesn't exist.")
	errNoOU      = model.Errorf("OrganizationalUnitNotFoundException", "You specified an organizational unit that doesn't exist.")
	errNoParent  = model.Errorf("ParentNotFoundException", "You specified a parent that doesn't exist.")
	errNoChild   = model.Errorf("ChildNotFoundException", "You specified a child that doesn't exist.")
	errNoTarget  = model.Errorf("TargetNotFoundException", "You specified a target that doesn't exist.")
	errNoRoot    = model.Errorf("RootNotFoundException", "You specified a root that doesn't exist.")
	errNoPolicy  = model.Errorf("PolicyNotFoundException", "You specified a policy that doesn't exist.")

	errTypeDisabled = model.Errorf("PolicyTypeNotEnabledException", "This operation can be performed only for enabled policy types.")
)

// invalid returns the error for a faulty parameter.
func invalid(reason types.InvalidInputExceptionReason, message string) error {
	return &types.InvalidInputException{Message: aws.String(message), Reason: reason}
}

// constraint returns the error for a limit or rule of the organization.
func constraint(reason types.ConstraintViolationExceptionReason, message string) error {
	return &types.ConstraintViolationException{Message: aws.String(message), Reason: reason}
}
