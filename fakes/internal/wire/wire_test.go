package wire_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws/protocol/ec2query"
	"github.com/aws/aws-sdk-go-v2/aws/protocol/restjson"
	awsxml "github.com/aws/aws-sdk-go-v2/aws/protocol/xml"
	"github.com/aws/smithy-go/encoding/cbor"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes/internal/wire"
)

func TestDetect(t *testing.T) {
	const form = "application/x-www-form-urlencoded"
	for _, c := range []struct {
		name, service string
		header        http.Header
		want          wire.Protocol
	}{
		{"IAM", "IAM", http.Header{"Content-Type": {form}}, wire.Query},
		{"EC2 has the content type of query", "EC2", http.Header{"Content-Type": {form}}, wire.EC2},
		{"Organizations", "Organizations", http.Header{"Content-Type": {"application/x-amz-json-1.1"}}, wire.JSON},
		{"DynamoDB", "DynamoDB", http.Header{"Content-Type": {"application/x-amz-json-1.0"}}, wire.JSON},
		{"JSON without a body", "CloudTrail", http.Header{"X-Amz-Target": {"CloudTrail.ListTrails"}}, wire.JSON},
		{"Account", "Account", http.Header{"Content-Type": {"application/json"}}, wire.RESTJSON},
		{"REST GET without content type", "Lambda", http.Header{}, wire.RESTJSON},
		{"S3", "S3", http.Header{}, wire.RESTXML},
		{"CBOR", "CloudWatch", http.Header{"Content-Type": {"application/cbor"}, "Smithy-Protocol": {"rpc-v2-cbor"}}, wire.CBOR},
	} {
		assert.Equal(t, c.want, wire.Detect(&http.Request{Header: c.header}, c.service), c.name)
	}
}

// The bodies are read here by the SDK's own readers, those that the clients'
// deserializers use.
func TestResponse(t *testing.T) {
	e := wire.Error{Code: "NoSuchEntity", Message: `<"Zoë" & co>`, StatusCode: 404, RequestID: "id-1"}
	body := func(t *testing.T, p wire.Protocol) []byte {
		r := p.Response(e)
		assert.Equal(t, 404, r.StatusCode)
		assert.Equal(t, "id-1", r.Header.Get("X-Amzn-Requestid"))
		b, err := io.ReadAll(r.Body)
		require.NoError(t, err)
		assert.EqualValues(t, len(b), r.ContentLength)
		return b
	}
	t.Run("query", func(t *testing.T) {
		got, err := awsxml.GetErrorResponseComponents(bytes.NewReader(body(t, wire.Query)), false)
		require.NoError(t, err)
		assert.Equal(t, awsxml.ErrorComponents{Code: e.Code, Message: e.Message, RequestID: e.RequestID}, got)
	})
	t.Run("ec2", func(t *testing.T) {
		got, err := ec2query.GetErrorResponseComponents(bytes.NewReader(body(t, wire.EC2)))
		require.NoError(t, err)
		assert.Equal(t, ec2query.ErrorComponents{Code: e.Code, Message: e.Message, RequestID: e.RequestID}, got)
	})
	t.Run("rest xml", func(t *testing.T) {
		for _, unwrapped := range []bool{false, true} {
			got, err := awsxml.GetErrorResponseComponents(bytes.NewReader(body(t, wire.RESTXML)), unwrapped)
			require.NoError(t, err)
			assert.Equal(t, awsxml.ErrorComponents{Code: e.Code, Message: e.Message, RequestID: e.RequestID}, got, "unwrapped: %v", unwrapped)
		}
	})
	t.Run("json", func(t *testing.T) {
		for _, p := range []wire.Protocol{wire.JSON, wire.RESTJSON} {
			code, message, err := restjson.GetErrorInfo(json.NewDecoder(bytes.NewReader(body(t, p))))
			require.NoError(t, err)
			assert.Equal(t, e.Code, code)
			assert.Equal(t, e.Message, message)
		}
		assert.Equal(t, e.Code, wire.RESTJSON.Response(e).Header.Get("X-Amzn-Errortype"))
	})
	t.Run("cbor", func(t *testing.T) {
		value, err := cbor.Decode(body(t, wire.CBOR))
		require.NoError(t, err)
		m, ok := value.(cbor.Map)
		require.True(t, ok)
		assert.Equal(t, cbor.String(e.Code), m["__type"])
		assert.Equal(t, cbor.String(e.Message), m["message"])
	})
	t.Run("query compatible", func(t *testing.T) {
		e := e
		e.QueryCode = "AWS.SimpleQueueService.NonExistentQueue"
		assert.Equal(t, "AWS.SimpleQueueService.NonExistentQueue;Sender", wire.JSON.Response(e).Header.Get("X-Amzn-Query-Error"))
		e.StatusCode = 500
		assert.True(t, strings.HasSuffix(wire.JSON.Response(e).Header.Get("X-Amzn-Query-Error"), ";Receiver"))
	})
}

