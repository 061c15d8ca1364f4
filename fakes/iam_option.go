package fakes

import (
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/fakes/internal/iammodel"
)

// Options say what a user, group, role or policy is like when a builder such as
// [Account.AddUser] adds it. Each works for some kinds only, which its type says.
type (
	// A UserOption describes a user.
	UserOption interface{ toUser(*build) }
	// A GroupOption describes a group.
	GroupOption interface{ toGroup(*build) }
	// A RoleOption describes a role.
	RoleOption interface{ toRole(*build) }
	// A PolicyOption describes a managed policy.
	PolicyOption interface{ toPolicy(*build) }
	// A RootOption describes the root user.
	RootOption interface{ toRoot(*build) }

	// An EntityOption describes a user, group, role or policy.
	EntityOption interface {
		UserOption
		GroupOption
		RoleOption
		PolicyOption
	}
	// An IdentityOption describes what policies are attached to: a user, group
	// or role.
	IdentityOption interface {
		UserOption
		GroupOption
		RoleOption
	}
	// A PrincipalOption describes a user or role.
	PrincipalOption interface {
		UserOption
		RoleOption
	}
	// A TagOption describes what has tags: a user, role or policy.
	TagOption interface {
		UserOption
		RoleOption
		PolicyOption
	}
	// A CredentialOption describes a user or the root user.
	CredentialOption interface {
		UserOption
		RootOption
	}
	// A DescriptionOption describes a role or policy.
	DescriptionOption interface {
		RoleOption
		PolicyOption
	}
)

// option is every option; the type that a constructor returns narrows it.
type option func(*build)

func (o option) toUser(b *build)   { o(b) }
func (o option) toGroup(b *build)  { o(b) }
func (o option) toRole(b *build)   { o(b) }
func (o option) toPolicy(b *build) { o(b) }
func (o option) toRoot(b *build)   { o(b) }

// build is a record in the making. Its steps run in the order of the options,
// when the record exists, under the lock of the model.
type build struct {
	service *iammodel.Service
	store   *iammodel.Store

	path        *string
	tags        []types.Tag
	created     time.Time
	description string

	steps []func() error

	entity   *iammodel.Entity
	kind     iammodel.Kind
	identity *iammodel.Identity
	user     *iammodel.User
	role     *iammodel.Role
	policy   *iammodel.Policy
	keys     []string
}

// later is an option that changes the record when it exists.
func later(fn func(*build) error) option {
	return func(b *build) { b.steps = append(b.steps, func() error { return fn(b) }) }
}

// finish applies what the options said.
func (b *build) finish() error {
	if !b.created.IsZero() {
		b.entity.Created = b.created
	}
	for _, step := range b.steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// Path sets the path, such as "/engineering/". The default is "/".
func Path(path string) EntityOption {
	return option(func(b *build) { b.path = &path })
}

// Created sets when the record was made, also the first version of a policy
// and, unless they say otherwise, passwords and keys. The default is the time of
// the fake.
func Created(t time.Time) EntityOption {
	return option(func(b *build) { b.created = t.UTC().Truncate(time.Second) })
}

// Tag sets a tag. Groups have none.
func Tag(key, value string) TagOption {
	return option(func(b *build) {
		b.tags = append(b.tags, types.Tag{Key: aws.String(key), Value: aws.String(value)})
	})
}

// AttachPolicy attaches managed policies: by ARN, or by the name of a customer
// managed policy of the account or of an AWS managed policy that the fake has.
// Customer managed policies are added before.
func AttachPolicy(policies ...string) IdentityOption {
	return later(func(b *build) error {
		for _, p := range policies {
			if err := b.store.Attach(b.kind, b.identity, policyARN(b.store, p)); err != nil {
				return err
			}
		}
		return nil
	})
}

// policyARN completes the name of a policy to its ARN.
func policyARN(st *iammodel.Store, name string) string {
	if strings.HasPrefix(name, "arn:") {
		return name
	}
	if p := st.Policies.Get(name); p != nil {
		return p.ARN
	}
	if p := st.AWSPolicies.Get(name); p != nil {
		return p.ARN
	}
	return "arn:" + st.Partition + ":iam::" + st.AccountID + ":policy/" + name
}

// InlinePolicy adds an inline policy. The document is JSON, as AWS would accept
// it.
func InlinePolicy(name, document string) IdentityOption {
	return later(func(b *build) error { return b.store.PutInline(b.kind, b.identity, name, document) })
}

// Boundary sets the permissions boundary, a managed policy named as for
// [AttachPolicy].
func Boundary(policy string) PrincipalOption {
	return later(func(b *build) error {
		arn, err := b.store.Boundary(policyARN(b.store, policy))
		if err != nil {
			return err
		}
		if b.user != nil {
			b.user.Boundary = arn
		} else {
			b.role.Boundary = arn
		}
		return nil
	})
}

// Description sets the description of a role or policy.
func Description(text string) DescriptionOption {
	return option(func(b *build) { b.description = text })
}

// LastAccessed notes that the user or role used an action, such as
// "s3:GetObject", or a service, such as "s3", for the access information of IAM.
// Of several uses the latest counts.
func LastAccessed(action string, at time.Time, region string) PrincipalOption {
	return later(func(b *build) error {
		service, name, _ := strings.Cut(action, ":")
		if service == "" {
			return fmt.Errorf("LastAccessed: %q names no service; write s3 or s3:GetObject", action)
		}
		at := at.UTC().Truncate(time.Second)
		if b.user != nil {
			b.user.Activities = iammodel.Use(b.user.Activities, service, name, region, at)
		} else {
			b.role.Activities = iammodel.Use(b.role.Activities, service, name, region, at)
		}
		return nil
	})
}
