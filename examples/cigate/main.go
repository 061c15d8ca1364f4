// Cigate stops a pipeline when an account has become worse: when there are
// failures at or above a severity that a baseline does not know.
//
// It reads the findings that another program has written, so that one run of
// the checks serves all:
//
//	go run ./examples/scan -format json -o findings.json
//
// The first time, accept what fails now, and commit the file:
//
//	go run ./examples/cigate -report findings.json -baseline iam-baseline.json -accept
//
// From then on, in each run of the pipeline:
//
//	go run ./examples/cigate -report findings.json -baseline iam-baseline.json \
//		-sarif findings.sarif -summary summary.md
//
// Upload the SARIF file to code scanning; the summary is Markdown for the page
// of the job, and is appended, as CI servers want it ("$GITHUB_STEP_SUMMARY").
// Run with -tighten on the main branch and commit the baseline, so that what
// has been mended cannot come back unnoticed.
//
// Data that is missing stops the pipeline too, because a failure may hide
// behind it; -allow-unknown lets it pass.
//
// It exits with 0 when nothing is worse, 1 when something is, 2 when it could
// not run.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// Exit codes.
const (
	exitClean  = 0
	exitWorse  = 1
	exitFailed = 2
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run is the whole program with its surroundings as parameters.
func run(args []string, stdout, stderr io.Writer) int {
	g, err := parseFlags(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return exitClean
	}
	worse := false
	if err == nil {
		worse, err = g.run(stdout)
	}
	switch {
	case err != nil:
		fmt.Fprintln(stderr, "cigate:", err)
		return exitFailed
	case worse:
		return exitWorse
	}
	return exitClean
}

func parseFlags(args []string, stderr io.Writer) (*gate, error) {
	g := &gate{failOn: iamhygiene.SeverityHigh}
	set := flag.NewFlagSet("cigate", flag.ContinueOnError)
	set.SetOutput(stderr)
	set.StringVar(&g.report, "report", "", "`file` with the findings, in the format json or jsonl")
	set.StringVar(&g.baseline, "baseline", "", "`file` with the failures that are known; without one every failure is new")
	set.Func("fail-on", "stop at failures of at least this `severity` (default high)", func(s string) error {
		if s == "" {
			return fmt.Errorf("want info, low, medium, high or critical")
		}
		return g.failOn.UnmarshalText([]byte(s))
	})
	set.BoolVar(&g.allowUnknown, "allow-unknown", false, "do not stop when data is missing")
	set.BoolVar(&g.accept, "accept", false, "write the baseline: accept all failures of now")
	set.BoolVar(&g.tighten, "tighten", false, "write the baseline: drop what is mended, accept nothing")
	set.StringVar(&g.sarif, "sarif", "", "write SARIF to `file`")
	set.StringVar(&g.summary, "summary", "", "append a summary in Markdown to `file`")
	if err := set.Parse(args); err != nil {
		return nil, err
	}
	switch {
	case set.NArg() > 0:
		return nil, fmt.Errorf("unexpected argument %q: files are given with flags, see -help", set.Arg(0))
	case g.report == "":
		return nil, errors.New("-report is missing: write one with go run ./examples/scan -format json -o findings.json")
	case (g.accept || g.tighten) && g.baseline == "":
		return nil, errors.New("-accept and -tighten write a baseline: name the file with -baseline")
	case g.accept && g.tighten:
		return nil, errors.New("-accept and -tighten exclude each other")
	}
	return g, nil
}
