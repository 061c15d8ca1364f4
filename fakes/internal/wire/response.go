package wire

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"net/http"
	"strings"
)

// An Error is what a service answers instead of an output.
type Error struct {
	Code, Message string
	StatusCode    int
	RequestID     string
	// QueryCode is the code that a service with the trait awsQueryCompatible
	// sends in a header, if it differs from Code.
	QueryCode string
}

// Response returns the HTTP response by which a service that speaks protocol p
// reports the error.
func (p Protocol) Response(e Error) *http.Response {
	header := http.Header{"X-Amzn-Requestid": {e.RequestID}}
	var body []byte
	switch p {
	case Query, EC2, RESTXML:
		header.Set("Content-Type", "text/xml")
		body = xmlBody(p, e)
	case CBOR:
		header.Set("Content-Type", "application/cbor")
		header.Set("Smithy-Protocol", "rpc-v2-cbor")
		body = cborBody(e)
	default:
		header.Set("Content-Type", "application/x-amz-json-1.1")
		if p == RESTJSON {
			header.Set("Content-Type", "application/json")
			header.Set("X-Amzn-Errortype", e.Code)
		}
		body = jsonBody(e)
	}
	if e.QueryCode != "" {
		header.Set("X-Amzn-Query-Error", e.QueryCode+";"+fault(e.StatusCode))
	}
	return &http.Response{
		Status:        http.StatusText(e.StatusCode),
		StatusCode:    e.StatusCode,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        header,
		Body:          io.NopCloser(bytes.NewReader(body)),
		ContentLength: int64(len(body)),
	}
}

func fault(status int) string {
	if status >= 500 {
		return "Receiver"
	}
	return "Sender"
}

// jsonBody writes the message under both spellings: models differ in the
// letter case of that member, and a client ignores the one it does not know.
func jsonBody(e Error) []byte {
	body, err := json.Marshal(map[string]string{"__type": e.Code, "message": e.Message, "Message": e.Message})
	if err != nil {
		return []byte("{}") // strings always marshal
	}
	return body
}

func xmlBody(p Protocol, e Error) []byte {
	detail := "<Code>" + escape(e.Code) + "</Code><Message>" + escape(e.Message) + "</Message>"
	id := escape(e.RequestID)
	switch p {
	case EC2:
		return []byte("<Response><Errors><Error>" + detail + "</Error></Errors><RequestID>" + id + "</RequestID></Response>")
	case RESTXML:
		// S3 does not wrap its errors, CloudFront and Route 53 do. Each reads
		// its own form and skips the other.
		return []byte("<ErrorResponse><Error>" + detail + "</Error>" + detail + "<RequestId>" + id + "</RequestId></ErrorResponse>")
	}
	return []byte("<ErrorResponse><Error><Type>" + fault(e.StatusCode) + "</Type>" + detail + "</Error><RequestId>" + id + "</RequestId></ErrorResponse>")
}

func escape(s string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		return "" // a strings.Builder does not fail
	}
	return b.String()
}

// cborBody writes one map of text to text, RFC 8949 section 3.
func cborBody(e Error) []byte {
	pairs := []string{"__type", e.Code, "message", e.Message, "Message", e.Message}
	out := []byte{0xa0 | byte(len(pairs)/2)}
	for _, s := range pairs {
		out = append(out, 0x7a, byte(len(s)>>24), byte(len(s)>>16), byte(len(s)>>8), byte(len(s)))
		out = append(out, s...)
	}
	return out
}
