package fakes

import (
	"io"
	"io/fs"
	"strings"
)

// What errors call inputs that have no name.
const (
	detailsInput = "authorization details"
	reportInput  = "credential report"
	summaryInput = "account summary"
	policyInput  = "password policy"
)

// A source is one input.
type source struct {
	name   string
	reader io.Reader
}

type sources struct {
	details, report, summary, policy []source
	account                          string
}

// named makes a source of a reader: none for nil.
func named(kind string, r io.Reader) []source {
	if r == nil {
		return nil
	}
	name := kind
	switch f := r.(type) {
	case interface{ Name() string }:
		name = f.Name()
	case fs.File:
		if info, err := f.Stat(); err == nil {
			name = info.Name()
		}
	}
	return []source{{name, r}}
}

// An opener opens files and keeps the first error.
type opener struct {
	files []fs.File
	err   error
}

func (o *opener) file(fsys fs.FS, kind, name string) []source {
	if name == "" || o.err != nil {
		return nil
	}
	f, err := fsys.Open(name)
	if err != nil {
		o.err = &LoadError{Input: name, Problem: "the file cannot be opened: " + err.Error(), Hint: "give the name of a file with the " + kind, Err: err}
		return nil
	}
	o.files = append(o.files, f)
	return []source{{name, f}}
}

func (o *opener) glob(fsys fs.FS, kind, pattern string) []source {
	if !strings.ContainsAny(pattern, `*?[\`) {
		return o.file(fsys, kind, pattern)
	}
	names, err := fs.Glob(fsys, pattern)
	if err != nil || len(names) == 0 {
		o.err = &LoadError{Input: pattern, Problem: "no file matches the pattern", Hint: "give files with the " + kind, Err: err}
	}
	var all []source
	for _, name := range names {
		all = append(all, o.file(fsys, kind, name)...)
	}
	return all
}

func (o *opener) close() {
	for _, f := range o.files {
		f.Close() // nothing was written
	}
}
