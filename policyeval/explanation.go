package policyeval

import (
	"fmt"
	"strings"
)

// Explanation is a Decision with its reasons: every statement of every policy,
// and what each matched or which element stopped it.
//
// An Explanation is a plain value; String gives it to people and encoding/json
// to programs.
type Explanation struct {
	Decision

	// Request names who asked for what.
	Principal string `json:"principal"`
	Action    string `json:"action"`
	Resource  string `json:"resource"`

	// Reason says in one sentence why the outcome is what it is.
	Reason string `json:"reason"`

	// SameAccount tells whether principal and resource belong to the same
	// account, which decides whether one side alone can allow.
	SameAccount Truth `json:"sameAccount"`

	// Layers holds one entry for each group of policies that was supplied, in
	// the order of evaluation; SCPs and RCPs have one for each level and VPC
	// endpoint policies one for each endpoint.
	Layers []LayerTrace `json:"layers"`

	// AllowedIf is the condition under which the request is allowed and
	// DeniedIf that under which a Deny statement applies. They are nil unless
	// the outcome is Undetermined.
	AllowedIf *Expr `json:"allowedIf,omitempty"`
	DeniedIf  *Expr `json:"deniedIf,omitempty"`

	// Warnings are remarks that arise only with a request. Those about the
	// text of a document are Policy.Warnings.
	Warnings []EvaluationWarning `json:"warnings,omitempty"`
}

// LayerTrace tells what one group of policies said.
type LayerTrace struct {
	Layer Layer `json:"layer"`
	// Level counts SCP and RCP levels and VPC endpoints from 0.
	Level int `json:"level"`
	// Consulted is false for policies that do not bind this caller or request,
	// such as the SCPs of a service-linked role; Note says why.
	Consulted bool   `json:"consulted"`
	Note      string `json:"note,omitempty"`
	// Allow and Deny tell whether some Allow or Deny statement applies.
	Allow    Truth         `json:"allow"`
	Deny     Truth         `json:"deny"`
	Policies []PolicyTrace `json:"policies"`
}

// PolicyTrace tells what one document said.
type PolicyTrace struct {
	// Index is the place of the document within its layer and level, from 0.
	Index int `json:"index"`
	// ID is the Id element, if there is one.
	ID         string           `json:"id,omitempty"`
	Statements []StatementTrace `json:"statements"`
}

// StatementTrace tells what one statement did.
type StatementTrace struct {
	// Index, Sid and Offset locate the statement: its place in the document
	// from 0, its Sid, and the byte offset of its opening brace.
	Index  int    `json:"index"`
	Sid    string `json:"sid,omitempty"`
	Offset int    `json:"offset"`
	Effect Effect `json:"effect"`

	// Applies tells whether all elements match.
	Applies Truth `json:"applies"`

	// Grade is how a statement of a resource-based policy names the caller. It
	// decides what else has to allow.
	Grade Grade `json:"grade,omitempty"`

	// Element is the first element that did not match or, if Applies is
	// Unknown, the first that is unknown. It is ElementNone if the statement
	// applies. ElementOffset is the byte offset of the element, or of the
	// condition entry.
	Element       Element `json:"element,omitempty"`
	ElementOffset int     `json:"elementOffset,omitempty"`

	// Detail says in words what Element wanted and what the request had.
	Detail string `json:"detail,omitempty"`
}

// Grade is how a resource-based policy names a caller.
//
// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
type Grade uint8

const (
	// GradeNone: the statement does not name the caller, or has no principal.
	GradeNone Grade = iota
	// GradeAccount: it names the account. The identity must be allowed too.
	GradeAccount
	// GradeEntity: it names the role of a session or the issuer of a federated
	// user. Boundaries and session policies still limit the caller.
	GradeEntity
	// GradeDirect: it names the caller itself, or everybody.
	GradeDirect
)

var gradeText = [...]string{"none", "account", "entity", "direct"}

// String returns "none", "account", "entity" or "direct".
func (g Grade) String() string {
	if int(g) < len(gradeText) {
		return gradeText[g]
	}
	return fmt.Sprintf("Grade(%d)", uint8(g))
}

// MarshalText returns the text of String. A value outside the constants is an error.
func (g Grade) MarshalText() ([]byte, error) {
	if int(g) < len(gradeText) {
		return []byte(gradeText[g]), nil
	}
	return nil, fmt.Errorf("policyeval: %v is no grade", g)
}

// UnmarshalText accepts the texts of String and nothing else.
func (g *Grade) UnmarshalText(text []byte) error {
	for i, s := range gradeText {
		if s == string(text) {
			*g = Grade(i)
			return nil
		}
	}
	return fmt.Errorf("policyeval: %q is no grade: want %s", text, strings.Join(gradeText[:], ", "))
}

// EvaluationWarning is a remark about a policy that arises only with a request,
// such as a variable without a value. It never changes a decision.
type EvaluationWarning struct {
	// Rule is the number of the rule that gave the warning its meaning.
	Rule string `json:"rule"`
	// Layer, Level, Policy and Statement locate the statement; Policy and
	// Statement are -1 for a warning about the request.
	Layer     Layer `json:"layer"`
	Level     int   `json:"level"`
	Policy    int   `json:"policy"`
	Statement int   `json:"statement"`
	// Message says what happened and what it meant.
	Message string `json:"message"`
}

// MarshalText returns the text of String, "" for ElementNone. A value outside
// the constants is an error.
func (e Element) MarshalText() ([]byte, error) {
	if int(e) < len(elementNames) {
		return []byte(elementNames[e]), nil
	}
	return nil, fmt.Errorf("policyeval: %v is no element", e)
}

// UnmarshalText accepts the texts of String and nothing else.
func (e *Element) UnmarshalText(text []byte) error {
	for i, s := range elementNames {
		if s == string(text) {
			*e = Element(i)
			return nil
		}
	}
	return fmt.Errorf("policyeval: %q is no element of a policy", text)
}
