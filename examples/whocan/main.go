// Whocan tells who can do an action in an AWS account, and what a user or role
// can do.
//
// Without the files of an account it asks about a built-in sample:
//
//	go run ./examples/whocan -action s3:GetObject -resource arn:aws:s3:::example-assets/logo.png
//	go run ./examples/whocan -principal arn:aws:iam::111122223333:user/alice
//	go run ./examples/whocan -review arn:aws:iam::111122223333:user/carol
//	go run ./examples/whocan -diff arn:aws:iam::111122223333:user/alice arn:aws:iam::111122223333:user/carol
//
// With what the AWS CLI saved, or a snapshot of the example scan, it asks about
// yours:
//
//	aws iam get-account-authorization-details > details.json
//	go run ./examples/whocan -authorization-details details.json -action iam:PassRole -resource '*'
//
// Answers are Allowed, or Undetermined with the condition under which access is
// allowed. What is not in the files does not count: service control policies and
// the policies of resources, except the trust policies of roles.
//
// It exits with 0 when somebody can, or something may be done, or nothing
// differs; 1 when nobody can, nothing may be done, or -diff finds differences; 2
// when it could not run or not all principals could be read.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene/access"
)

// Exit codes.
const (
	exitYes    = 0
	exitNo     = 1
	exitFailed = 2
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr, time.Now())) }

// run is the whole program with its surroundings as parameters.
func run(args []string, stdout, stderr io.Writer, now time.Time) int {
	f, err := parseFlags(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return exitYes
	}
	code := exitFailed
	if err == nil {
		code, err = answer(f, stdout, stderr, now)
	}
	if err != nil {
		fmt.Fprintln(stderr, "whocan:", err)
		return exitFailed
	}
	return code
}

// An output is an answer: JSON of its fields, or a table.
type output interface {
	table(io.Writer) error
}

func answer(f *flags, stdout, stderr io.Writer, now time.Time) (int, error) {
	snapshot, err := f.snapshotOf(now)
	if err != nil {
		return exitFailed, err
	}
	account := access.New(snapshot)
	var out output
	code := exitFailed
	switch {
	case f.action != "":
		out, code, err = whoCan(account, f, stderr)
	case f.principal != "":
		out, code, err = grantsOf(account, f.principal, f.resource, stderr)
	case f.review != "":
		out, code, err = reviewOf(account, f.review, stderr)
	default:
		out, code, err = differenceOf(account, f.diff, f.second, stderr)
	}
	if err != nil {
		return exitFailed, err
	}
	if f.format == "json" {
		encoder := json.NewEncoder(stdout)
		encoder.SetIndent("", "  ")
		return code, encoder.Encode(out)
	}
	return code, out.table(stdout)
}
