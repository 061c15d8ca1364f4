package checks

import (
	"context"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// manualChecks returns the checks of the theme: what no API shows and a person
// has to answer.
func manualChecks() []iamhygiene.Check {
	return []iamhygiene.Check{
		ManualRootMailbox{},
		ManualRootPassword{},
		ManualRootTokenBattery{},
		ManualPhoneProtection{},
		ManualChallengeQuestions{},
		ManualContactDetails{},
		ManualSecretScanning{},
		ManualHostKeys{},
		ManualSessionName{},
		ManualResourceGroups{},
		ManualLeavers{},
		ManualIDPMFA{},
		ManualAuditCadence{},
		ManualExternalAssumptionReview{},
	}
}

// A question is what a check of the theme asks. It is put so that yes means
// that the practice is followed.
type question struct {
	id, title, text string
	// why says what cannot be seen, and what else the answer should say.
	why, risk, advice, url string
	frameworks             []iamhygiene.Control
}

func (q question) info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: q.id, Theme: "manual", Severity: iamhygiene.SeverityLow, Title: q.title,
		Description: "A person has to answer, because no API of AWS shows it. " + q.why,
		Risk:        q.risk,
		Remediation: iamhygiene.Remediation{Text: q.advice, URL: q.url},
		Frameworks:  q.frameworks,
		Uses:        []string{iamhygiene.Attestations.Name()},
	}
}

// ask returns the one finding on the account: the question, or what was attested
// as long as the attestation is valid.
func (q question) ask(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, iamhygiene.One(s.Account()), func(*iamhygiene.Account) iamhygiene.Verdict { return q.judge(s) })
}

func (q question) judge(s *iamhygiene.Snapshot) iamhygiene.Verdict {
	a, ok := iamhygiene.AttestationOf(s, q.id)
	if !ok {
		return iamhygiene.Verdict{Status: iamhygiene.Manual, Message: q.text}
	}
	evidence := []iamhygiene.Evidence{
		fact(s, iamhygiene.Attestations, q.id+"/answer", string(a.Answer), string(iamhygiene.AnswerYes)),
		fact(s, iamhygiene.Attestations, q.id+"/who", a.Who, ""),
		fact(s, iamhygiene.Attestations, q.id+"/date", stamp(a.Date), ""),
		fact(s, iamhygiene.Attestations, q.id+"/expires", stamp(a.Expires), "after "+stamp(s.Now())),
	}
	if a.Note != "" {
		evidence = append(evidence, fact(s, iamhygiene.Attestations, q.id+"/note", a.Note, ""))
	}
	for i := range evidence {
		evidence[i].At = a.Date // when it was true, not when it was read
	}
	if !s.Now().Before(a.Expires) {
		return iamhygiene.Verdict{
			Status: iamhygiene.Manual, Evidence: evidence,
			Message: q.text + " The answer of " + a.Who + " expired on " + a.Expires.UTC().Format(time.DateOnly) + ".",
		}
	}
	said := a.Who + " answered " + string(a.Answer) + " on " + a.Date.UTC().Format(time.DateOnly) + ": " + q.text
	switch a.Answer {
	case iamhygiene.AnswerYes:
		return iamhygiene.Passed(said, evidence...)
	case iamhygiene.AnswerNA:
		return iamhygiene.Inapplicable(said, evidence...)
	}
	return iamhygiene.Failed(said, evidence...).At(iamhygiene.SeverityLow)
}
