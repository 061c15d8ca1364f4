package escalation_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/escalation"
)

// TestAdmin: who is an administrator is decided by what is allowed, not by names
// of policies.
func TestAdmin(t *testing.T) {
	const mfa = `{"Bool": {"aws:MultiFactorAuthPresent": "true"}}`
	tests := []struct {
		name, rule string
		make       func(w *world) *iamhygiene.UserDetail
		want       escalation.AdminStatus
		conditions []string
		statements []string
		denies     []string
	}{
		{name: "inline", rule: "R34: every source counts", want: "yes",
			make:       func(w *world) *iamhygiene.UserDetail { return w.user("x", anyone) },
			statements: []string{prefix + "user/x/own#1"}},
		{name: "all services by pattern", rule: "R36", want: "yes",
			make:       func(w *world) *iamhygiene.UserDetail { return w.user("x", allow("*", "*:*")) },
			statements: []string{prefix + "user/x/own#1"}},
		{name: "through a group", rule: "R33: the group is part of the evidence", want: "yes",
			make: func(w *world) *iamhygiene.UserDetail {
				w.group("admins", anyone)
				u := w.user("x")
				u.Groups = []string{"admins"}
				return u
			},
			statements: []string{prefix + "group/admins/own#1"}},
		{name: "two policies together", rule: "R34: the union of sources", want: "yes",
			make: func(w *world) *iamhygiene.UserDetail {
				u := w.user("x", `{"Sid": "Rest", "Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}`)
				u.Attached = []iamhygiene.AttachedPolicy{w.policy("iam", document(allow("*", "iam:*")))}
				return u
			},
			statements: []string{prefix + "policy/iam#1", prefix + "user/x/own#Rest"}},
		{name: "a customer policy of the name of AWS's", rule: "R42: the name is irrelevant", want: "no",
			make: func(w *world) *iamhygiene.UserDetail {
				u := w.user("x")
				u.Attached = []iamhygiene.AttachedPolicy{w.policy("AdministratorAccess", document(allow("*", "s3:Get*")))}
				return u
			}},
		{name: "everything denied", rule: "R38", want: "no",
			make: func(w *world) *iamhygiene.UserDetail { return w.user("x", anyone, deny("*", "*")) }},
		{name: "boundary", rule: "R39", want: "no",
			make: func(w *world) *iamhygiene.UserDetail {
				u := w.user("x", anyone)
				u.Boundary = w.policy("s3", document(allow("*", "s3:*"))).ARN
				return u
			}},
		{name: "boundary that allows everything", rule: "a boundary limits by what it leaves out", want: "yes",
			make: func(w *world) *iamhygiene.UserDetail {
				u := w.user("x", anyone)
				u.Boundary = w.policy("all", document(anyone)).ARN
				return u
			},
			statements: []string{prefix + "user/x/own#1"}},
		{name: "only with MFA", rule: "R40: not skipped, and not unconditional", want: "conditional", conditions: []string{"aws:MultiFactorAuthPresent"},
			make:       func(w *world) *iamhygiene.UserDetail { return w.user("x", statement("Allow", "*", mfa, "*")) },
			statements: []string{prefix + "user/x/own#1"}},
		{name: "denied without MFA", rule: "R40, the usual form", want: "conditional", conditions: []string{"aws:MultiFactorAuthPresent"},
			make: func(w *world) *iamhygiene.UserDetail {
				return w.user("x", anyone, statement("Deny", "*", `{"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}`, "*"))
			},
			statements: []string{prefix + "user/x/own#1"}, denies: []string{prefix + "user/x/own#2"}},
		{name: "all but IAM", rule: "R41: gives out no permissions", want: "no",
			make: func(w *world) *iamhygiene.UserDetail {
				return w.user("x", `{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}`)
			}},
		{name: "all but one action", rule: "a guardrail leaves an administrator", want: "yes",
			make: func(w *world) *iamhygiene.UserDetail {
				return w.user("x", anyone, deny("*", "cloudtrail:StopLogging"))
			},
			statements: []string{prefix + "user/x/own#1"}, denies: []string{prefix + "user/x/own#2"}},
		{name: "all but some resources", rule: "Denies that name resources leave the others", want: "yes",
			make: func(w *world) *iamhygiene.UserDetail {
				return w.user("x", anyone, deny("arn:aws:s3:::audit/*", "s3:*"), deny(prefix+"role/audit", "iam:*"))
			},
			statements: []string{prefix + "user/x/own#1"}, denies: []string{prefix + "user/x/own#2", prefix + "user/x/own#3"}},
		{name: "all of one service denied", rule: "a service is missing", want: "no",
			make: func(w *world) *iamhygiene.UserDetail { return w.user("x", anyone, deny("*", "s3:*")) }},
		{name: "on resources of one name", rule: "everything on some things is not everything", want: "no",
			make: func(w *world) *iamhygiene.UserDetail { return w.user("x", allow("arn:aws:s3:::b/*", "*")) }},
		{name: "may become one", rule: "that is escalation", want: "no",
			make: func(w *world) *iamhygiene.UserDetail { return w.user("x", allow("*", "iam:*")) }},
		{name: "reads everything and changes IAM", rule: "it changes no other service", want: "no",
			make: func(w *world) *iamhygiene.UserDetail {
				return w.user("x", allow("*", "iam:*", "*:Get*", "*:List*", "*:Describe*"))
			}},
		{name: "a policy that is not in the data", rule: "may allow everything", want: "conditional", conditions: []string{"unread:" + managed + "Unknown"},
			make: func(w *world) *iamhygiene.UserDetail {
				u := w.user("x")
				u.Attached = []iamhygiene.AttachedPolicy{{Name: "Unknown", ARN: managed + "Unknown"}}
				return u
			}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld()
			arn := tt.make(w).ARN
			w.credentials("x", true, true, 0)
			g := w.analyze(t)
			p := g.Principal(arn)
			require.NotNil(t, p)
			assert.Equal(t, tt.want, p.Admin.Status, tt.rule)
			assert.Equal(t, tt.conditions, p.Admin.Conditions)
			assert.Equal(t, tt.statements, texts(p.Admin.Statements))
			assert.Equal(t, tt.denies, texts(p.Admin.Denies))
			if tt.want == escalation.EffectiveAdministrator {
				assert.Empty(t, p.Edges)
				assert.Empty(t, g.Path(arn))
				assert.Len(t, g.Admins(escalation.EffectiveAdministrator), 1)
			}
		})
	}
}

