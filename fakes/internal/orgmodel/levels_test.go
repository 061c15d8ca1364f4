package orgmodel_test

import (
	"testing"
	"time"

	orgtypes "github.com/aws/aws-sdk-go-v2/service/organizations/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes/internal/clone"
	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/fakes/internal/orgmodel"
)

// What other models ask is tested here; the operations are tested through the
// SDK's client, in package fakes.

const management, member, stranger = "999999999999", "111122223333", "444455556666"

func cloud(organized bool) (*model.Cloud, *orgmodel.Service) {
	now := func() time.Time { return time.Date(2023, 5, 15, 0, 0, 0, 0, time.UTC) }
	c := model.NewCloud(now, now, new(clone.Copier))
	s := model.Install(c, func(c *model.Cloud) *orgmodel.Service {
		return orgmodel.New(c, func(a *model.Account) (string, string) { return "name", "a@example.com" })
	})
	c.Do(func() {
		c.Account(stranger, "aws")
		for _, id := range []string{management, member} {
			c.Account(id, "aws").Member = organized
		}
		if organized {
			c.Organization = &model.Organization{ManagementID: management}
		}
	})
	return c, s
}

func TestMembership(t *testing.T) {
	c, s := cloud(true)
	c.Do(func() {
		unit, err := s.AddUnit(s.Root(), "Production")
		require.NoError(t, err)
		require.NoError(t, s.Place(member, unit))
		id, path, by, ok := s.Membership(member)
		assert.True(t, ok)
		assert.Equal(t, s.ID(), id)
		assert.Equal(t, s.ID()+"/"+s.Root()+"/"+unit+"/", path, "as aws:PrincipalOrgPaths has it, without the account")
		assert.Equal(t, management, by)
		_, _, _, ok = s.Membership(stranger)
		assert.False(t, ok)

		status, ok := s.Status(member)
		assert.True(t, ok)
		assert.Equal(t, orgtypes.AccountStatusActive, status)
		_, ok = s.Status(stranger)
		assert.False(t, ok)
	})
}

func TestAdministers(t *testing.T) {
	c, s := cloud(true)
	const service = "access-analyzer.amazonaws.com"
	c.Do(func() {
		is := func(id string) bool { return s.Administers(&model.Call{Account: c.Lookup(id), Cloud: c}, service) }
		assert.False(t, is(management), "the organization does not trust the service")
		require.NoError(t, s.Trust(service, c.Now()))
		assert.True(t, is(management))
		assert.False(t, is(member))
		require.NoError(t, s.Delegate(member, service, c.Now()))
		assert.True(t, is(member))
		assert.False(t, is(stranger))
	})
}

func TestWithoutOrganization(t *testing.T) {
	c, s := cloud(false)
	c.Do(func() {
		scps, rcps := s.Levels(member)
		assert.Nil(t, scps)
		assert.Nil(t, rcps)
		_, _, _, ok := s.Membership(member)
		assert.False(t, ok)
		_, ok = s.Status(member)
		assert.False(t, ok)
		assert.False(t, s.Trusts("access-analyzer.amazonaws.com"))
		assert.False(t, s.Administers(&model.Call{Account: c.Lookup(member), Cloud: c}, "access-analyzer.amazonaws.com"))
	})
}
