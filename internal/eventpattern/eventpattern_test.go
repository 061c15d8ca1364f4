package eventpattern_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/internal/event"
	"github.com/iamhygiene/sdk/internal/eventpattern"
)

// root is a call by the root user, as EventBridge delivers it.
var root = event.Shape{Fields: map[string]event.Field{
	"source": event.Text("aws."), "detail-type": event.Is("AWS API Call via CloudTrail"), "region": event.Is("us-east-1"),
	"detail.userIdentity.type": event.Is("Root"), "detail.userIdentity.invokedBy": event.Absent(),
	"detail.eventName": event.Text("", "HeadBucket"), "detail.size": event.Is(12.0), "detail.readOnly": event.Is(true),
	"detail.sourceIPAddress": event.Is("192.0.2.7"), "detail.none": event.Is(nil),
}}

func TestCovers(t *testing.T) {
	for _, tt := range []struct {
		pattern string
		want    bool
		reason  string
	}{
		{`{"detail": {"userIdentity": {"type": ["Root"]}}}`, true, "the identity alone"},
		{`{"detail-type": ["AWS Console Sign In via CloudTrail", "AWS API Call via CloudTrail"], "detail": {"userIdentity": {"type": ["Root"]}}}`, true, "one of the values is enough"},
		{`{"detail-type": ["AWS Console Sign In via CloudTrail"], "detail": {"userIdentity": {"type": ["Root"]}}}`, false, "sign-ins only"},
		{`{"detail": {"userIdentity": {"type": ["root"]}}}`, false, "letter case counts"},
		{`{"detail": {"userIdentity": {"type": [{"equals-ignore-case": "rOOT"}]}}}`, true, "unless the operator says otherwise"},
		{`{"source": [{"prefix": "aws."}]}`, true, "the beginning is known"},
		{`{"source": [{"prefix": "aws.i"}]}`, false, "not so much of it"},
		{`{"source": ["aws.iam"]}`, false, "it may be another"},
		{`{"source": [{"anything-but": "aws.ec2"}]}`, false, "it may be this one"},
		{`{"source": [{"anything-but": {"prefix": "custom."}}]}`, true, "it cannot begin so"},
		{`{"source": [{"anything-but": {"prefix": "aws.e"}}]}`, false, "it may begin so"},
		{`{"detail": {"eventName": [{"anything-but": ["HeadBucket"]}]}}`, true, "the shape says so"},
		{`{"detail": {"eventName": [{"anything-but": ["HeadBucket", "GetObject"]}]}}`, false, "of the second nothing is known"},
		{`{"detail": {"userIdentity": {"type": [{"anything-but": ["IAMUser", 7]}]}}}`, true, "it is neither"},
		{`{"detail": {"userIdentity": {"type": [{"anything-but": {"suffix": "oot"}}]}}}`, false, "it ends so"},
		{`{"detail": {"userIdentity": {"type": [{"anything-but": {"wildcard": "R*t"}}]}}}`, false, "it matches"},
		{`{"detail": {"userIdentity": {"type": [{"anything-but": {"equals-ignore-case": ["ROOT"]}}]}}}`, false, "in any letter case"},
		{`{"detail": {"userIdentity": {"invokedBy": [{"anything-but": "x"}]}}}`, false, "the field has to be there"},
		{`{"detail": {"userIdentity": {"invokedBy": [{"exists": false}]}}}`, true, "it is absent"},
		{`{"detail": {"userIdentity": {"invokedBy": [{"exists": true}]}}}`, false, "it is absent"},
		{`{"detail": {"eventName": [{"exists": true}]}}`, true, "there, whatever it is"},
		{`{"detail": {"userIdentity": [{"exists": true}]}}`, false, "only leaves exist"},
		{`{"detail": {"errorCode": [{"exists": false}]}}`, false, "it may be there"},
		{`{"detail": {"size": [{"numeric": [">", 5, "<=", 12]}]}}`, true, "within the range"},
		{`{"detail": {"size": [{"numeric": ["<", 12]}]}}`, false, "the limit is not below itself"},
		{`{"detail": {"size": [12], "readOnly": [true], "none": [null]}}`, true, "values of other types"},
		{`{"detail": {"size": ["12"]}}`, false, "a number is no text"},
		{`{"detail": {"sourceIPAddress": [{"cidr": "192.0.2.0/24"}]}}`, true, "in the network"},
		{`{"detail": {"sourceIPAddress": [{"cidr": "198.51.100.0/24"}]}}`, false, "not in it"},
		{`{"detail": {"userIdentity": {"type": [{"wildcard": "R*t"}]}}}`, true, "wildcards"},
		{`{"detail": {"userIdentity": {"type": [{"suffix": "ot"}]}}}`, true, "the end"},
		{`{"detail": {"userIdentity": {"type": [{"prefix": {"equals-ignore-case": "RO"}}, {"suffix": {"equals-ignore-case": "x"}}]}}}`, true, "the beginning in any letter case"},
		{`{"detail": {"userIdentity": {"type": [{"prefix": "R*"}]}}}`, false, "a star is no wildcard in a prefix"},
		{`{"$or": [{"source": ["x"]}, {"detail": {"userIdentity": {"type": ["Root"]}}}]}`, true, "one of the patterns"},
		{`{"detail": {"$or": [{"size": [1]}, {"size": [2]}]}}`, false, "none of the patterns"},
		{`{"detail": {"$or": [{"size": [12]}, {"eventName": ["x"]}]}}`, true, "inside an object"},
	} {
		t.Run(tt.pattern, func(t *testing.T) {
			p, err := eventpattern.Parse(tt.pattern)
			require.NoError(t, err)
			assert.Equal(t, tt.want, p.Covers(root), tt.reason)
		})
	}
}

