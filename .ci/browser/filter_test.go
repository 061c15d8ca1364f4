package browser

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
)

// shown lists what the filter shows: the status of the group, the severity and
// the theme of each finding, without repeats.
const shown = `(() => {
  const rows = Array.from(document.querySelectorAll('#findings .rows > li')).filter((li) => !li.closest('[hidden]'));
  return {
    n: rows.length,
    status: [...new Set(rows.map((li) => li.closest('.group').dataset.status))].sort(),
    severity: [...new Set(rows.map((li) => li.dataset.severity))].sort(),
    theme: [...new Set(rows.map((li) => li.closest('.check').dataset.theme))].sort(),
    change: [...new Set(rows.map((li) => li.dataset.change || ''))].sort(),
    names: rows.map((li) => li.querySelector('.res').firstChild.textContent),
    folded: rows.filter((li) => !li.querySelector('summary').checkVisibility()).length,
    live: document.getElementById('shown').textContent,
    hash: location.hash,
    counts: Array.from(document.querySelectorAll('.group:not([hidden]) .count[data-all]'), (c) => c.textContent),
  };
})()`

type state struct {
	N                               int
	Status, Severity, Theme, Change []string
	Names, Counts                   []string
	Folded                          int
	Live, Hash                      string
}

func (b *tab) state() state { b.t.Helper(); return evaluate[state](b, shown) }

func TestFilter(t *testing.T) {
	b := open(t, "rich", "")
	all := b.state()
	assert.Equal(t, []string{"exempted", "fail", "manual", "not-applicable", "pass", "unknown"}, all.Status)
	assert.Regexp(t, `^\d+ of \d+ findings shown\.`, all.Live)
	assert.Empty(t, all.Hash)

	b.click("#status-unknown")
	got := b.state()
	assert.Equal(t, []string{"unknown"}, got.Status)
	assert.Equal(t, "#status=unknown", got.Hash)
	assert.Contains(t, got.Live, "4 of ")
	assert.Zero(t, got.Folded)

	b.click("#status-fail")
	b.click("#severity-high")
	got = b.state()
	assert.Equal(t, []string{"fail", "unknown"}, got.Status, "statuses are alternatives")
	assert.Equal(t, []string{"high"}, got.Severity, "filters of different kinds apply together")

	b.do(chromedp.SetValue("#theme", "=keys", chromedp.ByQuery))
	b.do(chromedp.Evaluate(`document.getElementById('theme').dispatchEvent(new Event('change', {bubbles: true}))`, nil))
	got = b.state()
	assert.Zero(t, got.N, "keys have no finding of severity high")
	assert.Contains(t, got.Live, "No finding matches.")

	b.click("button[type=reset]")
	b.eventually(`location.hash === '' && document.getElementById('theme').value === ''`)
	got = b.state()
	assert.Equal(t, all, got, "all is as it was, also what the filters had opened")

	b.click("#status-pass")
	got = b.state()
	assert.NotZero(t, got.N)
	assert.Zero(t, got.Folded, "what a filter finds in a fold is unfolded")
}

func TestFilterByTheme(t *testing.T) {
	b := open(t, "rich", "")
	b.click(`a[data-filter-theme="users"]`)
	b.eventually(`location.hash === '#theme=users'`)
	assert.Equal(t, []string{"users"}, b.state().Theme)
	assert.Equal(t, "findings-heading", evaluate[string](b, `document.activeElement.id`), "the keyboard goes on where the findings begin")
	b.click(`a[data-filter-theme=""]`)
	b.eventually(`location.hash === '#theme='`)
	assert.Equal(t, []string{""}, b.state().Theme)
}

func TestFilterByChange(t *testing.T) {
	b := open(t, "rich", "#change=new")
	got := b.state()
	assert.Equal(t, []string{"new"}, got.Change)
	assert.Equal(t, 1, got.N)
}

