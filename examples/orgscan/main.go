// Orgscan scans all accounts of an AWS organization side by side and reports on
// them as one.
//
// Without flags it scans an invented organization of 50 accounts, some of which
// cannot be scanned:
//
//	go run ./examples/orgscan
//
// With credentials of the management account, or of one to which it has
// delegated the organization, it scans the real one. It assumes a role in each
// account. That role and the caller need the permissions that examples/scan
// -required-policy prints, and the caller sts:AssumeRole too:
//
//	go run ./examples/orgscan -live -role Audit -external-id EXAMPLE -o reports
//
// The part to copy is scanOrganization in scan.go: it takes a configuration and
// checks, and returns the results of each account.
//
// Accounts that are suspended or about to be closed are named and skipped. An
// account that cannot be scanned is named with the reason; the others do not
// suffer.
//
// It exits with 0 when nothing fails at or above -fail-on, 1 when something
// does, 2 when no account could be scanned.
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

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"

	"github.com/iamhygiene/sdk/iamhygiene/checks"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

// Exit codes.
const (
	exitClean    = 0
	exitFindings = 1
	exitFailed   = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, os.Args[1:], program{stdout: os.Stdout, stderr: os.Stderr, now: time.Now, load: config.LoadDefaultConfig})
	stop()
	os.Exit(code)
}

// A program is what a run has around it. Tests have another one than main.
type program struct {
	stdout, stderr io.Writer
	now            func() time.Time
	// load is config.LoadDefaultConfig, for -live.
	load func(context.Context, ...func(*config.LoadOptions) error) (aws.Config, error)
	// sleep waits for AWS; nil really does.
	sleep func(context.Context, time.Duration) error
}

// run is the whole program with its surroundings as parameters.
func run(ctx context.Context, args []string, p program) int {
	f, err := parseFlags(args, p.stderr)
	if errors.Is(err, flag.ErrHelp) {
		return exitClean
	}
	code := exitFailed
	if err == nil {
		code, err = f.run(ctx, p)
	}
	if err != nil {
		fmt.Fprintln(p.stderr, "orgscan:", err)
		return exitFailed
	}
	return code
}

func (f *flags) run(ctx context.Context, p program) (int, error) {
	o := scanOptions{Role: f.role, ExternalID: f.externalID, Concurrency: f.concurrency, Done: progress(p.stderr)}
	var err error
	if o.Checks, err = checks.Select(f.preset, f.checks, f.skip); err != nil {
		return 0, err
	}
	if len(o.Checks) == 0 {
		return 0, errors.New("no check is left to run: -skip leaves out all that -checks names")
	}
	cfg, err := f.config(ctx, &p)
	if err != nil {
		return 0, err
	}
	o.Collect = func(o *collect.Options) { o.Regions, o.Now, o.Sleep = f.regions, p.now, p.sleep }
	accounts, err := scanOrganization(ctx, cfg, o)
	if err != nil {
		return 0, err
	}
	return f.report(p, accounts)
}

// config returns the configuration of the management account: a real one, or
// that of the invented organization.
func (f *flags) config(ctx context.Context, p *program) (aws.Config, error) {
	if !f.live {
		org, cfg := invented(f.role, f.externalID)
		p.now, p.sleep = org.Management().Now, noWait
		if f.regions == nil && !f.allRegions {
			f.regions = []string{"us-east-1"}
		}
		return cfg, org.Err()
	}
	return p.load(ctx, func(o *config.LoadOptions) error {
		o.SharedConfigProfile, o.Region = f.profile, f.region
		o.DefaultRegion = "us-east-1"
		// Many accounts at a time meet the limits of STS and Organizations.
		o.RetryMaxAttempts = 8
		return nil
	})
}
