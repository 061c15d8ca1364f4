package permissions_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/iamhygiene/sdk/policyeval"
)

var (
	fuzzActions = []string{`"*"`, `"s3:*"`, `"s3:Get*"`, `"*:List*"`, `["iam:*", "sts:*"]`, `"iam:Pass*"`, `"kms:*"`, `"?ms:*e*"`, `"ec2:Run?nstances"`, `["sqs:*", "sns:Publish"]`, `"*:*Tag*"`, `["dynamodb:*", "lambda:Invoke*"]`}
	fuzzARNs    = []string{`"*"`, `"arn:aws:s3:::b/*"`, `["arn:aws:s3:::b", "arn:aws:sqs:*:*:q"]`, `"arn:aws:iam::*:role/*"`, `"arn:aws:iam::111122223333:role/aws-service-role/*"`, `"arn:aws:kms:*:111122223333:key/*"`, `"arn:aws:*:*:*:x*"`, `"arn:aws:ec2:*"`, `"arn:aws:s3:::${aws:username}/*"`, `"arn:aws:iam::*:*/${aws:PrincipalTag/t}"`, `"arn:aws:sqs:eu-west-1:444455556666:*"`}
	fuzzIf      = []string{``, ``, `"Condition": {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}`, `"Condition": {"StringEquals": {"aws:username": "alice"}}`, `"Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/*"}}`, `"Condition": {"StringNotEquals": {"aws:ResourceAccount": "111122223333"}}`, `"Condition": {"Null": {"aws:TokenIssueTime": "true"}}`}
)

// FuzzOf makes policies of the bytes and holds a part of the actions against
// Authorize; which part depends on the bytes too.
func FuzzOf(f *testing.F) {
	f.Add([]byte{0, 0, 0, 0})
	f.Add([]byte{0, 0, 0, 0, 17, 1, 1, 2, 9, 4, 3, 0})
	f.Add([]byte{2, 5, 8, 2, 64, 0, 6, 0, 33, 3, 7, 5, 130, 9, 2, 3})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 64 {
			return
		}
		layers := [4][]string{}
		step := 101
		for ; len(data) >= 4; data = data[4:] {
			kind := data[0]
			step += int(kind)
			statement := []string{`"Effect": "` + []string{"Allow", "Deny"}[kind&1] + `"`}
			statement = append(statement, fmt.Sprintf(`"%sAction": %s`, []string{"", "Not"}[kind>>1&1], fuzzActions[int(data[1])%len(fuzzActions)]))
			statement = append(statement, fmt.Sprintf(`"%sResource": %s`, []string{"", "Not"}[kind>>2&1], fuzzARNs[int(data[2])%len(fuzzARNs)]))
			if c := fuzzIf[int(data[3])%len(fuzzIf)]; c != "" {
				statement = append(statement, c)
			}
			layer := &layers[kind>>6]
			*layer = append(*layer, strings.Join(statement, ", "))
		}
		p := policyeval.Policies{Identity: []*policyeval.Policy{document(t, `"Effect": "Allow", "Action": "s3:*", "Resource": "*"`)}}
		if len(layers[0]) > 0 {
			p.Identity = []*policyeval.Policy{document(t, layers[0]...)}
		}
		if len(layers[1]) > 0 {
			p.Boundary = document(t, layers[1]...)
		}
		if len(layers[2]) > 0 {
			p.SCPs = [][]*policyeval.Policy{{document(t, layers[2]...)}}
		}
		if len(layers[3]) > 0 {
			p.Identity = append(p.Identity, document(t, layers[3]...))
		}
		agreeEvery(t, step, p, open(alice))
	})
}
