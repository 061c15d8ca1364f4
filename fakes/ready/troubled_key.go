package ready

import "github.com/iamhygiene/sdk/fakes"

// troubledKeys adds users of programs, and credentials that are nobody's.
func troubledKeys(s site) {
	// access-key-instead-of-role, access-key-rotation
	// mfa-not-enforced: a key alone can pass any role.
	s.AddUser("ci", fakes.Created(s.ago(1000)), fakes.AttachPolicy("ship-functions"),
		fakes.AccessKey(func(k *fakes.Key) {
			k.Created, k.LastUsed, k.Service, k.Region = s.ago(800), s.ago(1), "lambda", s.region
		}))
	// access-key-unused, access-key-inactive-left
	s.AddUser("backup", fakes.Created(s.ago(1000)), fakes.AttachPolicy("read-secrets"),
		fakes.AccessKey(func(k *fakes.Key) { k.Created, k.LastUsed = s.ago(60), s.ago(55) }),
		fakes.AccessKey(func(k *fakes.Key) { k.Created, k.Changed, k.Inactive = s.ago(900), s.ago(400), true }))
	// access-key-exposed: AWS found the key, and put the policy there.
	s.AddUser("published", fakes.Created(s.ago(300)), fakes.AttachPolicy("assume-any", s.managed("AWSCompromisedKeyQuarantineV3")),
		fakes.AccessKey(func(k *fakes.Key) { k.Created, k.LastUsed, k.Service, k.Region = s.ago(300), s.ago(1), "ec2", s.far() }))
	s.AddUser("gitmirror", fakes.Created(s.ago(500)), fakes.InGroup("helpers"),
		// ssh-key-age
		fakes.SSHPublicKey(func(k *fakes.SSHKey) { k.Uploaded = s.ago(500) }),
		// service-credential-long-lived: an old one, and a bearer token without end.
		fakes.ServiceSpecificCredential("codecommit.amazonaws.com", func(c *fakes.ServiceCredential) { c.Created = s.ago(500) }),
		fakes.ServiceSpecificCredential("bedrock.amazonaws.com", func(c *fakes.ServiceCredential) { c.Created = s.ago(5) }),
		// signing-certificate-age
		fakes.SigningCertificate(func(c *fakes.Certificate) { c.Uploaded = s.ago(500) }))
	// server-certificate-expired
	s.AddServerCertificate("shop", func(c *fakes.Certificate) { c.Uploaded, c.Expires = s.ago(800), s.ago(70) })
	// mfa-device-orphan
	s.AddVirtualMFADevice("given-up")
}
