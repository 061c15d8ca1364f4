package escalation

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/policyeval"
)

const cognito = "cognito-identity.amazonaws.com"

// trust is the trust policy of a role, with what it says to services and a note
// of whom it may admit. The note only saves questions: the engine decides.
type trust struct {
	policy    *policyeval.Policy // nil where it could not be read
	err       error
	account   bool            // it names the account
	everybody bool            // it names everybody, or all but some
	named     map[string]bool // it names these ARNs and unique ids
	services  map[string]verdict
	names     map[string]string  // of services, where the policy calls them otherwise
	providers map[string]verdict // SAML providers, by ARN
}

// readTrust reads the trust policy of a role and asks it about services.
func (e *engine) readTrust(x *person) {
	t := &trust{named: map[string]bool{}, services: map[string]verdict{}, names: map[string]string{}, providers: map[string]verdict{}}
	x.trust = t
	t.policy, t.err = x.role.Trust().Policy()
	if t.err != nil {
		t.policy = nil
		return
	}
	// Roles with the same trust policy share one, and what is made of it.
	if text := string(x.role.Trust().Text()); e.trusts[text] != nil {
		t.policy = e.trusts[text]
	} else {
		e.trusts[text] = t.policy
	}
	services, providers := t.scan(e)
	a, err := policyeval.Compile(policyeval.Policies{Resource: t.policy, RCPs: e.rcps})
	if err != nil {
		t.policy, t.err = nil, err
		return
	}
	for _, s := range services {
		if s == "federated:"+cognito {
			t.services[cognito] = ofPool(e.admits(a, x, s, "sts:AssumeRoleWithWebIdentity"))
		} else if name, ok := strings.CutPrefix(s, "service:"); ok {
			general := generalName(name)
			if v := e.admits(a, x, s, assumeRole); v.level > t.services[general].level {
				t.services[general] = v
				if name != general {
					t.names[general] = name
				} else {
					delete(t.names, general)
				}
			}
		}
	}
	for _, p := range providers {
		t.providers[p] = e.admits(a, x, p, "sts:AssumeRoleWithSAML")
	}
}

// generalName returns the name of a service without what is special to a Region
// or to China: states.cn-north-1.amazonaws.com.cn is states.amazonaws.com.
func generalName(service string) string {
	name, ok := strings.CutSuffix(strings.TrimSuffix(service, ".cn"), ".amazonaws.com")
	if !ok {
		return service
	}
	if at := strings.LastIndexByte(name, '.'); at >= 0 && strings.Count(name[at:], "-") >= 2 && strings.ContainsAny(name[len(name)-1:], "0123456789") {
		name = name[:at]
	}
	return name + ".amazonaws.com"
}

// ofPool takes conditions on which identity pool it is, and who signed in, for
// met: a pool outside of the data is what the method needs anyway.
func ofPool(v verdict) verdict {
	if v.level != maybe {
		return v
	}
	rest := slices.DeleteFunc(slices.Clone(v.keys), func(key string) bool {
		return strings.EqualFold(key, cognito+":aud") || strings.EqualFold(key, cognito+":amr")
	})
	if len(rest) == 0 {
		return verdict{level: yes}
	}
	return verdict{maybe, rest}
}

// admits asks whether the trust policy lets in somebody who is no principal of
// the account. What a service sends with its request is known as far as it is
// about the account.
func (e *engine) admits(a *policyeval.Authorizer, x *person, who, action string) verdict {
	request := policyeval.Request{
		Principal: who, Action: action, Resource: x.arn, ResourceTags: x.tags, Open: true,
		Context: policyeval.Context{"aws:SourceAccount": {e.id}},
	}
	v, _ := decide(a, &request)
	return v
}

