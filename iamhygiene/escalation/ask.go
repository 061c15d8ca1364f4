package escalation

import (
	"maps"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/policyeval"
)

const mfaPresent = "aws:MultiFactorAuthPresent"

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
	if len(q.tags) > 0 && field(q.resource, 2) == "iam" {
		q.context = maps.Clone(q.context)
		if q.context == nil {
			q.context = policyeval.Context{}
		}
		for k, v := range q.tags {
			q.context["iam:ResourceTag/"+k] = []string{v}
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

// answer decides. Whether a session has MFA is the principal's choice, as far as
// there is a device: the best choice counts.
func (p *person) answer(e *engine, q *question, request policyeval.Request) (verdict, policyeval.Request) {
	first, hangs := decide(q.authorizer, &request)
	if !hangs || e.options.Context[mfaPresent] != nil {
		return first, request
	}
	choices := [][]string{{}, {"false"}}
	if p.mfa == yes {
		choices = append(choices, []string{"true"})
	}
	best, with := verdict{}, request
	for _, choice := range choices {
		attempt := request
		attempt.Context = maps.Clone(request.Context)
		if attempt.Context == nil {
			attempt.Context = policyeval.Context{}
		}
		attempt.Context[mfaPresent] = choice
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
	hangs = slices.ContainsFunc(d.DependsOn, func(key string) bool { return strings.EqualFold(key, mfaPresent) })
	return verdict{maybe, d.DependsOn}, hangs
}

// field returns a field of an ARN by its number from 0, "" where there is none.
func field(arn string, n int) string {
	fields := strings.SplitN(arn, ":", 6)
	if n < len(fields) {
		return fields[n]
	}
	return ""
}
