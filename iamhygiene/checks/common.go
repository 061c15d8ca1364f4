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
		Observed: observed, Expected: expected, At: iamhygiene.CredentialReport.At(s),
	}
}

// detailed is a fact from the authorization details.
func detailed(s *iamhygiene.Snapshot, path, observed, expected string) iamhygiene.Evidence {
	return iamhygiene.Evidence{
		Dataset: iamhygiene.Authorization.Name(), Path: path,
		Observed: observed, Expected: expected, At: iamhygiene.Authorization.At(s),
	}
}

// eachKey judges every access key. A user without keys gets one NotApplicable
// finding, so that nobody who is looked for in the results is missing.
func eachKey(ctx context.Context, s *iamhygiene.Snapshot, judge iamhygiene.Predicate[*iamhygiene.AccessKey]) []iamhygiene.Finding {
	return iamhygiene.Each(ctx, s, keysOrUsers(s), func(x iamhygiene.Subject) iamhygiene.Verdict {
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
			for _, k := range keys {
				if !yield(k, nil) {
					return
				}
			}
		}
	}
}

// stamp is how evidence and messages print a time.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
