package policyeval_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/internal/reference"
)

// The tests of this file are laws that hold for all policies and requests.

// addStatement returns the case with a statement added to a layer, or nil where
// the layer is absent.
func addStatement(t *testing.T, c reference.Case, layer, statement string) *reference.Case {
	t.Helper()
	add := decoded(t, func(tree any) any {
		document := tree.(map[string]any)
		statements, ok := document["Statement"].([]any)
		if !ok {
			statements = []any{document["Statement"]}
		}
		document["Statement"] = append(slices.Clone(statements), json.RawMessage(statement))
		return document
	})
	first := func(texts []json.RawMessage) []json.RawMessage {
		out := slices.Clone(texts)
		out[0] = add(out[0])
		return out
	}
	switch {
	case layer == "identity" && len(c.Identity) > 0:
		c.Identity = first(c.Identity)
	case layer == "boundary" && len(c.Boundary) > 0:
		c.Boundary = first(c.Boundary)
	case layer == "session" && len(c.Session) > 0:
		c.Session = first(c.Session)
	case layer == "endpoint" && len(c.Endpoint) > 0:
		c.Endpoint = first(c.Endpoint)
	case layer == "scp" && len(c.SCPs) > 0 && len(c.SCPs[0]) > 0:
		c.SCPs = slices.Clone(c.SCPs)
		c.SCPs[0] = first(c.SCPs[0])
	case layer == "rcp" && len(c.RCPs) > 0 && len(c.RCPs[0]) > 0:
		c.RCPs = slices.Clone(c.RCPs)
		c.RCPs[0] = first(c.RCPs[0])
	case layer == "resource" && c.Resource != nil && string(c.Resource) != "null":
		c.Resource = add(c.Resource)
	default:
		return nil
	}
	return &c
}

var layerNames = []string{"identity", "boundary", "session", "endpoint", "scp", "rcp", "resource"}

// statementFor writes a statement with the elements that a layer needs.
func statementFor(c reference.Case, layer, effect, condition string) string {
	principal, resource := "", `, "Resource": "*"`
	switch layer {
	case "endpoint", "rcp":
		principal = `, "Principal": "*"`
	case "resource":
		principal = `, "Principal": "*"`
		resource = "" // also right for a trust policy
	}
	return fmt.Sprintf(`{"Effect": %q, "Action": "*"%s%s%s}`, effect, resource, principal, condition)
}

// TestDenyIsMonotone is property 1.
func TestDenyIsMonotone(t *testing.T) {
	tried := 0
	generatedStrict(t, 1500, func(c reference.Case, before policyeval.Outcome) {
		for _, layer := range layerNames {
			always := addStatement(t, c, layer, statementFor(c, layer, "Deny", ""))
			if always == nil {
				continue
			}
			sometimes := addStatement(t, c, layer, statementFor(c, layer, "Deny", `, "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}`))
			tried++
			after := strict(t, *sometimes)
			assert.False(t, before != policyeval.Allowed && after == policyeval.Allowed, "%s: %v became %v\n%s", layer, before, after, text(c))
			consulted := !(layer == "scp" && (unbound(c.Request.Principal) || serviceLinked(c)) || layer == "rcp" && serviceLinked(c))
			whoami := strings.EqualFold(c.Request.Action, "sts:GetCallerIdentity") // STS7
			if consulted && !whoami {
				assert.Equal(t, policyeval.ExplicitDeny, strict(t, *always), "%s\n%s", layer, text(c))
			}
		}
	})
	assert.Greater(t, tried, 1000)
}

func unbound(principal string) bool {
	return principal == "anonymous" || strings.HasPrefix(principal, "service:") || strings.HasPrefix(principal, "federated:") ||
		strings.Contains(principal, "-provider/") || !strings.HasPrefix(principal, "arn:")
}

func serviceLinked(c reference.Case) bool {
	return strings.Contains(c.Request.Principal+c.Request.Role, "role/aws-service-role/")
}

