package policytest_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/policytest"
)

// whole uses every member of the format once.
const whole = `
{"cases": [
{"name": "everything", "rule": "D2", "source": "page",
 "request": {"principal": "arn:aws:sts::111122223333:assumed-role/app/s1", "action": "s3:GetObject",
   "resource": "arn:aws:s3:::b/k", "resourceAccount": "111122223333",
   "context": {"text": "a", "number": 1.50e1, "flag": true, "list": ["a", 2, false], "none": []},
   "unknown": ["aws:SourceIp", "resource:Policy"], "role": "arn:aws:iam::111122223333:role/x/app",
   "uniqueId": "AROADBQP57FF2AEXAMPLE", "issuer": "arn:aws:iam::111122223333:root", "canonicalUser": "79a5",
   "principalTags": {"team": "red"}, "requestTags": {}, "resourceTags": {"a": "", "A": "b"},
   "time": "2024-05-06T07:08:09.5+02:00", "pattern": true, "open": true},
 "identity": [{"Version": "2012-10-17", "Version": "x"}, 7], "resource": {"a": [1]}, "boundary": [null], "session": [],
 "scps": [[{}], []], "rcps": [], "endpoint": ["x"], "settings": {"s3RestrictPublicBuckets": true},
 "expect": "Invalid"},
{"name": "little", "request": {}, "resource": null, "expect": "Allowed"}
]}
`

func TestParseReadsEveryMember(t *testing.T) {
	f, err := policytest.Parse("cases.json", []byte(whole))
	require.NoError(t, err)
	assert.Equal(t, "cases.json", f.Name)
	require.Len(t, f.Cases, 2)

	c := f.Cases[0]
	assert.Equal(t, "everything", c.Name)
	assert.Equal(t, "D2", c.Rule)
	assert.Equal(t, "page", c.Source)
	assert.Equal(t, 3, c.Line)
	assert.Equal(t, policytest.Invalid, c.Expect)
	want := policyeval.Request{
		Principal: "arn:aws:sts::111122223333:assumed-role/app/s1", Action: "s3:GetObject",
		Resource: "arn:aws:s3:::b/k", ResourceAccount: "111122223333",
		Context: policyeval.Context{"text": {"a"}, "number": {"1.50e1"}, "flag": {"true"},
			"list": {"a", "2", "false"}, "none": {}},
		Unknown: policyeval.UnknownKeys("aws:SourceIp", "resource:Policy"),
		Role:    "arn:aws:iam::111122223333:role/x/app", UniqueID: "AROADBQP57FF2AEXAMPLE",
		Issuer: "arn:aws:iam::111122223333:root", CanonicalUser: "79a5",
		PrincipalTags: map[string]string{"team": "red"}, RequestTags: map[string]string{},
		ResourceTags: map[string]string{"a": "", "A": "b"},
		Pattern:      true, Open: true, RestrictPublicBuckets: true,
	}
	assert.True(t, c.Request.Time.Equal(time.Date(2024, 5, 6, 5, 8, 9, 500_000_000, time.UTC)))
	c.Request.Time = time.Time{}
	assert.Equal(t, want, c.Request)

	p := c.Policies
	require.Len(t, p.Identity, 2)
	assert.Equal(t, `{"Version": "2012-10-17", "Version": "x"}`, string(p.Identity[0]), "the text is kept as it is written")
	assert.Equal(t, `7`, string(p.Identity[1]))
	assert.Equal(t, `{"a": [1]}`, string(p.Resource))
	assert.Equal(t, `null`, string(p.Boundary[0]))
	assert.Empty(t, p.Session)
	require.Len(t, p.SCPs, 2)
	assert.Len(t, p.SCPs[0], 1)
	assert.NotNil(t, p.SCPs[1])
	assert.Empty(t, p.SCPs[1], "a level without policies stays a level")
	assert.Empty(t, p.RCPs)
	assert.Equal(t, `"x"`, string(p.Endpoint[0]))

	little := f.Cases[1]
	assert.Nil(t, little.Policies.Resource)
	assert.Nil(t, little.Policies.SCPs)
	assert.Nil(t, little.Request.PrincipalTags)
	assert.False(t, little.Request.RestrictPublicBuckets)
}

func TestParseDoesNotKeepTheInput(t *testing.T) {
	data := []byte(whole)
	f, err := policytest.Parse("cases.json", data)
	require.NoError(t, err)
	clear(data)
	assert.Equal(t, `{"a": [1]}`, string(f.Cases[0].Policies.Resource))
	assert.Equal(t, "everything", f.Cases[0].Name)
}

