package report_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/report"
)

// asffFinding is what the tests look at in a finding.
type asffFinding struct {
	SchemaVersion, Id, ProductArn, GeneratorId, AwsAccountId string
	Title, Description                                       string
	CreatedAt, UpdatedAt, FirstObservedAt, LastObservedAt    string
	RecordState                                              string
	Severity                                                 struct{ Label, Original string }
	ProductFields                                            map[string]string
	Resources                                                []struct{ Type, Id, Partition, Region string }
	Compliance                                               struct{ Status, SecurityControlId string }
	Remediation                                              struct{ Recommendation struct{ Text, Url string } }
}

// asffBatches reads what ASFF wrote: a JSON object per line.
func asffBatches(t *testing.T, text []byte) [][]asffFinding {
	t.Helper()
	var out [][]asffFinding
	for line := range bytes.Lines(text) {
		var batch struct{ Findings []asffFinding }
		require.NoError(t, json.Unmarshal(line, &batch))
		out = append(out, batch.Findings)
	}
	return out
}

func asff(t *testing.T, res *iamhygiene.Results, opts ...func(*report.Options)) []asffFinding {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, report.ASFF(&out, res, opts...))
	var all []asffFinding
	for _, batch := range asffBatches(t, out.Bytes()) {
		all = append(all, batch...)
	}
	return all
}

func fingerprintOf(f asffFinding) string { return f.Id[strings.LastIndex(f.Id, "/")+1:] }

func TestASFF(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, report.ASFF(&out, results(t), func(o *report.Options) { o.Preset = "standard" }))
	golden(t, "report.asff.jsonl", out.Bytes())
	assert.NotContains(t, out.String(), "null")

	byID := map[string]iamhygiene.Finding{}
	for _, f := range results(t).Findings {
		byID[f.Fingerprint] = f
	}
	got := asff(t, results(t))
	c := results(t).Count()
	assert.Len(t, got, c.Fail+c.Suppressed+c.Unknown+c.Manual, "what passes or does not apply is not sent")
	for _, g := range got {
		f := byID[fingerprintOf(g)]
		want := map[iamhygiene.Status]string{iamhygiene.Fail: "FAILED", iamhygiene.Unknown: "WARNING", iamhygiene.Manual: "WARNING"}[f.Status]
		assert.Equal(t, want, g.Compliance.Status, "%v", f.Status)
		assert.Equal(t, "ACTIVE", g.RecordState)
		assert.Equal(t, "arn:aws:securityhub:us-east-1:111122223333:product/111122223333/default", g.ProductArn)
		for name, text := range map[string]string{
			"SchemaVersion": g.SchemaVersion, "Id": g.Id, "GeneratorId": g.GeneratorId, "AwsAccountId": g.AwsAccountId,
			"CreatedAt": g.CreatedAt, "UpdatedAt": g.UpdatedAt, "Title": g.Title, "Description": g.Description,
		} {
			assert.NotEmpty(t, text, "%s is required", name)
		}
		require.Len(t, g.Resources, 1)
		if strings.HasSuffix(f.Resource.ARN, ":root") {
			assert.Equal(t, "AWS::::Account:111122223333", g.Resources[0].Id)
		} else {
			assert.Equal(t, f.Resource.ARN, g.Resources[0].Id)
		}
	}
}

