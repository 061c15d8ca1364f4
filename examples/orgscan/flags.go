package main

import (
	"flag"
	"fmt"
	"io"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
)

// flags are the settings of one run.
type flags struct {
	live             bool
	profile, region  string
	role, externalID string
	concurrency      int
	regions          []string
	allRegions       bool
	checks, skip     []string
	preset           checks.Preset
	failOn, severity iamhygiene.Severity
	format           string
	dir              string
}

func parseFlags(args []string, stderr io.Writer) (*flags, error) {
	f := &flags{failOn: iamhygiene.SeverityHigh}
	set := flag.NewFlagSet("orgscan", flag.ContinueOnError)
	set.SetOutput(stderr)
	set.BoolVar(&f.live, "live", false, "scan the organization of the credentials that the AWS CLI would use; default: an invented one")
	set.StringVar(&f.profile, "profile", "", "with -live: use this `profile` of the shared configuration files")
	set.StringVar(&f.region, "region", "", "with -live: `Region` to call first, which tells the partition; default: that of the environment, or us-east-1")
	set.StringVar(&f.role, "role", "OrganizationAccountAccessRole", "`name` of the role to assume in each account, with its path if it has one")
	set.StringVar(&f.externalID, "external-id", "", "external `id` that the trust policies of the roles ask for")
	set.IntVar(&f.concurrency, "concurrency", 8, "how many `accounts` to scan at a time")
	set.Func("regions", "`Regions` in which to look at trails, alarms, analyzers and so on, separated by commas, or all for those that an account has enabled; default: all with -live, else us-east-1", func(s string) error {
		f.regions, f.allRegions = nil, s == "all"
		if f.allRegions {
			return nil
		}
		return list(&f.regions)(s)
	})
	set.Func("checks", "run only these checks: `ids` or globs, separated by commas", list(&f.checks))
	set.Func("skip", "do not run these checks: `ids` or globs, separated by commas", list(&f.skip))
	set.TextVar(&f.preset, "preset", checks.Standard, "thresholds: strict, standard or relaxed")
	set.Func("severity", "report only findings of at least this `severity`", severity(&f.severity))
	set.Func("fail-on", "exit with 1 when a failure has at least this `severity` (default high)", severity(&f.failOn))
	set.StringVar(&f.format, "format", "text", "write text, a summary; or sarif or csv, all findings of all accounts")
	set.StringVar(&f.dir, "o", "", "also write ACCOUNT.json and ACCOUNT.html for each account to this `folder`")
	if err := set.Parse(args); err != nil {
		return nil, err
	}
	var live string // a flag that is for -live
	set.Visit(func(x *flag.Flag) {
		if x.Name == "profile" || x.Name == "region" {
			live = x.Name
		}
	})
	switch {
	case set.NArg() > 0:
		return nil, fmt.Errorf("unexpected argument %q, see -help", set.Arg(0))
	case writers[f.format] == nil:
		return nil, fmt.Errorf("-format %s is not known: want text, sarif or csv", f.format)
	case f.concurrency < 1:
		return nil, fmt.Errorf("-concurrency %d: at least one account must be scanned at a time", f.concurrency)
	case f.role == "":
		return nil, fmt.Errorf("-role is empty: name the role to assume in each account")
	case live != "" && !f.live:
		return nil, fmt.Errorf("-%s is for -live", live)
	}
	return f, nil
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
