package report

import (
	"io"
	"net/url"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// sarifSchema is the identifier of the schema, as the standard gives it.
const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// homepage is where a reader of a report learns about its producer.
const homepage = "https://github.com/iamhygiene/sdk"

// SARIF writes the results as a SARIF 2.1.0 log with one run, in the form that
// code-scanning services accept: the checks as rules, sorted by id, and a
// result per finding. What passed or does not apply is left out unless
// Options.Passes is set. Unknown findings have the kind "open", manual ones
// "review", both without a level, so that nobody counts them as failures.
// Exempted failures keep their kind and carry a suppression.
//
// A finding is about a resource, not a line of a file, but viewers want one:
// the location is line 1 of the invented file aws/ACCOUNT/TYPE/NAME, and the
// logical location is the ARN. The fingerprint is given twice, as
// "iamhygiene/v1" and under the name by which code scanning recognises a
// finding in the next upload.
//
// Code scanning takes at most 25,000 results of a run; Options.Floor keeps
// within that.
//
// [Runs.SARIF] writes one log for several accounts.
func SARIF(w io.Writer, r *iamhygiene.Results, opts ...func(*Options)) error {
	return Runs{r}.SARIF(w, opts...)
}

// SARIF writes the results of several accounts as one SARIF 2.1.0 log with a
// run for each, in their order. Each run has a category of its own
// (automationDetails), so that an upload replaces only results of its account.
// Options.Baseline counts for the account that it is of. It is otherwise like
// the function [SARIF].
func (rs Runs) SARIF(w io.Writer, opts ...func(*Options)) error {
	o := options(opts)
	out := newJSONOutput(w)
	out.text("{\n\"$schema\": \"" + sarifSchema + "\",\n\"version\": \"2.1.0\",\n\"runs\": [")
	for i, r := range rs {
		if i > 0 {
			out.text(", ")
		}
		writeSARIFRun(out, r, o)
	}
	out.text("]\n}\n")
	return out.close()
}

func writeSARIFRun(out *jsonOutput, r *iamhygiene.Results, o *Options) {
	checks := infos(r)
	baseline := o.Baseline
	if baseline != nil && (baseline.Account != r.Account || baseline.Partition != r.Partition) {
		baseline = nil
	}
	known := baseline.index()
	driver := sarifDriver{Name: "iamhygiene", Version: iamhygiene.Version, SemVer: iamhygiene.Version, URI: homepage, Rules: []sarifRule{}}
	index := make(map[string]int)
	for i, c := range checks {
		index[c.ID] = i
		driver.Rules = append(driver.Rules, newSARIFRule(c))
	}
	h := newHeader(r, o)
	out.text("{\n\"tool\": {\"driver\": ")
	out.value(driver)
	out.text("},\n\"invocations\": [")
	out.value(newSARIFInvocation(r))
	out.text("],\n\"automationDetails\": ")
	// The part before the last slash is the category: uploads of one category
	// replace each other, so each account has its own.
	out.value(sarifDescriptor{ID: "iamhygiene/" + r.Account + "/" + h.RunID})
	out.text(",\n\"columnKind\": \"utf16CodeUnits\",\n\"properties\": ")
	out.value(sarifRunExtra{RunID: h.RunID, Account: r.Account, Partition: r.Partition, Preset: o.Preset, Params: h.Params})
	out.text(",\n\"results\": [")
	first := true
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Severity < o.Floor || !o.Passes && (f.Status == iamhygiene.Pass || f.Status == iamhygiene.NotApplicable) {
			continue
		}
		if !first {
			out.text(",")
		}
		first = false
		out.text("\n")
		res := newSARIFResult(f, index[f.Check], r.Account)
		if baseline != nil && f.Status == iamhygiene.Fail {
			res.BaselineState = baselineState(f, known[f.Fingerprint])
		}
		out.value(res)
	}
	out.text("\n]\n}")
}

