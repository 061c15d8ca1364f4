package wire

// The failures that every service has go by different codes. The first
// argument is the service's SDK id.

// AccessDenied is the code of a refusal.
func (p Protocol) AccessDenied(string) string {
	switch p {
	case EC2:
		return "UnauthorizedOperation"
	case Query, RESTXML:
		return "AccessDenied"
	}
	return "AccessDeniedException"
}

// Throttled is the code of a call that came too soon.
func (p Protocol) Throttled(service string) string {
	switch service {
	case "Organizations", "Account", "Lambda":
		return "TooManyRequestsException"
	case "S3":
		return "SlowDown"
	}
	switch p {
	case EC2:
		return "RequestLimitExceeded"
	case Query, RESTXML:
		return "Throttling"
	}
	return "ThrottlingException"
}

// Failed is the code of a fault of the service.
func (p Protocol) Failed(service string) string {
	switch service {
	case "IAM":
		return "ServiceFailure"
	case "Organizations", "Lambda":
		return "ServiceException"
	}
	switch p {
	case EC2, RESTXML:
		return "InternalError"
	case RESTJSON:
		return "InternalServerException"
	}
	return "InternalFailure"
}

// UnknownKey is the code for credentials that the service does not know: the
// access key was deleted or deactivated, or the Region is disabled.
func (p Protocol) UnknownKey() string {
	switch p {
	case Query:
		return "InvalidClientTokenId"
	case EC2:
		return "AuthFailure"
	case RESTXML:
		return "InvalidAccessKeyId"
	}
	return "UnrecognizedClientException"
}

// ExpiredToken is the code for temporary credentials after their time.
func (p Protocol) ExpiredToken() string {
	switch p {
	case Query, RESTXML:
		return "ExpiredToken"
	case EC2:
		return "RequestExpired"
	}
	return "ExpiredTokenException"
}
