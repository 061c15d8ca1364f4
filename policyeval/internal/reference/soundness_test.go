package reference_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval/internal/policygen"
	"github.com/iamhygiene/sdk/policyeval/internal/reference"
)

// completions chooses what unknown keys and facts turn out to be (17.1).
type completions struct {
	*rand.Rand
	reported map[string]bool // nil: complete everything
}

func oneOf[T any](c completions, items ...T) T { return items[c.IntN(len(items))] }

func (c completions) wants(name string) bool {
	return c.reported == nil || c.reported[strings.ToLower(name)]
}

// of is the case with its unknown keys and facts replaced.
func (c completions) of(t *testing.T, x reference.Case) reference.Case {
	text, err := json.Marshal(x)
	require.NoError(t, err)
	out, err := reference.ParseCase(text) // a copy
	require.NoError(t, err)
	r := &out.Request
	if r.Context == nil {
		r.Context = map[string]reference.Values{}
	}
	r.Unknown = nil
	for _, name := range x.Request.Unknown {
		if !c.wants(name) {
			r.Unknown = append(r.Unknown, name)
			continue
		}
		value := oneOf(c, reference.Values{}, reference.Values{""}, reference.Values{"x"}, reference.Values{"a"}, reference.Values{"k"},
			reference.Values{"true"}, reference.Values{"1"}, reference.Values{"10.0.0.1"}, reference.Values{"2024-01-01"}, reference.Values{"YQ=="},
			reference.Values{"arn:aws:s3:::b/k"}, reference.Values{"malformed?"}, reference.Values{"a", "x"}, reference.Values{"", "k"},
			reference.Values{"111111111111"}, reference.Values{"User"})
		folded := strings.ToLower(name)
		if !strings.HasPrefix(folded, "resource:") && !hasKey(x, folded) {
			r.Context[folded] = value
		}
	}
	c.principalFacts(r)
	c.resourceFacts(&out, slices.Contains(x.Request.Unknown, "resource:Policy"))
	return out
}

func hasKey(x reference.Case, folded string) bool {
	for name := range x.Request.Context {
		if strings.ToLower(name) == folded {
			return true
		}
	}
	return false
}

func (c completions) principalFacts(r *reference.Request) {
	kind := func(part string) bool { return strings.Contains(r.Principal, part) }
	isRole := kind(":role/") || kind(":assumed-role/")
	if c.wants("principal:UniqueId") && r.UniqueID == "" {
		switch {
		case kind(":user/"), kind(":federated-user/"):
			r.UniqueID = oneOf(c, "AIDAX", "AIDAY", "AIDAQ")
		case isRole:
			r.UniqueID = oneOf(c, "AROAX", "AROAY", "AROAQ")
		}
	}
	if c.wants("principal:Issuer") && kind(":federated-user/") && r.Issuer == "" {
		r.Issuer = oneOf(c, "user/a", "user/p/b", "user/q", "root")
		r.Issuer = "arn:aws:iam::111111111111:" + r.Issuer
	}
	if c.wants("principal:CanonicalUser") && (kind(":user/") || kind(":federated-user/") || kind(":root") || isRole) && r.CanonicalUser == "" {
		r.CanonicalUser = oneOf(c, "c1", "c2", "c9")
	}
	if c.wants("principal:SessionName") && kind(":role/") {
		r.Role = r.Principal
		r.Principal = "arn:aws:sts::111111111111:assumed-role/" + r.Role[strings.LastIndex(r.Role, "/")+1:] + "/" + oneOf(c, "s", "t", "u")
	}
}

