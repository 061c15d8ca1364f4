package escalation

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
	"github.com/iamhygiene/sdk/policyeval/permissions"
)

// profile is what a set of policies allows. Principals with the same policies
// share one, unless the policies speak of the principal itself.
type profile struct {
	once     sync.Once
	policies policyeval.Policies
	base     *policyeval.Authorizer
	account  *policyeval.Authorizer // with a trust policy that names the account
	sample   *person                // one of those who share it
	err      error

	tagKeys []string // that conditions on iam:ResourceTag ask for

	some  bits // watched actions that may be allowed on something
	held  bits // those that are allowed for certain on what no statement names
	admin administrator

	sureOnce sync.Once
	sure     bits // those of some that are allowed for certain on something

	credOnce           sync.Once
	credSome, credHeld bits // as some and held, for service-specific credentials

	mu       sync.Mutex
	examples map[catalog.ResourceType][]string
	passing  map[string][]link
	passAny  map[string]verdict
	rest     map[int]verdict // by method: the actions that have no target
	trusting map[*policyeval.Policy]*policyeval.Authorizer
}

// profileOf returns the profile of a person under the given policies, which need
// not be those that it has.
func (e *engine) profileOf(x *person, policies policyeval.Policies) *profile {
	key := e.keyOf(x, policies)
	e.mu.Lock()
	p := e.profiles[key]
	if p == nil {
		p = &profile{
			policies: policies, sample: x,
			examples: map[catalog.ResourceType][]string{}, passing: map[string][]link{}, passAny: map[string]verdict{},
			rest: map[int]verdict{}, trusting: map[*policyeval.Policy]*policyeval.Authorizer{},
		}
		e.profiles[key] = p
	}
	e.mu.Unlock()
	p.once.Do(func() { p.err = p.measure(e) })
	return p
}

// keyOf tells profiles apart: by the identity of the documents, by what the
// engine treats apart, and by the person where a document speaks of it.
func (e *engine) keyOf(x *person, policies policyeval.Policies) string {
	var b strings.Builder
	personal, mfa := false, false
	add := func(d *policyeval.Policy) {
		fmt.Fprintf(&b, "%p ", d)
		if d != nil {
			m := e.mentions(d)
			personal, mfa = personal || m.personal, mfa || m.mfa
		}
	}
	for _, d := range policies.Identity {
		add(d)
	}
	b.WriteByte('|')
	add(policies.Boundary)
	for _, level := range slices.Concat(policies.SCPs, policies.RCPs) {
		for _, d := range level {
			m := e.mentions(d)
			personal, mfa = personal || m.personal, mfa || m.mfa
		}
	}
	if personal {
		b.WriteString(x.arn)
	}
	if mfa {
		fmt.Fprintf(&b, "mfa=%d", x.mfa)
	}
	fmt.Fprintf(&b, "|%s %t", x.resource.Type, x.serviceLinked())
	return b.String()
}

// mention says what a document speaks of, so that its answers for one principal
// may not be those for another.
type mention struct {
	personal, mfa bool
	allows        bits     // the watched actions that it may allow
	tagKeys       []string // of conditions on iam:ResourceTag, in lower case
	boundaries    []string // patterns that iam:PermissionsBoundary is compared with
}

func (e *engine) mentions(d *policyeval.Policy) mention {
	e.mentionMu.Lock()
	defer e.mentionMu.Unlock()
	m, ok := e.mentioned[d]
	if ok {
		return m
	}
	for _, s := range d.Statements {
		for _, l := range []*policyeval.List{s.Resource, s.NotResource} {
			if l != nil {
				m.personal = m.personal || slices.ContainsFunc(l.Members, func(t policyeval.Text) bool { return strings.Contains(t.Value, "${") })
			}
		}
		// Whoever is named by a policy of an organization is told apart too.
		m.personal = m.personal || s.NotPrincipal != nil
		if s.Condition == nil {
			continue
		}
		for _, operator := range s.Condition.Operators {
			for _, k := range operator.Keys {
				key := strings.ToLower(k.Key)
				m.mfa = m.mfa || aboutMFA(key)
				if tag, ok := cutPrefixFold(key, iamTag); ok {
					m.tagKeys = append(m.tagKeys, tag)
				}
				for _, v := range k.Values {
					if key == "iam:permissionsboundary" {
						m.boundaries = append(m.boundaries, v.Text)
					}
				}
				m.personal = m.personal || strings.HasPrefix(key, "aws:principal") || strings.HasPrefix(key, "aws:user")
				m.personal = m.personal || slices.ContainsFunc(k.Values, func(v policyeval.ConditionValue) bool { return strings.Contains(v.Text, "${") })
			}
		}
	}
	m.allows = e.allowed(d)
	e.mentioned[d] = m
	return m
}

// measure finds out what the policies allow.
func (p *profile) measure(e *engine) (err error) {
	if p.base, err = policyeval.Compile(p.policies); err != nil {
		return err
	}
	withTrust := p.policies
	withTrust.Resource = e.accountTrust
	if p.account, err = policyeval.Compile(withTrust); err != nil {
		return err
	}
	for d := range p.documents() {
		p.tagKeys = append(p.tagKeys, e.mentions(d).tagKeys...)
	}
	slices.Sort(p.tagKeys)
	p.tagKeys = slices.Compact(p.tagKeys)
	if p.some, p.held, err = p.weigh(e, e.spaces, p.possible(e)); err != nil || !p.mayGrant(e) {
		return err
	}
	request := p.sample.access.Request()
	can, err := permissions.Of(p.policies, &request)
	if err != nil {
		return err
	}
	y, err := e.yardstickOf(p.sample)
	if err != nil {
		return err
	}
	p.admin = p.judge(e, y, can)
	return nil
}

// person returns the sample as it would be with this profile.
func (p *profile) person() *person {
	x := *p.sample
	x.profile = p
	return &x
}

// authorizer returns the one that decides about an action.
func (p *profile) authorizer(action string) *policyeval.Authorizer {
	if namesPrincipals(action) {
		return p.account
	}
	return p.base
}

// certain returns the actions that are allowed for certain on something.
func (p *profile) certain(e *engine) bits {
	p.sureOnce.Do(func() {
		p.sure = slices.Clone(p.held)
		for _, i := range p.some.missing(p.held, e.sensitive) {
			if p.person().somewhere(e, nil, e.watched[i].String()).level == yes {
				p.sure.set(i)
			}
		}
	})
	return p.sure
}

// stronger says whether r can do something sensitive that p cannot, or can do it
// on everything and p only on some things. It is in doubt where all of that
// hangs on conditions.
func (e *engine) stronger(r, p *profile) verdict {
	switch {
	case r == p || p.admin.level == yes:
		return verdict{}
	case r.admin.level == yes:
		return verdict{level: yes}
	}
	if r.held.beyond(p.held, e.sensitive) {
		return verdict{level: yes}
	}
	if r.some.beyond(p.some, e.sensitive) {
		if r.certain(e).beyond(p.some, e.sensitive) {
			return verdict{level: yes}
		}
		return verdict{maybe, []string{"the permissions of the role or user reached"}}
	}
	if r.admin.level == maybe && p.admin.level == no {
		return verdict{maybe, r.admin.keys}
	}
	return verdict{}
}
