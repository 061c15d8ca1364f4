package wire_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/aws/protocol/ec2query"
	"github.com/aws/aws-sdk-go-v2/aws/protocol/restjson"
	awsxml "github.com/aws/aws-sdk-go-v2/aws/protocol/xml"
	"github.com/aws/smithy-go/encoding/cbor"

	"github.com/iamhygiene/sdk/fakes/internal/wire"
)

// FuzzResponse: what the SDK reads from a response is what was written into it,
// in each protocol, for every message that XML can carry.
func FuzzResponse(f *testing.F) {
	f.Add("NoSuchEntity", "The user with name alice cannot be found.")
	f.Add("A", `<x>&"'`+"\n\t")
	f.Add("Ü:#", "😀")
	f.Fuzz(func(t *testing.T, code, message string) {
		if code == "" || message == "" || !utf8.ValidString(code) || !utf8.ValidString(message) || strings.ContainsFunc(code+message, unprintable) {
			return
		}
		e := wire.Error{Code: code, Message: message, StatusCode: 400, RequestID: "id"}
		read := func(p wire.Protocol) *bytes.Buffer {
			var b bytes.Buffer
			if _, err := b.ReadFrom(p.Response(e).Body); err != nil {
				t.Fatal(err)
			}
			return &b
		}
		check := func(name, gotCode, gotMessage string, err error) {
			if err != nil || gotCode != code || gotMessage != message {
				t.Errorf("%s: read %q, %q, %v; want %q, %q", name, gotCode, gotMessage, err, code, message)
			}
		}
		query, err := awsxml.GetErrorResponseComponents(read(wire.Query), false)
		check("query", query.Code, query.Message, err)
		s3, err := awsxml.GetErrorResponseComponents(read(wire.RESTXML), true)
		check("rest xml", s3.Code, s3.Message, err)
		ec2, err := ec2query.GetErrorResponseComponents(read(wire.EC2))
		check("ec2", ec2.Code, ec2.Message, err)
		jsonCode, jsonMessage, err := restjson.GetErrorInfo(json.NewDecoder(read(wire.JSON)))
		if jsonCode != restjson.SanitizeErrorCode(code) {
			t.Errorf("json: read the code %q, want %q", jsonCode, code)
		}
		check("json", code, jsonMessage, err)
		value, err := cbor.Decode(read(wire.CBOR).Bytes())
		m, _ := value.(cbor.Map)
		c, _ := m["__type"].(cbor.String)
		text, _ := m["message"].(cbor.String)
		check("cbor", string(c), string(text), err)
	})
}

// unprintable characters have no form in XML 1.0.
func unprintable(r rune) bool {
	return r == utf8.RuneError || unicode.IsControl(r) && r != '\n' && r != '\t' || r == 0xfffe || r == 0xffff
}