func (c completions) resourceFacts(x *reference.Case, unknownPolicy bool) {
	r := &x.Request
	fields := strings.SplitN(r.Resource, ":", 6)
	if c.wants("resource:Pattern") && r.Pattern && len(fields) == 6 {
		for i, f := range fields {
			if i == 4 {
				continue // the owner is a fact of its own
			}
			f = strings.ReplaceAll(f, "*", oneOf(c, "", "x", "k", "alice", "ey/1", "*", "s3"))
			fields[i] = strings.ReplaceAll(f, "?", oneOf(c, "k", "x", "?"))
		}
	}
	if c.wants("resource:Account") && len(fields) == 6 && (fields[4] == "" || strings.Contains(fields[4], "*")) {
		if r.ResourceAccount == "" {
			r.ResourceAccount = oneOf(c, "111111111111", "222222222222")
		}
		if fields[4] != "" {
			fields[4] = r.ResourceAccount
		}
	}
	r.Resource = strings.Join(fields, ":")
	r.Pattern = r.Pattern && (strings.ContainsAny(r.Resource, "*?") && !c.wants("resource:Pattern"))
	if unknownPolicy && c.wants("resource:Policy") && x.Resource == nil {
		x.Resource = json.RawMessage(oneOf(c,
			`{"Statement":{"Effect":"Allow","Principal":"*","Action":"*"}}`, `{"Statement":{"Effect":"Deny","Principal":"*","Action":"*"}}`,
			`{"Statement":{"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"*"}}`, `{"Statement":[]}`,
			`{"Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:role/R"},"Action":"*"}}`))
	}
}

// feedsKeys: completing a fact would also change a derived key that a policy
// reads, which is another request, not a completion.
func feedsKeys(t *testing.T, c reference.Case) bool {
	text, err := json.Marshal(c)
	require.NoError(t, err)
	lower := strings.ToLower(string(text))
	return strings.Contains(lower, "aws:userid") || strings.Contains(lower, "aws:resourceaccount")
}

// forget declares more keys unknown than the generator does: about half of
// those that policies read often.
func forget(r *reference.Request, seed uint64) {
	c := rand.New(rand.NewPCG(seed, 99))
	for _, key := range []string{"k:a", "k:b", "k:m", "k:n", "k:d", "k:i", "k:t", "k:r", "k:y", "aws:CalledVia", "aws:MultiFactorAuthPresent", "aws:RequestTag/t", "aws:SourceIp"} {
		if c.IntN(2) == 0 {
			delete(r.Context, key)
			r.Unknown = append(r.Unknown, key)
		}
	}
}

// TestSoundness is 17.4, 1-3 and 5, by drawing completions.
func TestSoundness(t *testing.T) {
	asked, undetermined := 0, 0
	for seed := range uint64(2500) {
		s := policygen.Seeded(seed, 600)
		s.Faults = false
		x := s.Case()
		x.Request.Open = false
		forget(&x.Request, seed)
		if feedsKeys(t, x) {
			continue
		}
		three := reference.Evaluate(x, reference.Options{})
		require.NotEqual(t, reference.Invalid, three.Decision, "%v", three.Err)
		if three.Decision == reference.Undetermined {
			undetermined++
		} else if seed%5 != 0 { // definite answers need fewer draws to be believed
			continue
		}
		text, _ := json.Marshal(x)
		for draw := range uint64(30) {
			c := completions{Rand: rand.New(rand.NewPCG(seed, draw))}
			full := c.of(t, x)
			strict := reference.Strict(full, reference.Options{})
			if strict.Decision == reference.Invalid { // not admissible: the keys contradict each other
				continue
			}
			asked++
			fullText, _ := json.Marshal(full.Request)
			require.Contains(t, three.Possible, strict.Decision, "1, 2: %v\n%s\n%s", three, text, fullText)
			again := reference.Evaluate(full, reference.Options{})
			require.Equal(t, strict.Decision, again.Decision, "3: %v\n%s\n%s", again, text, fullText)
			if three.Decision != reference.Undetermined {
				continue
			}
			c.reported = map[string]bool{}
			for _, k := range three.Keys {
				c.reported[k] = true
			}
			some := reference.Evaluate(c.of(t, x), reference.Options{})
			if some.Decision != reference.Invalid {
				require.NotEqual(t, reference.Undetermined, some.Decision, "5: %v, then %v\n%s", three, some, text)
			}
		}
	}
	assert.Greater(t, undetermined, 80)
	assert.Greater(t, asked, 2000)
}
