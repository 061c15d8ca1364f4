package policyeval_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval"
)

// TestPublicBucketPolicy tells which statements make a bucket policy public
// (S3a). The caller is anonymous and satisfies every condition.
func TestPublicBucketPolicy(t *testing.T) {
	const everybody = `"Principal": "*"`
	for _, tt := range []struct {
		name, principal, condition string
		public                     bool
	}{
		{"everybody", everybody, ``, true},
		{"everybody of AWS", `"Principal": {"AWS": ["*"]}`, ``, true},
		{"complement", `"NotPrincipal": {"AWS": "444455556666"}`, ``, true},
		{"fixed address block", everybody, `{"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}`, false},
		{"half of the Internet", everybody, `{"IpAddress": {"aws:SourceIp": "128.0.0.0/1"}}`, true},
		{"one wide block among others", everybody, `{"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "192.0.0.0/4"]}}`, true},
		{"not an address block", everybody, `{"NotIpAddress": {"aws:SourceIp": "198.51.100.0/24"}}`, true},
		{"fixed endpoint", everybody, `{"StringEquals": {"aws:SourceVpce": "vpce-1"}}`, false},
		{"fixed endpoint, if there is one", everybody, `{"StringEqualsIfExists": {"aws:SourceVpce": "vpce-1"}}`, true},
		{"fixed endpoint in a pattern operator", everybody, `{"StringLike": {"aws:SourceVpce": "vpce-1"}}`, false},
		{"any endpoint", everybody, `{"StringLike": {"aws:SourceVpce": "vpce-*"}}`, true},
		{"variable as value", everybody, `{"StringEquals": {"aws:SourceVpce": "${aws:SourceVpce}"}}`, true},
		{"vacuous set operator", everybody, `{"ForAllValues:StringEquals": {"aws:SourceVpce": "vpce-1"}}`, true},
		{"set operator that needs a value", everybody, `{"ForAnyValue:StringEquals": {"aws:SourceVpce": "vpce-1"}}`, false},
		{"fixed source ARN", everybody, `{"ArnEquals": {"aws:SourceArn": "arn:aws:sns:eu-west-1:111122223333:t"}}`, false},
		{"source ARN with a wildcard", everybody, `{"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:111122223333:t"}}`, true},
		{"key that does not limit", everybody, `{"StringEquals": {"aws:Referer": "example.com"}}`, true},
		{"presence of a limiting key", everybody, `{"Null": {"aws:SourceVpce": "false"}}`, true},
		{"limited and unlimited keys together", everybody, `{"StringEquals": {"aws:Referer": "example.com", "aws:SourceVpce": "vpce-1"}}`, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			condition := ""
			if tt.condition != "" {
				condition = `, "Condition": ` + tt.condition
			}
			text := `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", ` + tt.principal + `, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"` + condition + `}}`
			req := &policyeval.Request{Principal: "anonymous", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/k", Context: policyeval.Context{
				"aws:SourceIp": {"203.0.113.9"}, "aws:SourceVpce": {"vpce-1"}, "aws:SourceArn": {"arn:aws:sns:eu-west-1:111122223333:t"}, "aws:Referer": {"example.com"}}}
			policies := policyeval.Policies{Resource: parse(t, text)}
			d, err := policyeval.Evaluate(policies, req)
			require.NoError(t, err)
			require.True(t, d.Allowed(), "without the setting: %v", d)
			req.RestrictPublicBuckets = true
			d, err = policyeval.Evaluate(policies, req)
			require.NoError(t, err)
			assert.Equal(t, !tt.public, d.Allowed())
			assert.Equal(t, tt.public, d.BlockedBy.Has(policyeval.LayerPublicAccessBlock))
		})
	}
}
