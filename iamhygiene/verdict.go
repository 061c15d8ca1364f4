package iamhygiene

import "fmt"

// A Verdict is what a [Predicate] says of one subject. Status is Pass where
// the predicate holds, Fail where it does not, Unknown where the data that
// decides is missing, NotApplicable where the question does not arise. The
// zero value is Unknown.
type Verdict struct {
	Status Status
	// Message is one sentence: what was observed and what is required.
	Message string
	// Severity overrides the default of the check; zero keeps it.
	Severity Severity
	// Evidence lists the facts.
	Evidence []Evidence
	// Steps are the chain that leads to what is warned of; see [Finding].
	Steps []Step
	// Unknown says what is missing, where Status is Unknown.
	Unknown *DataError
}

// Passed is the verdict that the practice is followed.
func Passed(message string, evidence ...Evidence) Verdict {
	return Verdict{Status: Pass, Message: message, Evidence: evidence}
}

// Failed is the verdict that the practice is not followed.
func Failed(message string, evidence ...Evidence) Verdict {
	return Verdict{Status: Fail, Message: message, Evidence: evidence}
}

// Inapplicable is the verdict that the question does not arise; reason says
// why.
func Inapplicable(reason string, evidence ...Evidence) Verdict {
	return Verdict{Status: NotApplicable, Message: reason, Evidence: evidence}
}

// Undecided is the verdict that data is missing: err is what [Dataset.Get] or
// a method of a subject returned.
func Undecided(err error, evidence ...Evidence) Verdict {
	e := AsDataError(err)
	if e == nil {
		e = &DataError{Code: CodeInternal, Message: "a check gave no reason for not deciding"}
	}
	return Verdict{Status: Unknown, Message: e.Error(), Evidence: evidence, Unknown: e}
}

// If is Passed with the first message where ok, else Failed with the second.
func If(ok bool, passed, failed string, evidence ...Evidence) Verdict {
	if ok {
		return Passed(passed, evidence...)
	}
	return Failed(failed, evidence...)
}

// At returns the verdict with another severity.
func (v Verdict) At(s Severity) Verdict {
	v.Severity = s
	return v
}

// String returns status and message.
func (v Verdict) String() string { return fmt.Sprintf("%v: %s", v.Status, v.Message) }
