package checks_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
)

// selector is an advanced event selector of the given fields.
func selector(fields ...iamhygiene.FieldSelector) iamhygiene.AdvancedEventSelector {
	return iamhygiene.AdvancedEventSelector{Name: "Management events selector", Fields: fields}
}

func equals(field string, values ...string) iamhygiene.FieldSelector {
	return iamhygiene.FieldSelector{Field: field, Equals: values}
}

func TestCloudTrailMultiRegion(t *testing.T) {
	management := equals("eventCategory", "Management")
	for _, tt := range []struct {
		name   string
		reason string
		change func(*iamhygiene.Trail)
		want   iamhygiene.Status
	}{
		{"basic selector", "everything is recorded", func(*iamhygiene.Trail) {}, iamhygiene.Pass},
		{"two basic selectors", "together they take all", func(x *iamhygiene.Trail) {
			x.Selectors.Basic = []iamhygiene.EventSelector{{ReadWrite: "ReadOnly", Management: true}, {ReadWrite: "WriteOnly", Management: true}}
		}, iamhygiene.Pass},
		{"writes only", "reads go unseen", func(x *iamhygiene.Trail) { x.Selectors.Basic[0].ReadWrite = "WriteOnly" }, iamhygiene.Fail},
		{"data events only", "management events go unseen", func(x *iamhygiene.Trail) { x.Selectors.Basic[0].Management = false }, iamhygiene.Fail},
		{"no selectors", "nothing is recorded", func(x *iamhygiene.Trail) { x.Selectors = &iamhygiene.EventSelectors{} }, iamhygiene.Fail},
		{"R72: advanced selector of any name", "fields count, names do not", func(x *iamhygiene.Trail) {
			a := selector(management)
			a.Name = "whatever"
			x.Selectors = &iamhygiene.EventSelectors{Advanced: []iamhygiene.AdvancedEventSelector{a}}
		}, iamhygiene.Pass},
		{"R72: advanced selector of data events with a name that promises more", "names do not count", func(x *iamhygiene.Trail) {
			x.Selectors = &iamhygiene.EventSelectors{Advanced: []iamhygiene.AdvancedEventSelector{selector(equals("eventCategory", "Data"), equals("resources.type", "AWS::S3::Object"))}}
		}, iamhygiene.Fail},
		{"R72: advanced selector of reads", "writes go unseen", func(x *iamhygiene.Trail) {
			x.Selectors = &iamhygiene.EventSelectors{Advanced: []iamhygiene.AdvancedEventSelector{selector(management, equals("readOnly", "true"))}}
		}, iamhygiene.Fail},
		{"R72: advanced selectors of reads and of writes", "together they take all", func(x *iamhygiene.Trail) {
			x.Selectors = &iamhygiene.EventSelectors{Advanced: []iamhygiene.AdvancedEventSelector{
				selector(equals("readOnly", "true"), management), selector(management, equals("readOnly", "false")),
			}}
		}, iamhygiene.Pass},
		{"advanced selector of one source", "the others go unseen", func(x *iamhygiene.Trail) {
			x.Selectors = &iamhygiene.EventSelectors{Advanced: []iamhygiene.AdvancedEventSelector{selector(management, equals("eventSource", "iam.amazonaws.com"))}}
		}, iamhygiene.Fail},
		{"advanced selector without one identity", "what that one does goes unseen", func(x *iamhygiene.Trail) {
			x.Selectors = &iamhygiene.EventSelectors{Advanced: []iamhygiene.AdvancedEventSelector{selector(management, iamhygiene.FieldSelector{Field: "userIdentity.arn", NotEquals: []string{"arn:aws:iam::111122223333:user/x"}})}}
		}, iamhygiene.Fail},
		{"advanced selector without AWS KMS", "what is left out is shown", func(x *iamhygiene.Trail) {
			x.Selectors = &iamhygiene.EventSelectors{Advanced: []iamhygiene.AdvancedEventSelector{selector(management, iamhygiene.FieldSelector{Field: "eventSource", NotEquals: []string{"kms.amazonaws.com"}})}}
		}, iamhygiene.Pass},
		{"one Region", "the others go unseen", func(x *iamhygiene.Trail) { x.MultiRegion = false }, iamhygiene.Fail},
		{"switched off", "nothing is recorded", func(x *iamhygiene.Trail) { x.Logging = no() }, iamhygiene.Fail},
		{"status unread", "it may be on", func(x *iamhygiene.Trail) { x.Logging = nil }, iamhygiene.Unknown},
		{"selectors unread", "it may take all", func(x *iamhygiene.Trail) { x.Selectors = nil }, iamhygiene.Unknown},
		{"status unread, of one Region", "it cannot be the one", func(x *iamhygiene.Trail) { x.Logging, x.MultiRegion = nil, false }, iamhygiene.Fail},
		{"R73: the organization's, seen from a member", "it records the member too", func(x *iamhygiene.Trail) {
			x.ARN, x.Organization, x.LogGroup = strings.Replace(x.ARN, "111122223333", "444455556666", 1), true, ""
		}, iamhygiene.Pass},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x := wired("").trail
			tt.change(&x)
			other := iamhygiene.Trail{ARN: "arn:aws:cloudtrail:us-east-1:111122223333:trail/z", Name: "z", HomeRegion: "us-east-1", Logging: yes(), Selectors: &iamhygiene.EventSelectors{}}
			f := single(t, checks.CloudTrailMultiRegion{}, iamhygiene.Trails.With([]iamhygiene.Trail{x, other}, noon))
			assert.Equal(t, tt.want.String(), f.Status.String(), "%s: %s", tt.reason, f.Message)
			if strings.Contains(tt.name, "KMS") {
				assert.Equal(t, "kms.amazonaws.com", fact(f, "ExcludeManagementEventSources"))
			}
		})
	}
	assert.Equal(t, "no trail records the management events of every Region: there is no trail",
		single(t, checks.CloudTrailMultiRegion{}, iamhygiene.Trails.With(nil, noon)).Message)
	f := single(t, checks.CloudTrailMultiRegion{}, iamhygiene.Trails.With(nil, noon, &iamhygiene.DataError{Code: "AccessDenied", Scope: "eu-west-3"}))
	assert.Equal(t, iamhygiene.Unknown, f.Status, "the trail may be in the Region that was refused")
}

// What AWS offers to leave out is AWS KMS and the RDS Data API, because of their
// volume. A trail without any other source does not record all that it should.
func TestTrailExcludedSources(t *testing.T) {
	for source, want := range map[string]iamhygiene.Status{
		"kms.amazonaws.com": iamhygiene.Pass, "rdsdata.amazonaws.com": iamhygiene.Pass,
		"iam.amazonaws.com": iamhygiene.Fail, "signin.amazonaws.com": iamhygiene.Fail,
	} {
		for form, selectors := range map[string]*iamhygiene.EventSelectors{
			"basic": {Basic: []iamhygiene.EventSelector{{ReadWrite: "All", Management: true, Excluded: []string{source}}}},
			"advanced": {Advanced: []iamhygiene.AdvancedEventSelector{selector(equals("eventCategory", "Management"),
				iamhygiene.FieldSelector{Field: "eventSource", NotEquals: []string{source}})}},
		} {
			x := wired("").trail
			x.Selectors = selectors
			f := single(t, checks.CloudTrailMultiRegion{}, iamhygiene.Trails.With([]iamhygiene.Trail{x}, noon))
			assert.Equal(t, want.String(), f.Status.String(), "%s %s: %s", form, source, f.Message)
		}
	}
}
