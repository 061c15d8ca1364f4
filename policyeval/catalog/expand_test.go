package catalog_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

func TestExpand(t *testing.T) {
	all := catalog.AllActions().Len()
	for _, tt := range []struct {
		name, pattern string
		want          []string // nil: only the number counts
		count         int      // -1: more than one
		reason        string
	}{
		{"name", "s3:getobject", []string{"s3:GetObject"}, 1, "a name is a pattern too, in any letter case"},
		{"question mark", "s3:GetBucket???", []string{"s3:GetBucketAcl"}, 1, "one character each, so not GetBucketCORS"},
		{"end", "sts:*Token", []string{"sts:GetSessionToken", "sts:GetFederationToken"}, -1, "a star at the start"},
		{"middle", "s3:Get*Acl", []string{"s3:GetBucketAcl", "s3:GetObjectAcl", "s3:GetObjectVersionAcl"}, 3, "a star within"},
		{"star", "*", nil, all, "everything (A2)"},
		{"stars", "***", nil, all, "everything (A2)"},
		{"both parts", "*:*", nil, all, "everything, in two globs (A3)"},
		{"any single letter service", "?:*", nil, -1, "q is one"},
		{"wildcard in the service", "s?:ListAllMyBuckets", []string{"s3:ListAllMyBuckets"}, 1, "the service is a glob (A3)"},
		{"unknown service", "s4:*", nil, 0, "legal, and matches nothing"},
		{"unknown action", "s3:GetObjct", nil, 0, "legal, and matches nothing"},
		{"comma", "s3:GetObject,s3:PutObject", nil, 0, "one literal text (A6)"},
		{"blank", "s3: GetObject", nil, 0, "no trimming (A5)"},
		{"no name", "s3:", nil, 0, "matches nothing (A5)"},
		{"no service", ":GetObject", nil, 0, "matches nothing (A5)"},
		{"dot", "s3:Get.bject", nil, 0, "a dot is a dot (A7)"},
		{"brackets", "s3:Get[O]bject", nil, 0, "a bracket is a bracket (A7)"},
		{"second colon", "s3:Get:*", nil, 0, "no name has a colon"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			set := expand(t, tt.pattern)
			if tt.count < 0 {
				assert.Greater(t, set.Len(), 1, tt.reason)
			} else {
				assert.Equal(t, tt.count, set.Len(), tt.reason)
			}
			for _, name := range tt.want {
				assert.True(t, set.Contains(lookup(t, name)), "%s: %s", name, tt.reason)
			}
		})
	}
	assert.Equal(t, 2, expand(t, "s3:GetObject", "s3:PutObject", "S3:GetObject").Len(), "patterns add up")
	assert.True(t, expand(t).IsEmpty(), "no patterns, no actions")
}

func TestExpandErrors(t *testing.T) {
	for _, tt := range []struct{ name, pattern, reason string }{
		{"empty", "", "no colon"},
		{"no colon", "GetObject", "no colon"},
		{"only question marks", "??", "no colon"},
		{"variable", "s3:${aws:username}", "variables"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			set, err := catalog.Expand("s3:*", tt.pattern)
			var e *catalog.PatternError
			require.ErrorAs(t, err, &e)
			assert.Equal(t, tt.pattern, e.Pattern)
			assert.Contains(t, e.Error(), "catalog: action pattern")
			assert.Contains(t, e.Reason, tt.reason)
			assert.True(t, set.IsEmpty(), "there is no half answer")
		})
	}
}

