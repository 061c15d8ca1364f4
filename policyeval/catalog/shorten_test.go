package catalog_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval/catalog"
)

func TestShorten(t *testing.T) {
	for _, tt := range []struct {
		name           string
		patterns, want []string
		reason         string
	}{
		{"nothing", nil, nil, "no actions, no patterns"},
		{"everything", []string{"*:*"}, []string{"*"}, "the whole catalog"},
		{"service", []string{"s3:*"}, []string{"s3:*"}, "a whole service"},
		{"services", []string{"sqs:*", "s3:*"}, []string{"s3:*", "sqs:*"}, "in the order of services"},
		{"service of one action", []string{"rds-db:*"}, []string{"rds-db:connect"}, "a name is narrower than a star"},
		{"one action", []string{"S3:getobject"}, []string{"s3:GetObject"}, "as the reference writes it"},
		{"start", []string{"s3:Get*"}, []string{"s3:Get*"}, "not cut to s3:Ge*"},
		{"end", []string{"s3:*Tagging"}, []string{"s3:*Tagging"}, "a star at the start"},
		{"within", []string{"s3:Get*Acl"}, []string{"s3:Get*Acl"}, "a star within"},
		{"word", []string{"ec2:*Vpc*"}, []string{"ec2:*Vpc*"}, "a word between stars"},
		{"needless", []string{"s3:Get*", "s3:GetObject", "s3:Get*Acl"}, []string{"s3:Get*"}, "what another covers"},
		{"word boundary", []string{"sts:AssumeRole*"}, []string{"sts:AssumeRole*"}, "cut after a word"},
		{"gap", []string{"s3:GetBucketAcl", "s3:GetObjectAcl"}, []string{"s3:GetBucketAcl", "s3:GetObjectAcl"}, "Get*Acl would catch GetObjectVersionAcl"},
		{"narrow", []string{"s3:Get*", "s3:Put*Acl"}, []string{"s3:Get*", "s3:Put*Acl"}, "*Acl would do, and catch more tomorrow"},
		{"shared", []string{"s3:Get*Acl", "s3:Put*Acl", "s3:GetObjectTagging"}, []string{"s3:*Acl", "s3:GetObjectTagging"}, "one star for both verbs"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			set := expand(t, tt.patterns...)
			got := catalog.Shorten(set)
			assert.Equal(t, tt.want, got, tt.reason)
			assert.True(t, expand(t, got...).Equal(set))
		})
	}
}

// checkShort proves what Shorten promises of every set: the patterns match the
// set and nothing else, none is needless, and splitting words never costs.
func checkShort(t *testing.T, set catalog.ActionSet) {
	t.Helper()
	whole := catalog.Shorten(set)
	split := catalog.Shorten(set, catalog.SplitWords)
	assert.LessOrEqual(t, len(whole), set.Len())
	assert.True(t, expand(t, whole...).Equal(set), "%q", whole)
	assert.True(t, expand(t, split...).Equal(set), "%q", split)
	assert.Equal(t, whole, catalog.Shorten(set), "the same every time")
	if len(whole) < 200 {
		for i := range whole {
			rest := slices.Delete(slices.Clone(whole), i, i+1)
			assert.False(t, expand(t, rest...).Equal(set), "%s is needless in %q", whole[i], whole)
		}
	}
}

// TestShortenAccessLevels takes the sets that people have: the levels of each
// service.
func TestShortenAccessLevels(t *testing.T) {
	for _, prefix := range []string{"s3", "iam", "ec2", "kms", "lambda", "dynamodb", "organizations", "sagemaker"} {
		service := expand(t, prefix+":*")
		for _, level := range catalog.AccessLevels() {
			checkShort(t, service.WithAccessLevel(level))
		}
		checkShort(t, service.WithAccessLevel(catalog.List, catalog.Read))
	}
}

func TestShortenRandomSets(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	services := slices.Collect(catalog.Services())
	for range 150 {
		var actions []catalog.Action
		share := random.Float64()
		for range 1 + random.IntN(3) {
			for a := range services[random.IntN(len(services))].Actions() {
				if random.Float64() < share {
					actions = append(actions, a)
				}
			}
		}
		checkShort(t, catalog.NewActionSet(actions...))
	}
}

