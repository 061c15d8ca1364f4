package iamhygiene_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/iamhygiene"
)

func TestWithSeverity(t *testing.T) {
	c := iamhygiene.WithSeverity(fails("one", "alice"), iamhygiene.SeverityLow)
	f := run(t, iamhygiene.Runner{}, snapshot(), c).Findings[0]
	assert.Equal(t, iamhygiene.SeverityLow, f.Severity)
	assert.Equal(t, iamhygiene.SeverityMedium, f.SeverityOriginal)

	same := iamhygiene.WithSeverity(fails("one", "alice"), iamhygiene.SeverityMedium)
	assert.Zero(t, run(t, iamhygiene.Runner{}, snapshot(), same).Findings[0].SeverityOriginal)
}

func TestWithScope(t *testing.T) {
	c := iamhygiene.WithScope(mfa, "only alice is in scope", func(r iamhygiene.Resource) bool { return r.Name == "alice" })
	res := run(t, iamhygiene.Runner{}, snapshot(report(entry("alice", false), entry("bob", false))), c)
	assert.Equal(t, []string{"mfa alice FAIL", "mfa bob NOT_APPLICABLE"}, statuses(res))
	assert.Equal(t, "only alice is in scope", res.Findings[1].Message)

	res = run(t, iamhygiene.Runner{}, snapshot(), c)
	assert.Equal(t, []string{"mfa " + account + " UNKNOWN"}, statuses(res), "what is not known at all may be in scope")
}

func TestWithFilter(t *testing.T) {
	c := iamhygiene.WithFilter(mfa, func(f iamhygiene.Finding) bool { return f.Resource.Name != "bob" })
	res := run(t, iamhygiene.Runner{}, snapshot(report(entry("alice", true), entry("bob", false))), c)
	assert.Equal(t, []string{"mfa alice PASS"}, statuses(res))

	nothing := iamhygiene.WithFilter(mfa, func(iamhygiene.Finding) bool { return false })
	assert.Equal(t, []string{"mfa " + account + " NOT_APPLICABLE"}, statuses(run(t, iamhygiene.Runner{}, snapshot(report(entry("bob", false))), nothing)))
	assert.Equal(t, []string{"mfa " + account + " UNKNOWN"}, statuses(run(t, iamhygiene.Runner{}, snapshot(), nothing)), "filtering everything out does not hide that data is missing")
}

func TestWithInfo(t *testing.T) {
	c := iamhygiene.WithInfo(mfa, func(i *iamhygiene.Info) {
		i.Title = "Ours"
		i.Needs[0] = "account-summary"
	})
	assert.Equal(t, "Ours", c.Info().Title)
	assert.Equal(t, []string{"credential-report"}, mfa.Info().Needs, "the original is untouched")
}
