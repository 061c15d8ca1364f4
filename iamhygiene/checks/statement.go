package checks

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// A clause is one statement of a policy document, to be asked what it does on
// its own. Questions are put to the evaluator; nobody compares texts.
type clause struct {
	doc *iamhygiene.PolicyDocument
	st  *policyeval.Statement
	// id tells the statements of a document apart by what they say, so that it
	// survives a change elsewhere in the document.
	id string
	// bare is the statement without its Condition, as an identity policy.
	bare *policyeval.Authorizer

	// What follows is worked out at first use; checks share clauses.
	expandOnce, everythingOnce, termsOnce sync.Once

	actions  catalog.ActionSet
	unknown  []string
	all      bool
	limits   terms
	limitErr error
}

// clausesOf returns the statements of a document that have the effect. The error
// says that the document, or part of it, could not be read; the statements that
// could are returned beside it.
func clausesOf(d *iamhygiene.PolicyDocument, effects ...policyeval.Effect) ([]*clause, error) {
	policy, err := d.Policy()
	if policy == nil {
		return nil, err
	}
	seen := make(map[string]int)
	var out []*clause
	for _, st := range policy.Statements {
		id := statementID(policy, st)
		if seen[id]++; seen[id] > 1 {
			id = fmt.Sprintf("%s-%d", id, seen[id])
		}
		if !slices.Contains(effects, st.Effect) || faulty(st) {
			continue
		}
		out = append(out, &clause{doc: d, st: st, id: id})
	}
	return out, err
}

// allows returns the Allow statements of a document that gives permissions, the
// same ones to all checks.
func allows(d *iamhygiene.PolicyDocument) ([]*clause, error) {
	type result struct {
		clauses []*clause
		err     error
	}
	r := iamhygiene.Derived(d.Snapshot(), allowsOf{d}, func() result {
		clauses, err := compiled(d)
		return result{clauses, err}
	})
	return r.clauses, r.err
}

// allowsOf is the key under which the clauses of a document are kept.
type allowsOf struct{ document *iamhygiene.PolicyDocument }

func compiled(d *iamhygiene.PolicyDocument) ([]*clause, error) {
	all, err := clausesOf(d, policyeval.Allow)
	for _, c := range all {
		if e := c.compile(); e != nil {
			return nil, e
		}
	}
	return all, err
}

// compile prepares the statement without its Condition.
func (c *clause) compile() error {
	bare := *c.st
	bare.Condition = nil
	a, err := policyeval.Compile(policyeval.Policies{Identity: []*policyeval.Policy{{Version: version(c.doc), Statements: []*policyeval.Statement{&bare}}}})
	c.bare = a
	return err
}

func version(d *iamhygiene.PolicyDocument) *policyeval.Text {
	if p, _ := d.Policy(); p != nil {
		return p.Version
	}
	return nil
}

// statementID is a short hash of the canonical form of a statement.
func statementID(p *policyeval.Policy, st *policyeval.Statement) string {
	text, err := (&policyeval.Policy{Version: p.Version, Statements: []*policyeval.Statement{st}, StatementBare: true}).MarshalJSON()
	if err != nil {
		return fmt.Sprintf("statement/%d", st.Index)
	}
	sum := sha256.Sum256(text)
	return "statement/" + hex.EncodeToString(sum[:6])
}

// faulty reports whether something in the statement could not be understood.
func faulty(st *policyeval.Statement) bool {
	for e := policyeval.ElementNone; e <= policyeval.ElementCondition; e++ {
		if st.Faulty(e) {
			return true
		}
	}
	if st.Condition == nil {
		return false
	}
	return slices.ContainsFunc(st.Condition.Operators, func(o policyeval.ConditionOperator) bool {
		return o.Faulty() || slices.ContainsFunc(o.Keys, func(k policyeval.ConditionKey) bool { return k.Faulty() })
	})
}

// String returns "statement 2 (Sid Ops) of the policy Deploy".
func (c *clause) String() string { return c.name() + " of the " + c.doc.String() }

func (c *clause) name() string {
	text := fmt.Sprintf("statement %d", c.st.Index)
	if c.st.Sid != nil && c.st.Sid.Value != "" {
		text += " (Sid " + c.st.Sid.Value + ")"
	}
	return text
}

// path is where evidence finds the statement.
func (c *clause) path() string {
	path := fmt.Sprintf("Statement/%d", c.st.Index)
	if c.st.Sid != nil && c.st.Sid.Value != "" {
		path += " (Sid " + c.st.Sid.Value + ")"
	}
	if c.doc.Managed() == nil {
		return c.doc.Discriminator() + "/" + path
	}
	return path
}

// fact is evidence from the statement.
func (c *clause) fact(observed, expected string) iamhygiene.Evidence {
	return detailed(c.doc.Snapshot(), c.path(), observed, expected)
}

