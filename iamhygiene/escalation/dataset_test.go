package escalation_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// TestDatasets: what the datasets beside IAM say changes the answer.
func TestDatasets(t *testing.T) {
	connect := allow("*", "ec2-instance-connect:SendSSHPublicKey", "ec2:DescribeInstances")
	sets := allow("*", "sso:CreatePermissionSet", "sso:AttachManagedPolicyToPermissionSet", "sso:CreateAccountAssignment")
	tests := []struct {
		name, rule string
		make       func(w *world)
		want       []string
	}{
		{"a profile from the list of profiles", "the role is found through it", func(w *world) {
			w.role("strong", service("ec2.amazonaws.com"), anyone)
			w.options = append(w.options, iamhygiene.InstanceProfiles.With([]iamhygiene.InstanceProfile{{ARN: prefix + "instance-profile/p", Roles: []string{prefix + "role/strong"}}}, now))
			w.instances = []iamhygiene.Instance{{ID: "i-1", Region: "us-east-1", State: "running", Profile: prefix + "instance-profile/p"}}
			w.user("eve", connect)
		}, []string{"ec2-instance-connect role/strong medium"}},
		{"an instance that is stopped", "nobody enters it", func(w *world) {
			w.role("strong", service("ec2.amazonaws.com"), anyone).InstanceProfiles = []string{prefix + "instance-profile/p"}
			w.instances = []iamhygiene.Instance{{ID: "i-1", Region: "us-east-1", State: "stopped", Profile: prefix + "instance-profile/p"}}
			w.user("eve", connect)
		}, nil},
		{"an instance that is gone", "nobody changes it", func(w *world) {
			w.role("strong", service("ec2.amazonaws.com"), anyone).InstanceProfiles = []string{prefix + "instance-profile/p"}
			w.instances = []iamhygiene.Instance{{ID: "i-1", Region: "us-east-1", State: "terminated", Profile: prefix + "instance-profile/p"}}
			w.user("eve", allow("*", "ec2:ModifyInstanceAttribute", "ec2:StopInstances", "ec2:StartInstances"))
		}, nil},
		{"permission sets of a management account", "they are kept here", func(w *world) { w.user("eve", sets) },
			[]string{"sso-new-permission-set administrator high"}},
		{"permission sets of a member account", "they may have been delegated to it", func(w *world) {
			w.scps = true
			w.options = append(w.options,
				iamhygiene.OrganizationDetails.With(&iamhygiene.Organization{Member: true, ManagementAccount: "999988887777"}, now),
				iamhygiene.ControlPolicies.With(&iamhygiene.ControlPolicySet{}, now))
			w.user("eve", sets)
		}, []string{"sso-new-permission-set administrator medium"}},
		{"no instance of IAM Identity Center", "there are no permission sets", func(w *world) {
			w.options = append(w.options, iamhygiene.IdentityCenter.With(iamhygiene.Regional[iamhygiene.IdentityCenterInstance]{Regions: []string{"us-east-1"}}, now))
			w.user("eve", sets)
		}, nil},
		{"an account without an organization", "its permission sets reach no account", func(w *world) {
			w.scps = true
			w.options = append(w.options, iamhygiene.OrganizationDetails.With(&iamhygiene.Organization{}, now))
			w.user("eve", sets)
		}, nil},
		{"no credential report", "whether a user has room for a key is not known", func(w *world) {
			w.noReport = true
			w.user("boss", anyone)
			w.user("eve", allow("*", "iam:CreateAccessKey"))
		}, []string{"iam-create-access-key user/boss medium"}},
		{"a group with a policy that is not in the data", "it may allow anything, and nothing", func(w *world) {
			w.group("admins", anyone)
			w.details.Groups[0].Attached = []iamhygiene.AttachedPolicy{{Name: "Lost", ARN: managed + "Lost"}}
			w.user("eve", allow("*", "iam:AddUserToGroup"))
		}, []string{"iam-add-user-to-group administrator medium"}},
		{"a service control policy that cannot be read", "counts as unread", func(w *world) {
			w.scps = true
			w.options = append(w.options, iamhygiene.ControlPolicies.With(&iamhygiene.ControlPolicySet{
				SCPs: []iamhygiene.ControlLevel{{Target: "r-1", Policies: []iamhygiene.ControlPolicy{{Name: "broken", Document: "{"}}}},
			}, now))
			w.user("eve", allow("*", "iam:PutUserPolicy"))
		}, []string{"iam-put-user-policy administrator medium"}},
		{"a service control policy that denies it", "it binds the account", func(w *world) {
			w.scps = true
			w.options = append(w.options, iamhygiene.ControlPolicies.With(&iamhygiene.ControlPolicySet{
				SCPs: []iamhygiene.ControlLevel{{Target: "r-1", Policies: []iamhygiene.ControlPolicy{{Name: "guard", Document: document(anyone, deny("*", "iam:Put*"))}}}},
			}, now))
			w.user("eve", allow("*", "iam:PutUserPolicy"))
		}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld()
			tt.make(w)
			assert.Equal(t, tt.want, lines(w.analyze(t), prefix+"user/eve"), tt.rule)
		})
	}
}
