package catalog_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval/catalog"
)

func resourceType(t testing.TB, prefix, name string) catalog.ResourceType {
	t.Helper()
	s, _ := catalog.LookupService(prefix)
	rt, ok := s.ResourceType(name)
	require.True(t, ok, "no resource type %s:%s", prefix, name)
	return rt
}

func TestResourceTypesOf(t *testing.T) {
	for _, tt := range []struct {
		name, arn, service, want, reason string
	}{
		{"bucket", "arn:aws:s3:::b", "s3", "s3:bucket", "no slash"},
		{"object", "arn:aws:s3:::b/a/long/key", "s3", "s3:object", "a bucket has no slash, a key may"},
		{"other partition", "arn:aws-cn:s3:::b", "s3", "s3:bucket", "the partition is a placeholder"},
		{"role with path", "arn:aws:iam::111122223333:role/team/Admin", "iam", "iam:role", "the name of a role may hold its path"},
		{"role in sts", "arn:aws:iam::111122223333:role/Admin", "sts", "sts:role", "another service takes the same ARN"},
		{"function", "arn:aws:lambda:eu-west-1:111122223333:function:f", "lambda", "lambda:function", "a name has no colon"},
		{"alias", "arn:aws:lambda:eu-west-1:111122223333:function:f:PROD", "lambda", "lambda:function alias lambda:function version", "the reference has one form for both"},
		{"log group", "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/x", "logs", "logs:log-group", "slashes are part of the name"},
		{"log group with star", "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/x:*", "logs", "logs:log-group", "the second form of the ARN of a log group"},
		{"log stream", "arn:aws:logs:eu-west-1:111122223333:log-group:g:log-stream:s", "logs", "logs:log-stream", "a group has no colon"},
		{"two forms", "arn:aws:lex:eu-west-1:111122223333:bot:Order", "lex", "lex:bot", "the older form of the ARN of a bot"},
		{"letter case", "arn:aws:iam::111122223333:Role/Admin", "iam", "", "ARNs have letter case"},
		{"empty name", "arn:aws:s3:::", "s3", "", "a placeholder is not empty"},
		{"region too much", "arn:aws:s3:eu-west-1::b", "s3", "", "the ARN of a bucket has no region"},
		{"no ARN", "b", "s3", "", "not an ARN"},
		{"too short", "arn:aws:s3", "s3", "", "not an ARN"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for rt := range catalog.ResourceTypesOf(tt.arn) {
				assert.True(t, rt.Matches(tt.arn))
				if rt.Service().Prefix() == tt.service {
					got = append(got, rt.String())
				}
			}
			assert.Equal(t, tt.want, strings.Join(got, " "), tt.reason)
		})
	}
}

// TestEveryTypeHasAnARN fills in the placeholders of every pattern: the ARN
// must be found to be of that type.
func TestEveryTypeHasAnARN(t *testing.T) {
	placeholder := regexp.MustCompile(`\$\{[^}]*\}`)
	for s := range catalog.Services() {
		for rt := range s.ResourceTypes() {
			for pattern := range rt.ARNPatterns() {
				n := 0
				arn := placeholder.ReplaceAllStringFunc(pattern, func(string) string { n++; return fmt.Sprintf("x%d", n) })
				require.True(t, slices.Contains(slices.Collect(catalog.ResourceTypesOf(arn)), rt), "%s: %s", rt, arn)
				require.True(t, rt.Overlaps(arn) && rt.Overlaps("*") && rt.Overlaps("arn:*"), rt)
			}
			for a := range rt.Actions().All() {
				taken := false
				for other := range a.ResourceTypes() {
					taken = taken || other == rt
				}
				require.True(t, taken, "%s %s", rt, a)
			}
		}
	}
}

func TestOverlaps(t *testing.T) {
	bucket, object := resourceType(t, "s3", "bucket"), resourceType(t, "s3", "object")
	instance, group := resourceType(t, "ec2", "instance"), resourceType(t, "logs", "log-group")
	for _, tt := range []struct {
		name, pattern string
		typ           catalog.ResourceType
		want          bool
		reason        string
	}{
		{"bucket", "arn:aws:s3:::b", bucket, true, "the bucket itself"},
		{"objects are no bucket", "arn:aws:s3:::b/*", bucket, false, "the classic mistake with s3:ListBucket"},
		{"bucket is no object", "arn:aws:s3:::b", object, false, "the classic mistake with s3:GetObject"},
		{"objects", "arn:aws:s3:::b/*", object, true, "all objects of a bucket"},
		{"star is both", "arn:aws:s3:::b*", bucket, true, "b and its like"},
		{"star is both", "arn:aws:s3:::b*", object, true, "a star may hold a slash"},
		{"question mark", "arn:aws:s3:::b?", bucket, true, "one character"},
		{"only a slash", "arn:aws:s3:::b/", bucket, false, "a bucket has no slash"},
		{"all", "*", bucket, true, "everything"},
		{"all of a service", "arn:aws:s3:::*", object, true, "everything of S3"},
		{"stars in fields", "arn:*:s3:*:*:b", bucket, true, "a star matches the empty region"},
		{"short", "arn:aws:s3", bucket, true, "absent fields count as stars (R9)"},
		{"short, other service", "arn:aws:ec2", bucket, false, "the service is there"},
		{"other service", "arn:aws:sqs:::b", bucket, false, "the service differs"},
		{"no region", "arn:aws:ec2::111122223333:instance/i-1", instance, false, "an instance has a region"},
		{"region pattern", "arn:aws:ec2:eu-*:111122223333:instance/*", instance, true, "a pattern for the region"},
		{"other type", "arn:aws:ec2:*:*:volume/*", instance, false, "a volume"},
		{"log group", "arn:aws:logs:*:*:log-group:/a/b:*", group, true, "the form with a star at the end"},
		{"log stream", "arn:aws:logs:*:*:log-group:a:log-stream:b", group, false, "a stream"},
		{"empty", "", bucket, false, "matches nothing"},
		{"no ARN", "bucket", bucket, false, "does not start with arn"},
		{"star for arn", "*:aws:s3:::b", bucket, true, "a glob in the first field"},
	} {
		t.Run(tt.name+" "+tt.typ.Name(), func(t *testing.T) {
			assert.Equal(t, tt.want, tt.typ.Overlaps(tt.pattern), tt.reason)
		})
	}
}

func TestActionsOn(t *testing.T) {
	for _, tt := range []struct{ arn, in, notIn string }{
		{"arn:aws:s3:::b", "s3:ListBucket", "s3:GetObject"},
		{"arn:aws:s3:::b/k", "s3:GetObject", "s3:ListBucket"},
		{"arn:aws:iam::111122223333:role/r", "sts:AssumeRole", "iam:GetUser"},
		{"arn:aws:iam::111122223333:role/r", "iam:PassRole", "s3:ListAllMyBuckets"},
	} {
		set := catalog.ActionsOn(tt.arn)
		assert.True(t, set.Contains(lookup(t, tt.in)), "%s takes %s", tt.in, tt.arn)
		assert.False(t, set.Contains(lookup(t, tt.notIn)), "%s does not take %s", tt.notIn, tt.arn)
	}
	assert.True(t, catalog.ActionsOn("*").IsEmpty(), "a star is no ARN")
	var union catalog.ActionSet
	for rt := range catalog.ResourceTypesOf("arn:aws:s3:::b") {
		union = union.Union(rt.Actions())
	}
	assert.True(t, union.Equal(catalog.ActionsOn("arn:aws:s3:::b")))
}
