package checks

import (
	"maps"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/policyeval"
)

// terms is what the Condition of a statement comes to for somebody of the
// account of whom nothing is known.
type terms struct {
	// never: whatever the request is, the Condition does not hold.
	never bool
	// keys are the context keys on which it hangs. Where there are none and it
	// can hold, it always does and limits nothing.
	keys []string
}

// free reports whether the Condition, if there is one, limits nothing.
func (t terms) free() bool { return !t.never && len(t.keys) == 0 }

// terms evaluates the Condition with every key unknown.
func (c *clause) terms() (terms, error) {
	if c.st.Condition == nil {
		return terms{}, nil
	}
	c.termsOnce.Do(func() {
		d, err := c.conditionFor(nil)
		switch {
		case err != nil:
			c.limitErr = err
		case !d.CanBeAllowed():
			c.limits.never = true
		case !d.Allowed():
			c.limits.keys = d.DependsOn
		}
	})
	return c.limits, c.limitErr
}

// holds reports whether the Condition can hold for a request with these values;
// an empty list is a key that the request does not have, and every other key is
// unknown.
func (c *clause) holds(context policyeval.Context) (bool, error) {
	if c.st.Condition == nil {
		return true, nil
	}
	d, err := c.conditionFor(context)
	return d.CanBeAllowed(), err
}

// conditionFor evaluates the Condition alone. The caller is an identity
// provider, the one kind of principal from which no context key follows: the
// Condition of a policy is about people who are not known here.
func (c *clause) conditionFor(context policyeval.Context) (policyeval.Decision, error) {
	s := c.doc.Snapshot()
	all := &policyeval.List{Bare: true, Members: []policyeval.Text{{Value: "*"}}}
	st := &policyeval.Statement{
		Effect: policyeval.Allow, Principal: &policyeval.PrincipalElement{Wildcard: true},
		Action: all, Resource: all, Condition: c.st.Condition,
	}
	a, err := policyeval.Compile(policyeval.Policies{Resource: &policyeval.Policy{Version: version(c.doc), Statements: []*policyeval.Statement{st}}})
	if err != nil {
		return policyeval.Decision{}, err
	}
	known := policyeval.Context{"aws:PrincipalIsAWSService": {"false"}}
	if c.doc.Kind() != iamhygiene.TrustDocument {
		known["aws:PrincipalAccount"] = []string{s.AccountID()}
	}
	maps.Copy(known, context)
	return a.Authorize(&policyeval.Request{
		Principal: strings.TrimSuffix(s.RootARN(), "root") + "saml-provider/x", Action: "s3:GetObject",
		Resource: "arn:" + s.Partition() + ":s3:::x/x", Context: known, Open: true,
	})
}

// conditionKeys returns the keys that the Condition reads, in lower case.
func (c *clause) conditionKeys() []string {
	var out []string
	if c.st.Condition == nil {
		return nil
	}
	for _, o := range c.st.Condition.Operators {
		for _, k := range o.Keys {
			if name := strings.ToLower(k.Key); !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out
}
