package iammodel

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

func (s *Service) createAccessKey(c *model.Call, in *iam.CreateAccessKeyInput) (*iam.CreateAccessKeyOutput, error) {
	st := s.stores.Write(c)
	u, err := st.callerOr(c, in.UserName)
	if err != nil {
		return nil, err
	}
	k, secret, err := s.AddKey(st, u, AccessKey{})
	if err != nil {
		return nil, err
	}
	s.cloud.Keys.Get(k.ID).Made = c.Seq
	return &iam.CreateAccessKeyOutput{AccessKey: &types.AccessKey{
		AccessKeyId: &k.ID, SecretAccessKey: &secret, Status: types.StatusTypeActive, UserName: u.userName(), CreateDate: when(k.Created),
	}}, nil
}

// settable checks a status that a caller sets: Expired is for AWS to say.
func settable(s types.StatusType) error {
	return checkOneOf("status", s, []types.StatusType{types.StatusTypeActive, types.StatusTypeInactive})
}

// updateAccessKey changes whether the key signs calls from the next one on.
func (s *Service) updateAccessKey(c *model.Call, in *iam.UpdateAccessKeyInput) (*iam.UpdateAccessKeyOutput, error) {
	if err := settable(in.Status); err != nil {
		return nil, err
	}
	u, err := s.stores.Write(c).callerOr(c, in.UserName)
	if err != nil {
		return nil, err
	}
	k, err := u.key(text(in.AccessKeyId))
	if err != nil {
		return nil, err
	}
	if inactive := in.Status == types.StatusTypeInactive; inactive != k.Inactive {
		k.Inactive, k.LastRotated = inactive, s.now()
	}
	if key := s.cloud.Keys.Get(k.ID); key != nil {
		key.Inactive = k.Inactive
	}
	return nil, nil
}

func (s *Service) deleteAccessKey(c *model.Call, in *iam.DeleteAccessKeyInput) (*iam.DeleteAccessKeyOutput, error) {
	u, err := s.stores.Write(c).callerOr(c, in.UserName)
	if err != nil {
		return nil, err
	}
	k, err := u.key(text(in.AccessKeyId))
	if err != nil {
		return nil, err
	}
	u.Keys = remove(u.Keys, k)
	s.cloud.Keys.Delete(k.ID)
	return nil, nil
}

func (s *Service) updateSigningCertificate(c *model.Call, in *iam.UpdateSigningCertificateInput) (*iam.UpdateSigningCertificateOutput, error) {
	if err := settable(in.Status); err != nil {
		return nil, err
	}
	u, err := s.stores.Write(c).callerOr(c, in.UserName)
	if err != nil {
		return nil, err
	}
	k, err := u.certificate(text(in.CertificateId))
	if err != nil {
		return nil, err
	}
	k.Inactive = in.Status == types.StatusTypeInactive
	return nil, nil
}

func (s *Service) uploadSigningCertificate(c *model.Call, in *iam.UploadSigningCertificateInput) (*iam.UploadSigningCertificateOutput, error) {
	st := s.stores.Write(c)
	u, err := st.callerOr(c, in.UserName)
	if err != nil {
		return nil, err
	}
	k, err := s.AddSigningCertificate(st, u, SigningCertificate{Body: text(in.CertificateBody)})
	if err != nil {
		return nil, err
	}
	shape := u.certificateShape(k)
	return &iam.UploadSigningCertificateOutput{Certificate: &shape}, nil
}

func (s *Service) deleteSigningCertificate(c *model.Call, in *iam.DeleteSigningCertificateInput) (*iam.DeleteSigningCertificateOutput, error) {
	u, err := s.stores.Write(c).callerOr(c, in.UserName)
	if err != nil {
		return nil, err
	}
	k, err := u.certificate(text(in.CertificateId))
	if err != nil {
		return nil, err
	}
	u.Certificates = remove(u.Certificates, k)
	return nil, nil
}

func (s *Service) uploadSSHPublicKey(c *model.Call, in *iam.UploadSSHPublicKeyInput) (*iam.UploadSSHPublicKeyOutput, error) {
	st := s.stores.Write(c)
	u, err := st.findUser(text(in.UserName))
	if err != nil {
		return nil, err
	}
	k, err := s.AddSSHKey(st, u, SSHKey{Body: text(in.SSHPublicKeyBody)})
	if err != nil {
		return nil, err
	}
	return &iam.UploadSSHPublicKeyOutput{SSHPublicKey: u.sshShape(k)}, nil
}

