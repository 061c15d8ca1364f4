package iamhygiene

import "context"

// A Check looks at one practice. Implementations must be safe for concurrent
// use, must not change the snapshot, and must not do I/O: whatever they need
// is a dataset.
//
// Run returns one finding per resource, passes included. It takes the time
// from the snapshot, never from the wall clock. Where the data that decides is
// missing it returns a finding with status [Unknown] and the [DataError] that
// [Dataset.Get] gave; it never leaves the resource out. [Each] does all of
// that for a predicate.
type Check interface {
	// Info describes the check. It returns the same value at each call.
	Info() Info
	// Run evaluates the check. It should return early when ctx is done.
	Run(ctx context.Context, s *Snapshot) []Finding
}

// Info describes a check. ID and Title are required.
type Info struct {
	// ID is the stable name: lower-case letters, digits and hyphens. It is
	// never renamed or reused.
	ID string `json:"id"`
	// Version counts changes of the check's logic; zero counts as 1.
	Version int `json:"version,omitempty"`
	// Theme groups checks in reports: "root", "users", "keys", ...
	Theme string `json:"theme,omitempty"`
	// Title states the practice that passes, in a few words: "Root user has
	// MFA".
	Title string `json:"title"`
	// Description says what exactly is examined.
	Description string `json:"description,omitempty"`
	// Risk says what can happen when the practice is not followed.
	Risk string `json:"risk,omitempty"`
	// Severity is the default for findings that set none.
	Severity Severity `json:"severity"`
	// Remediation says how to mend a failure.
	Remediation Remediation `json:"remediation,omitzero"`
	// Frameworks are the controls of published benchmarks that the check
	// covers.
	Frameworks []Control `json:"frameworks,omitempty"`
	// Needs names the datasets without which the check cannot pass. The
	// Runner turns a Pass into Unknown when one of them is missing, whatever
	// the check says.
	Needs []string `json:"needs,omitempty"`
	// Uses names the datasets that the check reads where they are present:
	// substitutes and further evidence.
	Uses []string `json:"uses,omitempty"`
	// OptIn marks a check that only the strict preset runs by itself.
	OptIn bool `json:"opt_in,omitempty"`
	// Params are the parameters in force, by name, as text: "90d".
	Params map[string]string `json:"params,omitempty"`
}

// Remediation says how to mend a failure.
type Remediation struct {
	// Text is one or two sentences for a person.
	Text string `json:"text,omitempty"`
	// Command is an AWS CLI command with placeholders in angle brackets.
	Command string `json:"command,omitempty"`
	// URL is the AWS page that explains it.
	URL string `json:"url,omitempty"`
}

// A Control is one control of a published benchmark: "CIS AWS Foundations",
// "3.0", "1.5".
type Control struct {
	Name    string `json:"name"`
	Version string `json:"version,omitempty"`
	ID      string `json:"id"`
}
