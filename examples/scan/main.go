// Scan checks an AWS account against the IAM practices of the SDK and prints
// what it found.
//
// Without flags it scans a built-in sample account that has problems in every
// theme:
//
//	go run ./examples/scan
//
// With what the AWS CLI saved it scans yours; no network is needed:
//
//	aws iam get-account-authorization-details > details.json
//	aws iam generate-credential-report && sleep 10
//	aws iam get-credential-report > report.json
//	aws iam get-account-summary > summary.json
//	aws iam get-account-password-policy > passwords.json 2>&1
//	go run ./examples/scan -authorization-details details.json -credential-report report.json \
//		-account-summary summary.json -password-policy passwords.json
//
// A file that is not given leaves the checks that need it Unknown, with the
// permission that it takes to collect it.
//
// With credentials it asks the account itself, by calls that only read, under
// the permissions that -required-policy prints:
//
//	go run ./examples/scan -required-policy > policy.json
//	go run ./examples/scan -live -profile audit -role-arn arn:aws:iam::111122223333:role/Audit
//
// Instances and functions are collected where the program is built with the tag
// compute (go run -tags compute ./examples/scan): the client of EC2 alone takes
// a minute to compile.
//
// Beside that it tells what it knows: -list the checks, -explain one of them.
//
// It exits with 0 when nothing fails at or above -fail-on, 1 when something
// does, 2 when it could not run.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"github.com/aws/aws-sdk-go-v2/config"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
)

// Exit codes.
const (
	exitClean    = 0
	exitFindings = 1
	exitFailed   = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, os.Args[1:], program{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, now: time.Now, load: config.LoadDefaultConfig})
	stop()
	os.Exit(code)
}

// A program is what a run has around it. Tests have another one than main.
type program struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	now            func() time.Time

	load  loadConfig                                 // for -live
	sleep func(context.Context, time.Duration) error // nil: really
}

// run is the whole program with its surroundings as parameters.
func run(ctx context.Context, args []string, p program) int {
	f, err := parseFlags(args, p.stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitClean
	case err != nil:
		fmt.Fprintln(p.stderr, "scan:", err)
		return exitFailed
	}
	do := f.scan
	switch {
	case f.list:
		do = f.listChecks
	case f.explain != "":
		do = f.explainChecks
	case f.requiredPolicy:
		do = f.printPolicy
	}
	code, err := do(ctx, p)
	if err != nil {
		fmt.Fprintln(p.stderr, "scan:", err)
		return exitFailed
	}
	return code
}

// selected returns the checks to run, of which there is at least one.
func (f *flags) selected() ([]iamhygiene.Check, error) {
	selected, err := checks.Select(f.preset, f.checks, f.skip)
	if err == nil && len(selected) == 0 {
		err = errors.New("no check is left to run: -skip leaves out all that -checks names")
	}
	return selected, err
}

func (f *flags) scan(ctx context.Context, p program) (int, error) {
	selected, err := f.selected()
	if err != nil {
		return 0, err
	}
	runner := iamhygiene.Runner{Progress: progress(p.stderr)}
	if runner.Exemptions, err = f.exemptionList(); err != nil {
		return 0, err
	}
	// An account takes minutes to collect, so mistakes in files come first.
	earlier, err := f.earlier()
	if err != nil {
		return 0, err
	}
	snapshot, err := f.snapshotOf(ctx, p, selected)
	if err != nil {
		return 0, err
	}
	if f.saveSnapshot != "" {
		if err := saveSnapshot(f.saveSnapshot, snapshot); err != nil {
			return 0, err
		}
	}
	if f.graph != "" {
		if err := writeGraph(ctx, f.graph, snapshot); err != nil {
			return 0, err
		}
	}
	results, err := runner.Run(ctx, snapshot, selected...)
	if err != nil {
		return 0, err
	}
	if err := f.write(p.stdout, results, earlier); err != nil {
		return 0, err
	}
	if results.Worst() >= f.failOn {
		return exitFindings, nil
	}
	return exitClean, nil
}
