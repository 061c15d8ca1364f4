package escalation_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/escalation"
)

// A scene is an account in which a method holds for eve, who has the statements.
// It returns eve.
type scene func(w *world, statements ...string) (eve string, bounded *string)

func eveUser(w *world, statements ...string) (string, *string) {
	u := w.user("eve", statements...)
	return u.ARN, &u.Boundary
}

func eveRole(w *world, statements ...string) (string, *string) {
	r := w.role("eve", service("ec2.amazonaws.com"), statements...)
	return r.ARN, &r.Boundary
}

// beside makes a scene of what is there beside eve, a user.
func beside(others func(w *world)) scene {
	return func(w *world, statements ...string) (string, *string) {
		others(w)
		return eveUser(w, statements...)
	}
}

const little = `{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}`

func weakRole(trust string, change func(*world, *iamhygiene.RoleDetail)) scene {
	return beside(func(w *world) {
		r := w.role("weak", trust, little)
		if change != nil {
			change(w, r)
		}
	})
}

func ownPolicy(w *world, r *iamhygiene.RoleDetail) {
	r.Attached = []iamhygiene.AttachedPolicy{w.policy("weak", document(little))}
}

func boundRole(w *world, r *iamhygiene.RoleDetail) {
	r.Inline[0].Document = document(anyone)
	r.Boundary = w.policy("bound", document(little)).ARN
}

// boundSelf has a boundary that allows the statements, and policies that allow
// everything.
func boundSelf(w *world, statements ...string) (string, *string) {
	u := w.user("eve", anyone)
	u.Boundary = w.policy("bound", document(append(statements, little)...)).ARN
	return u.ARN, nil
}

func inGroup(w *world, statements ...string) (string, *string) {
	w.group("team", little)
	u := w.user("eve", statements...)
	u.Groups = []string{"team"}
	return u.ARN, &u.Boundary
}

func permissionSet(w *world, statements ...string) (string, *string) {
	r := w.role("AWSReservedSSO_Dev_0123456789abcdef", service("sso.amazonaws.com"), statements...)
	r.ARN = prefix + "role/aws-reserved/sso.amazonaws.com/" + r.Name
	return r.ARN, &r.Boundary
}

func boss(credentials ...int) scene {
	return beside(func(w *world) {
		w.user("boss", anyone)
		if len(credentials) > 0 {
			w.credentials("boss", credentials[0] == 1, false, credentials[1])
		}
	})
}

func bossRole(trust string) scene { return beside(func(w *world) { w.role("boss", trust, anyone) }) }

var empty = beside(func(*world) {})

