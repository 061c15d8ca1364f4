package report

import (
	"fmt"
	"math"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// Sizes of the picture of chains, in pixels.
const (
	nodeWidth   = 168
	nodeHeight  = 40
	ownHeight   = 15 // of a line for what a principal can do for itself
	columnGap   = 64 // at least, between columns
	labelHeight = 13
	letter      = 5.8 // the mean width of one in the name of a method
	rowGap      = 26
	margin      = 12
	backShift   = 11 // of an edge from right to left, which may have a twin
	maxOwn      = 3
	maxSteps    = 500 // rows of the table
)

// A htmlNode is a principal in the picture.
type htmlNode struct {
	Title, Name, Kind               string
	X, Y, W, H, TextX, TextY, KindY string
	Target                          bool
	Own                             []htmlLabel
}

type htmlEdge struct {
	Path string
	Back bool
}

// graph draws the chains and lists their steps.
func (h *htmlWriter) graph(g *graph) {
	data := struct {
		Text, LeftOut, Width, Height string
		Nodes                        []htmlNode
		Edges                        []htmlEdge
		Labels                       []htmlLabel
		Rows                         []htmlStep
	}{Text: fmt.Sprintf("How principals become others, from %s. Read from left to right; a thick border marks where a chain ends.", count(g.chains, "finding"))}
	if g.shown < g.chains {
		data.Text = fmt.Sprintf("How principals become others. Read from left to right; a thick border marks where a chain ends. "+
			"The picture shows %s of %s chains, the worst first: more would not be readable.", thousands(g.shown), thousands(g.chains))
	}
	width, height := g.place(g.layout())
	data.Width, data.Height = length(width), length(height)
	for _, n := range g.nodes {
		data.Nodes = append(data.Nodes, h.node(n))
	}
	var taken []labelBox
	for _, e := range g.edges {
		data.Edges = append(data.Edges, htmlEdge{Path: e.curve(), Back: e.back})
		data.Labels = append(data.Labels, e.label(&taken))
	}
	seen, n := make(map[htmlStep]bool), 0
	for i := range h.r.Findings {
		f := &h.r.Findings[i]
		if !hasChain(f) || f.Severity < h.o.Floor {
			continue
		}
		for _, s := range f.Steps {
			step := h.step(s)
			if seen[step] {
				continue
			}
			seen[step] = true
			if n++; n <= maxSteps {
				data.Rows = append(data.Rows, step)
			}
		}
	}
	data.LeftOut = leftOut(n-maxSteps, "step")
	h.execute("graph", data)
}

// height is that of the box of a principal.
func (n *graphNode) height() float64 {
	if n.name == "" {
		return 12 // the room of an edge
	}
	return nodeHeight + ownHeight*float64(min(len(n.own), maxOwn))
}

// place gives each node its place, columns centred, and returns the size.
// Between columns there is room for the names of the methods.
func (g *graph) place(layers [][]*graphNode) (width, height float64) {
	heights, gaps := make([]float64, len(layers)), make([]float64, len(layers))
	for i, layer := range layers {
		gaps[i] = columnGap
		for j, n := range layer {
			if j > 0 {
				heights[i] += rowGap
			}
			heights[i] += n.height()
		}
		height = max(height, heights[i])
	}
	for _, e := range g.edges {
		text, _ := e.text()
		_, right := e.ends()
		gap := &gaps[right.layer-1]
		*gap = max(*gap, letter*float64(len([]rune(text)))+28)
	}
	x := float64(margin)
	for i, layer := range layers {
		y := margin + (height-heights[i])/2
		for _, n := range layer {
			n.x, n.y = x, y
			y += n.height() + rowGap
		}
		x += nodeWidth + gaps[i]
	}
	return x - gaps[len(gaps)-1] + margin, height + 2*margin
}

func (h *htmlWriter) node(n *graphNode) htmlNode {
	name := h.principal(n.name)
	kind := "principal"
	if k, rest, ok := strings.Cut(name, "/"); ok && !strings.Contains(k, ":") {
		kind, name = k, rest
	}
	out := htmlNode{
		Title: printable(n.name), Name: shorten(name, 22), Kind: shorten(kind, 24), Target: n.target,
		X: length(n.x), Y: length(n.y), W: length(nodeWidth), H: length(n.height()),
		TextX: length(n.x + 12), TextY: length(n.y + 17), KindY: length(n.y + 32),
	}
	for i, m := range n.own {
		text := "self: " + printable(m)
		if i == maxOwn-1 && len(n.own) > maxOwn {
			text = fmt.Sprintf("and %d more for itself", len(n.own)-i)
		}
		out.Own = append(out.Own, htmlLabel{X: out.TextX, Y: length(n.y + 32 + ownHeight*float64(i+1)), Text: shorten(text, 28)})
		if i == maxOwn-1 {
			break
		}
	}
	return out
}

// points are where the edge leaves, passes and enters nodes.
func (e *graphEdge) points() [][2]float64 {
	var out [][2]float64
	for i, n := range e.path {
		y := n.y + n.height()/2
		if e.back && n.name != "" {
			y += backShift
		}
		if i > 0 {
			out = append(out, [2]float64{n.x, y})
		}
		if i < len(e.path)-1 {
			out = append(out, [2]float64{n.x + nodeWidth, y})
		}
	}
	return out
}

// curve is the edge as an SVG path.
func (e *graphEdge) curve() string {
	points := e.points()
	var b strings.Builder
	fmt.Fprintf(&b, "M%s %s", length(points[0][0]), length(points[0][1]))
	for i := 1; i < len(points); i++ {
		a, p := points[i-1], points[i]
		if a[1] == p[1] {
			fmt.Fprintf(&b, "L%s %s", length(p[0]), length(p[1]))
			continue
		}
		mid := (a[0] + p[0]) / 2
		fmt.Fprintf(&b, "C%s %s %s %s %s %s", length(mid), length(a[1]), length(mid), length(p[1]), length(p[0]), length(p[1]))
	}
	return b.String()
}

// A labelBox is where the name of a method stands.
type labelBox struct{ x, y, half float64 }

// label names the methods of an edge. It stands above the middle of its last
// part, or as near to it as no other label stands.
func (e *graphEdge) label(taken *[]labelBox) htmlLabel {
	text, title := e.text()
	points := e.points()
	a, b := points[len(points)-2], points[len(points)-1]
	box := labelBox{x: (a[0] + b[0]) / 2, y: (a[1]+b[1])/2 - 5, half: letter / 2 * float64(len([]rune(text)))}
	at := box.y
	for i := 1; box.meets(*taken) || box.y < labelHeight; i++ {
		// Below, above, further below, further above.
		box.y = at + labelHeight*float64((i+1)/2)*float64(1-2*((i+1)%2))
	}
	*taken = append(*taken, box)
	return htmlLabel{X: length(box.x), Y: length(box.y), Text: text, Title: title}
}

// meets reports whether the label would cover one of others.
func (b labelBox) meets(others []labelBox) bool {
	for _, o := range others {
		if b.x-b.half < o.x+o.half && o.x-o.half < b.x+b.half && math.Abs(b.y-o.y) < labelHeight {
			return true
		}
	}
	return false
}

// text is the name of the first method with the number of the others, and where
// that is not all, the whole.
func (e *graphEdge) text() (text, title string) {
	whole := printable(strings.Join(e.methods, ", "))
	text = printable(e.methods[0])
	if len(e.methods) > 1 {
		text = fmt.Sprintf("%s +%d", shorten(text, 26), len(e.methods)-1)
	}
	if text = shorten(text, 30); text != whole {
		title = whole
	}
	return text, title
}

// shorten keeps the ends of a text that is too long.
func shorten(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	tail := (n - 1) / 3
	return string(r[:n-1-tail]) + "…" + string(r[len(r)-tail:])
}

// changed writes what has changed, and what is no longer among the failures.
func (h *htmlWriter) changed(c *Comparison) {
	type row struct{ Change, Type, Name, Check, Severity string }
	data := struct {
		Text, LeftOut string
		Rows          []row
	}{Text: sentence(upperFirst(c.String()))}
	n := 0
	for _, d := range c.Differences {
		f := d.Finding()
		if d.Old == nil || d.Old.Status != iamhygiene.Fail || d.Change != FindingResolved && d.Change != FindingGone && d.Change != FindingUndecided {
			continue
		}
		if n++; h.o.PerCheck < 0 || n <= h.o.PerCheck {
			data.Rows = append(data.Rows, row{d.Change.String(), printable(f.Resource.Type), printable(f.Resource.Name), printable(f.Check), f.Severity.String()})
		}
	}
	data.LeftOut = leftOut(n-len(data.Rows), "finding")
	h.execute("changes", data)
}
