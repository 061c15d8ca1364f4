package escalation_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/escalation"
)

// controlled limits an account by one service control policy.
func (w *world) controlled(statements ...string) {
	w.scps = true
	w.options = append(w.options, iamhygiene.ControlPolicies.With(&iamhygiene.ControlPolicySet{
		SCPs: []iamhygiene.ControlLevel{{Target: "r-1", Policies: []iamhygiene.ControlPolicy{{Name: "guard", Document: document(append(statements, anyone)...)}}}},
	}, now))
}

// TestReviewControl: service control policies that companies write, and who is an
// administrator under them.
func TestReviewControl(t *testing.T) {
	tests := []struct {
		name, rule, policy string
		spared, eve        escalation.AdminStatus // the roles that the policy spares, and a user
	}{
		{"nothing", "AWS's own policy", anyone, escalation.EffectiveAdministrator, escalation.EffectiveAdministrator},
		{"IAM for one role", "the role that is spared is an administrator, and nobody else",
			statement("Deny", "*", `{"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/breakglass"}}`, "iam:*"), escalation.EffectiveAdministrator, escalation.NotAdministrator},
		{"Regions, IAM included", "everything hangs on the Region: administrators are conditional",
			statement("Deny", "*", `{"StringNotEquals": {"aws:RequestedRegion": ["us-east-1", "eu-west-1"]}}`, "*"), escalation.ConditionalAdministrator, escalation.ConditionalAdministrator},
		{"Regions, IAM excluded", "the usual guard rail makes nobody less of an administrator",
			`{"Effect": "Deny", "NotAction": ["iam:*", "sts:*", "organizations:*", "support:*"], "Resource": "*", "Condition": {"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}}`, escalation.EffectiveAdministrator, escalation.EffectiveAdministrator},
		{"leaving the organization", "one action less", deny("*", "organizations:LeaveOrganization"), escalation.EffectiveAdministrator, escalation.EffectiveAdministrator},
		{"by tag", "who has the tag is spared",
			statement("Deny", "*", `{"StringNotEquals": {"aws:PrincipalTag/team": "platform"}}`, "iam:*"), escalation.ConditionalAdministrator, escalation.NotAdministrator},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld()
			w.controlled(tt.policy)
			w.role("breakglass", service("ec2.amazonaws.com"), anyone)
			w.user("eve", anyone)
			g := w.analyze(t)
			assert.Equal(t, tt.spared, g.Principal(prefix+"role/breakglass").Admin.Status, tt.rule)
			assert.Equal(t, tt.eve, g.Principal(prefix+"user/eve").Admin.Status, tt.rule)
			for _, p := range g.Principals() {
				if p.Admin.Status != escalation.NotAdministrator {
					assert.NotEmpty(t, p.Admin.Statements, p.ARN)
				}
			}
		})
	}
}

// TestReviewOrganization: the id of the organization is in the data, so a condition
// on it is no doubt.
func TestReviewOrganization(t *testing.T) {
	for id, want := range map[string][]string{
		"o-ours":   {"sts-assume-role role/admin high"},
		"o-theirs": nil,
	} {
		w := newWorld()
		w.scps = true
		w.options = append(w.options,
			iamhygiene.OrganizationDetails.With(&iamhygiene.Organization{Member: true, ID: "o-ours", ManagementAccount: "999988887777"}, now),
			iamhygiene.ControlPolicies.With(&iamhygiene.ControlPolicySet{}, now))
		w.role("admin", `{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "`+id+`"}}}`, anyone)
		w.user("eve", allow("*", "sts:AssumeRole"))
		assert.Equal(t, want, lines(w.analyze(t), prefix+"user/eve"), id)
		other := func(o *escalation.Options) { o.Context = map[string][]string{"AWS:principalorgid": {"o-other"}} }
		assert.Empty(t, lines(w.analyze(t, other), prefix+"user/eve"), "what the caller says goes first")
	}
}

