package iamhygiene

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// An AttestationError says what is wrong with an attestation in a file.
type AttestationError struct {
	// Attestation is its id, or "#3" for the third where it has none.
	Attestation string
	// Problem says what is wrong and what to do.
	Problem string
}

// Error returns "iamhygiene: attestation ID: problem".
func (e *AttestationError) Error() string {
	return "iamhygiene: attestation " + e.Attestation + ": " + e.Problem
}

// ReadAttestations reads a list of attestations in their JSON form:
//
//	{"attestations": [{
//		"id": "manual-root-mailbox", "answer": "yes", "who": "jane@example.com",
//		"date": "2024-03-01", "expires": "2025-03-01",
//		"note": "aws-root@ goes to the platform team, who have it on call"
//	}]}
//
// Unknown members are refused. Dates may be dates, meaning their first instant
// in UTC, or times in RFC 3339. The error says after which byte the text is
// wrong, or joins an [*AttestationError] for each mistake in an attestation; an
// attestation that has expired is none. Put the list into a snapshot with
// Attestations.With.
func ReadAttestations(r io.Reader) ([]Attestation, error) {
	var file struct {
		Attestations []attestationJSON `json:"attestations"`
	}
	dec := json.NewDecoder(r)
	dec.DisallowUnknownFields()
	if err := dec.Decode(&file); err != nil {
		return nil, fmt.Errorf("iamhygiene: attestations: after byte %d: %w", dec.InputOffset(), err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, fmt.Errorf("iamhygiene: attestations: after byte %d: more text follows the JSON object", dec.InputOffset())
	}
	list := make([]Attestation, len(file.Attestations))
	var errs []error
	for i, in := range file.Attestations {
		a := Attestation(in.attestationFields)
		a.Answer = Answer(in.Answer)
		a.Who = strings.TrimSpace(a.Who)
		id := a.ID
		if id == "" {
			id = fmt.Sprintf("#%d", i+1)
		}
		dated := true
		for _, d := range [...]struct {
			name, text string
			to         *dateOrTime
		}{{"date", in.Date, (*dateOrTime)(&a.Date)}, {"expires", in.Expires, (*dateOrTime)(&a.Expires)}} {
			if d.text == "" {
				continue
			}
			if d.to.UnmarshalText([]byte(d.text)) != nil {
				errs = append(errs, &AttestationError{Attestation: id, Problem: fmt.Sprintf("%s %q: want a date such as 2025-06-30, or a time in RFC 3339", d.name, d.text)})
				dated = false
			}
		}
		if dated {
			for _, p := range a.problems() {
				errs = append(errs, &AttestationError{Attestation: id, Problem: p})
			}
		}
		list[i] = a
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return list, nil
}

type attestationFields Attestation

// attestationJSON shadows what has to be read leniently first, so that mistakes
// in it name the attestation.
type attestationJSON struct {
	attestationFields
	Answer  string `json:"answer"`
	Date    string `json:"date"`
	Expires string `json:"expires"`
}
