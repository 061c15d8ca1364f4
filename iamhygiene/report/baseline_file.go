package report

import (
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// The schema of baseline files.
const (
	baselineName    = "iamhygiene/baseline"
	baselineVersion = 1
)

// baselineHeader is the beginning of a baseline file.
type baselineHeader struct {
	Schema    string    `json:"schema"`
	Version   int       `json:"version"`
	Account   string    `json:"account"`
	Partition string    `json:"partition"`
	Time      time.Time `json:"time"`
}

// Write writes the baseline as a JSON object with a line per failure, so that
// a change of one failure is a change of one line.
func (b *Baseline) Write(w io.Writer) error {
	out := newJSONOutput(w)
	head := out.encode(baselineHeader{baselineName, baselineVersion, b.Account, b.Partition, b.Time})
	out.bytes(head[:max(len(head)-1, 0)]) // without its closing brace
	out.text(",\"failures\":[")
	for i := range b.Entries {
		if i > 0 {
			out.text(",")
		}
		out.text("\n")
		out.value(&b.Entries[i])
	}
	out.text("\n]}\n")
	return out.close()
}

// A BaselineError says what is wrong with a baseline file.
type BaselineError struct {
	// Failure is the place in the list, from 1; zero for the file as a whole.
	Failure int
	// Problem says what is wrong and what to do.
	Problem string
	// Err is the cause, where there is one.
	Err error
}

// Error returns "report: baseline: failure N: problem".
func (e *BaselineError) Error() string {
	text := "report: baseline: "
	if e.Failure > 0 {
		text += fmt.Sprintf("failure %d: ", e.Failure)
	}
	return text + e.Problem
}

// Unwrap returns the cause.
func (e *BaselineError) Unwrap() error { return e.Err }

// ReadBaseline reads what [Baseline.Write] wrote. The error is a
// [*BaselineError]. Members that this version does not know are refused:
// a baseline hides failures, so a file that is not understood in full must not
// count.
func ReadBaseline(r io.Reader) (*Baseline, error) {
	var file struct {
		baselineHeader
		Failures []BaselineEntry `json:"failures"`
	}
	dec := json.NewDecoder(r)
	dec.DisallowUnknownFields()
	if err := dec.Decode(&file); err != nil {
		return nil, &BaselineError{Problem: fmt.Sprintf("after byte %d: %v", dec.InputOffset(), err), Err: err}
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, &BaselineError{Problem: fmt.Sprintf("after byte %d: more text follows the JSON object", dec.InputOffset())}
	}
	switch {
	case file.Schema != baselineName:
		return nil, &BaselineError{Problem: fmt.Sprintf("the schema is %q: this is no baseline, which says %q", file.Schema, baselineName)}
	case file.Version != baselineVersion:
		return nil, &BaselineError{Problem: fmt.Sprintf("the version is %d, this library reads %d: write the baseline anew, or update the library", file.Version, baselineVersion)}
	case file.Account == "" || file.Partition == "":
		return nil, &BaselineError{Problem: "names no account or no partition: write the baseline anew"}
	}
	b := &Baseline{Account: file.Account, Partition: file.Partition, Time: file.Time, Entries: file.Failures}
	seen := make(map[string]bool)
	for i, e := range b.Entries {
		switch {
		case !isFingerprint(e.Fingerprint):
			return nil, &BaselineError{Failure: i + 1, Problem: fmt.Sprintf("%q is not a fingerprint: want 64 hexadecimal digits", e.Fingerprint)}
		case seen[e.Fingerprint]:
			return nil, &BaselineError{Failure: i + 1, Problem: "the fingerprint " + e.Fingerprint + " is there twice: keep one"}
		case e.Check == "" || e.Resource == "" || e.Severity == 0:
			return nil, &BaselineError{Failure: i + 1, Problem: "check, resource and severity are required"}
		}
		seen[e.Fingerprint] = true
	}
	b.sort()
	return b, nil
}

func isFingerprint(s string) bool {
	if len(s) != 64 {
		return false
	}
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
