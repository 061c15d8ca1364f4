package keyrotate_test

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/examples/unittest/keyrotate"
	"github.com/iamhygiene/sdk/fakes"
)

const hubID, externalID = "111122223333", "acme-7f3a"

// members makes an organization whose members let the hub's tool in, if it names
// the external id.
func members(ids ...string) (org *fakes.Organization, hub *fakes.Account, targets []keyrotate.Target) {
	org = fakes.NewOrganization()
	hub = org.Account(hubID)
	for _, id := range ids {
		a := org.Account(id)
		a.AddUser("idle", usedAgo(a, 100, false))
		role := a.AddRole("KeyRotation", fakes.TrustExternal(hubID, externalID), fakes.InlinePolicy("keyrotate", keyrotate.Policy))
		targets = append(targets, keyrotate.Target{RoleARN: role.ARN, ExternalID: externalID})
	}
	return org, hub, targets
}

// The tool itself may only assume the roles; the roles do the rest.
func TestRotateAll(t *testing.T) {
	org, hub, targets := members("222233334444", "333344445555")
	tool := hub.AddRole("Tool", fakes.TrustService("lambda.amazonaws.com"), fakes.InlinePolicy("hop",
		`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::*:role/KeyRotation"}}`))
	reports, err := keyrotate.RotateAll(context.Background(), hub.ConfigAs(tool.ARN), targets, keyrotate.Options{Now: hub.Now})
	require.NoError(t, err)
	require.Len(t, reports, 2)
	for i, id := range []string{"222233334444", "333344445555"} {
		assert.Equal(t, []string{"deactivate of idle: last used 2023-02-04, 100 days ago"}, lines(reports[i]))
		assert.Equal(t, "Inactive", string(state(t, org.Account(id))["idle"][0]))
	}
	for _, in := range fakes.CallsTo[sts.AssumeRoleInput](hub) {
		assert.Equal(t, externalID, aws.ToString(in.ExternalId))
		assert.Equal(t, "keyrotate", aws.ToString(in.RoleSessionName), "it shows in CloudTrail")
	}
	assert.Contains(t, fakes.MinimalPolicy(hub.Calls()), "arn:aws:iam::333344445555:role/KeyRotation")
}

// Without the external id, or with a wrong one, an account refuses; the others
// are done.
func TestExternalID(t *testing.T) {
	for name, id := range map[string]string{"none": "", "wrong": "guessed"} {
		t.Run(name, func(t *testing.T) {
			org, hub, targets := members("222233334444", "333344445555")
			targets[0].ExternalID = id
			reports, err := keyrotate.RotateAll(context.Background(), hub.Config(), targets, keyrotate.Options{Now: hub.Now})
			require.ErrorContains(t, err, "keyrotate: arn:aws:iam::222233334444:role/KeyRotation: ")
			require.ErrorContains(t, err, "is not authorized to perform: sts:AssumeRole")
			assert.Zero(t, reports[0].Users)
			assert.Len(t, reports[1].Steps, 1)
			assert.Equal(t, "Active", string(state(t, org.Account("222233334444"))["idle"][0]), "nothing was done there")
		})
	}
}

// A failure in any account is an error.
func TestEveryCallOfAllFails(t *testing.T) {
	var hub *fakes.Account
	var targets []keyrotate.Target
	config := func() aws.Config {
		_, hub, targets = members("222233334444", "333344445555")
		return hub.Config()
	}
	fakes.EveryCallFails(t, config, func(cfg aws.Config) error {
		_, err := keyrotate.RotateAll(context.Background(), cfg, targets, keyrotate.Options{Now: hub.Now})
		return err
	})
}