func TestSearch(t *testing.T) {
	b := open(t, "rich", "")
	b.do(chromedp.SendKeys("#q", "PERSON-03 console", chromedp.ByQuery))
	b.eventually(`location.hash === '#q=PERSON-03%20console'`)
	got := b.state()
	assert.Equal(t, []string{"person-03"}, got.Names, "all words, in any case, also those of the check")
	assert.Contains(t, got.Live, "1 of ")
	assert.Equal(t, []string{"1 of 5"}, got.Counts, "a group says how much of it is shown")

	b.do(chromedp.SendKeys("#q", kb.Escape, chromedp.ByQuery))
	b.eventually(`document.getElementById('q').value === '' && location.hash === ''`)

	b.do(chromedp.SendKeys("#q", "mfa_active", chromedp.ByQuery))
	b.eventually(`location.hash === '#q=mfa_active'`)
	assert.NotZero(t, b.state().N, "evidence is searched though it is folded")
}

// TestAddress: a filter is part of the address, and the address restores it.
func TestAddress(t *testing.T) {
	first := open(t, "rich", "")
	first.click("#status-fail")
	first.click("#severity-medium")
	first.do(chromedp.SendKeys("#q", "service-1 & ü", chromedp.ByQuery))
	first.eventually(`location.hash.includes('q=')`)
	first.do(chromedp.SendKeys("#q", kb.Backspace+kb.Backspace+kb.Backspace+kb.Backspace, chromedp.ByQuery))
	first.eventually(`location.hash.endsWith('q=service-1')`)
	want := first.state()
	assert.NotZero(t, want.N)

	second := open(t, "rich", want.Hash)
	assert.Equal(t, want, second.state())
	assert.True(t, evaluate[bool](second, `document.getElementById('status-fail').checked && !document.getElementById('status-pass').checked`))

	odd := open(t, "rich", "#theme=nowhere&status=x&change=y&q=%E0%A4%A")
	assert.Regexp(t, `findings shown|No finding matches`, odd.state().Live, "an address that makes no sense breaks nothing")
}

// TestAnchors: a link to a check shows it, also in a fold.
func TestAnchors(t *testing.T) {
	b := open(t, "rich", "#check-password-unused")
	assert.True(t, evaluate[bool](b, `document.getElementById('check-password-unused').checkVisibility()`))
	assert.Empty(t, evaluate[[]string](b, `Array.from(document.querySelectorAll('a[href^="#"]')).map((a) => a.getAttribute('href')).filter((h) => !document.getElementById(h.slice(1)))`))
}

// TestFold: folds work by keyboard.
func TestFold(t *testing.T) {
	b := open(t, "rich", "")
	const first = `document.querySelector('.rows > li > details')`
	b.do(chromedp.Evaluate(first+`.querySelector('summary').focus()`, nil))
	b.do(chromedp.KeyEvent(kb.Enter))
	assert.True(t, evaluate[bool](b, first+`.open`))
	assert.True(t, evaluate[bool](b, first+`.querySelector('.body').checkVisibility()`))
	b.do(chromedp.KeyEvent(" "))
	assert.False(t, evaluate[bool](b, first+`.open`))

	b.do(chromedp.Focus("#unfold", chromedp.ByQuery), chromedp.KeyEvent(kb.Enter))
	assert.Zero(t, evaluate[int](b, `document.querySelectorAll('#findings details:not([open])').length`))
	assert.Equal(t, "All details are open.", b.state().Live)
	b.do(chromedp.Focus("#fold", chromedp.ByQuery), chromedp.KeyEvent(kb.Enter))
	assert.Zero(t, evaluate[int](b, `document.querySelectorAll('#findings .rows details[open]').length`))
}

// TestTab: the keyboard reaches every control, and what it reaches is visible
// and has a visible focus.
func TestTab(t *testing.T) {
	b := open(t, "rich", "")
	seen := map[string]bool{}
	for range 60 {
		b.do(chromedp.KeyEvent(kb.Tab))
		got := evaluate[struct {
			ID, Tag, Outline string
			Visible          bool
		}](b, `(() => {
      const e = document.activeElement;
      return {id: e.id, tag: e.tagName, visible: e.checkVisibility(), outline: getComputedStyle(e).outlineStyle};
    })()`)
		seen[got.ID] = true
		assert.True(t, got.Visible, got)
		assert.NotEqual(t, "none", got.Outline, got)
	}
	for _, id := range []string{"q", "status-fail", "severity-critical", "theme", "change", "unfold", "fold"} {
		assert.True(t, seen[id], "the keyboard does not reach %s", id)
	}
}
