package ssofake

import (
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssoadmin"
	"github.com/aws/aws-sdk-go-v2/service/ssoadmin/types"
	"github.com/aws/smithy-go"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/internal/iammodel"
	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/fakes/internal/orgmodel"
)

// A Service is IAM Identity Center in one Region of an account. Make one with
// [Of]. Its methods are safe for concurrent use; what AWS would refuse makes
// every call of the account fail with a [fakes.UsageError].
type Service struct {
	account *fakes.Account
	model   *center
	region  string
}

// Of returns Identity Center in the account's own Region; for permission sets,
// the account is the management account of an organization. The first call
// installs the model, for all accounts of the fake.
func Of(a *fakes.Account) *Service {
	iam := fakes.Install(a, iammodel.New)
	org := fakes.Install(a, func(*model.Cloud) *orgmodel.Service { return nil }) // every fake has one
	m := fakes.Install(a, func(c *model.Cloud) *center { return newModel(c, iam, org) })
	return &Service{account: a, model: m, region: a.Config().Region}
}

// In returns Identity Center in another Region of the account.
func (s *Service) In(region string) *Service {
	other := *s
	other.region = region
	return &other
}

// do runs fn with the instance of the Region. Its error becomes one of usage.
func (s *Service) do(builder, name string, fn func(i *instance, a *model.Account) error) {
	fakes.Build(s.account, func(_ *model.Cloud, a *model.Account) error {
		err := fn(s.model.add(a, s.region), a)
		var api smithy.APIError
		if errors.As(err, &api) {
			return fmt.Errorf("ssofake: %s: %s: %s", builder, name, api.ErrorMessage())
		}
		if err != nil {
			return fmt.Errorf("ssofake: %s: %s: %w", builder, name, err)
		}
		return nil
	})
}

// InstanceARN returns the ARN of the instance of the Region, which is made if
// there is none.
func (s *Service) InstanceARN() (arn string) {
	s.do("InstanceARN", s.region, func(i *instance, _ *model.Account) error { arn = i.ARN; return nil })
	return arn
}

// An Option changes a permission set that [Service.AddPermissionSet] makes.
type Option struct {
	apply func(m *center, i *instance, s *permissionSet) error
}

// Managed attaches an AWS managed policy by ARN.
func Managed(arn string) Option {
	return Option{func(m *center, i *instance, s *permissionSet) error { return m.attachManaged(i, s, arn) }}
}

// Inline puts the inline policy, JSON.
func Inline(document string) Option {
	return Option{func(_ *center, _ *instance, s *permissionSet) error { return s.putInline(document) }}
}

// CustomerManaged refers to a customer managed policy, which every account in
// which the set is assigned has to have. The path of most is "/".
func CustomerManaged(path, name string) Option {
	return Option{func(_ *center, _ *instance, s *permissionSet) error {
		return s.refer(types.CustomerManagedPolicyReference{Path: aws.String(path), Name: aws.String(name)})
	}}
}

// Boundary sets the permissions boundary to a managed policy by ARN.
func Boundary(arn string) Option {
	return Option{func(_ *center, _ *instance, s *permissionSet) error {
		return s.bound(types.PermissionsBoundary{ManagedPolicyArn: aws.String(arn)})
	}}
}

// Session sets how long a session lasts: an hour to twelve, in whole minutes.
func Session(d time.Duration) Option {
	return Option{func(_ *center, _ *instance, s *permissionSet) error {
		if d < time.Hour || d > 12*time.Hour || d%time.Minute != 0 {
			return fmt.Errorf("the session of %s is not between 1 and 12 hours in whole minutes", d)
		}
		s.SessionDuration = aws.String(fmt.Sprintf("PT%dH", d/time.Hour))
		if minutes := d % time.Hour / time.Minute; minutes > 0 {
			s.SessionDuration = aws.String(fmt.Sprintf("PT%dH%dM", d/time.Hour, minutes))
		}
		return nil
	}}
}

// Tag adds a tag.
func Tag(key, value string) Option {
	return Option{func(_ *center, _ *instance, s *permissionSet) error {
		s.Tags = append(s.Tags, types.Tag{Key: aws.String(key), Value: aws.String(value)})
		return nil
	}}
}

// AddPermissionSet adds a permission set and returns its ARN.
func (s *Service) AddPermissionSet(name string, options ...Option) (arn string) {
	s.do("AddPermissionSet", name, func(i *instance, a *model.Account) error {
		if !s.model.isManagement(a.ID) {
			return errors.New("only the management account of an organization has permission sets; call Of with that")
		}
		set, err := s.model.create(i, a.Partition, &ssoadmin.CreatePermissionSetInput{Name: aws.String(name)})
		if err != nil {
			return err
		}
		for _, o := range options {
			if err := o.apply(s.model, i, set); err != nil {
				return err
			}
		}
		arn = *set.PermissionSetArn
		return nil
	})
	return arn
}

// AssignUser assigns a permission set in an account to a user of the identity
// store, by id, and returns the ARN of the role that the account has for it.
func (s *Service) AssignUser(setARN, accountID, userID string) (roleARN string) {
	return s.assign("AssignUser", setARN, accountID, userID, types.PrincipalTypeUser)
}

// AssignGroup is [Service.AssignUser] for a group.
func (s *Service) AssignGroup(setARN, accountID, groupID string) (roleARN string) {
	return s.assign("AssignGroup", setARN, accountID, groupID, types.PrincipalTypeGroup)
}

func (s *Service) assign(builder, setARN, accountID, id string, kind types.PrincipalType) (roleARN string) {
	s.do(builder, id, func(i *instance, _ *model.Account) error {
		set := i.set(setARN)
		if set == nil {
			return fmt.Errorf("there is no permission set %q; add it with AddPermissionSet", setARN)
		}
		as := types.AccountAssignment{AccountId: aws.String(accountID), PermissionSetArn: aws.String(setARN), PrincipalId: aws.String(id), PrincipalType: kind}
		if err := s.model.checkAssignment(as); err != nil {
			return err
		}
		failure, err := s.model.assign(i, set, as)
		switch {
		case err != nil:
			return err
		case failure != "":
			return errors.New(failure)
		}
		st := s.model.iam.Store(s.model.cloud.Lookup(accountID))
		roleARN = st.Roles.Get(i.provision(accountID, setARN).Role).ARN
		return nil
	})
	return roleARN
}
