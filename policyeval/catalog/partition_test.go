package catalog_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval/catalog"
)

func TestPartition(t *testing.T) {
	all := catalog.AllActions()
	s3, get := expand(t, "s3:*"), expand(t, "*:Get*")
	for _, c := range []struct {
		name string
		sets []catalog.ActionSet
		want []catalog.ActionSet // in the order of their first actions
	}{
		{"no sets: nothing tells two actions apart", nil, []catalog.ActionSet{all}},
		{"the empty set splits nothing", []catalog.ActionSet{{}}, []catalog.ActionSet{all}},
		{"all actions split nothing", []catalog.ActionSet{all}, []catalog.ActionSet{all}},
		{"one set", []catalog.ActionSet{s3}, []catalog.ActionSet{all.Difference(s3), s3}},
		{"a set and its complement split alike", []catalog.ActionSet{s3, all.Difference(s3)}, []catalog.ActionSet{all.Difference(s3), s3}},
		{"sets that overlap", []catalog.ActionSet{s3, get}, []catalog.ActionSet{
			all.Difference(s3).Difference(get), get.Difference(s3), s3.Difference(get), s3.Intersect(get),
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := catalog.Partition(c.sets...)
			require.Len(t, got, len(c.want))
			for _, want := range c.want {
				assert.Condition(t, func() bool {
					for _, class := range got {
						if class.Equal(want) {
							return true
						}
					}
					return false
				}, "no class has exactly the %d actions", want.Len())
			}
		})
	}
}

// TestPartitionOfAnySets holds the classes against the definition.
func TestPartitionOfAnySets(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	patterns := []string{"*", "s3:*", "s3:Get*", "*:List*", "iam:*Role*", "ec2:Describe*", "*:*Tag*", "kms:Decrypt", "a*:*"}
	for range 20 {
		var sets []catalog.ActionSet
		for range r.IntN(6) {
			set := expand(t, patterns[r.IntN(len(patterns))], patterns[r.IntN(len(patterns))])
			if r.IntN(3) == 0 {
				set = catalog.AllActions().Difference(set)
			}
			sets = append(sets, set)
		}
		signature := func(a catalog.Action) (bits uint) {
			for i, set := range sets {
				if set.Contains(a) {
					bits |= 1 << i
				}
			}
			return bits
		}
		seen, total := map[uint]bool{}, 0
		for _, class := range catalog.Partition(sets...) {
			require.False(t, class.IsEmpty())
			total += class.Len()
			first, signatureOf := true, uint(0)
			for a := range class.All() {
				if first {
					first, signatureOf = false, signature(a)
					require.False(t, seen[signatureOf], "two classes are in the same sets")
					seen[signatureOf] = true
				}
				require.Equal(t, signatureOf, signature(a), "%s", a)
			}
		}
		require.Equal(t, catalog.AllActions().Len(), total, "every action is in one class")
	}
}
