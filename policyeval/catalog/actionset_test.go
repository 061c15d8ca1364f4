package catalog_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// TestActionSet compares sets with maps.
func TestActionSet(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	all := slices.Collect(catalog.Actions())
	pick := func(n int) (catalog.ActionSet, map[catalog.Action]bool) {
		m := make(map[catalog.Action]bool)
		for range n {
			m[all[random.IntN(len(all))]] = true
		}
		return catalog.CollectActions(maps.Keys(m)), m
	}
	for _, n := range []int{0, 1, 100, 30000} {
		a, am := pick(n)
		b, bm := pick(1000)
		both, either, only := 0, len(bm), 0
		for x := range am {
			if bm[x] {
				both++
			} else {
				only++
				either++
			}
		}
		assert.Equal(t, len(am), a.Len())
		assert.Equal(t, len(am) == 0, a.IsEmpty())
		assert.Equal(t, both, a.Intersect(b).Len())
		assert.Equal(t, either, a.Union(b).Len())
		assert.Equal(t, only, a.Difference(b).Len())
		assert.True(t, a.Union(b).Equal(b.Union(a)))
		assert.True(t, a.Intersect(b).Union(a.Difference(b)).Equal(a))
		assert.Equal(t, n == 0, a.Equal(catalog.ActionSet{}))
		var last catalog.Action
		count := 0
		for x := range a.All() {
			require.True(t, am[x] && a.Contains(x))
			require.Positive(t, x.Compare(last))
			last = x
			count++
		}
		assert.Equal(t, len(am), count)
		sum := 0
		for s, n := range a.Services() {
			require.Positive(t, n)
			require.Equal(t, n, expand(t, s.Prefix()+":*").Intersect(a).Len(), s)
			sum += n
		}
		assert.Equal(t, len(am), sum)
	}
}

func TestActionSetEdges(t *testing.T) {
	var empty catalog.ActionSet
	assert.True(t, empty.IsEmpty() && empty.Equal(catalog.NewActionSet()) && empty.Equal(catalog.NewActionSet(catalog.Action{})))
	assert.False(t, empty.Contains(lookup(t, "s3:GetObject")) || catalog.AllActions().Contains(catalog.Action{}))
	assert.True(t, empty.Union(empty).IsEmpty() && empty.WithAccessLevel(catalog.Read).IsEmpty())
	assert.True(t, catalog.AllActions().Difference(empty).Equal(catalog.AllActions()))
	assert.True(t, catalog.CollectActions(catalog.Actions()).Equal(catalog.AllActions()))
	for a := range catalog.AllActions().All() {
		assert.Equal(t, "a2c", a.Service().Prefix(), "an iteration may stop")
		break
	}

	// A method never changes its receiver.
	s := catalog.NewActionSet(lookup(t, "s3:GetObject"))
	_, _, _ = s.Union(catalog.AllActions()), s.Difference(s), s.Intersect(empty)
	assert.Equal(t, []string{"s3:GetObject"}, names(s))

	// The levels split the whole.
	var union catalog.ActionSet
	sum := 0
	for _, level := range catalog.AccessLevels() {
		part := catalog.AllActions().WithAccessLevel(level)
		assert.True(t, union.Intersect(part).IsEmpty())
		union, sum = union.Union(part), sum+part.Len()
	}
	assert.True(t, union.Equal(catalog.AllActions()))
	assert.Equal(t, sum, union.Len())
}