// expand returns the actions of the catalogue that the statement names, and the
// names that the catalogue does not have.
func (c *clause) expand() (catalog.ActionSet, []string) {
	c.expandOnce.Do(func() {
		element := c.st.Action
		if element == nil {
			element = c.st.NotAction
		}
		if element == nil {
			return
		}
		for _, m := range element.Members {
			set, err := catalog.Expand(m.Value)
			if err != nil || set.IsEmpty() {
				c.unknown = append(c.unknown, m.Value)
				continue
			}
			c.actions = union(c.actions, set)
		}
		if c.st.Action == nil {
			c.actions = catalog.AllActions().Difference(c.actions)
		}
	})
	return c.actions, c.unknown
}

// onAll asks whether the statement, its Condition aside, covers the action on
// every resource that the ARN pattern denotes ("*": on no resource in
// particular).
func (c *clause) onAll(action, pattern string) bool {
	s := c.doc.Snapshot()
	req := policyeval.Request{
		Principal: strings.TrimSuffix(s.RootARN(), "root") + "user/x", Action: action,
		Resource: pattern, Pattern: pattern != "*", ResourceAccount: s.AccountID(), Open: true,
	}
	d, err := c.bare.Authorize(&req)
	if err != nil || d.Allowed() {
		return err == nil
	}
	// Some of the resources may be AWS's own, such as service-linked roles, which
	// no policy lets anybody change, and to assume a role its trust policy must
	// agree. What the statement covers is another question.
	e, err := c.bare.Explain(&req)
	if err != nil {
		return false
	}
	for _, l := range e.Layers {
		if l.Layer == policyeval.LayerIdentity {
			return l.Allow == policyeval.True
		}
	}
	return false
}

// everything reports whether the statement covers all resources of the account,
// those of services that do not exist yet included.
func (c *clause) everything() bool {
	c.everythingOnce.Do(func() {
		action := "zz-none:None"
		if c.st.Action != nil && len(c.st.Action.Members) > 0 {
			action = sample(c.st.Action.Members[0].Value)
		}
		s := c.doc.Snapshot()
		arn := "arn:" + s.Partition()
		c.all = c.onAll(action, "*") && c.onAll(action, arn+":s3:::?*") && c.onAll(action, arn+":*:*:"+s.AccountID()+":*")
	})
	return c.all
}

// sample is an action that the pattern matches, real or not.
func sample(pattern string) string {
	if strings.Trim(pattern, "*") == "" {
		return "zz-none:None"
	}
	text := strings.NewReplacer("*", "", "?", "x").Replace(pattern)
	service, name, _ := strings.Cut(text, ":")
	if service == "" {
		service = "x"
	}
	if name == "" {
		name = "X"
	}
	return service + ":" + name
}

// unscoped reports whether the statement, its Condition aside, covers the
// action on every resource that it can act on: all of each type that the action
// requires, or of each type that it may take.
func (c *clause) unscoped(a catalog.Action) bool {
	if a.WildcardOnly() {
		return c.onAll(a.String(), "*")
	}
	required := false
	for _, need := range a.ResourceTypes() {
		required = required || need
	}
	for t, need := range a.ResourceTypes() {
		if required && !need {
			continue
		}
		for p := range t.ARNPatterns() {
			if !c.onAll(a.String(), wholeType(c.doc.Snapshot(), p)) {
				return false
			}
		}
	}
	return true
}

// unscopedOf returns those of the actions that the statement covers on every
// resource.
func (c *clause) unscopedOf(set catalog.ActionSet) []catalog.Action {
	actions, _ := c.expand()
	actions = actions.Intersect(set)
	if actions.IsEmpty() {
		return nil
	}
	all := c.everything()
	var out []catalog.Action
	for a := range actions.All() {
		if all || c.unscoped(a) {
			out = append(out, a)
		}
	}
	return out
}

// wholeType turns the form of a type's ARNs into a pattern for all resources of
// the type in the account: the account is the own, a Region may be empty, a name
// is not.
func wholeType(s *iamhygiene.Snapshot, form string) string {
	f := strings.SplitN(form, ":", 6)
	for len(f) < 6 {
		f = append(f, "?*")
	}
	f[1] = s.Partition()
	if strings.Contains(f[4], "$") {
		f[4] = s.AccountID()
	}
	for _, i := range [...]int{2, 3, 5} {
		fill := "?*"
		if i == 3 {
			fill = "*"
		}
		for {
			before, rest, ok := strings.Cut(f[i], "${")
			if !ok {
				break
			}
			_, after, _ := strings.Cut(rest, "}")
			f[i] = before + fill + after
		}
	}
	return strings.Join(f, ":")
}

// union is that of two sets without a copy where one is empty.
func union(a, b catalog.ActionSet) catalog.ActionSet {
	switch {
	case a.IsEmpty():
		return b
	case b.IsEmpty():
		return a
	}
	return a.Union(b)
}
