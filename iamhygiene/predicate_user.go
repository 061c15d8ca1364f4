package iamhygiene

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The predicates of this file are the bricks that a caller's check is made of:
//
//	iamhygiene.ForUsers(info, iamhygiene.When(
//		iamhygiene.UserPath("/contractors/"),
//		iamhygiene.Not(iamhygiene.HasPassword())))
//
// Their messages state what was observed, not whether that is good, so that
// they read well under Not.

// HasPassword holds for users who can sign in to the console.
func HasPassword() Predicate[*User] {
	return func(u *User) Verdict {
		has, err := u.HasPassword()
		return observed(err, has, u.name+" has a console password", u.name+" has no console password",
			reportEvidence(u.snapshot, "password_enabled", strconv.FormatBool(has)))
	}
}

// MFAActive holds for users with an MFA device of any kind.
func MFAActive() Predicate[*User] {
	return func(u *User) Verdict {
		on, err := u.MFAActive()
		return observed(err, on, u.name+" has MFA", u.name+" has no MFA",
			reportEvidence(u.snapshot, "mfa_active", strconv.FormatBool(on)))
	}
}

// UserPath holds for users whose path begins with the prefix: "/contractors/".
func UserPath(prefix string) Predicate[*User] {
	return func(u *User) Verdict {
		in := len(u.Path()) >= len(prefix) && u.Path()[:len(prefix)] == prefix
		return observed(nil, in, u.name+" is under "+prefix, u.name+" is not under "+prefix,
			Evidence{Path: "arn", Observed: u.arn})
	}
}

// UserTag holds for users with that tag; an empty value stands for any.
func UserTag(key, value string) Predicate[*User] {
	return func(u *User) Verdict {
		d, err := u.Detail()
		if err != nil {
			return Undecided(err)
		}
		got, ok := d.Tags[key]
		has := ok && (value == "" || got == value)
		return observed(nil, has, fmt.Sprintf("%s has the tag %s=%s", u.name, key, got), fmt.Sprintf("%s has no tag %s=%s", u.name, key, value),
			detailEvidence(u.snapshot, "Tags/"+key, got))
	}
}

// InGroup holds for members of the group.
func InGroup(name string) Predicate[*User] {
	return func(u *User) Verdict {
		d, err := u.Detail()
		if err != nil {
			return Undecided(err)
		}
		return observed(nil, slices.Contains(d.Groups, name), u.name+" is in the group "+name, u.name+" is not in the group "+name,
			detailEvidence(u.snapshot, "GroupList", fmt.Sprint(d.Groups)))
	}
}

// UserOlderThan holds for users created at least the given time ago.
func UserOlderThan(age time.Duration) Predicate[*User] {
	return func(u *User) Verdict {
		at, err := u.Created()
		if err != nil {
			return Undecided(err)
		}
		is := u.snapshot.Now().Sub(at)
		return observed(nil, is >= age, fmt.Sprintf("%s was created %s ago", u.name, Days(is)), fmt.Sprintf("%s was created only %s ago", u.name, Days(is)),
			Evidence{Path: "user_creation_time", Observed: at.Format(time.RFC3339)})
	}
}

// AnyKey holds for users of whose access keys one satisfies the predicate; a
// user without keys fails it.
func AnyKey(p Predicate[*AccessKey]) Predicate[*User] {
	return func(u *User) Verdict {
		keys, err := u.AccessKeys()
		if len(keys) == 0 && err == nil {
			return Failed(u.name + " has no access key")
		}
		return overKeys(keys, err, p, Any[*AccessKey])
	}
}

// EveryKey holds for users whose access keys all satisfy the predicate; it is
// not applicable to a user without keys.
func EveryKey(p Predicate[*AccessKey]) Predicate[*User] {
	return func(u *User) Verdict {
		keys, err := u.AccessKeys()
		if len(keys) == 0 && err == nil {
			return Inapplicable(u.name + " has no access key")
		}
		return overKeys(keys, err, p, All[*AccessKey])
	}
}

// overKeys combines the verdicts on several keys as All or Any combines
// predicates. Where err says that there may be others, one verdict is Unknown.
func overKeys(keys []*AccessKey, err error, p Predicate[*AccessKey], join func(...Predicate[*AccessKey]) Predicate[*AccessKey]) Verdict {
	var ps []Predicate[*AccessKey]
	for _, k := range keys {
		ps = append(ps, func(*AccessKey) Verdict { return p(k) })
	}
	if err != nil {
		ps = append(ps, func(*AccessKey) Verdict { return Undecided(err) })
	}
	return join(ps...)(nil)
}

// KeyActive holds for access keys that can be used.
func KeyActive() Predicate[*AccessKey] {
	return func(k *AccessKey) Verdict {
		on, err := k.Active()
		return observed(err, on, k.label()+" is active", k.label()+" is inactive",
			k.ActiveEvidence())
	}
}

// KeyOlderThan holds for access keys whose age is more than the given one.
func KeyOlderThan(age time.Duration) Predicate[*AccessKey] {
	return func(k *AccessKey) Verdict {
		at, from, err := k.Created()
		if err != nil {
			return Undecided(err)
		}
		is := k.Snapshot().Now().Sub(at)
		return observed(nil, is > age, fmt.Sprintf("%s is %s old", k.label(), Days(is)), fmt.Sprintf("%s is only %s old", k.label(), Days(is)), from)
	}
}

// KeyUsedWithin holds for access keys that were used less than the given time
// ago. It fails for a key that was never used.
func KeyUsedWithin(window time.Duration) Predicate[*AccessKey] {
	return func(k *AccessKey) Verdict {
		at, used, err := k.LastUsed()
		if err != nil {
			return Undecided(err)
		}
		if !used {
			return Failed(k.label()+" was never used", k.UseEvidence()...)
		}
		ago := k.Snapshot().Now().Sub(at)
		return If(ago < window, k.label()+" was used "+Days(ago)+" ago", k.label()+" was last used "+Days(ago)+" ago", k.UseEvidence()...)
	}
}

func (k *AccessKey) label() string {
	return "access key " + strings.TrimPrefix(k.Name(), "access_key_") + " of " + k.user.name
}

// observed is the verdict of a predicate with two messages, or Undecided.
func observed(err error, holds bool, yes, no string, evidence ...Evidence) Verdict {
	if err != nil {
		return Undecided(err)
	}
	return If(holds, yes, no, evidence...)
}

// reportEvidence is a fact from the credential report.
func reportEvidence(s *Snapshot, column, value string) Evidence {
	return Evidence{Dataset: CredentialReport.Name(), Path: column, Observed: value, At: CredentialReport.At(s)}
}

// detailEvidence is a fact from the authorization details.
func detailEvidence(s *Snapshot, path, value string) Evidence {
	return Evidence{Dataset: Authorization.Name(), Path: path, Observed: value, At: Authorization.At(s)}
}

// Days prints a duration for a message: whole days as "90 days", less as "5h0m0s".
func Days(d time.Duration) string {
	const day = 24 * time.Hour
	switch n := int(d / day); {
	case d < 0 || d < day:
		return d.Round(time.Second).String()
	case n == 1:
		return "1 day"
	default:
		return strconv.Itoa(n) + " days"
	}
}
