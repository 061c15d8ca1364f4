package escalation_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/escalation"
)

const sensitive = `{"Effect": "Allow", "Action": "iam:CreateUser", "Resource": "*"}`

// chain is users and roles of which each may assume the next; the last one is an
// administrator.
func chain(w *world, n int) string {
	for i := 1; i <= n; i++ {
		can := allow(fmt.Sprintf("%srole/hop-%d", prefix, i+1), "sts:AssumeRole")
		if i == n {
			can = anyone
		}
		w.role(fmt.Sprintf("hop-%d", i), trusts(ownAccount), can)
	}
	return w.user("eve", allow(prefix+"role/hop-1", "sts:AssumeRole")).ARN
}

func ends(p escalation.Path) (list []string) {
	for _, e := range p {
		list = append(list, strings.ReplaceAll(e.To, prefix, ""))
	}
	return list
}

// TestChains: roles that are no stronger themselves lead to an administrator.
func TestChains(t *testing.T) {
	w := newWorld()
	eve := chain(w, 3)
	g := w.analyze(t)
	path := g.Path(eve)
	assert.Equal(t, []string{"role/hop-1", "role/hop-2", "role/hop-3"}, ends(path))
	assert.Equal(t, escalation.High, path.Confidence())
	steps := path.Steps()
	require.Len(t, steps, 3)
	for i, s := range steps {
		assert.Equal(t, "sts-assume-role", s.Method)
		assert.NotEmpty(t, s.Statements)
		if i > 0 {
			assert.Equal(t, steps[i-1].To, s.From, "each step begins where the one before it ended")
		}
	}
	assert.Equal(t, []string{prefix + "role/hop-1/trust policy#1", eve + "/own#1"}, slices.Sorted(slices.Values(steps[0].Statements)))
	assert.Equal(t, []string{"sts-assume-role role/hop-1 high"}, lines(g, eve), "the first step is told though the role is no stronger")

	far := newWorld()
	eve = chain(far, 4)
	assert.Empty(t, far.analyze(t).Path(eve), "four steps are more than the default")
	assert.Len(t, far.analyze(t, func(o *escalation.Options) { o.Depth = 4 }).Path(eve), 4)
}

// TestCycles: roles that assume each other end nothing and lead nowhere.
func TestCycles(t *testing.T) {
	w := newWorld()
	w.role("a", trusts(ownAccount), allow(prefix+"role/*", "sts:AssumeRole"))
	w.role("b", trusts(ownAccount), allow(prefix+"role/*", "sts:AssumeRole"))
	w.role("c", trusts(prefix+"role/b"), anyone)
	g := w.analyze(t)
	assert.Equal(t, []string{"role/b", "role/c"}, ends(g.Path(prefix+"role/a")))
	assert.Equal(t, []string{"role/c"}, ends(g.Path(prefix+"role/b")))
	assert.Empty(t, g.Path(prefix+"role/c"))
	assert.Len(t, g.Paths(), 2)
}

// TestShortest: fewest steps first, then confidence, then ARN.
func TestShortest(t *testing.T) {
	w := newWorld()
	w.role("z-admin", trusts(prefix+"user/eve"), anyone)
	w.role("b-admin", `{"Effect": "Allow", "Principal": {"AWS": "`+prefix+`user/eve"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"sts:ExternalId": "x"}}}`, anyone)
	w.role("a-hop", trusts(prefix+"user/eve"), allow("*", "iam:PutRolePolicy"))
	eve := w.user("eve", little).ARN
	g := w.analyze(t)
	assert.Equal(t, []string{"role/z-admin"}, ends(g.Path(eve)), "the certain way before the one that hangs on an external id")
	assert.Equal(t, []string{"sts-assume-role role/z-admin high", "sts-assume-role role/a-hop high", "sts-assume-role role/b-admin medium"}, lines(g, eve))
	assert.Equal(t, []string{"sts:ExternalId"}, g.From(eve)[2].Conditions)
	w.role("c-admin", trusts(prefix+"user/eve"), anyone)
	assert.Equal(t, []string{"role/c-admin"}, ends(w.analyze(t).Path(eve)))
}

// TestMaxTargets: the list is cut, and says so; what is nearest to an
// administrator stays.
func TestMaxTargets(t *testing.T) {
	w := newWorld()
	for i := range 9 {
		w.role(fmt.Sprintf("a-%d", i), trusts(ownAccount), sensitive)
	}
	w.role("z", trusts(ownAccount), anyone)
	eve := w.user("eve", allow("*", "sts:AssumeRole")).ARN
	p := w.analyze(t, func(o *escalation.Options) { o.MaxTargets = 3 }).Principal(eve)
	require.Len(t, p.Edges, 3)
	assert.Equal(t, prefix+"role/z", p.Edges[0].To)
	assert.Equal(t, map[string]int{"sts-assume-role": 7}, p.More)
	assert.Len(t, w.analyze(t).From(eve), 5)
}

// TestServiceLinked: nobody becomes a service-linked role, and it does nothing by
// itself.
func TestServiceLinked(t *testing.T) {
	w := newWorld()
	r := w.role("AWSServiceRoleForX", service("lambda.amazonaws.com"), anyone)
	r.ARN = prefix + "role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX"
	eve := w.user("eve", allow("*", "iam:PassRole", "lambda:*", "iam:UpdateAssumeRolePolicy")).ARN
	g := w.analyze(t)
	assert.Empty(t, lines(g, eve))
	assert.True(t, g.Principal(r.ARN).ServiceLinked)
	assert.Nil(t, g.Principal(prefix+"user/nobody"))
	assert.Empty(t, g.From(prefix+"user/nobody"))
	assert.Equal(t, account, g.Account())
}

