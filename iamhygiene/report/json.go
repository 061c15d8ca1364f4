package report

import (
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
	out := newJSONOutput(w)
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
	return out.close()
}

// JSONLines writes the results as JSON Lines: a line {"type":"run",...}, one
// {"type":"finding",...} for each finding, and last {"type":"summary",...}.
// The text may be cut after any line.
func JSONLines(w io.Writer, r *iamhygiene.Results, opts ...func(*Options)) error {
	o := options(opts)
	out := newJSONOutput(w)
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
	return out.close()
}
