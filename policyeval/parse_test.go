package policyeval_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval"
)

func parse(t testing.TB, text string, options ...func(*policyeval.ParseOptions)) *policyeval.Policy {
	t.Helper()
	p, err := policyeval.Parse([]byte(text), options...)
	require.NoError(t, err)
	return p
}

func TestParseKeepsTheDocumentAsWritten(t *testing.T) {
	p := parse(t, `{
  "Id": "mine",
  "Version": "2012-10-17",
  "Statement": [{
    "Sid": "",
    "Effect": "Deny",
    "Principal": {"Service": "ec2.amazonaws.com", "AWS": ["123456789012", "*"]},
    "NotAction": ["s3:*", "S3:GetOBJECT"],
    "Resource": [],
    "Condition": {
      "NumericEquals": {"k:b": [10.0, "1e1"], "k:a": -5},
      "bool": {"AWS:SecureTransport": false}
    }
  }]
}`)
	assert.Equal(t, "mine", p.ID.Value)
	assert.True(t, p.HasVariables())
	assert.False(t, p.StatementBare)
	require.Len(t, p.Statements, 1)
	s := p.Statements[0]
	assert.Equal(t, "", s.Sid.Value, "an empty Sid is not an absent one")
	assert.Equal(t, policyeval.Deny, s.Effect)
	assert.Nil(t, s.NotPrincipal)
	assert.Nil(t, s.Action)
	assert.Nil(t, s.NotResource)
	require.NotNil(t, s.Resource, "an empty list is not an absent element")
	assert.Empty(t, s.Resource.Members)
	assert.False(t, s.Resource.Bare)
	assert.Equal(t, "S3:GetOBJECT", s.NotAction.Members[1].Value, "nothing is folded")

	require.Len(t, s.Principal.Entries, 2)
	assert.Equal(t, policyeval.PrincipalService, s.Principal.Entries[0].Kind, "order is kept")
	assert.True(t, s.Principal.Entries[0].Values.Bare)
	assert.False(t, s.Principal.Entries[1].Values.Bare)

	numeric := s.Condition.Operators[0]
	assert.Equal(t, "NumericEquals", numeric.Name)
	assert.Equal(t, "k:b", numeric.Keys[0].Key)
	assert.False(t, numeric.Keys[0].Bare)
	assert.Equal(t, policyeval.NumberValue, numeric.Keys[0].Values[0].Kind)
	assert.Equal(t, "10.0", numeric.Keys[0].Values[0].Text, "numbers keep their text")
	assert.Equal(t, policyeval.StringValue, numeric.Keys[0].Values[1].Kind)
	assert.True(t, numeric.Keys[1].Bare)
	assert.Equal(t, policyeval.BooleanValue, s.Condition.Operators[1].Keys[0].Values[0].Kind)
	assert.Equal(t, "false", s.Condition.Operators[1].Keys[0].Values[0].Text)
}

func TestParseOffsetsPointAtTheText(t *testing.T) {
	text := string(benchmarkDocument(3))
	p := parse(t, text)
	at := func(offset int, want string) {
		t.Helper()
		assert.Equal(t, want, text[offset:offset+len(want)])
	}
	at(p.Version.Offset, `"2012-10-17"`)
	at(p.StatementOffset, "[")
	for i, s := range p.Statements {
		assert.Equal(t, i, s.Index)
		at(s.Offset, "{")
		at(s.Sid.Offset, fmt.Sprintf("%q", s.Sid.Value))
		at(s.EffectOffset, `"Allow"`)
		for _, l := range []*policyeval.List{s.Action, s.Resource} {
			at(l.Offset, "[")
			for _, m := range l.Members {
				at(m.Offset, fmt.Sprintf("%q", m.Value))
			}
		}
		at(s.Condition.Offset, "{")
		for _, op := range s.Condition.Operators {
			at(op.Offset, fmt.Sprintf("%q", op.Name))
			for _, k := range op.Keys {
				at(k.Offset, fmt.Sprintf("%q", k.Key))
				for _, v := range k.Values {
					at(v.Offset, map[bool]string{true: v.Text, false: fmt.Sprintf("%q", v.Text)}[v.Kind == policyeval.NumberValue])
				}
			}
		}
	}
}

