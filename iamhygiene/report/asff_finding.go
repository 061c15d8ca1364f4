package report

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// asff makes findings in the AWS Security Finding Format.
type asff struct {
	r        *iamhygiene.Results
	o        *Options
	header   header
	product  string
	region   string
	before   map[string]*iamhygiene.Finding // of the previous run, by fingerprint
	baseline map[string]*BaselineEntry
}

func newASFF(r *iamhygiene.Results, o *Options) (*asff, error) {
	a := &asff{r: r, o: o, header: newHeader(r, o), region: o.Region, before: make(map[string]*iamhygiene.Finding), baseline: o.Baseline.index()}
	if a.region == "" {
		a.region = controlPlane(r.Partition)
	}
	a.product = "arn:" + r.Partition + ":securityhub:" + a.region + ":" + r.Account + ":product/" + r.Account + "/default"
	if _, err := o.comparison(r); err != nil {
		return nil, err
	}
	if p := o.Previous; p != nil {
		if _, err := Compare(p, r); err != nil {
			return nil, err
		}
		for i := range p.Findings {
			a.before[p.Findings[i].Fingerprint] = &p.Findings[i]
		}
	}
	return a, nil
}

// controlPlane is the Region in which a partition has the control plane of IAM:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/introduction_global.html
func controlPlane(partition string) string {
	switch partition {
	case "aws-cn":
		return "cn-north-1"
	case "aws-us-gov":
		return "us-gov-west-1"
	}
	return "us-east-1"
}

// reportable says whether a finding by itself is worth a record.
func (a *asff) reportable(f *iamhygiene.Finding) bool {
	return f != nil && f.Severity >= a.o.Floor && f.Status != iamhygiene.Pass && f.Status != iamhygiene.NotApplicable
}

// sends says whether a finding is sent: for its own sake, or because it
// changes a record that the previous run has left.
func (a *asff) sends(f *iamhygiene.Finding) bool {
	return a.reportable(f) || a.reportable(a.before[f.Fingerprint])
}

// all yields what is sent: the findings, then those that are gone. A finding
// of which this run could say nothing is not gone.
func (a *asff) all() iter.Seq[*asffFinding] {
	return func(yield func(*asffFinding) bool) {
		seen := make(map[string]bool, len(a.r.Findings))
		for i := range a.r.Findings {
			f := &a.r.Findings[i]
			seen[f.Fingerprint] = true
			if a.sends(f) && !yield(a.finding(f, "ACTIVE")) {
				return
			}
		}
		if a.o.Previous == nil {
			return
		}
		hidden := hides(a.r)
		for i := range a.o.Previous.Findings {
			f := &a.o.Previous.Findings[i]
			if !seen[f.Fingerprint] && a.reportable(f) && !hidden(f) && !yield(a.finding(f, "ARCHIVED")) {
				return
			}
		}
	}
}

// id is the id of a finding in Security Hub, equal in all runs.
func (a *asff) id(f *iamhygiene.Finding) string { return a.product + "/" + f.Fingerprint }

func (a *asff) finding(f *iamhygiene.Finding, record string) *asffFinding {
	first := f.ObservedAt
	if e := a.baseline[f.Fingerprint]; e != nil {
		first = e.FirstSeen
	}
	out := &asffFinding{
		SchemaVersion: "2018-10-08", ID: a.id(f), ProductARN: a.product, GeneratorID: "iamhygiene/" + f.Check, AccountID: a.r.Account,
		Types:           []string{"Software and Configuration Checks/AWS Security Best Practices"},
		FirstObservedAt: stamp(first), LastObservedAt: stamp(f.ObservedAt), CreatedAt: stamp(first), UpdatedAt: stamp(a.r.Time),
		Severity:      asffSeverity{Label: asffLabel(f.Severity), Normalized: asffNormalized(f.Severity), Original: f.Severity.String()},
		Title:         cut(cmp.Or(f.Title, f.Check), 256),
		Description:   cut(cmp.Or(joined(" ", sentence(subject(f)+f.Message), sentence(f.Description)), f.Check), 1024),
		ProductFields: a.fields(f), Resources: []asffResource{a.resource(f)}, Compliance: newASFFCompliance(f), RecordState: record,
	}
	if m := f.Remediation; m.Text != "" || webAddress(m.URL) != "" {
		out.Remediation = &asffRemediation{asffRecommendation{Text: cut(m.Text, 512), URL: webAddress(m.URL)}}
	}
	return out
}

func evidenceKey(n int) string { return "iamhygiene/evidence/" + strconv.Itoa(n) }

