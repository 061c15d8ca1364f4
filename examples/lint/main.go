// Lint checks IAM policy documents for faults, typing mistakes and what can
// never work, against the catalog of AWS's services.
//
//	go run ./examples/lint [-type TYPE] [-format text|json|sarif] [-fail-on SEVERITY] FILE...
//
// Each file holds one policy document in JSON; - is standard input. In the
// text format there is one line for each finding, in the form that editors
// know from compilers:
//
//	FILE:LINE:COLUMN: SEVERITY RULE: MESSAGE; ADVICE
//
// -type says what the documents are used as: identity, resource, trust,
// boundary, session, scp, rcp or endpoint. Without it only what holds for every
// type is checked. -fail-on is suggestion, warning (the default),
// security-warning or error.
//
// The exit status is 0 if no finding is as severe as -fail-on, 1 if one is, and
// 2 if the program could not run or a file could not be read; standard error
// says why. The other files are checked all the same.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// Exit codes.
const (
	exitClean    = 0
	exitFindings = 1
	exitFailed   = 2
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// settings are the flags of one run.
type settings struct {
	use    policyeval.PolicyType
	write  func(io.Writer, []document) error
	failOn catalog.LintSeverity
	files  []string
}

// document is one file and what was found in it.
type document struct {
	name     string
	text     []byte
	findings []catalog.LintFinding
}

// run is main without the process: it returns the exit status.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	s, err := parseFlags(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitClean
	case err != nil:
		fmt.Fprintln(stderr, "lint:", err)
		return exitFailed
	}
	code := exitClean
	var documents []document
	for _, name := range s.files {
		text, err := read(name, stdin)
		if err != nil {
			fmt.Fprintln(stderr, "lint:", err)
			code = exitFailed
			continue
		}
		d := document{name: name, text: text, findings: catalog.LintText(text, catalog.WithPolicyType(s.use))}
		for _, f := range d.findings {
			if f.Severity >= s.failOn && code == exitClean {
				code = exitFindings
			}
		}
		documents = append(documents, d)
	}
	if err := s.write(stdout, documents); err != nil {
		fmt.Fprintln(stderr, "lint:", err)
		return exitFailed
	}
	return code
}

func read(name string, stdin io.Reader) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(stdin)
	}
	return os.ReadFile(name)
}

var types = map[string]policyeval.PolicyType{
	"":         policyeval.UnknownPolicyType,
	"identity": policyeval.IdentityPolicy,
	"resource": policyeval.ResourcePolicy,
	"trust":    policyeval.RoleTrustPolicy,
	"boundary": policyeval.PermissionsBoundary,
	"session":  policyeval.SessionPolicy,
	"scp":      policyeval.ServiceControlPolicy,
	"rcp":      policyeval.ResourceControlPolicy,
	"endpoint": policyeval.VPCEndpointPolicy,
}

var formats = map[string]func(io.Writer, []document) error{"text": writeText, "json": writeJSON, "sarif": writeSARIF}

func parseFlags(args []string, stderr io.Writer) (*settings, error) {
	s := &settings{write: writeText, failOn: catalog.LintWarning}
	set := flag.NewFlagSet("lint", flag.ContinueOnError)
	set.SetOutput(stderr)
	set.Usage = func() {
		fmt.Fprintln(stderr, "usage: lint [flags] FILE...")
		fmt.Fprintln(stderr, "Checks IAM policy documents; - is standard input.")
		set.PrintDefaults()
	}
	set.Func("type", "what the documents are: `identity`, resource, trust, boundary, session, scp, rcp or endpoint", func(text string) error {
		use, ok := types[text]
		if !ok {
			return errors.New("want identity, resource, trust, boundary, session, scp, rcp or endpoint")
		}
		s.use = use
		return nil
	})
	set.Func("format", "`text`, json or sarif", func(text string) error {
		write, ok := formats[text]
		if !ok {
			return errors.New("want text, json or sarif")
		}
		s.write = write
		return nil
	})
	set.Func("fail-on", "exit with 1 for findings of this `severity` or worse: suggestion, warning (default), security-warning or error", func(text string) error {
		return s.failOn.UnmarshalText([]byte(text))
	})
	if err := set.Parse(args); err != nil {
		return nil, err
	}
	if s.files = set.Args(); len(s.files) == 0 {
		return nil, errors.New("no file is named: name one, or - for standard input")
	}
	return s, nil
}