// scan notes whom the Allow statements name. Services are asked about if they
// are named, or if everybody is.
func (t *trust) scan(e *engine) (services, providers []string) {
	every := func() {
		t.everybody = true
		for s := range e.services {
			if s != cognito {
				services = append(services, "service:"+s)
			}
		}
	}
	for _, s := range t.policy.Statements {
		if s.Effect != policyeval.Allow {
			continue
		}
		if s.NotPrincipal != nil || s.Principal == nil || s.Principal.Wildcard {
			every()
			continue
		}
		for _, entry := range s.Principal.Entries {
			for _, m := range entry.Values.Members {
				switch entry.Kind {
				case policyeval.PrincipalService:
					services = append(services, "service:"+m.Value)
				case policyeval.PrincipalFederated:
					if strings.Contains(m.Value, ":saml-provider/") {
						providers = append(providers, m.Value)
					} else {
						services = append(services, "federated:"+m.Value)
					}
				case policyeval.PrincipalAWS:
					switch {
					case m.Value == "*":
						every()
					case m.Value == e.id || strings.HasSuffix(m.Value, "::"+e.id+":root"):
						t.account = true
					default:
						t.named[m.Value] = true
					}
				}
			}
		}
	}
	slices.Sort(services)
	return slices.Compact(services), providers
}

// mayAdmit reports whether it is worth asking whether a trust policy lets a
// principal in.
func (t *trust) mayAdmit(x *person) bool {
	if t.err != nil || t.everybody || t.account {
		return true
	}
	if t.named[x.arn] {
		return true
	}
	for name := range t.named {
		if !strings.HasPrefix(name, "arn:") {
			return true // a unique id is compared by the engine
		}
		// A trust policy may leave out the path of a role, or name a session.
		if x.role != nil && strings.Contains(name, "/"+x.resource.Name) {
			return true
		}
	}
	return false
}

// assumes answers whether a principal may assume a role.
func (x *person) assumes(e *engine, t *trace, r *person) verdict {
	if r.serviceLinked() || !r.trust.mayAdmit(x) {
		return verdict{}
	}
	q := question{authorizer: x.profile.account, action: assumeRole, resource: r.arn, tags: r.tags}
	if r.trust.err != nil {
		return x.can(e, t, q).doubted("unread:trust policy of " + r.arn)
	}
	if !x.profile.prepared(r.trust.policy) && r.trust.account && !r.trust.everybody && !r.trust.mayName(x) && x.can(e, nil, q).level == no {
		return verdict{} // whom only the account admits needs permission; no need to compile
	}
	q.authorizer, q.trust = x.profile.trusted(r.trust.policy), r
	return x.can(e, t, q)
}

// admitsPeople reports whether users or roles may be let in, who may have MFA
// when they assume the role; its session then has it too.
func (t *trust) admitsPeople() bool {
	return t.err != nil || t.everybody || t.account || len(t.named) > 0
}

// mayName is mayAdmit without the account.
func (t *trust) mayName(x *person) bool {
	other := *t
	other.account = false
	return other.mayAdmit(x)
}

// prepared reports whether trusted has the answer at hand.
func (p *profile) prepared(policy *policyeval.Policy) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.trusting[policy] != nil
}

// trusted returns the profile's authorizer with a trust policy.
func (p *profile) trusted(policy *policyeval.Policy) *policyeval.Authorizer {
	p.mu.Lock()
	defer p.mu.Unlock()
	if a := p.trusting[policy]; a != nil {
		return a
	}
	policies := p.policies
	policies.Resource = policy
	a, err := policyeval.Compile(policies)
	if err != nil {
		return p.base // which admits to no role
	}
	p.trusting[policy] = a
	return a
}

// namedBy returns the policy that lets a principal in by name.
func namedBy(arn string, actions ...string) (*policyeval.Policy, error) {
	text, err := json.Marshal(map[string]any{
		"Version":   policyeval.Version2012,
		"Statement": map[string]any{"Effect": "Allow", "Principal": map[string]string{"AWS": arn}, "Action": actions},
	})
	if err != nil {
		return nil, err
	}
	return policyeval.Parse(text)
}
