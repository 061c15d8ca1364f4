package stsmodel

import (
	"context"
	"crypto/sha1" // saml:namequalifier is defined by it
	"encoding/base64"
	"encoding/xml"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/sts/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// attributePrefix begins the names of the attributes that AWS reads.
//
// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html
const attributePrefix = "https://aws.amazon.com/SAML/Attributes/"

// An assertion is the part of a SAML response that AWS reads.
type assertion struct {
	Issuer string `xml:"Assertion>Issuer"`
	NameID struct {
		Format string `xml:"Format,attr"`
		Text   string `xml:",chardata"`
	} `xml:"Assertion>Subject>NameID"`
	Conditions struct {
		NotOnOrAfter string   `xml:"NotOnOrAfter,attr"`
		Audience     []string `xml:"AudienceRestriction>Audience"`
	} `xml:"Assertion>Conditions"`
	Confirmation struct {
		NotOnOrAfter string `xml:"NotOnOrAfter,attr"`
		Recipient    string `xml:"Recipient,attr"`
	} `xml:"Assertion>Subject>SubjectConfirmation>SubjectConfirmationData"`
	Attributes []struct {
		Name   string   `xml:"Name,attr"`
		Values []string `xml:"AttributeValue"`
	} `xml:"Assertion>AttributeStatement>Attribute"`
}

// attribute returns the values of one of AWS's attributes.
func (a assertion) attribute(name string) []string {
	for _, x := range a.Attributes {
		if x.Name == attributePrefix+name {
			return x.Values
		}
	}
	return nil
}

func (a assertion) first(name string) string {
	if v := a.attribute(name); len(v) > 0 {
		return strings.TrimSpace(v[0])
	}
	return ""
}

// readAssertion reads a SAML response. Signatures are not looked at.
func readAssertion(text string) (assertion, error) {
	var a assertion
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil || xml.Unmarshal(data, &a) != nil || a.Issuer == "" {
		return a, model.Errorf("InvalidIdentityToken", "Invalid base64 SAMLResponse")
	}
	if len(a.attribute("Role")) == 0 {
		return a, model.Errorf("IDPRejectedClaim", "Role attribute is required in the SAML assertion")
	}
	return a, nil
}

// expired reports whether the assertion is too old. One without an end is.
func (a assertion) expired(now time.Time) bool {
	end := a.Confirmation.NotOnOrAfter
	if end == "" {
		end = a.Conditions.NotOnOrAfter
	}
	t, err := time.Parse(time.RFC3339, end)
	return err != nil || !now.Before(t)
}

// assumeRoleWithSAML begins a session for whom a SAML provider vouches.
func (s Service) assumeRoleWithSAML(ctx context.Context, c *model.Call, in *sts.AssumeRoleWithSAMLInput) (*sts.AssumeRoleWithSAMLOutput, error) {
	doc, err := readAssertion(aws.ToString(in.SAMLAssertion))
	if err != nil {
		return nil, err
	}
	role, provider := aws.ToString(in.RoleArn), aws.ToString(in.PrincipalArn)
	pair := func(v string) bool {
		v = strings.ReplaceAll(v, " ", "")
		return v == role+","+provider || v == provider+","+role
	}
	account, err := s.samlProvider(c, role, provider)
	switch {
	case err != nil:
		return nil, err
	case !slices.ContainsFunc(doc.attribute("Role"), pair):
		return nil, model.Errorf("InvalidIdentityToken", "The requested role and provider are not in the Role attribute of the SAML assertion")
	case doc.expired(c.Now()):
		return nil, model.Errorf("ExpiredTokenException", "Token must be redeemed within 5 minutes of issuance")
	}
	a := federated("sts:AssumeRoleWithSAML", provider, in.RoleArn, aws.String(doc.first("RoleSessionName")), in.DurationSeconds, in.Policy, in.PolicyArns)
	if n, err := strconv.ParseInt(doc.first("SessionDuration"), 10, 32); err == nil && (in.DurationSeconds == nil || int32(n) < *in.DurationSeconds) {
		a.seconds = aws.Int32(int32(n)) // the shorter of the two
	}
	for _, x := range doc.Attributes {
		if key, ok := strings.CutPrefix(x.Name, attributePrefix+"PrincipalTag:"); ok && len(x.Values) > 0 {
			a.tags = append(a.tags, types.Tag{Key: aws.String(key), Value: aws.String(x.Values[0])})
		}
	}
	a.transitive, a.sourceIdentity = doc.attribute("TransitiveTagKeys"), doc.first("SourceIdentity")
	name := provider[strings.LastIndexByte(provider, '/')+1:]
	sum := sha1.Sum([]byte(doc.Issuer + account + "/" + name))
	qualifier := base64.StdEncoding.EncodeToString(sum[:])
	kind := subjectType(doc.NameID.Format)
	subject, audience := strings.TrimSpace(doc.NameID.Text), doc.Confirmation.Recipient
	a.claims = claims(map[string]string{
		"saml:aud": audience, "saml:iss": doc.Issuer, "saml:sub": subject, "saml:sub_type": kind,
		"saml:namequalifier": qualifier, "saml:doc": account + "/" + name,
	})
	a.context = sessionContext(provider, a.claims)
	out, err := s.assume(ctx, c, a)
	if err != nil {
		return nil, err
	}
	return &sts.AssumeRoleWithSAMLOutput{
		AssumedRoleUser: out.user, Credentials: out.credentials, SourceIdentity: optional(a.sourceIdentity),
		//lint:ignore SA1019 STS still returns it.
		PackedPolicySize: out.packed,
		Audience:         optional(audience), Issuer: aws.String(doc.Issuer), NameQualifier: aws.String(qualifier),
		Subject: optional(subject), SubjectType: optional(kind),
	}, nil
}

// subjectType is the last part of the format for persistent and transient
// subjects, and the whole of it for others.
func subjectType(format string) string {
	for _, kind := range []string{"persistent", "transient"} {
		if strings.HasSuffix(format, ":"+kind) {
			return kind
		}
	}
	return format
}

func claims(all map[string]string) map[string][]string {
	keys := map[string][]string{}
	for k, v := range all {
		if v != "" {
			keys[k] = []string{v}
		}
	}
	return keys
}

// samlProvider checks the provider, which must be in the account of the role,
// and returns that account.
func (s Service) samlProvider(c *model.Call, role, provider string) (string, error) {
	session, err := model.ParsePrincipal(role, "session")
	if err != nil || session.RoleARN != role {
		return "", model.Errorf("ValidationError", "%s is invalid", role)
	}
	account := c.Cloud.Lookup(session.AccountID)
	if account != nil && s.Identities != nil {
		if until, ok := s.Identities.SAMLProvider(account, provider); ok {
			if c.Now().After(until) {
				return "", model.Errorf("InvalidIdentityToken", "The metadata of the SAML provider %s is not valid any more", provider)
			}
			return session.AccountID, nil
		}
	}
	return "", model.Errorf("InvalidIdentityToken", "Specified provider doesn't exist")
}