// agreementPatterns are of all shapes; TestExpandAgrees asks policyeval about
// every action for each of them.
var agreementPatterns = []string{
	"*", "**", "*:*", "?:*", "?*:?*", "s3:*", "S3:GET*", "s3:Get?bject", "s3:*Object", "s3:*object*", "s3:Get*Acl", "s3:*?*",
	"ec2:Describe*", "ec2:*Instance?", "ec2:*Vpc*Endpoint*", "e*:*", "*3:*", "iam:*", "iam:Get*Policy*", "*:Get*", "*:*Tag*",
	"*:?e*", "a*:*s", "??:*", "s?s:*", "sts:*", "kms:Decrypt", "kms:Decrypt*", "kms:*Decrypt", "dynamodb:B*Item", "nothing:*", "s3:nothing",
	"s3:Get*,s3:Put*", "s3:", ":*", "s3: Get*", "*:", "s3:Get.*", "s3*", "s3*:*", "*:*:*", "vpc-lattice:*-*", "lambda:I*e*F*n", "logs:??????Log*",
}

// TestExpandAgrees proves that Expand and the evaluator give one meaning to a
// pattern: for every action of the catalog, a policy that allows the pattern
// allows the action if and only if the expansion contains it.
func TestExpandAgrees(t *testing.T) {
	if testing.Short() {
		t.Skip("decides a million requests")
	}
	for _, pattern := range agreementPatterns {
		set, err := catalog.Expand(pattern)
		policy, parseErr := policyeval.Parse(fmt.Appendf(nil, `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": %q, "Resource": "*"}}`, pattern))
		if err != nil || parseErr != nil {
			assert.Error(t, err, "%s: both refuse it", pattern)
			assert.Error(t, parseErr, "%s: both refuse it", pattern)
			continue
		}
		authorizer, err := policyeval.Compile(policyeval.Policies{Identity: []*policyeval.Policy{policy}})
		require.NoError(t, err)
		var differ []string
		for a := range catalog.Actions() {
			name := a.String()
			if name == "sts:GetCallerIdentity" {
				continue // AWS allows it without a policy
			}
			d, err := authorizer.Authorize(&policyeval.Request{Principal: "arn:aws:iam::111122223333:user/alice", Action: name, Resource: "*"})
			require.NoError(t, err, name)
			if (d.Outcome == policyeval.Allowed) != set.Contains(a) {
				differ = append(differ, name)
			}
		}
		assert.Empty(t, differ, pattern)
	}
}

// FuzzExpand compares the expansion of any pattern with a naive matcher, and
// its shortest form with itself.
func FuzzExpand(f *testing.F) {
	for _, p := range agreementPatterns {
		f.Add(p)
	}
	f.Fuzz(func(t *testing.T, pattern string) {
		set, err := catalog.Expand(pattern)
		if err != nil {
			if strings.Contains(pattern, ":") && !strings.Contains(pattern, "${") {
				t.Fatalf("%q: %v", pattern, err)
			}
			return
		}
		prefix, name, _ := strings.Cut(strings.Map(foldASCII, pattern), ":")
		if strings.Trim(pattern, "*") == "" {
			prefix, name = "*", "*"
		}
		if len(pattern) < 40 {
			for s := range catalog.Services() {
				fits := naiveMatch(prefix, s.Prefix())
				for a := range s.Actions() {
					if want := fits && naiveMatch(name, strings.ToLower(a.Name())); want != set.Contains(a) {
						t.Fatalf("%q: %s: got %v, want %v", pattern, a, !want, want)
					}
				}
			}
		}
		if set.Len() > 2000 {
			return // slow, and FuzzShorten is for that
		}
		if back := expand(t, catalog.Shorten(set)...); !back.Equal(set) {
			t.Fatalf("%q: the shortest form is another set", pattern)
		}
	})
}

func foldASCII(r rune) rune {
	if 'A' <= r && r <= 'Z' {
		r += 'a' - 'A'
	}
	return r
}

// naiveMatch is the definition of * and ?, by way of a table.
func naiveMatch(pattern, text string) bool {
	reach := make([]bool, len(text)+1)
	reach[0] = true
	for _, p := range []byte(pattern) {
		next := make([]bool, len(text)+1)
		for i := range reach {
			switch {
			case p == '*':
				next[i] = reach[i] || i > 0 && next[i-1]
			case i > 0 && reach[i-1]:
				next[i] = p == '?' || p == text[i-1]
			}
		}
		reach = next
	}
	return reach[len(text)]
}
