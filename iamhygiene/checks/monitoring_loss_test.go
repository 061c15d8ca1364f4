package checks_test

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
)

// neglected is an account in which nothing around the users is in order.
func neglected() map[string]iamhygiene.SnapshotOption {
	const at = ":us-east-1:111122223333:"
	one := []string{"us-east-1"}
	data := full()
	maps.Copy(data, map[string]iamhygiene.SnapshotOption{
		iamhygiene.SAMLProviders.Name():       iamhygiene.SAMLProviders.With([]iamhygiene.SAMLProvider{{ARN: homeARN + "saml-provider/Old", ValidUntil: noon.AddDate(-1, 0, 0)}}, noon),
		iamhygiene.OrganizationDetails.Name(): iamhygiene.OrganizationDetails.With(&iamhygiene.Organization{Member: true, ID: "o-exampleorgid", ManagementAccount: "444455556666"}, noon),
		iamhygiene.ControlPolicies.Name():     iamhygiene.ControlPolicies.With(&iamhygiene.ControlPolicySet{SCPs: []iamhygiene.ControlLevel{{Target: "r-abcd", Policies: []iamhygiene.ControlPolicy{{ID: "p-FullAWSAccess", Document: fullAccess}}}}}, noon),
		iamhygiene.RootFeatures.Name():        iamhygiene.RootFeatures.With(&iamhygiene.RootManagement{Enabled: []string{}}, noon),
		iamhygiene.RootEmail.Name():           iamhygiene.RootEmail.With(&iamhygiene.RootAddress{Masked: "j***@example.com", Domain: "example.com", Personal: true}, noon),
		iamhygiene.AlternateContacts.Name():   iamhygiene.AlternateContacts.With(map[string]*iamhygiene.Contact{"SECURITY": nil, "BILLING": nil, "OPERATIONS": nil}, noon),
		iamhygiene.PrimaryContact.Name():      iamhygiene.PrimaryContact.With(nil, noon),
		iamhygiene.Instances.Name(): iamhygiene.Instances.With(iamhygiene.Regional[iamhygiene.Instance]{Regions: one, Items: []iamhygiene.Instance{
			{ID: "i-1", Region: "us-east-1", State: "running"}, {ID: "i-2", Region: "us-east-1", State: "running", Profile: homeARN + "instance-profile/gone", ProfileID: "AIPAGONE"},
		}}, noon),
		iamhygiene.InstanceProfiles.Name(): iamhygiene.InstanceProfiles.With([]iamhygiene.InstanceProfile{{ARN: homeARN + "instance-profile/empty", Name: "empty", ID: "AIPAEMPTY"}}, noon),
		iamhygiene.Functions.Name(): iamhygiene.Functions.With(iamhygiene.Regional[iamhygiene.Function]{Regions: one, Items: []iamhygiene.Function{
			{ARN: "arn:aws:lambda" + at + "function:a", Name: "a", Region: "us-east-1", Role: homeARN + "role/gone", Variables: []string{"AWS_SECRET_ACCESS_KEY"}},
		}}, noon),
		iamhygiene.Trails.Name():           iamhygiene.Trails.With([]iamhygiene.Trail{}, noon),
		iamhygiene.MetricFilters.Name():    iamhygiene.MetricFilters.With(iamhygiene.Regional[iamhygiene.MetricFilter]{Regions: one}, noon),
		iamhygiene.Alarms.Name():           iamhygiene.Alarms.With(iamhygiene.Regional[iamhygiene.Alarm]{Regions: one}, noon),
		iamhygiene.Subscriptions.Name():    iamhygiene.Subscriptions.With(nil, noon),
		iamhygiene.EventRules.Name():       iamhygiene.EventRules.With(iamhygiene.Regional[iamhygiene.EventRule]{Regions: one}, noon),
		iamhygiene.ConfigRules.Name():      iamhygiene.ConfigRules.With(iamhygiene.Regional[iamhygiene.ConfigRule]{Regions: one}, noon),
		iamhygiene.ConfigRecorders.Name():  iamhygiene.ConfigRecorders.With(iamhygiene.Regional[iamhygiene.ConfigRecorder]{Regions: one}, noon),
		iamhygiene.Analyzers.Name():        iamhygiene.Analyzers.With(iamhygiene.Regional[iamhygiene.Analyzer]{Regions: one, Items: []iamhygiene.Analyzer{{ARN: "arn:aws:access-analyzer" + at + "analyzer/off", Name: "off", Region: "us-east-1", Type: "ACCOUNT", Status: "DISABLED"}}}, noon),
		iamhygiene.AnalyzerFindings.Name(): iamhygiene.AnalyzerFindings.With(map[string][]iamhygiene.AnalyzerFinding{"arn:aws:access-analyzer" + at + "analyzer/off": {{ID: "1", Type: "ExternalAccess"}}}, noon),
	})
	return data
}

// What cannot be read never turns into good news: in accounts of both kinds, a
// check of the account's surroundings gives no resource a pass, and calls no
// question inapplicable, that it did not with all the data. Where a dataset that
// it reads is lost it says so, or what remains decides.
func TestLossIsNeverGoodNews(t *testing.T) {
	themes := map[string]bool{"federation": true, "compute": true, "monitoring": true, "account": true, "manual": true, "root": true}
	good := map[iamhygiene.Status]bool{iamhygiene.Pass: true, iamhygiene.NotApplicable: true}
	fails := 0
	for name, account := range map[string]func() map[string]iamhygiene.SnapshotOption{"in order": full, "neglected": neglected} {
		for _, c := range checks.Catalogue(checks.Standard) {
			info := c.Info()
			if !themes[info.Theme] {
				continue
			}
			t.Run(name+"/"+info.ID, func(t *testing.T) {
				key := func(f iamhygiene.Finding) string {
					return f.Resource.ARN + " " + f.Resource.Type + " " + f.Discriminator
				}
				whole := make(map[string]iamhygiene.Status)
				for _, f := range findings(t, account(), c) {
					whole[key(f)] = f.Status
					if f.Status == iamhygiene.Fail {
						fails++
					}
				}
				for _, d := range failed {
					for how, lose := range map[string]func(map[string]iamhygiene.SnapshotOption){
						"refused":       func(data map[string]iamhygiene.SnapshotOption) { data[d.Name()] = refusal(t, d.Name()) },
						"not collected": func(data map[string]iamhygiene.SnapshotOption) { delete(data, d.Name()) },
					} {
						data := account()
						lose(data)
						got := findings(t, data, c)
						require.NotEmpty(t, got, "%s %s: silence", d.Name(), how)
						for _, f := range got {
							if good[f.Status] {
								assert.Equal(t, whole[key(f)].String(), f.Status.String(), "%s %s: %s", d.Name(), how, f.Message)
							}
						}
					}
				}
			})
		}
	}
	assert.Greater(t, fails, 25, "the neglected account is one")
}
