package iammodel

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// AddDevice adds an MFA device, assigned if it has an owner. A virtual device
// or security key without a serial gets the ARN of its name.
func (s *Service) AddDevice(st *Store, d MFADevice) (*MFADevice, error) {
	if d.Path == "" {
		d.Path = "/"
	}
	switch {
	case d.Serial != "":
	case d.Kind == VirtualMFA:
		d.Serial = st.arn("mfa", d.Path, d.Name)
	case d.Kind == U2FMFA:
		user := "user/" + d.Owner + "/"
		if d.Owner == RootName {
			user = "user/root/"
		}
		d.Serial = st.arn("u2f", "/", user+d.Name+"-"+s.cloud.IDs.Unique(""))
	}
	if st.MFA.Get(d.Serial) != nil {
		return nil, alreadyExists("MFADevice entity at the same path and name already exists.")
	}
	if d.Kind == VirtualMFA {
		d.ARN = d.Serial
		if d.Seed == "" {
			d.Seed = strings.ToUpper(s.cloud.IDs.Unique("") + s.cloud.IDs.Unique("") + s.cloud.IDs.Unique("") + s.cloud.IDs.Unique(""))[:64]
		}
	}
	if d.Created.IsZero() {
		d.Created = s.now()
	}
	if d.Owner != "" {
		if err := st.checkOwner(d.Owner); err != nil {
			return nil, err
		}
		d.Owner = ownerKey(d.Owner)
		if d.Enabled.IsZero() {
			d.Enabled = d.Created
		}
	}
	st.MFA.Put(d.Serial, &d)
	return &d, nil
}

// checkOwner checks that a user may have one more device.
func (st *Store) checkOwner(name string) error {
	if limit := st.limit(MFADevicesPerUserQuota); len(st.devices(name)) >= int(limit) {
		return exceeded("MFADevicesPerUser", limit)
	}
	return nil
}

// device returns the device with the serial that the user has enabled.
func (st *Store) device(u *User, serial string) (*MFADevice, error) {
	if err := checkLength("serialNumber", serial, 9, 256); err != nil {
		return nil, err
	}
	if d := st.MFA.Get(serial); d != nil && d.Serial == serial && d.Owner == ownerKey(u.Name) {
		return d, nil
	}
	return nil, noSuchEntity("MFA Device with serial number %s does not exist for user %s.", serial, u.Name)
}

// virtual returns the virtual device with the serial.
func (st *Store) virtual(serial string) (*MFADevice, error) {
	if err := checkLength("serialNumber", serial, 9, 256); err != nil {
		return nil, err
	}
	if d := st.MFA.Get(serial); d != nil && d.Serial == serial && d.Kind == VirtualMFA {
		return d, nil
	}
	return nil, noSuchEntity("VirtualMFADevice with serial number %s doesn't exist.", serial)
}

// AddVirtualDevice adds a virtual device that nobody uses yet.
func (s *Service) AddVirtualDevice(st *Store, name string, path *string, tags []types.Tag) (*MFADevice, error) {
	p, err := s.checkNew("virtualMFADeviceName", name, 226, path, tags)
	if err != nil {
		return nil, err
	}
	n := 0
	for _, d := range st.MFA.Items {
		if d.Kind == VirtualMFA {
			n++
		}
	}
	if limit := st.limit(UsersQuota); n >= int(limit) {
		return nil, model.Errorf("LimitExceeded", "Cannot exceed quota for VirtualMFADevicesPerAccount: %d", limit)
	}
	return s.AddDevice(st, MFADevice{Entity: Entity{Name: name, Path: p, Tags: tags}})
}
