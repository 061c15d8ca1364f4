package escalation

import (
	"context"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// Analyze finds out who in the account of a snapshot can become whom, and who is
// an administrator. Equal snapshots and options give equal graphs. What the
// snapshot lacks is told in the graph: it is never an error.
//
// The error is that of ctx; or says that Options.Sensitive holds no pattern of
// actions, or that the snapshot's account id is none; or is that of
// [policyeval.Compile] for Options.Context that contradicts a principal.
func Analyze(ctx context.Context, s *iamhygiene.Snapshot, options ...func(*Options)) (*Graph, error) {
	var o Options
	for _, option := range options {
		option(&o)
	}
	if o.Depth <= 0 {
		o.Depth = defaultDepth
	}
	if o.MaxTargets <= 0 {
		o.MaxTargets = defaultMaxTargets
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	e, err := newEngine(s, o)
	if err != nil {
		return nil, err
	}
	if err := e.measureAll(ctx); err != nil {
		return nil, err
	}
	hits := make([][]hit, len(e.people))
	err = parallel(ctx, len(e.people), func(i int) error {
		hits[i] = e.hitsOf(e.people[i])
		return nil
	})
	if err != nil {
		return nil, err
	}
	best := e.distances(hits)
	g := &Graph{account: e.id, partition: e.partition, scps: e.scpsUnread, principals: make([]Principal, len(e.people))}
	for _, err := range e.unread {
		g.unread = append(g.unread, err.Error())
	}
	err = parallel(ctx, len(e.people), func(i int) error {
		g.principals[i] = e.report(e.people[i], hits[i], best)
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(g.principals, func(a, b Principal) int { return strings.Compare(a.ARN, b.ARN) })
	return g, nil
}

// report tells everything about one principal.
func (e *engine) report(x *person, hits []hit, best []nearest) Principal {
	p := Principal{ARN: x.arn, Type: x.resource.Type, Name: x.resource.Name, ServiceLinked: x.serviceLinked(), Admin: e.explainAdmin(x)}
	for _, gap := range x.access.Gaps() {
		p.Gaps = append(p.Gaps, gap.Error())
	}
	if x.trust != nil && x.trust.err != nil {
		p.Gaps = append(p.Gaps, x.trust.err.Error())
	}
	if p.Admin.Status == EffectiveAdministrator || p.ServiceLinked {
		return p
	}
	p.NotEvaluated = e.skipped(x)
	p.Edges, p.More = e.edges(x, hits, best)
	p.Path = e.path(x, best)
	return p
}

// skipped lists the methods whose targets are not known, as far as the principal
// may use their actions.
func (e *engine) skipped(x *person) (list []Skipped) {
	for i := range e.methods {
		m := &e.methods[i]
		if how, err := e.compute.state(m); how == absent && e.possible(x, m) {
			list = append(list, Skipped{Method: m.ID, Dataset: m.Needs[0], Reason: err.Error()})
		}
	}
	return list
}

// explainAdmin tells why a principal is an administrator.
func (e *engine) explainAdmin(x *person) Admin {
	a := Admin{Status: NotAdministrator}
	switch x.profile.admin.level {
	case no:
		return a
	case maybe:
		a.Status, a.Conditions = ConditionalAdministrator, x.profile.admin.keys
	case yes:
		a.Status = EffectiveAdministrator
	}
	if lacks := x.profile.admin.lacks; !lacks.IsEmpty() {
		a.Lacks = catalog.Shorten(lacks)
	}
	seen := e.allowingAll(x)
	identity := x.access.Policies().Identity
	for i, o := range x.access.Origins() {
		if o.Unread {
			continue
		}
		for _, s := range identity[i].Statements {
			named := Statement{Policy: o.Policy, Holder: o.Holder, Number: s.Index + 1}
			if s.Sid != nil {
				named.Sid = s.Sid.Value
			}
			switch {
			case s.Effect == policyeval.Deny:
				a.Denies = append(a.Denies, named)
			case seen[named]:
				a.Statements = append(a.Statements, named)
			}
		}
	}
	return a
}

// allowingAll returns the statements that allow an administrator something of
// every service.
func (e *engine) allowingAll(x *person) map[Statement]bool {
	allows := 0 // statements that may be found
	for i, d := range x.access.Policies().Identity {
		if x.access.Origins()[i].Unread {
			continue
		}
		for _, s := range d.Statements {
			if s.Effect == policyeval.Allow {
				allows++
			}
		}
	}
	seen, services := map[Statement]bool{}, map[string]bool{}
	y, err := e.yardstickOf(x)
	if err != nil {
		return seen // it was measured before
	}
	for action := range y.changes.Difference(x.profile.admin.lacks).All() {
		service := action.Service().Prefix()
		if len(seen) >= allows {
			break // all of them take part
		}
		if services[service] {
			continue
		}
		resource := "*"
		if types, _ := typesOf(action); len(types) > 0 {
			if list := e.freshARNs(types[0]); len(list) > 0 {
				resource = list[0]
			}
		}
		q := x.plain(action.String(), resource)
		request := x.ask(e, &q)
		if v, _ := decide(q.authorizer, &request); v.level != no {
			services[service] = true
			t := &trace{}
			t.note(x, &q, &request, v)
			for _, s := range t.grants[0].Statements {
				seen[s] = true
			}
		}
	}
	return seen
}
