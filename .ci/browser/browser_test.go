package browser

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// root is the module under test.
const root = "../.."

// pages are the pages that the tests look at, by kind.
var pages = map[string]string{}

// allocator starts browsers.
var allocator context.Context

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "browser")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	for _, kind := range []string{"rich", "large", "coverage"} {
		pages[kind] = filepath.Join(dir, kind+".html")
		command(nil, "go", "run", ".ci/browser/testdata/page.go", kind, pages[kind])
	}
	// The sample account of the example, which ends with 1 because of what it
	// finds.
	pages["sample"] = filepath.Join(dir, "sample.html")
	command(nil, "go", "build", "-o", filepath.Join(dir, "scan"), "./examples/scan")
	command([]int{1}, filepath.Join(dir, "scan"), "-format", "html", "-o", pages["sample"])

	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.WindowSize(1280, 900),
		// A click would miss what is still scrolling.
		chromedp.Flag("force-prefers-reduced-motion", true))
	if os.Geteuid() == 0 { // as root, Chromium runs only without its sandbox
		options = append(options, chromedp.NoSandbox)
	}
	var stop context.CancelFunc
	allocator, stop = chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	return m.Run()
}

// command runs a program at the top of the module.
func command(codes []int, name string, args ...string) {
	cmd := exec.Command(name, args...)
	cmd.Dir = root
	out, err := cmd.CombinedOutput()
	for _, c := range codes {
		if cmd.ProcessState.ExitCode() == c {
			err = nil
		}
	}
	if err != nil {
		panic(fmt.Sprintf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out))
	}
}

// A tab is a page in a browser, with what went wrong in it.
type tab struct {
	t   *testing.T
	ctx context.Context

	mu       sync.Mutex
	problems []string
	requests int
}

// A setting changes a tab before it opens its page.
type setting chromedp.Action

// open opens a page, with what stands behind its name in the address. At the end
// of the test it fails for errors, violations of the policy and requests.
func open(t *testing.T, kind, fragment string, settings ...setting) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(cancel)
	address := "file://" + pages[kind]
	b := &tab{t: t, ctx: ctx}
	chromedp.ListenTarget(ctx, func(event any) {
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			b.problem("exception: %s", e.ExceptionDetails.Error())
		case *runtime.EventConsoleAPICalled:
			b.problem("console: %s", e.Type)
		case *log.EventEntryAdded: // violations of the content security policy are here
			b.problem("log: %s: %s", e.Entry.Level, e.Entry.Text)
		case *network.EventRequestWillBeSent:
			b.mu.Lock()
			b.requests++
			b.mu.Unlock()
			if got, _, _ := strings.Cut(e.Request.URL, "#"); got != address && e.Request.URL != "data:," {
				b.problem("request: %s", e.Request.URL)
			}
		case *page.EventJavascriptDialogOpening:
			b.problem("dialog: %s", e.Message)
		}
	})
	b.do(network.Enable(), log.Enable(), runtime.Enable(), page.Enable())
	for _, s := range settings {
		b.do(s)
	}
	b.do(chromedp.Navigate(address + fragment))
	t.Cleanup(func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		assert.Empty(t, b.problems)
		assert.Positive(t, b.requests, "not even the page itself was seen")
	})
	return b
}

func (b *tab) problem(format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.problems = append(b.problems, fmt.Sprintf(format, args...))
}

func (b *tab) do(actions ...chromedp.Action) {
	b.t.Helper()
	require.NoError(b.t, chromedp.Run(b.ctx, actions...))
}

// evaluate returns what an expression of JavaScript gives.
func evaluate[T any](b *tab, expression string) T {
	b.t.Helper()
	var out T
	b.do(chromedp.Evaluate(expression, &out))
	return out
}

// click clicks on what a selector finds, when the page has come to rest: what
// comes into view may still change its height.
func (b *tab) click(selector string) {
	b.t.Helper()
	b.do(chromedp.Evaluate(fmt.Sprintf(`(async () => {
    document.querySelector(%q).scrollIntoView({block: 'center'});
    for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
  })()`, selector), nil, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
	b.do(chromedp.Click(selector, chromedp.ByQuery))
}

// eventually waits for an expression to be true; filters wait for the end of
// typing.
func (b *tab) eventually(expression string) {
	b.t.Helper()
	assert.Eventually(b.t, func() bool { return evaluate[bool](b, expression) }, 10*time.Second, 20*time.Millisecond, expression)
}

// screenshot keeps a picture where SCREENSHOTS says so.
func (b *tab) screenshot(name string) {
	b.t.Helper()
	var picture []byte
	// A picture has no scrolling that would make the browser draw the rest.
	b.do(chromedp.Evaluate(`document.querySelectorAll('.check').forEach((e) => { e.style.contentVisibility = 'visible'; })`, nil))
	b.do(chromedp.FullScreenshot(&picture, 100))
	assert.NotEmpty(b.t, picture)
	keep(b.t, name+".png", picture)
}

func keep(t *testing.T, name string, content []byte) {
	t.Helper()
	if dir := os.Getenv("SCREENSHOTS"); dir != "" {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), content, 0o644))
	}
}

func media(name, value string) setting {
	return emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: name, Value: value}})
}

func width(pixels int64) setting {
	return emulation.SetDeviceMetricsOverride(pixels, 900, 1, pixels < 500)
}

var withoutScripts = emulation.SetScriptExecutionDisabled(true)
