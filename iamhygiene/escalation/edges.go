package escalation

import (
	"slices"
	"strings"
)

// candidate is an edge before its evidence is collected.
type candidate struct {
	hit    *hit
	link   *link
	conf   Confidence
	target string
	steps  int // from the end of the edge to an administrator
}

// edges chooses what is told of a principal's hits, and collects the evidence.
func (e *engine) edges(x *person, hits []hit, best []nearest) (list []Edge, more map[string]int) {
	first := best[x.index]
	confidences := e.byTarget(x, hits)
	var chosen []candidate
	for i := range hits {
		h := &hits[i]
		chosen = slices.Grow(chosen[:0], len(h.links))
		for j := range h.links {
			l := &h.links[j]
			onPath := h == first.hit && l == first.link
			if int(l.to) == x.index || l.weak && !onPath {
				continue
			}
			c := candidate{hit: h, link: l, conf: e.confidence(h, l), target: e.target(l), steps: e.options.Depth + 1}
			if e.covered(h.method, &c, confidences) && !onPath {
				continue
			}
			switch {
			case l.to == toAdministrator:
				c.steps = 0
			case l.to >= 0 && best[l.to].steps >= 0:
				c.steps = best[l.to].steps
			}
			if onPath {
				c.steps = -1 // never left out
			}
			chosen = append(chosen, c)
		}
		slices.SortFunc(chosen, func(a, b candidate) int {
			switch {
			case a.steps != b.steps:
				return a.steps - b.steps
			case a.conf != b.conf:
				return int(b.conf) - int(a.conf)
			}
			return strings.Compare(a.target, b.target)
		})
		if n := len(chosen); n > e.options.MaxTargets {
			if more == nil {
				more = map[string]int{}
			}
			more[e.methods[h.method].ID] = n - e.options.MaxTargets
			chosen = chosen[:e.options.MaxTargets]
		}
		for _, c := range chosen {
			list = append(list, e.edge(x, c.hit, c.link))
		}
	}
	slices.SortStableFunc(list, func(a, b Edge) int { return int(b.Confidence) - int(a.Confidence) })
	return list, more
}

// byTarget notes the confidence of each method on each target, for the methods
// that are part of others.
func (e *engine) byTarget(x *person, hits []hit) map[int]map[string]Confidence {
	if e.options.Supersets {
		return nil
	}
	have := map[int]*hit{}
	for i := range hits {
		have[hits[i].method] = &hits[i]
	}
	notes := map[int]map[string]Confidence{}
	for i := range hits {
		for _, j := range e.subsets[hits[i].method] {
			h := have[j]
			if h == nil || notes[j] != nil {
				continue
			}
			note := make(map[string]Confidence, len(h.links))
			for k := range h.links {
				if l := &h.links[k]; int(l.to) != x.index && !l.weak {
					target := e.person(l)
					note[target] = max(note[target], e.confidence(h, l))
				}
			}
			notes[j] = note
		}
	}
	return notes
}

// person returns the ARN of whom a link reaches, or of what it works on.
func (e *engine) person(l *link) string {
	if l.to >= 0 {
		return e.people[l.to].arn
	}
	return l.res
}

// covered reports whether a part of the method is enough on the same target.
func (e *engine) covered(method int, c *candidate, notes map[int]map[string]Confidence) bool {
	for _, j := range e.subsets[method] {
		if conf, ok := notes[j][e.person(c.link)]; ok && conf >= c.conf {
			return true
		}
	}
	return false
}

// edge makes an edge with its evidence.
func (e *engine) edge(x *person, h *hit, l *link) Edge {
	edge := Edge{From: x.arn, Method: e.methods[h.method].ID, Confidence: e.confidence(h, l), Target: e.target(l)}
	switch l.to {
	case toAdministrator:
		edge.To = Administrator
	case toWidened:
		who := x.arn
		if r := e.byARN[l.res]; r != nil {
			who = r.arn
		}
		edge.To = Widened + who
	default:
		edge.To = e.people[l.to].arn
	}
	edge.Grants, edge.Conditions = e.evidence(x, h, l)
	if provider, _, ok := strings.Cut(edge.Target, " "); ok {
		edge.Target = provider // the rest told the links apart
	}
	return edge
}
