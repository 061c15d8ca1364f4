package fakes_test

import (
	"errors"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// TestBuildRefuses reports the first place outside of the package that builds;
// here that is the testing package, which called the test.
func TestBuildRefuses(t *testing.T) {
	account := fakes.NewAccount(mainID)
	var id string
	fakes.Build(account, func(c *model.Cloud, a *model.Account) error {
		assert.Same(t, c.Lookup(mainID), a)
		id = a.ID
		return nil
	})
	assert.Equal(t, mainID, id)
	require.NoError(t, account.Err())

	fakes.Build(account, func(*model.Cloud, *model.Account) error { return errors.New("AddThing: it is wrong; mend it") })
	var usage *fakes.UsageError
	require.ErrorAs(t, account.Err(), &usage)
	assert.Equal(t, "AddThing: it is wrong; mend it", usage.Message)
	_, here, _, _ := runtime.Caller(0)
	assert.NotEqual(t, here, usage.File)
	assert.Positive(t, usage.Line)
}
