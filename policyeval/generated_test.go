package policyeval_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"iter"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/internal/policygen"
	"github.com/iamhygiene/sdk/policyeval/internal/reference"
)

// generatedCases are cases that load and whose requests are accepted. They
// depend on nothing but their number.
func generatedCases() iter.Seq[reference.Case] {
	return func(yield func(reference.Case) bool) {
		for seed := uint64(1); ; seed++ {
			c := policygen.Seeded(seed, 400).Case()
			if _, err := decide(c); err == nil && !yield(c) {
				return
			}
		}
	}
}

// generated calls f with n such cases.
func generated(t *testing.T, n int, f func(c reference.Case)) {
	t.Helper()
	for c := range generatedCases() {
		if n--; n < 0 {
			return
		}
		f(c)
	}
}

// generatedStrict is the same for cases in which every context key is known.
func generatedStrict(t *testing.T, n int, f func(c reference.Case, o policyeval.Outcome)) {
	t.Helper()
	generated(t, n, func(c reference.Case) {
		c.Request.Unknown, c.Request.Open = nil, false
		if c.Request.Pattern {
			return
		}
		d, err := decide(c)
		require.NoError(t, err)
		f(c, d.Strict())
	})
}

// decide evaluates a case.
func decide(c reference.Case) (policyeval.Decision, error) {
	a, err := authorizerOf(c)
	if err != nil {
		return policyeval.Decision{}, err
	}
	return a.Authorize(requestOf(c.Request, c.Settings))
}

// strict evaluates a case whose request is malformed by no change of a test.
func strict(t *testing.T, c reference.Case) policyeval.Outcome {
	t.Helper()
	d, err := decide(c)
	require.NoError(t, err)
	return d.Strict()
}

func authorizerOf(c reference.Case) (*policyeval.Authorizer, error) {
	p, err := documentsOf(c)
	if err != nil {
		return nil, err
	}
	return policyeval.Compile(p)
}

func documentsOf(c reference.Case) (p policyeval.Policies, err error) {
	var faults []error
	one := func(text json.RawMessage) *policyeval.Policy {
		policy, err := policyeval.Parse(text)
		faults = append(faults, err)
		return policy
	}
	list := func(texts []json.RawMessage) (list []*policyeval.Policy) {
		for _, text := range texts {
			list = append(list, one(text))
		}
		return list
	}
	levels := func(levels [][]json.RawMessage) (out [][]*policyeval.Policy) {
		for _, texts := range levels {
			out = append(out, list(texts))
		}
		return out
	}
	p = policyeval.Policies{Identity: list(c.Identity), Session: list(c.Session), SCPs: levels(c.SCPs), RCPs: levels(c.RCPs), Endpoint: list(c.Endpoint)}
	if c.Resource != nil && string(c.Resource) != "null" {
		p.Resource = one(c.Resource)
	}
	if len(c.Boundary) > 0 {
		p.Boundary = one(c.Boundary[0])
	}
	return p, errors.Join(faults...)
}

func requestOf(r reference.Request, s reference.Settings) *policyeval.Request {
	req := &policyeval.Request{
		Principal: r.Principal, Role: r.Role, UniqueID: r.UniqueID, Issuer: r.Issuer, CanonicalUser: r.CanonicalUser,
		Action: r.Action, Resource: r.Resource, ResourceAccount: r.ResourceAccount, Context: policyeval.Context{},
		PrincipalTags: r.PrincipalTags, RequestTags: r.RequestTags, ResourceTags: r.ResourceTags,
		Unknown: policyeval.UnknownKeys(r.Unknown...), Open: r.Open, Pattern: r.Pattern, RestrictPublicBuckets: s.S3RestrictPublicBuckets,
	}
	for key, values := range r.Context {
		req.Context[key] = values
	}
	if r.Time != "" {
		req.Time, _ = time.Parse(time.RFC3339, r.Time) // the generator makes valid ones
	}
	return req
}

// withContext returns the case with other values for some context keys; nil
// removes a key.
func withContext(c reference.Case, changes map[string][]string) reference.Case {
	c.Request.Context = maps.Clone(c.Request.Context)
	if c.Request.Context == nil {
		c.Request.Context = map[string]reference.Values{}
	}
	for key, values := range changes {
		delete(c.Request.Context, key)
		if values != nil {
			c.Request.Context[key] = values
		}
	}
	return c
}

// withoutUnknown returns the case with some unknown keys taken off the list.
func withoutUnknown(c reference.Case, names ...string) reference.Case {
	c.Request.Unknown = slices.DeleteFunc(slices.Clone(c.Request.Unknown), func(name string) bool { return slices.Contains(names, name) })
	return c
}

// eachDocument returns the case with every document changed by f.
func eachDocument(c reference.Case, f func(json.RawMessage) json.RawMessage) reference.Case {
	list := func(texts []json.RawMessage) (out []json.RawMessage) {
		for _, text := range texts {
			out = append(out, f(text))
		}
		return out
	}
	levels := func(levels [][]json.RawMessage) (out [][]json.RawMessage) {
		for _, texts := range levels {
			out = append(out, list(texts))
		}
		return out
	}
	c.Identity, c.Boundary, c.Session, c.Endpoint = list(c.Identity), list(c.Boundary), list(c.Session), list(c.Endpoint)
	c.SCPs, c.RCPs = levels(c.SCPs), levels(c.RCPs)
	if c.Resource != nil && string(c.Resource) != "null" {
		c.Resource = f(c.Resource)
	}
	return c
}

// decoded changes a document as a tree of JSON values. Numbers keep their text;
// the members of objects come out in another order.
func decoded(t *testing.T, f func(any) any) func(json.RawMessage) json.RawMessage {
	return func(text json.RawMessage) json.RawMessage {
		d := json.NewDecoder(bytes.NewReader(text))
		d.UseNumber()
		var tree any
		require.NoError(t, d.Decode(&tree))
		out, err := json.Marshal(f(tree))
		require.NoError(t, err)
		return out
	}
}

// arrays changes every array of a tree.
func arrays(tree any, f func([]any) []any) any {
	switch node := tree.(type) {
	case []any:
		out := make([]any, len(node))
		for i := range node {
			out[i] = arrays(node[i], f)
		}
		return f(out)
	case map[string]any:
		out := map[string]any{}
		for name, value := range node {
			out[name] = arrays(value, f)
		}
		return out
	}
	return tree
}
