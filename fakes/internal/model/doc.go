// Package model is the hook by which the fakes model AWS services: what an
// account remembers and how its operations answer. Whoever only wants to answer
// one operation in one test needs fakes.On, not this package.
//
// # Writing a model
//
// A model is a type with one method, Register, that names the operations it
// answers. Each is a plain function from a call and its typed input to the
// operation's output:
//
//	type Service struct {
//		accounts model.State[store] // one store for each account
//	}
//
//	func (s *Service) Register(r *model.Registry) {
//		model.Handle(r, s.getUser)
//		model.Handle(r, s.createUser)
//	}
//
//	func (s *Service) getUser(ctx context.Context, c *model.Call, in *iam.GetUserInput) (*iam.GetUserOutput, error) {
//		user, ok := s.accounts.Read(c).users[aws.ToString(in.UserName)]
//		if !ok {
//			return nil, model.Errorf("NoSuchEntity", "The user with name %s cannot be found.", aws.ToString(in.UserName))
//		}
//		return &iam.GetUserOutput{User: user}, nil
//	}
//
// The package stsmodel is a small, complete example. A model is added by
// [Install]: in package fakes, in the file models.go, if every fake has it, or by
// fakes.Install in a package of its own, if the client is too heavy for that.
//
// # What a model may rely on
//
// Handlers run one at a time in a whole [Cloud]: they need no locks, and may
// look into the state of other models. They must not wait, call an AWS client,
// or start goroutines that outlive them. Code outside of handlers that touches
// the same state (a builder such as Account.AddUser) does so inside [Cloud.Do].
//
// The input is a copy that the handler may keep. The output is copied before
// the next handler runs, so it may point into the state. The SDK has validated
// required members before.
//
// Time is [Call.Now] and never time.Now; ids come from [Cloud.IDs]. Both are
// the same in every run.
//
// # Errors
//
// A model answers with codes, by [Errorf] or by an exception of the SDK: the
// client's own deserializer makes the typed error from it, so an exception that
// the operation does not model arrives as *smithy.GenericAPIError, as in
// production. The HTTP status follows from the code (package wire).
// An exception's other fields arrive too.
//
// What a model does not model it refuses with [NotModeled]: an answer that
// ignores a parameter is worse than none. Any other error is taken for a fault
// of the fake and reaches the caller without an HTTP response around it.
//
// # Settings that a model honours
//
// Lists are cut by [Page], which obeys the account's page size. State is kept in
// [State], whose Read obeys the account's lag. A model that uses both gets
// pagination and eventual consistency for nothing.
//
// A [Gate] keeps whole accounts out, before any policy is asked: out of a Region
// that an account has not enabled, for example. A model that has a say appends one
// to [Cloud].Gates when it is made.
package model