// TestASFFOverTime: a later run clears and archives what an earlier one sent.
func TestASFFOverTime(t *testing.T) {
	high := iamhygiene.SeverityHigh
	for _, c := range []struct {
		name, reason string
		old, new     *state
		drop         bool // the check does not run
		want         string
	}{
		{"fails on", "updated", &state{iamhygiene.Fail, high, false}, &state{iamhygiene.Fail, high, false}, false, "FAILED ACTIVE"},
		{"mended", "the record is cleared", &state{iamhygiene.Fail, high, false}, &state{iamhygiene.Pass, high, false}, false, "PASSED ACTIVE"},
		{"no longer applies", "the record is cleared", &state{iamhygiene.Fail, high, false}, &state{iamhygiene.NotApplicable, high, false}, false, "NOT_AVAILABLE ACTIVE"},
		{"unknown", "not cleared, not failed", &state{iamhygiene.Fail, high, false}, &state{iamhygiene.Unknown, high, false}, false, "WARNING ACTIVE"},
		{"was unknown, passes", "the warning is cleared", &state{iamhygiene.Unknown, high, false}, &state{iamhygiene.Pass, high, false}, false, "PASSED ACTIVE"},
		{"gone", "the record is archived", &state{iamhygiene.Fail, high, false}, nil, false, "FAILED ARCHIVED"},
		{"not looked at", "nobody knows that it is gone", &state{iamhygiene.Fail, high, false}, nil, true, ""},
		{"passes on", "nothing was ever sent", &state{iamhygiene.Pass, high, false}, &state{iamhygiene.Pass, high, false}, false, ""},
		{"below the floor now", "the record would stay high", &state{iamhygiene.Fail, high, false}, &state{iamhygiene.Fail, iamhygiene.SeverityLow, false}, false, "FAILED ACTIVE"},
		{"below the floor", "not wanted", &state{iamhygiene.Fail, iamhygiene.SeverityLow, false}, &state{iamhygiene.Fail, iamhygiene.SeverityLow, false}, false, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			later := one(now, c.new)
			if c.drop {
				later.Checks = later.Checks[1:]
			}
			got := ""
			for _, f := range asff(t, later, func(o *report.Options) {
				o.Previous, o.Floor = one(now.AddDate(0, 0, -1), c.old), iamhygiene.SeverityMedium
			}) {
				got += f.Compliance.Status + " " + f.RecordState
			}
			assert.Equal(t, c.want, got, c.reason)
		})
	}
}

func TestASFFFirstSeen(t *testing.T) {
	b := report.NewBaseline(earlier(t))
	for _, f := range asff(t, results(t), func(o *report.Options) { o.Baseline = b }) {
		first := "2024-03-12T08:30:00Z"
		for _, e := range b.Entries {
			if e.Fingerprint == fingerprintOf(f) {
				first = "2024-03-11T08:30:00Z"
			}
		}
		assert.Equal(t, []string{first, first, "2024-03-12T08:30:00Z"}, []string{f.CreatedAt, f.FirstObservedAt, f.LastObservedAt}, f.GeneratorId)
	}
}

// TestASFFLimits: batches, sizes and lengths stay within what the service
// takes, whatever the check says.
func TestASFFLimits(t *testing.T) {
	long := strings.Repeat("ü", 3000)
	big := stub{info: iamhygiene.Info{
		ID: "big", Title: long, Description: long, Severity: iamhygiene.SeverityHigh,
		Remediation: iamhygiene.Remediation{Text: long}, Params: map[string]string{},
	}}
	for i := range 60 {
		big.info.Params[fmt.Sprintf("p%02d", i)] = long
	}
	many := stub{info: iamhygiene.Info{ID: "many", Title: "Many", Severity: iamhygiene.SeverityHigh}}
	for i := range 150 {
		f := iamhygiene.Finding{Status: iamhygiene.Fail, Message: long, Resource: user(fmt.Sprintf("u%03d", i))}
		big.findings = append(big.findings, f)
		for range 80 {
			// A control character takes six bytes of JSON.
			f.Evidence = append(f.Evidence, iamhygiene.Evidence{Path: "p", Observed: strings.Repeat("\x01", 2000)})
		}
		many.findings = append(many.findings, f)
	}
	var out bytes.Buffer
	require.NoError(t, report.ASFF(&out, results(t, big, many)))
	total := 0
	for line := range bytes.Lines(out.Bytes()) {
		assert.LessOrEqual(t, len(line), 6_000_000+20)
		var batch struct{ Findings []json.RawMessage }
		require.NoError(t, json.Unmarshal(line, &batch))
		assert.LessOrEqual(t, len(batch.Findings), 100)
		total += len(batch.Findings)
		for _, f := range batch.Findings {
			assert.LessOrEqual(t, len(f), 240_000)
		}
	}
	assert.Equal(t, len(asff(t, results(t)))+300, total, "nothing is lost")
	for _, f := range asff(t, results(t, big, many)) {
		assert.LessOrEqual(t, utf8.RuneCountInString(f.Title), 256)
		assert.LessOrEqual(t, utf8.RuneCountInString(f.Description), 1024)
		assert.LessOrEqual(t, utf8.RuneCountInString(f.Remediation.Recommendation.Text), 512)
		assert.LessOrEqual(t, len(f.ProductFields), 50)
		for k, v := range f.ProductFields {
			assert.LessOrEqual(t, len(k), 128)
			assert.LessOrEqual(t, utf8.RuneCountInString(v), 1024)
		}
		if f.GeneratorId == "iamhygiene/many" {
			assert.NotEmpty(t, f.ProductFields["iamhygiene/evidence/1"], "the first facts stay")
		}
	}
}

