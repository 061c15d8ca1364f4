package yamlfile_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/yamlfile"
)

const whole = `# reviewed by security
exemptions:
  - id: break-glass
    checks: &keys [user-console-mfa, "access-key-*"]
    resource: arn:aws:iam::111122223333:user/break-glass
    reason: >-
      The password is in the safe
      and its use raises an alarm.
    owner: security@example.com
    expires: 2025-06-30
  - id: 007
    checks: *keys
    resource: ci
    account: 012345678901
    tags: {team: platform, tier: 1}
    reason: "no: it is not yes, but a text"
    owner: no
    expires: 2025-06-30T12:00:00+02:00
    ticket: SEC-1
`

func TestExemptions(t *testing.T) {
	got, err := yamlfile.Exemptions(strings.NewReader(whole))
	require.NoError(t, err)
	assert.Equal(t, []iamhygiene.Exemption{
		{
			ID: "break-glass", Checks: []string{"user-console-mfa", "access-key-*"}, Resource: "arn:aws:iam::111122223333:user/break-glass",
			Reason: "The password is in the safe and its use raises an alarm.", Owner: "security@example.com",
			Expires: time.Date(2025, 6, 30, 0, 0, 0, 0, time.UTC),
		},
		{
			ID: "007", Checks: []string{"user-console-mfa", "access-key-*"}, Resource: "ci", Account: "012345678901",
			Tags: map[string]string{"team": "platform", "tier": "1"}, Reason: "no: it is not yes, but a text", Owner: "no",
			Expires: time.Date(2025, 6, 30, 10, 0, 0, 0, time.UTC), Ticket: "SEC-1",
		},
	}, got, "scalars are their text: an account id keeps its zero, and no is no truth value")
	require.NoError(t, iamhygiene.ValidateExemptions(got, time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)))
}

// JSON is YAML: what the reader of JSON takes, this one takes too, with the
// same result.
func TestJSON(t *testing.T) {
	const text = `{"exemptions": [{"id": "e1", "checks": ["*"], "resource": "arn:*", "reason": "a sandbox\u0021 that goes", "owner": "me", "expires": "2025-12-31"}]}`
	want, err := iamhygiene.ReadExemptions(strings.NewReader(text))
	require.NoError(t, err)
	got, err := yamlfile.Exemptions(strings.NewReader(text))
	require.NoError(t, err)
	assert.Equal(t, want, got)
	got, err = yamlfile.Exemptions(strings.NewReader("exemptions: []"))
	require.NoError(t, err)
	assert.Empty(t, got)
}

func TestAttestations(t *testing.T) {
	got, err := yamlfile.Attestations(strings.NewReader("attestations:\n- {id: manual-root-mailbox, answer: no, who: jane, date: 2024-03-01, expires: 2025-03-01}\n"))
	require.NoError(t, err)
	require.Len(t, got, 1)
	assert.Equal(t, iamhygiene.AnswerNo, got[0].Answer, "an unquoted no is the answer no")
}

func TestMistakes(t *testing.T) {
	for _, tt := range []struct {
		name, text   string
		line, column int
		want         string
	}{
		{"empty", "", 1, 1, "the file is empty"},
		{"only a comment", "# nothing\n", 1, 1, "the file is empty"},
		{"no YAML", "exemptions: [", 0, 0, "line 1"},
		{"a list", "- id: e1", 1, 1, `want an object with the list "exemptions", and not a list`},
		{"another name", "exemption: []", 1, 1, `(exemption): there is no such member: want "exemptions"`},
		{"null", "exemptions:", 1, 12, "want a list, and not nothing"},
		{"twice", "exemptions: []\nexemptions: []", 2, 1, "the member stands twice"},
		{"two documents", "exemptions: []\n---\nexemptions: []\n", 2, 1, "a second document follows"},
		{"an item that is none", "exemptions: [x]", 1, 14, `(exemptions[0]): want an object with the members account, checks, expires`},
		{"an unknown member", "exemptions:\n- id: e1\n  until: 2025-01-01", 3, 3, "(exemptions[0].until): there is no such member: want one of account"},
		{"checks as a text", "exemptions:\n- checks: all", 2, 11, `(exemptions[0].checks): want a list of texts, and not the text "all"`},
		{"a list in a list", "exemptions:\n- checks: [[a]]", 2, 12, "(exemptions[0].checks[0]): want a text, and not a list"},
		{"tags as a list", "exemptions:\n- tags: [a]", 2, 9, "want an object of texts, and not a list"},
		{"an owner that is missing", "exemptions:\n- owner:", 2, 9, "(exemptions[0].owner): want a text, and not nothing"},
		{"a date in another form", "exemptions:\n- id: e1\n  expires: 30.6.2025", 3, 12, `(exemptions[0].expires): "30.6.2025": want a date such as`},
		{"twice in an item", "exemptions:\n- id: a\n  id: b", 3, 3, "the member stands twice"},
		{"a merge key", "exemptions:\n- <<: {id: a}", 2, 3, "there is no such member"},
		{"binary", "exemptions:\n- id: !!binary aGk=", 2, 7, "want a text, and not binary data"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := yamlfile.Exemptions(strings.NewReader(tt.text))
			assert.Nil(t, got)
			require.ErrorContains(t, err, tt.want)
			var e *yamlfile.Error
			require.ErrorAs(t, err, &e)
			assert.Equal(t, tt.line, e.Line, err.Error())
			assert.Equal(t, tt.column, e.Column, err.Error())
			assert.Regexp(t, "^yamlfile: line ", err.Error())
		})
	}
	t.Run("all at once", func(t *testing.T) {
		_, err := yamlfile.Exemptions(strings.NewReader("exemptions:\n- x: 1\n- {id: ok, expires: 2025-01-01}\n- y: 2\n  z: 3\n"))
		var joined interface{ Unwrap() []error }
		require.True(t, errors.As(err, &joined))
		assert.Len(t, joined.Unwrap(), 3)
	})
	t.Run("attestation", func(t *testing.T) {
		_, err := yamlfile.Attestations(strings.NewReader("attestations:\n- {id: manual-x, answer: maybe, who: me, date: 2024-01-01, expires: 2025-01-01}"))
		require.ErrorContains(t, err, "yamlfile: line 2, column 3 (attestations[0]): attestation manual-x: the answer is \"maybe\"")
	})
}

