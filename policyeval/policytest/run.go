package policytest

import (
	"fmt"
	"io/fs"
	"strings"
)

// A T is what Run needs of a test: *testing.T is one. Self is the type itself,
// because Run of a *testing.T hands a *testing.T to the subtest. A recorder in
// the tests of a harness can be another.
type T[Self any] interface {
	Helper()
	Errorf(format string, args ...any)
	Run(name string, f func(t Self)) bool
}

// Run runs the cases of every file in fsys whose name matches pattern (see
// fs.Glob), as subtests named by file and case. A case fails if the outcome is
// not the expected one; the message gives both, the reason and the trace. A
// file that cannot be read or is malformed fails, and so do a pattern that
// matches nothing and a file without cases: a test that tests nothing should
// not pass.
func Run[Self T[Self]](t Self, fsys fs.FS, pattern string) {
	t.Helper()
	names, err := fs.Glob(fsys, pattern)
	if err != nil {
		t.Errorf("policytest: pattern %q: %v", pattern, err)
		return
	}
	if len(names) == 0 {
		t.Errorf("policytest: no file matches %q", pattern)
	}
	for _, name := range names {
		t.Run(name, func(t Self) {
			t.Helper()
			f, err := Load(fsys, name)
			if err != nil {
				t.Errorf("%v", err)
				return
			}
			if len(f.Cases) == 0 {
				t.Errorf("policytest: %s has no cases", name)
			}
			for i := range f.Cases {
				c := &f.Cases[i]
				t.Run(c.Name, func(t Self) {
					t.Helper()
					if failure := c.Failure(); failure != "" {
						t.Errorf("%s:%d: %s", name, c.Line, failure)
					}
				})
			}
		})
	}
}

// Failure evaluates the case and returns "" if the outcome is the expected one.
// Otherwise it returns a message of several lines: what was expected, what came
// and why, and the trace of the evaluation or, if there was none, the request.
func (c *Case) Failure() string {
	r := c.Eval()
	if r.Outcome == c.Expect {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "want %s, got %s: %s", c.Expect, r.Outcome, r.Why)
	if c.Rule != "" || c.Source != "" {
		fmt.Fprintf(&b, "\n\texpected because of: %s", strings.TrimSpace(c.Rule+" "+c.Source))
	}
	trace := r.Explanation.String()
	if r.Err != nil {
		trace = fmt.Sprintf("request: %s %s on %s", c.Request.Principal, c.Request.Action, c.Request.Resource)
	}
	for line := range strings.Lines(strings.TrimSpace(trace)) {
		b.WriteString("\n\t" + strings.TrimRight(line, "\r\n"))
	}
	return b.String()
}