// TestShortenIsShortest compares with a search through all lists of patterns
// of the documented forms, on services that are small enough for it.
func TestShortenIsShortest(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	compared := 0
	for s := range catalog.Services() {
		if s.ActionCount() < 4 || s.ActionCount() > 14 {
			continue
		}
		actions := slices.Collect(s.Actions())
		for range 6 {
			var in []catalog.Action
			for _, a := range actions {
				if random.IntN(3) > 0 {
					in = append(in, a)
				}
			}
			set := catalog.NewActionSet(in...)
			if len(in) == 0 || len(in) == len(actions) {
				continue
			}
			got := catalog.Shorten(set)
			require.Len(t, got, fewest(actions, set), "%s: %q", s, got)
			compared++
		}
	}
	assert.Greater(t, compared, 300)
}

// fewest is the size of the smallest cover, by dynamic programming over all
// subsets of the set.
func fewest(actions []catalog.Action, set catalog.ActionSet) int {
	var in, out []string
	for _, a := range actions {
		if set.Contains(a) {
			in = append(in, a.Name())
		} else {
			out = append(out, a.Name())
		}
	}
	masks := make(map[uint]bool)
	for _, pattern := range documentedForms(in) {
		matches := func(name string) bool { return naiveMatch(strings.ToLower(pattern), strings.ToLower(name)) }
		if slices.ContainsFunc(out, matches) {
			continue
		}
		mask := uint(0)
		for i, name := range in {
			if matches(name) {
				mask |= 1 << i
			}
		}
		masks[mask] = true
	}
	best := make([]int, 1<<len(in))
	for covered := 1; covered < len(best); covered++ {
		best[covered] = len(in)
		for mask := range masks {
			if mask&uint(covered) != 0 {
				best[covered] = min(best[covered], 1+best[uint(covered)&^mask])
			}
		}
	}
	return best[len(best)-1]
}

// documentedForms lists every pattern that the documentation of Shorten allows
// for the names: names, start*, *end, start*end and *words*, cut at words.
func documentedForms(names []string) []string {
	upper := func(b byte) bool { return 'A' <= b && b <= 'Z' }
	forms := map[string]bool{}
	for _, name := range names {
		forms[name] = true
		cuts := []int{0}
		for i := 1; i < len(name); i++ {
			if upper(name[i]) && (!upper(name[i-1]) || i+1 < len(name) && !upper(name[i+1])) {
				cuts = append(cuts, i)
			}
		}
		cuts = append(cuts, len(name))
		for i, from := range cuts {
			for _, to := range cuts[i:] {
				forms[name[:from]+"*"+name[to:]] = true
				if from < to {
					forms["*"+name[from:to]+"*"] = true
				}
			}
		}
	}
	var list []string
	for f := range forms {
		list = append(list, f)
	}
	return list
}

// FuzzShorten takes sets from three patterns, and from what one leaves of
// another.
func FuzzShorten(f *testing.F) {
	f.Add("s3:Get*", "s3:*Acl", "s3:*Object*")
	f.Add("ec2:*e*", "ec2:*ee*", "iam:?et*")
	f.Add("*:*Tag*", "*:Un*", "k*:*")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		var sets [3]catalog.ActionSet
		for i, p := range []string{a, b, c} {
			set, err := catalog.Expand(p)
			if err != nil {
				return
			}
			sets[i] = set
		}
		set := sets[0].Difference(sets[1]).Union(sets[2])
		if set.Len() > 2000 {
			return // slow, and made of the same services
		}
		for _, options := range [][]func(*catalog.ShortenOptions){nil, {catalog.SplitWords}} {
			list := catalog.Shorten(set, options...)
			if back := expand(t, list...); !back.Equal(set) {
				t.Fatalf("%q is another set", list)
			}
			if len(list) > set.Len() {
				t.Fatalf("%d patterns for %d actions", len(list), set.Len())
			}
		}
	})
}
