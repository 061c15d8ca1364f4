package policyeval

// A Policy is one policy document as written: nothing is folded, expanded or
// reordered, so that a person or a tool can inspect what the author wrote.
// [Parse] makes one; [Compile] turns it into something that can be evaluated.
//
// A Policy is immutable by convention. After Parse it is safe for concurrent
// use, and so are its statements; a caller who wants another document writes
// another text. The grammar is on AWS's page "Grammar of the IAM JSON policy
// language" (reference_policies_grammar).
type Policy struct {
	// Version is the version of the policy language. It is nil if the document
	// has none, which turns policy variables off.
	Version *Text

	// ID is the Id element, nil if absent. It has no meaning for evaluation.
	ID *Text

	// Statements holds the statements in the order of the document.
	Statements []*Statement

	// StatementBare reports that Statement was one object without brackets.
	StatementBare bool

	// StatementOffset is the byte offset of the value of Statement.
	StatementOffset int

	source  string        // the text that was parsed; all strings share it
	options ParseOptions  // what Parse was asked for
	parsed  bool          // Parse made this value and has checked it
	faults  []*ParseError // what lenient loading kept, without what depends on the type
}

// Language versions of policy documents, as [Policy.Version] may hold.
const (
	Version2012 = "2012-10-17" // policy variables are substituted
	Version2008 = "2008-10-17" // policy variables are plain text
)

// HasVariables reports whether the document's version gives `${...}` its
// meaning (V1).
func (p *Policy) HasVariables() bool {
	return p.Version != nil && p.Version.Value == Version2012
}

// Lenient reports whether the document was loaded with [ParseOptions.Lenient].
func (p *Policy) Lenient() bool { return p.options.Lenient }

// A Text is one string of a document and the place where it stands.
type Text struct {
	// Value is the decoded string.
	Value string
	// Offset is the byte offset of the opening quote in the document. It is 0
	// in a Policy that was not parsed.
	Offset int
}

// A List is the value of Action, NotAction, Resource, NotResource or of one
// kind of principal: strings, with or without brackets.
type List struct {
	// Offset is the byte offset of the value, bracket or quote.
	Offset int
	// Bare reports that the value was one string without brackets. Members
	// then has length one.
	Bare bool
	// Members holds the strings in order. It is empty for `[]`.
	Members []Text
}

// A Statement is one statement of a [Policy]. An element that the statement
// does not have is nil; an empty list is a List without members.
//
// In a document that was loaded leniently an element may be faulty. It is nil
// if it could not be read at all, and otherwise as written. Its meaning is then
// not its content: [Statement.Faulty] must be asked first.
type Statement struct {
	// Index counts the statements of the document from 0.
	Index int
	// Offset is the byte offset of the statement's opening brace.
	Offset int

	// Sid is nil if absent. It has no meaning for evaluation.
	Sid *Text
	// Effect is the zero value only if the element is faulty or absent.
	Effect Effect
	// EffectOffset is the byte offset of the value of Effect.
	EffectOffset int

	Principal    *PrincipalElement
	NotPrincipal *PrincipalElement
	Action       *List
	NotAction    *List
	Resource     *List
	NotResource  *List
	Condition    *Condition

	faulty faultBits   // elements with a fault that does not depend on the policy type
	extra  []rawMember // members that no field can hold: unknown, repeated or unreadable ones
}

// Faulty reports whether lenient loading found a fault in the element, so that
// it fails closed: in an Allow statement it is not satisfied, in a Deny
// statement it is, whatever the request. The other elements of the statement
// still filter.
//
//   - A missing element is reported under its plain name: neither Action nor
//     NotAction is a fault of ElementAction. Where both of a pair are present,
//     both are faulty.
//   - ElementEffect: whether the statement was to allow or to deny is not
//     known; read against the requester it is a Deny of what its other
//     elements match.
//   - ElementNone: the statement has a member with an unknown name, or its Sid
//     is no string. An Allow is not satisfied; a Deny is filtered by its other
//     elements.
//   - ElementCondition: the element as a whole. A fault of one entry is
//     reported by [ConditionOperator.Faulty] or [ConditionKey.Faulty] instead;
//     it too makes the whole Condition fail closed, because nobody can tell
//     what the entry was to narrow the statement to.
//
// Faults that follow from the type of the policy, which is known only where the
// policy is used, are not included; [Policy.Check] tells all of them.
func (s *Statement) Faulty(e Element) bool { return s.faulty.has(e) }

// A PrincipalElement is the value of Principal or NotPrincipal.
type PrincipalElement struct {
	// Offset is the byte offset of the value.
	Offset int
	// Wildcard reports that the value is the bare string "*". Entries is then
	// empty.
	Wildcard bool
	// Entries holds the kinds in the order of the document; it is empty for
	// `{}` and `[]`.
	Entries []PrincipalEntry

	emptyList bool // written as `[]`
}

// A PrincipalEntry is one kind of principal and its values.
type PrincipalEntry struct {
	// Kind is as written; documents that loaded without faults have only the
	// four kinds below.
	Kind PrincipalKind
	// Offset is the byte offset of the kind's opening quote.
	Offset int
	Values List
}

// A PrincipalKind is a member name of a Principal element.
type PrincipalKind string

// The kinds of principal (reference_policies_elements_principal).
const (
	PrincipalAWS           PrincipalKind = "AWS"
	PrincipalService       PrincipalKind = "Service"
	PrincipalFederated     PrincipalKind = "Federated"
	PrincipalCanonicalUser PrincipalKind = "CanonicalUser"
)

// A Condition is the value of a Condition element.
type Condition struct {
	// Offset is the byte offset of the opening brace.
	Offset int
	// Operators holds the operators in the order of the document; it is empty
	// for `{}`.
	Operators []ConditionOperator
}

// A ConditionOperator is one operator of a [Condition] with its keys.
type ConditionOperator struct {
	// Name is the operator as written, with qualifier and suffix, for example
	// "ForAnyValue:StringLikeIfExists".
	Name string
	// Offset is the byte offset of the name's opening quote.
	Offset int
	// Keys holds the context keys in the order of the document.
	Keys []ConditionKey

	faulty bool
	raw    string // the value, if it is no object
}

// Faulty reports whether the operator itself has a fault, for example an
// unknown name. The Condition then fails closed.
func (o *ConditionOperator) Faulty() bool { return o.faulty }

// A ConditionKey is one context key under an operator, with the values to
// compare with.
type ConditionKey struct {
	// Key is the name as written.
	Key string
	// Offset is the byte offset of the name's opening quote.
	Offset int
	// ValuesOffset is the byte offset of the value or bracket.
	ValuesOffset int
	// Bare reports that there was one value without brackets.
	Bare bool
	// Values holds the values in order; it is empty for `[]`.
	Values []ConditionValue

	faulty bool
	raw    string // the value, if it could not be read
}

// Faulty reports whether the key or one of its values has a fault. The Condition
// then fails closed.
func (k *ConditionKey) Faulty() bool { return k.faulty }

// A ConditionValue is one value of a condition entry.
type ConditionValue struct {
	// Kind tells how the value was written.
	Kind ValueKind
	// Text is the decoded string, or the source text of a number or Boolean:
	// `10.0` stays "10.0".
	Text string
	// Offset is the byte offset of the value.
	Offset int
}

// rawMember is a member of a statement that no field can hold, kept so that
// marshalling does not lose it.
type rawMember struct {
	name string
	text string // its value, JSON without white space
}
