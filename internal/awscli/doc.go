// Package awscli reads the JSON that three commands of the AWS CLI print:
// get-account-authorization-details, get-account-summary and
// get-account-password-policy. It is not for credential reports, which have a
// package of their own, and not for the raw answers of the IAM API, which are
// XML.
//
// # What it takes
//
// The output of either version of the CLI, in UTF-8, with or without a
// byte-order mark. Policy documents may be JSON objects (the CLI), JSON strings,
// or percent-encoded strings (the API); the last are decoded exactly once.
// Times may be ISO 8601 texts or seconds since 1970. Several outputs of
// get-account-authorization-details are put together, whether they stand in a
// JSON array or one after the other. Members that it does not know are ignored.
//
// A file may also hold the message of a call that failed ("An error occurred
// (AccessDenied) when calling the ..."): that comes back as a [*CallError].
//
// # What is wrong with a file
//
// People give the wrong file more often than a broken one, so the package
// recognises the usual ones (a credential report, YAML or table output, a
// sign-in page, the output of another command, UTF-16) and says which it is. An
// [*Error] names the file, the line and column, the JSON path, the user, group,
// role or policy where there is one, and what to do.
//
// A damaged element of a list, such as a user whose tags are a number, is left
// out and listed in [AuthorizationDetails.Errors]; all other elements load. An
// element is left out as a whole, because a user of whom one policy is missing
// looks harmless and may not be.
//
// # Memory
//
// Lists are read element by element: the reader holds the result, and beside it
// the bytes of one element.
package awscli
