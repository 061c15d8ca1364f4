package checktest

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/tools/txtar"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/internal/load"
)

// Names of the files in a fixture.
const (
	fileDetails    = "authorization-details.json"
	fileReportCSV  = "credential-report.csv"
	fileReportJSON = "credential-report.json"
	fileReportRows = "credential-report.rows"
	fileSummary    = "account-summary.json"
	filePasswords  = "password-policy.json"
	fileExemptions = "exemptions.json"
	fileOptions    = "options"
	fileWant       = "want"
)

// A fixture is a parsed txtar file.
type fixture struct {
	name       string
	archive    *txtar.Archive
	opts       options
	snapshot   *iamhygiene.Snapshot
	exemptions []iamhygiene.Exemption
	wants      []*want
	hasWant    bool
	wantIndex  int // of the want file in the archive
	wantLine   int // the line of its first line
}

// parse reads a fixture. Errors begin with its name.
func (r *Runner) parse(name string, text []byte) (*fixture, error) {
	f := &fixture{name: name, archive: txtar.Parse(text)}
	files := make(map[string][]byte)
	for i, file := range f.archive.Files {
		if _, ok := files[file.Name]; ok {
			return nil, fmt.Errorf("%s: the file %s is there twice", name, file.Name)
		}
		if !r.knows(file.Name) {
			return nil, fmt.Errorf("%s: the file %q means nothing; a fixture may hold %s", name, file.Name, strings.Join(r.fileNames(), ", "))
		}
		files[file.Name] = file.Data
		if file.Name == fileWant {
			f.hasWant, f.wantIndex = true, i
		}
	}
	var err error
	if f.opts, err = parseOptions(files[fileOptions]); err != nil {
		return nil, fmt.Errorf("%s: %s: %w", name, fileOptions, err)
	}
	f.wantLine = lineOf(text, fileWant)
	if f.wants, err = parseWants(files[fileWant], f.wantLine); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if data, ok := files[fileExemptions]; ok {
		if f.exemptions, err = iamhygiene.ReadExemptions(bytes.NewReader(data)); err != nil {
			return nil, fmt.Errorf("%s: %s: %w", name, fileExemptions, err)
		}
	}
	if err := r.load(f, files); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return f, nil
}

// Snapshot returns the account of a fixture that is given as text, for tests of
// predicates and of other code that takes a snapshot. A comment is not asked
// for, and want lines mean nothing here.
//
//	s, err := checktest.Snapshot(`
//	-- credential-report.rows --
//	alice password_enabled=true
//	`)
func Snapshot(text string, datasets ...Dataset) (*iamhygiene.Snapshot, error) {
	f, err := (&Runner{Datasets: datasets}).parse("the text", []byte(text))
	if err != nil {
		return nil, fmt.Errorf("checktest: %w", err)
	}
	return f.snapshot, nil
}

// lineOf returns the line of the first line of a file in the archive, from 1.
func lineOf(text []byte, file string) int {
	for i, line := range strings.Split(string(text), "\n") {
		if strings.TrimSpace(line) == "-- "+file+" --" {
			return i + 2
		}
	}
	return 0
}

// load makes the snapshot.
func (r *Runner) load(f *fixture, files map[string][]byte) error {
	input := func(name string) load.Input {
		data, ok := files[name]
		if !ok {
			return load.Input{}
		}
		return load.Input{Name: name, Reader: bytes.NewReader(data)}
	}
	in := load.Inputs{
		AuthorizationDetails: input(fileDetails),
		AccountSummary:       input(fileSummary),
		PasswordPolicy:       input(filePasswords),
	}
	var reports []string
	for _, name := range [...]string{fileReportCSV, fileReportJSON, fileReportRows} {
		if _, ok := files[name]; ok {
			reports = append(reports, name)
			in.CredentialReport = input(name)
		}
	}
	if len(reports) > 1 {
		return fmt.Errorf("%s are the same dataset: keep one", strings.Join(reports, " and "))
	}
	if data, ok := files[fileReportRows]; ok {
		csv, err := parseRows(data, &f.opts)
		if err != nil {
			return fmt.Errorf("%s: %w", fileReportRows, err)
		}
		in.CredentialReport.Reader = bytes.NewReader(csv)
	}
	failures, err := r.failures(f, files)
	if err != nil {
		return err
	}
	opts := load.Options{
		Account: f.opts.account, DefaultAccount: Account, Partition: f.opts.partition,
		ReportTime: f.opts.reportTime, Failures: failures,
	}
	for _, d := range r.datasets() {
		o, err := d.load(files, failures)
		if err != nil {
			return err
		}
		if o != nil {
			opts.Extra = append(opts.Extra, o)
		}
	}
	if f.snapshot, err = load.Snapshot(f.opts.now, in, opts); err != nil {
		return errors.New(strings.Join(load.Texts(err), "\n\t"))
	}
	return nil
}

// failures makes errors of the fixture's failed options.
func (r *Runner) failures(f *fixture, files map[string][]byte) ([]*iamhygiene.DataError, error) {
	infos := append(iamhygiene.StandardDatasets(), r.infos()...)
	var out []*iamhygiene.DataError
	for _, x := range f.opts.failed {
		var info *iamhygiene.DatasetInfo
		var names []string
		for i := range infos {
			names = append(names, infos[i].Name)
			if infos[i].Name == x.dataset {
				info = &infos[i]
			}
		}
		if info == nil {
			return nil, fmt.Errorf("%s: failed: there is no dataset %q; want one of %s", fileOptions, x.dataset, strings.Join(names, ", "))
		}
		if x.scope == "" {
			for file := range files {
				if strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(file, ".json"), ".csv"), ".rows") == x.dataset {
					return nil, fmt.Errorf("%s: failed: %s failed as a whole, but the fixture has %s; remove the file, or add a scope", fileOptions, x.dataset, file)
				}
			}
		}
		e := &iamhygiene.DataError{Dataset: x.dataset, Code: x.code, Scope: x.scope}
		if len(info.Operations) > 0 {
			e.Operation = info.Operations[0]
		}
		if actions := info.Grant(); len(actions) > 0 {
			e.Action = actions[0]
			if len(actions) > 1 {
				e.Actions = actions
			}
		}
		out = append(out, e)
	}
	return out, nil
}

func (r *Runner) fileNames() []string {
	names := []string{
		fileDetails, fileReportCSV, fileReportJSON, fileReportRows, fileSummary, filePasswords,
		fileExemptions, fileOptions, fileWant,
	}
	for _, d := range r.datasets() {
		names = append(names, d.file())
	}
	return names
}

func (r *Runner) knows(file string) bool {
	for _, n := range r.fileNames() {
		if n == file {
			return true
		}
	}
	return false
}
