package iammodel

import (
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

func (s *Service) listMFADevices(c *model.Call, in *iam.ListMFADevicesInput) (*iam.ListMFADevicesOutput, error) {
	st := s.stores.Read(c)
	u, err := st.callerOr(c, in.UserName)
	if err != nil {
		return nil, err
	}
	list, next, err := page(c, st, st.devices(u.Name), (*MFADevice).listKey, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &iam.ListMFADevicesOutput{
		MFADevices: each(list, func(d *MFADevice) types.MFADevice {
			return types.MFADevice{EnableDate: when(d.Enabled), SerialNumber: &d.Serial, UserName: u.userName()}
		}),
		IsTruncated: next != nil, Marker: next,
	}, nil
}

func (s *Service) getMFADevice(c *model.Call, in *iam.GetMFADeviceInput) (*iam.GetMFADeviceOutput, error) {
	st := s.stores.Read(c)
	u, err := st.callerOr(c, in.UserName)
	if err != nil {
		return nil, err
	}
	d, err := st.device(u, text(in.SerialNumber))
	if err != nil {
		return nil, err
	}
	return &iam.GetMFADeviceOutput{SerialNumber: &d.Serial, EnableDate: when(d.Enabled), UserName: u.userName(), Certifications: d.Certifications}, nil
}

// listVirtualMFADevices lists virtual devices only. That of the root user is
// among them; its hardware devices are in no list.
func (s *Service) listVirtualMFADevices(c *model.Call, in *iam.ListVirtualMFADevicesInput) (*iam.ListVirtualMFADevicesOutput, error) {
	st := s.stores.Read(c)
	if err := checkOneOf("assignmentStatus", in.AssignmentStatus, in.AssignmentStatus.Values()); err != nil {
		return nil, err
	}
	var list []*MFADevice
	for _, d := range st.MFA.Items {
		assigned := d.Owner != ""
		if d.Kind != VirtualMFA ||
			in.AssignmentStatus == types.AssignmentStatusTypeAssigned && !assigned ||
			in.AssignmentStatus == types.AssignmentStatusTypeUnassigned && assigned {
			continue
		}
		list = append(list, d)
	}
	list, next, err := page(c, st, list, (*MFADevice).listKey, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &iam.ListVirtualMFADevicesOutput{
		VirtualMFADevices: each(list, func(d *MFADevice) types.VirtualMFADevice {
			out := types.VirtualMFADevice{SerialNumber: &d.Serial, EnableDate: when(d.Enabled)}
			if u := st.user(d.Owner); d.Owner != "" && u != nil {
				user := u.listed()
				out.User = &user
			}
			return out
		}),
		IsTruncated: next != nil, Marker: next,
	}, nil
}
