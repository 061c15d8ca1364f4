// Package ready makes fake AWS accounts that are furnished already, for tests of
// programs that look at whole accounts: [Clean] is in order, [Troubled] has every
// problem at once, and [Organization] has members of both kinds. They are
// accounts of package fakes, to which a test adds what it needs.
//
// Do not use it where two users and a role will do: build those with package
// fakes, which compiles in seconds. This package has the models of all services
// and compiles the client of Amazon EC2, which alone takes a minute. Do not count
// on what the accounts hold in detail, such as the number of their users: a
// release of this module may add to it, for instance for a problem that it did
// not know. Test your own program's answer to what it finds.
//
//	account := ready.Troubled()
//	report, err := Scan(ctx, account.Config()) // the code under test
//
// # What in order means
//
// A clean account follows the practices that the checks of this module look for,
// with the thresholds of the strictest preset, and those that ask for more on
// request: hardware MFA, permissions boundaries, an analyzer of unused access.
// It has the tag "owner" on every user and role of its own. What no API shows,
// such as who reads the mail of the root user, a fake does not show either.
//
// Nobody has a console password there, because people come in through an identity
// provider; so the password policy, strict as it is, binds nobody.
//
// # What trouble means
//
// The comments in the files named after Troubled say, in front of each thing that
// is wrong, which check finds it. Three problems cannot be had in a fake, or not
// by its builders: an account without a primary contact, because every account
// has one; a credential report that is too old, because a report that is four
// hours old is gone (look at a saved snapshot later instead); and answers to
// questions that only people can answer. What the organization does to an account
// depends on [Options.Organization].
//
// # The same in every run
//
// Two accounts made with the same options are equal: names, ids and times. Time
// stands still unless [Options.Clock] says otherwise, and ages are counted from
// the time at which the account was made. Nothing is recorded in Calls while an
// account is made.
//
// # Mistakes
//
// An id or a partition that AWS would not have is found as by package fakes: each
// call fails with a [fakes.UsageError], and so does Err.
//
// # Concurrency
//
// The functions may be called from many goroutines, also for accounts of one
// organization, whose ids then follow from the order of the calls.
package ready
