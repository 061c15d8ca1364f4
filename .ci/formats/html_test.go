package formats

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// TestHTML parses the pages as browsers do and looks for what a browser would
// mend in silence.
func TestHTML(t *testing.T) {
	all := subjects(t, "report.html", "html")
	for name, text := range subjects(t, "coverage.html", "coverage-html") {
		all["coverage of the "+name] = text
	}
	require.Len(t, all, 4)
	for name, text := range all {
		t.Run(name, func(t *testing.T) {
			balanced(t, text)
			doc, err := html.Parse(bytes.NewReader(text))
			require.NoError(t, err)
			p := read(doc)
			assert.Empty(t, p.problems)
			for id, n := range p.ids {
				assert.Equal(t, 1, n, "id %q", id)
				assert.NotContains(t, id, " ")
			}
			for _, ref := range p.refs {
				assert.Contains(t, p.ids, ref, "refers to nothing")
			}
			for _, id := range p.controls {
				assert.Contains(t, p.labels, id, "a control without a label")
			}
			assert.Equal(t, 1, p.count[atom.H1])
			assert.Equal(t, 1, p.count[atom.Main])
			assert.Equal(t, 1, p.count[atom.Title])
			assert.Positive(t, p.count[atom.Table])
			for _, a := range []atom.Atom{atom.Img, atom.Iframe, atom.Object, atom.Embed, atom.Video, atom.Audio, atom.Base} {
				assert.Zero(t, p.count[a], "a %s in a page that asks for nothing", a)
			}
		})
	}
}

// void are the elements without an end.
var void = map[string]bool{"meta": true, "link": true, "input": true, "br": true}

// balanced fails where the tags of the text do not close as they open: html.Parse
// mends that.
func balanced(t *testing.T, text []byte) {
	t.Helper()
	var open []string
	for z := html.NewTokenizer(bytes.NewReader(text)); ; {
		switch z.Next() {
		case html.ErrorToken:
			assert.Empty(t, open)
			return
		case html.StartTagToken:
			tag, attrs := z.TagName()
			name := string(tag)
			seen := map[string]bool{}
			for attrs {
				var key []byte
				key, _, attrs = z.TagAttr()
				assert.False(t, seen[string(key)], "%s has %s twice", name, key)
				seen[string(key)] = true
			}
			if !void[name] {
				open = append(open, name)
			}
		case html.EndTagToken:
			tag, _ := z.TagName()
			require.NotEmpty(t, open, "</%s> closes nothing", tag)
			require.Equal(t, open[len(open)-1], string(tag), "inside %s", strings.Join(open, " "))
			open = open[:len(open)-1]
		}
	}
}

// A htmlPage is what the tests ask of a page.
type htmlPage struct {
	ids      map[string]int
	refs     []string // that links and names of parts point to
	controls []string // ids of fields
	labels   map[string]bool
	count    map[atom.Atom]int
	problems []string
}

// allowed are the children that an element may have where that is not anything.
var allowed = map[atom.Atom][]string{
	atom.Ul: {"li"}, atom.Ol: {"li"}, atom.Dl: {"dt", "dd"}, atom.Tr: {"th", "td"}, atom.Thead: {"tr"}, atom.Tbody: {"tr"}, atom.Tfoot: {"tr"},
	atom.Table: {"caption", "thead", "tbody", "tfoot"}, atom.Select: {"option"},
}

// phrasing are the elements inside of which no block may stand.
var phrasing = []atom.Atom{atom.P, atom.Span, atom.A, atom.B, atom.Code, atom.Strong, atom.H1, atom.H2, atom.H3, atom.H4, atom.Label, atom.Button}

var blocks = []atom.Atom{atom.P, atom.Div, atom.Ul, atom.Ol, atom.Dl, atom.Table, atom.Section, atom.Article, atom.Details, atom.H2, atom.H3, atom.H4, atom.Pre}

func read(doc *html.Node) *htmlPage {
	p := &htmlPage{ids: map[string]int{}, labels: map[string]bool{}, count: map[atom.Atom]int{}}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if n.Namespace == "" { // a picture has a title too
			p.count[n.DataAtom]++
		}
		attr := map[string]string{}
		for _, a := range n.Attr {
			attr[a.Key] = a.Val
		}
		if id, ok := attr["id"]; ok {
			p.ids[id]++
		}
		if href, ok := strings.CutPrefix(attr["href"], "#"); ok {
			p.refs = append(p.refs, href)
		}
		for _, key := range []string{"aria-labelledby", "aria-describedby", "for"} {
			p.refs = append(p.refs, strings.Fields(attr[key])...)
		}
		switch n.DataAtom {
		case atom.Label:
			p.labels[attr["for"]] = true
		case atom.Input, atom.Select, atom.Textarea:
			p.controls = append(p.controls, attr["id"])
		case atom.Th:
			if attr["scope"] == "" {
				p.problems = append(p.problems, "a th without a scope")
			}
		case atom.Details:
			if first := firstElement(n); first == nil || first.DataAtom != atom.Summary {
				p.problems = append(p.problems, "details without a summary")
			}
		case atom.Svg:
			if attr["role"] != "img" || attr["aria-label"] == "" {
				p.problems = append(p.problems, "a picture without a name")
			}
		case atom.Html:
			if attr["lang"] != "en" {
				p.problems = append(p.problems, "no language")
			}
		}
		if attr["tabindex"] == "0" && attr["aria-label"] == "" && attr["aria-labelledby"] == "" {
			p.problems = append(p.problems, "the keyboard reaches a part without a name")
		}
		for child := range n.ChildNodes() {
			if want := allowed[n.DataAtom]; want != nil && child.Type == html.ElementNode && !slices.Contains(want, child.Data) {
				p.problems = append(p.problems, "a "+child.Data+" in a "+n.Data)
			}
		}
		if slices.Contains(phrasing, n.DataAtom) {
			for inner := range n.Descendants() {
				if slices.Contains(blocks, inner.DataAtom) {
					p.problems = append(p.problems, "a "+inner.Data+" in a "+n.Data)
				}
			}
		}
	}
	return p
}

func firstElement(n *html.Node) *html.Node {
	for child := range n.ChildNodes() {
		if child.Type == html.ElementNode {
			return child
		}
	}
	return nil
}

// TestHTMLHasAllFindings: each finding of the sample account that is no pass and
// applies is on its page.
func TestHTMLHasAllFindings(t *testing.T) {
	page := string(subjects(t, "report.html", "html")["sample"])
	n := 0
	for line := range bytes.Lines(subjects(t, "report.jsonl", "jsonl")["sample"]) {
		var f struct{ Type, Status, Fingerprint string }
		require.NoError(t, json.Unmarshal(line, &f))
		if f.Type == "finding" && f.Status != "PASS" && f.Status != "NOT_APPLICABLE" {
			n++
			assert.Equal(t, 1, strings.Count(page, `data-fingerprint="`+f.Fingerprint+`"`), f.Fingerprint)
		}
	}
	assert.Greater(t, n, 50)
}
