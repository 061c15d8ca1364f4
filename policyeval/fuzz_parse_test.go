package policyeval_test

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/iamhygiene/sdk/policyeval"
)

// FuzzParse holds Parse against encoding/json and against itself:
//
//   - what is JSON for the one is JSON for the other, but for invalid UTF-8,
//     half surrogate pairs and depth, which only Parse refuses;
//   - a document that loads says the same to encoding/json before and after
//     marshalling, so that nothing was dropped, added or decoded differently;
//   - parse, marshal, parse is the identity, strict and lenient (invariant 13);
//   - names repeated at any depth are refused (invariant 14);
//   - checking a document as any type changes nothing and never panics.
func FuzzParse(f *testing.F) {
	for _, path := range []string{"testdata/faults.txtar", "testdata/warnings.txtar"} {
		data, err := os.ReadFile(path)
		require.NoError(f, err)
		for _, file := range txtar.Parse(data).Files {
			if !strings.HasSuffix(file.Name, ".want") {
				f.Add(regexp.MustCompile(`(?m)^#.*\n`).ReplaceAll(file.Data, nil))
			}
		}
	}
	f.Add(benchmarkDocument(2))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := policyeval.Parse(data)
		checkSyntaxAgreement(t, data, err)
		if err == nil {
			checkRoundTrip(t, data, p)
			assert.False(t, hasRepeatedName(data), "a repeated name was accepted")
		}
		lenient, lenientErr := policyeval.Parse(data, policyeval.Lenient)
		if err == nil {
			require.NoError(t, lenientErr, "lenient loading refuses what strict loading accepts")
		}
		if lenientErr == nil {
			checkLenient(t, lenient, err)
		}
	})
}

func checkSyntaxAgreement(t *testing.T, data []byte, err error) {
	t.Helper()
	valid := json.Valid(data)
	var fault *policyeval.ParseError
	if err == nil {
		require.True(t, valid, "Parse accepts what is no JSON")
		return
	}
	require.ErrorAs(t, err, &fault)
	switch fault.Rule {
	case "JSON":
		require.False(t, valid, "Parse refuses valid JSON: %v", err)
	case "D1":
	default:
		require.True(t, valid, "Parse overlooks a syntax error: %v", err)
	}
	if !valid {
		require.Contains(t, []string{"JSON", "D1"}, fault.Rule)
	}
	for _, e := range err.(policyeval.ParseErrors) {
		assert.GreaterOrEqual(t, e.Offset, 0)
		assert.LessOrEqual(t, e.Offset, len(data))
		assert.True(t, utf8.ValidString(e.Error()))
	}
}

func checkRoundTrip(t *testing.T, data []byte, p *policyeval.Policy) {
	t.Helper()
	text, err := p.MarshalJSON()
	require.NoError(t, err)
	assert.Equal(t, decode(t, data), decode(t, text), "the document says something else after marshalling")
	again, err := policyeval.Parse(text)
	require.NoError(t, err, "the canonical form does not load: %s", text)
	assert.True(t, p.Equal(again))
	textAgain, err := again.MarshalJSON()
	require.NoError(t, err)
	assert.Equal(t, string(text), string(textAgain), "the canonical form is not stable")
	assert.LessOrEqual(t, again.Size(), len(text))
}

// checkLenient checks a leniently loaded document; strictErr is what Parse said
// without the option.
func checkLenient(t *testing.T, p *policyeval.Policy, strictErr error) {
	t.Helper()
	text, err := p.MarshalJSON()
	require.NoError(t, err)
	again, err := policyeval.Parse(text, policyeval.Lenient)
	require.NoError(t, err, "the canonical form does not load: %s", text)
	textAgain, err := again.MarshalJSON()
	require.NoError(t, err)
	assert.Equal(t, string(text), string(textAgain), "the canonical form is not stable")

	_, faults := p.Check(policyeval.UnknownPolicyType)
	if strictErr == nil {
		assert.NoError(t, faults)
	} else if assert.Error(t, faults, "lenient loading forgot the faults") {
		assert.Equal(t, strictErr.Error(), faults.Error())
	}
	marked := slices.ContainsFunc(p.Statements, faultyAnywhere)
	assert.Equal(t, strictErr != nil, marked, "a fault without a faulty element, or the reverse")
	for kind := policyeval.IdentityPolicy; kind <= policyeval.VPCEndpointPolicy; kind++ {
		_, err := p.Check(kind)
		if strictErr != nil {
			assert.Error(t, err)
		}
	}
	after, err := p.MarshalJSON()
	require.NoError(t, err)
	assert.Equal(t, string(text), string(after), "Check changed the document")
}

func faultyAnywhere(s *policyeval.Statement) bool {
	for e := policyeval.ElementNone; e <= policyeval.ElementCondition; e++ {
		if s.Faulty(e) {
			return true
		}
	}
	if s.Condition == nil {
		return false
	}
	for i := range s.Condition.Operators {
		op := &s.Condition.Operators[i]
		if op.Faulty() || slices.ContainsFunc(op.Keys, func(k policyeval.ConditionKey) bool { return k.Faulty() }) {
			return true
		}
	}
	return false
}

func decode(t *testing.T, data []byte) any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var v any
	require.NoError(t, d.Decode(&v))
	return v
}

// hasRepeatedName finds repeated names with the tokens of encoding/json.
func hasRepeatedName(data []byte) bool {
	d := json.NewDecoder(bytes.NewReader(data))
	var value func() bool
	value = func() bool {
		token, err := d.Token()
		if err != nil {
			return false
		}
		switch token {
		case json.Delim('{'):
			seen := map[string]bool{}
			for d.More() {
				name, err := d.Token()
				if err != nil {
					return false
				}
				if seen[name.(string)] || value() {
					return true
				}
				seen[name.(string)] = true
			}
			_, _ = d.Token()
		case json.Delim('['):
			for d.More() {
				if value() {
					return true
				}
			}
			_, _ = d.Token()
		}
		return false
	}
	return value()
}
