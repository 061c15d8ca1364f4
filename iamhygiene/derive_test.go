package iamhygiene_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/iamhygiene"
)

func TestDerived(t *testing.T) {
	type key struct{ n int }
	s := snapshot()
	var built atomic.Int64
	get := func(s *iamhygiene.Snapshot, n int) int {
		return iamhygiene.Derived(s, key{n}, func() int { built.Add(1); return 10 * n })
	}
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() { assert.Equal(t, 10, get(s, 1)) })
	}
	wg.Wait()
	assert.EqualValues(t, 1, built.Load(), "once")
	assert.Equal(t, 20, get(s, 2), "another key")
	assert.Equal(t, 10, get(s.At(now), 1))
	assert.EqualValues(t, 3, built.Load(), "another snapshot")
}