func (s *Service) updateSSHPublicKey(c *model.Call, in *iam.UpdateSSHPublicKeyInput) (*iam.UpdateSSHPublicKeyOutput, error) {
	if err := settable(in.Status); err != nil {
		return nil, err
	}
	u, err := s.stores.Write(c).findUser(text(in.UserName))
	if err != nil {
		return nil, err
	}
	k, err := u.sshKey(text(in.SSHPublicKeyId))
	if err != nil {
		return nil, err
	}
	k.Inactive = in.Status == types.StatusTypeInactive
	return nil, nil
}

func (s *Service) deleteSSHPublicKey(c *model.Call, in *iam.DeleteSSHPublicKeyInput) (*iam.DeleteSSHPublicKeyOutput, error) {
	u, err := s.stores.Write(c).findUser(text(in.UserName))
	if err != nil {
		return nil, err
	}
	k, err := u.sshKey(text(in.SSHPublicKeyId))
	if err != nil {
		return nil, err
	}
	u.SSHKeys = remove(u.SSHKeys, k)
	return nil, nil
}

func (s *Service) createServiceSpecificCredential(c *model.Call, in *iam.CreateServiceSpecificCredentialInput) (*iam.CreateServiceSpecificCredentialOutput, error) {
	st := s.stores.Write(c)
	u, err := st.findUser(text(in.UserName))
	if err != nil {
		return nil, err
	}
	k := ServiceCredential{Service: text(in.ServiceName)}
	if in.CredentialAgeDays != nil {
		if *in.CredentialAgeDays < 1 || *in.CredentialAgeDays > 36600 {
			return nil, validationError("The CredentialAgeDays must be from 1 to 36600.")
		}
		k.Expires = s.now().Add(time.Duration(*in.CredentialAgeDays) * day)
	}
	added, err := s.AddServiceCredential(st, u, k)
	if err != nil {
		return nil, err
	}
	return &iam.CreateServiceSpecificCredentialOutput{ServiceSpecificCredential: u.serviceShape(c, added)}, nil
}

// serviceShape has the secret, which is given out once.
func (u *User) serviceShape(c *model.Call, k *ServiceCredential) *types.ServiceSpecificCredential {
	return &types.ServiceSpecificCredential{
		CreateDate: when(k.Created), ServiceName: &k.Service, ServiceSpecificCredentialId: &k.ID, Status: k.status(c), UserName: &u.Name,
		ExpirationDate: when(k.Expires), ServiceCredentialAlias: optional(k.Alias), ServiceCredentialSecret: optional(k.Secret),
		ServicePassword: optional(k.Password), ServiceUserName: optional(k.UserName),
	}
}

// serviceUser finds the credential of the user or, without a name, the caller.
func (s *Service) serviceUser(c *model.Call, user, id *string) (*Store, *User, *ServiceCredential, error) {
	st := s.stores.Write(c)
	u, err := st.callerOr(c, user)
	if err != nil {
		return nil, nil, nil, err
	}
	k, err := u.serviceCredential(text(id))
	return st, u, k, err
}

func (s *Service) updateServiceSpecificCredential(c *model.Call, in *iam.UpdateServiceSpecificCredentialInput) (*iam.UpdateServiceSpecificCredentialOutput, error) {
	if err := settable(in.Status); err != nil {
		return nil, err
	}
	_, _, k, err := s.serviceUser(c, in.UserName, in.ServiceSpecificCredentialId)
	if err != nil {
		return nil, err
	}
	k.Inactive = in.Status == types.StatusTypeInactive
	return nil, nil
}

func (s *Service) resetServiceSpecificCredential(c *model.Call, in *iam.ResetServiceSpecificCredentialInput) (*iam.ResetServiceSpecificCredentialOutput, error) {
	st, u, k, err := s.serviceUser(c, in.UserName, in.ServiceSpecificCredentialId)
	if err != nil {
		return nil, err
	}
	apiKey, _ := serviceNames(k.Service)
	s.newServiceSecret(st, u, k, apiKey)
	return &iam.ResetServiceSpecificCredentialOutput{ServiceSpecificCredential: u.serviceShape(c, k)}, nil
}

func (s *Service) deleteServiceSpecificCredential(c *model.Call, in *iam.DeleteServiceSpecificCredentialInput) (*iam.DeleteServiceSpecificCredentialOutput, error) {
	_, u, k, err := s.serviceUser(c, in.UserName, in.ServiceSpecificCredentialId)
	if err != nil {
		return nil, err
	}
	u.ServiceCredentials = remove(u.ServiceCredentials, k)
	return nil, nil
}
