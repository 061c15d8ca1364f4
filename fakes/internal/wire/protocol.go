// Package wire knows how AWS services put an error into an HTTP response: the
// protocols of the SDK's clients, the body that each expects, the HTTP status
// and the codes that services use for the failures that all of them have.
//
// A fake hands such a response to the client's own deserializer instead of
// making the typed error itself. Which codes an operation types differs from
// operation to operation, and clients generated from schemas type every error of
// the service on any operation; only the deserializer of the version in use
// knows. A table generated from one version would be wrong for the next.
package wire

import (
	"net/http"
	"strings"
)

// A Protocol is a way to encode calls. The zero value is AWS JSON.
type Protocol uint8

const (
	// JSON is awsJson1_0 and awsJson1_1: Organizations, CloudTrail.
	JSON Protocol = iota
	// RESTJSON is restJson1: Account, Access Analyzer, Lambda.
	RESTJSON
	// Query is awsQuery: IAM, STS.
	Query
	// EC2 is ec2Query, which EC2 alone speaks.
	EC2
	// RESTXML is restXml: S3, S3 Control, Route 53, CloudFront.
	RESTXML
	// CBOR is rpcv2Cbor.
	CBOR
)

// Detect tells the protocol of a request that a client has serialized, from
// what it wrote on the wire and the service's SDK id. The generated code would
// tell too, but its names change with the code generator; the wire does not.
func Detect(r *http.Request, serviceID string) Protocol {
	contentType := r.Header.Get("Content-Type")
	switch {
	case r.Header.Get("Smithy-Protocol") == "rpc-v2-cbor":
		return CBOR
	case strings.HasPrefix(contentType, "application/x-amz-json-"):
		return JSON
	case r.Header.Get("X-Amz-Target") != "":
		return JSON
	}
	switch serviceID {
	case "EC2":
		return EC2
	case "S3", "S3 Control", "Route 53", "CloudFront":
		// The list is closed: no service with this protocol has been added
		// since 2018.
		return RESTXML
	}
	if strings.HasPrefix(contentType, "application/x-www-form-urlencoded") {
		return Query
	}
	return RESTJSON
}
