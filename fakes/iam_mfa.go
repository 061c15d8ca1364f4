package fakes

import (
	"time"

	"github.com/iamhygiene/sdk/fakes/internal/iammodel"
)

// A Device describes an MFA device.
type Device struct {
	// Name is the name of a virtual device or security key, by default the name
	// of the user, and root-account-mfa-device for the root user. Path is the
	// path of a virtual device.
	Name, Path string
	// Enabled is when the device was assigned, by default when the user was
	// made.
	Enabled time.Time
	// Certifications are what GetMFADevice tells about a security key, such as
	// "FIDO": "L1".
	Certifications map[string]string
}

// VirtualMFA gives the user a virtual MFA device, an authenticator application.
// The serial number is the ARN of the device.
func VirtualMFA(options ...func(*Device)) CredentialOption {
	return mfa(iammodel.VirtualMFA, "", options)
}

// SecurityKey gives the user a FIDO security key or passkey, whose serial number
// is an ARN like arn:aws:iam::111122223333:u2f/user/alice/NAME-ID.
func SecurityKey(options ...func(*Device)) CredentialOption {
	return mfa(iammodel.U2FMFA, "", options)
}

// HardwareMFA gives the user a hardware token with the serial number.
func HardwareMFA(serial string, options ...func(*Device)) CredentialOption {
	return mfa(iammodel.HardwareMFA, serial, options)
}

// SMSMFA gives the user MFA by text message, which AWS no longer offers but old
// users may have. The serial number is an ARN with the telephone number.
func SMSMFA(number string, options ...func(*Device)) CredentialOption {
	return mfa(iammodel.SMSMFA, number, options)
}

func mfa(kind iammodel.MFAKind, serial string, options []func(*Device)) option {
	d := Device{Path: "/"}
	apply(&d, options)
	return later(func(b *build) error {
		name, enabled := d.Name, b.since(d.Enabled)
		switch {
		case name != "":
		case b.user.Name == iammodel.RootName:
			name = "root-account-mfa-device"
		default:
			name = b.user.Name
		}
		device := iammodel.MFADevice{Kind: kind, Serial: serial, Owner: b.user.Name, Enabled: enabled, Certifications: d.Certifications}
		if kind == iammodel.SMSMFA {
			device.Serial = "arn:" + b.store.Partition + ":iam::" + b.store.AccountID + ":sms-mfa/" + serial
		}
		device.Name, device.Path, device.Created = name, d.Path, enabled
		_, err := b.service.AddDevice(b.store, device)
		return err
	})
}

// AddVirtualMFADevice adds a virtual MFA device that nobody uses: somebody made
// it and gave up, or it was deactivated. Its ARN is the serial number.
func (a *Account) AddVirtualMFADevice(name string) Entity {
	var added Entity
	a.build("AddVirtualMFADevice", name, func(b *build) error {
		d, err := b.service.AddVirtualDevice(b.store, name, nil, nil)
		if err == nil {
			added = Entity{Name: d.Name, ARN: d.Serial}
		}
		return err
	})
	return added
}

// Root describes the root user of the account. Without it, the root user has a
// password that was never used, no MFA and no access keys. A later call adds to
// the earlier ones.
func (a *Account) Root(options ...RootOption) User {
	user := User{Entity: Entity{Name: iammodel.RootName, ARN: a.state.ARN("iam", "root"), ID: a.id}}
	a.build("Root", "the root user", func(b *build) error {
		b.user = &b.store.Root
		b.entity, b.identity = &b.user.Entity, &b.user.Identity
		for _, o := range options {
			o.toRoot(b)
		}
		err := b.finish()
		for _, k := range b.user.Keys {
			user.AccessKeyIDs = append(user.AccessKeyIDs, k.ID)
		}
		return err
	})
	return user
}

// RootPassword says when the password of the root user was last used, zero for
// never.
func RootPassword(lastUsed time.Time) RootOption {
	return later(func(b *build) error {
		b.user.Login = &iammodel.LoginProfile{Created: b.entity.Created, Changed: b.entity.Created}
		b.user.PasswordLastUsed = second(lastUsed)
		return nil
	})
}

// NoRootPassword takes the password of the root user away, as an organization
// does that manages the root credentials of its members.
func NoRootPassword() RootOption {
	return later(func(b *build) error {
		b.user.Login = nil
		return nil
	})
}

// RootCreated says when the account was made.
func RootCreated(t time.Time) RootOption {
	return option(func(b *build) { b.created = second(t) })
}
