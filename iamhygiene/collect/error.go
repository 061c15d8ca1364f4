package collect

import (
	"github.com/iamhygiene/sdk/iamhygiene/internal/load"
)

// A FileError says that a file cannot be used, where in it, and what to do.
type FileError struct {
	// File is the path, or what an error calls a reader; "" where no single
	// file is meant.
	File string
	// Line and Column count from 1, the column in bytes; 0 where the whole file
	// is meant.
	Line, Column int
	// Path is the JSON path, such as $.UserDetailList[3]; "" where there is
	// none.
	Path string
	// Problem is what is wrong, in words.
	Problem string
	// Hint is what to do; it may be empty.
	Hint string
	// Err is the cause, such as a [*fs.PathError] or an error of package
	// credreport; it may be nil.
	Err error
}

// Error returns "collect: FILE: line 3, column 7: what is wrong; what to do".
func (e *FileError) Error() string { return "collect: " + (*load.FileError)(e).Text() }

// Unwrap returns the cause.
func (e *FileError) Unwrap() error { return e.Err }

// An AccountError says that two files, or two parts of one, are of different
// accounts.
type AccountError struct {
	// File is of the account Account.
	File, Account string
	// OtherFile is of the account OtherAccount. It is "" where the caller asked
	// for that account, and equal to File where the parts of one file differ.
	OtherFile, OtherAccount string
}

// Error names both files and both accounts.
func (e *AccountError) Error() string { return "collect: " + (*load.AccountError)(e).Text() }

// parts returns the errors joined in err, as the types of this package. The
// conversions compile only while both have the same fields.
func parts(err error) []error {
	switch e := err.(type) {
	case nil:
		return nil
	case *load.FileError:
		return []error{(*FileError)(e)}
	case *load.AccountError:
		return []error{(*AccountError)(e)}
	case interface{ Unwrap() []error }:
		var out []error
		for _, x := range e.Unwrap() {
			out = append(out, parts(x)...)
		}
		return out
	}
	return []error{err}
}

var (
	_ error = (*FileError)(nil)
	_ error = (*AccountError)(nil)
)
