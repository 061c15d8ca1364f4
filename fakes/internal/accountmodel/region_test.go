package accountmodel_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/fakes/internal/accountmodel"
	"github.com/iamhygiene/sdk/fakes/internal/clone"
	"github.com/iamhygiene/sdk/fakes/internal/model"
)

func TestRegionEnabled(t *testing.T) {
	now := func() time.Time { return time.Date(2023, 5, 15, 0, 0, 0, 0, time.UTC) }
	c := model.NewCloud(now, now, new(clone.Copier))
	s := model.Install(c, accountmodel.New)
	c.Do(func() {
		a := c.Account("111122223333", "aws")
		for _, r := range []struct {
			region, reason string
			want           bool
		}{
			{"us-east-1", "every account has it", true},
			{"eu-south-1", "accounts opt into it", false},
			{"us-future-1", "a Region from after this release", true},
			{"", "no Region", true},
		} {
			assert.Equal(t, r.want, s.RegionEnabled(a, r.region), "%s: %s", r.region, r.reason)
		}
		assert.True(t, s.SetRegion(a, "eu-south-1", true))
		assert.True(t, s.RegionEnabled(a, "eu-south-1"))
		assert.False(t, s.RegionEnabled(c.Account("222233334444", "aws"), "eu-south-1"), "accounts choose for themselves")
		assert.False(t, s.SetRegion(a, "us-east-1", false), "it cannot be disabled")
	})
}