func TestParseRefuses(t *testing.T) {
	const head = `{"cases": [` + "\n"
	good := func(more string) string {
		return head + `{"name": "n", "request": {}` + more + `, "expect": "Allowed"}]}`
	}
	request := func(members string) string {
		return head + `{"name": "n", "request": {` + members + `}, "expect": "Allowed"}]}`
	}
	for name, tt := range map[string]struct {
		text, want string
		reason     string
	}{
		"empty file":                  {"", "policytest: f.json:1:1: the file is not JSON: unexpected end of JSON input", "an empty file has no cases"},
		"broken text":                 {"{\"cases\":\n [}", "policytest: f.json:2:3: the file is not JSON: invalid character '}' looking for beginning of value", "the place is that of the faulty byte"},
		"text after the end":          {`{"cases": []} {}`, "policytest: f.json:1:15: the file is not JSON: invalid character '{' after top-level value", "one value per file"},
		"bytes that are not UTF-8":    {"{\"cases\": []}\n\xff", "policytest: f.json:2:1: the file is not valid UTF-8; save it as UTF-8", "the decoder would replace them"},
		"list at the top":             {`[]`, "policytest: f.json:1:1: want an object, got a list", "the format is an object"},
		"no cases":                    {` {}`, "policytest: f.json:1:2: the member cases is missing", "nothing to run"},
		"unknown member at the top":   {`{"cases": [], "case": []}`, "policytest: f.json:1:15: /case: unknown member; known are cases", "misspelt"},
		"repeated cases":              {`{"cases": [], "cases": []}`, "policytest: f.json:1:15: /cases: the member is given twice; keep one of them", "the decoder would keep the last"},
		"cases that are no list":      {`{"cases": {}}`, "policytest: f.json:1:11: /cases: want a list, got an object", "type"},
		"case that is no object":      {head + `7]}`, "policytest: f.json:2:1: /cases/0: want an object, got a number", "type"},
		"unknown member of a case":    {good(`, "boundry": []`), `policytest: f.json:2:30: case "n": /cases/0/boundry: unknown member; known are name, rule, source, request, identity, resource, boundary, session, scps, rcps, endpoint, settings, expect`, "misspelt"},
		"member in upper case":        {good(`, "Identity": []`), `policytest: f.json:2:30: case "n": /cases/0/Identity: unknown member; known are name, rule, source, request, identity, resource, boundary, session, scps, rcps, endpoint, settings, expect`, "names are exact"},
		"repeated member of a case":   {good(`, "identity": [], "identity": []`), `policytest: f.json:2:46: case "n": /cases/0/identity: the member is given twice; keep one of them`, "repeated"},
		"escaped repeated member":     {good(`, "identity": [], "identit\u0079": []`), `policytest: f.json:2:46: case "n": /cases/0/identity: the member is given twice; keep one of them`, "the same name in other letters"},
		"missing name":                {head + `{"request": {}, "expect": "Allowed"}]}`, "policytest: f.json:2:1: /cases/0: the member name is missing", "a case without a name does not run"},
		"empty name":                  {head + `{"name": "", "request": {}, "expect": "Allowed"}]}`, "policytest: f.json:2:10: /cases/0/name: the name is empty; say what the case tests", "name"},
		"missing request":             {head + `{"name": "n", "expect": "Allowed"}]}`, `policytest: f.json:2:1: case "n": /cases/0: the member request is missing`, "request"},
		"missing expect":              {head + `{"name": "n", "request": {}}]}`, `policytest: f.json:2:1: case "n": /cases/0: the member expect is missing`, "expect"},
		"unknown outcome":             {head + `{"name": "n", "request": {}, "expect": "allowed"}]}`, `policytest: f.json:2:40: case "n": /cases/0/expect: want one of Allowed, ImplicitDeny, ExplicitDeny, Undetermined, Invalid`, "outcomes are exact"},
		"repeated name":               {head + `{"name": "n", "request": {}, "expect": "Allowed"},` + "\n" + `{"name": "n", "request": {}, "expect": "Invalid"}]}`, `policytest: f.json:3:1: case "n": /cases/1: the case on line 2 has the same name; choose another`, "names select cases"},
		"name that is a number":       {head + `{"name": 7, "request": {}, "expect": "Allowed"}]}`, "policytest: f.json:2:10: /cases/0/name: want a string, got a number", "type"},
		"identity that is an object":  {good(`, "identity": {}`), `policytest: f.json:2:42: case "n": /cases/0/identity: want a list, got an object`, "a list of documents"},
		"identity that is null":       {good(`, "identity": null`), `policytest: f.json:2:42: case "n": /cases/0/identity: want a list, got null`, "only resource may be null"},
		"scps without levels":         {good(`, "scps": [{}]`), `policytest: f.json:2:39: case "n": /cases/0/scps/0: want a list, got an object`, "levels are lists"},
		"unknown setting":             {good(`, "settings": {"s3": true}`), `policytest: f.json:2:43: case "n": /cases/0/settings/s3: unknown member; known are s3RestrictPublicBuckets`, "setting"},
		"setting that is text":        {good(`, "settings": {"s3RestrictPublicBuckets": "true"}`), `policytest: f.json:2:70: case "n": /cases/0/settings/s3RestrictPublicBuckets: want true or false, got a string`, "type"},
		"unknown member of a request": {request(`"principle": "x"`), `policytest: f.json:2:27: case "n": /cases/0/request/principle: unknown member; known are principal, action, resource, resourceAccount, context, unknown, role, uniqueId, issuer, canonicalUser, principalTags, requestTags, resourceTags, time, pattern, open`, "misspelt"},
		"action that is a list":       {request(`"action": ["s3:GetObject"]`), `policytest: f.json:2:37: case "n": /cases/0/request/action: want a string, got a list`, "one action"},
		"context that is a list":      {request(`"context": []`), `policytest: f.json:2:38: case "n": /cases/0/request/context: want an object, got a list`, "type"},
		"context value null":          {request(`"context": {"aws:TagKeys": null}`), `policytest: f.json:2:54: case "n": /cases/0/request/context/aws:TagKeys: want a string, a number, a Boolean or a list of them, got null`, "absent keys are left out"},
		"context value object":        {request(`"context": {"k": {}}`), `policytest: f.json:2:44: case "n": /cases/0/request/context/k: want a string, a number, a Boolean or a list of them, got an object`, "type"},
		"nested context list":         {request(`"context": {"a/b~": ["x", ["y"]]}`), `policytest: f.json:2:53: case "n": /cases/0/request/context/a~1b~0/1: want a string, a number, a Boolean or a list of them, got a list`, "the pointer escapes the name"},
		"repeated context key":        {request(`"context": {"k": "a", "k": "b"}`), `policytest: f.json:2:49: case "n": /cases/0/request/context/k: the member is given twice; keep one of them`, "repeated"},
		"tag that is a number":        {request(`"requestTags": {"n": 7}`), `policytest: f.json:2:48: case "n": /cases/0/request/requestTags/n: want a string, got a number`, "tags are text"},
		"unknown that is text":        {request(`"unknown": "aws:SourceIp"`), `policytest: f.json:2:38: case "n": /cases/0/request/unknown: want a list, got a string`, "type"},
		"unknown with a number":       {request(`"unknown": [1]`), `policytest: f.json:2:39: case "n": /cases/0/request/unknown/0: want a string, got a number`, "type"},
		"open that is text":           {request(`"open": "yes"`), `policytest: f.json:2:35: case "n": /cases/0/request/open: want true or false, got a string`, "type"},
		"time without zone":           {request(`"time": "2024-05-06T07:08:09"`), `policytest: f.json:2:35: case "n": /cases/0/request/time: want a time such as 2024-05-06T07:08:09Z: parsing time "2024-05-06T07:08:09" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "Z07:00"`, "time"},
		"fault before the name":       {head + `{"expect": "x", "name": "late", "request": {}}]}`, `policytest: f.json:2:12: case "late": /cases/0/expect: want one of Allowed, ImplicitDeny, ExplicitDeny, Undetermined, Invalid`, "the name is found although it comes later"},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := policytest.Parse("f.json", []byte(tt.text))
			assert.Nil(t, f)
			require.EqualError(t, err, tt.want, tt.reason)
			var format *policytest.FormatError
			require.ErrorAs(t, err, &format)
			assert.Equal(t, "f.json", format.File)
		})
	}
}

