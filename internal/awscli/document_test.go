package awscli_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// R86: documents are decoded exactly once.
func TestDocuments(t *testing.T) {
	for name, c := range map[string]struct{ raw, want, why string }{
		"object":         {"{\n  \"Sid\": \"a b\",\n  \"A\": 1.50\n}", `{"Sid":"a b","A":1.50}`, "the CLI's white space goes, the rest stays"},
		"object, twice":  {`{"A": 1, "A": 2}`, `{"A":1,"A":2}`, "a member that is there twice is the evaluator's concern"},
		"string":         {`"{ \"Sid\": \"x\" }"`, `{ "Sid": "x" }`, "a string is as it was stored"},
		"string, %":      {`"{\"Resource\": \"a%2Fb\"}"`, `{"Resource": "a%2Fb"}`, "plain JSON is not decoded"},
		"encoded":        {`"%7B%22Sid%22%3A%22x%22%7D"`, `{"Sid":"x"}`, "the API's form"},
		"encoded, plus":  {`"%7B%22a%22%3A%22b+c%22%7D"`, `{"a":"b+c"}`, "a plus is a plus"},
		"encoded, %2B":   {`"%7B%22a%22%3A%22b%2Bc%22%7D"`, `{"a":"b+c"}`, "an encoded plus is a plus"},
		"encoded, %2525": {`"%7B%22a%22%3A%22%2525%22%7D"`, `{"a":"%25"}`, "once, not twice"},
		"encoded, space": {`"%0A%20%7B%7D%0A"`, "\n {}\n", "white space before the brace"},
		"string, space":  {`"\n {}"`, "\n {}", "white space before the brace"},
		"escapes":        {`"\u007b\"a\":\"\\u00e9\"}"`, `{"a":"\u00e9"}`, "escapes of the outer string only"},
	} {
		t.Run(name, func(t *testing.T) {
			d := details(t, users(user("a", `, "UserPolicyList": [{"PolicyName": "p", "PolicyDocument": `+c.raw+`}]`)))
			require.Empty(t, d.Errors)
			assert.Equal(t, c.want, d.UserDetailList[0].InlinePolicies[0].PolicyDocument, c.why)
		})
	}
	for name, raw := range map[string]string{
		"encoded twice": `"%257B%257D"`,
		"array":         `"[]"`,
		"empty":         `""`,
		"not json":      `"{\"a\":}"`,
		"two":           `"{}{}"`,
		"null":          `null`,
		"number":        `3`,
	} {
		t.Run("bad "+name, func(t *testing.T) {
			d := details(t, users(user("a", `, "UserPolicyList": [{"PolicyName": "p", "PolicyDocument": `+raw+`}]`)))
			assert.Empty(t, d.UserDetailList, "a user of whom a policy is missing looks harmless")
			assert.Len(t, d.Errors, 1)
		})
	}
}

func TestTimes(t *testing.T) {
	want := time.Date(2019, 4, 1, 12, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		raw  string
		want time.Time
	}{
		"offset":        {`"2019-04-01T12:00:00+00:00"`, want},
		"Z":             {`"2019-04-01T12:00:00Z"`, want},
		"other offset":  {`"2019-04-01T14:00:00+02:00"`, want},
		"fraction":      {`"2019-04-01T12:00:00.250Z"`, want.Add(250 * time.Millisecond)},
		"epoch":         {`1554120000`, want},
		"epoch, float":  {`1554120000.0`, want},
		"epoch, millis": {`1554120000.25`, want.Add(250 * time.Millisecond)},
		"epoch, exp":    {`1.55412e9`, want},
		"null":          {`null`, time.Time{}},
	} {
		t.Run(name, func(t *testing.T) {
			d := details(t, users(user("a", `, "CreateDate": `+c.raw)))
			require.Empty(t, d.Errors)
			assert.Equal(t, c.want, d.UserDetailList[0].CreateDate)
		})
	}
	for _, raw := range []string{`""`, `"2019-04-01"`, `"N/A"`, `true`, `{}`, `1e300`, `-1e300`, `"0000-01-01T00:00:00Z"`, `"9999-12-31T23:59:59-10:00"`} {
		t.Run(fmt.Sprintf("bad %s", raw), func(t *testing.T) {
			d := details(t, users(user("a", `, "CreateDate": `+raw)))
			require.Len(t, d.Errors, 1)
			assert.Contains(t, d.Errors[0].Error(), "is not a time")
		})
	}
}
