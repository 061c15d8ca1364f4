package awscli_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/iamhygiene/sdk/internal/awscli"
)

// BenchmarkReadAuthorizationDetails compares reading 2,000 roles with decoding
// the same text by encoding/json, which gives neither positions nor partial
// results and holds the whole text.
func BenchmarkReadAuthorizationDetails(b *testing.B) {
	document := `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": [` +
		strings.TrimSuffix(strings.Repeat(`"arn:aws:s3:::bucket-of-some-length/*", `, 20), ", ") + `]}]}`
	var t strings.Builder
	t.WriteString(`{"RoleDetailList": [`)
	for i := range 2000 {
		if i > 0 {
			t.WriteString(",\n")
		}
		fmt.Fprintf(&t, `{"RoleName": "r%d", "Arn": "arn:aws:iam::111122223333:role/r%d", "CreateDate": "2020-07-01T10:00:00+00:00",
			"AssumeRolePolicyDocument": %s, "RolePolicyList": [{"PolicyName": "p", "PolicyDocument": %s}], "Tags": [], "RoleLastUsed": {}}`, i, i, document, document)
	}
	t.WriteString(`]}`)
	text := t.String()
	b.Run("awscli", func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			if _, err := awscli.ReadAuthorizationDetails("bench", strings.NewReader(text)); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("encoding-json", func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			var v any
			if err := json.Unmarshal([]byte(text), &v); err != nil {
				b.Fatal(err)
			}
		}
	})
}