// scenes are those of the methods on identities; the others are made from the
// data of the method.
var scenes = map[string]scene{
	"iam-create-policy-version": func(w *world, s ...string) (string, *string) {
		u := w.user("eve", s...)
		u.Attached = []iamhygiene.AttachedPolicy{w.policy("mine", document(little))}
		return u.ARN, &u.Boundary
	},
	"iam-set-default-policy-version": func(w *world, s ...string) (string, *string) {
		u := w.user("eve", s...)
		u.Attached = []iamhygiene.AttachedPolicy{w.policy("mine", document(little), document(anyone))}
		return u.ARN, &u.Boundary
	},
	"iam-create-access-key":         boss(0, 1),
	"iam-create-access-key-rotate":  boss(0, 2),
	"iam-create-login-profile":      boss(0, 0),
	"iam-update-login-profile":      boss(1, 0),
	"iam-attach-user-policy":        empty,
	"iam-put-user-policy":           empty,
	"iam-attach-group-policy":       inGroup,
	"iam-put-group-policy":          inGroup,
	"iam-attach-role-policy":        eveRole,
	"iam-put-role-policy":           eveRole,
	"iam-add-user-to-group":         beside(func(w *world) { w.group("admins", anyone) }),
	"iam-update-assume-role-policy": bossRole(service("ec2.amazonaws.com")),
	"iam-update-trust-assume":       bossRole(service("ec2.amazonaws.com")),
	"iam-attach-user-policy-other":  beside(func(w *world) { w.user("weak", little) }),
	"iam-put-user-policy-other":     beside(func(w *world) { w.user("weak", little) }),
	"iam-attach-role-policy-trust":  weakRole(service("ec2.amazonaws.com"), nil),
	"iam-put-role-policy-trust":     weakRole(service("ec2.amazonaws.com"), nil),
	"iam-policy-version-trust":      weakRole(service("ec2.amazonaws.com"), ownPolicy),
	"iam-attach-role-policy-assume": weakRole(trusts(ownAccount), nil),
	"iam-put-role-policy-assume":    weakRole(trusts(ownAccount), nil),
	"iam-policy-version-assume":     weakRole(trusts(ownAccount), ownPolicy),
	"iam-create-role-attach":        empty,
	"iam-create-role-put":           empty,
	"iam-delete-user-boundary":      boundSelf,
	"iam-put-user-boundary":         boundSelf,
	"iam-delete-role-boundary":      weakRole(trusts(ownAccount), boundRole),
	"iam-put-role-boundary":         weakRole(trusts(ownAccount), boundRole),
	"iam-drop-own-deny": func(w *world, s ...string) (string, *string) {
		u := w.user("eve", append(s, `{"Effect": "Allow", "NotAction": ["iam:Detach*", "iam:Delete*", "iam:Remove*"], "Resource": "*"}`)...)
		u.Attached = []iamhygiene.AttachedPolicy{w.policy("guard", document(deny("*", "s3:*")))}
		return u.ARN, &u.Boundary
	},
	"iam-update-saml-provider": bossRole(`{"Effect": "Allow", "Principal": {"Federated": "` + prefix + `saml-provider/corp"}, "Action": "sts:AssumeRoleWithSAML", "Condition": {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}}`),
	"iam-service-credential":   beside(func(w *world) { w.user("dev", allow("*", "codecommit:*")) }),
	"sts-assume-role":          bossRole(trusts(ownAccount)),
	"sso-new-permission-set":   empty,
	"sso-attach-managed":       permissionSet,
	"sso-put-inline":           permissionSet,
}

// surroundings make a scene of the data of a method by which a service acts with
// a role.
type surroundings struct {
	untrusting bool // the roles do not trust the service
	weak       bool // the roles are no stronger than eve
	idle       bool // no instance or function has such a role
}

func (s surroundings) scene(m *escalation.Method) scene {
	return func(w *world, statements ...string) (string, *string) {
		services := m.PassTo
		if len(services) == 0 {
			services = []string{m.Service}
		}
		for i, name := range services {
			trust := service(name)
			switch {
			case s.untrusting:
				trust = service("other.amazonaws.com")
			case name == "cognito-identity.amazonaws.com":
				trust = `{"Effect": "Allow", "Principal": {"Federated": "` + name + `"}, "Action": "sts:AssumeRoleWithWebIdentity"}`
			}
			can := anyone
			if s.weak {
				can = little
			}
			r := w.role("strong-"+string('a'+rune(i)), trust, can)
			r.InstanceProfiles = []string{prefix + "instance-profile/" + r.Name}
		}
		if !s.idle {
			w.instances = []iamhygiene.Instance{{ID: "i-1", Region: "us-east-1", State: "running", Profile: prefix + "instance-profile/strong-a"}}
			w.functions = []iamhygiene.Function{{ARN: "arn:aws:lambda:us-east-1:" + account + ":function:f", Name: "f", Region: "us-east-1", Role: prefix + "role/strong-a"}}
		}
		return eveUser(w, statements...)
	}
}

// holds tells the confidence of a method in a scene; zero where it does not hold.
func holds(t *testing.T, m *escalation.Method, s scene, change func(*world, *string), statements ...string) escalation.Confidence {
	t.Helper()
	w := newWorld()
	eve, boundary := s(w, statements...)
	if change != nil {
		change(w, boundary)
	}
	for _, e := range w.analyze(t, supersets).From(eve) {
		if e.Method == m.ID {
			assert.NotEmpty(t, e.Grants, "%s says what allows it", m.ID)
			return e.Confidence
		}
	}
	return 0
}

// required returns the actions of a method, alternatives included, and the
// groups of which each has to be there.
func required(m *escalation.Method) (actions []string) {
	for _, list := range m.Actions {
		actions = append(actions, list...)
	}
	return actions
}

