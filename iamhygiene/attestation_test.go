package iamhygiene_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
)

func TestReadAttestations(t *testing.T) {
	list, err := iamhygiene.ReadAttestations(strings.NewReader(`{"attestations": [
		{"id": "manual-leavers", "answer": "yes", "who": " jane ", "date": "2024-01-02", "expires": "2025-01-02T10:00:00+02:00", "note": "tried it"},
		{"id": "manual-leavers", "answer": "na", "who": "joe", "date": "2023-01-02", "expires": "2024-01-02"}
	]}`))
	require.NoError(t, err, "one that has expired is no mistake, and a file may be a history")
	assert.Equal(t, []iamhygiene.Attestation{
		{ID: "manual-leavers", Answer: iamhygiene.AnswerYes, Who: "jane", Note: "tried it",
			Date: time.Date(2024, 1, 2, 0, 0, 0, 0, time.UTC), Expires: time.Date(2025, 1, 2, 8, 0, 0, 0, time.UTC)},
		{ID: "manual-leavers", Answer: iamhygiene.AnswerNA, Who: "joe",
			Date: time.Date(2023, 1, 2, 0, 0, 0, 0, time.UTC), Expires: time.Date(2024, 1, 2, 0, 0, 0, 0, time.UTC)},
	}, list)
}

func TestReadAttestationsMistakes(t *testing.T) {
	one := func(members string) string {
		return `{"attestations": [{"id": "manual-x", "answer": "yes", "who": "jane", "date": "2024-01-02", "expires": "2025-01-02"}, {` + members + `}]}`
	}
	for _, tt := range []struct{ name, text, want string }{
		{"no JSON", `attestations:`, "after byte 0"},
		{"a bare list", `[]`, "iamhygiene: attestations: after byte"},
		{"more text", `{} {}`, "more text follows"},
		{"an unknown member", one(`"account": "111122223333"`), `unknown field "account"`},
		{"no id", one(`"answer": "yes", "who": "jane", "date": "2024-01-02", "expires": "2025-01-02"`), `attestation #2: the id "" is not that of a check`},
		{"an answer in capitals", one(`"id": "manual-y", "answer": "Yes", "who": "jane", "date": "2024-01-02", "expires": "2025-01-02"`), `attestation manual-y: the answer is "Yes": want yes, no or na`},
		{"nobody", one(`"id": "manual-y", "answer": "yes", "who": " ", "date": "2024-01-02", "expires": "2025-01-02"`), "manual-y: does not say who"},
		{"no date", one(`"id": "manual-y", "answer": "yes", "who": "jane", "expires": "2025-01-02"`), "manual-y: has no date"},
		{"no expiry", one(`"id": "manual-y", "answer": "yes", "who": "jane", "date": "2025-01-02"`), "manual-y: has no expiry date"},
		{"never valid", one(`"id": "manual-y", "answer": "yes", "who": "jane", "date": "2025-01-02", "expires": "2025-01-02"`), "manual-y: expires before it was given"},
		{"a date in another form", one(`"id": "manual-y", "answer": "yes", "who": "jane", "date": "1.2.2025", "expires": "2025-01-02"`), `manual-y: date "1.2.2025": want a date such as`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			list, err := iamhygiene.ReadAttestations(strings.NewReader(tt.text))
			assert.Nil(t, list)
			assert.ErrorContains(t, err, tt.want)
			assert.Regexp(t, "^iamhygiene: attestation", err.Error())
		})
	}
}

func TestAttestationOf(t *testing.T) {
	of := func(answer iamhygiene.Answer, daysAgo int) iamhygiene.Attestation {
		date := now.AddDate(0, 0, -daysAgo)
		return iamhygiene.Attestation{ID: "manual-x", Answer: answer, Who: "jane", Date: date, Expires: date.AddDate(1, 0, 0)}
	}
	incomplete := of(iamhygiene.AnswerYes, 1)
	incomplete.Who = ""
	for _, tt := range []struct {
		name, reason string
		list         []iamhygiene.Attestation
		want         iamhygiene.Answer
	}{
		{"none", "nobody said anything", nil, ""},
		{"the newest counts", "a new answer replaces the old one", []iamhygiene.Attestation{of("yes", 9), of("no", 3), of("yes", 6)}, "no"},
		{"the last of a day counts", "a file is written from top to bottom", []iamhygiene.Attestation{of("yes", 3), of("no", 3)}, "no"},
		{"not from the future", "nobody can know yet", []iamhygiene.Attestation{of("no", 3), of("yes", -1)}, "no"},
		{"at the clock", "the answer was given now", []iamhygiene.Attestation{of("yes", 0)}, "yes"},
		{"an incomplete one does not count", "nobody answers for it", []iamhygiene.Attestation{incomplete}, ""},
		{"an unknown answer does not count", "it says nothing", []iamhygiene.Attestation{of("maybe", 3)}, ""},
		{"an incomplete one replaces what was said before", "the old answer may be what it takes back", []iamhygiene.Attestation{of("yes", 3), incomplete}, ""},
		{"until there is a complete one", "that replaces it in turn", []iamhygiene.Attestation{incomplete, of("yes", 0)}, "yes"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := iamhygiene.NewSnapshot(account, "", now, iamhygiene.Attestations.With(tt.list, now))
			a, ok := iamhygiene.AttestationOf(s, "manual-x")
			assert.Equal(t, tt.want != "", ok, tt.reason)
			assert.Equal(t, tt.want, a.Answer, tt.reason)
			_, ok = iamhygiene.AttestationOf(s, "manual-y")
			assert.False(t, ok)
		})
	}
	_, ok := iamhygiene.AttestationOf(iamhygiene.NewSnapshot(account, "", now), "manual-x")
	assert.False(t, ok, "a dataset that nobody gave")
	_, ok = iamhygiene.AttestationOf(iamhygiene.NewSnapshot(account, "", now,
		iamhygiene.Attestations.With([]iamhygiene.Attestation{of("yes", 3)}, now, &iamhygiene.DataError{Code: iamhygiene.CodeTruncated})), "manual-x")
	assert.False(t, ok, "what is missing may be a newer answer")
}

func TestAnswerText(t *testing.T) {
	for _, a := range []iamhygiene.Answer{iamhygiene.AnswerYes, iamhygiene.AnswerNo, iamhygiene.AnswerNA} {
		var got iamhygiene.Answer
		require.NoError(t, got.UnmarshalText([]byte(a)))
		assert.Equal(t, a, got)
	}
	a := iamhygiene.AnswerNo
	assert.ErrorContains(t, a.UnmarshalText([]byte("n/a")), "want yes, no or na")
	assert.Equal(t, iamhygiene.AnswerNo, a, "a failed read changes nothing")
}
