package checktest

import (
	"fmt"
	"strings"
	"time"
)

// What a fixture is when it does not say.
const (
	// Now is the clock.
	Now = "2024-03-12T00:00:00Z"
	// Account is the account id where no ARN has one.
	Account = "111122223333"
)

// options are the settings in a fixture's options file.
type options struct {
	now, reportTime    time.Time
	account, partition string
	complete           bool
	checks             []string // globs over check ids
	failed             []failed
}

// failed is a dataset, or a part of one, that could not be had.
type failed struct{ dataset, code, scope string }

// parseOptions reads lines of the form "key: value". Blank lines and lines
// that begin with # are skipped.
func parseOptions(text []byte) (o options, err error) {
	if o.now, err = time.Parse(time.RFC3339, Now); err != nil {
		return o, err
	}
	seen := make(map[string]bool)
	for n, line := range strings.Split(string(text), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		key, value, _ := strings.Cut(line, ":")
		key, value = strings.TrimSpace(key), strings.TrimSpace(value)
		if seen[key] && key != "failed" {
			err = fmt.Errorf("%s is there twice", key)
		} else {
			err = o.set(key, value)
		}
		if err != nil {
			return o, fmt.Errorf("line %d: %w", n+1, err)
		}
		seen[key] = true
	}
	return o, nil
}

func (o *options) set(key, value string) (err error) {
	if value == "" && key != "complete" {
		return fmt.Errorf("%q: want a line such as \"now: %s\"", key, Now)
	}
	switch key {
	case "now":
		o.now, err = parseTime(value)
	case "report-time":
		o.reportTime, err = parseTime(value)
	case "account":
		if o.account = value; len(value) != 12 || strings.Trim(value, "0123456789") != "" {
			err = fmt.Errorf("account: %q is not a 12-digit account id", value)
		}
	case "partition":
		o.partition = value
	case "complete":
		if o.complete = value == "" || value == "true"; !o.complete {
			err = fmt.Errorf("complete: %q: write \"complete\" alone, or leave the line out", value)
		}
	case "checks":
		o.checks = strings.Fields(value)
	case "failed":
		f := strings.SplitN(value, " ", 3)
		if len(f) < 2 {
			return fmt.Errorf("failed: %q: want DATASET CODE, and perhaps a scope: \"account-summary AccessDenied\"", value)
		}
		x := failed{dataset: f[0], code: f[1]}
		if len(f) == 3 {
			x.scope = strings.TrimSpace(f[2])
		}
		o.failed = append(o.failed, x)
	default:
		err = fmt.Errorf("there is no option %q; want now, report-time, account, partition, checks, failed or complete", key)
	}
	return err
}

// parseTime reads a date or a time in RFC 3339.
func parseTime(s string) (time.Time, error) {
	for _, layout := range [...]string{time.RFC3339Nano, time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a time: want 2024-03-12 or %s", s, Now)
}
