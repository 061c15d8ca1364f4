package fakes

import (
	"errors"

	"github.com/aws/smithy-go"

	"github.com/iamhygiene/sdk/fakes/internal/iammodel"
)

// An Entity is what a builder added. It is a plain value: a later change in the
// account does not show in it.
type Entity struct {
	// Name is the friendly name, ARN the Amazon Resource Name, ID the unique id,
	// such as AROA... of a role.
	Name, ARN, ID string
}

// A User is a user that a builder added.
type User struct {
	Entity
	// AccessKeyIDs are the ids of the user's access keys, in the order in which
	// they were made.
	AccessKeyIDs []string
}

// AddUser adds an IAM user. Without options, it has the path "/" and can do
// nothing: no password, no keys, no policies.
//
// What AWS would refuse (a name that is taken, a third access key, a policy that
// does not exist) makes every call of the account fail with a [UsageError]; so
// it is with all builders.
func (a *Account) AddUser(name string, options ...UserOption) User {
	var user User
	a.build("AddUser", name, func(b *build) error {
		for _, o := range options {
			o.toUser(b)
		}
		u, err := b.service.AddUser(b.store, name, b.path, b.tags)
		if err != nil {
			return err
		}
		b.entity, b.identity, b.kind, b.user = &u.Entity, &u.Identity, iammodel.UserKind, u
		if err := b.finish(); err != nil {
			return err
		}
		user = User{Entity: entity(u.Entity), AccessKeyIDs: b.keys}
		return nil
	})
	return user
}

// AddGroup adds a group. Users join it with [InGroup].
func (a *Account) AddGroup(name string, options ...GroupOption) Entity {
	var added Entity
	a.build("AddGroup", name, func(b *build) error {
		for _, o := range options {
			o.toGroup(b)
		}
		g, err := b.service.AddGroup(b.store, name, b.path)
		if err != nil {
			return err
		}
		b.entity, b.identity, b.kind = &g.Entity, &g.Identity, iammodel.GroupKind
		added = entity(g.Entity)
		return b.finish()
	})
	return added
}

// AddRole adds a role. The trust policy is JSON; [TrustAccount] and
// [TrustService] write the usual ones. Principals of accounts of the fake must
// exist before.
func (a *Account) AddRole(name, trustPolicy string, options ...RoleOption) Entity {
	var added Entity
	a.build("AddRole", name, func(b *build) error {
		for _, o := range options {
			o.toRole(b)
		}
		r, err := b.service.AddRole(b.store, name, b.path, trustPolicy, b.tags)
		if err != nil {
			return err
		}
		r.Description = b.description
		b.entity, b.identity, b.kind, b.role = &r.Entity, &r.Identity, iammodel.RoleKind, r
		added = entity(r.Entity)
		return b.finish()
	})
	return added
}

// AddPolicy adds a customer managed policy, whose version v1 has the document.
func (a *Account) AddPolicy(name, document string, options ...PolicyOption) Entity {
	var added Entity
	a.build("AddPolicy", name, func(b *build) error {
		for _, o := range options {
			o.toPolicy(b)
		}
		p, err := b.service.AddPolicy(b.store, name, b.path, document, b.tags)
		if err != nil {
			return err
		}
		p.Description = b.description
		if !b.created.IsZero() {
			p.Updated, p.Versions[0].Created = b.created, b.created
		}
		b.entity, b.policy = &p.Entity, p
		added = entity(p.Entity)
		return b.finish()
	})
	return added
}

// AddAWSManagedPolicy adds a policy that AWS manages to those that the account
// can attach: path is "/", "/job-function/", "/service-role/" or
// "/aws-service-role/". The fake has a small set of its own; attaching or reading
// another one is a [NotModeledError].
func (a *Account) AddAWSManagedPolicy(name, path, document string) Entity {
	var added Entity
	a.build("AddAWSManagedPolicy", name, func(b *build) error {
		p, err := b.service.AddAWSPolicy(b.store, name, path, document)
		if err == nil {
			added = entity(p.Entity)
		}
		return err
	})
	return added
}

// build runs fn with the IAM of the account, and turns its error into one of
// usage at the caller of the builder.
func (a *Account) build(builder, name string, fn func(*build) error) {
	service := Install(a, iammodel.New)
	var err error
	a.cloud.model.Do(func() {
		err = fn(&build{service: service, store: service.Store(a.state)})
	})
	if err == nil {
		return
	}
	text := err.Error()
	var api smithy.APIError
	if errors.As(err, &api) {
		text = api.ErrorMessage()
	}
	a.own.refuse(usage(1, "%s: %s: %s", builder, name, text))
}

func entity(e iammodel.Entity) Entity { return Entity{Name: e.Name, ARN: e.ARN, ID: e.ID} }
