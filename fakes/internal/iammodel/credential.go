package iammodel

import (
	"crypto/md5" // the fingerprint that AWS shows of SSH keys
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"strings"
	"time"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// AddKey gives a user an access key, which signs calls from now on unless it is
// inactive. The secret is returned once, as by AWS. A key with an id keeps it.
func (s *Service) AddKey(st *Store, u *User, key AccessKey) (*AccessKey, string, error) {
	if limit := st.limit(AccessKeysPerUserQuota); len(u.Keys) >= int(limit) {
		return nil, "", exceeded("AccessKeysPerUser", limit)
	}
	if key.ID == "" {
		key.ID = s.cloud.IDs.AccessKey("AKIA", st.AccountID)
	}
	if s.cloud.Keys.Get(key.ID) != nil {
		return nil, "", alreadyExists("The Access Key with id %s already exists.", key.ID)
	}
	if key.Created.IsZero() {
		key.Created = s.now()
	}
	if key.LastRotated.IsZero() {
		key.LastRotated = key.Created
	}
	owner := model.Principal{
		Kind: model.IAMUser, ARN: u.ARN, Partition: st.Partition, AccountID: st.AccountID,
		ID: u.ID, Name: u.Name, Enforced: true,
	}
	if u.Name == RootName {
		owner.Kind, owner.Name = model.Root, ""
	}
	secret := s.cloud.IDs.Secret()
	s.cloud.Keys.Put(model.Key{ID: key.ID, Secret: secret, Inactive: key.Inactive, Owner: owner})
	u.Keys = append(u.Keys, &key)
	return u.Keys[len(u.Keys)-1], secret, nil
}

// key returns the user's access key with the id.
func (u *User) key(id string) (*AccessKey, error) {
	if err := checkLength("accessKeyId", id, 16, 128); err != nil {
		return nil, err
	}
	for _, k := range u.Keys {
		if k.ID == id {
			return k, nil
		}
	}
	return nil, noSuchEntity("The Access Key with id %s cannot be found.", id)
}

// AddSigningCertificate gives a user an X.509 certificate.
func (s *Service) AddSigningCertificate(st *Store, u *User, c SigningCertificate) (*SigningCertificate, error) {
	if limit := st.limit(SigningCertificatesPerUserQuota); len(u.Certificates) >= int(limit) {
		return nil, exceeded("CertificatesPerUser", limit)
	}
	if _, err := certificate(c.Body); err != nil {
		return nil, err
	}
	for _, other := range u.Certificates {
		if strings.TrimSpace(other.Body) == strings.TrimSpace(c.Body) {
			return nil, model.Errorf("DuplicateCertificate", "The certificate is already uploaded for user %s.", u.Name)
		}
	}
	if c.ID == "" {
		c.ID = s.cloud.IDs.Unique("") + s.cloud.IDs.Unique("")[:15] // 32 characters, without a prefix
	}
	if c.Uploaded.IsZero() {
		c.Uploaded = s.now()
	}
	u.Certificates = append(u.Certificates, &c)
	return &c, nil
}

func (u *User) certificate(id string) (*SigningCertificate, error) {
	if err := checkLength("certificateId", id, 24, 128); err != nil {
		return nil, err
	}
	for _, c := range u.Certificates {
		if c.ID == id {
			return c, nil
		}
	}
	return nil, noSuchEntity("The Certificate with id %s cannot be found.", id)
}

// certificate reads the first certificate of a PEM text.
func certificate(body string) (*x509.Certificate, error) {
	block, _ := pem.Decode([]byte(body))
	if block == nil || block.Type != "CERTIFICATE" {
		return nil, model.Errorf("MalformedCertificate", "Unable to parse certificate. Please ensure the certificate is in PEM format.")
	}
	c, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return nil, model.Errorf("MalformedCertificate", "Unable to parse certificate. Please ensure the certificate is in PEM format.")
	}
	return c, nil
}

// AddSSHKey gives a user an SSH public key.
func (s *Service) AddSSHKey(st *Store, u *User, k SSHKey) (*SSHKey, error) {
	if limit := st.limit(SSHPublicKeysPerUserQuota); len(u.SSHKeys) >= int(limit) {
		return nil, exceeded("SSHPublicKeysPerUser", limit)
	}
	print, err := fingerprint(k.Body)
	if err != nil {
		return nil, err
	}
	for _, other := range u.SSHKeys {
		if other.Fingerprint == print {
			return nil, model.Errorf("DuplicateSSHPublicKey", "The SSH public key is already associated with the specified IAM user.")
		}
	}
	k.Fingerprint = print
	if k.ID == "" {
		k.ID = s.cloud.IDs.Unique("APKA")[:21]
	}
	if k.Uploaded.IsZero() {
		k.Uploaded = s.now()
	}
	u.SSHKeys = append(u.SSHKeys, &k)
	return &k, nil
}

