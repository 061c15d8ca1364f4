package fakes

import (
	"time"

	"github.com/iamhygiene/sdk/fakes/internal/iammodel"
)

// A Password describes the console password of a user.
type Password struct {
	// Created is when the user got a password, by default when the user was
	// made; Changed when it was last set, by default Created.
	Created, Changed time.Time
	// LastUsed is when the user last signed in with it, zero for never.
	LastUsed time.Time
	// ResetRequired makes the user choose another one at the next sign-in.
	ResetRequired bool
	// Secret is the password itself, "" if no test needs it: then ChangePassword
	// takes any old password for the right one.
	Secret string
}

// ConsolePassword gives the user a console password, a login profile. Without
// options it was never used.
func ConsolePassword(options ...func(*Password)) UserOption {
	var p Password
	apply(&p, options)
	return later(func(b *build) error {
		p := p // the option may be given to several users
		if p.Created.IsZero() {
			p.Created = b.entity.Created
		}
		if p.Changed.IsZero() {
			p.Changed = p.Created
		}
		b.user.Login = &iammodel.LoginProfile{Created: second(p.Created), Changed: second(p.Changed), ResetRequired: p.ResetRequired, Password: p.Secret}
		b.user.PasswordLastUsed = second(p.LastUsed)
		return nil
	})
}

// A Key describes an access key.
type Key struct {
	// ID is the access key id; the default is one that tells the account.
	ID string
	// Created is when the key was made, by default when the user was; Changed
	// when it was made or its status last changed, by default Created.
	Created, Changed time.Time
	// LastUsed is when the key was last used, zero for never; Region and
	// Service say where and for what, by default us-east-1 and iam.
	LastUsed        time.Time
	Region, Service string
	// Inactive keys exist but do not sign calls.
	Inactive bool
}

// AccessKey gives the user an access key. Without options it is active and was
// never used. Calls that it signs are those of the user, whose policies are
// enforced.
func AccessKey(options ...func(*Key)) CredentialOption {
	k := Key{Region: "us-east-1", Service: "iam"}
	apply(&k, options)
	return later(func(b *build) error {
		added, _, err := b.service.AddKey(b.store, b.user, iammodel.AccessKey{
			ID: k.ID, Created: b.since(k.Created), LastRotated: second(k.Changed), Inactive: k.Inactive,
			LastUsed: second(k.LastUsed), Region: k.Region, Service: k.Service,
		})
		if err == nil {
			b.keys = append(b.keys, added.ID)
		}
		return err
	})
}

// A Certificate describes an X.509 certificate.
type Certificate struct {
	// Body is the certificate in PEM form. The default is a self-signed one of
	// no value; a user cannot have the same one twice.
	Body string
	// Uploaded is when IAM got it, by default when the user was made.
	Uploaded time.Time
	// Inactive certificates sign nothing. For server certificates it has no
	// meaning.
	Inactive bool
	// Expires is what IAM says about a server certificate, by default what the
	// certificate says. For signing certificates it has no meaning.
	Expires time.Time
}

// SigningCertificate gives the user an X.509 certificate.
func SigningCertificate(options ...func(*Certificate)) CredentialOption {
	c := Certificate{Body: sampleCertificate}
	apply(&c, options)
	return later(func(b *build) error {
		_, err := b.service.AddSigningCertificate(b.store, b.user, iammodel.SigningCertificate{
			Body: c.Body, Uploaded: b.since(c.Uploaded), Inactive: c.Inactive,
		})
		return err
	})
}

// An SSHKey describes an SSH public key.
type SSHKey struct {
	// Body is the key in the form ssh-rsa or PEM. The default is a key of no
	// value; a user cannot have the same one twice.
	Body string
	// Uploaded is when IAM got it, by default when the user was made.
	Uploaded time.Time
	Inactive bool
}

// SSHPublicKey gives the user an SSH public key, for AWS CodeCommit.
func SSHPublicKey(options ...func(*SSHKey)) UserOption {
	k := SSHKey{Body: sampleSSHKey}
	apply(&k, options)
	return later(func(b *build) error {
		_, err := b.service.AddSSHKey(b.store, b.user, iammodel.SSHKey{Body: k.Body, Uploaded: b.since(k.Uploaded), Inactive: k.Inactive})
		return err
	})
}

// A ServiceCredential describes a service-specific credential.
type ServiceCredential struct {
	// Created is when it was made, by default when the user was.
	Created time.Time
	// Expires is when an API key ends, zero for never. Credentials of other
	// services have no end.
	Expires  time.Time
	Inactive bool
}

// ServiceSpecificCredential gives the user a credential for one service:
// codecommit.amazonaws.com, cassandra.amazonaws.com, or, as API keys,
// bedrock.amazonaws.com and logs.amazonaws.com.
func ServiceSpecificCredential(service string, options ...func(*ServiceCredential)) UserOption {
	var c ServiceCredential
	apply(&c, options)
	return later(func(b *build) error {
		_, err := b.service.AddServiceCredential(b.store, b.user, iammodel.ServiceCredential{
			Service: service, Created: b.since(c.Created), Expires: second(c.Expires), Inactive: c.Inactive,
		})
		return err
	})
}

// InGroup makes the user a member of groups, which were added before.
func InGroup(groups ...string) UserOption {
	return later(func(b *build) error {
		for _, g := range groups {
			if err := b.store.Join(b.user, g); err != nil {
				return err
			}
		}
		return nil
	})
}

// apply runs the functions of an option. It does so when the option is made and
// not in the builder, which holds the lock: a function may ask the account.
func apply[T any](o *T, options []func(*T)) {
	for _, fn := range options {
		fn(o)
	}
}

// since is the time of a credential, by default that of its owner.
func (b *build) since(t time.Time) time.Time {
	if t.IsZero() {
		return b.entity.Created
	}
	return second(t)
}

// second is a time as IAM keeps it: in UTC, without fractions.
func second(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Second)
}
