package iamhygiene

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"
)

// A Finding is what one check says of one resource. A check fills Status,
// Message, Resource, Evidence and, where they apply, Severity, Discriminator
// and Unknown; the [Runner] fills the rest from the check's [Info].
//
// Findings are plain values: copy them freely, do not change shared slices.
type Finding struct {
	// Check is the id of the check, filled by the Runner.
	Check string `json:"check"`
	// CheckVersion is the version of the check's logic, filled by the Runner.
	CheckVersion int `json:"check_version,omitempty"`
	// Title is the title of the check, filled by the Runner.
	Title string `json:"title"`
	// Description says what exactly the check examines, filled by the Runner.
	Description string `json:"description,omitempty"`
	// Theme is the group of practices that the check belongs to, filled by
	// the Runner.
	Theme string `json:"theme,omitempty"`
	// Status is the outcome. The zero value is Unknown.
	Status Status `json:"status"`
	// Severity is set by the check where the evidence raises or lowers it,
	// else by the Runner to the default of the check. It tells what a failure
	// would mean also when the status is not Fail.
	Severity Severity `json:"severity"`
	// SeverityOriginal is the severity before [WithSeverity] overrode it;
	// zero where nothing did.
	SeverityOriginal Severity `json:"severity_original,omitzero"`
	// Message is one sentence: what was observed and what is required; for
	// Unknown which permission to grant, for Manual the question.
	Message string `json:"message"`
	// Resource is what the finding is about.
	Resource Resource `json:"resource"`
	// Discriminator tells several findings of one check on one resource
	// apart: a key id or slot, a statement, a Region. Empty where there is
	// only one.
	Discriminator string `json:"discriminator,omitempty"`
	// Evidence lists the facts, in the order in which a person should read
	// them.
	Evidence []Evidence `json:"evidence,omitempty"`
	// Steps are the way from the resource to what the finding warns of, such as
	// the chain of principals from a user to an administrator. Each step begins
	// where the one before it ended. Empty where the finding is about no chain.
	Steps []Step `json:"steps,omitempty"`
	// Unknown says why the check could not decide; set exactly when Status is
	// Unknown.
	Unknown *DataError `json:"unknown,omitempty"`
	// Frameworks are the controls that the check covers, filled by the Runner.
	Frameworks []Control `json:"frameworks,omitempty"`
	// Remediation says how to mend it, filled by the Runner.
	Remediation Remediation `json:"remediation,omitzero"`
	// Params are the parameters in force, by name, filled by the Runner.
	Params map[string]string `json:"params,omitempty"`
	// Fingerprint identifies the finding between runs; see
	// [Finding.ComputeFingerprint]. Filled by the Runner.
	Fingerprint string `json:"fingerprint"`
	// Suppression is the exemption that applies; nil where none does. The
	// status of an exempted finding stays Fail.
	Suppression *Suppression `json:"suppression,omitempty"`
	// ObservedAt is the clock of the snapshot, filled by the Runner.
	ObservedAt time.Time `json:"observed_at,omitzero"`
}

// A Suppression is the exemption that a finding falls under.
type Suppression struct {
	ID      string    `json:"id"`
	Owner   string    `json:"owner"`
	Reason  string    `json:"reason"`
	Expires time.Time `json:"expires"`
	// Also lists the ids of further exemptions that match the same finding;
	// the first in file order is the one that counts.
	Also []string `json:"also,omitempty"`
}

// Open reports whether the finding is a failure that no exemption covers.
func (f *Finding) Open() bool { return f.Status == Fail && f.Suppression == nil }

// ComputeFingerprint returns the identity of a finding between runs: the
// lower-case hexadecimal SHA-256 of "v1", the check id, account, partition,
// resource ARN and discriminator, each followed by a NUL byte except the last.
// Severity, message, times, ages and parameters are not part of it, so that it
// survives a change of threshold.
func (f *Finding) ComputeFingerprint() string {
	h := sha256.New()
	var buf []byte
	for i, part := range [...]string{"v1", f.Check, f.Resource.Account, f.Resource.Partition, f.Resource.ARN, f.Discriminator} {
		if i > 0 {
			buf = append(buf, 0)
		}
		buf = append(buf, part...)
	}
	h.Write(buf)
	return hex.EncodeToString(h.Sum(nil))
}

// SortFindings sorts findings as reports show them: the worst severity first,
// then by check id, resource ARN, resource type and discriminator. The order
// is total for findings with distinct fingerprints, so equal input gives equal
// bytes.
func SortFindings(fs []Finding) {
	// A Finding is large and a scan of a big account has hundreds of thousands:
	// numbers are sorted, and then each finding is moved once.
	order := make([]int, len(fs))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		a, b := &fs[i], &fs[j]
		return cmp.Or(
			cmp.Compare(b.Severity, a.Severity),
			cmp.Compare(a.Check, b.Check),
			cmp.Compare(a.Resource.ARN, b.Resource.ARN),
			cmp.Compare(a.Resource.Type, b.Resource.Type),
			cmp.Compare(a.Discriminator, b.Discriminator),
			cmp.Compare(a.Status, b.Status),
			cmp.Compare(a.Message, b.Message),
		)
	})
	for first := range order {
		// Follow the circle of places that begins here; -1 marks those done.
		if order[first] < 0 {
			continue
		}
		held, at := fs[first], first
		for order[at] != first {
			next := order[at]
			fs[at], order[at] = fs[next], -1
			at = next
		}
		fs[at], order[at] = held, -1
	}
}

// A Step is one step of a chain: how one principal becomes another.
type Step struct {
	// From and To are the ARNs of the principals. To may be a resource that is
	// no principal yet, such as a role that would be created.
	From string `json:"from"`
	To   string `json:"to"`
	// Method is the id of the method, such as "sts-assume-role".
	Method string `json:"method"`
	// Statements are the statements that make the step possible, each as the
	// policy's name or ARN and the statement's Sid or number.
	Statements []string `json:"statements,omitempty"`
}
