package policyeval_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/internal/reference"
)

// completions are what an unknown key may turn out to be: absent, empty, values
// that the generated policies know, a malformed one, and two at once.
var completions = [][]string{nil, {""}, {"a"}, {"x"}, {"true"}, {"10.0.0.1"}, {"arn:aws:s3:::b/k"}, {"2024-01-01T00:00:00Z"}, {"YQ=="}, {"1"}, {"no such thing"}, {"a", "k"}}

// unknownKeys are the keys that the tests make unknown: some plain, some from
// which others are derived.
var unknownKeys = []string{"k:a", "k:b", "k:k", "k:m", "k:t", "k:i", "k:y", "k:d", "aws:SourceIp", "aws:CalledVia", "aws:PrincipalOrgID", "aws:MultiFactorAuthPresent", "aws:SourceVpc"}

// undetermined calls f with generated cases in which two keys that the policies
// read are unknown.
func undetermined(t *testing.T, n int, f func(c reference.Case, a *policyeval.Authorizer, keys []string, three policyeval.Decision)) {
	t.Helper()
	r := rand.New(rand.NewPCG(21, 22))
	found, seen := 0, 0
	for c := range generatedCases() {
		if found == n {
			return
		}
		folded := strings.ToLower(text(c))
		var keys []string
		for _, i := range r.Perm(len(unknownKeys)) {
			if key := unknownKeys[i]; len(keys) < 2 && strings.Contains(folded, strings.ToLower(key)) {
				keys = append(keys, key)
			}
		}
		if len(keys) == 0 {
			continue
		}
		for given := range c.Request.Context {
			for _, key := range keys {
				if strings.EqualFold(given, key) {
					c = withContext(c, map[string][]string{given: nil})
				}
			}
		}
		c.Request.Unknown, c.Request.Open = keys, false
		c = withContext(c, map[string][]string{"aws:CalledViaFirst": nil, "aws:CalledViaLast": nil, "aws:ViaAWSService": nil})
		a, err := authorizerOf(c)
		require.NoError(t, err)
		three, err := a.Authorize(requestOf(c.Request, c.Settings))
		if err != nil {
			continue
		}
		if seen++; three.Outcome != policyeval.Undetermined && seen%32 != 0 {
			continue // most answers are definite; a few of them suffice
		}
		found++
		f(c, a, keys, three)
	}
}

// complete gives the unknown keys values.
func complete(c reference.Case, keys []string, values [][]string) reference.Case {
	changes := map[string][]string{}
	for i, key := range keys {
		changes[key] = values[i]
	}
	return withContext(withoutUnknown(c, keys...), changes)
}

// answer decides a case whose documents are those of the Authorizer.
func answer(t *testing.T, a *policyeval.Authorizer, c reference.Case) policyeval.Decision {
	t.Helper()
	d, err := a.Authorize(requestOf(c.Request, c.Settings))
	require.NoError(t, err, text(c))
	return d
}

// TestSoundness enumerates completions (17.4 and properties 25 and 26).
func TestSoundness(t *testing.T) {
	outcomes := map[policyeval.Outcome]int{}
	undetermined(t, 150, func(c reference.Case, a *policyeval.Authorizer, keys []string, three policyeval.Decision) {
		outcomes[three.Outcome]++
		values := make([][]string, len(keys))
		for _, first := range completions {
			values[0] = first
			half := answer(t, a, complete(c, keys[:1], values[:1]))
			assert.Zero(t, half.Possible&^three.Possible, "%s = %q enlarges %v to %v\n%s", keys[0], first, three, half, text(c))
			if len(keys) == 1 {
				continue
			}
			for _, second := range completions {
				values[1] = second
				whole := answer(t, a, complete(c, keys, values))
				assert.Zero(t, whole.Possible&^half.Possible, "%q = %q: %v is not in %v\n%s", keys, values, whole, half, text(c))
				assert.True(t, three.Outcome == policyeval.Undetermined || whole.Outcome == three.Outcome, "%q = %q: %v is not %v\n%s", keys, values, whole, three, text(c))
			}
		}
	})
	assert.Greater(t, outcomes[policyeval.Undetermined], 100, "too few undetermined answers to prove anything")
}

// TestDependencies is property 27 and 17.4.5: the keys that an answer reports
// are all that matter.
func TestDependencies(t *testing.T) {
	free := 0
	undetermined(t, 150, func(c reference.Case, a *policyeval.Authorizer, keys []string, three policyeval.Decision) {
		for _, first := range completions[:8] {
			var answers []policyeval.Outcome
			for _, second := range completions {
				values := make([][]string, len(keys))
				var reported, others int
				for i, key := range keys {
					if dependsOn(three, key) {
						values[i], reported = first, reported+1
					} else {
						values[i], others = second, others+1
					}
				}
				if others == 0 || reported > 1 {
					return
				}
				answers = append(answers, answer(t, a, complete(c, keys, values)).Outcome)
			}
			free++
			assert.Len(t, slices.Compact(answers), 1, "%q unknown, %v, reported = %q: %v\n%s", keys, three, first, answers, text(c))
		}
	})
	assert.Greater(t, free, 100)
	undetermined(t, 150, func(c reference.Case, a *policyeval.Authorizer, keys []string, three policyeval.Decision) {
		var reported []string
		for _, key := range keys {
			if dependsOn(three, key) {
				reported = append(reported, key)
			}
		}
		if len(reported) < len(three.DependsOn) {
			return // it hangs on a fact as well
		}
		for _, value := range completions {
			d := answer(t, a, complete(c, reported, [][]string{value, value}))
			assert.NotEqual(t, policyeval.Undetermined, d.Outcome, "%q unknown, %v, reported = %q\n%s", keys, three, value, text(c))
		}
	})
}