func TestStatus(t *testing.T) {
	for _, c := range []struct {
		protocol wire.Protocol
		code     string
		server   bool
		want     int
	}{
		// API references of Lambda (UpdateFunctionCode) and EC2 (error codes).
		{wire.RESTJSON, "PreconditionFailedException", false, 412},
		{wire.EC2, "DryRunOperation", false, 412},
		{wire.EC2, "InvalidInstanceID.NotFound", false, 400},
		{wire.EC2, "UnauthorizedOperation", false, 403},
		// API reference of IAM: NoSuchEntity, EntityAlreadyExists, CommonErrors.
		{wire.Query, "NoSuchEntity", false, 404},
		{wire.Query, "EntityAlreadyExists", false, 409},
		{wire.Query, "DeleteConflict", false, 409},
		{wire.Query, "LimitExceeded", false, 409},
		{wire.Query, "MalformedPolicyDocument", false, 400},
		{wire.Query, "ValidationError", false, 400},
		{wire.Query, "ReportNotPresent", false, 410},
		{wire.Query, "ReportExpired", false, 410},
		{wire.Query, "ReportInProgress", false, 404},
		{wire.Query, "ServiceFailure", true, 500},
		{wire.Query, "Throttling", false, 400},
		{wire.Query, "AccessDenied", false, 403},
		{wire.Query, "InvalidClientTokenId", false, 403},
		{wire.Query, "RegionDisabledException", false, 403},
		{wire.JSON, "AccessDeniedException", false, 400},
		{wire.JSON, "AccountNotFoundException", false, 400},
		{wire.JSON, "ServiceException", true, 500},
		{wire.JSON, "TooManyRequestsException", false, 400},
		{wire.RESTJSON, "AccessDeniedException", false, 403},
		{wire.RESTJSON, "ResourceNotFoundException", false, 404},
		{wire.RESTJSON, "ConflictException", false, 409},
		{wire.RESTJSON, "ThrottlingException", false, 429},
		{wire.RESTJSON, "TooManyRequestsException", false, 429},
		{wire.RESTJSON, "ServiceQuotaExceededException", false, 402},
		{wire.RESTJSON, "UnprocessableEntityException", false, 422},
		{wire.RESTJSON, "ValidationException", false, 400},
		{wire.RESTJSON, "SomethingNew", true, 500},
		{wire.RESTXML, "NoSuchBucket", false, 404},
		{wire.RESTXML, "NoSuchBucketPolicy", false, 404},
		{wire.RESTXML, "SlowDown", false, 503},
		{wire.EC2, "UnauthorizedOperation", false, 403},
		{wire.EC2, "InvalidInstanceID.NotFound", false, 400},
		{wire.EC2, "RequestLimitExceeded", false, 503},
		// API references of CloudWatch and SNS.
		{wire.CBOR, "ResourceNotFound", false, 404},
		{wire.CBOR, "LimitExceeded", false, 400},
		{wire.CBOR, "InternalServiceError", true, 500},
		{wire.Query, "AuthorizationError", false, 403},
		{wire.Query, "NotFound", false, 404},
	} {
		assert.Equal(t, c.want, c.protocol.Status(c.code, c.server), "%s over protocol %d", c.code, c.protocol)
	}
}

// TestCodes checks that the SDK takes the codes for what they mean.
func TestCodes(t *testing.T) {
	for _, c := range []struct {
		protocol                                         wire.Protocol
		service, denied, throttled, failed, key, expired string
	}{
		{wire.Query, "IAM", "AccessDenied", "Throttling", "ServiceFailure", "InvalidClientTokenId", "ExpiredToken"},
		{wire.Query, "STS", "AccessDenied", "Throttling", "InternalFailure", "InvalidClientTokenId", "ExpiredToken"},
		{wire.JSON, "Organizations", "AccessDeniedException", "TooManyRequestsException", "ServiceException", "UnrecognizedClientException", "ExpiredTokenException"},
		{wire.JSON, "CloudTrail", "AccessDeniedException", "ThrottlingException", "InternalFailure", "UnrecognizedClientException", "ExpiredTokenException"},
		{wire.RESTJSON, "AccessAnalyzer", "AccessDeniedException", "ThrottlingException", "InternalServerException", "UnrecognizedClientException", "ExpiredTokenException"},
		{wire.RESTJSON, "Account", "AccessDeniedException", "TooManyRequestsException", "InternalServerException", "UnrecognizedClientException", "ExpiredTokenException"},
		{wire.EC2, "EC2", "UnauthorizedOperation", "RequestLimitExceeded", "InternalError", "AuthFailure", "RequestExpired"},
		{wire.RESTXML, "S3", "AccessDenied", "SlowDown", "InternalError", "InvalidAccessKeyId", "ExpiredToken"},
		{wire.CBOR, "CloudWatch", "AccessDenied", "Throttling", "InternalServiceError", "InvalidClientTokenId", "ExpiredToken"},
		{wire.Query, "SNS", "AuthorizationError", "Throttling", "InternalError", "InvalidClientTokenId", "ExpiredToken"},
		{wire.JSON, "EventBridge", "AccessDeniedException", "ThrottlingException", "InternalException", "UnrecognizedClientException", "ExpiredTokenException"},
	} {
		assert.Equal(t, c.denied, c.protocol.AccessDenied(c.service), c.service)
		assert.Equal(t, c.throttled, c.protocol.Throttled(c.service), c.service)
		assert.Equal(t, c.failed, c.protocol.Failed(c.service), c.service)
		assert.Equal(t, c.key, c.protocol.UnknownKey(), c.service)
		assert.Equal(t, c.expired, c.protocol.ExpiredToken(), c.service)
	}
}