// The schemas have the members of the types, so that who adds a field adds it
// everywhere. That they accept and refuse what they should is tested with a
// validator in .ci/formats.
func TestSchemas(t *testing.T) {
	for _, tt := range []struct {
		schema []byte
		def    string
		typ    reflect.Type
	}{
		{yamlfile.ExemptionSchema(), "exemption", reflect.TypeFor[iamhygiene.Exemption]()},
		{yamlfile.AttestationSchema(), "attestation", reflect.TypeFor[iamhygiene.Attestation]()},
	} {
		var s struct {
			Defs map[string]struct {
				Properties map[string]any
			} `json:"$defs"`
		}
		require.NoError(t, json.Unmarshal(tt.schema, &s))
		var fields []string
		for i := range tt.typ.NumField() {
			name, _, _ := strings.Cut(tt.typ.Field(i).Tag.Get("json"), ",")
			fields = append(fields, name)
		}
		members := slices.Collect(maps.Keys(s.Defs[tt.def].Properties))
		assert.ElementsMatch(t, fields, members)
		for _, m := range members { // and the reader knows each
			_, err := yamlfile.Exemptions(strings.NewReader("exemptions: [{" + m + ": {a: [b]}}]"))
			if tt.def == "attestation" {
				_, err = yamlfile.Attestations(strings.NewReader("attestations: [{" + m + ": {a: [b]}}]"))
			}
			require.Error(t, err)
			assert.NotContains(t, err.Error(), "no such member")
		}
	}
}

func FuzzExemptions(f *testing.F) {
	f.Add(whole)
	f.Add("exemptions: &a [*a]")
	f.Add("exemptions: [{checks: &a [x], tags: {a: *a}}]")
	f.Add(`{"exemptions":[{"id":"e"}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		got, err := yamlfile.Exemptions(strings.NewReader(text))
		if err != nil {
			var e *yamlfile.Error
			if !errors.As(err, &e) || got != nil {
				t.Fatalf("%T %v beside %v", err, err, got)
			}
			return
		}
		for i := range got {
			if got[i].Checks == nil { // JSON writes null, which is no list
				got[i].Checks = []string{}
			}
		}
		// What was read is written as JSON and read to the same.
		again, err := json.Marshal(map[string]any{"exemptions": got})
		require.NoError(t, err)
		same, err := yamlfile.Exemptions(strings.NewReader(string(again)))
		require.NoError(t, err, "%s", again)
		require.Equal(t, fmt.Sprint(got), fmt.Sprint(same))
	})
}

func ExampleExemptions() {
	const file = `
exemptions:
  - id: break-glass
    checks: [user-console-mfa]
    resource: arn:aws:iam::111122223333:user/break-glass
    reason: The password is in the safe and its use raises an alarm.
    owner: security@example.com
    expires: 30 June
`
	_, err := yamlfile.Exemptions(strings.NewReader(file))
	fmt.Println(err)
	// Output:
	// yamlfile: line 8, column 14 (exemptions[0].expires): "30 June": want a date such as 2025-06-30, or a time in RFC 3339
}
