package fakes

import (
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"maps"
	"slices"
	"strings"
	"time"
)

// WebIdentityToken returns a token for AssumeRoleWithWebIdentity that makes the
// claims: a JSON Web Token without a signature, which a fake does not verify.
// The claims "iss" (the URL of the provider, with https://), "aud", "sub" and
// "exp" (seconds since 1970, compared with the time of the fake) are required.
// Session tags are in the claim https://aws.amazon.com/tags, as AWS defines it.
//
//	fakes.WebIdentityToken(map[string]any{
//		"iss": "https://token.actions.githubusercontent.com", "aud": "sts.amazonaws.com",
//		"sub": "repo:example/app:ref:refs/heads/main", "exp": account.Now().Add(time.Hour).Unix(),
//	})
//
// Claims that have no JSON form make an empty token, which AssumeRoleWithWebIdentity
// refuses.
//
// AWS: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
func WebIdentityToken(claims map[string]any) string {
	payload, err := json.Marshal(claims)
	if err != nil {
		return ""
	}
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(`{"alg":"none","typ":"JWT"}`)) + "." + encode(payload) + "."
}

// A SAMLAssertion describes the response of a SAML provider for
// AssumeRoleWithSAML.
type SAMLAssertion struct {
	// Role and Provider are the ARNs in the attribute Role.
	Role, Provider string
	// SessionName is the attribute RoleSessionName.
	SessionName string
	// Issuer is the entity id of the provider, Subject the NameID, which is a
	// persistent one.
	Issuer, Subject string
	// Recipient becomes saml:aud, by default https://signin.aws.amazon.com/saml.
	Recipient string
	// Expires is compared with the time of the fake.
	Expires time.Time
	// Tags are session tags, TransitiveTags the keys of those that go on to
	// the next role.
	Tags           map[string]string
	TransitiveTags []string
	SourceIdentity string
}

// Encode returns the response in base64, as AssumeRoleWithSAML takes it. It has
// no signature, and a fake verifies none.
//
// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html
func (s SAMLAssertion) Encode() string {
	var b strings.Builder
	text := func(s string) string {
		var e strings.Builder
		_ = xml.EscapeText(&e, []byte(s)) // a strings.Builder takes everything
		return e.String()
	}
	attribute := func(name string, values ...string) {
		if len(values) == 0 || values[0] == "" {
			return
		}
		b.WriteString(`<Attribute Name="https://aws.amazon.com/SAML/Attributes/` + text(name) + `">`)
		for _, v := range values {
			b.WriteString("<AttributeValue>" + text(v) + "</AttributeValue>")
		}
		b.WriteString("</Attribute>")
	}
	if s.Recipient == "" {
		s.Recipient = "https://signin.aws.amazon.com/saml"
	}
	b.WriteString(`<Response xmlns="urn:oasis:names:tc:SAML:2.0:protocol"><Assertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion">`)
	b.WriteString("<Issuer>" + text(s.Issuer) + "</Issuer><Subject>")
	b.WriteString(`<NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">` + text(s.Subject) + "</NameID>")
	b.WriteString(`<SubjectConfirmation><SubjectConfirmationData NotOnOrAfter="` + s.Expires.UTC().Format(time.RFC3339) + `" Recipient="` + text(s.Recipient) + `"/></SubjectConfirmation></Subject>`)
	b.WriteString("<AttributeStatement>")
	attribute("Role", s.Role+","+s.Provider)
	attribute("RoleSessionName", s.SessionName)
	attribute("SourceIdentity", s.SourceIdentity)
	attribute("TransitiveTagKeys", s.TransitiveTags...)
	for _, key := range slices.Sorted(maps.Keys(s.Tags)) {
		attribute("PrincipalTag:"+key, s.Tags[key])
	}
	b.WriteString("</AttributeStatement></Assertion></Response>")
	return base64.StdEncoding.EncodeToString([]byte(b.String()))
}
