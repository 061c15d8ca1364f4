package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/iamhygiene/sdk/examples/internal/sample"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

// flags are the settings of one run.
type flags struct {
	files             collect.Files
	snapshot, account string
	action, resource  string
	principal, review string
	diff, second      string
	format            string
}

func parseFlags(args []string, stderr io.Writer) (*flags, error) {
	f := &flags{}
	set := flag.NewFlagSet("whocan", flag.ContinueOnError)
	set.SetOutput(stderr)
	set.StringVar(&f.files.AuthorizationDetails, "authorization-details", "", "`file` that aws iam get-account-authorization-details saved")
	set.StringVar(&f.files.CredentialReport, "credential-report", "", "`file` that aws iam get-credential-report saved")
	set.StringVar(&f.files.AccountSummary, "account-summary", "", "`file` that aws iam get-account-summary saved")
	set.StringVar(&f.files.PasswordPolicy, "password-policy", "", "`file` that aws iam get-account-password-policy saved")
	set.StringVar(&f.snapshot, "snapshot", "", "`file` with a snapshot, as the example scan saves it")
	set.StringVar(&f.account, "account", "", "account `id`, where no file names it")
	set.StringVar(&f.action, "action", "", "who can do this `action`, such as s3:GetObject?")
	set.StringVar(&f.resource, "resource", "", "`ARN` of the resource; \"*\" for -action without one")
	set.StringVar(&f.principal, "principal", "", "what can the user or role with this `ARN` do?")
	set.StringVar(&f.review, "review", "", "count the actions of the user or role with this `ARN` by service and access level")
	set.StringVar(&f.diff, "diff", "", "what can one of two users or roles do and the other not? Takes two: -diff `ARN` ARN")
	set.StringVar(&f.format, "format", "table", "write a table or json")
	if err := set.Parse(args); err != nil {
		return nil, err
	}
	rest := set.Args()
	if f.diff != "" && len(rest) > 0 {
		f.second = rest[0]
		// Flags may stand behind the second ARN.
		if err := set.Parse(rest[1:]); err != nil {
			return nil, err
		}
		rest = set.Args()
	}
	return f, f.check(rest)
}

func (f *flags) check(rest []string) error {
	questions := 0
	for _, q := range []string{f.action, f.principal, f.review, f.diff} {
		if q != "" {
			questions++
		}
	}
	switch {
	case questions != 1:
		return errors.New("ask one question: -action, -principal, -review or -diff, see -help")
	case len(rest) > 0:
		return fmt.Errorf("unexpected argument %q: files are given with flags, see -help", rest[0])
	case f.diff != "" && f.second == "":
		return errors.New("-diff compares two: give a second ARN behind the first")
	case f.action != "" && f.resource == "":
		return errors.New(`-action needs -resource: the ARN, or "*" for an action that takes no resource`)
	case f.resource != "" && f.action == "" && f.principal == "":
		return errors.New("-resource goes with -action and -principal")
	case f.format != "table" && f.format != "json":
		return fmt.Errorf("-format %s is not known: want table or json", f.format)
	case f.snapshot != "" && f.files != (collect.Files{}):
		return errors.New("-snapshot already holds the data: leave out the files of the AWS CLI")
	}
	return nil
}

// snapshotOf reads what the flags name, or the sample account.
func (f *flags) snapshotOf(now time.Time) (*iamhygiene.Snapshot, error) {
	switch {
	case f.files != (collect.Files{}):
		return collect.FromFiles(now, f.files, func(o *collect.FileOptions) { o.Account = f.account })
	case f.snapshot == "":
		return sample.Exports(sample.Time())
	}
	file, err := os.Open(f.snapshot)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	s, err := iamhygiene.ReadSnapshot(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.snapshot, err)
	}
	return s, nil
}