func TestParseErrors(t *testing.T) {
	for text, want := range map[string]string{
		``:                                 "unexpected end of JSON",
		`[]`:                               "want a JSON object",
		`{}`:                               "an empty object is no pattern",
		`{"a": {}}`:                        "eventpattern: a: an empty object",
		`{"a": "b"}`:                       "eventpattern: a: want a list",
		`{"a": []}`:                        "a: an empty list",
		`{"a": [["b"]]}`:                   "a: want a text",
		`{"a": [{}]}`:                      "a: want one operator",
		`{"a": [{"like": "x"}]}`:           "a: the operator like is not known",
		`{"a": [{"prefix": 3}]}`:           "a: prefix: want a text",
		`{"a": [{"exists": 1}]}`:           "a: exists: want true or false",
		`{"a": [{"cidr": "x"}]}`:           "a: cidr: ",
		`{"a": [{"numeric": []}]}`:         "a: numeric: want an operator",
		`{"a": {"$or": [3]}}`:              "a.$or: want a list of objects",
		`{"$or": [{"b": 3}]}`:              "eventpattern: b: want a list",
		`{"a": [{"wildcard": "\\*"}]}`:     "a: wildcard: escapes",
		`{"a": [{"numeric": ["~", 1]}]}`:   `a: numeric: the operator "~"`,
		`{"a": [{"numeric": [">", "1"]}]}`: "a: numeric: want a number",
		`{"a": [{"anything-but": []}]}`:    "a: anything-but: an empty list",
		`{"a": [{"anything-but": [[1]]}]}`: "a: anything-but: want a text or a number",
		`{"a": [{"anything-but": {"prefix": 1}}]}`:                    "a: anything-but: prefix: want a text",
		`{"a": [{"anything-but": {"cidr": "x"}}]}`:                    "a: anything-but: the operator cidr",
		`{"a": [{"anything-but": {}}]}`:                               "a: anything-but: want one operator",
		`{"a": [{"anything-but": {"prefix":"*"}}]}`:                   "a: anything-but: prefix: \"*\" cannot be read",
		strings.Repeat(`{"a":`, 80) + `[1]` + strings.Repeat("}", 80): "too many objects",
	} {
		_, err := eventpattern.Parse(text)
		assert.ErrorContains(t, err, want, text)
		assert.Regexp(t, "^eventpattern: ", err)
	}
}

// FuzzParse makes sure of any text: it does not make Parse panic, and a pattern
// that covers a shape covers each event of it.
func FuzzParse(f *testing.F) {
	f.Add(`{"detail": {"userIdentity": {"type": [{"anything-but": {"prefix": ["IAM", "x"]}}]}}}`)
	f.Add(`{"$or": [{"source": [{"prefix": "aws."}]}, {"detail": {"size": [{"numeric": [">", 0, "<", 50]}]}}]}`)
	f.Add(`{"source": [{"wildcard": "*.iam"}, {"suffix": "s3"}], "detail": {"eventName": [{"exists": true}], "errorCode": [{"exists": false}]}}`)
	f.Add(`{"detail": {"eventName": [{"anything-but": ["HeadBucket", "a*"]}]}}`)
	instances := []map[string]event.Field{
		{"source": event.Is("aws.iam"), "detail.eventName": event.Is("CreateUser")},
		{"source": event.Is("aws."), "detail.eventName": event.Is(""), "detail.errorCode": event.Is("AccessDenied")},
		{"source": event.Is("aws.s3"), "detail.eventName": event.Is("a*"), "detail.more": event.Is(3.0)},
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := eventpattern.Parse(text)
		if err != nil || !p.Covers(root) {
			return
		}
		for _, fields := range instances {
			one := root.With(fields)
			one.Closed = true
			require.True(t, p.Covers(one), "%s covers the kind and not one event of it", text)
		}
	})
}
