package checks

import (
	"context"
	"iter"
	"strconv"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// orDefault returns d, def where d is zero, and zero where d is negative: how
// the Duration parameters of all checks are read.
func orDefault(d, def time.Duration) time.Duration {
	switch {
	case d == 0:
		return def
	case d < 0:
		return 0
	}
	return d
}

// days is the text of a duration in Info.Params: "90d", or "36h0m0s" where it
// is not a whole number of days.
func days(d time.Duration) string {
	if d%day == 0 {
		return strconv.Itoa(int(d/day)) + "d"
	}
	return d.String()
}

// controls lists the controls that a check covers: the numbers in versions
// 1.4, 3.0 and 5.0 of the CIS AWS Foundations Benchmark, empty where a version
// has none, and the ids in AWS Security Hub.
func controls(cis14, cis30, cis50 string, securityHub ...string) []iamhygiene.Control {
	var out []iamhygiene.Control
	for _, c := range [...]iamhygiene.Control{
		{Name: "CIS AWS Foundations", Version: "1.4", ID: cis14},
		{Name: "CIS AWS Foundations", Version: "3.0", ID: cis30},
		{Name: "CIS AWS Foundations", Version: "5.0", ID: cis50},
	} {
		if c.ID != "" {
			out = append(out, c)
		}
	}
	for _, id := range securityHub {
		out = append(out, iamhygiene.Control{Name: "AWS Security Hub", ID: id})
	}
	return out
}

// reported is a fact from the credential report.
func reported(s *iamhygiene.Snapshot, column, observed, expected string) iamhygiene.Evidence {
	return iamhygiene.Evidence{
		Dataset: iamhygiene.CredentialReport.Name(), Path: column,
		Observed: observed, Expected: expected, At: reportTime(s),
	}
}

// reportTime returns when AWS generated the credential report; the zero time
// where nobody says so, as for a bare CSV.
func reportTime(s *iamhygiene.Snapshot) time.Time {
	if at := iamhygiene.CredentialReport.At(s); !at.IsZero() {
		return at
	}
	if report, ok := iamhygiene.CredentialReport.Partial(s); ok && report != nil {
		return report.GeneratedTime.UTC()
	}
	return time.Time{}
}

// detailed is a fact from the authorization details.
func detailed(s *iamhygiene.Snapshot, path, observed, expected string) iamhygiene.Evidence {
	return iamhygiene.Evidence{
		Dataset: iamhygiene.Authorization.Name(), Path: path,
		Observed: observed, Expected: expected, At: iamhygiene.Authorization.At(s),
	}
}

// derived is a fact worked out from others, such as an age in days. It belongs
// to no dataset.
func derived(path, observed, expected string) iamhygiene.Evidence {
	return iamhygiene.Evidence{Path: path, Observed: observed, Expected: expected}
}

// reportFresh is how old a credential report may be before a failure that rests
// on it says so. AWS builds a new report at most every four hours, so what was
// mended since is invisible in it.
const reportFresh = time.Hour

// each is [iamhygiene.Each] for the built-in checks: a failure with evidence
// from a credential report that is no longer fresh says so in its message. A
// report whose time is not known adds nothing.
func each[T iamhygiene.Subject](ctx context.Context, s *iamhygiene.Snapshot, subjects iter.Seq2[T, error], judge iamhygiene.Predicate[T]) []iamhygiene.Finding {
	return iamhygiene.Each(ctx, s, subjects, func(x T) iamhygiene.Verdict {
		return dated(s, judge(x))
	})
}

func dated(s *iamhygiene.Snapshot, v iamhygiene.Verdict) iamhygiene.Verdict {
	if v.Status != iamhygiene.Fail {
		return v
	}
	for _, e := range v.Evidence {
		if e.Dataset == iamhygiene.CredentialReport.Name() && !e.At.IsZero() && s.Now().Sub(e.At) > reportFresh {
			v.Message += "; the credential report of " + stamp(e.At) + " may predate recent changes"
			break
		}
	}
	return v
}

// eachKey judges every access key. A user without keys gets one NotApplicable
// finding, so that nobody who is looked for in the results is missing.
func eachKey(ctx context.Context, s *iamhygiene.Snapshot, judge iamhygiene.Predicate[*iamhygiene.AccessKey]) []iamhygiene.Finding {
	return each(ctx, s, keysOrUsers(s), func(x iamhygiene.Subject) iamhygiene.Verdict {
		if k, ok := x.(*iamhygiene.AccessKey); ok {
			return judge(k)
		}
		return iamhygiene.Inapplicable(x.Resource().Name + " has no access key")
	})
}

// keysOrUsers yields the access keys, and in place of those of a user without
// keys the user.
func keysOrUsers(s *iamhygiene.Snapshot) iter.Seq2[iamhygiene.Subject, error] {
	return func(yield func(iamhygiene.Subject, error) bool) {
		for u, err := range s.Users() {
			if err != nil {
				if !yield(nil, err) {
					return
				}
				continue
			}
			keys, err := u.AccessKeys()
			for _, k := range keys {
				if !yield(k, nil) {
					return
				}
			}
			switch {
			case err != nil:
				if !yield(nil, &iamhygiene.SubjectError{Resource: u.Resource(), Err: iamhygiene.AsDataError(err)}) {
					return
				}
			case len(keys) == 0:
				if !yield(u, nil) {
					return
				}
			}
		}
	}
}

// stamp is how evidence and messages print a time.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
