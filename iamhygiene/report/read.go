package report

import (
	"encoding/json"
	"fmt"
	"io"
	"reflect"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// A ReadError says why a report cannot be read.
type ReadError struct {
	// Line is the line of a report in JSON Lines, from 1; zero for one in
	// JSON.
	Line int
	// Problem says what is wrong and what to do.
	Problem string
	// Err is the cause, where there is one.
	Err error
}

// Error returns "report: line N: problem".
func (e *ReadError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("report: line %d: %s", e.Line, e.Problem)
	}
	return "report: " + e.Problem
}

// Unwrap returns the cause.
func (e *ReadError) Unwrap() error { return e.Err }

// Read reads the results of an earlier run from what [JSON] or [JSONLines]
// wrote, for [Compare] and Options.Previous. The checks are described as far
// as their findings know them: without risk and datasets. Members that this
// version does not know are ignored, a later version of the schema is refused.
//
// The error is a [*ReadError]. A report that was cut, or that leaves findings
// out below a floor of severity, is refused: what is not in it would look
// mended.
func Read(r io.Reader) (*iamhygiene.Results, error) {
	dec := json.NewDecoder(r)
	var first json.RawMessage
	if err := dec.Decode(&first); err != nil {
		return nil, &ReadError{Problem: fmt.Sprintf("after byte %d: %v", dec.InputOffset(), err), Err: err}
	}
	var doc struct {
		Type     string               `json:"type"`
		Run      *header              `json:"run"`
		Findings []iamhygiene.Finding `json:"findings"`
		Summary  *iamhygiene.Counts   `json:"summary"`
	}
	if err := json.Unmarshal(first, &doc); err != nil {
		return nil, &ReadError{Problem: err.Error(), Err: err}
	}
	if doc.Type == "run" {
		doc.Run = new(header)
		if err := json.Unmarshal(first, doc.Run); err != nil {
			return nil, &ReadError{Line: 1, Problem: err.Error(), Err: err}
		}
		var err error
		if doc.Findings, doc.Summary, err = readLines(dec); err != nil {
			return nil, err
		}
	}
	return assemble(doc.Run, doc.Findings, doc.Summary)
}

// readLines reads the lines behind the first of a report in JSON Lines.
func readLines(dec *json.Decoder) ([]iamhygiene.Finding, *iamhygiene.Counts, error) {
	var findings []iamhygiene.Finding
	for line := 2; ; line++ {
		var raw json.RawMessage
		var record struct {
			Type string `json:"type"`
		}
		err := dec.Decode(&raw)
		if err == io.EOF {
			return findings, nil, nil
		}
		if err == nil {
			err = json.Unmarshal(raw, &record)
		}
		switch {
		case err != nil:
		case record.Type == "finding":
			var f iamhygiene.Finding
			err = json.Unmarshal(raw, &f)
			findings = append(findings, f)
		case record.Type == "summary":
			summary := new(iamhygiene.Counts)
			if err = json.Unmarshal(raw, summary); err == nil {
				return findings, summary, nil
			}
		default:
			return nil, nil, &ReadError{Line: line, Problem: fmt.Sprintf("the type is %q: want finding or summary", record.Type)}
		}
		if err != nil {
			return nil, nil, &ReadError{Line: line, Problem: err.Error(), Err: err}
		}
	}
}

// assemble makes results, after it has made sure that nothing is missing.
func assemble(run *header, findings []iamhygiene.Finding, summary *iamhygiene.Counts) (*iamhygiene.Results, error) {
	problem := func(format string, args ...any) error { return &ReadError{Problem: fmt.Sprintf(format, args...)} }
	switch {
	case run == nil || run.Schema != schemaName:
		return nil, problem("this is no report in JSON or JSON Lines of this library")
	case run.Version != schemaVersion:
		return nil, problem("the version of the schema is %d, this library reads %d: update the library", run.Version, schemaVersion)
	case run.Floor != 0:
		return nil, problem("findings below severity %s were left out: write the report without a floor", run.Floor)
	case summary == nil:
		return nil, problem("the summary is missing: the report was cut")
	}
	r := &iamhygiene.Results{
		Account: run.Account, Partition: run.Partition, Time: run.Time,
		Findings: findings, Errors: run.Errors, DataErrors: run.DataErrors,
	}
	for i := range findings {
		if !isFingerprint(findings[i].Fingerprint) {
			return nil, problem("finding %d has no fingerprint", i+1)
		}
	}
	if got := r.Count(); !reflect.DeepEqual(got, *summary) {
		return nil, problem("the summary counts other findings than there are: the report was cut or changed")
	}
	iamhygiene.SortFindings(r.Findings)
	r.Checks = infos(r)
	return r, nil
}