// TestAllowIsMonotone is property 2.
func TestAllowIsMonotone(t *testing.T) {
	tried := 0
	generatedStrict(t, 1500, func(c reference.Case, before policyeval.Outcome) {
		for _, layer := range layerNames {
			more := addStatement(t, c, layer, statementFor(c, layer, "Allow", ""))
			if more == nil || before != policyeval.Allowed || layer == "resource" && c.Settings.S3RestrictPublicBuckets {
				continue
			}
			tried++
			assert.Equal(t, policyeval.Allowed, strict(t, *more), "%s\n%s", layer, text(c))
		}
	})
	assert.Greater(t, tried, 300)
}

// TestFiltersOnlyNarrow is property 3: what a boundary, an SCP level, an RCP
// level or an endpoint policy does can only be to refuse.
func TestFiltersOnlyNarrow(t *testing.T) {
	removed := 0
	generatedStrict(t, 2500, func(c reference.Case, with policyeval.Outcome) {
		if with != policyeval.Allowed {
			return
		}
		for _, layer := range []string{"boundary", "scp", "rcp", "endpoint"} {
			less := c
			switch {
			case layer == "boundary" && len(c.Boundary) > 0:
				less.Boundary = nil
			case layer == "scp" && len(c.SCPs) > 0:
				less.SCPs = c.SCPs[1:]
			case layer == "rcp" && len(c.RCPs) > 0:
				less.RCPs = c.RCPs[1:]
			case layer == "endpoint" && len(c.Endpoint) > 0:
				less.Endpoint = c.Endpoint[1:]
			default:
				continue
			}
			removed++
			assert.Equal(t, policyeval.Allowed, strict(t, less), "without %s\n%s", layer, text(c))
		}
	})
	assert.Greater(t, removed, 100)
}

// TestNothingIsAllowedWithoutAnAllow is property 4.
func TestNothingIsAllowedWithoutAnAllow(t *testing.T) {
	onlyDeny := decoded(t, func(tree any) any {
		document := tree.(map[string]any)
		statements, ok := document["Statement"].([]any)
		if !ok {
			statements = []any{document["Statement"]}
		}
		document["Statement"] = slices.DeleteFunc(slices.Clone(statements), func(s any) bool { return s.(map[string]any)["Effect"] == "Allow" })
		return document
	})
	generatedStrict(t, 1500, func(c reference.Case, _ policyeval.Outcome) {
		if strings.HasSuffix(c.Request.Principal, ":root") || strings.HasSuffix(c.Request.Issuer, ":root") || strings.EqualFold(c.Request.Action, "sts:GetCallerIdentity") {
			return
		}
		bare := c
		bare.Identity = nil
		for _, document := range c.Identity {
			bare.Identity = append(bare.Identity, onlyDeny(document))
		}
		if c.Resource != nil && string(c.Resource) != "null" {
			bare.Resource = onlyDeny(c.Resource)
		}
		assert.NotEqual(t, policyeval.Allowed, strict(t, bare), text(c))
	})
}

// TestFormDoesNotMatter is properties 5 to 7: order, repetition, brackets.
func TestFormDoesNotMatter(t *testing.T) {
	reversed := decoded(t, func(tree any) any {
		return arrays(tree, func(a []any) []any { slices.Reverse(a); return a })
	})
	doubled := decoded(t, func(tree any) any {
		return arrays(tree, func(a []any) []any { return append(a, a...) })
	})
	listed := decoded(t, bracketed)
	generated(t, 2000, func(c reference.Case) {
		want, err := decide(c)
		require.NoError(t, err)
		for name, change := range map[string]func(json.RawMessage) json.RawMessage{"reversed": reversed, "doubled": doubled, "listed": listed} {
			got, err := decide(eachDocument(c, change))
			require.NoError(t, err, "%s\n%s", name, text(c))
			assert.Equal(t, want.Outcome, got.Outcome, "%s\n%s", name, text(c))
			assert.Equal(t, want.Possible, got.Possible, "%s\n%s", name, text(c))
			assert.Equal(t, want.BlockedBy, got.BlockedBy, "%s\n%s", name, text(c))
		}
		twice := c
		twice.Identity = append(slices.Clone(c.Identity), c.Identity...)
		twice.SCPs = append(slices.Clone(c.SCPs), c.SCPs...)
		got, err := decide(twice)
		require.NoError(t, err)
		assert.Equal(t, want.Outcome, got.Outcome, "policies twice\n%s", text(c))
	})
}

