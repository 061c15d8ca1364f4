package policyeval_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/internal/reference"
	"github.com/iamhygiene/sdk/policyeval/policytest"
)

// The corpus: testdata/cases/README.md describes it.
var corpus = os.DirFS("testdata")

const corpusPattern = "cases/*.json"

// ruleFamilies are the rules of the evaluator: the prefix of the number and the
// last number of each family. Families without numbers count 0.
var ruleFamilies = []struct {
	prefix string
	last   int
}{
	{"D", 18}, {"A", 10}, {"R", 18}, {"V", 12}, {"C", 14}, {"O", 11}, {"M", 12}, {"P", 16}, {"S", 8},
	{"X", 5}, {"B", 13}, {"G", 8}, {"EP", 4}, {"STS", 7}, {"KMS", 1}, {"IAM", 1}, {"N", 5}, {"W", 3},
	{"U", 7}, {"K", 5}, {"S3a", 0}, {"S3b", 0},
}

// ruleNumbers lists every rule.
func ruleNumbers() []string {
	var rules []string
	for _, f := range ruleFamilies {
		if f.last == 0 {
			rules = append(rules, f.prefix)
		}
		for i := 1; i <= f.last; i++ {
			rules = append(rules, f.prefix+strconv.Itoa(i))
		}
	}
	return rules
}

// TestCorpus runs every case as it is written.
func TestCorpus(t *testing.T) {
	policytest.Run(t, corpus, corpusPattern)
}

// TestCorpusCoversEveryRule keeps the corpus complete: a rule without a case
// and a case without a rule fail.
func TestCorpusCoversEveryRule(t *testing.T) {
	rules := ruleNumbers()
	covered := make(map[string]bool)
	names := make(map[string]string)
	eachCase(t, func(file string, c *policytest.Case) {
		assert.Contains(t, rules, c.Rule, "%s: %s", file, c.Name)
		covered[c.Rule] = true
		assert.Empty(t, names[c.Name], "%s: the name %q is taken", file, c.Name)
		names[c.Name] = file
	})
	for _, rule := range rules {
		assert.True(t, covered[rule], "rule %s has no case", rule)
	}
	assert.Greater(t, len(names), 600)
}

// TestRulesAreWritten: RULES.md states each rule once, and no other.
func TestRulesAreWritten(t *testing.T) {
	text, err := os.ReadFile("RULES.md")
	require.NoError(t, err)
	var written []string
	for _, m := range regexp.MustCompile(`(?m)^- \*\*([A-Z]+[0-9]*[ab]?)\.\*\*`).FindAllSubmatch(text, -1) {
		written = append(written, string(m[1]))
	}
	assert.ElementsMatch(t, ruleNumbers(), written)
}

// TestCorpusAuthorizeAgreesWithExplain shows that the fast path and the path
// with reasons are one engine.
func TestCorpusAuthorizeAgreesWithExplain(t *testing.T) {
	eachCase(t, func(file string, c *policytest.Case) {
		policies, err := parseCase(c)
		if err != nil {
			return // TestCorpus has seen to it that this is expected
		}
		a, err := policyeval.Compile(policies)
		if err != nil {
			return
		}
		decision, err := a.Authorize(&c.Request)
		explanation, explainErr := a.Explain(&c.Request)
		assert.Equal(t, err, explainErr, "%s: %s", file, c.Name)
		if err == nil {
			assert.Equal(t, decision, explanation.Decision, "%s: %s", file, c.Name)
		}
	})
}

// TestCorpusAfterRoundTrip runs the corpus with every document marshalled and
// parsed again (D18).
func TestCorpusAfterRoundTrip(t *testing.T) {
	eachCase(t, func(file string, c *policytest.Case) {
		if c.Expect == policytest.Invalid {
			return // a document that did not load cannot be written
		}
		rewrite(t, c, func(text json.RawMessage) json.RawMessage {
			p, err := policyeval.Parse(text)
			require.NoError(t, err, "%s: %s", file, c.Name)
			again, err := json.Marshal(p)
			require.NoError(t, err, "%s: %s", file, c.Name)
			return again
		})
		assert.Empty(t, c.Failure(), "%s: %s", file, c.Name)
	})
}

