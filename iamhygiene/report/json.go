package report

import (
	"bufio"
	"encoding/json"
	"io"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// JSON writes the results as one JSON object with the members "run" (account,
// clock, preset, what could not be collected), "findings" (each an
// [iamhygiene.Finding]; absent members are left out, never null) and "summary"
// ([iamhygiene.Counts] over all findings, also those under the floor). It
// streams: the findings are encoded one by one. Equal results give equal bytes.
func JSON(w io.Writer, r *iamhygiene.Results, opts ...func(*Options)) error {
	o := options(opts)
	out := &jsonWriter{w: bufio.NewWriter(w)}
	out.text("{\n\"run\": ")
	out.value(newHeader(r, o))
	out.text(",\n\"findings\": [")
	first := true
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Severity < o.Floor {
			continue
		}
		if !first {
			out.text(",")
		}
		first = false
		out.text("\n")
		out.value(f)
	}
	out.text("\n],\n\"summary\": ")
	out.value(r.Count())
	out.text("\n}\n")
	if out.err != nil {
		return out.err
	}
	return out.w.Flush()
}

// JSONLines writes the results as JSON Lines: a line {"type":"run",...}, one
// {"type":"finding",...} for each finding, and last {"type":"summary",...}.
// The text may be cut after any line.
func JSONLines(w io.Writer, r *iamhygiene.Results, opts ...func(*Options)) error {
	o := options(opts)
	out := &jsonWriter{w: bufio.NewWriter(w)}
	out.line(struct {
		Type string `json:"type"`
		header
	}{"run", newHeader(r, o)})
	for i := range r.Findings {
		if f := &r.Findings[i]; f.Severity >= o.Floor {
			out.line(struct {
				Type string `json:"type"`
				*iamhygiene.Finding
			}{"finding", f})
		}
	}
	out.line(struct {
		Type string `json:"type"`
		iamhygiene.Counts
	}{"summary", r.Count()})
	if out.err != nil {
		return out.err
	}
	return out.w.Flush()
}

// jsonWriter keeps the first error, so that the writers above read straight.
type jsonWriter struct {
	w   *bufio.Writer
	err error
}

func (j *jsonWriter) text(s string) {
	if j.err == nil {
		_, j.err = j.w.WriteString(s)
	}
}

// value writes v without a line end and without escaping "<root_account>".
func (j *jsonWriter) value(v any) {
	if j.err == nil {
		j.err = encode(trimNewline{j.w}, v)
	}
}

func (j *jsonWriter) line(v any) {
	if j.err == nil {
		j.err = encode(j.w, v)
	}
}

func encode(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// trimNewline drops the line end that json.Encoder puts behind each value. The
// encoder makes one Write per value.
type trimNewline struct{ w io.Writer }

func (t trimNewline) Write(p []byte) (int, error) {
	n := len(p)
	if n > 0 && p[n-1] == '\n' {
		p = p[:n-1]
	}
	if _, err := t.w.Write(p); err != nil {
		return 0, err
	}
	return n, nil
}