// fields are the ProductFields, of which there may be 50, with 1,024
// characters each: what of the header and the finding has no place elsewhere,
// and as much of the evidence as goes in.
func (a *asff) fields(f *iamhygiene.Finding) map[string]string {
	fields := make(map[string]string)
	put := func(key, value string) {
		if value != "" && len(fields) < 50 {
			fields[cut(key, 128)] = cut(value, 1024)
		}
	}
	put("iamhygiene/version", a.header.Library)
	put("iamhygiene/run_id", a.header.RunID)
	put("iamhygiene/preset", a.header.Preset)
	put("iamhygiene/params_digest", a.header.Params)
	put("iamhygiene/status", f.Status.String())
	put("iamhygiene/severity_original", f.SeverityOriginal.String())
	put("iamhygiene/discriminator", f.Discriminator)
	for _, k := range slices.Sorted(maps.Keys(f.Params)) {
		put("iamhygiene/params/"+k, f.Params[k])
	}
	put("iamhygiene/steps", chain(f))
	for i, e := range f.Evidence {
		put(evidenceKey(i+1), evidenceLine(e))
	}
	return fields
}

// evidenceLine is a fact on one line: "credential-report mfa_active: false,
// expected true".
func evidenceLine(e iamhygiene.Evidence) string {
	text := joined(" ", e.Dataset, e.Path) + ": " + e.Observed
	if e.Expected != "" {
		text += ", expected " + e.Expected
	}
	return text
}

// asffTypes are the types that Security Hub has for IAM's resources.
var asffTypes = map[string]struct{ typ, name string }{
	iamhygiene.TypeUser:      {"AwsIamUser", "UserName"},
	iamhygiene.TypeGroup:     {"AwsIamGroup", "GroupName"},
	iamhygiene.TypeRole:      {"AwsIamRole", "RoleName"},
	iamhygiene.TypePolicy:    {"AwsIamPolicy", "PolicyName"},
	iamhygiene.TypeAccessKey: {"AwsIamAccessKey", "PrincipalName"},
}

// resource maps the resource. What has the ARN of the account, such as the root
// user, is the account; what Security Hub has no type for is Other.
func (a *asff) resource(f *iamhygiene.Finding) asffResource {
	out := asffResource{Type: "Other", ID: cut(f.Resource.ARN, 512), Partition: a.r.Partition, Region: a.region}
	for _, k := range slices.Sorted(maps.Keys(f.Resource.Tags)) {
		if out.Tags == nil {
			out.Tags = make(map[string]string)
		}
		if len(out.Tags) < 50 {
			out.Tags[k] = f.Resource.Tags[k]
		}
	}
	if strings.HasSuffix(f.Resource.ARN, ":"+a.r.Account+":root") {
		out.Type, out.ID = "AwsAccount", "AWS::::Account:"+a.r.Account
		return out
	}
	if t, ok := asffTypes[f.Resource.Type]; ok {
		name, _, _ := strings.Cut(f.Resource.Name, "/") // of an access key: its user
		out.Type, out.Details = t.typ, map[string]any{t.typ: map[string]string{t.name: name}}
	}
	return out
}

func newASFFCompliance(f *iamhygiene.Finding) asffCompliance {
	c := asffCompliance{RelatedRequirements: controls(f.Frameworks)}
	c.RelatedRequirements = c.RelatedRequirements[:min(len(c.RelatedRequirements), 32)]
	switch f.Status {
	case iamhygiene.Pass:
		c.Status = "PASSED"
	case iamhygiene.Fail:
		c.Status = "FAILED"
	case iamhygiene.NotApplicable:
		c.Status = "NOT_AVAILABLE"
	case iamhygiene.Manual:
		c.Status = "WARNING"
		c.StatusReasons = []asffReason{{"MANUAL_REVIEW", cut(f.Message, 1024)}}
	default:
		c.Status = "WARNING"
		c.StatusReasons = []asffReason{{"EVALUATION_ERROR", cut(f.Message, 1024)}}
	}
	for _, x := range f.Frameworks {
		switch {
		case x.Name == "AWS Security Hub" && c.SecurityControlID == "":
			c.SecurityControlID = x.ID
			for _, k := range slices.Sorted(maps.Keys(f.Params)) {
				c.SecurityControlParameters = append(c.SecurityControlParameters, asffParameter{Name: k, Value: []string{f.Params[k]}})
			}
		case x.Name == "CIS AWS Foundations":
			c.AssociatedStandards = append(c.AssociatedStandards, asffStandard{"standards/cis-aws-foundations-benchmark/v/" + x.Version + ".0"})
		}
	}
	return c
}

func asffLabel(s iamhygiene.Severity) string {
	if s <= iamhygiene.SeverityInfo {
		return "INFORMATIONAL"
	}
	return strings.ToUpper(s.String())
}

func asffNormalized(s iamhygiene.Severity) int {
	switch s {
	case iamhygiene.SeverityCritical:
		return 90
	case iamhygiene.SeverityHigh:
		return 70
	case iamhygiene.SeverityMedium:
		return 40
	case iamhygiene.SeverityLow:
		return 1
	}
	return 0
}
