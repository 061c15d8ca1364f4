package iamhygiene

import (
	"fmt"
	"time"
)

// Attestations is the dataset of what people attest: the answers to questions
// that no API answers. [ReadAttestations] reads them from a file. An account of
// which nobody attested anything needs no such dataset: the questions then stay
// open.
//
// Several attestations may have the same id, as in a file that is also a
// history; [AttestationOf] says which counts.
var Attestations = NewDataset[[]Attestation](DatasetInfo{
	Name: "attestations", Title: "the attestations",
})

// An Attestation is somebody's answer to the question of a check whose findings
// are [Manual], valid until a date.
type Attestation struct {
	// ID is the id of the check that asks: "manual-root-mailbox".
	ID string `json:"id"`
	// Answer is yes, no or na.
	Answer Answer `json:"answer"`
	// Who answers for it.
	Who string `json:"who"`
	// Date is when it was answered.
	Date time.Time `json:"date"`
	// Expires is when the question is open again; at that moment the answer no
	// longer counts.
	Expires time.Time `json:"expires"`
	// Note says what the answer rests on.
	Note string `json:"note,omitempty"`
}

// An Answer is the answer of an [Attestation]. The questions are put so that
// yes means that the practice is followed. The text form is "yes", "no" or "na".
type Answer string

// The answers.
const (
	AnswerYes Answer = "yes"
	AnswerNo  Answer = "no"
	// AnswerNA says that the question does not arise in this account.
	AnswerNA Answer = "na"
)

// UnmarshalText accepts "yes", "no" and "na".
func (a *Answer) UnmarshalText(text []byte) error {
	switch v := Answer(text); v {
	case AnswerYes, AnswerNo, AnswerNA:
		*a = v
		return nil
	}
	return fmt.Errorf("iamhygiene: %q is not an answer: want yes, no or na", text)
}

// problems says what is wrong with the attestation at any time.
func (a *Attestation) problems() []string {
	var out []string
	if !checkID.MatchString(a.ID) {
		out = append(out, fmt.Sprintf("the id %q is not that of a check: want one such as manual-root-mailbox", a.ID))
	}
	switch a.Answer {
	case AnswerYes, AnswerNo, AnswerNA:
	default:
		out = append(out, fmt.Sprintf("the answer is %q: want yes, no or na", string(a.Answer)))
	}
	if a.Who == "" {
		out = append(out, "does not say who answers for it")
	}
	switch {
	case a.Date.IsZero():
		out = append(out, "has no date")
	case a.Expires.IsZero():
		out = append(out, "has no expiry date")
	case !a.Expires.After(a.Date):
		out = append(out, "expires before it was given")
	}
	return out
}

// AttestationOf returns the attestation of that id which counts at the clock of
// the snapshot: the newest that is not dated after the clock, and of several with
// the same date the last in the list. Whether it has expired is for the caller to
// see: an older answer that would still be valid was replaced. It returns false
// where there is none, where the newest is incomplete, as it may take back the
// one before, and where the dataset is known to be incomplete.
func AttestationOf(s *Snapshot, id string) (Attestation, bool) {
	list, err := Attestations.Get(s)
	if err != nil {
		return Attestation{}, false
	}
	var best Attestation
	found := false
	for _, a := range list {
		if a.ID != id || a.Date.After(s.Now()) {
			continue
		}
		if !found || !a.Date.Before(best.Date) {
			best, found = a, true
		}
	}
	if !found || len(best.problems()) > 0 {
		return Attestation{}, false
	}
	return best, true
}