// bracketed puts brackets around single values, where a list may stand.
func bracketed(tree any) any {
	wrap := func(v any) any {
		switch v.(type) {
		case []any, map[string]any:
			return v
		}
		return []any{v}
	}
	document := tree.(map[string]any)
	statements, ok := document["Statement"].([]any)
	if !ok {
		statements = []any{document["Statement"]}
	}
	for _, s := range statements {
		statement := s.(map[string]any)
		for _, name := range []string{"Action", "NotAction", "Resource", "NotResource"} {
			if v, ok := statement[name]; ok {
				statement[name] = wrap(v)
			}
		}
		for _, name := range []string{"Principal", "NotPrincipal"} {
			if kinds, ok := statement[name].(map[string]any); ok {
				for kind, v := range kinds {
					kinds[kind] = wrap(v)
				}
			}
		}
		if condition, ok := statement["Condition"].(map[string]any); ok {
			for _, keys := range condition {
				for key, v := range keys.(map[string]any) {
					keys.(map[string]any)[key] = wrap(v)
				}
			}
		}
	}
	document["Statement"] = statements
	return document
}

// TestLetterCaseOfNamesDoesNotMatter is property 15.
func TestLetterCaseOfNamesDoesNotMatter(t *testing.T) {
	upper := decoded(t, func(tree any) any {
		document := tree.(map[string]any)
		statements, ok := document["Statement"].([]any)
		if !ok {
			statements = []any{document["Statement"]}
		}
		for _, s := range statements {
			statement := s.(map[string]any)
			for _, name := range []string{"Action", "NotAction"} {
				if v, ok := statement[name]; ok {
					statement[name] = upperTexts(v)
				}
			}
			if condition, ok := statement["Condition"].(map[string]any); ok {
				statement["Condition"] = upperNames(condition)
			}
		}
		return document
	})
	generated(t, 1500, func(c reference.Case) {
		want, err := decide(c)
		require.NoError(t, err)
		changed := eachDocument(c, upper)
		changed.Request.Action = strings.ToUpper(c.Request.Action)
		got, err := decide(changed)
		require.NoError(t, err, text(c))
		assert.Equal(t, want.Outcome, got.Outcome, text(c))
		assert.Equal(t, want.Possible, got.Possible, text(c))
	})
}

func upperTexts(v any) any {
	switch v := v.(type) {
	case string:
		return strings.ToUpper(v)
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = upperTexts(v[i])
		}
		return out
	}
	return v
}

// upperNames changes operator and key names, unless two would become one.
func upperNames(condition map[string]any) map[string]any {
	out := map[string]any{}
	for operator, keys := range condition {
		changed := map[string]any{}
		for key, values := range keys.(map[string]any) {
			if _, taken := changed[strings.ToUpper(key)]; taken {
				return condition
			}
			changed[strings.ToUpper(key)] = values
		}
		if _, taken := out[strings.ToUpper(operator)]; taken {
			return condition
		}
		out[strings.ToUpper(operator)] = changed
	}
	return out
}

// TestVersionMattersForVariablesOnly is property 18.
func TestVersionMattersForVariablesOnly(t *testing.T) {
	older := decoded(t, func(tree any) any {
		document := tree.(map[string]any)
		if b, _ := json.Marshal(document); !strings.Contains(string(b), "${") {
			document["Version"] = "2008-10-17"
		}
		return document
	})
	generated(t, 1500, func(c reference.Case) {
		want, err := decide(c)
		require.NoError(t, err)
		got, err := decide(eachDocument(c, older))
		require.NoError(t, err)
		assert.Equal(t, want, got, text(c))
	})
}

// TestUnreadKeysDoNotMatter is property 19.
func TestUnreadKeysDoNotMatter(t *testing.T) {
	generated(t, 1500, func(c reference.Case) {
		want, err := decide(c)
		require.NoError(t, err)
		for _, values := range [][]string{{"x"}, {""}, {"x", "y"}, {}} {
			got, err := decide(withContext(c, map[string][]string{"k:nobody-reads-this": values}))
			require.NoError(t, err)
			assert.Equal(t, want, got, text(c))
		}
	})
}

