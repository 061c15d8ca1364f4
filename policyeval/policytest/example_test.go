package policytest_test

import (
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/iamhygiene/sdk/policyeval/policytest"
)

var deployment = fstest.MapFS{"deployment.json": {Data: []byte(`{"cases": [
{"name": "the pipeline reads builds",
 "request": {"principal": "arn:aws:sts::111122223333:assumed-role/pipeline/run-7", "action": "s3:GetObject",
   "resource": "arn:aws:s3:::builds/app.zip", "resourceAccount": "111122223333"},
 "identity": [{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::builds/*"}}],
 "expect": "Allowed"},
{"name": "the pipeline cannot delete builds",
 "request": {"principal": "arn:aws:sts::111122223333:assumed-role/pipeline/run-7", "action": "s3:DeleteObject",
   "resource": "arn:aws:s3:::builds/app.zip", "resourceAccount": "111122223333"},
 "identity": [{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::builds/*"}}],
 "expect": "ImplicitDeny"}
]}`)}}

// In a Go test, one line runs all case files of a folder.
func ExampleRun() {
	test := func(t *testing.T) {
		policytest.Run(t, deployment, "*.json") // usually os.DirFS("testdata")
	}
	_ = test // go test calls it
}

// Programs read a file and evaluate its cases themselves.
func ExampleLoad() {
	f, err := policytest.Load(deployment, "deployment.json")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range f.Cases {
		r := c.Eval()
		fmt.Printf("%s: %s, as expected: %t\n", c.Name, r.Outcome, r.Outcome == c.Expect)
	}
	// Output:
	// the pipeline reads builds: Allowed, as expected: true
	// the pipeline cannot delete builds: ImplicitDeny, as expected: true
}

// A misspelt member would silently test something else, so it is refused.
func ExampleParse() {
	_, err := policytest.Parse("team.json", []byte(`{"cases": [
{"name": "nobody deletes", "request": {}, "boundry": [], "expect": "ImplicitDeny"}]}`))
	fmt.Println(err)
	// Output:
	// policytest: team.json:2:43: case "nobody deletes": /cases/0/boundry: unknown member; known are name, rule, source, request, identity, resource, boundary, session, scps, rcps, endpoint, settings, expect
}
