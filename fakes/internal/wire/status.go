package wire

import (
	"net/http"
	"strings"
)

// Status returns the HTTP status that goes with an error code. The IAM and STS
// statuses are those of the pages "API_*" and "CommonErrors" of their API
// references; services with a JSON RPC protocol answer 400 to every client
// error, and REST services follow the names of their errors.
func (p Protocol) Status(code string, serverFault bool) int {
	if status, ok := common[code]; ok {
		return status
	}
	switch {
	case serverFault:
		return http.StatusInternalServerError
	case p == CBOR && strings.HasPrefix(code, "ResourceNotFound"):
		return http.StatusNotFound // the model of CloudWatch says so, unlike those of JSON services
	case p == JSON || p == CBOR:
		return http.StatusBadRequest
	}
	name := strings.TrimSuffix(code, "Exception")
	if status, ok := queryStatus[name]; ok && p == Query {
		return status
	}
	if p == Query || p == EC2 {
		return http.StatusBadRequest
	}
	return restStatus(name)
}

// common has the codes whose status does not depend on the protocol.
var common = map[string]int{
	"InternalError":           http.StatusInternalServerError,
	"InternalException":       http.StatusInternalServerError,
	"InternalFailure":         http.StatusInternalServerError,
	"InternalServiceError":    http.StatusInternalServerError,
	"InternalServerError":     http.StatusInternalServerError,
	"InternalServerException": http.StatusInternalServerError,
	"ServiceException":        http.StatusInternalServerError,
	"ServiceFailure":          http.StatusInternalServerError,
	"ServiceUnavailable":      http.StatusServiceUnavailable,
	"SlowDown":                http.StatusServiceUnavailable,
	"RequestLimitExceeded":    http.StatusServiceUnavailable,

	"AccessDenied":                http.StatusForbidden,
	"ExpiredToken":                http.StatusForbidden,
	"IncompleteSignature":         http.StatusBadRequest,
	"InvalidClientTokenId":        http.StatusForbidden,
	"MissingAuthenticationToken":  http.StatusForbidden,
	"DryRunOperation":             http.StatusPreconditionFailed,
	"OptInRequired":               http.StatusForbidden,
	"SignatureDoesNotMatch":       http.StatusForbidden,
	"UnauthorizedOperation":       http.StatusForbidden,
	"AuthFailure":                 http.StatusUnauthorized,
	"Throttling":                  http.StatusBadRequest,
	"UnrecognizedClientException": http.StatusBadRequest,
}

// queryStatus has the codes of IAM and STS that are not 400.
var queryStatus = map[string]int{
	"ConcurrentModification":        http.StatusConflict,
	"DeleteConflict":                http.StatusConflict,
	"DuplicateCertificate":          http.StatusConflict,
	"EntityAlreadyExists":           http.StatusConflict,
	"EntityTemporarilyUnmodifiable": http.StatusConflict,
	"FeatureEnabled":                http.StatusConflict,
	"LimitExceeded":                 http.StatusConflict,
	"ReportGenerationLimitExceeded": http.StatusConflict,
	"FeatureDisabled":               http.StatusNotFound,
	"NoSuchEntity":                  http.StatusNotFound,
	"NotSupportedService":           http.StatusNotFound,
	"NotFound":                      http.StatusNotFound,
	"ReportInProgress":              http.StatusNotFound,
	"ReportExpired":                 http.StatusGone,
	"ReportNotPresent":              http.StatusGone,
	"AuthorizationError":            http.StatusForbidden,
	"InvalidAuthenticationCode":     http.StatusForbidden,
	"RegionDisabled":                http.StatusForbidden,
	"PolicyEvaluation":              http.StatusInternalServerError,
}

// restStatus follows the names by which REST services call their errors.
func restStatus(name string) int {
	switch {
	case strings.Contains(name, "AccessDenied"), strings.Contains(name, "Forbidden"):
		return http.StatusForbidden
	case strings.HasSuffix(name, "NotFound"), strings.HasPrefix(name, "NoSuch"):
		return http.StatusNotFound
	case strings.Contains(name, "Conflict"), strings.Contains(name, "AlreadyExists"):
		return http.StatusConflict
	case strings.HasPrefix(name, "Throttling"), strings.HasPrefix(name, "TooManyRequests"):
		return http.StatusTooManyRequests
	case name == "ServiceQuotaExceeded":
		return http.StatusPaymentRequired
	case name == "PreconditionFailed":
		return http.StatusPreconditionFailed
	case name == "UnprocessableEntity":
		return http.StatusUnprocessableEntity
	case name == "ResourceUnavailable":
		return http.StatusFailedDependency
	case strings.HasPrefix(name, "InternalServer"):
		return http.StatusInternalServerError
	}
	return http.StatusBadRequest
}