func (u *User) sshKey(id string) (*SSHKey, error) {
	if err := checkLength("sSHPublicKeyId", id, 20, 128); err != nil {
		return nil, err
	}
	for _, k := range u.SSHKeys {
		if k.ID == id {
			return k, nil
		}
	}
	return nil, noSuchEntity("The SSH Public Key with id %s cannot be found.", id)
}

// fingerprint is the MD5 fingerprint of an SSH public key, in the form of
// ssh-rsa (RFC 4253) or PEM.
func fingerprint(body string) (string, error) {
	invalid := model.Errorf("InvalidPublicKey", "The specified SSH public key is invalid.")
	var blob []byte
	if block, _ := pem.Decode([]byte(body)); block != nil {
		if _, err := x509.ParsePKIXPublicKey(block.Bytes); err != nil {
			return "", invalid
		}
		blob = block.Bytes
	} else {
		fields := strings.Fields(body)
		if len(fields) < 2 || fields[0] != "ssh-rsa" {
			return "", model.Errorf("UnrecognizedPublicKeyEncoding", "The specified SSH public key must be in ssh-rsa or PEM format.")
		}
		var err error
		if blob, err = base64.StdEncoding.DecodeString(fields[1]); err != nil || len(blob) < 4 {
			return "", invalid
		}
	}
	sum := md5.Sum(blob)
	digits := hex.EncodeToString(sum[:])
	var pairs []string
	for i := 0; i < len(digits); i += 2 {
		pairs = append(pairs, digits[i:i+2])
	}
	return strings.Join(pairs, ":"), nil
}

// serviceNames are the services with service-specific credentials; the value
// says whether they are API keys.
func serviceNames(service string) (apiKey, ok bool) {
	switch service {
	case "codecommit.amazonaws.com", "cassandra.amazonaws.com":
		return false, true
	case "bedrock.amazonaws.com", "logs.amazonaws.com":
		return true, true
	}
	return false, false
}

// AddServiceCredential gives a user a service-specific credential.
func (s *Service) AddServiceCredential(st *Store, u *User, c ServiceCredential) (*ServiceCredential, error) {
	apiKey, ok := serviceNames(c.Service)
	if !ok {
		return nil, model.Errorf("NotSupportedService", "Service %s is not supported for this operation.", c.Service)
	}
	if !c.Expires.IsZero() && !apiKey {
		return nil, invalidInput("Credentials of the service %s do not expire.", c.Service)
	}
	n := 0
	for _, other := range u.ServiceCredentials {
		if other.Service == c.Service {
			n++
		}
	}
	if limit := st.limit(ServiceCredentialsPerUserQuota); n >= int(limit) {
		return nil, exceeded("ServiceSpecificCredentialsPerUser", limit)
	}
	if c.ID == "" {
		c.ID = s.cloud.IDs.Unique("ACCA")
	}
	if c.Created.IsZero() {
		c.Created = s.now()
	}
	s.newServiceSecret(st, u, &c, apiKey)
	u.ServiceCredentials = append(u.ServiceCredentials, &c)
	return &c, nil
}

// newServiceSecret gives a credential the parts that its owner signs in with.
func (s *Service) newServiceSecret(st *Store, u *User, c *ServiceCredential, apiKey bool) {
	secret := s.cloud.IDs.Secret()
	if apiKey {
		c.Alias = fmt.Sprintf("%s-%s-at-%s", strings.Split(c.Service, ".")[0], u.Name, st.AccountID)
		c.Secret = "ABSK" + base64.StdEncoding.EncodeToString([]byte(secret))
		return
	}
	c.UserName, c.Password = u.Name+"-at-"+st.AccountID, secret+"="
}

func (u *User) serviceCredential(id string) (*ServiceCredential, error) {
	if err := checkLength("serviceSpecificCredentialId", id, 20, 128); err != nil {
		return nil, err
	}
	for _, c := range u.ServiceCredentials {
		if c.ID == id {
			return c, nil
		}
	}
	return nil, noSuchEntity("No service specific credential found for the specified ID %s.", id)
}

// remove removes an element from a list of credentials.
func remove[T any](list []*T, item *T) []*T {
	var rest []*T
	for _, x := range list {
		if x != item {
			rest = append(rest, x)
		}
	}
	return rest
}

// day is for periods that AWS counts in days.
const day = 24 * time.Hour
