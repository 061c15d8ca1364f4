package iamhygiene_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
)

func exempt(id, resource string, checks ...string) iamhygiene.Exemption {
	return iamhygiene.Exemption{
		ID: id, Checks: checks, Resource: resource, Account: account,
		Reason: "accepted until the migration is done", Owner: "platform", Expires: now.AddDate(0, 3, 0),
	}
}

// statuses returns check, resource name, status and suppression of each
// finding, one line each.
func statuses(res *iamhygiene.Results) []string {
	var out []string
	for _, f := range res.Findings {
		line := f.Check + " " + f.Resource.Name + " " + f.Status.String()
		if f.Suppression != nil {
			line += " by " + f.Suppression.ID
			for _, also := range f.Suppression.Also {
				line += "+" + also
			}
		}
		out = append(out, line)
	}
	return out
}

func TestExemptions(t *testing.T) {
	for _, c := range []struct {
		name string
		list []iamhygiene.Exemption
		want []string
	}{
		{
			name: "R82: a name is matched whole, so dev does not cover devops-admin",
			list: []iamhygiene.Exemption{exempt("e1", "dev", "one")},
			want: []string{"exemption-expired e1 PASS", "one dev FAIL by e1", "one devops-admin FAIL", "exemption-unused e1 PASS"},
		},
		{
			name: "R82: a glob covers what it says",
			list: []iamhygiene.Exemption{exempt("e1", "arn:aws:iam::*:user/dev*", "on?")},
			want: []string{"exemption-expired e1 PASS", "one dev FAIL by e1", "one devops-admin FAIL by e1", "exemption-unused e1 PASS"},
		},
		{
			name: "R83: an expired exemption no longer applies and is reported",
			list: []iamhygiene.Exemption{func() iamhygiene.Exemption {
				e := exempt("e1", "dev", "one")
				e.Expires = now
				return e
			}()},
			want: []string{"exemption-expired e1 FAIL", "one dev FAIL", "one devops-admin FAIL", "exemption-unused e1 NOT_APPLICABLE"},
		},
		{
			name: "R84: an exemption that matches nothing is reported",
			list: []iamhygiene.Exemption{exempt("e1", "nobody", "one")},
			want: []string{"exemption-expired e1 PASS", "one dev FAIL", "one devops-admin FAIL", "exemption-unused e1 FAIL"},
		},
		{
			name: "an exemption of a check that did not run is not unused",
			list: []iamhygiene.Exemption{exempt("e1", "dev", "other")},
			want: []string{"exemption-expired e1 PASS", "one dev FAIL", "one devops-admin FAIL", "exemption-unused e1 NOT_APPLICABLE"},
		},
		{
			name: "the first match counts and the others are recorded",
			list: []iamhygiene.Exemption{exempt("e1", "dev", "one"), exempt("e2", "arn:*", "*")},
			want: []string{"exemption-expired e1 PASS", "exemption-expired e2 PASS", "one dev FAIL by e1+e2", "one devops-admin FAIL by e2", "exemption-unused e1 PASS", "exemption-unused e2 PASS"},
		},
		{
			name: "another account is not covered",
			list: []iamhygiene.Exemption{func() iamhygiene.Exemption {
				e := exempt("e1", "dev", "one")
				e.Account = "444455556666"
				return e
			}()},
			want: []string{"exemption-expired e1 PASS", "one dev FAIL", "one devops-admin FAIL", "exemption-unused e1 FAIL"},
		},
		{
			name: "tags must be there",
			list: []iamhygiene.Exemption{func() iamhygiene.Exemption {
				e := exempt("e1", "dev", "one")
				e.Tags = map[string]string{"team": ""}
				return e
			}()},
			want: []string{"exemption-expired e1 PASS", "one dev FAIL", "one devops-admin FAIL", "exemption-unused e1 FAIL"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			res := run(t, iamhygiene.Runner{Exemptions: c.list}, snapshot(), fails("one", "dev", "devops-admin"))
			assert.ElementsMatch(t, c.want, statuses(res))
		})
	}
}

func TestExemptionWarnsBeforeItExpires(t *testing.T) {
	for days, want := range map[int]iamhygiene.Status{14: iamhygiene.Fail, 15: iamhygiene.Pass} {
		e := exempt("e1", "dev", "one")
		e.Expires = now.Add(time.Duration(days) * 24 * time.Hour)
		for _, f := range run(t, iamhygiene.Runner{Exemptions: []iamhygiene.Exemption{e}}, snapshot(), fails("one", "dev")).Findings {
			if f.Check == "exemption-expired" {
				assert.Equal(t, want, f.Status, "%d days left", days)
				assert.Contains(t, f.Message, e.Expires.Format(time.DateOnly))
				if want == iamhygiene.Fail {
					assert.Equal(t, iamhygiene.SeverityLow, f.Severity)
				}
			}
			if f.Check == "one" {
				assert.NotNil(t, f.Suppression, "it still applies")
				assert.Equal(t, iamhygiene.Fail, f.Status, "an exempted failure stays a failure")
				assert.False(t, f.Open())
			}
		}
	}
}