// TestCorpusInAnotherOrder runs the corpus with the statements and the policies
// of every layer in reverse order, which must not matter (S3).
func TestCorpusInAnotherOrder(t *testing.T) {
	eachCase(t, func(file string, c *policytest.Case) {
		if c.Expect == policytest.Invalid {
			return
		}
		rewrite(t, c, reverseStatements)
		for _, layer := range [][]json.RawMessage{c.Policies.Identity, c.Policies.Session, c.Policies.Endpoint} {
			slices.Reverse(layer)
		}
		for _, levels := range [][][]json.RawMessage{c.Policies.SCPs, c.Policies.RCPs} {
			slices.Reverse(levels)
			for _, level := range levels {
				slices.Reverse(level)
			}
		}
		assert.Empty(t, c.Failure(), "%s: %s", file, c.Name)
	})
}

// TestCorpusReference asks the naive reference evaluator, which shares no code
// with the engine. A corpus that only one program was tried on proves little.
func TestCorpusReference(t *testing.T) {
	for _, name := range corpusFiles(t) {
		data, err := fs.ReadFile(corpus, name)
		require.NoError(t, err)
		var file struct {
			Cases []json.RawMessage `json:"cases"`
		}
		require.NoError(t, json.Unmarshal(data, &file))
		for _, text := range file.Cases {
			c, err := reference.ParseCase(text)
			require.NoError(t, err)
			answer := reference.Strict
			if len(c.Request.Unknown) > 0 || c.Request.Open || c.Request.Pattern {
				answer = reference.Evaluate
			}
			r := answer(c, reference.Options{})
			assert.Equal(t, c.Expect, string(r.Decision), "%s: %s (%v)", name, c.Name, r.Err)
		}
	}
}

// corpusFiles returns the names of the case files.
func corpusFiles(t *testing.T) []string {
	t.Helper()
	names, err := fs.Glob(corpus, corpusPattern)
	require.NoError(t, err)
	require.NotEmpty(t, names)
	return names
}

// eachCase calls f with a fresh copy of every case of the corpus.
func eachCase(t *testing.T, f func(file string, c *policytest.Case)) {
	t.Helper()
	for _, name := range corpusFiles(t) {
		file, err := policytest.Load(corpus, name)
		require.NoError(t, err)
		for i := range file.Cases {
			f(name, &file.Cases[i])
		}
	}
}

// parseCase parses the documents without their types, as a caller may who only
// says at Compile what each document is for.
func parseCase(c *policytest.Case) (p policyeval.Policies, err error) {
	one := func(text json.RawMessage) *policyeval.Policy {
		policy, e := policyeval.Parse(text)
		if e != nil {
			err = e
		}
		return policy
	}
	list := func(texts []json.RawMessage) (list []*policyeval.Policy) {
		for _, text := range texts {
			list = append(list, one(text))
		}
		return list
	}
	levels := func(levels [][]json.RawMessage) (lists [][]*policyeval.Policy) {
		for _, texts := range levels {
			lists = append(lists, list(texts))
		}
		return lists
	}
	p.Identity, p.Session, p.Endpoint = list(c.Policies.Identity), list(c.Policies.Session), list(c.Policies.Endpoint)
	p.SCPs, p.RCPs = levels(c.Policies.SCPs), levels(c.Policies.RCPs)
	if c.Policies.Resource != nil {
		p.Resource = one(c.Policies.Resource)
	}
	if len(c.Policies.Boundary) > 0 {
		p.Boundary = one(c.Policies.Boundary[0])
	}
	return p, err
}

// rewrite changes every document of a case.
func rewrite(t *testing.T, c *policytest.Case, change func(json.RawMessage) json.RawMessage) {
	t.Helper()
	list := func(texts []json.RawMessage) {
		for i := range texts {
			texts[i] = change(texts[i])
		}
	}
	p := &c.Policies
	for _, texts := range [][]json.RawMessage{p.Identity, p.Boundary, p.Session, p.Endpoint} {
		list(texts)
	}
	for _, level := range append(slices.Clone(p.SCPs), p.RCPs...) {
		list(level)
	}
	if p.Resource != nil {
		p.Resource = change(p.Resource)
	}
}

// reverseStatements reverses the list of statements of a document. The other
// text stays as it is.
func reverseStatements(text json.RawMessage) json.RawMessage {
	var document map[string]json.RawMessage
	var statements []json.RawMessage
	if json.Unmarshal(text, &document) != nil || json.Unmarshal(document["Statement"], &statements) != nil {
		return text // one statement without brackets
	}
	slices.Reverse(statements)
	texts := make([]string, len(statements))
	for i, s := range statements {
		texts[i] = string(s)
	}
	document["Statement"] = json.RawMessage("[" + strings.Join(texts, ",") + "]")
	again, err := json.Marshal(document)
	if err != nil {
		return text
	}
	return again
}
