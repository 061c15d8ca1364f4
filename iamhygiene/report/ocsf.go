package report

import (
	"cmp"
	"io"
	"iter"
	"slices"
	"strconv"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// Activities, statuses and other enumerations of OCSF.
const (
	ocsfCreate = 1
	ocsfUpdate = 2
	ocsfClose  = 3

	ocsfNew        = 1
	ocsfSuppressed = 3
	ocsfResolved   = 4

	ocsfAWSAccount = 10
)

// OCSF writes each finding as an event of the class Compliance Finding (2003)
// of the Open Cybersecurity Schema Framework 1.5.0, one on each line, or as one
// array where Options.Array is set.
//
// Unknown findings have the compliance status Warning, and Manual and
// NotApplicable ones Other, never Fail; status_code is our own word. Exempted
// failures have the status Suppressed and say why in comment.
//
// The activity is Create. With Options.Previous it is Update for a finding that
// run had too, and Close for a failure that passes now, no longer applies, or
// is gone. The error may be a [*CompareError].
func OCSF(w io.Writer, r *iamhygiene.Results, opts ...func(*Options)) error {
	o := options(opts)
	x := &ocsf{r: r, o: o, header: newHeader(r, o), baseline: o.Baseline.index(), closed: make(map[string]bool), before: make(map[string]bool)}
	if _, err := o.comparison(r); err != nil {
		return err
	}
	if o.Previous != nil {
		var err error
		if x.changes, err = Compare(o.Previous, r); err != nil {
			return err
		}
		for i := range o.Previous.Findings {
			x.before[o.Previous.Findings[i].Fingerprint] = true
		}
		for _, d := range x.changes.Differences {
			if d.Change == FindingResolved {
				x.closed[d.New.Fingerprint] = true
			}
		}
	}
	out := newJSONOutput(w)
	if o.Array {
		out.text("[")
	}
	first := true
	for e := range x.all() {
		if o.Array && !first {
			out.text(",")
		}
		if o.Array {
			out.text("\n")
		}
		first = false
		out.value(e)
		if !o.Array {
			out.text("\n")
		}
	}
	if o.Array {
		out.text("\n]\n")
	}
	return out.close()
}

// ocsf makes events.
type ocsf struct {
	r        *iamhygiene.Results
	o        *Options
	header   header
	baseline map[string]*BaselineEntry
	changes  *Comparison
	before   map[string]bool // fingerprints of the previous run
	closed   map[string]bool // fingerprints of failures that were mended
}

// all yields the events: a finding each, then what is gone.
func (x *ocsf) all() iter.Seq[*ocsfEvent] {
	return func(yield func(*ocsfEvent) bool) {
		for i := range x.r.Findings {
			f := &x.r.Findings[i]
			if f.Severity < x.o.Floor {
				continue
			}
			activity := ocsfCreate
			if x.closed[f.Fingerprint] {
				activity = ocsfClose
			} else if x.before[f.Fingerprint] {
				activity = ocsfUpdate
			}
			if !yield(x.event(f, activity)) {
				return
			}
		}
		if x.changes == nil {
			return
		}
		for _, d := range x.changes.Differences {
			if d.Change == FindingGone && d.Old.Severity >= x.o.Floor && !yield(x.event(d.Old, ocsfClose)) {
				return
			}
		}
	}
}

func (x *ocsf) event(f *iamhygiene.Finding, activity int) *ocsfEvent {
	const category, class = 2, 2003
	first := f.ObservedAt
	if e := x.baseline[f.Fingerprint]; e != nil {
		first = e.FirstSeen
	}
	e := &ocsfEvent{
		ActivityID: activity, ActivityName: [...]string{ocsfCreate: "Create", ocsfUpdate: "Update", ocsfClose: "Close"}[activity],
		CategoryUID: category, CategoryName: "Findings", ClassUID: class, ClassName: "Compliance Finding", TypeUID: class*100 + activity,
		Time: x.r.Time.UnixMilli(), SeverityID: int(max(f.Severity, iamhygiene.SeverityInfo)), Severity: ocsfSeverity(f.Severity),
		Message: f.Message,
		Metadata: ocsfMetadata{
			Version: ocsfVersion, UID: x.header.RunID + "/" + strconv.Itoa(activity) + "/" + f.Fingerprint, Profiles: []string{"cloud"},
			Product:        ocsfProduct{Name: "iamhygiene", Vendor: "iamhygiene", Version: iamhygiene.Version},
			CorrelationUID: x.header.RunID,
		},
		Info: ocsfInfo{
			UID: f.Fingerprint, Title: cmp.Or(f.Title, f.Check), Desc: f.Description, Types: []string{f.Check},
			Created: milli(first), FirstSeen: milli(first), LastSeen: milli(f.ObservedAt),
		},
		Compliance: newOCSFCompliance(f),
		Resources: []ocsfResource{{
			UID: f.Resource.ARN, Type: f.Resource.Type, Name: f.Resource.Name, Region: f.Resource.Region, Partition: f.Resource.Partition,
		}},
		Cloud: ocsfCloud{Provider: "AWS", Account: ocsfAccount{UID: x.r.Account, TypeID: ocsfAWSAccount, Type: "AWS Account"}},
	}
	switch {
	case activity == ocsfClose:
		e.StatusID, e.Status = ocsfResolved, "Resolved"
	case f.Suppression != nil:
		e.StatusID, e.Status = ocsfSuppressed, "Suppressed"
		e.Comment = "exemption " + f.Suppression.ID + " of " + f.Suppression.Owner + " until " + day(f.Suppression.Expires) + ": " + f.Suppression.Reason
	case f.Status != iamhygiene.Pass && f.Status != iamhygiene.NotApplicable:
		e.StatusID, e.Status = ocsfNew, "New"
	}
	for _, fact := range f.Evidence {
		e.Evidences = append(e.Evidences, ocsfEvidence{fact})
	}
	if m := f.Remediation; m.Text != "" {
		e.Remediation = &ocsfRemediation{Desc: m.Text}
		if address := webAddress(m.URL); address != "" {
			e.Remediation.References = []string{address}
		}
	}
	more := &ocsfUnmapped{
		Params: f.Params, Unknown: f.Unknown, Discriminator: f.Discriminator, Steps: f.Steps, SeverityOriginal: f.SeverityOriginal,
		Command: f.Remediation.Command, Tags: f.Resource.Tags,
	}
	if len(more.Params) > 0 || len(more.Tags) > 0 || more.Unknown != nil || more.Discriminator != "" || len(more.Steps) > 0 || more.SeverityOriginal != 0 || more.Command != "" {
		e.Unmapped = more
	}
	return e
}

// milli is a time as OCSF has it; 0 for the zero time.
func milli(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func newOCSFCompliance(f *iamhygiene.Finding) ocsfCompliance {
	c := ocsfCompliance{Control: f.Check, StatusCode: f.Status.String(), StatusDetail: f.Message}
	for _, x := range f.Frameworks {
		if name := framework(x); !slices.Contains(c.Standards, name) {
			c.Standards = append(c.Standards, name)
		}
	}
	if len(c.Standards) == 0 {
		c.Standards = []string{"iamhygiene"} // the schema wants one
	}
	if len(f.Frameworks) > 0 {
		c.Requirements = controls(f.Frameworks)
	}
	switch f.Status {
	case iamhygiene.Pass:
		c.StatusID, c.Status = 1, "Pass"
	case iamhygiene.Fail:
		c.StatusID, c.Status = 3, "Fail"
	case iamhygiene.NotApplicable, iamhygiene.Manual:
		c.StatusID, c.Status = 99, f.Status.String()
	default:
		c.StatusID, c.Status = 2, "Warning"
	}
	return c
}

// ocsfSeverity is the caption of a severity, whose id is our own number:
// informational 1 to critical 5.
func ocsfSeverity(s iamhygiene.Severity) string {
	switch s {
	case iamhygiene.SeverityCritical:
		return "Critical"
	case iamhygiene.SeverityHigh:
		return "High"
	case iamhygiene.SeverityMedium:
		return "Medium"
	case iamhygiene.SeverityLow:
		return "Low"
	}
	return "Informational"
}
