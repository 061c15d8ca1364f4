package policytest_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/policytest"
)

const (
	alice    = "arn:aws:iam::111122223333:user/alice"
	role     = "arn:aws:iam::111122223333:role/app"
	session  = "arn:aws:sts::111122223333:assumed-role/app/s1"
	allowAll = `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}`
	denyAll  = `{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}`
	forAll   = `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}}`
)

func docs(texts ...string) []json.RawMessage {
	var list []json.RawMessage
	for _, t := range texts {
		list = append(list, json.RawMessage(t))
	}
	return list
}

func read(principal string) policyeval.Request {
	return policyeval.Request{Principal: principal, Action: "s3:GetObject", Resource: "arn:aws:s3:::b/k", ResourceAccount: "111122223333"}
}

// TestEvalUsesEveryPolicyKind shows for each member that the engine gets it: one
// document in it changes the outcome.
func TestEvalUsesEveryPolicyKind(t *testing.T) {
	p := func(change func(*policytest.Policies)) policytest.Policies {
		p := policytest.Policies{Identity: docs(allowAll)}
		change(&p)
		return p
	}
	for name, tt := range map[string]struct {
		policies policytest.Policies
		want     policytest.Outcome
	}{
		"none":              {policytest.Policies{}, policytest.ImplicitDeny},
		"identity":          {p(func(*policytest.Policies) {}), policytest.Allowed},
		"second identity":   {p(func(p *policytest.Policies) { p.Identity = docs(allowAll, denyAll) }), policytest.ExplicitDeny},
		"resource":          {policytest.Policies{Resource: json.RawMessage(forAll)}, policytest.Allowed},
		"boundary":          {p(func(p *policytest.Policies) { p.Boundary = docs(denyAll) }), policytest.ExplicitDeny},
		"two boundaries":    {p(func(p *policytest.Policies) { p.Boundary = docs(allowAll, allowAll) }), policytest.Invalid},
		"session":           {p(func(p *policytest.Policies) { p.Session = docs(allowAll, denyAll) }), policytest.ExplicitDeny},
		"scps":              {p(func(p *policytest.Policies) { p.SCPs = [][]json.RawMessage{docs(allowAll), {}} }), policytest.ImplicitDeny},
		"rcps":              {p(func(p *policytest.Policies) { p.RCPs = [][]json.RawMessage{docs(forAll)} }), policytest.Allowed},
		"endpoint":          {p(func(p *policytest.Policies) { p.Endpoint = docs(forAll) }), policytest.Allowed},
		"wrong kind":        {p(func(p *policytest.Policies) { p.Endpoint = docs(allowAll) }), policytest.Invalid},
		"principal in scp":  {p(func(p *policytest.Policies) { p.SCPs = [][]json.RawMessage{docs(forAll)} }), policytest.Invalid},
		"rcp sans subject":  {p(func(p *policytest.Policies) { p.RCPs = [][]json.RawMessage{docs(allowAll)} }), policytest.Invalid},
		"resource identity": {policytest.Policies{Resource: json.RawMessage(allowAll)}, policytest.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			c := policytest.Case{Request: read(session), Policies: tt.policies}
			r := c.Eval()
			assert.Equal(t, tt.want, r.Outcome, r.Why)
			assert.NotEmpty(t, r.Why)
			assert.NotContains(t, r.Why, "\n")
			assert.Equal(t, tt.want == policytest.Invalid, r.Err != nil)
		})
	}
}

func TestEvalTakesATrustPolicyForActionsOfSTSOnARole(t *testing.T) {
	trust := `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": "` + alice + `"}, "Action": "sts:AssumeRole"}}`
	withResource := `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": "` + alice + `"}, "Action": "sts:AssumeRole", "Resource": "*"}}`
	req := policyeval.Request{Principal: alice, Action: "STS:AssumeRole", Resource: role}
	c := policytest.Case{Request: req, Policies: policytest.Policies{Resource: json.RawMessage(trust)}}
	assert.Equal(t, policytest.Allowed, c.Eval().Outcome)

	c.Policies.Resource = json.RawMessage(withResource)
	r := c.Eval()
	assert.Equal(t, policytest.Invalid, r.Outcome, "a trust policy has no Resource (D12)")
	var faults policyeval.ParseErrors
	require.ErrorAs(t, r.Err, &faults)
	assert.Contains(t, r.Why, "policytest: resource: policyeval: ")
}

func TestEvalAnswersPlainCasesStrictly(t *testing.T) {
	// The session name of a bare role is not known (N5), nor is the owner of the bucket.
	allow := `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": "` + session + `"}, "Action": "*"}}`
	c := policytest.Case{Request: read(role), Policies: policytest.Policies{Resource: json.RawMessage(allow)}}
	r := c.Eval()
	assert.Equal(t, policytest.ImplicitDeny, r.Outcome, "nothing is declared unknown")
	assert.Contains(t, r.Why, policyeval.FactSessionName, "the reason names what is missing")
	assert.Contains(t, r.Why, "counts against the requester")
	c.Request.Unknown = policyeval.UnknownKeys(policyeval.FactSessionName)
	assert.Equal(t, policytest.Undetermined, c.Eval().Outcome, "the fact is declared")

	c = policytest.Case{Request: read(alice), Policies: policytest.Policies{Identity: docs(allowAll)}}
	c.Request.ResourceAccount = ""
	assert.Equal(t, policytest.ImplicitDeny, c.Eval().Outcome)
	c.Request.Open = true
	assert.Equal(t, policytest.Undetermined, c.Eval().Outcome)
}

func TestEvalReportsARefusedRequest(t *testing.T) {
	c := policytest.Case{Request: read("alice"), Policies: policytest.Policies{Identity: docs(allowAll)}}
	r := c.Eval()
	assert.Equal(t, policytest.Invalid, r.Outcome)
	var request *policyeval.RequestError
	require.ErrorAs(t, r.Err, &request)
	assert.Equal(t, "Principal", request.Field)
}

func TestEvalDoesNotChangeTheCase(t *testing.T) {
	f, err := policytest.Parse("cases.json", []byte(whole))
	require.NoError(t, err)
	again, err := policytest.Parse("cases.json", []byte(whole))
	require.NoError(t, err)
	for i := range f.Cases {
		f.Cases[i].Eval()
	}
	assert.Equal(t, again, f)
}
