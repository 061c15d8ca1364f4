package iamhygiene

import (
	"context"
	"errors"
	"iter"
)

// A Subject is what findings are about: [*User], [*Role] and the like, or a
// type of the caller's.
type Subject interface {
	// Resource names the subject in findings.
	Resource() Resource
}

// A Discriminated subject shares its resource with others of its kind, as an
// access key shares that of its user, and says what tells them apart.
type Discriminated interface {
	Subject
	Discriminator() string
}

// A SubjectError stands in a sequence of subjects for one that cannot be had:
// the user whose access keys nobody could list, or the account whose users are
// not known at all. [Each] makes an Unknown finding of it.
type SubjectError struct {
	Resource Resource
	// Discriminator tells several errors with the same resource apart.
	Discriminator string
	Err           *DataError
}

// Error returns the text of the DataError.
func (e *SubjectError) Error() string { return e.Err.Error() }

// Unwrap returns the DataError.
func (e *SubjectError) Unwrap() error { return e.Err }

// Each judges every subject of a sequence and returns a finding for each, in
// order. An error in the sequence becomes an Unknown finding: on the resource
// of the [SubjectError], else on the account. An empty sequence gives one
// NotApplicable finding on the account. Each stops early when ctx is done.
//
// It is the body of most checks:
//
//	func (c NoPath) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
//		return iamhygiene.Each(ctx, s, s.Users(), c.judge)
//	}
func Each[T Subject](ctx context.Context, s *Snapshot, subjects iter.Seq2[T, error], judge Predicate[T]) []Finding {
	var out []Finding
	for subject, err := range subjects {
		if ctx.Err() != nil {
			return out
		}
		if err != nil {
			out = append(out, unknownSubject(s, err))
			continue
		}
		f := judge(subject).finding()
		f.Resource = subject.Resource()
		if d, ok := any(subject).(Discriminated); ok {
			f.Discriminator = d.Discriminator()
		}
		out = append(out, f)
	}
	if len(out) == 0 {
		out = append(out, Finding{
			Status: NotApplicable, Message: "the account has nothing that this check looks at",
			Resource: s.AccountResource(TypeAccount),
		})
	}
	return out
}

func (v Verdict) finding() Finding {
	return Finding{Status: v.Status, Severity: v.Severity, Message: v.Message, Evidence: v.Evidence, Steps: v.Steps, Unknown: v.Unknown}
}

func unknownSubject(s *Snapshot, err error) Finding {
	f := Undecided(err).finding()
	f.Resource = s.AccountResource(TypeAccount)
	if e := (*SubjectError)(nil); errors.As(err, &e) {
		f.Resource, f.Discriminator = e.Resource, e.Discriminator
	}
	return f
}

// One is the sequence of a single subject.
func One[T any](subject T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) { yield(subject, nil) }
}

// ForUsers makes a check of a predicate over IAM users. The root user is not
// among them.
func ForUsers(info Info, p Predicate[*User]) Check { return For(info, (*Snapshot).Users, p) }

// ForGroups makes a check of a predicate over IAM groups.
func ForGroups(info Info, p Predicate[*Group]) Check { return For(info, (*Snapshot).Groups, p) }

// ForRoles makes a check of a predicate over IAM roles.
func ForRoles(info Info, p Predicate[*Role]) Check { return For(info, (*Snapshot).Roles, p) }

// ForPolicies makes a check of a predicate over managed policies.
func ForPolicies(info Info, p Predicate[*Policy]) Check { return For(info, (*Snapshot).Policies, p) }

// ForAccessKeys makes a check of a predicate over the access keys of IAM
// users.
func ForAccessKeys(info Info, p Predicate[*AccessKey]) Check {
	return For(info, (*Snapshot).AccessKeys, p)
}

// ForAccount makes a check of a predicate over the account.
func ForAccount(info Info, p Predicate[*Account]) Check {
	return For(info, func(s *Snapshot) iter.Seq2[*Account, error] { return One(s.Account()) }, p)
}

// For makes a check of a predicate over any sequence of subjects, such as one
// that reads a caller's own dataset.
func For[T Subject](info Info, subjects func(*Snapshot) iter.Seq2[T, error], p Predicate[T]) Check {
	return &forCheck[T]{info: info, subjects: subjects, judge: p}
}

type forCheck[T Subject] struct {
	info     Info
	subjects func(*Snapshot) iter.Seq2[T, error]
	judge    Predicate[T]
}

func (c *forCheck[T]) Info() Info { return c.info }

func (c *forCheck[T]) Run(ctx context.Context, s *Snapshot) []Finding {
	return Each(ctx, s, c.subjects(s), c.judge)
}
