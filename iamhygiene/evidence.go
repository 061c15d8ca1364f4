package iamhygiene

import "time"

// Evidence is one observed fact that a finding rests on. It never holds a
// secret: checks shorten key ids, hash external ids and mask addresses.
type Evidence struct {
	// Dataset is the name of the dataset that the fact comes from.
	Dataset string `json:"dataset,omitempty"`
	// Path says where in the dataset: a column of the credential report
	// (access_key_1_last_rotated), a key of the account summary, a member of
	// the authorization details, a statement with its Sid.
	Path string `json:"path"`
	// Observed is the value that was found, as text.
	Observed string `json:"observed"`
	// Expected is the value that the check asks for; empty where the fact
	// only explains.
	Expected string `json:"expected,omitempty"`
	// At is when the value was true: the time at which AWS generated the
	// report, or at which the call was made. Zero where it is not known.
	At time.Time `json:"at,omitzero"`
}