// TestCrossAccountNeedsBothSides is property 20, and so is the second half: one's
// own account is never worse than a foreign one.
func TestCrossAccountNeedsBothSides(t *testing.T) {
	const own, foreign = "111111111111", "222222222222"
	tried := 0
	generatedStrict(t, 4000, func(c reference.Case, o policyeval.Outcome) {
		if c.Request.ResourceAccount != foreign || unbound(c.Request.Principal) || strings.EqualFold(c.Request.Action, "sts:GetCallerIdentity") {
			return
		}
		if !strings.Contains(c.Request.Principal, own) {
			return
		}
		if o == policyeval.Allowed {
			tried++
			a, err := authorizerOf(c)
			require.NoError(t, err)
			e, err := a.Explain(requestOf(c.Request, c.Settings))
			require.NoError(t, err)
			sides := map[policyeval.Layer]bool{}
			for _, l := range e.Layers {
				sides[l.Layer] = sides[l.Layer] || l.Allow == policyeval.True
			}
			assert.True(t, sides[policyeval.LayerResource], text(c))
			root := strings.HasSuffix(c.Request.Principal, ":root") || strings.HasSuffix(c.Request.Issuer, ":root")
			assert.True(t, root || sides[policyeval.LayerIdentity], text(c))
		}
		if strings.Contains(strings.ToLower(text(c)), "aws:resourceaccount") || o != policyeval.Allowed {
			return
		}
		c.Request.ResourceAccount = own
		assert.Equal(t, policyeval.Allowed, strict(t, c), text(c))
	})
	assert.Greater(t, tried, 5)
}

// TestEveryLevelMustAllow is property 22.
func TestEveryLevelMustAllow(t *testing.T) {
	allowOnly := json.RawMessage(`{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}}`)
	generatedStrict(t, 1500, func(c reference.Case, before policyeval.Outcome) {
		more := c
		more.RCPs = append(slices.Clone(c.RCPs), []json.RawMessage{allowOnly})
		assert.Equal(t, before, strict(t, more), text(c))
		if unbound(c.Request.Principal) || serviceLinked(c) {
			return
		}
		c.SCPs = append(slices.Clone(c.SCPs), []json.RawMessage{})
		assert.NotEqual(t, policyeval.Allowed, strict(t, c), text(c))
	})
}

// TestSharedAuthorizer is property 30. Run it with -race.
func TestSharedAuthorizer(t *testing.T) {
	generated(t, 60, func(c reference.Case) {
		a, err := authorizerOf(c)
		require.NoError(t, err)
		req := requestOf(c.Request, c.Settings)
		want, err := a.Authorize(req)
		require.NoError(t, err)
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for range 5 {
					got, err := a.Authorize(req)
					assert.NoError(t, err)
					assert.Equal(t, want, got)
					e, err := a.Explain(req)
					assert.NoError(t, err)
					assert.Equal(t, want, e.Decision)
				}
			})
		}
		wg.Wait()
	})
}

// TestStateDoesNotLeak decides different requests in turn with one Authorizer:
// what one request said must not show in the next.
func TestStateDoesNotLeak(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	var requests []reference.Case
	generated(t, 300, func(c reference.Case) { requests = append(requests, c) })
	generated(t, 60, func(c reference.Case) {
		shared, err := authorizerOf(c)
		require.NoError(t, err)
		for range 20 {
			other := requests[r.IntN(len(requests))]
			req := requestOf(other.Request, other.Settings)
			fresh, err := authorizerOf(c)
			require.NoError(t, err)
			want, wantErr := fresh.Authorize(req)
			got, gotErr := shared.Authorize(req)
			assert.Equal(t, wantErr, gotErr)
			assert.Equal(t, want, got)
		}
	})
}

// text shows a case in a failure.
func text(c reference.Case) string {
	b, _ := json.Marshal(c)
	return string(b)
}
