package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// output keeps the first error, so that the writers read straight, and holds
// back no more than one buffer of text.
type output struct {
	w   *bufio.Writer
	err error
}

func newOutput(w io.Writer) output { return output{w: bufio.NewWriter(w)} }

func (o *output) text(s string) {
	if o.err == nil {
		_, o.err = o.w.WriteString(s)
	}
}

func (o *output) bytes(p []byte) {
	if o.err == nil {
		_, o.err = o.w.Write(p)
	}
}

func (o *output) printf(format string, args ...any) {
	if o.err == nil {
		_, o.err = fmt.Fprintf(o.w, format, args...)
	}
}

// close writes what is left and returns the first error.
func (o *output) close() error {
	if o.err != nil {
		return o.err
	}
	return o.w.Flush()
}

// jsonOutput is an output that encodes values, with one encoder for all.
type jsonOutput struct {
	output
	buf bytes.Buffer
	enc *json.Encoder
}

func newJSONOutput(w io.Writer) *jsonOutput {
	j := &jsonOutput{output: newOutput(w)}
	j.enc = json.NewEncoder(&j.buf)
	// "<root_account>" stays readable; nobody pastes these files into a page.
	j.enc.SetEscapeHTML(false)
	return j
}

// encode returns v as JSON on one line, without a line end. The bytes are
// valid until the next call.
func (j *jsonOutput) encode(v any) []byte {
	j.buf.Reset()
	if err := j.enc.Encode(v); err != nil {
		if j.err == nil {
			j.err = err
		}
		return nil
	}
	return bytes.TrimSuffix(j.buf.Bytes(), []byte("\n"))
}

// value writes v without a line end.
func (j *jsonOutput) value(v any) { j.bytes(j.encode(v)) }

// line writes v and a line end.
func (j *jsonOutput) line(v any) {
	j.value(v)
	j.text("\n")
}

// printable replaces control and format characters, so that a name in the data
// cannot drive the reader's terminal, or reverse the direction of the text.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return '\uFFFD'
		}
		return r
	}, s)
}
