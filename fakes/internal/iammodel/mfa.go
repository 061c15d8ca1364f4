package iammodel

import "time"

// MFAKind is a kind of MFA device.
type MFAKind uint8

// The kinds of MFA device. The zero value is a virtual device.
const (
	VirtualMFA  MFAKind = iota
	HardwareMFA         // a token with a serial number
	U2FMFA              // a security key or passkey
	SMSMFA              // a telephone, no longer offered
)

// An MFADevice is an MFA device of the account. Only virtual devices can be
// unassigned; IAM forgets the others when they are deactivated.
type MFADevice struct {
	Entity // Name and Path of virtual devices; ID is not used
	Kind   MFAKind
	// Serial is the ARN of a virtual device or security key, and the serial
	// number or telephone number of others.
	Serial string
	// Owner is the folded name of the user, RootName for the root user, ""
	// for an unassigned device.
	Owner   string
	Enabled time.Time
	// Seed is the secret of a virtual device, given out once.
	Seed           string
	Certifications map[string]string
}

// listKey is the serial number: what identifies a device of any kind.
func (d *MFADevice) listKey() string { return d.Serial }