// TestNotEvaluated: R52. Without the dataset the methods are named; with a part
// of it they are of medium confidence.
func TestNotEvaluated(t *testing.T) {
	const eve = prefix + "user/eve"
	analyze := func(absent, partial bool) *escalation.Principal {
		w := newWorld()
		w.absent, w.partial = absent, partial
		w.role("strong", service("lambda.amazonaws.com"), anyone)
		w.user("eve", allow("*", "lambda:UpdateFunctionCode", "lambda:InvokeFunction"))
		w.user("reader", little)
		g := w.analyze(t)
		assert.Empty(t, g.Principal(prefix+"user/reader").NotEvaluated, "it has none of the actions")
		return g.Principal(eve)
	}
	whole := analyze(false, false)
	assert.Empty(t, whole.Edges, "no function has a stronger role")
	assert.Empty(t, whole.NotEvaluated)
	part := analyze(false, true)
	assert.Equal(t, []string{"lambda-update-code"}, part.Methods())
	assert.Equal(t, escalation.Medium, part.Confidence())
	assert.Equal(t, []string{"unread:functions"}, part.Edges[0].Conditions)
	none := analyze(true, false)
	assert.Empty(t, none.Edges)
	require.Len(t, none.NotEvaluated, 2)
	assert.Equal(t, "functions", none.NotEvaluated[0].Dataset)
	assert.Contains(t, none.NotEvaluated[0].Reason, "lambda:ListFunctions")
}

// TestGaps: documents that could not be read are named, and make a maybe.
func TestGaps(t *testing.T) {
	w := newWorld()
	w.role("admin", "}", anyone)
	eve := w.user("eve", allow("*", "sts:AssumeRole"))
	eve.Attached = []iamhygiene.AttachedPolicy{{Name: "Lost", ARN: managed + "Lost"}}
	g := w.analyze(t)
	p := g.Principal(prefix + "user/eve")
	require.Len(t, p.Gaps, 1)
	assert.Contains(t, p.Gaps[0], "Lost")
	assert.Equal(t, escalation.ConditionalAdministrator, p.Admin.Status)
	assert.Len(t, g.Principal(prefix+"role/admin").Gaps, 1, "its trust policy")
	for _, e := range p.Edges {
		assert.NotEqual(t, escalation.High, e.Confidence, e.Method)
		assert.NotEmpty(t, e.Conditions, e.Method)
	}
}

// TestUnread: an account of which nothing is known gives a graph that says so.
func TestUnread(t *testing.T) {
	g, err := escalation.Analyze(context.Background(), iamhygiene.NewSnapshot(account, "aws", now))
	require.NoError(t, err)
	assert.Empty(t, g.Principals())
	assert.NotEmpty(t, g.Unread())
	assert.NotEmpty(t, g.SCPsUnread())
}

func TestErrors(t *testing.T) {
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	w := newWorld()
	w.user("eve", anyone)
	_, err := escalation.Analyze(cancelled, w.snapshot(t))
	assert.ErrorIs(t, err, context.Canceled)
	_, err = escalation.Analyze(context.Background(), w.snapshot(t), func(o *escalation.Options) { o.Sensitive = []string{"iam"} })
	assert.ErrorContains(t, err, "escalation: Options.Sensitive: ")
}

// TestJSON: the graph survives its JSON form, and is the same each time and from
// many goroutines.
func TestJSON(t *testing.T) {
	w := company(60)
	g := w.analyze(t)
	text, err := json.Marshal(g)
	require.NoError(t, err)
	var back escalation.Graph
	require.NoError(t, json.Unmarshal(text, &back))
	again, err := json.Marshal(&back)
	require.NoError(t, err)
	assert.Equal(t, string(text), string(again))
	assert.Equal(t, g.Paths(), back.Paths())

	s := w.snapshot(t)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			other, err := escalation.Analyze(context.Background(), s)
			if assert.NoError(t, err) {
				same, _ := json.Marshal(other)
				assert.Equal(t, string(text), string(same))
			}
		})
	}
	group.Wait()

	assert.ErrorContains(t, json.Unmarshal([]byte(`{"version": 9, "principals": []}`), &back), "escalation: graph of version 9")
	assert.ErrorContains(t, json.Unmarshal([]byte(`[]`), &back), "escalation: graph: ")
}

func TestWriteDOT(t *testing.T) {
	w := newWorld()
	w.role("admin", service("lambda.amazonaws.com"), anyone)
	w.role("ci", trusts(prefix+"user/eve"), allow("*", "iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"), sensitive)
	w.user("eve", little)
	var b bytes.Buffer
	require.NoError(t, w.analyze(t).WriteDOT(&b))
	assert.Equal(t, `digraph escalation {
	rankdir=LR;
	"arn:aws:iam::111122223333:role/admin" [label="role admin", peripheries=2];
	"arn:aws:iam::111122223333:role/ci" [label="role ci", shape=box];
	"arn:aws:iam::111122223333:user/eve" [label="user eve"];
	"arn:aws:iam::111122223333:role/ci" -> "arn:aws:iam::111122223333:role/admin" [label="lambda-invoke"];
	"arn:aws:iam::111122223333:user/eve" -> "arn:aws:iam::111122223333:role/ci" [label="sts-assume-role"];
}
`, b.String())
}
