package checks

import (
	"context"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// RootHardwareMFA is the check root-hardware-mfa: the root user's MFA is not an
// authenticator app. It has no parameters.
type RootHardwareMFA struct{}

// Info describes the check.
func (c RootHardwareMFA) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "root-hardware-mfa", Theme: "root", Severity: iamhygiene.SeverityHigh,
		Title: "Root MFA is a hardware device",
		Description: "The root user has MFA, by the account summary or the credential report, and no virtual MFA device belongs to it. " +
			"IAM lists no other devices of the root user, so hardware is inferred, and a passkey that is synced between devices cannot be told from a security key. " +
			"Whether a device is the root user's is decided by the ARN of its user, never by its name.",
		Risk: "The secret of an authenticator app can be copied with a backup of the phone, or by whoever saw the QR code.",
		Remediation: iamhygiene.Remediation{
			Text:    "Sign in as the root user, register a FIDO2 security key or a hardware token, keep it in a safe place, and remove the virtual device. A second key in another place spares a lock-out.",
			Command: "aws iam list-virtual-mfa-devices --assignment-status Assigned",
			URL:     rootPage + "#id_root-user_manage_mfa",
		},
		Frameworks: controls("1.6", "1.6", "1.5", "IAM.6"),
		Needs:      []string{iamhygiene.VirtualMFADevices.Name()},
		Uses:       rootSources(),
	}
}

// Run evaluates the check for the root user.
func (c RootHardwareMFA) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return eachRoot(ctx, s, c.judge)
}

func (c RootHardwareMFA) judge(r *iamhygiene.Root) iamhygiene.Verdict {
	mfa := rootMFA(r)
	if mfa.err != nil {
		return iamhygiene.Undecided(mfa.err)
	}
	s, held := r.Snapshot(), credentialsOf(r)
	if held.none() {
		return iamhygiene.Inapplicable("the root user has no password, access key or signing certificate that MFA could protect",
			slices.Concat(mfa.evidence, held.evidence())...)
	}
	if !mfa.holds {
		return mfa.verdict(s, iamhygiene.Failed("the root user has no MFA device; a hardware device is required"))
	}
	devices, unread := iamhygiene.VirtualMFADevices.Get(s)
	partial, _ := iamhygiene.VirtualMFADevices.Partial(s)
	if unread == nil {
		partial = devices
	}
	for _, d := range partial {
		if rootDevice(d) {
			// Root may have other devices beside the one that can be seen.
			return mfa.verdict(s, iamhygiene.Failed("the root user has a virtual MFA device; a hardware device alone is required, and IAM does not list whether there is one beside it",
				fact(s, iamhygiene.VirtualMFADevices, "SerialNumber", d.Serial, "no virtual device of the root user")).At(iamhygiene.SeverityMedium))
		}
	}
	if unread != nil {
		return iamhygiene.Undecided(unread)
	}
	return mfa.verdict(s, iamhygiene.Passed("the root user has MFA and no virtual device, so it is a security key, a passkey or a hardware token",
		derived("inference", "true", "")))
}

// rootDevice reports whether a virtual device is the root user's: by the ARN of
// its user, or where that is not told by the serial number that only the root
// user's devices used to have.
func rootDevice(d iamhygiene.VirtualMFADevice) bool {
	if d.User != "" {
		return d.OfRoot()
	}
	return !d.Enabled.IsZero() && strings.HasSuffix(d.Serial, ":mfa/root-account-mfa-device")
}
