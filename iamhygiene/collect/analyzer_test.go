package collect_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

// The findings of one analyzer are all there, or not there with a reason.
func TestMaxFindings(t *testing.T) {
	main := in(virginia, "access-analyzer", "analyzer/main")
	for limit, whole := range map[int]bool{0: true, 1: false, 2: true, 3: true} {
		acct := widespread(t)
		acct.PageSize(1)
		s := live(t, acct, both, named("access-analyzer-findings"), func(o *collect.Options) { o.MaxFindings = limit })
		all := value(t, s, iamhygiene.AnalyzerFindings)
		if whole {
			assert.Len(t, all[main], 2, "limit %d", limit)
			assert.Empty(t, s.Errors())
			continue
		}
		assert.NotContains(t, all, main)
		assert.Len(t, all, 2, "the others are")
		require.Len(t, s.Errors(), 1)
		e := s.Errors()[0]
		assert.Equal(t, main, e.Scope)
		assert.Equal(t, iamhygiene.CodeTruncated, e.Code)
		assert.Equal(t, "access-analyzer:ListFindingsV2", e.Operation)
		assert.Equal(t, "cannot decide: the analyzer has more than the 1 active findings of Options.MaxFindings, and none of them were kept ("+main+")", e.Error())
	}
	_, err := collect.Snapshot(t.Context(), fakes.NewAccount(accountID).Config(), func(o *collect.Options) { o.MaxFindings = -1 })
	assert.EqualError(t, err, "collect: option MaxFindings: the value is negative; leave it at 0 for the default")
}
