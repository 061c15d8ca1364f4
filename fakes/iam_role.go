package fakes

import (
	"encoding/json"
	"strings"
	"time"
)

// TrustAccount returns a trust policy by which principals of an account may
// assume a role: all whose policies allow it, or, if ARNs are given, those.
func TrustAccount(account string, arns ...string) string {
	principal := any(account)
	if len(arns) > 0 {
		principal = arns
	}
	return trust("AWS", principal, "sts:AssumeRole", nil)
}

// TrustExternal is [TrustAccount] with an external id, as third parties ask for.
func TrustExternal(account, externalID string) string {
	return trust("AWS", account, "sts:AssumeRole", map[string]any{"StringEquals": map[string]string{"sts:ExternalId": externalID}})
}

// TrustService returns a trust policy for a service, such as "ec2.amazonaws.com".
func TrustService(service string) string {
	return trust("Service", service, "sts:AssumeRole", nil)
}

func trust(kind string, principal any, action string, condition any) string {
	type statement struct {
		Effect    string
		Principal map[string]any
		Action    string
		Condition any `json:",omitempty"`
	}
	document, err := json.Marshal(struct {
		Version   string
		Statement []statement
	}{"2012-10-17", []statement{{"Allow", map[string]any{kind: principal}, action, condition}}})
	if err != nil {
		return "" // strings and maps of strings always have a JSON form
	}
	return string(document)
}

// MaxSession sets the longest session of a role; the default is an hour.
func MaxSession(d time.Duration) RoleOption {
	return later(func(b *build) error {
		return b.service.SetMaxSession(b.role, int32(d/time.Second))
	})
}

// RoleUsed sets when and in which Region the role was last used.
func RoleUsed(at time.Time, region string) RoleOption {
	return later(func(b *build) error {
		b.role.LastUsed, b.role.LastUsedRegion = second(at), region
		return nil
	})
}

// AddServiceLinkedRole adds the service-linked role of a service, such as
// "support.amazonaws.com", with the policies that are given by name or ARN.
func (a *Account) AddServiceLinkedRole(service, name string, policies ...string) Entity {
	var added Entity
	a.build("AddServiceLinkedRole", name, func(b *build) error {
		arns := make([]string, len(policies))
		for i, p := range policies {
			arns[i] = policyARN(b.store, p)
		}
		r, err := b.service.AddLinkedRole(b.store, service, name, arns)
		if err == nil {
			added = entity(r.Entity)
		}
		return err
	})
	return added
}

// PolicyVersion adds another version to a managed policy, and makes it the
// default one if setDefault is set.
func PolicyVersion(document string, setDefault bool) PolicyOption {
	return later(func(b *build) error {
		_, err := b.service.AddVersion(b.store, b.policy, document, setDefault)
		return err
	})
}

// AddInstanceProfile adds an instance profile with a role, or without one if
// role is "".
func (a *Account) AddInstanceProfile(name, role string) Entity {
	var added Entity
	a.build("AddInstanceProfile", name, func(b *build) error {
		p, err := b.service.AddInstanceProfile(b.store, name, nil, nil)
		if err != nil {
			return err
		}
		added = entity(p.Entity)
		if role == "" {
			return nil
		}
		return b.store.PutRole(p, role)
	})
	return added
}

// AddSAMLProvider adds a SAML provider that is valid until a time.
func (a *Account) AddSAMLProvider(name string, validUntil time.Time) Entity {
	var added Entity
	a.build("AddSAMLProvider", name, func(b *build) error {
		metadata := strings.NewReplacer("NAME", name, "UNTIL", second(validUntil).Format(time.RFC3339)).Replace(sampleMetadata)
		p, err := b.service.AddSAML(b.store, name, metadata, nil)
		if err == nil {
			added = entity(p.Entity)
		}
		return err
	})
	return added
}

// AddOIDCProvider adds an OpenID Connect provider. The URL begins with https://,
// and clients are the audiences that it may speak for.
func (a *Account) AddOIDCProvider(url string, clients ...string) Entity {
	var added Entity
	a.build("AddOIDCProvider", url, func(b *build) error {
		p, err := b.service.AddOIDC(b.store, url, clients, []string{strings.Repeat("9e99a48a", 5)}, nil)
		if err == nil {
			added = entity(p.Entity)
		}
		return err
	})
	return added
}

// AddServerCertificate adds a server certificate.
func (a *Account) AddServerCertificate(name string, options ...func(*Certificate)) Entity {
	c := Certificate{Body: sampleCertificate}
	for _, fn := range options {
		fn(&c)
	}
	var added Entity
	a.build("AddServerCertificate", name, func(b *build) error {
		cert, err := b.service.AddServerCertificate(b.store, name, nil, c.Body, "", second(c.Expires), nil)
		if err != nil {
			return err
		}
		if !c.Uploaded.IsZero() {
			cert.Created = second(c.Uploaded)
		}
		added = entity(cert.Entity)
		return nil
	})
	return added
}
