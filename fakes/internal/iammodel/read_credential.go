package iammodel

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

func (s *Service) listAccessKeys(c *model.Call, in *iam.ListAccessKeysInput) (*iam.ListAccessKeysOutput, error) {
	st := s.stores.Read(c)
	u, err := st.callerOr(c, in.UserName)
	if err != nil {
		return nil, err
	}
	keys, next, err := page(c, st, u.Keys, (*AccessKey).listKey, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &iam.ListAccessKeysOutput{
		AccessKeyMetadata: each(keys, func(k *AccessKey) types.AccessKeyMetadata {
			return types.AccessKeyMetadata{AccessKeyId: &k.ID, CreateDate: when(k.Created), Status: status(k.Inactive), UserName: u.userName()}
		}),
		IsTruncated: next != nil, Marker: next,
	}, nil
}

// userName is nil for the root user, who has none.
func (u *User) userName() *string {
	if u.Name == RootName {
		return nil
	}
	return &u.Name
}

// getAccessKeyLastUsed answers for keys of the account. That a key is another
// account's, or nobody's, is not told: the caller is refused.
func (s *Service) getAccessKeyLastUsed(c *model.Call, in *iam.GetAccessKeyLastUsedInput) (*iam.GetAccessKeyLastUsedOutput, error) {
	id := text(in.AccessKeyId)
	if err := checkLength("accessKeyId", id, 16, 128); err != nil {
		return nil, err
	}
	if key := s.cloud.Keys.Get(id); key != nil && key.Owner.AccountID == c.Account.ID {
		name := key.Owner.Name
		if key.Owner.Kind == model.Root {
			name = RootName
		}
		if u := s.stores.Read(c).user(name); u != nil {
			if k, err := u.key(id); err == nil {
				return &iam.GetAccessKeyLastUsedOutput{UserName: u.userName(), AccessKeyLastUsed: k.used()}, nil
			}
		}
	}
	return nil, model.Errorf("AccessDenied", "User: %s is not authorized to perform: iam:GetAccessKeyLastUsed on resource: access key %s", c.Caller.ARN, id)
}

// used has N/A instead of absent texts for a key that was never used.
func (k *AccessKey) used() *types.AccessKeyLastUsed {
	if k.LastUsed.IsZero() {
		return &types.AccessKeyLastUsed{Region: aws.String("N/A"), ServiceName: aws.String("N/A")}
	}
	return &types.AccessKeyLastUsed{LastUsedDate: when(k.LastUsed), Region: orNA(k.Region), ServiceName: orNA(k.Service)}
}

func orNA(s string) *string {
	if s == "" {
		s = "N/A"
	}
	return &s
}

func (s *Service) listSigningCertificates(c *model.Call, in *iam.ListSigningCertificatesInput) (*iam.ListSigningCertificatesOutput, error) {
	st := s.stores.Read(c)
	u, err := st.callerOr(c, in.UserName)
	if err != nil {
		return nil, err
	}
	list, next, err := page(c, st, u.Certificates, (*SigningCertificate).listKey, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &iam.ListSigningCertificatesOutput{
		Certificates: each(list, u.certificateShape),
		IsTruncated:  next != nil, Marker: next,
	}, nil
}

func (u *User) certificateShape(k *SigningCertificate) types.SigningCertificate {
	return types.SigningCertificate{CertificateBody: &k.Body, CertificateId: &k.ID, Status: status(k.Inactive), UploadDate: when(k.Uploaded), UserName: u.userName()}
}

func (s *Service) listSSHPublicKeys(c *model.Call, in *iam.ListSSHPublicKeysInput) (*iam.ListSSHPublicKeysOutput, error) {
	st := s.stores.Read(c)
	u, err := st.callerOr(c, in.UserName)
	if err != nil {
		return nil, err
	}
	list, next, err := page(c, st, u.SSHKeys, (*SSHKey).listKey, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &iam.ListSSHPublicKeysOutput{
		SSHPublicKeys: each(list, func(k *SSHKey) types.SSHPublicKeyMetadata {
			return types.SSHPublicKeyMetadata{SSHPublicKeyId: &k.ID, Status: status(k.Inactive), UploadDate: when(k.Uploaded), UserName: u.userName()}
		}),
		IsTruncated: next != nil, Marker: next,
	}, nil
}

func (s *Service) getSSHPublicKey(c *model.Call, in *iam.GetSSHPublicKeyInput) (*iam.GetSSHPublicKeyOutput, error) {
	u, err := s.stores.Read(c).findUser(text(in.UserName))
	if err != nil {
		return nil, err
	}
	k, err := u.sshKey(text(in.SSHPublicKeyId))
	if err != nil {
		return nil, err
	}
	body, err := convert(k.Body, in.Encoding)
	if err != nil {
		return nil, err
	}
	shape := u.sshShape(k)
	shape.SSHPublicKeyBody = &body
	return &iam.GetSSHPublicKeyOutput{SSHPublicKey: shape}, nil
}

func (u *User) sshShape(k *SSHKey) *types.SSHPublicKey {
	return &types.SSHPublicKey{
		Fingerprint: &k.Fingerprint, SSHPublicKeyBody: &k.Body, SSHPublicKeyId: &k.ID,
		Status: status(k.Inactive), UploadDate: when(k.Uploaded), UserName: &u.Name,
	}
}

func (s *Service) listServiceSpecificCredentials(c *model.Call, in *iam.ListServiceSpecificCredentialsInput) (*iam.ListServiceSpecificCredentialsOutput, error) {
	st := s.stores.Read(c)
	users := st.Users.Items
	if !aws.ToBool(in.AllUsers) {
		u, err := st.callerOr(c, in.UserName)
		if err != nil {
			return nil, err
		}
		users = []*User{u}
	} else if in.UserName != nil {
		return nil, validationError("UserName and AllUsers cannot be specified together.")
	}
	if in.ServiceName != nil {
		if _, ok := serviceNames(*in.ServiceName); !ok {
			return nil, model.Errorf("NotSupportedService", "Service %s is not supported for this operation.", *in.ServiceName)
		}
	}
	list := []types.ServiceSpecificCredentialMetadata{}
	for _, u := range users {
		for _, k := range u.ServiceCredentials {
			if in.ServiceName == nil || *in.ServiceName == k.Service {
				list = append(list, u.serviceMetadata(c, k))
			}
		}
	}
	list, next, err := page(c, st, list, serviceMetadataKey, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &iam.ListServiceSpecificCredentialsOutput{ServiceSpecificCredentials: list, IsTruncated: next != nil, Marker: next}, nil
}

func serviceMetadataKey(m types.ServiceSpecificCredentialMetadata) string {
	return *m.ServiceSpecificCredentialId
}

func (u *User) serviceMetadata(c *model.Call, k *ServiceCredential) types.ServiceSpecificCredentialMetadata {
	return types.ServiceSpecificCredentialMetadata{
		CreateDate: when(k.Created), ServiceName: &k.Service, ServiceSpecificCredentialId: &k.ID, Status: k.status(c),
		UserName: &u.Name, ExpirationDate: when(k.Expires), ServiceCredentialAlias: optional(k.Alias), ServiceUserName: optional(k.UserName),
	}
}

func (k *ServiceCredential) status(c *model.Call) types.StatusType {
	if !k.Expires.IsZero() && !c.Now().Before(k.Expires) {
		return types.StatusTypeExpired
	}
	return status(k.Inactive)
}