// TestReviewPartitions: the names of China and GovCloud.
func TestReviewPartitions(t *testing.T) {
	for partition, name := range map[string]string{"aws-cn": "ec2.amazonaws.com.cn", "aws-us-gov": "ec2.amazonaws.com"} {
		for _, passed := range []string{"", name} {
			t.Run(partition+" "+passed, func(t *testing.T) {
				w := newWorld()
				r := w.role("strong", service(name), anyone)
				r.InstanceProfiles = []string{prefix + "instance-profile/strong"}
				pass := allow("*", "iam:PassRole")
				if passed != "" {
					pass = statement("Allow", prefix+"role/*", `{"StringEquals": {"iam:PassedToService": "`+passed+`"}}`, "iam:PassRole")
				}
				w.role("open", trusts(ownAccount), anyone)
				w.user("eve", pass, allow("*", "ec2:RunInstances"), allow(prefix+"role/open", "sts:AssumeRole"))
				w.instances = []iamhygiene.Instance{}
				text, err := w.snapshot(t).MarshalJSON()
				require.NoError(t, err)
				text = bytes.ReplaceAll(text, []byte("arn:aws:"), []byte("arn:"+partition+":"))
				text = bytes.Replace(text, []byte(`"partition":"aws"`), []byte(`"partition":"`+partition+`"`), 1)
				var s iamhygiene.Snapshot
				require.NoError(t, s.UnmarshalJSON(text))
				require.Equal(t, partition, s.Partition())
				g, err := escalation.Analyze(context.Background(), &s)
				require.NoError(t, err)
				mine := strings.ReplaceAll(prefix, "arn:aws:", "arn:"+partition+":")
				var got []string
				for _, e := range g.From(mine + "user/eve") {
					got = append(got, e.Method+" "+strings.TrimPrefix(e.To, mine)+" "+e.Confidence.String())
				}
				assert.Equal(t, []string{"sts-assume-role role/open high", "ec2-run-instances role/strong high"}, got)
			})
		}
	}
}

// TestReviewOrder: the order of users, roles, groups, policies and instances in
// the data changes nothing.
func TestReviewOrder(t *testing.T) {
	write := func(w *world) string {
		g := w.analyze(t)
		text, err := json.Marshal(g)
		require.NoError(t, err)
		var dot strings.Builder
		require.NoError(t, g.WriteDOT(&dot))
		return string(text) + dot.String()
	}
	account := func() *world {
		w := company(60)
		for i := range 8 {
			w.role(fmt.Sprintf("boss-%d", i), trusts(ownAccount)+","+service("lambda.amazonaws.com", "ec2.amazonaws.com", "elasticmapreduce.amazonaws.com"), anyone).
				InstanceProfiles = []string{fmt.Sprintf("%sinstance-profile/boss-%d", prefix, i)}
			w.instances = append(w.instances, iamhygiene.Instance{ID: fmt.Sprintf("i-%d", i), Region: "us-east-1", State: "running", Profile: fmt.Sprintf("%sinstance-profile/boss-%d", prefix, i)})
		}
		w.user("eve", allow("*", "iam:PassRole", "sts:AssumeRole", "lambda:*", "elasticmapreduce:*", "ssm:*", "iam:CreateAccessKey", "iam:PutRolePolicy", "iam:CreatePolicyVersion"))
		return w
	}
	want := write(account())
	assert.Equal(t, want, write(account()), "twice")
	w := account()
	slices.Reverse(w.details.Users)
	slices.Reverse(w.details.Groups)
	slices.Reverse(w.details.Roles)
	slices.Reverse(w.details.Policies)
	slices.Reverse(w.instances)
	slices.Reverse(w.functions)
	slices.Reverse(w.entries)
	assert.Equal(t, want, write(w), "the other way round")
}

