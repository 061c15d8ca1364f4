package iammodel_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/fakes/internal/iammodel"
)

func TestTableKeepsNamesInOrderWithoutCase(t *testing.T) {
	var table iammodel.Table[string]
	for _, name := range []string{"bob", "Alice", "carol", "ALICE"} {
		table.Put(name, &name)
	}
	assert.Equal(t, []string{"alice", "bob", "carol"}, table.Keys)
	assert.Equal(t, "ALICE", *table.Get("alice"), "the last one put")
	assert.Nil(t, table.Get("dave"))
	table.Delete("BOB")
	table.Delete("nobody")
	assert.Equal(t, []string{"alice", "carol"}, table.Keys)
	assert.Equal(t, 2, table.Len())
	assert.Nil(t, table.Get("bob"))
	assert.Equal(t, "carol", *table.Items[1])
}