func TestFormatErrorUnwraps(t *testing.T) {
	_, err := policytest.Parse("f.json", []byte(`{"cases": [{"name": "n", "request": {"time": "now"}, "expect": "Allowed"}]}`))
	var parse *time.ParseError
	assert.ErrorAs(t, err, &parse)
}

func TestLoad(t *testing.T) {
	fsys := fstest.MapFS{"p/cases.json": {Data: []byte(whole)}, "bad.json": {Data: []byte(`{`)}}
	f, err := policytest.Load(fsys, "p/cases.json")
	require.NoError(t, err)
	assert.Equal(t, "p/cases.json", f.Name)

	_, err = policytest.Load(fsys, "none.json")
	assert.ErrorIs(t, err, fs.ErrNotExist)
	assert.True(t, strings.HasPrefix(err.Error(), "policytest: "))

	_, err = policytest.Load(fsys, "bad.json")
	assert.True(t, errors.As(err, new(*policytest.FormatError)))
}

// FuzzParse checks that whatever is accepted is complete and unambiguous, and
// that errors have a place inside the file.
func FuzzParse(f *testing.F) {
	f.Add([]byte(whole))
	f.Add([]byte(`{"cases": [{"name": "n", "request": {"context": {"k": [1, "a"]}}, "expect": "Invalid"}]}`))
	f.Add([]byte(`{"cases": [`))
	f.Add([]byte("{\"cases\": [{\"name\": \"\xff\"}]}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := policytest.Parse("f", data)
		if err != nil {
			var format *policytest.FormatError
			require.ErrorAs(t, err, &format)
			lines := strings.Split(string(data), "\n")
			require.LessOrEqual(t, format.Line, len(lines))
			require.GreaterOrEqual(t, format.Line, 1)
			require.LessOrEqual(t, format.Column, len(lines[format.Line-1])+1)
			require.GreaterOrEqual(t, format.Column, 1)
			return
		}
		seen := make(map[string]bool)
		for _, c := range file.Cases {
			require.NotEmpty(t, c.Name)
			require.False(t, seen[c.Name])
			seen[c.Name] = true
			_, err := c.Expect.MarshalText()
			require.NoError(t, err)
		}
	})
}
