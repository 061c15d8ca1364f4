package collect

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// mfaDevices collects the MFA devices of the users who have MFA.
func mfaDevices(ctx context.Context, p *Pass) (map[string][]iamhygiene.MFADevice, error) {
	const operation = "iam:ListMFADevices"
	client := iam.NewFromConfig(p.Config)
	return ofUsers(ctx, p, hasMFA, func(ctx context.Context, u *iamhygiene.User) ([]iamhygiene.MFADevice, error) {
		devices, err := List(ctx, operation, func(ctx context.Context, token *string) ([]iamhygiene.MFADevice, *string, error) {
			out, err := client.ListMFADevices(ctx, &iam.ListMFADevicesInput{UserName: aws.String(u.Name()), Marker: token})
			if err != nil {
				return nil, nil, err
			}
			next, err := Marker(operation, out.IsTruncated, out.Marker)
			return convert(out.MFADevices, func(d types.MFADevice) iamhygiene.MFADevice {
				return iamhygiene.MFADevice{Serial: aws.ToString(d.SerialNumber), Enabled: aws.ToTime(d.EnableDate)}
			}), next, err
		})
		if gone(err) {
			return []iamhygiene.MFADevice{}, nil
		}
		return devices, err
	})
}

// virtualMFADevices collects the virtual MFA devices, whoever has them.
func virtualMFADevices(ctx context.Context, p *Pass) ([]iamhygiene.VirtualMFADevice, error) {
	const operation = "iam:ListVirtualMFADevices"
	client := iam.NewFromConfig(p.Config)
	all, err := List(ctx, operation, func(ctx context.Context, token *string) ([]iamhygiene.VirtualMFADevice, *string, error) {
		out, err := client.ListVirtualMFADevices(ctx, &iam.ListVirtualMFADevicesInput{Marker: token, MaxItems: aws.Int32(pageSize)})
		if err != nil {
			return nil, nil, err
		}
		next, err := Marker(operation, out.IsTruncated, out.Marker)
		return convert(out.VirtualMFADevices, func(d types.VirtualMFADevice) iamhygiene.VirtualMFADevice {
			device := iamhygiene.VirtualMFADevice{Serial: aws.ToString(d.SerialNumber), Enabled: aws.ToTime(d.EnableDate)}
			if d.User != nil {
				device.User = aws.ToString(d.User.Arn)
			}
			return device
		}), next, err
	})
	slices.SortFunc(all, func(a, b iamhygiene.VirtualMFADevice) int { return compare(a.Serial, b.Serial) })
	return all, err
}
