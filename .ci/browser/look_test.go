package browser

import (
	"context"
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// overflow names the elements that reach over the right side of the page.
const overflow = `(() => {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth) return [];
  return Array.from(document.querySelectorAll('body *'))
    .filter((e) => !e.closest('.scroll, .quiet, .skip') && e.getBoundingClientRect().right > page.clientWidth + 0.5)
    .map((e) => e.tagName + '.' + e.className + ' ' + e.textContent.slice(0, 40)).concat('scrollWidth ' + page.scrollWidth);
})()`

// TestWidth: nothing is wider than the screen, folded or not.
func TestWidth(t *testing.T) {
	for _, kind := range []string{"rich", "sample", "coverage"} {
		for _, pixels := range []int64{320, 360, 768, 1280} {
			t.Run(fmt.Sprintf("%s/%d", kind, pixels), func(t *testing.T) {
				b := open(t, kind, "", width(pixels))
				assert.Empty(t, evaluate[[]string](b, overflow))
				if pixels == 360 || pixels == 1280 {
					b.screenshot(fmt.Sprintf("%s-%d", kind, pixels))
				}
				if pixels == 360 {
					var picture []byte
					for name, at := range map[string]string{"top": "body", "ages": "figure", "findings": ".group"} {
						if kind == "coverage" {
							break
						}
						b.do(chromedp.Evaluate(fmt.Sprintf(`document.querySelector(%q).scrollIntoView()`, at), nil), chromedp.CaptureScreenshot(&picture))
						keep(t, fmt.Sprintf("%s-%d-%s.png", kind, pixels, name), picture)
					}
				}
				b.do(chromedp.Evaluate(`document.querySelectorAll('details').forEach((d) => { d.open = true; })`, nil))
				assert.Empty(t, evaluate[[]string](b, overflow), "unfolded")
				if kind == "rich" {
					b.screenshot(fmt.Sprintf("%s-%d-unfolded", kind, pixels))
				}
			})
		}
	}
}

// TestDark: the page follows the colour scheme.
func TestDark(t *testing.T) {
	ground := func(b *tab) string { return evaluate[string](b, `getComputedStyle(document.body).backgroundColor`) }
	light := open(t, "rich", "", media("prefers-color-scheme", "light"))
	dark := open(t, "rich", "", media("prefers-color-scheme", "dark"))
	assert.Equal(t, "rgb(255, 255, 255)", ground(light))
	assert.NotEqual(t, ground(light), ground(dark))
	dark.screenshot("dark")
	for name, b := range map[string]*tab{"light": light, "dark": dark} {
		var picture []byte
		b.do(chromedp.Evaluate(`document.getElementById('findings').scrollIntoView()`, nil), chromedp.Evaluate(`document.querySelector('.rows details').open = true`, nil))
		b.do(chromedp.CaptureScreenshot(&picture))
		keep(t, "findings-"+name+".png", picture)
	}
	for _, section := range []string{"paths", "trend", "ages"} {
		var picture []byte
		light.do(chromedp.Screenshot("section[aria-labelledby="+section+"]", &picture, chromedp.ByQuery))
		keep(t, section+".png", picture)
	}
}

// TestMotion: who wants no motion gets none.
func TestMotion(t *testing.T) {
	for preference, want := range map[string]string{"reduce": "auto", "no-preference": "smooth"} {
		b := open(t, "rich", "", media("prefers-reduced-motion", preference))
		assert.Equal(t, want, evaluate[string](b, `getComputedStyle(document.documentElement).scrollBehavior`))
	}
}

// TestPrint: paper shows the findings that the filter shows, unfolded, and no
// controls. It is light also where the screen is dark.
func TestPrint(t *testing.T) {
	b := open(t, "rich", "#status=fail", width(794))
	b.do(emulation.SetEmulatedMedia().WithMedia("print").WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}))
	assert.Equal(t, "rgb(255, 255, 255)", evaluate[string](b, `getComputedStyle(document.body).backgroundColor`))
	assert.Empty(t, evaluate[[]string](b, overflow))
	for name, at := range map[string]string{"top": "body", "paths": "#trend", "findings": "#findings"} {
		var picture []byte
		b.do(chromedp.Evaluate(fmt.Sprintf(`document.querySelector(%q).scrollIntoView()`, at), nil), chromedp.CaptureScreenshot(&picture))
		keep(t, "print-"+name+".png", picture)
	}
	assert.False(t, evaluate[bool](b, `document.getElementById('filters').checkVisibility()`))
	assert.True(t, evaluate[bool](b, `document.querySelector('.rows > li .body').checkVisibility()`), "folds are open without the script too")
	assert.False(t, evaluate[bool](b, `document.getElementById('status-group-pass').checkVisibility()`))
	b.screenshot("print")
	b.do(chromedp.ActionFunc(func(ctx context.Context) error {
		pdf, _, err := page.PrintToPDF().WithPrintBackground(true).Do(ctx)
		if err == nil {
			assert.Equal(t, "%PDF", string(pdf[:4]))
			keep(t, "print.pdf", pdf)
		}
		return err
	}))
	assert.NotZero(t, evaluate[int](b, `document.querySelectorAll('details:not([open])').length`), "folds are closed again")
}

// TestWithoutScripts: everything can be read, and nothing is offered that does
// not work.
func TestWithoutScripts(t *testing.T) {
	b := open(t, "rich", "", withoutScripts)
	assert.False(t, evaluate[bool](b, `document.getElementById('filters').checkVisibility()`))
	assert.Equal(t, 1, evaluate[int](b, `document.querySelectorAll('noscript p').length`))
	require.Positive(t, evaluate[int](b, `document.querySelectorAll('.rows > li').length`))
	assert.Zero(t, evaluate[int](b, `Array.from(document.querySelectorAll('.group > h3, .group[data-status=fail] h4')).filter((e) => !e.checkVisibility()).length`))
	// What is folded opens without a script.
	b.do(chromedp.Focus(".rows > li > details > summary", chromedp.ByQuery), chromedp.KeyEvent(kb.Enter))
	assert.True(t, evaluate[bool](b, `document.querySelector('.rows > li .body').checkVisibility()`))
	assert.Empty(t, evaluate[[]string](b, overflow))
}

// TestLarge: a page about 100,000 findings can be used.
func TestLarge(t *testing.T) {
	b := open(t, "large", "")
	all := b.state()
	assert.Contains(t, all.Live, "more are not on this page")
	assert.Less(t, evaluate[int](b, `document.querySelectorAll('*').length`), 1_500_000)
	b.do(chromedp.SendKeys("#q", "person-00014", chromedp.ByQuery))
	b.eventually(`location.hash === '#q=person-00014'`)
	got := b.state()
	assert.Positive(t, got.N)
	assert.Less(t, got.N, all.N)
	for _, name := range got.Names {
		assert.Equal(t, "person-00014", name)
	}
}
