package report_test

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// picture is what a page draws of chains.
type picture struct {
	names  []string
	x, y   map[string]float64
	edges  []string
	labels []string
	text   string // of the section
}

func draw(t *testing.T, checks ...iamhygiene.Check) picture {
	t.Helper()
	_, section, ok := strings.Cut(htmlOf(t, resultsAt(t, now, checks...)), `<section aria-labelledby="paths">`)
	require.True(t, ok)
	section, _, _ = strings.Cut(section, "</section>")
	p := picture{text: section, x: map[string]float64{}, y: map[string]float64{}}
	for _, m := range regexp.MustCompile(`<g><title>arn:aws:iam::111122223333:([^<]*)</title><rect class="node[^"]*" x="([\d.]+)" y="([\d.]+)"`).FindAllStringSubmatch(section, -1) {
		var x, y float64
		_, err := fmt.Sscan(m[2], &x)
		require.NoError(t, err)
		_, err = fmt.Sscan(m[3], &y)
		require.NoError(t, err)
		p.names = append(p.names, m[1])
		p.x[m[1]], p.y[m[1]] = x, y
	}
	for _, m := range regexp.MustCompile(`<path class="(edge[^"]*)" d="([^"]*)"`).FindAllStringSubmatch(section, -1) {
		p.edges = append(p.edges, m[1])
		assert.Regexp(t, `^M[\d.]+ [\d.]+([LC][\d. ]+)+$`, m[2])
	}
	for _, m := range regexp.MustCompile(`<text class="method"[^>]*>([^<]*)`).FindAllStringSubmatch(section, -1) {
		p.labels = append(p.labels, html.UnescapeString(m[1]))
	}
	return p
}

func TestChains(t *testing.T) {
	t.Run("a chain runs from left to right", func(t *testing.T) {
		p := draw(t, chain("a", "user/a", "role/b", "role/c"))
		assert.Less(t, p.x["user/a"], p.x["role/b"])
		assert.Less(t, p.x["role/b"], p.x["role/c"])
		assert.Equal(t, []string{"method-1", "method-2"}, p.labels)
		assert.Equal(t, 1, strings.Count(p.text, `class="node target"`), "where the chain ends")
	})
	t.Run("chains share their steps", func(t *testing.T) {
		p := draw(t, chain("a", "user/a", "role/b", "role/c"), chain("d", "user/d", "role/b", "role/c"))
		assert.Len(t, p.names, 4)
		assert.Len(t, p.edges, 3)
		assert.Equal(t, p.x["user/a"], p.x["user/d"])
		assert.NotEqual(t, p.y["user/a"], p.y["user/d"])
		assert.Equal(t, 3, strings.Count(p.text, "<tr><td>"), "each step is once in the table")
	})
	t.Run("methods between the same two are one edge", func(t *testing.T) {
		p := draw(t, chain("a", "user/a", "role/b", "role/c"), chain("b", "role/b", "role/c"))
		assert.Len(t, p.edges, 2)
		assert.Equal(t, []string{"method-1", "method-2 +1"}, p.labels)
		assert.Contains(t, p.text, "<title>method-2, method-1</title>")
	})
	t.Run("a circle ends", func(t *testing.T) {
		p := draw(t, chain("a", "role/a", "role/b", "role/c", "role/a"))
		assert.ElementsMatch(t, []string{"edge", "edge", "edge back"}, p.edges)
	})
	t.Run("a step to oneself is no edge", func(t *testing.T) {
		p := draw(t, chain("a", "user/a", "user/a"))
		assert.Empty(t, p.edges)
		assert.Contains(t, p.text, "self: method-1")
	})
	t.Run("who starts stands beside the first step", func(t *testing.T) {
		p := draw(t, chain("a", "user/a", "role/b", "role/c", "role/d"), chain("z", "user/z", "role/d"))
		assert.Equal(t, p.x["role/c"], p.x["user/z"])
	})
	t.Run("nodes and labels do not lie on each other", func(t *testing.T) {
		var checks []iamhygiene.Check
		for i := range 15 {
			checks = append(checks, chain(fmt.Sprint(i), fmt.Sprintf("user/%d", i), fmt.Sprintf("role/%d", i%4), "role/admin"))
		}
		p := draw(t, checks...)
		places := map[string]bool{}
		for _, n := range p.names {
			place := fmt.Sprint(p.x[n], p.y[n])
			assert.False(t, places[place], n)
			places[place] = true
		}
		spots := regexp.MustCompile(`<text class="method" x="([\d.]+)" y="([\d.]+)"`).FindAllStringSubmatch(p.text, -1)
		seen := map[string]bool{}
		for _, s := range spots {
			assert.False(t, seen[s[1]+" "+s[2]], s[0])
			seen[s[1]+" "+s[2]] = true
		}
	})
	t.Run("what passes has no chain to warn of", func(t *testing.T) {
		c := chain("a", "user/a", "role/b")
		c.findings[0].Status = iamhygiene.Pass
		assert.NotContains(t, htmlOf(t, resultsAt(t, now, c)), `id="paths"`)
	})
}

// TestChainsLimit: a picture of everything would show nothing, so it says what it
// leaves out; the table has it.
func TestChainsLimit(t *testing.T) {
	var checks []iamhygiene.Check
	for i := range 400 {
		checks = append(checks, chain(fmt.Sprintf("u%03d", i), fmt.Sprintf("user/u%03d", i), fmt.Sprintf("role/r%03d", i), "role/admin"))
	}
	p := draw(t, checks...)
	assert.LessOrEqual(t, len(p.names), 40)
	assert.LessOrEqual(t, len(p.edges), 60)
	assert.Contains(t, p.text, "The picture shows 19 of 400 chains")
	assert.Equal(t, 500, strings.Count(p.text, "<tr><td>"))
	assert.Contains(t, p.text, "300 steps more than this table shows.")
}

// FuzzChains: any steps make a picture, in which each principal has a place.
func FuzzChains(f *testing.F) {
	f.Add([]byte{0, 1, 1, 2, 2, 0})
	f.Add([]byte{0, 0, 1, 1})
	f.Add([]byte{0, 5, 1, 5, 2, 5, 5, 0, 3, 1, 4, 2})
	f.Fuzz(func(t *testing.T, pairs []byte) {
		var checks []iamhygiene.Check
		names := map[string]bool{}
		for i := 0; i+1 < len(pairs) && i < 60; i += 2 {
			from, to := fmt.Sprintf("role/n%d", pairs[i]%20), fmt.Sprintf("role/n%d", pairs[i+1]%20)
			checks = append(checks, chain(fmt.Sprint(i), from, to))
			names[from], names[to] = true, true
		}
		if len(checks) == 0 {
			return
		}
		p := draw(t, checks...)
		assert.Len(t, p.names, len(names))
		places := map[string]bool{}
		for _, n := range p.names {
			places[fmt.Sprint(p.x[n], p.y[n])] = true
		}
		assert.Len(t, places, len(names), "no two at the same place")
	})
}