func TestParseDoesNotKeepItsInput(t *testing.T) {
	data := benchmarkDocument(1)
	p, err := policyeval.Parse(data)
	require.NoError(t, err)
	before := p.String()
	for i := range data {
		data[i] = 'x'
	}
	assert.Equal(t, before, p.String())
}

func TestParseErrorsGiveAccessToEachFault(t *testing.T) {
	_, err := policyeval.Parse([]byte(`{"Statement": [{"Effect": "allow", "Action": "GetObject"}]}`))
	var all policyeval.ParseErrors
	require.ErrorAs(t, err, &all)
	require.Len(t, all, 2)
	var first *policyeval.ParseError
	require.ErrorAs(t, err, &first)
	assert.Same(t, all[0], first)
	assert.True(t, errors.Is(err, all[1]))
	assert.Equal(t, policyeval.ElementEffect, first.Element)
	assert.Equal(t, 0, first.Statement)
	assert.Equal(t, -1, first.Operator)
	assert.Equal(t, -1, first.Key)
}

func TestParseReportsABoundedNumberOfFaults(t *testing.T) {
	doc := `{"Statement": {"Effect": "Allow", "Resource": "*", "Action": [` + strings.Repeat("1,", 100_000) + `1]}}`
	_, err := policyeval.Parse([]byte(doc))
	var all policyeval.ParseErrors
	require.ErrorAs(t, err, &all)
	assert.Len(t, all, 1000)
	assert.Contains(t, all[999].Message, "99001 more faults are not listed")

	p, err := policyeval.Parse([]byte(doc), policyeval.Lenient)
	require.NoError(t, err)
	assert.True(t, p.Statements[0].Faulty(policyeval.ElementAction))

	_, err = policyeval.Parse([]byte(strings.Replace(doc, `}}`, `}, "Nonsense": 1}`, 1)), policyeval.Lenient)
	assert.Error(t, err, "a fault of the document is an error, even if it is one too many to be listed")
}

// Names that are compared one by one would make this document take minutes.
func TestParseFindsRepeatedNamesInLargeObjects(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {`)
	for i := range 50_000 {
		fmt.Fprintf(&b, `"k:%d":"",`, i)
	}
	b.WriteString(`"k:0":""}}}}`)
	_, err := policyeval.Parse([]byte(b.String()))
	var fault *policyeval.ParseError
	require.ErrorAs(t, err, &fault)
	assert.Equal(t, "D2", fault.Rule)
	assert.Equal(t, 50_000, fault.Key)
}

func TestParseLimits(t *testing.T) {
	head, tail := `{"Statement": []`, `}`
	_, err := policyeval.Parse([]byte(head + strings.Repeat(" ", 1<<20-len(head+tail)) + tail))
	assert.NoError(t, err, "1 MiB is allowed")
	_, err = policyeval.Parse([]byte(head + strings.Repeat(" ", 1<<20-len(head+tail)+1) + tail))
	require.Error(t, err)
	assert.Contains(t, err.Error(), "1048577 bytes")

	nested := func(depth int) string {
		// The document, the statement and its Action are three levels.
		return `{"Statement": {"Action": ` + strings.Repeat("[", depth-2) + strings.Repeat("]", depth-2) + `}}`
	}
	var fault *policyeval.ParseError
	_, err = policyeval.Parse([]byte(nested(32)))
	require.Error(t, err)
	assert.Contains(t, err.Error(), "[D9]", "32 levels are read, though they are no action")
	_, err = policyeval.Parse([]byte(nested(33)))
	require.ErrorAs(t, err, &fault)
	assert.Equal(t, "D1", fault.Rule)
}

func TestPoliciesAreSafeForConcurrentUse(t *testing.T) {
	doc := []byte(`{"Id": "x", "Statement": {"Effect": "allow", "Action": "*", "Condition": {"Bool": {"k:a": "no"}}}}`)
	p, err := policyeval.Parse(doc, policyeval.Lenient)
	require.NoError(t, err)
	_, want := p.Check(policyeval.IdentityPolicy)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			_, err := p.Check(policyeval.IdentityPolicy)
			assert.Equal(t, want.Error(), err.Error())
			assert.NotEmpty(t, p.String())
			assert.Len(t, p.Warnings(), 0)
		})
	}
	wg.Wait()
}