func newSARIFResult(f *iamhygiene.Finding, rule int, account string) *sarifResult {
	res := &sarifResult{
		RuleID: f.Check, RuleIndex: rule, Kind: sarifKind(f.Status), Level: "none",
		Message:      sarifText{Text: sarifMessage(sentence(subject(f) + f.Message))},
		Fingerprints: map[string]string{"iamhygiene/v1": f.Fingerprint, "primaryLocationLineHash": f.Fingerprint},
		Properties: sarifResultExtra{
			SecuritySeverity: securitySeverity(f.Severity), SeverityOriginal: f.SeverityOriginal,
			ResourceType: f.Resource.Type, Discriminator: f.Discriminator,
			Evidence: f.Evidence, Steps: f.Steps, Unknown: f.Unknown, Params: f.Params,
		},
	}
	if f.Status == iamhygiene.Fail {
		res.Level = sarifLevel(f.Severity)
	}
	at := &res.Locations[0]
	at.Physical.Artifact.URI = artifact(account, &f.Resource)
	at.Physical.Region.StartLine = 1
	at.Logical[0] = sarifLogical{Name: f.Resource.Name, FullyQualifiedName: f.Resource.ARN, Kind: "resource"}
	if s := f.Suppression; s != nil {
		res.Suppressions = []sarifSuppression{{
			Kind: "external", Status: "accepted", Justification: s.Reason,
			Properties: sarifSuppressionMore{ID: s.ID, Owner: s.Owner, Expires: stamp(s.Expires), Also: s.Also},
		}}
	}
	return res
}

// baselineState compares a finding with what the baseline knows of it.
func baselineState(f *iamhygiene.Finding, known *BaselineEntry) string {
	switch {
	case known == nil || !known.Resolved.IsZero():
		return "new"
	case known.Severity != f.Severity || !f.Open():
		return "updated"
	}
	return "unchanged"
}

// sarifMessage is text without what the standard would read as a link inside a
// message (3.11.6), or a terminal as a command.
func sarifMessage(s string) string {
	if strings.Contains(s, "](") {
		s = strings.NewReplacer("[", "\\[", "]", "\\]").Replace(s)
	}
	return printable(s)
}

// subject is the label of the resource as the beginning of a message, because
// lists of results show nothing but the message.
func subject(f *iamhygiene.Finding) string {
	if l := label(f); l != "" {
		return l + ": "
	}
	return ""
}

// artifact is the file that stands for a resource: aws/ACCOUNT/TYPE/NAME. A
// name that a viewer would resolve as a relative path gets an underscore.
func artifact(account string, r *iamhygiene.Resource) string {
	path := []string{"aws", account, r.Type}
	for part := range strings.SplitSeq(r.Name, "/") {
		if part != "" {
			path = append(path, part)
		}
	}
	for i, part := range path {
		if part == "." || part == ".." {
			part = "_" + part
		}
		path[i] = url.PathEscape(part)
	}
	return strings.Join(path, "/")
}

// newSARIFInvocation tells what could not be done: checks that panicked, data
// that could not be collected, and why findings are unknown, each cause once.
func newSARIFInvocation(r *iamhygiene.Results) sarifInvocation {
	run := sarifInvocation{Successful: len(r.Errors) == 0, StartTime: stamp(r.Time)}
	for _, e := range r.Errors {
		run.Notifications = append(run.Notifications, sarifNotification{
			Descriptor: sarifDescriptor{ID: iamhygiene.CodeInternal}, Rule: &sarifDescriptor{ID: e.Check},
			Level: "error", Message: sarifText{Text: sentence(e.Error())},
		})
	}
	seen := make(map[string]bool)
	add := func(e *iamhygiene.DataError) {
		cause := *e
		cause.Scope, cause.RequestID = "", "" // one cause, however many resources it hides
		text := cause.Error()
		if !seen[text] {
			seen[text] = true
			run.Notifications = append(run.Notifications, sarifNotification{
				Descriptor: sarifDescriptor{ID: e.Code}, Level: "warning", Message: sarifText{Text: sentence(text)},
			})
		}
	}
	for _, e := range r.DataErrors {
		add(e)
	}
	for i := range r.Findings {
		if u := r.Findings[i].Unknown; u != nil {
			add(u)
		}
	}
	return run
}
