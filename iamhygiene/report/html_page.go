package report

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"io"
	"strconv"
	"strings"
	"sync"

	"github.com/iamhygiene/sdk/iamhygiene"
)

//go:embed html/page.tmpl html/page.css html/page.js
var htmlFiles embed.FS

// A htmlPage is what all pages share. It is made when the first one is written.
type htmlPage struct {
	templates *template.Template
	style     string
	script    string
	// policy allows the style and the script by their hash, an empty icon so
	// that the browser asks nobody for one, and nothing else. It is what stops
	// a script that got past the escaping.
	policy string
}

var sharedPage = sync.OnceValues(func() (*htmlPage, error) {
	p := new(htmlPage)
	for name, to := range map[string]*string{"html/page.css": &p.style, "html/page.js": &p.script} {
		text, err := htmlFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		*to = string(text)
	}
	p.policy = "default-src 'none'; style-src " + source(p.style) + "; script-src " + source(p.script) +
		"; img-src data:; base-uri 'none'; form-action 'none'"
	var err error
	p.templates, err = template.New("page").Funcs(template.FuncMap{
		"p": printable, "n": thousands,
		"cause": func(e *iamhygiene.DataError) string {
			return printable(strings.TrimPrefix(e.Error(), "cannot decide: "))
		},
	}).ParseFS(htmlFiles, "html/page.tmpl")
	return p, err
})

// source is how a content security policy names an inline text.
func source(text string) string {
	h := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(h[:]) + "'"
}

// thousands prints a number as people read it: 12,345.
func thousands(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

type htmlLink struct{ ID, Title string }

type htmlWriter struct {
	output
	page    *htmlPage
	o       *Options
	r       *iamhygiene.Results
	head    header
	counts  iamhygiene.Counts
	changes *Comparison
	change  map[string]Change // by fingerprint, of findings that the page shows
	anchors map[string]bool   // ids of checks that have a heading
	row     htmlRow           // kept, so that its slices are made once
}

func newHTMLWriter(w io.Writer, r *iamhygiene.Results, o *Options, changes *Comparison) *htmlWriter {
	h := &htmlWriter{
		output: newOutput(w), o: o, r: r, head: newHeader(r, o), counts: r.Count(), changes: changes,
		anchors: make(map[string]bool),
	}
	h.page, h.err = sharedPage()
	if changes != nil {
		h.change = make(map[string]Change)
		for _, d := range changes.Differences {
			if d.New != nil {
				h.change[d.New.Fingerprint] = d.Change
			}
		}
	}
	return h
}

// execute writes a template of the page.
func (h *htmlWriter) execute(name string, data any) {
	if h.err == nil {
		h.err = h.page.templates.ExecuteTemplate(h.w, name, data)
	}
}

// header writes the head of the page with its heading and navigation.
func (h *htmlWriter) header(title string, sections []htmlLink) {
	data := struct {
		Policy, Title, Stamp, When, Checks string
		Custom                             bool
		Header                             header
		Sections                           []htmlLink
	}{
		Title: printable(title), Stamp: stamp(h.r.Time), When: minute(h.r.Time), Checks: count(len(h.r.Checks), "check"),
		Header: h.head, Sections: sections,
	}
	if h.o.Title != "" {
		data.Title, data.Custom = printable(h.o.Title), true
	}
	if h.page != nil {
		data.Policy = h.page.policy
	}
	h.execute("head", data)
	// Not by the template, which would change the text that the policy hashes.
	if h.page != nil {
		h.text("<style>" + h.page.style + "</style>\n")
	}
	h.execute("header", data)
}

func (h *htmlWriter) footer() {
	h.execute("footer", h.head)
	if h.page != nil {
		h.text("<script>" + h.page.script + "</script>\n</body>\n</html>\n")
	}
}

// anchor is the id of the heading of a check; empty where there is none, or
// where the id of the check would make an id that is not valid.
func (h *htmlWriter) anchor(check string) string {
	if !h.anchors[check] {
		return ""
	}
	return "check-" + check
}

// isAnchor reports whether the id of a check can be part of an id.
func isAnchor(check string) bool {
	return check != "" && strings.Trim(check, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}
