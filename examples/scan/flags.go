package main

import (
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

// flags are the settings of one run.
type flags struct {
	files        collect.Files
	snapshot     string
	saveSnapshot string
	exemptions   string
	attestations string
	graph        string
	output       string
	format       string
	account      string
	now          time.Time
	checks, skip []string
	history      []string
	list         bool
	explain      string
	live         live

	requiredPolicy bool
	preset         checks.Preset
	severity       iamhygiene.Severity
	failOn         iamhygiene.Severity
}

func parseFlags(args []string, stderr io.Writer) (*flags, error) {
	f := &flags{failOn: iamhygiene.SeverityHigh}
	set := flag.NewFlagSet("scan", flag.ContinueOnError)
	set.SetOutput(stderr)
	set.StringVar(&f.files.AuthorizationDetails, "authorization-details", "", "`file` that aws iam get-account-authorization-details saved")
	set.StringVar(&f.files.CredentialReport, "credential-report", "", "`file` that aws iam get-credential-report saved: its JSON, or the decoded CSV")
	set.StringVar(&f.files.AccountSummary, "account-summary", "", "`file` that aws iam get-account-summary saved")
	set.StringVar(&f.files.PasswordPolicy, "password-policy", "", "`file` that aws iam get-account-password-policy saved, its error text included")
	set.StringVar(&f.snapshot, "snapshot", "", "`file` that -save-snapshot wrote")
	f.live.define(set)
	set.StringVar(&f.saveSnapshot, "save-snapshot", "", "write what was read to `file`, for a later run with -snapshot")
	set.StringVar(&f.account, "account", "", "account `id`, where no file names it")
	set.Func("now", "count ages to this `time` (RFC 3339), for reproducible runs; default: the clock, or that of the snapshot", func(s string) (err error) {
		f.now, err = time.Parse(time.RFC3339, s)
		return err
	})
	set.Func("checks", "run only these checks: `ids` or globs, separated by commas", list(&f.checks))
	set.Func("skip", "do not run these checks: `ids` or globs, separated by commas", list(&f.skip))
	set.TextVar(&f.preset, "preset", checks.Standard, "thresholds: strict, standard or relaxed")
	set.Func("severity", "report only findings of at least this `severity`; default for text and markdown: info, low, medium for the presets strict, standard, relaxed", severity(&f.severity))
	set.Func("fail-on", "exit with 1 when a failure has at least this `severity` (default high)", severity(&f.failOn))
	set.StringVar(&f.exemptions, "exemptions", "", "`file` with exemptions in YAML or JSON")
	set.StringVar(&f.attestations, "attestations", "", "`file` with attestations in YAML or JSON: the answers to what no API tells")
	set.StringVar(&f.graph, "graph", "", "write who can become whom to `file`: for Graphviz if it ends in .dot, as JSON if it ends in .json")
	set.Func("history", "reports of earlier runs in json or jsonl, `files`, the oldest first, or folders, separated by commas; text, markdown and html then show the trend and what has changed since the last", list(&f.history))
	set.StringVar(&f.format, "format", "text", "write the report as "+formats+"; asff-updates goes with asff and sets exemptions, coverage is by control of the CIS benchmarks and Security Hub")
	set.StringVar(&f.output, "o", "", "write the report to `file` instead of standard output")
	set.BoolVar(&f.list, "list", false, "list the checks, or those that -checks and -skip leave, and stop")
	set.StringVar(&f.explain, "explain", "", "say what a `check` looks at, why, and how to mend what it finds, and stop")
	set.BoolVar(&f.requiredPolicy, "required-policy", false, "print the IAM policy under which -live collects what the checks need, and stop")
	if err := set.Parse(args); err != nil {
		return nil, err
	}
	switch {
	case set.NArg() > 0:
		return nil, fmt.Errorf("unexpected argument %q: files are given with flags, see -help", set.Arg(0))
	case writers[f.format] == nil:
		return nil, fmt.Errorf("-format %s is not known: want %s", f.format, formats)
	case f.snapshot != "" && f.files != (collect.Files{}):
		return nil, fmt.Errorf("-snapshot already holds the data: leave out the files of the AWS CLI")
	case f.live.on && (f.snapshot != "" || f.files != (collect.Files{}) || f.account != ""):
		return nil, fmt.Errorf("-live asks the account itself: leave out -account, -snapshot and the files of the AWS CLI")
	case f.graph != "" && graphWriters[filepath.Ext(f.graph)] == nil:
		return nil, fmt.Errorf("-graph %s: the name must end in .dot or .json", f.graph)
	}
	return f, f.live.check(set, f.requiredPolicy)
}

func list(to *[]string) func(string) error {
	return func(s string) error {
		for part := range strings.SplitSeq(s, ",") {
			if part = strings.TrimSpace(part); part != "" {
				*to = append(*to, part)
			}
		}
		return nil
	}
}

func severity(to *iamhygiene.Severity) func(string) error {
	return func(s string) error {
		if s == "" {
			return fmt.Errorf("want info, low, medium, high or critical")
		}
		return to.UnmarshalText([]byte(s))
	}
}
