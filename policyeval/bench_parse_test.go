package policyeval_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval"
)

// benchmarkDocument returns an identity policy with n statements as people
// write them: lists, conditions, a variable, indented by two spaces.
func benchmarkDocument(n int) []byte {
	var b strings.Builder
	b.WriteString("{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n")
	for i := range n {
		if i > 0 {
			b.WriteString(",\n")
		}
		fmt.Fprintf(&b, `    {
      "Sid": "Statement%d",
      "Effect": "Allow",
      "Action": ["s3:GetObject", "s3:PutObject", "s3:ListBucket*"],
      "Resource": [
        "arn:aws:s3:::example-bucket-%d",
        "arn:aws:s3:::example-bucket-%d/home/${aws:username}/*"
      ],
      "Condition": {
        "StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"},
        "IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "198.51.100.0/24"]},
        "NumericLessThan": {"s3:max-keys": 100}
      }
    }`, i, i, i)
	}
	b.WriteString("\n  ]\n}\n")
	return []byte(b.String())
}

// BenchmarkParse compares Parse, with all checks, with what encoding/json needs
// for the same text: into any, and for its tokens alone.
func BenchmarkParse(b *testing.B) {
	for _, n := range []int{1, 10, 50} {
		doc := benchmarkDocument(n)
		b.Run(fmt.Sprintf("statements=%d", n), func(b *testing.B) {
			b.SetBytes(int64(len(doc)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := policyeval.Parse(doc); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("encoding-json/statements=%d", n), func(b *testing.B) {
			b.SetBytes(int64(len(doc)))
			b.ReportAllocs()
			for b.Loop() {
				var v any
				if err := json.Unmarshal(doc, &v); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("encoding-json-tokens/statements=%d", n), func(b *testing.B) {
			b.SetBytes(int64(len(doc)))
			b.ReportAllocs()
			for b.Loop() {
				d := json.NewDecoder(bytes.NewReader(doc))
				d.UseNumber()
				for {
					if _, err := d.Token(); err == io.EOF {
						break
					} else if err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

// BenchmarkMarshal compares MarshalJSON with encoding/json on the same document
// as any.
func BenchmarkMarshal(b *testing.B) {
	doc := benchmarkDocument(50)
	p, err := policyeval.Parse(doc)
	require.NoError(b, err)
	b.Run("statements=50", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := p.MarshalJSON(); err != nil {
				b.Fatal(err)
			}
		}
	})
	var v any
	require.NoError(b, json.Unmarshal(doc, &v))
	b.Run("encoding-json/statements=50", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := json.Marshal(v); err != nil {
				b.Fatal(err)
			}
		}
	})
}
