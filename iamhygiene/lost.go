package iamhygiene

import (
	"fmt"
	"strings"
	"time"
)

// What could not be read is not silence: it may be just the user or role that
// a check looks for.

// lostRows returns an error for each part of the credential report that was
// lost and does not belong to a user who is known anyway.
func lostRows(s *Snapshot, known func(arn string) bool) []*SubjectError {
	var lost []*SubjectError
	for _, e := range CredentialReport.Errors(s) {
		if e.Scope == "" || known(e.Scope) || e.Scope == s.RootARN() {
			continue
		}
		lost = append(lost, lostPart(s, CredentialReport.Name(), e))
	}
	return lost
}

// lostElements returns an error for each element of a list of the
// authorization details that was lost. The scope of its error is an ARN that is
// not known otherwise, or a place in the list ("RoleDetailList[3]").
func lostElements(s *Snapshot, list string, known func(arn string) bool) []*SubjectError {
	var lost []*SubjectError
	for _, e := range Authorization.Errors(s) {
		if isLost(e.Scope, list, known) {
			lost = append(lost, lostPart(s, Authorization.Name(), e))
		}
	}
	return lost
}

func isLost(scope, list string, known func(arn string) bool) bool {
	if f := strings.SplitN(scope, ":", 6); len(f) == 6 && f[0] == "arn" {
		return strings.HasPrefix(f[5], kindOf(list)) && !known(scope)
	}
	return strings.Contains(scope, list+"[")
}

// kindOf returns how the ARNs of the elements of a list go on after the account.
func kindOf(list string) string {
	switch list {
	case listUsers:
		return "user/"
	case listGroups:
		return "group/"
	case listRoles:
		return "role/"
	default:
		return "policy/"
	}
}

func lostPart(s *Snapshot, dataset string, e *DataError) *SubjectError {
	return &SubjectError{Resource: s.AccountResource(TypeAccount), Discriminator: dataset + "/" + e.Scope, Err: e}
}

// notInReport returns why a user has no row in a report that is there.
func notInReport(s *Snapshot, arn string) *DataError {
	at := "the credential report"
	if t := CredentialReport.At(s); !t.IsZero() {
		at += " of " + t.Format(time.RFC3339)
	}
	return &DataError{
		Dataset: CredentialReport.Name(), Code: CodeNotInData, Scope: arn, Retryable: true,
		Message: fmt.Sprintf("%s has no row for this user, who was probably created after it was generated", at),
	}
}
