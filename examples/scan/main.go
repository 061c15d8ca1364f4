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
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr, time.Now()))
}

// run is the whole program with its surroundings as parameters.
func run(ctx context.Context, args []string, stdout, stderr io.Writer, now time.Time) int {
	f, err := parseFlags(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitClean
	case err != nil:
		fmt.Fprintln(stderr, "scan:", err)
		return exitFailed
	}
	code, err := scan(ctx, f, stdout, stderr, now)
	if err != nil {
		fmt.Fprintln(stderr, "scan:", err)
		return exitFailed
	}
	return code
}

func scan(ctx context.Context, f *flags, stdout, stderr io.Writer, now time.Time) (int, error) {
	selected, err := checks.Select(f.preset, f.checks, f.skip)
	if err != nil {
		return 0, err
	}
	if f.list {
		return exitClean, listChecks(stdout, selected)
	}
	snapshot, err := f.snapshotOf(now)
	if err != nil {
		return 0, err
	}
	if f.saveSnapshot != "" {
		if err := saveSnapshot(f.saveSnapshot, snapshot); err != nil {
			return 0, err
		}
	}
	runner := iamhygiene.Runner{Progress: progress(stderr)}
	if runner.Exemptions, err = f.exemptionList(); err != nil {
		return 0, err
	}
	results, err := runner.Run(ctx, snapshot, selected...)
	if err != nil {
		return 0, err
	}
	if err := f.write(stdout, results); err != nil {
		return 0, err
	}
	if results.Worst() >= f.failOn {
		return exitFindings, nil
	}
	return exitClean, nil
}

func listChecks(w io.Writer, selected []iamhygiene.Check) error {
	for _, c := range selected {
		info := c.Info()
		if _, err := fmt.Fprintf(w, "%-34s %-8s %s\n", info.ID, info.Severity, info.Title); err != nil {
			return err
		}
	}
	return nil
}

// progress returns a callback that keeps one line up to date, or nil where
// standard error is not a terminal.
func progress(stderr io.Writer) func(iamhygiene.Progress) {
	if !isTerminal(stderr) {
		return nil
	}
	return func(p iamhygiene.Progress) {
		fmt.Fprintf(stderr, "\r\x1b[K%d/%d %s", p.Done, p.Total, p.Check)
		if p.Done == p.Total {
			fmt.Fprint(stderr, "\r\x1b[K")
		}
	}
}

// isTerminal reports whether what is written to w is seen as it comes.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
