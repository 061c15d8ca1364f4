package checks

import (
	"maps"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/policyeval"
)

// outsider is an account that no trust policy means: AWS gives out no such id.
const outsider = "000000000001"

// A trust is the trust policy of a role, to be asked whom it lets in.
type trust struct {
	role   *iamhygiene.Role
	policy *policyeval.Policy
	// people answers for users and roles, whose own policies allow everything;
	// others for services and identity providers, which have none.
	people, others *policyeval.Authorizer
}

// trustOf prepares the trust policy of a role. The error says that the document,
// or part of it, could not be read; what could be read is returned beside it.
func trustOf(r *iamhygiene.Role) (*trust, error) {
	type result struct {
		trust *trust
		err   error
	}
	x := iamhygiene.Derived(r.Snapshot(), trustKey{r}, func() result {
		t, err := newTrust(r)
		return result{t, err}
	})
	return x.trust, x.err
}

// trustKey is the key under which the trust of a role is kept.
type trustKey struct{ role *iamhygiene.Role }

func newTrust(r *iamhygiene.Role) (*trust, error) {
	s := r.Snapshot()
	if e := iamhygiene.Authorization.ErrorFor(s, r.Detail().ARN); e != nil && r.Detail().Trust == "" {
		return nil, e
	}
	d := r.Trust()
	policy, err := d.Policy()
	if policy == nil {
		return nil, err
	}
	// What cannot be understood lets nobody in; the error says that this is not
	// everything.
	sound := &policyeval.Policy{Version: policy.Version}
	for _, st := range policy.Statements {
		if !faulty(st) {
			sound.Statements = append(sound.Statements, st)
		}
	}
	if len(sound.Statements) == 0 {
		return nil, err
	}
	all := &policyeval.List{Bare: true, Members: []policyeval.Text{{Value: "*"}}}
	own := &policyeval.Policy{
		Version:    &policyeval.Text{Value: policyeval.Version2012},
		Statements: []*policyeval.Statement{{Effect: policyeval.Allow, Action: all, Resource: all}},
	}
	people, e := policyeval.Compile(policyeval.Policies{Identity: []*policyeval.Policy{own}, Resource: sound})
	if e != nil {
		return nil, e
	}
	others, e := policyeval.Compile(policyeval.Policies{Resource: sound})
	if e != nil {
		return nil, e
	}
	return &trust{role: r, policy: sound, people: people, others: others}, err
}

// ask evaluates a request to assume the role by a principal whose own policies
// allow everything. Keys that context does not have are unknown; an empty list
// is a key that the request does not have. A request that AWS would not know is
// refused.
func (t *trust) ask(action, principal string, context policyeval.Context) policyeval.Decision {
	a, id := t.others, ""
	switch {
	case strings.Contains(principal, ":role/") || strings.Contains(principal, ":assumed-role/"):
		a, id = t.people, "AROAZZNONEZZNONEZZNON"
	case strings.Contains(principal, ":user/") || strings.Contains(principal, ":federated-user/"):
		a, id = t.people, "AIDAZZNONEZZNONEZZNON"
	}
	d, err := a.Authorize(&policyeval.Request{
		Principal: principal, UniqueID: id, Action: action, Resource: t.role.Detail().ARN, Context: context, Open: true,
	})
	if err != nil {
		return policyeval.Decision{}
	}
	return d
}

// admits reports whether the principal may be let in under one of the contexts.
func (t *trust) admits(action, principal string, contexts []policyeval.Context) bool {
	return slices.ContainsFunc(contexts, func(c policyeval.Context) bool { return t.ask(action, principal, c).CanBeAllowed() })
}

// principals returns the values of one kind of principal in the Allow
// statements, each once, in their order.
func (t *trust) principals(kind policyeval.PrincipalKind) []string {
	var out []string
	for _, st := range t.policy.Statements {
		if st.Effect != policyeval.Allow || st.Principal == nil {
			continue
		}
		for _, e := range st.Principal.Entries {
			if e.Kind != kind {
				continue
			}
			for _, v := range e.Values.Members {
				if !slices.Contains(out, v.Value) {
					out = append(out, v.Value)
				}
			}
		}
	}
	return out
}

// operands returns the values that the Allow statements compare a condition key
// with, by whatever operator.
func (t *trust) operands(key string) []string {
	var out []string
	for _, st := range t.policy.Statements {
		if st.Effect == policyeval.Allow {
			out = append(out, operandsOf(st, key)...)
		}
	}
	return out
}

func operandsOf(st *policyeval.Statement, key string) []string {
	var out []string
	if st.Condition == nil {
		return nil
	}
	for _, o := range st.Condition.Operators {
		for _, k := range o.Keys {
			if !strings.EqualFold(k.Key, key) {
				continue
			}
			for _, v := range k.Values {
				out = append(out, v.Text)
			}
		}
	}
	return out
}

// contexts returns every combination of the values of the keys. A value that is
// empty stands for a key that the request does not have.
func contexts(keys map[string][]string) []policyeval.Context {
	out := []policyeval.Context{{}}
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		values := keys[key]
		var next []policyeval.Context
		for _, c := range out {
			for _, v := range values {
				n := maps.Clone(c)
				n[key] = nil
				if v != "" {
					n[key] = []string{v}
				}
				next = append(next, n)
			}
		}
		out = next
	}
	return out
}

// notForPeople says why the trust policy of a role is not the account's to
// write; empty where it is.
func notForPeople(r *iamhygiene.Role) string {
	switch {
	case r.ServiceLinked():
		return "the role " + r.Detail().Name + " is service-linked: its service owns the trust policy"
	case r.Reserved():
		return "the role " + r.Detail().Name + " is reserved by AWS: IAM Identity Center owns the trust policy"
	}
	return ""
}
