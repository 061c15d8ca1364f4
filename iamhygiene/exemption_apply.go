package iamhygiene

import (
	"fmt"
	"time"
)

// exemptionWarning is how long before its expiry an exemption is reported.
const exemptionWarning = 14 * 24 * time.Hour

// The checks of exemptions themselves, which only the Runner can make: they
// look at the findings of the others.
var (
	exemptionUnused = Info{
		ID: "exemption-unused", Theme: "meta", Severity: SeverityLow,
		Title:       "Exemption suppresses something",
		Description: "Each exemption that has not expired matches at least one failure.",
		Risk:        "An exemption that nothing needs can hide a later failure that nobody accepted.",
		Remediation: Remediation{Text: "Remove the exemption, or correct the resource or check that it names."},
	}
	exemptionExpired = Info{
		ID: "exemption-expired", Theme: "meta", Severity: SeverityMedium,
		Title:       "Exemption has not expired",
		Description: "Each exemption is in force, with more than 14 days left.",
		Risk:        "An expired exemption no longer suppresses anything: the risk is open again.",
		Remediation: Remediation{Text: "Mend what the exemption covers, or have its owner renew it."},
		Params:      map[string]string{"warn": "14d"},
	}
)

// applyExemptions marks the failures that exemptions cover and returns the
// findings about the exemptions themselves.
func applyExemptions(list []Exemption, s *Snapshot, findings []Finding, checks []Info) ([]Info, []Finding) {
	used := make([]int, len(list))
	unknown := make([]int, len(list))
	for i := range findings {
		f := &findings[i]
		if f.Status != Fail && f.Status != Unknown {
			continue
		}
		for j := range list {
			e := &list[j]
			if !e.matchesCheck(f.Check) {
				continue
			}
			if f.Status == Unknown {
				unknown[j]++
				continue
			}
			if !e.matchesResource(&f.Resource) {
				continue
			}
			used[j]++
			if !s.Now().Before(e.Expires) {
				continue
			}
			if f.Suppression == nil {
				f.Suppression = &Suppression{ID: e.ID, Owner: e.Owner, Reason: e.Reason, Expires: e.Expires}
			} else {
				f.Suppression.Also = append(f.Suppression.Also, e.ID)
			}
		}
	}
	var unusedFindings, expiredFindings []Finding
	for j := range list {
		e := &list[j]
		resource := s.AccountResource(TypeExemption)
		resource.Name = e.ID
		put := func(to *[]Finding, v Verdict) {
			f := v.finding()
			f.Resource, f.Discriminator = resource, e.ID
			*to = append(*to, f)
		}
		put(&unusedFindings, judgeUse(e, s.Now(), used[j], unknown[j], checks))
		put(&expiredFindings, judgeExpiry(e, s.Now()))
	}
	// The exemptions are no dataset: nothing that they need can be missing.
	complete(s, exemptionUnused, unusedFindings)
	complete(s, exemptionExpired, expiredFindings)
	return []Info{exemptionUnused, exemptionExpired}, append(unusedFindings, expiredFindings...)
}

func judgeUse(e *Exemption, now time.Time, used, unknown int, checks []Info) Verdict {
	ran := false
	for _, c := range checks {
		ran = ran || e.matchesCheck(c.ID)
	}
	switch {
	case !now.Before(e.Expires):
		return Inapplicable("the exemption has expired: see exemption-expired")
	case used > 0:
		return Passed(fmt.Sprintf("the exemption covers %d findings", used))
	case !ran:
		return Inapplicable("no check that the exemption names was run")
	case unknown > 0:
		return Undecided(&DataError{
			Code: CodeNotCollected, Message: fmt.Sprintf("the checks that exemption %s names could not decide", e.ID),
		})
	}
	return Failed(fmt.Sprintf("exemption %s of %s matches no failure", e.ID, e.Owner),
		Evidence{Path: "resource", Observed: e.Resource})
}

func judgeExpiry(e *Exemption, now time.Time) Verdict {
	evidence := []Evidence{
		{Path: "expires", Observed: e.Expires.UTC().Format(time.RFC3339)},
		{Path: "owner", Observed: e.Owner},
		{Path: "reason", Observed: e.Reason},
	}
	left := e.Expires.Sub(now)
	switch {
	case left <= 0:
		return Failed(fmt.Sprintf("exemption %s of %s expired on %s and no longer applies", e.ID, e.Owner, e.Expires.UTC().Format(time.DateOnly)), evidence...)
	case left <= exemptionWarning:
		return Failed(fmt.Sprintf("exemption %s of %s expires on %s", e.ID, e.Owner, e.Expires.UTC().Format(time.DateOnly)), evidence...).At(SeverityLow)
	}
	return Passed(fmt.Sprintf("exemption %s is in force until %s", e.ID, e.Expires.UTC().Format(time.DateOnly)), evidence...)
}
