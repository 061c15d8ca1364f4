package clone_test

import (
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes/internal/clone"
)

type union interface{ isUnion() }

type member struct{ Values []string }

func (*member) isUnion() {}

type node struct {
	Name     *string
	Created  *time.Time
	Tags     map[string][]string
	Children []*node
	Fixed    [2][]byte
	Union    union
	Any      any
	Body     io.Reader
	private  []int
}

func sample() *node {
	name, created := "alice", time.Date(2023, 5, 1, 0, 0, 0, 0, time.UTC)
	return &node{
		Name: &name, Created: &created,
		Tags:     map[string][]string{"team": {"a", "b"}},
		Children: []*node{{Fixed: [2][]byte{{1}, {2}}}, nil},
		Fixed:    [2][]byte{{3}, nil},
		Union:    &member{Values: []string{"x"}},
		Any:      map[string]any{"k": []any{"v"}},
		Body:     strings.NewReader("stream"),
		private:  []int{1},
	}
}

func TestCopySharesNothingThatIsData(t *testing.T) {
	var c clone.Copier
	original := sample()
	got := clone.Copy(&c, original)
	require.Equal(t, original, got)

	*got.Name = "bob"
	got.Tags["team"][0] = "changed"
	got.Tags["new"] = nil
	got.Children[0].Fixed[0][0] = 9
	got.Fixed[0][0] = 9
	got.Union.(*member).Values[0] = "changed"
	got.Any.(map[string]any)["k"].([]any)[0] = "changed"
	want := sample()
	want.Body = original.Body
	assert.Equal(t, want, original, "a change of the copy reached the original")
}

func TestCopySharesStreams(t *testing.T) {
	var c clone.Copier
	original := sample()
	assert.Same(t, original.Body, clone.Copy(&c, original).Body, "a stream can be read once only: copying it would lie about that")
}

func TestCopyKeepsNil(t *testing.T) {
	var c clone.Copier
	assert.Nil(t, c.Of(nil))
	assert.Equal(t, &node{}, clone.Copy(&c, &node{}), "nil slices, maps and pointers stay nil: the SDK tells nil from empty")
	assert.Equal(t, (*node)(nil), clone.Copy(&c, (*node)(nil)))
	assert.NotNil(t, clone.Copy(&c, []string{}))
}
