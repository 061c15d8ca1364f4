package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// Runs are the results of several accounts, such as those of an organization,
// as one report. Each element is of another account.
type Runs []*iamhygiene.Results

// Text writes what there is to know about all accounts at once, in 100 columns:
// the open failures of each account by severity, the worst account first, and
// the checks that fail, by how many accounts they fail in. The findings
// themselves are in the report of each account ([Text]) or in one table
// ([Runs.CSV]).
func (rs Runs) Text(w io.Writer, opts ...func(*Options)) error {
	o := options(opts)
	t := &textWriter{output: newOutput(w), o: o}
	t.printf("IAM hygiene of %s\n", count(len(rs), "account"))
	t.heading("ACCOUNTS", len(rs))
	if len(rs) > 0 {
		t.printf("  %-12s %8s %8s %8s %8s %8s %8s %8s  %s\n", "account", "critical", "high", "medium", "low", "info", "unknown", "exempted", "name")
	}
	for _, x := range rs.worstFirst() {
		r, c := x.results, x.counts
		t.printf("  %-12s", printable(r.Account))
		for _, s := range iamhygiene.Severities() {
			t.printf(" %8d", c.FailBySeverity[s])
		}
		t.printf(" %8d %8d", c.Unknown, c.Suppressed)
		if name := o.AccountNames[r.Account]; name != "" {
			t.printf("  %s", clip(printable(name), 14))
		}
		t.printf("\n")
	}
	failing := rs.failing(o.Floor)
	if len(failing) > 0 {
		t.heading("FAILING CHECKS", len(failing))
	}
	for _, c := range failing {
		accounts := slices.Clone(c.accounts)
		if o.PerCheck >= 0 && len(accounts) > o.PerCheck {
			accounts = append(accounts[:o.PerCheck], fmt.Sprintf("and %d more", len(c.accounts)-o.PerCheck))
		}
		t.wrap("  - ", "    ", fmt.Sprintf("%s: %s [%s]: %s in %s: %s", c.severity, c.title, c.id,
			count(c.findings, "finding"), count(len(c.accounts), "account"), strings.Join(accounts, ", ")))
	}
	return t.close()
}

// worstFirst returns the runs by what is open: more critical failures first,
// then more high ones and so on, and equal ones by account.
func (rs Runs) worstFirst() []countedRun {
	out := make([]countedRun, len(rs))
	for i, r := range rs {
		out[i] = countedRun{r, r.Count()}
	}
	slices.SortStableFunc(out, func(a, b countedRun) int {
		for _, s := range iamhygiene.Severities() {
			if d := cmp.Compare(b.counts.FailBySeverity[s], a.counts.FailBySeverity[s]); d != 0 {
				return d
			}
		}
		return cmp.Compare(a.results.Account, b.results.Account)
	})
	return out
}

// A countedRun is a run whose findings were counted once.
type countedRun struct {
	results *iamhygiene.Results
	counts  iamhygiene.Counts
}

// A failingCheck is a check that fails in some accounts.
type failingCheck struct {
	id, title string
	severity  iamhygiene.Severity // the worst
	findings  int
	accounts  []string
}

// failing returns the checks with open failures: the worst severity first, then
// those that fail in the most accounts.
func (rs Runs) failing(floor iamhygiene.Severity) []*failingCheck {
	byID := make(map[string]*failingCheck)
	var all []*failingCheck
	for _, r := range rs {
		for i := range r.Findings {
			f := &r.Findings[i]
			if !f.Open() || f.Severity < floor {
				continue
			}
			c := byID[f.Check]
			if c == nil {
				c = &failingCheck{id: f.Check, title: f.Title}
				byID[f.Check] = c
				all = append(all, c)
			}
			c.findings++
			c.severity = max(c.severity, f.Severity)
			if n := len(c.accounts); n == 0 || c.accounts[n-1] != r.Account {
				c.accounts = append(c.accounts, r.Account)
			}
		}
	}
	slices.SortFunc(all, func(a, b *failingCheck) int {
		return cmp.Or(cmp.Compare(b.severity, a.severity), cmp.Compare(len(b.accounts), len(a.accounts)), cmp.Compare(a.id, b.id))
	})
	return all
}

// clip shortens a text to n characters.
func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
