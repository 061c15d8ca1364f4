package checks

import (
	"context"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// MFADeviceOrphan is the check mfa-device-orphan: every virtual MFA device is
// somebody's. It has no parameters.
type MFADeviceOrphan struct{}

// Info describes the check.
func (c MFADeviceOrphan) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "mfa-device-orphan", Theme: "keys", Severity: iamhygiene.SeverityInfo,
		Title:       "No unassigned virtual MFA device",
		Description: "Each virtual MFA device in IAM is assigned to a user. IAM does not tell when a device was created, so one that is being enrolled at the moment fails too.",
		Risk:        "A device that nobody has is the rest of an enrolment that failed; it blocks its name, and its secret may still be known.",
		Remediation: iamhygiene.Remediation{
			Text:    "Delete the device.",
			Command: "aws iam delete-virtual-mfa-device --serial-number <serial number>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteVirtualMFADevice.html",
		},
		Needs: []string{iamhygiene.VirtualMFADevices.Name()},
	}
}

// Run evaluates the check for each virtual MFA device.
func (c MFADeviceOrphan) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, itemsOf(s, iamhygiene.VirtualMFADevices, func(v iamhygiene.VirtualMFADevice) iamhygiene.Resource {
		return arnResource(s, iamhygiene.TypeMFADevice, v.Serial, v.Serial[strings.LastIndexByte(v.Serial, '/')+1:])
	}), func(x item[iamhygiene.VirtualMFADevice]) iamhygiene.Verdict {
		// A device of the root user may come without its user; EnableDate is
		// there for every device that is assigned.
		if x.value.User != "" || !x.value.Enabled.IsZero() {
			return iamhygiene.Passed("the virtual MFA device " + x.resource.Name + " is assigned")
		}
		return iamhygiene.Failed("the virtual MFA device "+x.resource.Name+" is assigned to nobody",
			fact(s, iamhygiene.VirtualMFADevices, "SerialNumber", x.value.Serial, "a user"))
	})
}
