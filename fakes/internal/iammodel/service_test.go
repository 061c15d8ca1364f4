package iammodel_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes/internal/clone"
	"github.com/iamhygiene/sdk/fakes/internal/iammodel"
	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/policyeval"
)

func TestAWSPoliciesAreWhole(t *testing.T) {
	cloud := model.NewCloud(time.Now, time.Now, new(clone.Copier))
	service := iammodel.New(cloud)
	cloud.Do(func() {
		store := service.Store(cloud.Account("111122223333", "aws"))
		for _, p := range store.AWSPolicies.Items {
			require.Len(t, p.Versions, 1, p.Name)
			assert.Equal(t, p.Default, p.Versions[0].ID, p.Name)
			assert.False(t, p.Created.IsZero(), p.Name)
			assert.False(t, p.Updated.Before(p.Created), p.Name)
			_, err := policyeval.Parse([]byte(p.Versions[0].Document), policyeval.WithType(policyeval.IdentityPolicy))
			assert.NoError(t, err, p.Name)
		}
	})
}

func TestDirectory(t *testing.T) {
	cloud := model.NewCloud(time.Now, time.Now, new(clone.Copier))
	service := iammodel.New(cloud)
	cloud.Do(func() {
		store := service.Store(cloud.Account("111122223333", "aws"))
		path := "/eng/"
		_, err := service.AddUser(store, "alice", &path, nil)
		require.NoError(t, err)
		_, err = service.AddRole(store, "App", &path, `{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}]}`, nil)
		require.NoError(t, err)
		user, ok := cloud.Directory.User("111122223333", "alice")
		assert.True(t, ok)
		assert.Equal(t, "arn:aws:iam::111122223333:user/eng/alice", user.ARN)
		role, ok := cloud.Directory.Role("111122223333", "App")
		assert.True(t, ok)
		assert.Equal(t, time.Hour, role.MaxSession)
		_, ok = cloud.Directory.Role("111122223333", "app")
		assert.False(t, ok, "letter case counts in ARNs")
		_, ok = cloud.Directory.User("444455556666", "alice")
		assert.False(t, ok)
	})
}