func dependsOn(d policyeval.Decision, key string) bool {
	return slices.ContainsFunc(d.DependsOn, func(name string) bool { return strings.EqualFold(name, key) })
}

// TestFactsAreSound replaces facts about the request by what they may be.
func TestFactsAreSound(t *testing.T) {
	const own = "111111111111"
	type fact struct {
		name   string
		fits   func(r reference.Request) bool
		values []func(r *reference.Request)
	}
	session := func(name string) func(r *reference.Request) {
		return func(r *reference.Request) {
			r.Role = r.Principal
			r.Principal = "arn:aws:sts::" + own + ":assumed-role/" + r.Principal[strings.LastIndex(r.Principal, "/")+1:] + "/" + name
		}
	}
	facts := []fact{
		{policyeval.FactSessionName, func(r reference.Request) bool {
			return strings.HasPrefix(r.Principal, "arn:aws:iam::"+own+":role/") && r.Role == ""
		},
			[]func(r *reference.Request){session("s"), session("t"), session("other")}},
		{policyeval.FactResourceAccount, func(r reference.Request) bool { return strings.HasPrefix(r.Resource, "arn:aws:s3:::") },
			[]func(r *reference.Request){func(r *reference.Request) { r.ResourceAccount = own }, func(r *reference.Request) { r.ResourceAccount = "222222222222" }}},
		{policyeval.FactCanonicalUser, func(r reference.Request) bool { return !unbound(r.Principal) },
			[]func(r *reference.Request){func(r *reference.Request) { r.CanonicalUser = "c1" }, func(r *reference.Request) { r.CanonicalUser = "c9" }}},
		{policyeval.FactUniqueID, func(r reference.Request) bool {
			return strings.Contains(r.Principal, ":user/") || strings.Contains(r.Principal, ":assumed-role/")
		}, []func(r *reference.Request){func(r *reference.Request) { r.UniqueID = "AIDAX" }, func(r *reference.Request) { r.UniqueID = "AROAX" }, func(r *reference.Request) { r.UniqueID = "AROAQ" }}},
		{policyeval.FactIssuer, func(r reference.Request) bool { return strings.Contains(r.Principal, ":federated-user/") },
			[]func(r *reference.Request){func(r *reference.Request) { r.Issuer = "arn:aws:iam::" + own + ":user/a" }, func(r *reference.Request) { r.Issuer = "arn:aws:iam::" + own + ":root" }}},
	}
	open := map[string]int{}
	generated(t, 3000, func(c reference.Case) {
		for _, f := range facts {
			if !f.fits(c.Request) || c.Request.Pattern {
				continue
			}
			c := c
			c.Request.Unknown, c.Request.Open = []string{f.name}, false
			c.Request.UniqueID, c.Request.Issuer, c.Request.CanonicalUser, c.Request.ResourceAccount = "", "", "", ""
			three, err := decide(c)
			if err != nil {
				continue
			}
			if dependsOn(three, f.name) {
				open[f.name]++
			}
			for _, set := range f.values {
				known := c
				known.Request.Unknown = nil
				set(&known.Request)
				d, err := decide(known)
				if err != nil {
					continue // the value does not go with the rest of the request
				}
				assert.Zero(t, d.Possible&^three.Possible, "%s: %v is not in %v\n%s\n%s", f.name, d, three, text(c), text(known))
			}
		}
	})
	for _, f := range facts {
		assert.NotZero(t, open[f.name], "no case hangs on %s", f.name)
	}
}

// TestPatternsAreSound is property 28: what holds for a set of ARNs holds for
// each of them.
func TestPatternsAreSound(t *testing.T) {
	definite, open := 0, 0
	generated(t, 2500, func(c reference.Case) {
		if !c.Request.Pattern || !strings.ContainsAny(c.Request.Resource, "*?") {
			return
		}
		c.Request.Unknown, c.Request.Open = nil, false
		three, err := decide(c)
		require.NoError(t, err)
		if three.Outcome == policyeval.Undetermined {
			open++
		} else {
			definite++
		}
		for _, star := range []string{"", "k", "x/y", "111111111111", "222222222222", "aws-reserved/x", "b/k"} {
			for _, mark := range []string{"k", "b", "é"} {
				one := c
				one.Request.Pattern = false
				one.Request.Resource = strings.ReplaceAll(strings.ReplaceAll(c.Request.Resource, "*", star), "?", mark)
				d, err := decide(one)
				if err != nil {
					continue // such as an account that contradicts the request
				}
				assert.Zero(t, d.Possible&^three.Possible, "%s: %v is not in %v\n%s", one.Request.Resource, d, three, text(c))
			}
		}
	})
	assert.Greater(t, definite, 50)
	assert.Greater(t, open, 10)
}
