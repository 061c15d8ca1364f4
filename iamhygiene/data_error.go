package iamhygiene

import "errors"

// Codes of a [DataError] that are the library's own. Any other code is AWS's,
// such as AccessDenied or Throttling.
const (
	// CodeNotCollected: nobody asked for the dataset, or the file was not given.
	CodeNotCollected = "NotCollected"
	// CodeTruncated: the dataset holds only a part of the whole.
	CodeTruncated = "Truncated"
	// CodeInvalid: the data could not be understood.
	CodeInvalid = "Invalid"
	// CodeNotInData: the dataset is there but does not mention the resource.
	CodeNotInData = "NotInData"
	// CodeInternal: a check failed; a bug to report.
	CodeInternal = "Internal"
	// CodeCancelled: the run was cancelled before the check was done.
	CodeCancelled = "Cancelled"
	// CodeNoAnswer: AWS did not answer the call: no connection, no
	// credentials, no such endpoint.
	CodeNoAnswer = "NoAnswer"
	// CodeNotReady: AWS was still at work when the time to wait was over.
	CodeNotReady = "NotReady"
)

// A DataError says why a dataset, or one part of it, is not there. It is both
// an error and data: findings and snapshots carry it.
type DataError struct {
	// Dataset is the name of the dataset.
	Dataset string `json:"dataset,omitempty"`
	// Operation is the API operation that failed or was not made:
	// "iam:ListMFADevices".
	Operation string `json:"operation,omitempty"`
	// Action is the IAM action to grant; it may differ from the operation.
	Action string `json:"action,omitempty"`
	// Actions lists all actions to grant where one is not enough.
	Actions []string `json:"actions,omitempty"`
	// Scope is what the error covers: empty for the whole dataset, else an
	// ARN, a Region, or the name of a list.
	Scope string `json:"scope,omitempty"`
	// Code is AWS's error code, or one of the Code constants.
	Code string `json:"code"`
	// Message says what happened, without a leading package name.
	Message string `json:"message,omitempty"`
	// RequestID is AWS's request id.
	RequestID string `json:"request_id,omitempty"`
	// Retryable says that the same call may succeed later.
	Retryable bool `json:"retryable,omitempty"`
}

// Error returns "cannot decide: ...", with the permission to grant where one
// is missing.
func (e *DataError) Error() string {
	text := e.Message
	if text == "" {
		what := e.Operation
		if what == "" {
			what = e.Dataset
		}
		text = what + " failed with " + e.Code
		if e.denied() {
			text = what + " denied"
		}
	}
	if e.Scope != "" {
		text += " (" + e.Scope + ")"
	}
	text = "cannot decide: " + text
	switch actions := e.Grant(); {
	case len(actions) == 0:
	case e.Code == CodeNotCollected:
		text += "; it takes " + join(actions, "and")
	case e.denied():
		text += "; grant " + join(actions, "and")
	}
	return text
}

// Grant returns the IAM actions that the caller lacks or has to call.
func (e *DataError) Grant() []string {
	if len(e.Actions) > 0 {
		return e.Actions
	}
	if e.Action != "" {
		return []string{e.Action}
	}
	return nil
}

func (e *DataError) denied() bool {
	switch e.Code {
	case "AccessDenied", "AccessDeniedException", "AuthorizationError", "UnauthorizedOperation":
		return true
	}
	return false
}

// AsDataError returns the [*DataError] in err's tree. Any other error becomes
// one with [CodeInvalid], so that an unforeseen error still makes a finding
// Unknown with a reason.
func AsDataError(err error) *DataError {
	if err == nil {
		return nil
	}
	if e := (*DataError)(nil); errors.As(err, &e) {
		return e
	}
	return &DataError{Code: CodeInvalid, Message: err.Error()}
}

// join joins words as a sentence does: "a, b and c".
func join(words []string, conjunction string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	text := words[0]
	for _, w := range words[1 : len(words)-1] {
		text += ", " + w
	}
	return text + " " + conjunction + " " + words[len(words)-1]
}
