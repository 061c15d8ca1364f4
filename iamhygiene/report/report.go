package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// The schema that the JSON forms name in their header; see [JSONSchema].
const (
	schemaName    = "iamhygiene/findings"
	schemaVersion = 1
)

// Options are the settings of the writers. The zero value is useful.
type Options struct {
	// Preset is the name of the preset, for the header; empty leaves it out.
	Preset string
	// Floor leaves out findings of a lesser severity. Their number stays in
	// the summary. Zero shows all.
	Floor iamhygiene.Severity
	// Title is the heading of HTML and CoverageHTML; empty means one that names
	// the account.
	Title string
	// AccountNames are the names of accounts by their ids, for Runs.Text.
	AccountNames map[string]string
	// PerCheck is how many resources of one check and status Text and
	// Markdown list before they say how many more there are; zero means 25, a
	// negative number all. In HTML, where the rest is folded, zero means 500.
	PerCheck int
	// FailOn is the severity from which on the caller treats failures as an
	// error, for a line of Text and Markdown that counts them; zero leaves the
	// line out.
	FailOn iamhygiene.Severity
	// Color makes Text colour the headings of severities. Set it where the
	// output is a terminal and the environment does not ask for none
	// (https://no-color.org). The words alone say all that the colours say.
	Color bool
	// Passes makes SARIF also write what passed or does not apply, which
	// viewers of SARIF rarely want, and HTML as much of it as of failures,
	// rather than the first 25 of each check. The other formats for programs
	// write it always, except ASFF.
	Passes bool
	// History are the results of earlier runs of the same account, the oldest
	// first. HTML then draws how the numbers went, Text and Markdown write the
	// line of [Trend]; the run at hand comes last in both.
	History []*iamhygiene.Results
	// OmitCoverage leaves the controls of benchmarks out of HTML.
	OmitCoverage bool
	// Previous are the results of an earlier run of the same account. Text
	// and Markdown then say what has changed; ASFF and OCSF close findings
	// that are gone or mended.
	Previous *iamhygiene.Results
	// Baseline is what was accepted earlier. Text and Markdown then say what
	// has changed since, rather than since Previous; SARIF marks what is new;
	// ASFF and OCSF date findings from when the baseline first saw them.
	Baseline *Baseline
	// Region is the AWS Region whose Security Hub gets the ASFF findings,
	// because IAM is global and a product ARN is not; empty means the Region
	// in which the control plane of IAM is: us-east-1, cn-north-1,
	// us-gov-west-1.
	Region string
	// Array makes OCSF write one JSON array instead of a line per event.
	Array bool
	// Known describes checks that could have run, for CoverageText,
	// CoverageCSV, CoverageHTML and HTML; see [Coverage].
	Known []iamhygiene.Info
}

// header is the description of a run that every format begins with.
type header struct {
	Schema    string    `json:"schema"`
	Version   int       `json:"version"`
	RunID     string    `json:"run_id"`
	Library   string    `json:"library"`
	Account   string    `json:"account"`
	Partition string    `json:"partition"`
	Time      time.Time `json:"time"`
	Preset    string    `json:"preset,omitempty"`
	// Floor is the severity below which findings were left out.
	Floor iamhygiene.Severity `json:"floor,omitzero"`
	// Params is a digest of the parameters of all checks: runs with equal
	// digests asked the same questions.
	Params     string                   `json:"params_digest"`
	Checks     int                      `json:"checks"`
	DataErrors []*iamhygiene.DataError  `json:"data_errors,omitempty"`
	Errors     []*iamhygiene.CheckError `json:"errors,omitempty"`
}

func newHeader(r *iamhygiene.Results, o *Options) header {
	digest := paramsDigest(r.Checks)
	return header{
		Schema: schemaName, Version: schemaVersion, RunID: runID(r, digest), Library: iamhygiene.Version,
		Account: r.Account, Partition: r.Partition, Time: r.Time, Preset: o.Preset, Floor: o.Floor,
		Params: digest, Checks: len(r.Checks), DataErrors: r.DataErrors, Errors: r.Errors,
	}
}

// runID names a run by what it asked, of which account, and when. It is no
// random number, so that equal results give equal bytes.
func runID(r *iamhygiene.Results, params string) string {
	h := sha256.Sum256([]byte(r.Partition + "\x00" + r.Account + "\x00" + r.Time.UTC().Format(time.RFC3339Nano) + "\x00" + params))
	return hex.EncodeToString(h[:8])
}

// paramsDigest hashes the ids and parameters of the checks, in order of id.
func paramsDigest(checks []iamhygiene.Info) string {
	h := sha256.New()
	var buf []byte
	for _, c := range slices.SortedFunc(slices.Values(checks), func(a, b iamhygiene.Info) int { return cmp.Compare(a.ID, b.ID) }) {
		buf = append(append(buf[:0], c.ID...), 0)
		for _, k := range slices.Sorted(maps.Keys(c.Params)) {
			buf = append(append(append(append(buf, k...), '='), c.Params[k]...), 0)
		}
		h.Write(append(buf, '\n'))
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}

// perCheck is the default of Options.PerCheck.
const perCheck = 25

func options(opts []func(*Options)) *Options { return optionsWith(perCheck, opts) }

// optionsWith applies the options of a caller, with a default for PerCheck.
func optionsWith(perCheck int, opts []func(*Options)) *Options {
	o := new(Options)
	for _, f := range opts {
		f(o)
	}
	if o.PerCheck == 0 {
		o.PerCheck = perCheck
	}
	return o
}

// trend is the line about the runs of Options.History and r; empty without a
// history. The error is a [*CompareError].
func (o *Options) trend(r *iamhygiene.Results) (string, error) {
	runs, err := o.runs(r)
	return Trend(runs...), err
}

// runs are the runs of Options.History and r; none without a history. The error
// is a [*CompareError].
func (o *Options) runs(r *iamhygiene.Results) ([]*iamhygiene.Results, error) {
	if len(o.History) == 0 {
		return nil, nil
	}
	for _, h := range o.History {
		if h.Account != r.Account || h.Partition != r.Partition {
			return nil, &CompareError{Old: h.Partition + "/" + h.Account, New: r.Partition + "/" + r.Account}
		}
	}
	return append(slices.Clone(o.History), r), nil
}

// comparison says what has changed since the baseline, else since the previous
// run; nil where there is neither. The error is a [*CompareError].
func (o *Options) comparison(r *iamhygiene.Results) (*Comparison, error) {
	switch {
	case o.Baseline != nil:
		return o.Baseline.Compare(r)
	case o.Previous != nil:
		return Compare(o.Previous, r)
	}
	return nil, nil
}