// expected is the confidence in the scene of a method, where nothing is in doubt.
func expected(m *escalation.Method) escalation.Confidence {
	if m.ID == "iam-set-default-policy-version" {
		return escalation.High // the version is known
	}
	return m.Confidence
}

// TestEveryMethod: each method holds where all is there, and does not where one
// thing is missing or in the way.
func TestEveryMethod(t *testing.T) {
	for _, m := range escalation.Methods() {
		t.Run(m.ID, func(t *testing.T) {
			t.Parallel()
			s, identity := scenes[m.ID], true
			if s == nil {
				s, identity = surroundings{}.scene(&m), false
			}
			everything := required(&m)
			assert.Equal(t, expected(&m), holds(t, &m, s, nil, allow("*", everything...)), "all actions")
			assert.Zero(t, holds(t, &m, s, nil, little), "none of the actions")
			for _, list := range m.Actions {
				if m.Target == escalation.TargetNone && list[0] == "sts:AssumeRole" {
					// The trust policy of the new role names eve, which is enough; only a Deny helps.
					assert.Zero(t, holds(t, &m, s, nil, allow("*", everything...), deny("*", list...)), "with a Deny on %s", list)
					continue
				}
				rest := slices.DeleteFunc(slices.Clone(everything), func(a string) bool { return slices.Contains(list, a) })
				assert.Zero(t, holds(t, &m, s, nil, allow("*", append(rest, "s3:ListBucket")...)), "without %s", list)
				assert.Zero(t, holds(t, &m, s, nil, allow("*", everything...), deny("*", list...)), "with a Deny on %s", list)
			}
			if b := holds(t, &m, s, func(w *world, boundary *string) {
				if boundary != nil {
					*boundary = w.policy("s3-only", document(allow("*", "s3:*"))).ARN
				}
			}, allow("*", everything...)); m.ID != "iam-delete-user-boundary" && m.ID != "iam-put-user-boundary" {
				assert.Zero(t, b, "within a boundary")
			}
			assert.Zero(t, holds(t, &m, s, nil, allow("arn:aws:s3:::bucket", everything...)), "on another resource")
			unread := holds(t, &m, s, func(w *world, _ *string) { w.scps = true }, allow("*", everything...))
			assert.Equal(t, lowered(expectedUnread(&m)), unread, "service control policies were not read")
			region := holds(t, &m, s, nil, statement("Allow", "*", `{"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}`, everything...))
			assert.Equal(t, lowered(expected(&m)), region, "under a condition on the Region")
			if identity {
				return
			}
			assert.Zero(t, holds(t, &m, surroundings{weak: true}.scene(&m), nil, allow("*", everything...)), "no role is stronger")
			if len(m.PassTo) > 0 {
				assert.Zero(t, holds(t, &m, s, nil, allow("*", everything[1:]...), allow(prefix+"role/other", "iam:PassRole")), "another role may be passed")
				assert.Zero(t, holds(t, &m, s, nil, allow("*", everything[1:]...),
					statement("Allow", "*", `{"StringEquals": {"iam:PassedToService": "other.amazonaws.com"}}`, "iam:PassRole")), "to another service")
				assert.Equal(t, m.Confidence, holds(t, &m, s, nil, allow("*", everything[1:]...),
					statement("Allow", "*", `{"StringLike": {"iam:PassedToService": "*.amazonaws.com"}}`, "iam:PassRole")), "to any service")
			}
			if len(m.PassTo) > 0 || m.Target == escalation.TargetOutside {
				assert.Zero(t, holds(t, &m, surroundings{untrusting: true}.scene(&m), nil, allow("*", everything...)), "no role trusts the service")
			}
			if len(m.Needs) > 0 {
				assert.Zero(t, holds(t, &m, surroundings{idle: true}.scene(&m), nil, allow("*", everything...)), "nothing there has such a role")
			}
		})
	}
}

func lowered(c escalation.Confidence) escalation.Confidence {
	if c > escalation.Low {
		return c - 1
	}
	return c
}

// expectedUnread: without the organization nothing says where permission sets
// are kept.
func expectedUnread(m *escalation.Method) escalation.Confidence {
	if m.ID == "sso-new-permission-set" {
		return escalation.Medium
	}
	return expected(m)
}
