package escalation

import "strings"

// nearest is the best first step of a principal on its way to an administrator.
type nearest struct {
	steps int // to an administrator; 0 for one, -1 where there is no way
	conf  Confidence
	hit   *hit
	link  *link
	order string // that decides between ways that are otherwise equal
}

// distances finds the shortest way of every principal, by rounds: in round n
// those who reach in one step somebody whose way has n-1.
func (e *engine) distances(hits [][]hit) []nearest {
	best := make([]nearest, len(e.people))
	for i, x := range e.people {
		best[i].steps = -1
		switch x.profile.admin.level {
		case yes:
			best[i] = nearest{conf: High}
		case maybe:
			best[i] = nearest{conf: Medium}
		}
	}
	for round := 1; round <= e.options.Depth; round++ {
		found := map[int]nearest{}
		for i := range e.people {
			if best[i].steps >= 0 {
				continue
			}
			if n := e.next(i, hits[i], best, round); n.hit != nil {
				found[i] = n
			}
		}
		for i, n := range found {
			best[i] = n
		}
	}
	return best
}

// next finds the best first step of a way with the given number of steps.
func (e *engine) next(i int, hits []hit, best []nearest, steps int) nearest {
	n := nearest{steps: steps}
	for h := range hits {
		hit := &hits[h]
		for l := range hit.links {
			link := &hit.links[l]
			conf := e.confidence(hit, link)
			switch {
			case link.to == toAdministrator && steps == 1:
			case link.to >= 0 && int(link.to) != i && best[link.to].steps == steps-1:
				conf = min(conf, best[link.to].conf)
			default:
				continue
			}
			if n.hit != nil && conf < n.conf {
				continue
			}
			order := e.target(link)
			closer := strings.Compare(order, n.order)
			if n.hit != nil && closer == 0 && len(e.methods[hit.method].Actions) < len(e.methods[n.hit.method].Actions) {
				closer = -1 // of two methods on one target the simpler one
			}
			if n.hit == nil || conf > n.conf || closer < 0 {
				n.conf, n.hit, n.link, n.order = conf, hit, link, order
			}
		}
	}
	return n
}

// path builds the way of a principal.
func (e *engine) path(x *person, best []nearest) (p Path) {
	for n := best[x.index]; n.steps > 0; n = best[x.index] {
		p = append(p, e.edge(x, n.hit, n.link))
		if n.link.to < 0 {
			break
		}
		x = e.people[n.link.to]
	}
	return p
}
