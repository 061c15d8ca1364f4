package iammodel

import "github.com/iamhygiene/sdk/fakes/internal/model"

// The codes by which IAM refuses. The client types them where the operation
// models them.

func noSuchEntity(format string, args ...any) error {
	return model.Errorf("NoSuchEntity", format, args...)
}

func alreadyExists(format string, args ...any) error {
	return model.Errorf("EntityAlreadyExists", format, args...)
}

func deleteConflict(format string, args ...any) error {
	return model.Errorf("DeleteConflict", format, args...)
}

func invalidInput(format string, args ...any) error {
	return model.Errorf("InvalidInput", format, args...)
}

func validationError(format string, args ...any) error {
	return model.Errorf("ValidationError", format, args...)
}

func malformedPolicy(format string, args ...any) error {
	return model.Errorf("MalformedPolicyDocument", format, args...)
}

func unmodifiable(format string, args ...any) error {
	return model.Errorf("UnmodifiableEntity", format, args...)
}

// exceeded is the error of a quota: "Cannot exceed quota for UsersPerAccount: 5000".
func exceeded(name string, limit int32) error {
	return model.Errorf("LimitExceeded", "Cannot exceed quota for %s: %d", name, limit)
}

// constraint is the error of the validation that AWS runs before the service
// sees a request.
func constraint(value, member, must string) error {
	return validationError("1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: Member must %s", value, member, must)
}
