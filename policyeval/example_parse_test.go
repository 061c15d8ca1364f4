package policyeval_test

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/iamhygiene/sdk/policyeval"
)

// A document that is refused tells all its faults at once, each with its place,
// what to do, and the number of the rule.
func ExampleParse() {
	_, err := policyeval.Parse([]byte(`{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "allow",
    "Action": ["s3:GetObject", "PutObject"],
    "Resource": "my-bucket/*"
  }]
}`))
	fmt.Println(err)

	var faults policyeval.ParseErrors
	if errors.As(err, &faults) {
		for _, f := range faults {
			fmt.Println(f.Rule, f.Path, "at byte", f.Offset)
		}
	}
	// Output:
	// policyeval: 3 faults in the policy document
	// 	line 4, column 15 (/Statement/0/Effect): Effect is "allow", which is neither Allow nor Deny in exactly these letters; write "Allow" or "Deny" [D6]
	// 	line 5, column 32 (/Statement/0/Action/1): the action "PutObject" has no service prefix; write "service:Name", or "*" for every action [A5]
	// 	line 6, column 17 (/Statement/0/Resource): the resource "my-bucket/*" does not start with "arn:"; write an ARN, or "*" for every resource [R2]
	// D6 /Statement/0/Effect at byte 61
	// A5 /Statement/0/Action/1 at byte 101
	// R2 /Statement/0/Resource at byte 131
}

// A Policy is the document as written, for tools that inspect it.
func ExampleParse_inspect() {
	p, err := policyeval.Parse([]byte(`{"Version": "2012-10-17", "Statement": [
		{"Sid": "Read", "Effect": "Allow", "Action": "s3:Get*", "Resource": "*"},
		{"Sid": "Admin", "Effect": "Allow", "Action": ["iam:*", "*"], "Resource": "*"}
	]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range p.Statements {
		if s.Effect != policyeval.Allow || s.Action == nil {
			continue
		}
		for _, action := range s.Action.Members {
			if action.Value == "*" {
				fmt.Printf("%s allows every action (byte %d)\n", s.Sid.Value, action.Offset)
			}
		}
	}
	// Output:
	// Admin allows every action (byte 175)
}

// Existing documents with faults can be read for an audit. What is faulty is
// marked, and it fails closed in an evaluation.
func ExampleParse_lenient() {
	p, err := policyeval.Parse([]byte(`{"Version": "2012-10-17", "Statement": [
		{"Effect": "Deny", "Action": "iam:*", "Resource": "all"}
	]}`), policyeval.Lenient)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.Statements[0].Faulty(policyeval.ElementResource))

	_, err = p.Check(policyeval.IdentityPolicy)
	fmt.Println(err)
	// Output:
	// true
	// policyeval: line 2, column 53 (/Statement/0/Resource): the resource "all" does not start with "arn:"; write an ARN, or "*" for every resource [R2]
}

// Warnings point at text that is legal but probably not what was meant.
func ExamplePolicy_Warnings() {
	p, err := policyeval.Parse([]byte(`{
  "Version": "2012-10-17",
  "Statement": [{
    "Sid": "No deletes",
    "Effect": "Deny",
    "Action": "s3:DeleteObject,DeleteBucket",
    "Resource": "*",
    "Condition": {"StringEquals": {"aws:PrincipalArn": "arn:aws:iam::*:role/dev-*"}}
  }]
}`), policyeval.WithType(policyeval.IdentityPolicy))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, w := range p.Warnings() {
		fmt.Println(w.Rule, w.Path)
	}
	// Output:
	// D14 /Statement/0/Sid
	// A6 /Statement/0/Action
	// O1 /Statement/0/Condition/StringEquals/aws:PrincipalArn
}

// What is legal in one type of policy is a fault in another.
func ExamplePolicy_Check() {
	p, err := policyeval.Parse([]byte(`{"Version": "2012-10-17", "Statement": [
		{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::site/*"}
	]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, t := range []policyeval.PolicyType{policyeval.ResourcePolicy, policyeval.IdentityPolicy} {
		_, err := p.Check(t)
		fmt.Printf("%s: %v\n", t, err)
	}
	// Output:
	// resource: <nil>
	// identity: policyeval: line 2, column 36 (/Statement/0/Principal): an identity policy cannot have Principal; remove it: the policy applies to the principals that it is attached to [D10]
}

// The canonical form keeps what the author wrote and drops how it was laid out,
// so that documents can be compared and stored.
func ExamplePolicy_MarshalJSON() {
	p, err := policyeval.Parse([]byte(`{
  "Statement": {
    "Action": ["s3:GetObject"],
    "Condition": {"NumericLessThan": {"s3:max-keys": 10.0}},
    "Resource": "*",
    "Effect": "Allow"
  },
  "Version": "2012-10-17"
}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	text, err := json.Marshal(p)
	fmt.Println(string(text), err)
	// Output:
	// {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:GetObject"],"Resource":"*","Condition":{"NumericLessThan":{"s3:max-keys":10.0}}}} <nil>
}
