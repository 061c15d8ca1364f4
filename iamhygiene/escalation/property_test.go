package escalation_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/escalation"
)

// stage is an account with something for most methods, and eve with the given
// statements in three policies and perhaps within a boundary.
func stage(statements []string, bounded bool) *world {
	w := newWorld()
	r := w.role("admin", service("lambda.amazonaws.com", "ec2.amazonaws.com", "cloudformation.amazonaws.com", "glue.amazonaws.com"), anyone)
	r.InstanceProfiles = []string{prefix + "instance-profile/admin"}
	w.role("open", trusts(ownAccount), anyone)
	w.role("weak", trusts(ownAccount, prefix+"user/eve"), little).Attached = []iamhygiene.AttachedPolicy{w.policy("weak", document(little))}
	w.user("boss", anyone)
	w.credentials("boss", true, false, 1)
	w.group("admins", anyone)
	w.group("team", little)
	w.instances = []iamhygiene.Instance{{ID: "i-1", Region: "us-east-1", State: "running", Profile: prefix + "instance-profile/admin"}}
	w.functions = []iamhygiene.Function{{ARN: "arn:aws:lambda:us-east-1:" + account + ":function:f", Region: "us-east-1", Role: prefix + "role/admin"}}
	mine := w.policy("mine", document(little), document(anyone))
	u := w.user("eve", statements...)
	u.Attached, u.Groups = []iamhygiene.AttachedPolicy{mine}, []string{"team"}
	if bounded {
		u.Boundary = w.policy("bound", document(allow("*", "iam:*", "lambda:*", "sts:*"))).ARN
	}
	return w
}

// draw makes a statement.
func draw(r *rand.Rand, effect string) string {
	methods := escalation.Methods()
	var actions []string
	for range 1 + r.IntN(3) {
		m := methods[r.IntN(len(methods))]
		if r.IntN(2) == 0 {
			m = methods[r.IntN(33)] // identities
		}
		for _, list := range m.Actions {
			actions = append(actions, list[r.IntN(len(list))])
		}
	}
	for i := range actions {
		if at := strings.IndexByte(actions[i], ':'); r.IntN(6) == 0 {
			actions[i] = actions[i][:at+1+r.IntN(len(actions[i])-at-1)] + "*"
		}
	}
	resources := []string{"*", "*", "*", prefix + "role/*", prefix + "role/admin", prefix + "user/*", prefix + "user/${aws:username}", prefix + "group/*", prefix + "policy/*", "arn:aws:lambda:*:*:function:*"}
	conditions := []string{"", "", "", `{"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}`, `{"Bool": {"aws:MultiFactorAuthPresent": "true"}}`,
		`{"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}`, `{"ArnNotLike": {"iam:PolicyARN": "arn:aws:iam::aws:policy/Admin*"}}`, `{"Null": {"iam:PermissionsBoundary": "false"}}`}
	if effect == "Deny" && r.IntN(3) > 0 {
		actions = actions[:1]
	}
	return statement(effect, resources[r.IntN(len(resources))], conditions[r.IntN(len(conditions))], actions...)
}

// ways are the steps of eve that end at an administrator: what they reach does
// not depend on what eve can do. Other steps may appear when eve becomes weaker,
// because more principals are then stronger.
func ways(t *testing.T, w *world) (map[string]escalation.Confidence, escalation.AdminStatus) {
	g := w.analyze(t, supersets, func(o *escalation.Options) { o.MaxTargets = 100 })
	list := map[string]escalation.Confidence{}
	for _, e := range g.From(prefix + "user/eve") {
		if p := g.Principal(e.To); e.To == escalation.Administrator || p != nil && p.Admin.Status == escalation.EffectiveAdministrator {
			list[e.Method+" "+e.To+" "+e.Target] = e.Confidence
		}
	}
	return list, g.Principal(prefix + "user/eve").Admin.Status
}

