package wire

// The failures that every service has go by different codes. The first
// argument is the service's SDK id.
//
// CBOR is spoken by CloudWatch, which once spoke the query protocol and has kept
// the codes of that.

// AccessDenied is the code of a refusal.
func (p Protocol) AccessDenied(service string) string {
	switch {
	case service == "SNS":
		return "AuthorizationError"
	case p == EC2:
		return "UnauthorizedOperation"
	case p == Query, p == RESTXML, p == CBOR:
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
	case Query, RESTXML, CBOR:
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
	case "CloudWatch":
		return "InternalServiceError"
	case "EventBridge":
		return "InternalException"
	case "SNS":
		return "InternalError"
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
	case Query, CBOR:
		return "InvalidClientTokenId"
	case EC2:
		return "AuthFailure"
	case RESTXML:
		return "InvalidAccessKeyId"
	}
	return "UnrecognizedClientException"
}

// UnknownKeyMessage is what goes with that code.
func (p Protocol) UnknownKeyMessage() string {
	if p == EC2 {
		return "AWS was not able to validate the provided access credentials"
	}
	return "The security token included in the request is invalid."
}

// ExpiredToken is the code for temporary credentials after their time.
func (p Protocol) ExpiredToken() string {
	switch p {
	case Query, RESTXML, CBOR:
		return "ExpiredToken"
	case EC2:
		return "RequestExpired"
	}
	return "ExpiredTokenException"
}
