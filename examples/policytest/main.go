// Command policytest runs unit tests for IAM policies: case files that say
// which request must be allowed or denied under which policies.
//
//	go run ./examples/policytest FILE...
//
// It prints one line for each case whose outcome is not the expected one,
//
//	FILE: name: want X, got Y: why
//
// and at the end "N passed, M failed". The exit status is 0 if every case
// passed, 1 if any failed, and 2 if a file could not be read or is malformed;
// standard error says where. The other files are run all the same.
//
// The format is described in package policyeval/policytest, and
// testdata/bucket.json is a file to start from. In a Go test, call
// policytest.Run instead.
package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/iamhygiene/sdk/policyeval/policytest"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run is main without the process: it returns the exit status.
func run(files []string, stdout, stderr io.Writer) int {
	if len(files) == 0 || strings.HasPrefix(files[0], "-") {
		fmt.Fprintln(stderr, "usage: policytest FILE...")
		fmt.Fprintln(stderr, "Runs policy case files and prints the cases whose outcome is not the expected one.")
		return 2
	}
	passed, failed, unread := 0, 0, 0
	for _, name := range files {
		f, err := read(name)
		if err != nil {
			fmt.Fprintln(stderr, err)
			unread++
			continue
		}
		for i := range f.Cases {
			c := &f.Cases[i]
			r := c.Eval()
			if r.Outcome == c.Expect {
				passed++
				continue
			}
			failed++
			fmt.Fprintf(stdout, "%s: %s: want %s, got %s: %s\n", name, oneLine(c.Name), c.Expect, r.Outcome, oneLine(r.Why))
		}
	}
	fmt.Fprintf(stdout, "%d passed, %d failed\n", passed, failed)
	switch {
	case unread > 0:
		return 2
	case failed > 0:
		return 1
	}
	return 0
}

// read reads one case file. Names are those of the operating system, so
// policytest.Load and its file systems do not fit here.
func read(name string) (*policytest.File, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("policytest: %w", err)
	}
	return policytest.Parse(name, data)
}

// oneLine keeps a case on its line, whatever its name holds.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
