package iamhygiene_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/iamhygiene"
)

var errNoData = &iamhygiene.DataError{Dataset: "d", Code: "AccessDenied", Operation: "iam:X", Action: "iam:X"}

func always(s iamhygiene.Status) iamhygiene.Predicate[int] {
	return func(int) iamhygiene.Verdict {
		if s == iamhygiene.Unknown {
			return iamhygiene.Undecided(errNoData)
		}
		return iamhygiene.Verdict{Status: s, Message: s.String()}
	}
}

var truth = []iamhygiene.Status{iamhygiene.Pass, iamhygiene.Fail, iamhygiene.Unknown, iamhygiene.NotApplicable}

// TestKleene compares All, Any and Not with the tables of three-valued logic,
// in which NotApplicable is the neutral element.
func TestKleene(t *testing.T) {
	const P, F, U, N = iamhygiene.Pass, iamhygiene.Fail, iamhygiene.Unknown, iamhygiene.NotApplicable
	allOf := map[[2]iamhygiene.Status]iamhygiene.Status{
		{P, P}: P, {P, F}: F, {P, U}: U, {P, N}: P,
		{F, F}: F, {F, U}: F, {F, N}: F,
		{U, U}: U, {U, N}: U, {N, N}: N,
	}
	anyOf := map[[2]iamhygiene.Status]iamhygiene.Status{
		{P, P}: P, {P, F}: P, {P, U}: P, {P, N}: P,
		{F, F}: F, {F, U}: U, {F, N}: F,
		{U, U}: U, {U, N}: U, {N, N}: N,
	}
	for _, a := range truth {
		for _, b := range truth {
			want := func(table map[[2]iamhygiene.Status]iamhygiene.Status) iamhygiene.Status {
				if s, ok := table[[2]iamhygiene.Status{a, b}]; ok {
					return s
				}
				return table[[2]iamhygiene.Status{b, a}]
			}
			assert.Equal(t, want(allOf), iamhygiene.All(always(a), always(b))(0).Status, "All(%v, %v)", a, b)
			assert.Equal(t, want(anyOf), iamhygiene.Any(always(a), always(b))(0).Status, "Any(%v, %v)", a, b)
			// De Morgan.
			assert.Equal(t,
				iamhygiene.Not(iamhygiene.All(always(a), always(b)))(0).Status,
				iamhygiene.Any(iamhygiene.Not(always(a)), iamhygiene.Not(always(b)))(0).Status, "De Morgan for %v, %v", a, b)
		}
		assert.Equal(t, a, iamhygiene.Not(iamhygiene.Not(always(a)))(0).Status, "double negation of %v", a)
	}
	assert.Equal(t, F, iamhygiene.Not(always(P))(0).Status)
	assert.Equal(t, U, iamhygiene.Not(always(U))(0).Status)
	assert.Equal(t, N, iamhygiene.All[int]()(0).Status, "nothing to hold is not a pass")
	assert.Equal(t, N, iamhygiene.Any[int]()(0).Status)
}

func TestUnknownKeepsItsCause(t *testing.T) {
	for name, p := range map[string]iamhygiene.Predicate[int]{
		"All":  iamhygiene.All(always(iamhygiene.Pass), always(iamhygiene.Unknown)),
		"Any":  iamhygiene.Any(always(iamhygiene.Fail), always(iamhygiene.Unknown)),
		"Not":  iamhygiene.Not(always(iamhygiene.Unknown)),
		"When": iamhygiene.When(always(iamhygiene.Unknown), always(iamhygiene.Pass)),
	} {
		v := p(0)
		assert.Equal(t, iamhygiene.Unknown, v.Status, name)
		assert.Equal(t, errNoData, v.Unknown, name)
		assert.Equal(t, "cannot decide: iam:X denied; grant iam:X", v.Message, name)
	}
}

func TestWhen(t *testing.T) {
	assert.Equal(t, iamhygiene.Fail, iamhygiene.When(always(iamhygiene.Pass), always(iamhygiene.Fail))(0).Status)
	assert.Equal(t, iamhygiene.NotApplicable, iamhygiene.When(always(iamhygiene.Fail), always(iamhygiene.Fail))(0).Status)
	assert.Equal(t, iamhygiene.NotApplicable, iamhygiene.When(always(iamhygiene.NotApplicable), always(iamhygiene.Fail))(0).Status)
}

// TestWorstFailureCounts: a composite never hides the worse of its parts.
func TestWorstFailureCounts(t *testing.T) {
	low := iamhygiene.Grade(iamhygiene.SeverityLow, always(iamhygiene.Fail))
	high := iamhygiene.Grade(iamhygiene.SeverityHigh, always(iamhygiene.Fail))
	for _, p := range []iamhygiene.Predicate[int]{iamhygiene.All(low, high), iamhygiene.All(high, low), iamhygiene.Any(low, high)} {
		assert.Equal(t, iamhygiene.SeverityHigh, p(0).Severity)
	}
	passing := iamhygiene.Grade(iamhygiene.SeverityHigh, always(iamhygiene.Pass))
	assert.Zero(t, passing(0).Severity, "Grade changes failures only")
}

func TestSay(t *testing.T) {
	p := iamhygiene.Say(func(n int) string { return "said" }, always(iamhygiene.Fail))
	assert.Equal(t, "said", p(0).Message)
	assert.Equal(t, "PASS", iamhygiene.Say(func(int) string { return "said" }, always(iamhygiene.Pass))(0).Message)
}

func TestUndecidedNeedsNoDataError(t *testing.T) {
	v := iamhygiene.Undecided(errors.New("odd"))
	assert.Equal(t, iamhygiene.CodeInvalid, v.Unknown.Code)
	assert.Equal(t, "cannot decide: odd", v.Message)
	assert.NotNil(t, iamhygiene.Undecided(nil).Unknown, "an Unknown always has a cause")
}
