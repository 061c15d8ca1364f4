package iamhygiene

import (
	"strings"
	"time"
)

// MFADevices is the dataset of the MFA devices of IAM users, by the ARN of the
// user. A user who is not in the map was not asked about; an empty list says
// that the user has none.
var MFADevices = NewDataset[map[string][]MFADevice](DatasetInfo{
	Name: "mfa-devices", Title: "the MFA devices of the users",
	Operations: []string{"iam:ListMFADevices"},
})

// VirtualMFADevices is the dataset of the virtual MFA devices of the account,
// assigned or not. It is the only place that shows a device of the root user,
// and only a virtual one.
var VirtualMFADevices = NewDataset[[]VirtualMFADevice](DatasetInfo{
	Name: "virtual-mfa-devices", Title: "the virtual MFA devices",
	Operations: []string{"iam:ListVirtualMFADevices"},
})

// MFADevice is an MFA device of an IAM user.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_MFADevice.html
type MFADevice struct {
	// Serial is the ARN of a virtual device, security key or passkey, or the
	// serial number of a hardware token.
	Serial  string    `json:"serial"`
	Enabled time.Time `json:"enabled,omitzero"`
}

// Kind returns what kind of device the serial number stands for.
func (d MFADevice) Kind() MFAKind { return MFAKindOf(d.Serial) }

// VirtualMFADevice is a virtual MFA device.
//
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_VirtualMFADevice.html
type VirtualMFADevice struct {
	// Serial is the ARN.
	Serial string `json:"serial"`
	// User is the ARN of the IAM user or of the root user who has it; empty
	// for a device that nobody has.
	User string `json:"user,omitempty"`
	// Enabled is when it was assigned; zero for one that is not.
	Enabled time.Time `json:"enabled,omitzero"`
}

// OfRoot reports whether the device is the root user's: its user is the root
// user, whatever the device is called.
func (d VirtualMFADevice) OfRoot() bool {
	f := strings.SplitN(d.User, ":", 6)
	return len(f) == 6 && f[2] == "iam" && f[5] == "root"
}

// MFAKind is a kind of MFA device.
type MFAKind string

const (
	// MFAVirtual is an authenticator app.
	MFAVirtual MFAKind = "virtual"
	// MFASecurityKey is a FIDO2 security key or a passkey, which may be synced
	// between devices; IAM does not tell the two apart.
	MFASecurityKey MFAKind = "security-key"
	// MFAToken is a hardware token that shows codes.
	MFAToken MFAKind = "token"
	// MFASMS is a code in a text message, which AWS no longer offers.
	MFASMS MFAKind = "sms"
	// MFAOther is an ARN of a kind that this library does not know, or no serial
	// number.
	MFAOther MFAKind = "other"
)

// MFAKindOf returns what kind of device a serial number stands for. A serial
// number that is no ARN is that of a hardware token; none at all, or a broken
// ARN, says nothing.
func MFAKindOf(serial string) MFAKind {
	f := strings.SplitN(serial, ":", 6)
	switch {
	case serial == "":
		return MFAOther
	case f[0] != "arn":
		return MFAToken
	case len(f) != 6:
		return MFAOther
	}
	switch kind, _, _ := strings.Cut(f[5], "/"); kind {
	case "mfa":
		return MFAVirtual
	case "u2f":
		return MFASecurityKey
	case "sms-mfa":
		return MFASMS
	default:
		return MFAOther
	}
}

// Hardware reports whether the kind is a device that one holds: a security key,
// passkey or token.
func (k MFAKind) Hardware() bool { return k == MFASecurityKey || k == MFAToken }
