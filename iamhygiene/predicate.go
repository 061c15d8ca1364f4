package iamhygiene

import "strings"

// A Predicate judges one subject: a [*User], [*Role], [*Group], [*Policy],
// [*AccessKey], [*Account], or a type of the caller's. It must be a pure
// function of the subject and its snapshot.
//
// Predicates are three-valued: where the data that decides is missing, the
// verdict is Unknown, and [All], [Any] and [Not] carry that through by Kleene's
// rules, so that a missing datum never reads as a pass.
type Predicate[T any] func(T) Verdict

// All holds where every predicate holds: Fail if one fails, else Unknown if
// one is unknown, else Pass if one passes, else NotApplicable. The severity of
// a failure is the worst of those that failed. The order of the predicates
// changes only the order of messages and evidence.
func All[T any](ps ...Predicate[T]) Predicate[T] {
	return func(subject T) Verdict {
		return combine(ps, subject, [...]Status{Fail, Unknown, Pass}, "no predicate applies")
	}
}

// Any holds where one predicate holds: Pass if one passes, else Unknown if one
// is unknown, else Fail if one fails, else NotApplicable.
func Any[T any](ps ...Predicate[T]) Predicate[T] {
	return func(subject T) Verdict {
		return combine(ps, subject, [...]Status{Pass, Unknown, Fail}, "no predicate applies")
	}
}

// Not swaps Pass and Fail; Unknown and NotApplicable stay.
func Not[T any](p Predicate[T]) Predicate[T] {
	return func(subject T) Verdict {
		v := p(subject)
		switch v.Status {
		case Pass:
			v.Status = Fail
		case Fail:
			v.Status = Pass
		}
		return v
	}
}

// When restricts a predicate to the subjects for which cond holds: where cond
// fails the verdict is NotApplicable with cond's message, where it is unknown
// so is the verdict.
func When[T any](cond, then Predicate[T]) Predicate[T] {
	return func(subject T) Verdict {
		c := cond(subject)
		if c.Status == Pass {
			return then(subject)
		}
		if c.Status == Fail {
			c.Status = NotApplicable
		}
		c.Severity = 0
		return c
	}
}

// Grade gives the failures of a predicate another severity.
func Grade[T any](s Severity, p Predicate[T]) Predicate[T] {
	return func(subject T) Verdict {
		v := p(subject)
		if v.Status == Fail {
			v.Severity = s
		}
		return v
	}
}

// Say gives the failures of a predicate another message; evidence stays.
func Say[T any](message func(T) string, p Predicate[T]) Predicate[T] {
	return func(subject T) Verdict {
		v := p(subject)
		if v.Status == Fail {
			v.Message = message(subject)
		}
		return v
	}
}

// combine evaluates all predicates and returns the verdicts of the first
// status of order that occurs, merged.
func combine[T any](ps []Predicate[T], subject T, order [3]Status, none string) Verdict {
	verdicts := make([]Verdict, len(ps))
	for i, p := range ps {
		verdicts[i] = p(subject)
	}
	for _, want := range append(order[:], NotApplicable) {
		var out Verdict
		var messages []string
		found := false
		for _, v := range verdicts {
			if v.Status != want {
				continue
			}
			found = true
			if v.Message != "" {
				messages = append(messages, v.Message)
			}
			out.Severity = max(out.Severity, v.Severity)
			out.Evidence = append(out.Evidence, v.Evidence...)
			if out.Unknown == nil {
				out.Unknown = v.Unknown
			}
		}
		if found {
			out.Status = want
			out.Message = strings.Join(messages, "; ")
			return out
		}
	}
	return Inapplicable(none)
}
