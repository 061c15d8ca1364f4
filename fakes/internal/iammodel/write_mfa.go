package iammodel

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"regexp"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// createVirtualMFADevice makes a device that nobody uses yet. The picture is a
// PNG, but no QR code: nobody can scan it.
func (s *Service) createVirtualMFADevice(c *model.Call, in *iam.CreateVirtualMFADeviceInput) (*iam.CreateVirtualMFADeviceOutput, error) {
	d, err := s.AddVirtualDevice(s.stores.Write(c), text(in.VirtualMFADeviceName), in.Path, in.Tags)
	if err != nil {
		return nil, err
	}
	picture := image.NewPaletted(image.Rect(0, 0, 1, 1), color.Palette{color.White})
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		return nil, err
	}
	return &iam.CreateVirtualMFADeviceOutput{VirtualMFADevice: &types.VirtualMFADevice{
		SerialNumber: &d.Serial, Base32StringSeed: []byte(d.Seed), QRCodePNG: b.Bytes(), Tags: d.Tags,
	}}, nil
}

var mfaCode = regexp.MustCompile(`^\d{6}$`)

// checkCodes checks the form of two codes, which follow each other on a real
// device and so are never the same.
func checkCodes(one, two *string) error {
	for i, code := range []string{text(one), text(two)} {
		if !mfaCode.MatchString(code) {
			return constraint(code, "authenticationCode"+strconv.Itoa(i+1), `satisfy regular expression pattern: [\d]+`)
		}
	}
	if text(one) == text(two) {
		return model.Errorf("InvalidAuthenticationCode", "Authentication code for device is not valid.")
	}
	return nil
}

// enableMFADevice assigns a virtual device that exists, or a hardware token,
// which is not known before.
func (s *Service) enableMFADevice(c *model.Call, in *iam.EnableMFADeviceInput) (*iam.EnableMFADeviceOutput, error) {
	st := s.stores.Write(c)
	u, err := st.findUser(text(in.UserName))
	if err != nil {
		return nil, err
	}
	serial := text(in.SerialNumber)
	if err := checkLength("serialNumber", serial, 9, 256); err != nil {
		return nil, err
	}
	if err := checkCodes(in.AuthenticationCode1, in.AuthenticationCode2); err != nil {
		return nil, err
	}
	d := st.MFA.Get(serial)
	switch {
	case d != nil && d.Owner != "":
		return nil, alreadyExists("MFA Device is already in use.")
	case d == nil && isARN(serial):
		return nil, noSuchEntity("VirtualMFADevice with serial number %s doesn't exist.", serial)
	}
	if err := st.checkOwner(u.Name); err != nil {
		return nil, err
	}
	if d == nil {
		_, err := s.AddDevice(st, MFADevice{Kind: HardwareMFA, Serial: serial, Owner: u.Name})
		return nil, err
	}
	d.Owner, d.Enabled = ownerKey(u.Name), s.now()
	return nil, nil
}

func isARN(s string) bool { return len(s) > 4 && s[:4] == "arn:" }

func (s *Service) resyncMFADevice(c *model.Call, in *iam.ResyncMFADeviceInput) (*iam.ResyncMFADeviceOutput, error) {
	st := s.stores.Write(c)
	u, err := st.findUser(text(in.UserName))
	if err != nil {
		return nil, err
	}
	if _, err := st.device(u, text(in.SerialNumber)); err != nil {
		return nil, err
	}
	return nil, checkCodes(in.AuthenticationCode1, in.AuthenticationCode2)
}

// deactivateMFADevice takes a device from its user. A virtual device stays,
// unassigned; IAM forgets the others.
func (s *Service) deactivateMFADevice(c *model.Call, in *iam.DeactivateMFADeviceInput) (*iam.DeactivateMFADeviceOutput, error) {
	st := s.stores.Write(c)
	u, err := st.callerOr(c, in.UserName)
	if err != nil {
		return nil, err
	}
	d, err := st.device(u, text(in.SerialNumber))
	if err != nil {
		return nil, err
	}
	if d.Kind != VirtualMFA {
		st.MFA.Delete(d.Serial)
		return nil, nil
	}
	d.Owner, d.Enabled = "", time.Time{}
	return nil, nil
}

func (s *Service) deleteVirtualMFADevice(c *model.Call, in *iam.DeleteVirtualMFADeviceInput) (*iam.DeleteVirtualMFADeviceOutput, error) {
	st := s.stores.Write(c)
	d, err := st.virtual(text(in.SerialNumber))
	if err != nil {
		return nil, err
	}
	if d.Owner != "" {
		return nil, deleteConflict("MFA VirtualDevice in use. Must deactivate first.")
	}
	st.MFA.Delete(d.Serial)
	return nil, nil
}
