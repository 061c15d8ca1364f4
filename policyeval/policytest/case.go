package policytest

import (
	"encoding/json"

	"github.com/iamhygiene/sdk/policyeval"
)

// A File is a case file that was read without fault.
//
// A File is a plain value. Evaluating its cases changes nothing, so it is safe
// for concurrent use as long as nobody writes to it.
type File struct {
	// Name is the name that was given to Parse or Load.
	Name string
	// Cases are in the order of the file.
	Cases []Case
}

// A Case is one question with the answer that its author expects. Cases may
// also be made in Go; only Request and Expect matter for evaluation.
type Case struct {
	// Name says what is tested. It is unique in its file.
	Name string
	// Rule and Source are for readers: the number of a rule, and the page or
	// note that supports the expectation.
	Rule, Source string
	// Request is the question. RestrictPublicBuckets holds the setting
	// s3RestrictPublicBuckets of the file.
	Request policyeval.Request
	// Policies are the documents that apply.
	Policies Policies
	// Expect is the outcome that the author expects.
	Expect Outcome
	// Line is the line of the file on which the case starts, from 1. It is 0
	// for a case that was made in Go.
	Line int
}

// Policies are the documents of a case as text. They are kept as they are
// written, because a case may be about the text itself: a repeated name or the
// spelling of a number.
type Policies struct {
	// Identity holds the policies of the user and its groups, or of the role.
	Identity []json.RawMessage
	// Resource is the policy of the resource, nil if there is none. For an sts
	// action on a role it is the trust policy.
	Resource json.RawMessage
	// Boundary holds the permissions boundary. More than one is refused when
	// the case is evaluated.
	Boundary []json.RawMessage
	// Session holds the session policies.
	Session []json.RawMessage
	// SCPs and RCPs hold a list of documents for each level, root first.
	SCPs, RCPs [][]json.RawMessage
	// Endpoint holds the policy of each VPC endpoint on the way.
	Endpoint []json.RawMessage
}