// TestReviewPathIsAmongEdges: the first step of the path is told, however many
// targets there are.
func TestReviewPathIsAmongEdges(t *testing.T) {
	w := newWorld()
	for i := range 8 { // nearer to the beginning of the alphabet, and less sure
		w.role(fmt.Sprintf("a-%d", i), trusts(ownAccount), statement("Allow", "*", `{"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}`, "*"))
	}
	w.role("z", trusts(ownAccount), anyone)
	w.user("eve", allow("*", "sts:AssumeRole"))
	g := w.analyze(t)
	path := g.Path(prefix + "user/eve")
	require.Len(t, path, 1)
	assert.Equal(t, prefix+"role/z", path[0].To, "a conditional administrator is worth less")
	assert.True(t, slices.ContainsFunc(g.From(prefix+"user/eve"), func(e escalation.Edge) bool { return e.To == prefix+"role/z" }))
}

// TestReviewChains: three steps and not four, and a role that a chain cannot pass.
func TestReviewChains(t *testing.T) {
	w := newWorld()
	w.user("eve", allow(prefix+"role/one", "sts:AssumeRole"))
	w.role("one", trusts(ownAccount), little)
	w.role("two", trusts(prefix+"role/one"), allow("*", "lambda:CreateFunction", "lambda:InvokeFunction", "iam:PassRole"))
	w.role("three", service(lambdaService), anyone)
	w.user("far", allow(prefix+"role/zero", "sts:AssumeRole"))
	w.role("zero", trusts(prefix+"user/far"), allow(prefix+"role/one", "sts:AssumeRole"))
	g := w.analyze(t)
	path := g.Path(prefix + "user/eve")
	require.Len(t, path, 3)
	assert.Equal(t, []string{"sts-assume-role", "sts-assume-role", "lambda-invoke"}, []string{path[0].Method, path[1].Method, path[2].Method})
	assert.Empty(t, g.Path(prefix+"user/far"))
	g = w.analyze(t, func(o *escalation.Options) { o.Depth = 4 })
	assert.Len(t, g.Path(prefix+"user/far"), 4)
}

// TestReviewRest: what is not a step.
func TestReviewRest(t *testing.T) {
	t.Run("an empty snapshot", func(t *testing.T) {
		g, err := escalation.Analyze(context.Background(), iamhygiene.NewSnapshot(account, "aws", now))
		require.NoError(t, err)
		assert.Empty(t, g.Principals())
		var dot strings.Builder
		require.NoError(t, g.WriteDOT(&dot))
		text, err := json.Marshal(g)
		require.NoError(t, err)
		var back escalation.Graph
		require.NoError(t, json.Unmarshal(text, &back))
	})
	t.Run("cancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		_, err := escalation.Analyze(ctx, company(20).snapshot(t))
		assert.ErrorIs(t, err, context.Canceled)
	})
	t.Run("a user of the credential report alone", func(t *testing.T) {
		w := newWorld()
		w.user("boss", anyone)
		w.credentials("ghost", true, false, 1)
		g := w.analyze(t)
		ghost := g.Principal(prefix + "user/ghost")
		require.NotNil(t, ghost)
		assert.Equal(t, escalation.ConditionalAdministrator, ghost.Admin.Status)
		assert.NotEmpty(t, ghost.Gaps)
		for _, e := range ghost.Edges {
			assert.Less(t, e.Confidence, escalation.High, e.Method)
			assert.NotEmpty(t, e.Conditions, e.Method)
		}
	})
	t.Run("a round trip through JSON", func(t *testing.T) {
		g := company(40).analyze(t)
		text, err := json.Marshal(g)
		require.NoError(t, err)
		var back escalation.Graph
		require.NoError(t, json.Unmarshal(text, &back))
		again, err := json.Marshal(&back)
		require.NoError(t, err)
		assert.Equal(t, string(text), string(again))
	})
	t.Run("no role of a chain is its own target", func(t *testing.T) {
		w := newWorld()
		w.role("self", trusts(ownAccount)+","+service(lambdaService), allow("*", "sts:AssumeRole", "iam:PassRole", "lambda:*"))
		assert.Empty(t, w.analyze(t).From(prefix+"role/self"))
	})
}
