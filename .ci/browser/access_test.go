package browser

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
)

// TestNames reads the page as a screen reader does: by Chromium's tree of
// accessible objects. Every control, picture, region and table has a name, and
// there is one landmark of each kind.
func TestNames(t *testing.T) {
	named := map[string]bool{
		"link": true, "button": true, "checkbox": true, "combobox": true, "searchbox": true, "image": true, "region": true, "form": true, "search": true,
		"navigation": true, "heading": true, "columnheader": true, "rowheader": true, "DisclosureTriangle": true, "DisclosureTriangleGrouped": true,
	}
	for _, kind := range []string{"rich", "sample", "coverage"} {
		t.Run(kind, func(t *testing.T) {
			b := open(t, kind, "")
			b.do(chromedp.Evaluate(`document.querySelectorAll('details').forEach((d) => { d.open = true; })`, nil))
			roles := map[string]int{}
			var tree struct {
				Nodes []axNode `json:"nodes"`
			}
			// Not by cdproto, which refuses values that it does not know.
			b.do(chromedp.ActionFunc(func(ctx context.Context) error {
				return cdp.Execute(ctx, "Accessibility.getFullAXTree", nil, &tree)
			}))
			for _, n := range tree.Nodes {
				if n.Ignored {
					continue
				}
				roles[n.Role.Value]++
				if named[n.Role.Value] {
					assert.NotEmpty(t, n.Name.Value, "a %s has no name: node %d", n.Role.Value, n.ID)
				}
			}
			assert.Equal(t, 1, roles["main"], roles)
			assert.Equal(t, 1, roles["banner"], roles)
			assert.Equal(t, 1, roles["contentinfo"], roles)
			assert.Positive(t, roles["heading"])
			if kind != "coverage" {
				assert.Equal(t, 1, roles["search"])
				assert.Equal(t, 1, roles["status"], "one live region")
				assert.Positive(t, roles["image"])
				assert.Positive(t, roles["checkbox"])
			}
		})
	}
}

// An axNode is an accessible object.
type axNode struct {
	Ignored bool    `json:"ignored"`
	Role    axValue `json:"role"`
	Name    axValue `json:"name"`
	ID      int     `json:"backendDOMNodeId"`
}

type axValue struct {
	Value string `json:"value"`
}

// TestHeadings: there is one heading of the first level, and no level is left
// out on the way down.
func TestHeadings(t *testing.T) {
	for _, kind := range []string{"rich", "sample", "coverage"} {
		b := open(t, kind, "")
		levels := evaluate[[]int](b, `Array.from(document.querySelectorAll('h1, h2, h3, h4, h5, h6'), (h) => Number(h.tagName[1]))`)
		last, first := 0, 0
		for _, l := range levels {
			assert.LessOrEqual(t, l, last+1, kind)
			last = l
			if l == 1 {
				first++
			}
		}
		assert.Equal(t, 1, first, kind)
	}
}

// TestContrast measures the text as it is drawn, in both schemes: each text has
// the contrast with what is behind it that WCAG 2.2 AA asks for, 4.5 to 1.
func TestContrast(t *testing.T) {
	for _, scheme := range []string{"light", "dark"} {
		t.Run(scheme, func(t *testing.T) {
			b := open(t, "rich", "", media("prefers-color-scheme", scheme))
			b.do(chromedp.Evaluate(`document.querySelectorAll('details').forEach((d) => { d.open = true; })`, nil))
			assert.Empty(t, evaluate[[]string](b, contrast))
		})
	}
}

const contrast = `(() => {
  const parse = (c) => { const v = c.match(/[\d.]+/g).map(Number); return {rgb: v.slice(0, 3), a: v.length > 3 ? v[3] : 1}; };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (e) => {
    if (e.ownerSVGElement && e.previousElementSibling && e.parentElement.tagName === 'g') {
      const rect = e.parentElement.querySelector('rect');
      if (rect) return parse(getComputedStyle(rect).fill).rgb;
    }
    for (; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.a === 1) return c.rgb;
      if (c.a !== 0) return null; // no such ground is on the page
    }
    return parse(getComputedStyle(document.body).backgroundColor).rgb;
  };
  const bad = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let seen = 0;
  for (let n = walk.nextNode(); n; n = walk.nextNode()) {
    const e = n.parentElement;
    if (!n.textContent.trim() || ['SCRIPT', 'STYLE', 'NOSCRIPT', 'OPTION', 'title'].includes(e.tagName) || !e.checkVisibility()) continue;
    seen++;
    const style = getComputedStyle(e);
    const fore = parse(e.ownerSVGElement ? style.fill : style.color).rgb;
    const back = ground(e);
    const [x, y] = back === null ? [0, 0] : [light(fore), light(back)];
    const ratio = (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
    if (ratio < 4.5) bad.add(e.tagName + '.' + (e.getAttribute('class') || '') + ' ' + fore + ' on ' + back + ': ' + ratio.toFixed(2));
  }
  if (seen < 200) bad.add('only ' + seen + ' texts were seen');
  return Array.from(bad);
})()`
