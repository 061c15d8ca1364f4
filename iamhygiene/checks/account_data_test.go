package checks_test

import (
	"github.com/iamhygiene/sdk/iamhygiene"
)

// yes is a fact that is known to hold.
func yes() *bool {
	b := true
	return &b
}

// around is what surrounds the users and policies of an account in order, by
// dataset: its organization and contacts, its providers, trails and machines.
func around() map[string]iamhygiene.SnapshotOption {
	const (
		region = "us-east-1"
		at     = ":us-east-1:111122223333:"
	)
	one := []string{region}
	return map[string]iamhygiene.SnapshotOption{
		iamhygiene.SAMLProviders.Name(): iamhygiene.SAMLProviders.With([]iamhygiene.SAMLProvider{
			{ARN: homeARN + "saml-provider/Corp", ValidUntil: noon.AddDate(5, 0, 0)},
		}, noon),
		iamhygiene.OIDCProviders.Name(): iamhygiene.OIDCProviders.With([]iamhygiene.OIDCProvider{
			{ARN: homeARN + "oidc-provider/token.actions.githubusercontent.com", URL: "token.actions.githubusercontent.com"},
		}, noon),
		iamhygiene.IdentityCenter.Name(): iamhygiene.IdentityCenter.With(iamhygiene.Regional[iamhygiene.IdentityCenterInstance]{
			Regions: one, Items: []iamhygiene.IdentityCenterInstance{{ARN: "arn:aws:sso:::instance/ssoins-1234567890abcdef", Region: region, Status: "ACTIVE"}},
		}, noon),
		iamhygiene.OrganizationDetails.Name(): iamhygiene.OrganizationDetails.With(&iamhygiene.Organization{
			Member: true, ID: "o-exampleorgid", FeatureSet: "ALL", ManagementAccount: "444455556666",
		}, noon),
		iamhygiene.ControlPolicies.Name(): iamhygiene.ControlPolicies.With(&iamhygiene.ControlPolicySet{SCPs: []iamhygiene.ControlLevel{
			{Target: "r-abcd", Policies: []iamhygiene.ControlPolicy{
				{ID: "p-FullAWSAccess", AWSManaged: true, Document: fullAccess},
				{ID: "p-guard", Document: `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["organizations:LeaveOrganization","cloudtrail:*","config:*","access-analyzer:DeleteAnalyzer"],"Resource":"*"},
					{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:root"}}}]}`},
			}},
			{Target: "111122223333", Policies: []iamhygiene.ControlPolicy{{ID: "p-FullAWSAccess", AWSManaged: true, Document: fullAccess}}},
		}}, noon),
		iamhygiene.RootFeatures.Name(): iamhygiene.RootFeatures.With(&iamhygiene.RootManagement{Enabled: []string{"RootCredentialsManagement", "RootSessions"}}, noon),
		iamhygiene.RootEmail.Name(): iamhygiene.RootEmail.With(&iamhygiene.RootAddress{
			Masked: "a***@example.com", Domain: "example.com", Words: []string{"aws"}, Tagged: true,
		}, noon),
		iamhygiene.AlternateContacts.Name(): iamhygiene.AlternateContacts.With(map[string]*iamhygiene.Contact{
			iamhygiene.ContactSecurity:   {Email: "s***@example.com", Title: "Security"},
			iamhygiene.ContactBilling:    {Email: "b***@example.com", Title: "Billing"},
			iamhygiene.ContactOperations: {Email: "o***@example.com", Title: "Operations"},
		}, noon),
		iamhygiene.PrimaryContact.Name(): iamhygiene.PrimaryContact.With(&iamhygiene.ContactInformation{Fields: []string{"FullName", "PhoneNumber"}}, noon),
		iamhygiene.Instances.Name(): iamhygiene.Instances.With(iamhygiene.Regional[iamhygiene.Instance]{Regions: one, Items: []iamhygiene.Instance{
			{ID: "i-1234567890abcdef0", Region: region, State: "running", Profile: homeARN + "instance-profile/app", ProfileID: "AIPACKCEVSQ6C2EXAMPLE"},
		}}, noon),
		iamhygiene.InstanceProfiles.Name(): iamhygiene.InstanceProfiles.With([]iamhygiene.InstanceProfile{
			{ARN: homeARN + "instance-profile/app", Name: "app", ID: "AIPACKCEVSQ6C2EXAMPLE", Roles: []string{homeARN + "role/app"}},
		}, noon),
		iamhygiene.Functions.Name(): iamhygiene.Functions.With(iamhygiene.Regional[iamhygiene.Function]{Regions: one, Items: []iamhygiene.Function{
			{ARN: "arn:aws:lambda" + at + "function:sort", Name: "sort", Region: region, Role: homeARN + "role/app", Variables: []string{"LEVEL"}},
		}}, noon),
		iamhygiene.Trails.Name(): iamhygiene.Trails.With([]iamhygiene.Trail{{
			ARN: "arn:aws:cloudtrail" + at + "trail/all", Name: "all", HomeRegion: region, MultiRegion: true, GlobalEvents: true,
			LogGroup: "arn:aws:logs" + at + "log-group:trail:*", Logging: yes(),
			Selectors: &iamhygiene.EventSelectors{Basic: []iamhygiene.EventSelector{{ReadWrite: "All", Management: true}}},
		}}, noon),
		iamhygiene.MetricFilters.Name(): iamhygiene.MetricFilters.With(iamhygiene.Regional[iamhygiene.MetricFilter]{Regions: one, Items: []iamhygiene.MetricFilter{
			{Name: "everything", Region: region, LogGroup: "trail", Pattern: "", Metrics: []iamhygiene.Metric{{Namespace: "Trail", Name: "Events"}}},
		}}, noon),
		iamhygiene.Alarms.Name(): iamhygiene.Alarms.With(iamhygiene.Regional[iamhygiene.Alarm]{Regions: one, Items: []iamhygiene.Alarm{{
			ARN: "arn:aws:cloudwatch" + at + "alarm:events", Name: "events", Region: region, ActionsEnabled: true,
			Metrics: []iamhygiene.Metric{{Namespace: "Trail", Name: "Events"}}, Actions: []string{"arn:aws:sns" + at + "alarms"},
		}}}, noon),
		iamhygiene.Subscriptions.Name(): iamhygiene.Subscriptions.With(map[string][]iamhygiene.Subscription{
			"arn:aws:sns" + at + "alarms": {{ARN: "arn:aws:sns" + at + "alarms:0", Protocol: "email"}},
		}, noon),
		iamhygiene.EventRules.Name(): iamhygiene.EventRules.With(iamhygiene.Regional[iamhygiene.EventRule]{Regions: one, Items: []iamhygiene.EventRule{{
			ARN: "arn:aws:events" + at + "rule/all", Name: "all", Region: region, Bus: "default", State: "ENABLED",
			Pattern: `{"account": ["111122223333"]}`, Targets: []string{"arn:aws:sns" + at + "alarms"},
		}}}, noon),
		iamhygiene.ConfigRules.Name(): iamhygiene.ConfigRules.With(iamhygiene.Regional[iamhygiene.ConfigRule]{Regions: one, Items: []iamhygiene.ConfigRule{{
			ARN: "arn:aws:config" + at + "config-rule/config-rule-1", Name: "keys", Region: region, Owner: "AWS", Source: "ACCESS_KEYS_ROTATED",
			State: "ACTIVE", Parameters: `{"maxAccessKeyAge":"90"}`,
		}}}, noon),
		iamhygiene.ConfigRecorders.Name(): iamhygiene.ConfigRecorders.With(iamhygiene.Regional[iamhygiene.ConfigRecorder]{Regions: one, Items: []iamhygiene.ConfigRecorder{
			{Name: "default", Region: region, AllSupported: true, GlobalTypes: true, Recording: yes(), LastStatus: "Success"},
		}}, noon),
		iamhygiene.Analyzers.Name(): iamhygiene.Analyzers.With(iamhygiene.Regional[iamhygiene.Analyzer]{Regions: one, Items: []iamhygiene.Analyzer{
			{ARN: "arn:aws:access-analyzer" + at + "analyzer/external", Name: "external", Region: region, Type: "ACCOUNT", Status: "ACTIVE", Created: noon.AddDate(-1, 0, 0)},
			{ARN: "arn:aws:access-analyzer" + at + "analyzer/unused", Name: "unused", Region: region, Type: "ACCOUNT_UNUSED_ACCESS", Status: "ACTIVE", Created: noon.AddDate(-1, 0, 0)},
		}}, noon),
		iamhygiene.AnalyzerFindings.Name(): iamhygiene.AnalyzerFindings.With(map[string][]iamhygiene.AnalyzerFinding{
			"arn:aws:access-analyzer" + at + "analyzer/external": {}, "arn:aws:access-analyzer" + at + "analyzer/unused": {},
		}, noon),
		iamhygiene.Attestations.Name(): iamhygiene.Attestations.With(nil, noon),
	}
}

// fullAccess is the policy that AWS attaches at every level.
const fullAccess = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`
