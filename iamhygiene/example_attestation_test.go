package iamhygiene_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// What people attest is read from a file and put into the snapshot beside what
// was collected. The answer that counts is the newest; it ends at its expiry.
func ExampleReadAttestations() {
	list, err := iamhygiene.ReadAttestations(strings.NewReader(`{"attestations": [
		{"id": "manual-leavers", "answer": "no", "who": "jane", "date": "2023-06-01", "expires": "2024-06-01"},
		{"id": "manual-leavers", "answer": "yes", "who": "joe", "date": "2024-02-01", "expires": "2024-08-01", "note": "within the hour"}
	]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	now := time.Date(2024, time.March, 12, 0, 0, 0, 0, time.UTC)
	s := iamhygiene.NewSnapshot("111122223333", "aws", now, iamhygiene.Attestations.With(list, now))
	a, ok := iamhygiene.AttestationOf(s, "manual-leavers")
	fmt.Println(ok, a.Answer, a.Who, now.Before(a.Expires))
	_, ok = iamhygiene.AttestationOf(s, "manual-idp-mfa")
	fmt.Println(ok)

	_, err = iamhygiene.ReadAttestations(strings.NewReader(`{"attestations": [{"id": "manual-leavers", "answer": "maybe", "who": "jane", "date": "2024-02-01"}]}`))
	fmt.Println(err)
	// Output:
	// true yes joe true
	// false
	// iamhygiene: attestation manual-leavers: the answer is "maybe": want yes, no or na
	// iamhygiene: attestation manual-leavers: has no expiry date
}
