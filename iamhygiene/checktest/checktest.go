package checktest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"testing"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// TB is the part of [testing.TB] that this package needs. Where the value also
// has testing.T's Run method, each fixture becomes a subtest.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
}

// A Result is what came of one fixture.
type Result struct {
	// Fixture is the file name.
	Fixture string
	// Snapshot is the account of the fixture.
	Snapshot *iamhygiene.Snapshot
	// Results are those of the checks.
	Results *iamhygiene.Results
}

// Run runs the checks over each fixture that the pattern matches, as
// [filepath.Glob] does, and fails the test where findings and want lines
// differ. It returns what came of the fixtures that could be loaded, for tests
// that look further.
func Run(t TB, pattern string, checks ...iamhygiene.Check) []Result {
	t.Helper()
	return new(Runner).Run(t, pattern, checks...)
}

// RunFS is [Run] over a file system, such as an [embed.FS] or a
// testing/fstest.MapFS, with the patterns of [fs.Glob].
func RunFS(t TB, fsys fs.FS, pattern string, checks ...iamhygiene.Check) []Result {
	t.Helper()
	return new(Runner).RunFS(t, fsys, pattern, checks...)
}

// A Runner holds settings. The zero value is ready to use. It is safe for
// concurrent use while nobody changes it.
type Runner struct {
	// Update makes Run rewrite the want lines that differ instead of failing:
	// lines that still hold stay as they are, stale ones go, and those of new
	// findings are added at the end. Read the difference before you commit
	// it. The flag belongs to the test:
	//
	//	var update = flag.Bool("update", false, "rewrite the want lines")
	Update bool
	// Datasets are the caller's own datasets that fixtures may hold.
	Datasets []Dataset
}

// Run is [Run] with the settings.
func (r *Runner) Run(t TB, pattern string, checks ...iamhygiene.Check) []Result {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil {
		t.Errorf("checktest: pattern %q: %v", pattern, err)
		return nil
	}
	write := func(name string, text []byte) error { return os.WriteFile(name, text, 0o644) }
	return r.all(t, pattern, files, os.ReadFile, write, checks)
}

// RunFS is [RunFS] with the settings. It fails where Update is set, because a
// file system is for reading only.
func (r *Runner) RunFS(t TB, fsys fs.FS, pattern string, checks ...iamhygiene.Check) []Result {
	t.Helper()
	files, err := fs.Glob(fsys, pattern)
	if err != nil {
		t.Errorf("checktest: pattern %q: %v", pattern, err)
		return nil
	}
	read := func(name string) ([]byte, error) { return fs.ReadFile(fsys, name) }
	write := func(string, []byte) error { return errors.New("a file system cannot be written: to update, use Run") }
	return r.all(t, pattern, files, read, write, checks)
}

// all runs the fixtures one after the other.
func (r *Runner) all(t TB, pattern string, files []string, read func(string) ([]byte, error), write func(string, []byte) error, checks []iamhygiene.Check) []Result {
	t.Helper()
	switch {
	case len(files) == 0:
		t.Errorf("checktest: no file matches %q", pattern)
		return nil
	case len(checks) == 0:
		t.Errorf("checktest: no check is given")
		return nil
	}
	if err := iamhygiene.Validate(checks, r.infos()...); err != nil {
		t.Errorf("checktest: %v", err)
		return nil
	}
	var results []Result
	for _, name := range files {
		one := func(t TB) {
			t.Helper()
			text, err := read(name)
			if err != nil {
				t.Errorf("checktest: %v", err)
				return
			}
			if result := r.one(t, name, text, write, checks); result != nil {
				results = append(results, *result)
			}
		}
		if sub, ok := t.(interface {
			Run(string, func(*testing.T)) bool
		}); ok {
			sub.Run(path.Base(filepath.ToSlash(name)), func(t *testing.T) { t.Helper(); one(t) })
		} else {
			one(t)
		}
	}
	return results
}

// one runs one fixture.
func (r *Runner) one(t TB, name string, text []byte, write func(string, []byte) error, checks []iamhygiene.Check) *Result {
	t.Helper()
	f, err := r.parse(name, text)
	if err == nil && len(bytes.TrimSpace(f.archive.Comment)) == 0 {
		err = fmt.Errorf("%s: the fixture has no comment: say before the first file what it shows and why", name)
	}
	if err == nil {
		checks, err = f.choose(checks)
	}
	if err != nil {
		t.Errorf("checktest: %v", err)
		return nil
	}
	results, err := f.run(r, checks)
	if err != nil {
		t.Errorf("checktest: %s: %v", name, err)
		return nil
	}
	for _, problem := range f.examine(r, results, checks) {
		t.Errorf("checktest: %s: %s", name, problem)
	}
	d := compare(f, results)
	switch {
	case d.empty() && f.hasWant:
	case r.Update:
		if err := write(name, f.rewrite(d)); err != nil {
			t.Errorf("checktest: %s: %v", name, err)
		}
	case !f.hasWant:
		t.Errorf("checktest: %s: there is no want file: add \"-- want --\", empty where nothing is to be found; the findings are:\n%s", name, d)
	default:
		t.Errorf("checktest: %s: the findings differ from the want lines (-missing +unexpected):\n%s", name, d)
	}
	return &Result{Fixture: name, Snapshot: f.snapshot, Results: results}
}

// run runs the checks over the snapshot of the fixture.
func (f *fixture) run(r *Runner, checks []iamhygiene.Check) (*iamhygiene.Results, error) {
	runner := iamhygiene.Runner{Exemptions: f.exemptions, Datasets: r.infos()}
	return runner.Run(context.Background(), f.snapshot, checks...)
}

// choose returns the checks that the fixture's option names, or all.
func (f *fixture) choose(checks []iamhygiene.Check) ([]iamhygiene.Check, error) {
	if len(f.opts.checks) == 0 {
		return checks, nil
	}
	chosen := make([]bool, len(checks))
	for _, pattern := range f.opts.checks {
		matched := false
		for i, c := range checks {
			ok, err := path.Match(pattern, c.Info().ID)
			if err != nil {
				return nil, fmt.Errorf("%s: options: checks: %q: %v", f.name, pattern, err)
			}
			chosen[i] = chosen[i] || ok
			matched = matched || ok
		}
		if !matched {
			return nil, fmt.Errorf("%s: options: checks: %q matches none of the checks that the test gives", f.name, pattern)
		}
	}
	var out []iamhygiene.Check
	for i, c := range checks {
		if chosen[i] {
			out = append(out, c)
		}
	}
	return slices.Clip(out), nil
}
