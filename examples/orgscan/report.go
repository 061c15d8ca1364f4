package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/aws/smithy-go"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
	"github.com/iamhygiene/sdk/iamhygiene/report"
)

var writers = map[string]func(report.Runs, io.Writer, ...func(*report.Options)) error{
	"text":  report.Runs.Text,
	"sarif": report.Runs.SARIF,
	"csv":   report.Runs.CSV,
}

// report writes what was found, and returns the exit code.
func (f *flags) report(p program, accounts []Account) (int, error) {
	var runs report.Runs
	names := make(map[string]string)
	worst := iamhygiene.Severity(0)
	for _, a := range accounts {
		if names[a.ID] = a.Name; a.Results != nil {
			runs = append(runs, a.Results)
			worst = max(worst, a.Results.Worst())
		}
	}
	// Programs read the other formats: the rest goes where people look.
	rest := p.stderr
	if f.format == "text" {
		rest = p.stdout
	}
	if len(runs) == 0 {
		rest = p.stderr
	} else if err := writers[f.format](runs, p.stdout, f.options, func(o *report.Options) { o.AccountNames = names }); err != nil {
		return 0, err
	}
	if err := notScanned(rest, accounts); err != nil {
		return 0, err
	}
	if len(runs) == 0 {
		return 0, errNoneScanned
	}
	if err := f.writeFiles(runs, names); err != nil {
		return 0, err
	}
	if worst >= f.failOn {
		return exitFindings, nil
	}
	return exitClean, nil
}

func (f *flags) options(o *report.Options) {
	o.Preset, o.FailOn, o.Floor = f.preset.String(), f.failOn, f.severity
	if o.PerCheck = 5; f.format != "text" {
		o.PerCheck = 0
	}
	for _, c := range checks.Catalogue(f.preset) {
		o.Known = append(o.Known, c.Info())
	}
}

// notScanned names the accounts without results, with the reason.
func notScanned(w io.Writer, accounts []Account) error {
	var lines []string
	skipped, failed := 0, 0
	for _, a := range accounts {
		switch {
		case a.Skipped():
			skipped++
			lines = append(lines, wrap(fmt.Sprintf("%s %s: skipped, its state is %s", a.ID, a.Name, a.State)))
		case a.Err != nil:
			failed++
			lines = append(lines, wrap(fmt.Sprintf("%s %s: %s", a.ID, a.Name, reason(a.Err))))
		}
	}
	if len(lines) == 0 {
		return nil
	}
	title := fmt.Sprintf("NOT SCANNED (%d of %d accounts: %d failed, %d skipped)", len(lines), len(accounts), failed, skipped)
	_, err := fmt.Fprintf(w, "\n%s\n%s\n%s", title, strings.Repeat("-", len(title)), strings.Join(lines, ""))
	return err
}

// wrap returns an item of a list in lines of 100 columns. A longer word, such as
// an ARN, is not broken.
func wrap(text string) string {
	var b strings.Builder
	width := 0
	for word := range strings.FieldsSeq("- " + text) {
		n := len([]rune(word))
		switch {
		case width == 0:
			b.WriteString("  ")
			width = 2
		case width+1+n > 100:
			b.WriteString("\n    ")
			width = 4
		default:
			b.WriteByte(' ')
			width++
		}
		b.WriteString(word)
		width += n
	}
	return b.String() + "\n"
}

// reason says in one line why an account could not be scanned: what was tried,
// and AWS's code and message without the ids of requests.
func reason(err error) string {
	var api smithy.APIError
	if !errors.As(err, &api) {
		return err.Error()
	}
	doing, _, found := strings.Cut(err.Error(), ": ")
	if !found {
		doing = "scan"
	}
	return fmt.Sprintf("%s: %s: %s", doing, api.ErrorCode(), api.ErrorMessage())
}

// writeFiles writes the reports of each account to the folder of -o. Only the
// owner may read them: they say where the accounts are weak.
func (f *flags) writeFiles(runs report.Runs, names map[string]string) error {
	if f.dir == "" {
		return nil
	}
	if err := os.MkdirAll(f.dir, 0o700); err != nil {
		return err
	}
	for _, r := range runs {
		options := []func(*report.Options){f.options, func(o *report.Options) {
			o.PerCheck, o.Title = 0, "IAM hygiene of "+names[r.Account]+" ("+r.Account+")"
			o.Floor = 0 // a report without all findings cannot be compared with a later one
		}}
		for extension, write := range map[string]func(io.Writer, *iamhygiene.Results, ...func(*report.Options)) error{".json": report.JSON, ".html": report.HTML} {
			if err := writeFile(filepath.Join(f.dir, r.Account+extension), func(w io.Writer) error { return write(w, r, options...) }); err != nil {
				return err
			}
		}
	}
	return nil
}

func writeFile(name string, write func(io.Writer) error) (err error) {
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return write(file)
}

// progress returns a callback that keeps one line up to date, or nil where
// standard error is not a terminal.
func progress(stderr io.Writer) func(Account, int, int) {
	file, ok := stderr.(*os.File)
	if !ok {
		return nil
	}
	if info, err := file.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	return func(a Account, done, total int) {
		fmt.Fprintf(stderr, "\r\x1b[K%d/%d %s %s", done, total, a.ID, a.Name)
		if done == total {
			fmt.Fprint(stderr, "\r\x1b[K")
		}
	}
}
