package escalation

import (
	"maps"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/policyeval"
)

const (
	mfaPresent = "aws:MultiFactorAuthPresent"
	mfaAge     = "aws:MultiFactorAuthAge"
)

// question is one request about which a method asks.
type question struct {
	authorizer *policyeval.Authorizer // nil means the principal's own policies
	action     string
	resource   string
	context    policyeval.Context // what the method itself sets
	tags       map[string]string  // of the resource; nil is not known
	trust      *person            // the role whose trust policy takes part
}

// can answers a question of a principal and, where t is not nil, notes the
// statements that grant it.
func (p *person) can(e *engine, t *trace, q question) verdict {
	if q.authorizer == nil {
		q.authorizer = p.profile.base
	}
	request := p.ask(e, &q)
	v, request := p.answer(e, &q, request)
	if t != nil && v.level != no {
		t.note(p, &q, &request, v)
	}
	return v
}

// ask makes the request.
func (p *person) ask(e *engine, q *question) policyeval.Request {
	request := p.access.Request()
	request.Action, request.Resource = q.action, q.resource
	if owner := field(q.resource, 4); owner == "" {
		request.ResourceAccount = e.id
	}
	request.ResourceTags = q.tags
	if q.tags != nil && field(q.resource, 2) == "iam" && len(q.tags)+len(p.profile.tagKeys) > 0 {
		q.context = maps.Clone(q.context)
		if q.context == nil {
			q.context = policyeval.Context{}
		}
		for k, v := range q.tags {
			q.context[iamTag+k] = []string{v}
		}
		for _, k := range p.profile.tagKeys { // absent, not unknown
			if !hasTag(q.tags, k) {
				q.context[iamTag+k] = []string{}
			}
		}
	}
	if len(q.context) > 0 {
		if len(request.Context) > 0 {
			request.Context = maps.Clone(request.Context)
			maps.Copy(request.Context, q.context)
		} else {
			request.Context = q.context
		}
	}
	return request
}

// iamTag is the prefix of the keys by which IAM tells the tags of a user or role,
// beside aws:ResourceTag.
const iamTag = "iam:ResourceTag/"

func hasTag(tags map[string]string, key string) bool {
	for k := range tags {
		if strings.EqualFold(k, key) {
			return true
		}
	}
	return false
}

// answer decides. Whether a session has MFA, and since when, is the principal's
// choice, as far as there is a device: the best choice counts.
func (p *person) answer(e *engine, q *question, request policyeval.Request) (verdict, policyeval.Request) {
	first, hangs := decide(q.authorizer, &request)
	if !hangs || e.options.Context[mfaPresent] != nil || e.options.Context[mfaAge] != nil {
		return first, request
	}
	type session struct{ present, age []string }
	choices := []session{{[]string{}, []string{}}, {[]string{"false"}, []string{}}}
	if p.mfa == yes {
		choices = append(choices, session{[]string{"true"}, []string{"1"}})
	}
	best, with := verdict{}, request
	for _, choice := range choices {
		attempt := request
		attempt.Context = maps.Clone(request.Context)
		if attempt.Context == nil {
			attempt.Context = policyeval.Context{}
		}
		attempt.Context[mfaPresent], attempt.Context[mfaAge] = choice.present, choice.age
		if v, _ := decide(q.authorizer, &attempt); v.level > best.level {
			best, with = v, attempt
		}
	}
	if p.mfa == maybe && best.level == no {
		return first, request // a device that nobody knows of would do
	}
	return best, with
}

// decide asks the engine. hangs says that the answer hangs on MFA.
func decide(a *policyeval.Authorizer, request *policyeval.Request) (v verdict, hangs bool) {
	d, err := a.Authorize(request)
	switch {
	case err != nil: // no request of ours contradicts itself; if one did, nothing is granted
		return verdict{}, false
	case d.Allowed():
		return verdict{level: yes}, false
	case !d.CanBeAllowed():
		return verdict{}, false
	}
	hangs = slices.ContainsFunc(d.DependsOn, func(key string) bool { return aboutMFA(key) })
	return verdict{maybe, d.DependsOn}, hangs
}

// aboutMFA reports whether a context key tells of the MFA of a session.
func aboutMFA(key string) bool {
	return strings.EqualFold(key, mfaPresent) || strings.EqualFold(key, mfaAge)
}

// field returns a field of an ARN by its number from 0, "" where there is none.
func field(arn string, n int) string {
	for i := 0; ; i++ {
		at := strings.IndexByte(arn, ':')
		switch {
		case i == n && (at < 0 || i == 5):
			return arn
		case i == n:
			return arn[:at]
		case at < 0 || i == 5:
			return ""
		}
		arn = arn[at+1:]
	}
}
