package policytest_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval/policytest"
)

// recorder is a test that only writes down what happens to it.
type recorder struct {
	name     string
	failures *[]string // "subtest: message"
	ran      *[]string
}

func newRecorder() *recorder { return &recorder{failures: new([]string), ran: new([]string)} }

func (r *recorder) Helper() {}

func (r *recorder) Errorf(format string, args ...any) {
	*r.failures = append(*r.failures, r.name+": "+fmt.Sprintf(format, args...))
}

func (r *recorder) Run(name string, f func(*recorder)) bool {
	sub := &recorder{name: strings.TrimPrefix(r.name+"/"+name, "/"), failures: r.failures, ran: r.ran}
	*r.ran = append(*r.ran, sub.name)
	before := len(*r.failures)
	f(sub)
	return len(*r.failures) == before
}

var _ policytest.T[*recorder] = (*recorder)(nil)
var _ policytest.T[*testing.T] = (*testing.T)(nil)

// caseText is a case in which alice may read b/k by an identity policy.
func caseText(name, expect string) string {
	return fmt.Sprintf(`{"name": %q, "rule": "S1", "source": "reference_policies_evaluation-logic",
 "request": {"principal": "arn:aws:iam::111122223333:user/alice", "action": "s3:GetObject",
   "resource": "arn:aws:s3:::b/k", "resourceAccount": "111122223333"},
 "identity": [{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}}],
 "expect": %q}`, name, expect)
}

func file(cases ...string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte(`{"cases": [` + strings.Join(cases, ",\n") + `]}`)}
}

func TestRunPassesWhereTheOutcomeIsTheExpectedOne(t *testing.T) {
	r := newRecorder()
	policytest.Run(r, fstest.MapFS{
		"a.json":   file(caseText("reads", "Allowed")),
		"b.json":   file(caseText("reads", "Allowed"), caseText("reads again", "Allowed")),
		"notes.md": {Data: []byte("no case file")},
	}, "*.json")
	assert.Empty(t, *r.failures)
	assert.Equal(t, []string{"a.json", "a.json/reads", "b.json", "b.json/reads", "b.json/reads again"}, *r.ran)
}

func TestRunFailsForEveryOtherOutcome(t *testing.T) {
	for _, expect := range []string{"ImplicitDeny", "ExplicitDeny", "Undetermined", "Invalid"} {
		r := newRecorder()
		policytest.Run(r, fstest.MapFS{"a.json": file(caseText("first", "Allowed"), caseText("reads", expect))}, "a.json")
		require.Len(t, *r.failures, 1, expect)
		message := (*r.failures)[0]
		assert.Contains(t, message, "a.json/reads: a.json:6: want "+expect+", got Allowed: ", "place, want and got")
		for _, part := range []string{"arn:aws:iam::111122223333:user/alice", "s3:GetObject", "arn:aws:s3:::b/k"} {
			assert.Contains(t, message, part, "the request")
		}
		assert.Contains(t, message, "statement 0, Allow", "the trace")
		assert.Contains(t, message, "expected because of: S1 reference_policies_evaluation-logic", "the author's reason")
	}
}

func TestRunFailsWhereAnExpectedErrorDoesNotCome(t *testing.T) {
	bad := strings.Replace(caseText("bad", "Allowed"), `"Effect": "Allow"`, `"Effect": "allow"`, 1)
	r := newRecorder()
	policytest.Run(r, fstest.MapFS{"a.json": file(bad)}, "a.json")
	require.Len(t, *r.failures, 1)
	assert.Contains(t, (*r.failures)[0], "want Allowed, got Invalid: policytest: identity/0: policyeval: line 1, column")
	assert.Contains(t, (*r.failures)[0], "request: arn:aws:iam::111122223333:user/alice s3:GetObject on arn:aws:s3:::b/k")

	r = newRecorder()
	policytest.Run(r, fstest.MapFS{"a.json": file(strings.Replace(bad, `"expect": "Allowed"`, `"expect": "Invalid"`, 1))}, "a.json")
	assert.Empty(t, *r.failures)
}

func TestRunFailsWhereNothingIsTested(t *testing.T) {
	for name, tt := range map[string]struct {
		fsys    fstest.MapFS
		pattern string
		want    string
	}{
		"no file":        {fstest.MapFS{}, "*.json", `: policytest: no file matches "*.json"`},
		"no case":        {fstest.MapFS{"a.json": file()}, "*.json", `a.json: policytest: a.json has no cases`},
		"malformed file": {fstest.MapFS{"a.json": {Data: []byte(`{"case": []}`)}}, "*.json", `a.json: policytest: a.json:1:2: /case: unknown member; known are cases`},
		"bad pattern":    {fstest.MapFS{}, "[", `: policytest: pattern "[": syntax error in pattern`},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRecorder()
			policytest.Run(r, tt.fsys, tt.pattern)
			assert.Equal(t, []string{tt.want}, *r.failures)
		})
	}
}

func TestRunGoesOnAfterAFailure(t *testing.T) {
	r := newRecorder()
	policytest.Run(r, fstest.MapFS{
		"a.json": {Data: []byte(`{`)},
		"b.json": file(caseText("wrong", "Invalid"), caseText("right", "Allowed")),
	}, "*.json")
	assert.Len(t, *r.failures, 2)
	assert.Contains(t, *r.ran, "b.json/right")
}

func TestOutcomeText(t *testing.T) {
	for _, o := range []policytest.Outcome{policytest.Allowed, policytest.ImplicitDeny, policytest.ExplicitDeny, policytest.Undetermined, policytest.Invalid} {
		text, err := o.MarshalText()
		require.NoError(t, err)
		assert.Equal(t, o.String(), string(text))
		var back policytest.Outcome
		require.NoError(t, back.UnmarshalText(text))
		assert.Equal(t, o, back)
	}
	_, err := policytest.Outcome("").MarshalText()
	assert.EqualError(t, err, `policytest: "" is no outcome: want Allowed, ImplicitDeny, ExplicitDeny, Undetermined, Invalid`)
	var o policytest.Outcome
	assert.Error(t, o.UnmarshalText([]byte("allowed")), "letters are exact")
	assert.Empty(t, o)
}
