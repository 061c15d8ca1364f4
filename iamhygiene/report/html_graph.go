package report

import (
	"cmp"
	"slices"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// How much the picture of the chains shows: more does not fit the eye.
const (
	maxGraphNodes = 40
	maxGraphEdges = 60
)

// A graph is the union of the steps of findings, as far as the picture shows it.
type graph struct {
	nodes []*graphNode
	edges []*graphEdge
	// chains and shown are how many findings have steps, and how many of them
	// the picture shows.
	chains, shown int

	index map[string]*graphNode
	pairs map[[2]*graphNode]*graphEdge
}

// A graphNode is a principal, or a point in a column that a long edge passes.
type graphNode struct {
	name string // the ARN; empty for a point that an edge passes
	// target says that a chain ends here.
	target bool
	// own are the methods by which the principal widens its own access.
	own []string

	layer, order int
	x, y         float64
	out, in      []*graphNode
	weight       float64 // of the last sweep
}

// A graphEdge is all steps from one principal to another.
type graphEdge struct {
	from, to *graphNode
	methods  []string
	// path are the nodes from the one on the left to the one on the right.
	path []*graphNode
	// back says that the edge runs from right to left, because it closes a
	// circle.
	back bool
}

// chainsOf collects the steps of findings, the worst first, each chain as a
// whole or not at all.
func chainsOf(findings []iamhygiene.Finding, floor iamhygiene.Severity) *graph {
	g := &graph{index: make(map[string]*graphNode), pairs: make(map[[2]*graphNode]*graphEdge)}
	for i := range findings {
		f := &findings[i]
		if !hasChain(f) || f.Severity < floor {
			continue
		}
		g.chains++
		if g.fits(f.Steps) {
			g.shown++
			g.add(f.Steps)
		}
	}
	return g
}

// hasChain selects the findings whose steps warn of something.
func hasChain(f *iamhygiene.Finding) bool {
	return len(f.Steps) > 0 && f.Status != iamhygiene.Pass && f.Status != iamhygiene.NotApplicable
}

func (g *graph) fits(steps []iamhygiene.Step) bool {
	nodes, edges := make(map[string]bool), make(map[[2]string]bool)
	for _, s := range steps {
		from, to := g.index[s.From], g.index[s.To]
		if from == nil {
			nodes[s.From] = true
		}
		if to == nil {
			nodes[s.To] = true
		}
		if s.From != s.To && (from == nil || to == nil || g.pairs[[2]*graphNode{from, to}] == nil) {
			edges[[2]string{s.From, s.To}] = true
		}
	}
	return len(g.nodes)+len(nodes) <= maxGraphNodes && len(g.edges)+len(edges) <= maxGraphEdges
}

func (g *graph) add(steps []iamhygiene.Step) {
	for i, s := range steps {
		from, to := g.node(s.From), g.node(s.To)
		if i == len(steps)-1 {
			to.target = true
		}
		if from == to {
			from.own = addWord(from.own, s.Method)
			continue
		}
		e := g.pairs[[2]*graphNode{from, to}]
		if e == nil {
			e = &graphEdge{from: from, to: to}
			g.pairs[[2]*graphNode{from, to}] = e
			g.edges = append(g.edges, e)
		}
		e.methods = addWord(e.methods, s.Method)
	}
}

func (g *graph) node(name string) *graphNode {
	n := g.index[name]
	if n == nil {
		n = &graphNode{name: name}
		g.index[name] = n
		g.nodes = append(g.nodes, n)
	}
	return n
}

func addWord(words []string, w string) []string {
	if slices.Contains(words, w) {
		return words
	}
	return append(words, w)
}

// layout gives each principal a column, left of those it can become, and a place
// in it that keeps edges from crossing where it can: layers by longest path,
// then sweeps that move each node to the mean of its neighbours. It is the
// method of Sugiyama, Tagawa and Toda (1981).
func (g *graph) layout() [][]*graphNode {
	g.turnCircles()
	g.assignLayers()
	layers := g.passLongEdges()
	for sweep := range 8 {
		for i := 1; i < len(layers); i++ {
			at, neighbours := i, (*graphNode).before
			if sweep%2 == 1 {
				at, neighbours = len(layers)-1-i, (*graphNode).after
			}
			for _, n := range layers[at] {
				n.weight = mean(neighbours(n), float64(n.order))
			}
			slices.SortStableFunc(layers[at], func(a, b *graphNode) int { return cmp.Compare(a.weight, b.weight) })
			for order, n := range layers[at] {
				n.order = order
			}
		}
	}
	return layers
}

func (n *graphNode) before() []*graphNode { return n.in }
func (n *graphNode) after() []*graphNode  { return n.out }

// turnCircles marks the edges that lead back to a node on the way to them, so
// that the others make no circle.
func (g *graph) turnCircles() {
	next := make(map[*graphNode][]*graphEdge)
	for _, e := range g.edges {
		next[e.from] = append(next[e.from], e)
	}
	const onTheWay, done = 1, 2
	state := make(map[*graphNode]int)
	var visit func(*graphNode)
	visit = func(n *graphNode) { // at most maxGraphNodes deep
		state[n] = onTheWay
		for _, e := range next[n] {
			switch state[e.to] {
			case onTheWay:
				e.back = true
			case 0:
				visit(e.to)
			}
		}
		state[n] = done
	}
	for _, n := range g.nodes {
		if state[n] == 0 {
			visit(n)
		}
	}
}

// ends are the ends of an edge from left to right.
func (e *graphEdge) ends() (left, right *graphNode) {
	if e.back {
		return e.to, e.from
	}
	return e.from, e.to
}

// assignLayers puts each node right of all that lead to it, and then what
// nothing leads to directly left of the nearest that it leads to.
func (g *graph) assignLayers() {
	for changed := true; changed; { // ends: there is no circle
		changed = false
		for _, e := range g.edges {
			if left, right := e.ends(); right.layer <= left.layer {
				right.layer, changed = left.layer+1, true
			}
		}
	}
	nearest, entered := make(map[*graphNode]int), make(map[*graphNode]bool)
	for _, e := range g.edges {
		left, right := e.ends()
		entered[right] = true
		if l, ok := nearest[left]; !ok || right.layer < l {
			nearest[left] = right.layer
		}
	}
	for _, n := range g.nodes {
		if l, ok := nearest[n]; ok && !entered[n] {
			n.layer = l - 1
		}
	}
}

// passLongEdges gives edges over several columns a point in each of them, and
// returns the columns.
func (g *graph) passLongEdges() [][]*graphNode {
	var layers [][]*graphNode
	place := func(n *graphNode) {
		for len(layers) <= n.layer {
			layers = append(layers, nil)
		}
		n.order = len(layers[n.layer])
		layers[n.layer] = append(layers[n.layer], n)
	}
	for _, n := range g.nodes {
		place(n)
	}
	for _, e := range g.edges {
		left, right := e.ends()
		e.path = []*graphNode{left}
		for l := left.layer + 1; l < right.layer; l++ {
			point := &graphNode{layer: l}
			place(point)
			e.path = append(e.path, point)
		}
		e.path = append(e.path, right)
		for i := 1; i < len(e.path); i++ {
			a, b := e.path[i-1], e.path[i]
			a.out, b.in = append(a.out, b), append(b.in, a)
		}
	}
	return layers
}

// mean is the mean place of nodes, or the given one where there are none.
func mean(nodes []*graphNode, otherwise float64) float64 {
	if len(nodes) == 0 {
		return otherwise
	}
	sum := 0.0
	for _, n := range nodes {
		sum += float64(n.order)
	}
	return sum / float64(len(nodes))
}