// monotone checks that less permission never opens a way.
// It returns how many ways there were.
func monotone(t *testing.T, seed uint64) int {
	r := rand.New(rand.NewPCG(seed, 1))
	var statements []string
	for range 1 + r.IntN(4) {
		statements = append(statements, draw(r, "Allow"))
	}
	if r.IntN(3) == 0 {
		statements = append(statements, draw(r, "Deny"))
	}
	bounded := r.IntN(4) == 0
	before, status := ways(t, stage(statements, bounded))
	if status != escalation.NotAdministrator {
		return 0 // an administrator takes no step
	}
	subset := func(after map[string]escalation.Confidence, why string) {
		for way, confidence := range after {
			assert.GreaterOrEqual(t, before[way], confidence, "seed %d: %s: %s\n%s", seed, why, way, strings.Join(statements, "\n"))
		}
	}
	at := r.IntN(len(statements))
	if !strings.Contains(statements[at], `"Effect": "Deny"`) {
		after, _ := ways(t, stage(append(slices.Delete(slices.Clone(statements), at, at+1), little), bounded))
		subset(after, "without an Allow")
	}
	after, _ := ways(t, stage(append(slices.Clone(statements), draw(r, "Deny")), bounded))
	for way := range after {
		if strings.HasPrefix(way, "iam-drop-own-deny ") {
			delete(after, way) // there is one more Deny to get rid of
		}
	}
	subset(after, "with one more Deny")
	return len(before)
}

func TestMonotone(t *testing.T) {
	ways := 0
	for seed := range uint64(120) {
		ways += monotone(t, seed)
	}
	assert.Greater(t, ways, 200, "the accounts have ways at all")
}

func FuzzMonotone(f *testing.F) {
	f.Add(uint64(1000))
	f.Fuzz(func(t *testing.T, seed uint64) { monotone(t, seed) })
}

// TestInvariants: what holds of every graph.
func TestInvariants(t *testing.T) {
	methods := map[string]escalation.Method{}
	for _, m := range escalation.Methods() {
		methods[m.ID] = m
	}
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 2))
		w := stage([]string{draw(r, "Allow"), draw(r, "Allow"), draw(r, "Deny")}, r.IntN(2) == 0)
		g := w.analyze(t)
		for _, p := range g.Principals() {
			name := fmt.Sprintf("seed %d: %s", seed, p.ARN)
			assert.True(t, slices.IsSortedFunc(p.Edges, func(a, b escalation.Edge) int { return int(b.Confidence) - int(a.Confidence) }), name)
			for _, e := range p.Edges {
				m, known := methods[e.Method]
				require.True(t, known, name)
				assert.Equal(t, p.ARN, e.From, name)
				assert.NotEqual(t, e.From, e.To, name)
				assert.NotEmpty(t, e.Grants, "%s %s", name, e.Method)
				for _, grant := range e.Grants {
					assert.NotEmpty(t, grant.Statements, "%s %s %s", name, e.Method, grant.Action)
				}
				if e.Method != "iam-set-default-policy-version" {
					assert.LessOrEqual(t, e.Confidence, m.Confidence, "%s %s", name, e.Method)
				}
				if e.Confidence < m.Confidence && e.Method != "iam-update-login-profile" && e.Method != "sso-new-permission-set" {
					assert.NotEmpty(t, e.Conditions, "%s %s: a lower confidence has a reason", name, e.Method)
				}
			}
			if len(p.Path) == 0 {
				continue
			}
			assert.Equal(t, p.ARN, p.Path[0].From, name)
			for i := 1; i < len(p.Path); i++ {
				assert.Equal(t, p.Path[i-1].To, p.Path[i].From, name)
			}
			last := p.Path[len(p.Path)-1].To
			if end := g.Principal(last); last != escalation.Administrator && assert.NotNil(t, end, name) {
				assert.NotEqual(t, escalation.NotAdministrator, end.Admin.Status, name)
			}
			text, err := json.Marshal(p.Path[0])
			require.NoError(t, err)
			assert.True(t, slices.ContainsFunc(p.Edges, func(e escalation.Edge) bool {
				same, _ := json.Marshal(e)
				return string(same) == string(text)
			}), "%s: the first step of the path is among the edges", name)
		}
	}
}
