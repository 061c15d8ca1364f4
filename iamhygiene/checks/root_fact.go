package checks

import (
	"strconv"
	"time"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/iamhygiene"
)

// Keys of the account summary. Each is 1 (or a count) where the root user has
// the thing, else 0.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html
const (
	summaryMFA          = "AccountMFAEnabled"
	summaryPassword     = "AccountPasswordPresent"
	summaryKeys         = "AccountAccessKeysPresent"
	summaryCertificates = "AccountSigningCertificatesPresent"
)

// reportLag is how far a credential report may lag behind the account: AWS
// builds a new one at most every four hours.
const reportLag = 4 * time.Hour

// A rootFact is the answer to one question about the root user that both the
// account summary and the credential report may answer.
type rootFact struct {
	holds bool
	err   error // neither source answers
	// byReport says that the answer rests on the credential report alone.
	byReport bool
	// disputed says that the two sources disagree.
	disputed bool
	evidence []iamhygiene.Evidence
}

// known reports whether the answer is known to be yes or no.
func (f rootFact) known(holds bool) bool { return f.err == nil && f.holds == holds }

// seen is what the credential report says.
type seen struct {
	holds    bool
	err      error
	evidence []iamhygiene.Evidence
}

// settle answers a question from the account summary, and from the credential
// report where the summary does not answer. Where they disagree the summary
// wins, because AWS answers it live while the report may be four hours old: a
// fix made minutes ago is in the one and not in the other. Only a summary that
// is itself more than four hours older than the report has to give way, as
// happens when both come from files.
func settle(r *iamhygiene.Root, key, expected string, report seen) rootFact {
	s := r.Snapshot()
	count, err := r.Count(key)
	switch {
	case err != nil && report.err != nil:
		if _, absent := iamhygiene.Summary.Get(s); absent == nil {
			err = report.err // the summary is there; the report could add to it
		}
		return rootFact{err: err}
	case err != nil:
		return rootFact{holds: report.holds, byReport: true, evidence: report.evidence}
	}
	holds := count > 0
	f := rootFact{holds: holds, evidence: append([]iamhygiene.Evidence{{
		Dataset: iamhygiene.Summary.Name(), Path: key,
		Observed: strconv.Itoa(count), Expected: expected, At: iamhygiene.Summary.At(s),
	}}, report.evidence...)}
	if f.disputed = report.err == nil && report.holds != holds; f.disputed && outrun(s) {
		f.holds, f.byReport = report.holds, true
	}
	return f
}

// outrun reports whether the account summary is older than the credential
// report by more than reports lag.
func outrun(s *iamhygiene.Snapshot) bool {
	summary, report := iamhygiene.Summary.At(s), reportTime(s)
	return !summary.IsZero() && !report.IsZero() && report.Sub(summary) > reportLag
}

// verdict completes a verdict that rests on the fact: evidence, and where the
// sources disagree or the report alone decides what that means.
func (f rootFact) verdict(s *iamhygiene.Snapshot, v iamhygiene.Verdict) iamhygiene.Verdict {
	v.Evidence = append(v.Evidence, f.evidence...)
	switch {
	case f.byReport && f.disputed:
		v.Message += "; the account summary of " + stamp(iamhygiene.Summary.At(s)) + " says otherwise and is older"
	case f.byReport:
		v = dated(s, v)
	case f.disputed:
		v.Message += "; the credential report" + ofTime(reportTime(s)) + " says otherwise, and the account summary is fresh"
	}
	return v
}

// ofTime prints the time of a dataset behind its name, where it is known.
func ofTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return " of " + stamp(t)
}

// rootMFA says whether the root user has MFA.
func rootMFA(r *iamhygiene.Root) rootFact {
	return settle(r, summaryMFA, "1", rootColumn(r, credreport.ColumnMFAActive, "true",
		func(e *credreport.Entry) credreport.Bool { return e.MFAActive }))
}

// rootPassword says whether the root user has a password. AWS documents
// password_enabled as not_supported for the root user, which is no answer;
// newer reports print true or false.
func rootPassword(r *iamhygiene.Root) rootFact {
	return settle(r, summaryPassword, "", rootColumn(r, credreport.ColumnPasswordEnabled, "",
		func(e *credreport.Entry) credreport.Bool { return e.PasswordEnabled }))
}

// rootColumn reads a truth value in the root user's row.
func rootColumn(r *iamhygiene.Root, column, expected string, field func(*credreport.Entry) credreport.Bool) seen {
	e, err := r.Entry()
	if err != nil {
		return seen{err: err}
	}
	value := field(e)
	holds, ok := value.Get()
	if !ok {
		return seen{err: iamhygiene.ReportValue(e.ARN, column, value.String())}
	}
	return seen{holds: holds, evidence: []iamhygiene.Evidence{reported(r.Snapshot(), column, value.String(), expected)}}
}

// rootCredentials says what the root user has to sign in or sign requests with.
type rootCredentials struct {
	password, keys, certificates rootFact
}

func credentialsOf(r *iamhygiene.Root) rootCredentials {
	return rootCredentials{password: rootPassword(r), keys: rootKeys(r).fact, certificates: rootCertificates(r).fact}
}

// none reports whether the root user is known to have no credential at all, as
// in a member account of an organization that manages root access centrally.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-enable-root-access.html
func (c rootCredentials) none() bool {
	return c.password.known(false) && c.keys.known(false) && c.certificates.known(false)
}

// evidence returns the facts on the credentials.
func (c rootCredentials) evidence() []iamhygiene.Evidence {
	var out []iamhygiene.Evidence
	for _, f := range [...]rootFact{c.password, c.keys, c.certificates} {
		out = append(out, f.evidence...)
	}
	return out
}

// text lists what is known of the credentials: "a password and an access key".
func (c rootCredentials) text() string {
	var has []string
	if c.password.known(true) {
		has = append(has, "a password")
	}
	if c.keys.known(true) {
		has = append(has, "an access key")
	}
	if c.certificates.known(true) {
		has = append(has, "a signing certificate")
	}
	switch len(has) {
	case 0:
		return ""
	case 1:
		return has[0]
	}
	return list(has[:len(has)-1]) + " and " + has[len(has)-1]
}
