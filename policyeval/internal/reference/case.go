package reference

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// A Case is one question: a request and every policy that applies to it. Its
// JSON form is that of one entry of a policy case file.
type Case struct {
	Name     string              `json:"name,omitempty"`
	Rule     string              `json:"rule,omitempty"`
	Source   string              `json:"source,omitempty"`
	Request  Request             `json:"request"`
	Identity []json.RawMessage   `json:"identity,omitempty"`
	Resource json.RawMessage     `json:"resource,omitempty"`
	Boundary []json.RawMessage   `json:"boundary,omitempty"`
	Session  []json.RawMessage   `json:"session,omitempty"`
	SCPs     [][]json.RawMessage `json:"scps,omitempty"`
	RCPs     [][]json.RawMessage `json:"rcps,omitempty"`
	Endpoint []json.RawMessage   `json:"endpoint,omitempty"`
	Settings Settings            `json:"settings,omitzero"`
	Expect   string              `json:"expect,omitempty"`
}

// A Request is the request of a [Case].
type Request struct {
	Principal       string            `json:"principal"`
	Action          string            `json:"action"`
	Resource        string            `json:"resource"`
	ResourceAccount string            `json:"resourceAccount,omitempty"`
	Context         map[string]Values `json:"context,omitzero"`
	Unknown         []string          `json:"unknown,omitempty"`
	Role            string            `json:"role,omitempty"`
	UniqueID        string            `json:"uniqueId,omitempty"`
	Issuer          string            `json:"issuer,omitempty"`
	CanonicalUser   string            `json:"canonicalUser,omitempty"`
	PrincipalTags   map[string]string `json:"principalTags,omitzero"`
	RequestTags     map[string]string `json:"requestTags,omitzero"`
	ResourceTags    map[string]string `json:"resourceTags,omitzero"`
	Time            string            `json:"time,omitempty"`
	Pattern         bool              `json:"pattern,omitempty"`
	Open            bool              `json:"open,omitempty"`
}

// Settings are the settings of the resource's account that a [Case] may carry.
type Settings struct {
	S3RestrictPublicBuckets bool `json:"s3RestrictPublicBuckets,omitempty"`
}

// Values are the values of one context key; in JSON a scalar or a list.
type Values []string

// UnmarshalJSON reads a string, a number, a Boolean or a list of them. Numbers
// keep their source text.
func (v *Values) UnmarshalJSON(data []byte) error {
	n, err := parseTree(data)
	if err != nil {
		return err
	}
	*v = Values{}
	for _, item := range n.list() {
		if item.kind != 's' && item.kind != 'n' && item.kind != 'b' {
			return errors.New("reference: context values are strings, numbers or Booleans")
		}
		*v = append(*v, item.text)
	}
	return nil
}

// ParseCase reads one case. A member that the format does not know, or the
// same member twice, is an error.
func ParseCase(data []byte) (Case, error) {
	var c Case
	tree, err := parseTree(withoutPolicies(data))
	if err == nil {
		err = tree.duplicate()
	}
	if err != nil {
		return c, fmt.Errorf("reference: %w", err)
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&c); err != nil {
		return c, fmt.Errorf("reference: %w", err)
	}
	return c, nil
}

// withoutPolicies leaves only the request, in which a key that occurs twice is
// a fault of the case. Faults in a policy are for the evaluator to find.
func withoutPolicies(data []byte) []byte {
	var parts struct {
		Request json.RawMessage `json:"request"`
	}
	if json.Unmarshal(data, &parts) != nil || parts.Request == nil {
		return data
	}
	return parts.Request
}

// A Decision is the answer to a case.
type Decision string

// The five answers (section 0). Invalid means that a document or the request
// was refused.
const (
	Allowed      Decision = "Allowed"
	ImplicitDeny Decision = "ImplicitDeny"
	ExplicitDeny Decision = "ExplicitDeny"
	Undetermined Decision = "Undetermined"
	Invalid      Decision = "Invalid"
)

// A Result is a decision with what remains possible (17.3) and the keys and
// facts, in lower case, on which an Undetermined answer hangs (U3).
type Result struct {
	Decision Decision
	Possible []Decision
	Keys     []string
	Err      error // the fault, when Invalid
}

// String is the decision, then what it hangs on.
func (r Result) String() string {
	s := string(r.Decision)
	if r.Decision == Undetermined {
		s += fmt.Sprintf(" %v on %s", r.Possible, strings.Join(r.Keys, ", "))
	}
	if r.Err != nil {
		s += ": " + r.Err.Error()
	}
	return s
}

// Options change how documents are loaded.
type Options struct {
	// Lenient keeps a statement with a fault and takes the faulty element
	// against the requester (section 0, lenient loading).
	Lenient bool
	// Coarse takes every comparison with an unknown variable as open. The rules
	// allow a more definite answer where the text around the variable decides,
	// but demand it only of resources (17.2). What is possible and reported
	// without Coarse and with it are the bounds of a right answer.
	Coarse bool
}
