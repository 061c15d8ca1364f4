package access_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/access"
)

// TestControlPoliciesNotAllRead: control policies of which a part is missing
// would deny what they do not; they count as not known, with the reason.
func TestControlPoliciesNotAllRead(t *testing.T) {
	now := time.Date(2024, time.March, 12, 0, 0, 0, 0, time.UTC)
	full := iamhygiene.ControlPolicy{ID: "p-FullAWSAccess", Name: "FullAWSAccess", Document: allow("*", "*")}
	member := iamhygiene.OrganizationDetails.With(&iamhygiene.Organization{Member: true, ID: "o-abcdefghij", ManagementAccount: "999988887777"}, now)
	managing := iamhygiene.OrganizationDetails.With(&iamhygiene.Organization{Member: true, ID: "o-abcdefghij", ManagementAccount: "111122223333"}, now)
	levels := func(policies ...iamhygiene.ControlPolicy) *iamhygiene.ControlPolicySet {
		return &iamhygiene.ControlPolicySet{SCPs: []iamhygiene.ControlLevel{{Target: "r-abcd", Policies: policies}}}
	}
	for _, tt := range []struct {
		name   string
		opts   []iamhygiene.SnapshotOption
		levels int
		err    string
	}{
		{"read", []iamhygiene.SnapshotOption{member, iamhygiene.ControlPolicies.With(levels(full), now)}, 1, ""},
		{"none of this type", []iamhygiene.SnapshotOption{member, iamhygiene.ControlPolicies.With(&iamhygiene.ControlPolicySet{}, now)}, 0, ""},
		{"a management account", []iamhygiene.SnapshotOption{managing, iamhygiene.ControlPolicies.With(levels(full), now)}, 0, ""},
		{"a level without policies", []iamhygiene.SnapshotOption{member, iamhygiene.ControlPolicies.With(levels(), now)}, 0, "at r-abcd, where AWS keeps one at least"},
		{"a policy that could not be had", []iamhygiene.SnapshotOption{member, iamhygiene.ControlPolicies.With(levels(full), now, &iamhygiene.DataError{Scope: "p-2", Code: "AccessDenied"})}, 0, "p-2"},
		{"a policy that cannot be parsed", []iamhygiene.SnapshotOption{member, iamhygiene.ControlPolicies.With(levels(iamhygiene.ControlPolicy{Name: "Broken", Document: "{"}), now)}, 0, "Broken cannot be read"},
		{"refused", []iamhygiene.SnapshotOption{member, iamhygiene.ControlPolicies.Failed(&iamhygiene.DataError{Code: "AccessDenied", Operation: "organizations:ListPoliciesForTarget"})}, 0, "organizations:ListPoliciesForTarget denied"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			scps, rcps, err := access.ControlPolicies(iamhygiene.NewSnapshot("111122223333", "aws", now, tt.opts...))
			assert.Len(t, scps, tt.levels)
			assert.Empty(t, rcps)
			if tt.err == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, tt.err)
			var e *iamhygiene.DataError
			require.ErrorAs(t, err, &e)
		})
	}
}

// TestStandIns: who holds the same policy that could not be read has the same
// permissions, so that nobody has to work them out twice.
func TestStandIns(t *testing.T) {
	now := time.Date(2024, time.March, 12, 0, 0, 0, 0, time.UTC)
	user := func(name string, p iamhygiene.Permissions) iamhygiene.UserDetail {
		return iamhygiene.UserDetail{ARN: prefix + "user/" + name, Name: name, Permissions: p}
	}
	d := &iamhygiene.AuthorizationDetails{Users: []iamhygiene.UserDetail{
		user("ann", attached("Gone")), user("bob", attached("Gone")), user("cora", attached("Lost")), user("dan", inline("{")), user("eve", inline("{")),
	}, Groups: []iamhygiene.GroupDetail{}, Roles: []iamhygiene.RoleDetail{}, Policies: []iamhygiene.PolicyDetail{}}
	a := access.New(iamhygiene.NewSnapshot("111122223333", "aws", now, iamhygiene.Authorization.With(d, now)))
	first := func(name string) any {
		p, err := a.Principal(prefix + "user/" + name)
		require.NoError(t, err)
		require.Len(t, p.Gaps(), 1)
		require.Len(t, p.Policies().Identity, 1)
		return p.Policies().Identity[0]
	}
	assert.Same(t, first("ann"), first("bob"))
	assert.NotSame(t, first("ann"), first("cora"), "another policy")
	assert.NotSame(t, first("dan"), first("eve"), "inline policies are each holder's own")
}
