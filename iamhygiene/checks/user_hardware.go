package checks

import (
	"context"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// UserHardwareMFA is the opt-in check user-hardware-mfa: console users have an
// MFA device that they hold in their hand. It has no parameters.
type UserHardwareMFA struct{}

// Info describes the check.
func (c UserHardwareMFA) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "user-hardware-mfa", Theme: "users", Severity: iamhygiene.SeverityLow, OptIn: true,
		Title:       "User MFA is a hardware or FIDO device",
		Description: "Each IAM user with a console password has at least one security key, passkey or hardware token. IAM lists passkeys that are synced between devices like security keys. Text messages and authenticator apps do not count.",
		Risk:        "A code from an app or a text message can be asked for by a fake sign-in page; a security key answers only to the real one.",
		Remediation: iamhygiene.Remediation{
			Text:    "Have the user register a security key or a passkey under Security credentials in the console.",
			Command: "aws iam list-mfa-devices --user-name <user>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_enable_fido.html",
		},
		Needs: []string{iamhygiene.CredentialReport.Name(), iamhygiene.MFADevices.Name()},
	}
}

// Run evaluates the check for each IAM user.
func (c UserHardwareMFA) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, usersIfAny(s, iamhygiene.MFADevices), c.judge)
}

func (c UserHardwareMFA) judge(u *iamhygiene.User) iamhygiene.Verdict {
	password, err := u.HasPassword()
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	if !password {
		return iamhygiene.Inapplicable(u.Name() + " has no console password")
	}
	devices, err := ofUser(iamhygiene.MFADevices, u)
	held := slices.ContainsFunc(devices, func(d iamhygiene.MFADevice) bool { return d.Kind().Hardware() })
	if err != nil && !held { // one that is known is enough
		// Collectors do not ask about a user who has no MFA by the report.
		if active, reportErr := u.MFAActive(); iamhygiene.AsDataError(err).Code == iamhygiene.CodeNotInData && reportErr == nil && !active {
			return iamhygiene.Failed(u.Name()+" has no MFA device; at least one hardware device is required",
				fact(u.Snapshot(), iamhygiene.CredentialReport, "mfa_active", "false", "true"))
		}
		return iamhygiene.Undecided(err)
	}
	var kinds []string
	var evidence []iamhygiene.Evidence
	for _, d := range devices {
		kinds = append(kinds, string(d.Kind()))
		evidence = append(evidence, fact(u.Snapshot(), iamhygiene.MFADevices, "SerialNumber", string(d.Kind())+" "+serialName(d.Serial), "a security key, passkey or token"))
	}
	return iamhygiene.If(held,
		u.Name()+" has a hardware MFA device ("+list(kinds)+")",
		u.Name()+" has no hardware MFA device (devices: "+list(kinds)+"); at least one is required", evidence...)
}

// serialName is what a serial number shows to evidence: the name in an ARN, and
// the ends of the number of a token.
func serialName(serial string) string {
	if strings.HasPrefix(serial, "arn:") {
		return serial[strings.LastIndexByte(serial, '/')+1:]
	}
	return shortID(serial)
}
