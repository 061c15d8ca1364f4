// Customcheck runs one check of a caller's own, built from predicates in
// check.go, over an account in the exports of the AWS CLI:
//
//	go run ./examples/customcheck                            an invented account
//	go run ./examples/customcheck details.json report.csv    yours
//
// check_test.go shows how such a check is tested. It exits with 1 when a
// contractor fails, and with 2 when it could not run.
package main

import (
	"context"
	"embed"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
	"github.com/iamhygiene/sdk/iamhygiene/report"
)

//go:embed sample
var sample embed.FS

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr, time.Now())) }

func run(args []string, stdout, stderr io.Writer, now time.Time) int {
	results, err := check(args, now)
	if err == nil {
		err = report.Text(stdout, results)
	}
	switch {
	case err != nil:
		fmt.Fprintln(stderr, "customcheck:", err)
		return 2
	case results.Worst() != 0:
		return 1
	}
	return 0
}

func check(args []string, now time.Time) (*iamhygiene.Results, error) {
	var s *iamhygiene.Snapshot
	var err error
	switch len(args) {
	case 0:
		s, err = collect.FromFS(sample, time.Date(2025, time.June, 2, 8, 0, 0, 0, time.UTC), collect.Files{
			AuthorizationDetails: "sample/details.json", CredentialReport: "sample/report.csv",
		})
	case 2:
		s, err = collect.FromFiles(now, collect.Files{AuthorizationDetails: args[0], CredentialReport: args[1]})
	default:
		err = fmt.Errorf("want two files, the authorization details and the credential report, or none")
	}
	if err != nil {
		return nil, err
	}
	return new(iamhygiene.Runner).Run(context.Background(), s, contractors)
}
