package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

// loadConfig is the type of config.LoadDefaultConfig.
type loadConfig func(context.Context, ...func(*config.LoadOptions) error) (aws.Config, error)

// live says how to ask an account.
type live struct {
	on                  bool
	profile, region     string
	roleARN, externalID string
	regions             []string
	lastAccessed        int
}

func (l *live) define(set *flag.FlagSet) {
	set.BoolVar(&l.on, "live", false, "scan the account of the credentials that the AWS CLI would use")
	set.StringVar(&l.profile, "profile", "", "with -live: use this `profile` of the shared configuration files")
	set.StringVar(&l.region, "region", "", "with -live: `Region` to call first, which tells the partition; default: that of the environment, or us-east-1")
	set.Func("regions", "with -live: `Regions` in which to look at trails, alarms, analyzers and so on, separated by commas, or all for those that the account has enabled (the default)", func(s string) error {
		l.regions = nil
		if s == "all" {
			return nil
		}
		return list(&l.regions)(s)
	})
	set.StringVar(&l.roleARN, "role-arn", "", "with -live: assume the role with this `ARN`, and scan its account")
	set.StringVar(&l.externalID, "external-id", "", "external `id` that the trust policy of the role asks for")
	set.IntVar(&l.lastAccessed, "last-accessed", 0, "with -live: ask when services were last used, by one job of IAM for each of at most `N` users and roles; default: do not ask")
}

// check finds flags that would have no effect.
func (l *live) check(set *flag.FlagSet, policy bool) (err error) {
	set.Visit(func(f *flag.Flag) {
		switch f.Name {
		case "profile", "region", "role-arn":
			if !l.on {
				err = fmt.Errorf("-%s is for -live", f.Name)
			}
		case "regions", "last-accessed":
			if !l.on && !policy {
				err = fmt.Errorf("-%s is for -live and -required-policy", f.Name)
			}
		case "external-id":
			if l.roleARN == "" {
				err = fmt.Errorf("-external-id is for -role-arn")
			}
		}
	})
	return err
}

// collect makes a snapshot of the account.
func (f *flags) collect(ctx context.Context, p program, selected []iamhygiene.Check) (*iamhygiene.Snapshot, error) {
	cfg, err := f.live.config(ctx, p)
	if err != nil {
		return nil, err
	}
	if names := f.omitted(selected); len(names) > 0 {
		fmt.Fprintf(p.stderr, "scan: this build leaves out %s; go run -tags compute ./examples/scan collects them too\n", strings.Join(names, " and "))
	}
	s, err := collect.Snapshot(ctx, cfg, f.collectOptions(selected), func(o *collect.Options) {
		o.Now, o.Sleep = p.now, p.sleep
		o.Progress = collecting(p.stderr)
	})
	if err != nil {
		return nil, err
	}
	if !f.now.IsZero() {
		s = s.At(f.now)
	}
	return s, nil
}

// collectOptions are the options for the account, whoever it is.
func (f *flags) collectOptions(selected []iamhygiene.Check) func(*collect.Options) {
	return func(o *collect.Options) {
		o.Checks = f.dataFor(selected)
		o.Collectors = computeCollectors()
		o.Regions = f.live.regions
		o.LastAccessed.MaxJobs = f.live.lastAccessed
	}
}

// dataFor returns the checks whose datasets the run takes: the graph looks at
// what the check on escalation looks at.
func (f *flags) dataFor(selected []iamhygiene.Check) []iamhygiene.Check {
	if f.graph == "" {
		return selected
	}
	return append(slices.Clone(selected), checks.PrincipalPrivilegeEscalation{})
}

// omitted returns what the checks would like to know and this build of the
// program cannot collect.
func (f *flags) omitted(selected []iamhygiene.Check) (titles []string) {
	for _, d := range []iamhygiene.DatasetInfo{iamhygiene.Instances.Info(), iamhygiene.Functions.Info()} {
		filled := slices.ContainsFunc(computeCollectors(), func(c collect.Collector) bool { return c.Datasets[0].Name == d.Name })
		wanted := slices.ContainsFunc(f.dataFor(selected), func(c iamhygiene.Check) bool {
			return slices.Contains(c.Info().Needs, d.Name) || slices.Contains(c.Info().Uses, d.Name)
		})
		if wanted && !filled {
			titles = append(titles, d.Title)
		}
	}
	return titles
}

// config makes the configuration for the clients: by the default chain, and by
// the role on top of it.
func (l *live) config(ctx context.Context, p program) (aws.Config, error) {
	cfg, err := p.load(ctx, func(o *config.LoadOptions) error {
		o.SharedConfigProfile, o.Region = l.profile, l.region
		o.DefaultRegion = "us-east-1"
		// A profile may ask for a code of an MFA device.
		o.AssumeRoleCredentialOptions = func(o *stscreds.AssumeRoleOptions) { o.TokenProvider = p.askToken }
		return nil
	})
	if err != nil {
		return aws.Config{}, err
	}
	if l.roleARN == "" {
		return cfg, nil
	}
	cfg.Credentials = aws.NewCredentialsCache(stscreds.NewAssumeRoleProvider(sts.NewFromConfig(cfg), l.roleARN, func(o *stscreds.AssumeRoleOptions) {
		o.RoleSessionName = "iamhygiene-scan"
		o.Duration = time.Hour // the most that a chained role gets
		if l.externalID != "" {
			o.ExternalID = &l.externalID
		}
	}))
	// Ask now: a later error would be about another call.
	if _, err := cfg.Credentials.Retrieve(ctx); err != nil {
		return aws.Config{}, fmt.Errorf("cannot assume %s: its trust policy must name the caller, and -external-id must be the one that it asks for: %w", l.roleARN, err)
	}
	return cfg, nil
}

// askToken asks the person at the terminal for a code of the MFA device. The
// question goes to standard error, because the report goes to the other.
func (p program) askToken() (string, error) {
	fmt.Fprint(p.stderr, "MFA code: ")
	line, err := bufio.NewReader(p.stdin).ReadString('\n')
	if code := strings.TrimSpace(line); code != "" {
		return code, nil
	}
	return "", fmt.Errorf("the profile asks for an MFA code, and none was given: %w", err)
}

// printPolicy prints the permissions that the scan of an account takes.
func (f *flags) printPolicy(_ context.Context, p program) (int, error) {
	selected, err := f.selected()
	if err != nil {
		return 0, err
	}
	text, err := collect.Policy(f.collectOptions(selected))
	if err != nil {
		return 0, err
	}
	if text == "" {
		fmt.Fprintln(p.stderr, "scan: the checks need no data of the account, so they take no permission")
		return exitClean, nil
	}
	_, err = fmt.Fprintln(p.stdout, text)
	return exitClean, err
}
