package catalog_test

import (
	"fmt"

	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// A Deny that protects nothing: objects are deleted, not buckets.
func ExampleLintText() {
	text := []byte(`{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObjct"], "Resource": "arn:aws:s3:::reports/*"},
    {"Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "arn:aws:s3:::reports"}
  ]
}`)
	for _, f := range catalog.LintText(text) {
		fmt.Printf("%d:%d %s %s %s\n", f.Line, f.Column, f.Severity, f.Rule, f.Path)
	}
	// Output:
	// 4:52 error unknown-action /Statement/0/Action/1
	// 5:5 security-warning deny-never-fires /Statement/1
	// 5:34 security-warning resource-type /Statement/1/Action
}

// With the catalog as validator a typing mistake in a request is an error, and
// not a denial that nobody questions.
func ExampleValidator() {
	fmt.Println(catalog.Validator{}.ValidateRequest("sqs:SendMesage", "arn:aws:sqs:eu-west-1:111122223333:orders"))
	fmt.Println(catalog.Validator{}.ValidateRequest("sqs:SendMessage", "arn:aws:sns:eu-west-1:111122223333:orders"))
	// Output:
	// catalog: "sqs:SendMesage" is no known action: did you mean sqs:SendMessage?
	// catalog: sqs:SendMessage does not take the resource "arn:aws:sns:eu-west-1:111122223333:orders": it takes arn:${Partition}:sqs:${Region}:${Account}:${QueueName}
}