func texts(list []escalation.Statement) (out []string) {
	for _, s := range list {
		out = append(out, s.String())
	}
	return out
}

// TestAdminUnderSCPs: what nobody in the account can do is not missed, but who
// may change nothing in IAM is no administrator.
func TestAdminUnderSCPs(t *testing.T) {
	status := func(documents ...iamhygiene.Document) escalation.AdminStatus {
		w := newWorld()
		w.scps = true
		level := iamhygiene.ControlLevel{Target: "r-root"}
		for _, d := range documents {
			level.Policies = append(level.Policies, iamhygiene.ControlPolicy{Name: "scp", Document: d})
		}
		w.options = append(w.options,
			iamhygiene.OrganizationDetails.With(&iamhygiene.Organization{Member: true, ManagementAccount: "999988887777"}, now),
			iamhygiene.ControlPolicies.With(&iamhygiene.ControlPolicySet{SCPs: []iamhygiene.ControlLevel{level}}, now))
		w.user("x", anyone)
		g := w.analyze(t)
		assert.Empty(t, g.SCPsUnread())
		return g.Principal(prefix + "user/x").Admin.Status
	}
	assert.Equal(t, escalation.EffectiveAdministrator, status(document(anyone)))
	assert.Equal(t, escalation.EffectiveAdministrator, status(document(anyone, deny("*", "organizations:*"))))
	assert.Equal(t, escalation.NotAdministrator, status(document(allow("*", "s3:*"))))
	assert.Equal(t, escalation.NotAdministrator, status(document(anyone, deny("*", "iam:*"))))
}
