package escalation

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
)

// WriteDOT writes the graph in the language of Graphviz: a node for each
// principal that takes part in a step, administrators doubly framed, and an edge
// for each pair of nodes, labelled with the methods. Dashed edges are of medium
// confidence and dotted ones of low. The text is the same for equal graphs. The
// error is that of w.
func (g *Graph) WriteDOT(w io.Writer) error {
	type pair struct{ from, to string }
	methods, best := map[pair][]string{}, map[pair]Confidence{}
	var pairs []pair
	nodes := map[string]bool{}
	for i := range g.principals {
		for j := range g.principals[i].Edges {
			e := &g.principals[i].Edges[j]
			k := pair{e.From, e.To}
			if methods[k] == nil {
				pairs = append(pairs, k)
			}
			if !slices.Contains(methods[k], e.Method) {
				methods[k] = append(methods[k], e.Method)
			}
			best[k] = max(best[k], e.Confidence)
			nodes[e.From], nodes[e.To] = true, true
		}
	}
	names := make([]string, 0, len(nodes))
	for n := range nodes {
		names = append(names, n)
	}
	slices.Sort(names)
	slices.SortFunc(pairs, func(a, b pair) int {
		if c := strings.Compare(a.from, b.from); c != 0 {
			return c
		}
		return strings.Compare(a.to, b.to)
	})
	b := bufio.NewWriter(w)
	fmt.Fprintln(b, "digraph escalation {")
	fmt.Fprintln(b, "\trankdir=LR;")
	for _, n := range names {
		fmt.Fprintf(b, "\t%s [label=%s%s];\n", quoteDOT(n), quoteDOT(g.label(n)), g.style(n))
	}
	for _, k := range pairs {
		fmt.Fprintf(b, "\t%s -> %s [label=%s%s];\n", quoteDOT(k.from), quoteDOT(k.to), quoteDOT(strings.Join(methods[k], `\n`)), lineOf(best[k]))
	}
	fmt.Fprintln(b, "}")
	return b.Flush()
}

// label is how the picture calls a node.
func (g *Graph) label(node string) string {
	rest, widened := strings.CutPrefix(node, Widened)
	name := rest
	if p := g.Principal(rest); p != nil {
		name = p.Type + " " + p.Name
	}
	if widened {
		name += " with more permissions"
	}
	return name
}

func (g *Graph) style(node string) string {
	p := g.Principal(node)
	switch {
	case node == Administrator, p != nil && p.Admin.Status == EffectiveAdministrator:
		return ", peripheries=2"
	case p != nil && p.Type == "role":
		return ", shape=box"
	}
	return ""
}

func lineOf(c Confidence) string {
	switch c {
	case Medium:
		return ", style=dashed"
	case Low:
		return ", style=dotted"
	}
	return ""
}

// quoteDOT writes a quoted identifier. The escape \n of labels stays.
func quoteDOT(s string) string { return `"` + strings.ReplaceAll(s, `"`, `\"`) + `"` }