func TestASFFPartitions(t *testing.T) {
	for partition, region := range map[string]string{"aws": "us-east-1", "aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1"} {
		res := results(t)
		res.Partition = partition
		assert.Equal(t, "arn:"+partition+":securityhub:"+region+":111122223333:product/111122223333/default", asff(t, res)[0].ProductArn)
	}
	f := asff(t, results(t), func(o *report.Options) { o.Region = "eu-central-1" })[0]
	assert.Equal(t, "arn:aws:securityhub:eu-central-1:111122223333:product/111122223333/default", f.ProductArn)
	assert.Equal(t, "eu-central-1", f.Resources[0].Region)
}

func TestASFFUpdates(t *testing.T) {
	previous := earlier(t)
	for i := range previous.Findings {
		if f := &previous.Findings[i]; f.Resource.Name == "bob" && f.Check == "user-console-mfa" {
			f.Suppression = &iamhygiene.Suppression{ID: "e-0", Owner: "help desk", Reason: "is on leave", Expires: now}
		}
	}
	var out bytes.Buffer
	require.NoError(t, report.ASFFUpdates(&out, results(t), func(o *report.Options) { o.Previous = previous }))
	golden(t, "report.asff-updates.jsonl", out.Bytes())

	many := stub{info: iamhygiene.Info{ID: "user-console-mfa-2", Title: "Many", Severity: iamhygiene.SeverityHigh}}
	for i := range 250 {
		many.findings = append(many.findings, iamhygiene.Finding{Status: iamhygiene.Fail, Message: "m", Resource: user(fmt.Sprintf("u%03d", i))})
	}
	res := results(t, many)
	for i := range res.Findings {
		if res.Findings[i].Check == many.info.ID {
			res.Findings[i].Suppression = &iamhygiene.Suppression{ID: "e-9", Owner: "me", Reason: "because", Expires: now}
		}
	}
	out.Reset()
	require.NoError(t, report.ASFFUpdates(&out, res))
	var sizes []int
	for line := range bytes.Lines(out.Bytes()) {
		var call struct {
			FindingIdentifiers []struct{ Id, ProductArn string }
		}
		require.NoError(t, json.Unmarshal(line, &call))
		sizes = append(sizes, len(call.FindingIdentifiers))
	}
	assert.Equal(t, []int{1, 100, 100, 50}, sizes, "a call has one note and at most 100 findings")
}

func TestASFFOtherAccount(t *testing.T) {
	other := one(now, nil)
	other.Account = "444455556666"
	var ce *report.CompareError
	for _, opt := range []func(*report.Options){
		func(o *report.Options) { o.Previous = other },
		func(o *report.Options) { o.Baseline = report.NewBaseline(other) },
	} {
		assert.ErrorAs(t, report.ASFF(new(bytes.Buffer), results(t), opt), &ce)
		assert.ErrorAs(t, report.ASFFUpdates(new(bytes.Buffer), results(t), opt), &ce)
	}
}
