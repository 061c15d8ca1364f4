package main

import (
	"context"
	"fmt"
	"text/tabwriter"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
)

// listChecks prints the checks as a table: the whole catalogue, or those that
// the flags choose.
func (f *flags) listChecks(_ context.Context, p program) (int, error) {
	only := f.checks
	if len(only) == 0 {
		for _, c := range checks.Catalogue(f.preset) {
			only = append(only, c.Info().ID) // written out, opt-in checks are chosen too
		}
	}
	chosen, err := checks.Select(f.preset, only, f.skip)
	if err != nil {
		return 0, err
	}
	w := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tSEVERITY\tTHEME\tOPT-IN\tTITLE")
	for _, c := range chosen {
		info := c.Info()
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", info.ID, info.Severity, info.Theme, optIn(info), info.Title)
	}
	return exitClean, w.Flush()
}

// optIn says whether a check runs only when asked for.
func optIn(info iamhygiene.Info) string {
	if info.OptIn {
		return "opt-in"
	}
	return "-"
}
