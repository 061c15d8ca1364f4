package report

import (
	"io"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// Limits of BatchImportFindings and BatchUpdateFindings:
// https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html
const (
	asffBatch      = 100
	asffBatchBytes = 6_000_000
	asffBytes      = 240_000
)

// ASFF writes the findings in the AWS Security Finding Format: a line per call
// of BatchImportFindings, which is a JSON object with at most 100 findings and
// 6 MB, so that a shell can send them:
//
//	split --lines=1 findings.jsonl batch.
//	for f in batch.*; do
//		aws securityhub batch-import-findings --cli-input-json "file://$f"
//	done
//
// Failures are sent as FAILED, what is Unknown or Manual as WARNING. A pass is
// sent only when it clears what Options.Previous had sent, and what is gone
// since then is sent once more as ARCHIVED. Ids do not change between runs, so
// a finding that is sent again updates the one before. An exemption does not
// show here, because this call cannot set it: [ASFFUpdates] writes the calls
// that do, to be made afterwards.
//
// Texts that are longer than the format allows end in an ellipsis. Findings go
// to Options.Region. The error may be a [*CompareError].
func ASFF(w io.Writer, r *iamhygiene.Results, opts ...func(*Options)) error {
	o := options(opts)
	a, err := newASFF(r, o)
	if err != nil {
		return err
	}
	out := newJSONOutput(w)
	n, size := 0, 0
	for f := range a.all() {
		text := out.encode(f)
		for len(text) > asffBytes && shrink(f) {
			text = out.encode(f)
		}
		if n > 0 && (n == asffBatch || size+len(text) > asffBatchBytes) {
			out.text("]}\n")
			n, size = 0, 0
		}
		if n == 0 {
			out.text(`{"Findings":[`)
		} else {
			out.text(",")
		}
		out.bytes(text)
		n++
		size += len(text) + 1
	}
	if n > 0 {
		out.text("]}\n")
	}
	return out.close()
}

// ASFFUpdates writes what goes with [ASFF] for exemptions: a line per call of
// BatchUpdateFindings, which is a JSON object with at most 100 findings. It
// sets the workflow status of exempted findings to SUPPRESSED, with reason,
// owner and expiry as a note, and that of findings which Options.Previous had
// exempted and which are open now back to NEW. Make the calls after the import.
// The error may be a [*CompareError].
func ASFFUpdates(w io.Writer, r *iamhygiene.Results, opts ...func(*Options)) error {
	o := options(opts)
	a, err := newASFF(r, o)
	if err != nil {
		return err
	}
	var order []asffNote
	status := make(map[asffNote]string)
	ids := make(map[asffNote][]asffIdentifier)
	for i := range r.Findings {
		f := &r.Findings[i]
		note, to := suppressionNote(f.Suppression), "SUPPRESSED"
		if was := a.before[f.Fingerprint]; f.Suppression == nil && f.Open() && was != nil && was.Suppression != nil {
			note, to = asffNote{
				Text: cut("exemption "+was.Suppression.ID+" of "+was.Suppression.Owner+" no longer applies", 512), UpdatedBy: "iamhygiene",
			}, "NEW"
		}
		if note == (asffNote{}) || !a.sends(f) {
			continue
		}
		if status[note] == "" {
			status[note] = to
			order = append(order, note)
		}
		ids[note] = append(ids[note], asffIdentifier{ID: a.id(f), ProductARN: a.product})
	}
	out := newJSONOutput(w)
	for _, note := range order {
		for list := ids[note]; len(list) > 0; {
			n := min(len(list), asffBatch)
			out.line(asffUpdate{FindingIdentifiers: list[:n], Note: note, Workflow: asffWorkflow{Status: status[note]}})
			list = list[n:]
		}
	}
	return out.close()
}

// suppressionNote is what a reader of Security Hub must know of an exemption.
func suppressionNote(s *iamhygiene.Suppression) asffNote {
	if s == nil {
		return asffNote{}
	}
	return asffNote{
		Text:      cut("exemption "+s.ID+" until "+day(s.Expires)+": "+s.Reason, 512),
		UpdatedBy: cut(s.Owner, 512),
	}
}

// shrink drops the later half of the evidence. It returns false when there is
// nothing left to drop.
func shrink(f *asffFinding) bool {
	var last int
	for last < len(f.ProductFields) && f.ProductFields[evidenceKey(last+1)] != "" {
		last++
	}
	for i := last/2 + 1; i <= last; i++ {
		delete(f.ProductFields, evidenceKey(i))
	}
	return last > 0
}

// cut shortens text to n characters.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	return string(runes[:n-1]) + "…"
}
