package awscli

import (
	"fmt"
	"regexp"
	"strings"
)

// A CallError is the message of a call that AWS refused, which the CLI printed
// and somebody saved in place of the output.
type CallError struct {
	// File is the name of the input.
	File string
	// Operation is the API operation: "GetAccountPasswordPolicy".
	Operation string
	// Code is AWS's error code: "AccessDenied", "NoSuchEntity".
	Code string
	// Message is AWS's text; it may be empty.
	Message string
}

// Error returns "awscli: FILE: OPERATION failed with CODE: MESSAGE".
func (e *CallError) Error() string {
	return fmt.Sprintf("awscli: %s: %s failed with %s: %s", e.File, e.Operation, e.Code, e.Message)
}

// Retryable reports whether the same call may succeed later.
func (e *CallError) Retryable() bool {
	switch e.Code {
	case "Throttling", "ThrottlingException", "RequestLimitExceeded", "TooManyRequestsException",
		"ServiceFailure", "ServiceUnavailable", "InternalFailure", "RequestTimeout",
		"ReportNotPresent", "ReportExpired", "ReportInProgress", "LimitExceeded":
		return true
	}
	return false
}

// callMessage matches the message of both versions of the CLI. The second
// began to put "aws: [ERROR]: " in front of it.
var callMessage = regexp.MustCompile(`^(?:aws: \[ERROR\]: )?An error occurred \(([^()\s]+)\) when calling the (\w+) operation(?: \([^()]*\))?:?\s*([^\r\n]*)`)

// ParseCallError recognises the message of a failed call at the beginning of a
// text, and returns nil for any other text.
func ParseCallError(file string, text []byte) *CallError {
	m := callMessage.FindStringSubmatch(strings.TrimLeft(strings.TrimPrefix(string(text), "\ufeff"), " \t\r\n"))
	if m == nil {
		return nil
	}
	return &CallError{File: file, Operation: m[2], Code: m[1], Message: strings.TrimSpace(m[3])}
}

// Fetch returns the command to run again when the file of an operation is
// wrong.
func fetch(operation string) string {
	return "save the output of: aws iam " + commands[operation] + " --output json"
}

// commands are the CLI's names of the operations whose output is read here.
var commands = map[string]string{
	"GetAccountAuthorizationDetails": "get-account-authorization-details",
	"GetAccountSummary":              "get-account-summary",
	"GetAccountPasswordPolicy":       "get-account-password-policy",
}
