package main

import (
	"fmt"
	"io"
	"os"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

// clearLine goes back to the start of the line and empties it.
const clearLine = "\r\x1b[K"

// progress returns a callback that keeps one line up to date, or nil where
// standard error is not a terminal.
func progress(stderr io.Writer) func(iamhygiene.Progress) {
	if !isTerminal(stderr) {
		return nil
	}
	return func(p iamhygiene.Progress) {
		fmt.Fprintf(stderr, clearLine+"%d/%d %s", p.Done, p.Total, p.Check)
		if p.Done == p.Total {
			fmt.Fprint(stderr, clearLine)
		}
	}
}

// collecting is progress for the collection of a live account.
func collecting(stderr io.Writer) func(collect.Event) {
	if !isTerminal(stderr) {
		return nil
	}
	return func(e collect.Event) {
		part := ""
		if e.Scope != "" {
			part = " of " + e.Dataset
		}
		fmt.Fprintf(stderr, clearLine+"collect %d/%d%s", e.Done, e.Total, part)
		if e.Scope == "" && e.Done == e.Total {
			fmt.Fprint(stderr, clearLine)
		}
	}
}

// isTerminal reports whether what is written to w is seen as it comes.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
