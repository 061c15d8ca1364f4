package fakes

import (
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/fakes/internal/enforce"
	"github.com/iamhygiene/sdk/fakes/internal/iammodel"
	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// identities show the model of IAM to enforcement and to STS. A lag of reads is
// not theirs: they see users, roles and policies as authorization does, and the
// rest as it is.
type identities struct {
	cloud *model.Cloud
	iam   *iammodel.Service
}

var _ model.Identities = identities{}

// User returns a user with the policies of its groups.
func (i identities) User(account *model.Account, name string) (model.Identity, bool) {
	st := i.iam.Settled(account)
	u := st.Users.Get(name)
	if u == nil {
		return model.Identity{}, false
	}
	id := identityOf(u.Entity)
	id.Boundary, id.Policies = u.Boundary, i.policies(account, u.Identity)
	if p := st.PasswordPolicy; p != nil && p.AllowUsersToChangePassword {
		id.Policies = append(id.Policies, selfService(u.ARN))
	}
	for _, g := range u.Groups {
		if group := st.Groups.Get(g); group != nil {
			id.Policies = append(id.Policies, i.policies(account, group.Identity)...)
		}
	}
	return id, true
}

// selfService is what the password policy grants to each user: to change one's
// own password. IAM has no policy for it, and a Deny in one still counts.
//
// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_enable-user-change.html
func selfService(userARN string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:ChangePassword","Resource":"` + userARN +
		`"},{"Effect":"Allow","Action":"iam:GetAccountPasswordPolicy","Resource":"*"}]}`
}

// Role returns a role.
func (i identities) Role(account *model.Account, name string) (model.Identity, bool) {
	r := i.iam.Settled(account).Roles.Get(name)
	if r == nil {
		return model.Identity{}, false
	}
	id := identityOf(r.Entity)
	id.Boundary, id.Policies = r.Boundary, i.policies(account, r.Identity)
	id.Trust, id.MaxSession = r.Trust, time.Duration(r.MaxSession)*time.Second
	return id, true
}

func identityOf(e iammodel.Entity) model.Identity {
	return model.Identity{Resource: resourceOf(e), ID: e.ID, Name: e.Name}
}

func resourceOf(e iammodel.Entity) model.Resource {
	return model.Resource{ARN: e.ARN, Tags: tagMap(e.Tags)}
}

func tagMap(tags []types.Tag) map[string]string {
	m := make(map[string]string, len(tags))
	for _, t := range tags {
		m[aws.ToString(t.Key)] = aws.ToString(t.Value)
	}
	return m
}

// policies returns the documents of an identity: inline and attached.
func (i identities) policies(account *model.Account, id iammodel.Identity) []string {
	var documents []string
	for _, p := range id.Inline.Items {
		documents = append(documents, p.Document)
	}
	for _, arn := range id.Attached {
		if document, ok := i.Policy(account, arn); ok {
			documents = append(documents, document)
		}
	}
	return documents
}

// Policy returns the default version of a managed policy.
func (i identities) Policy(account *model.Account, arn string) (string, bool) {
	if document, ok := enforce.RootTask(arn); ok {
		return document, true
	}
	st := i.iam.Settled(account)
	for _, table := range []*iammodel.Table[iammodel.Policy]{&st.Policies, &st.AWSPolicies} {
		p := table.Get(lastOf(arn))
		if p == nil || p.ARN != arn {
			continue
		}
		for _, v := range p.Versions {
			if v.ID == p.Default {
				return v.Document, true
			}
		}
	}
	return "", false
}

// Resource returns what is neither user nor role.
func (i identities) Resource(account *model.Account, kind, name string) (model.Resource, bool) {
	st := i.iam.Store(account)
	switch kind {
	case "group":
		if g := st.Groups.Get(name); g != nil {
			return resourceOf(g.Entity), true
		}
	case "instance-profile":
		if p := st.InstanceProfiles.Get(name); p != nil {
			found := resourceOf(p.Entity)
			if r := st.Roles.Get(p.Role); r != nil {
				found.Role = r.ARN
			}
			return found, true
		}
	case "server-certificate":
		if c := st.ServerCertificates.Get(name); c != nil {
			return resourceOf(c.Entity), true
		}
	case "policy":
		if p := st.Policies.Get(lastOf(name)); p != nil && p.ARN == name {
			return resourceOf(p.Entity), true
		}
	case "saml-provider":
		if p := st.SAMLProviders.Get(lastOf(name)); p != nil && p.ARN == name {
			return resourceOf(p.Entity), true
		}
	case "oidc-provider":
		for _, p := range st.OIDCProviders.Items {
			if p.ARN == name {
				return resourceOf(p.Entity), true
			}
		}
	case "mfa":
		if d := st.MFA.Get(name); d != nil && strings.HasPrefix(d.Serial, "arn:") {
			return model.Resource{ARN: d.Serial, Tags: tagMap(d.Tags)}, true
		}
	}
	return model.Resource{}, false
}

// MFADevice returns the user of a device, "" for the root user.
func (i identities) MFADevice(account *model.Account, serial string) (string, bool) {
	st := i.iam.Store(account)
	d := st.MFA.Get(serial)
	switch {
	case d == nil || d.Owner == "":
		return "", false
	case d.Owner == iammodel.RootName:
		return "", true
	}
	if u := st.Users.Get(d.Owner); u != nil {
		return u.Name, true
	}
	return "", false
}

// Audiences returns the client ids of an OpenID Connect provider.
func (i identities) Audiences(account *model.Account, provider string) ([]string, bool) {
	for _, p := range i.iam.Store(account).OIDCProviders.Items {
		if p.ARN == provider {
			return p.Clients, true
		}
	}
	return nil, false
}

// SAMLProvider returns until when a SAML provider is valid.
func (i identities) SAMLProvider(account *model.Account, arn string) (time.Time, bool) {
	if p := i.iam.Store(account).SAMLProviders.Get(lastOf(arn)); p != nil && p.ARN == arn {
		return p.Valid, true
	}
	return time.Time{}, false
}

// RootSessions reports whether the organization has enabled sessions of root
// users.
func (i identities) RootSessions() bool {
	if i.cloud.Organization == nil {
		return false
	}
	management := i.cloud.Lookup(i.cloud.Organization.ManagementID)
	if management == nil {
		return false
	}
	for _, f := range i.iam.Store(management).Features {
		if f == types.FeatureTypeRootSessions {
			return true
		}
	}
	return false
}

func lastOf(arn string) string { return arn[strings.LastIndexByte(arn, '/')+1:] }