func TestExemptionOfUndecidedCheck(t *testing.T) {
	list := []iamhygiene.Exemption{exempt("e1", "dev", "mfa")}
	res := run(t, iamhygiene.Runner{Exemptions: list}, snapshot(), mfa)
	assert.Contains(t, statuses(res), "exemption-unused e1 UNKNOWN")
}

func TestValidateExemptions(t *testing.T) {
	list := []iamhygiene.Exemption{
		{},
		{ID: "a", Checks: []string{""}, Resource: "dev", Reason: "because", Owner: "x", Expires: now.AddDate(1, 0, 1)},
		{ID: "a", Checks: []string{"*"}, Resource: "dev*", Account: "12", Reason: "long enough reason", Owner: "x", Expires: now},
	}
	err := iamhygiene.ValidateExemptions(list, now)
	assert.EqualError(t, err, `iamhygiene: exemption #1: has no id
iamhygiene: exemption #1: names no checks: list ids, or globs such as "access-key-*"
iamhygiene: exemption #1: names no resource: give an ARN, a glob over ARNs, or a name together with account
iamhygiene: exemption #1: the reason is shorter than 10 characters: say why the risk is accepted
iamhygiene: exemption #1: has no owner: say who answers for it
iamhygiene: exemption #1: has no expiry date
iamhygiene: exemption a: an empty check id matches nothing
iamhygiene: exemption a: resource "dev" is a name, which repeats between accounts: set account
iamhygiene: exemption a: the reason is shorter than 10 characters: say why the risk is accepted
iamhygiene: exemption a: expires on 2025-03-13, more than 365 days ahead: choose an earlier date
iamhygiene: exemption a: the id is used twice
iamhygiene: exemption a: resource "dev*": a glob must be over the whole ARN: start it with "arn:"
iamhygiene: exemption a: account "12": want 12 digits`)
	r := iamhygiene.Runner{Exemptions: list}
	_, err = r.Run(context.Background(), snapshot())
	var e *iamhygiene.ExemptionError
	require.ErrorAs(t, err, &e)
	assert.Equal(t, "#1", e.Exemption)
}

func TestReadExemptions(t *testing.T) {
	list, err := iamhygiene.ReadExemptions(strings.NewReader(`{"exemptions": [
		{"id": "e1", "checks": ["one"], "resource": "arn:aws:iam::111122223333:user/x", "reason": "r", "owner": "o", "expires": "2024-06-30", "ticket": "T-1"},
		{"id": "e2", "checks": ["one"], "resource": "x", "account": "111122223333", "reason": "r", "owner": "o", "expires": "2024-06-30T12:00:00+02:00"}]}`))
	require.NoError(t, err)
	require.Len(t, list, 2)
	assert.Equal(t, time.Date(2024, 6, 30, 0, 0, 0, 0, time.UTC), list[0].Expires)
	assert.Equal(t, "T-1", list[0].Ticket)
	assert.Equal(t, time.Date(2024, 6, 30, 10, 0, 0, 0, time.UTC), list[1].Expires)

	for text, want := range map[string]string{
		`{"exemptions": [{"expire": "2024-06-30"}]}`:      `unknown field "expire"`,
		`{"exemptions": [{"expires": "tomorrow"}]}`:       `expires "tomorrow": want a date such as 2025-06-30, or a time in RFC 3339`,
		`{"exemptions": []} {"exemptions": []}`:           "more text follows the JSON object",
		`{"exemptions": [`:                                "unexpected EOF",
		"- id: e1\n  checks: [one]\n  resource: arn:aws:": "invalid character",
	} {
		_, err := iamhygiene.ReadExemptions(strings.NewReader(text))
		require.Error(t, err, text)
		assert.Contains(t, err.Error(), "iamhygiene: exemptions: ")
		assert.Contains(t, err.Error(), want)
	}
}

// TestGlobIsFast: a hostile pattern must not hang the run.
func TestGlobIsFast(t *testing.T) {
	e := exempt("e1", "arn:"+strings.Repeat("*a", 5000)+"b", "one")
	f := iamhygiene.Finding{Check: "one", Resource: iamhygiene.Resource{ARN: "arn:" + strings.Repeat("a", 10000), Account: account}}
	assert.False(t, e.Matches(&f))
}
