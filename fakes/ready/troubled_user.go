package ready

import (
	"time"

	"github.com/iamhygiene/sdk/fakes"
)

// troubledUsers adds people. None has the tags that entity-required-tags may ask
// for, a permissions boundary (principal-without-boundary), or networks to sign
// in from (console-source-ip).
func troubledUsers(s site) {
	// user-console-mfa, user-mfa-all, user-hardware-mfa: a password alone ...
	// principal-effective-admin, user-privileged-mfa: ... opens everything.
	s.AddUser("alice", fakes.Created(s.ago(900)), fakes.InGroup("admins"), s.password(900, 200, 1))
	// password-unused, password-rotation, user-dormant
	s.AddUser("bob", fakes.Created(s.ago(1200)), fakes.InGroup("developers"), fakes.VirtualMFA(), s.password(1200, 700, 300))
	// password-initial-unchanged
	s.AddUser("carol", fakes.Created(s.ago(100)), fakes.InGroup("developers"), fakes.VirtualMFA(), s.password(100, 100, 2))
	// access-key-at-setup: the key came with the password, and nobody uses it.
	// access-key-never-used
	s.AddUser("dave", fakes.Created(s.ago(50)), fakes.InGroup("developers"), fakes.VirtualMFA(), s.password(50, 20, 3), fakes.AccessKey())
	// user-no-group, user-direct-policy, policy-inline
	s.AddUser("erin", fakes.Created(s.ago(400)), fakes.VirtualMFA(), s.password(400, 40, 1), fakes.AttachPolicy("read-secrets"),
		fakes.InlinePolicy("bucket", policy(allow("s3:GetObject", "arn:"+s.partition+":s3:::erin/*"))))
	// user-shared: the name, and two keys that work at two places on one day.
	// user-password-and-key, access-key-two-active, access-key-rotation
	s.AddUser("shared-team", fakes.Created(s.ago(700)), fakes.InGroup("helpers"), fakes.VirtualMFA(), s.password(700, 40, 1),
		fakes.AccessKey(func(k *fakes.Key) { k.Created, k.LastUsed, k.Service, k.Region = s.ago(650), s.ago(1), "s3", s.region }),
		fakes.AccessKey(func(k *fakes.Key) {
			k.Created, k.LastUsed, k.Service, k.Region = s.ago(300), s.ago(1), "dynamodb", s.far()
		}))
}

// password gives a user a console password: when it was made, last changed and
// last used, in days before now.
func (s site) password(created, changed, used int) fakes.UserOption {
	return fakes.ConsolePassword(func(p *fakes.Password) {
		p.Created, p.Changed, p.LastUsed = s.ago(created), s.ago(changed).Add(time.Minute), s.ago(used)
	})
}
