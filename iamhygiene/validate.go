package iamhygiene

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
)

// A SetError says what is wrong with a set of checks. It is a programming
// error of whoever put the set together; [Runner.Run] refuses the set.
type SetError struct {
	// Check is the id, or for a check without a usable one its place in the
	// set: "#3".
	Check string
	// Problem says what is wrong and what to do.
	Problem string
}

// Error returns "iamhygiene: check ID: problem".
func (e *SetError) Error() string { return "iamhygiene: check " + e.Check + ": " + e.Problem }

var checkID = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// Validate looks for mistakes in a set of checks: nil checks, missing and
// malformed ids and titles, duplicate ids, datasets that nobody knows. A
// caller's own datasets are passed as known. The error joins all [*SetError]
// that were found; it is nil for a set without mistakes.
func Validate(checks []Check, known ...DatasetInfo) error {
	names := make(map[string]bool)
	for _, d := range append(StandardDatasets(), known...) {
		names[d.Name] = true
	}
	var errs []error
	seen := make(map[string]bool)
	for i, c := range checks {
		id := fmt.Sprintf("#%d", i+1)
		add := func(format string, args ...any) {
			errs = append(errs, &SetError{Check: id, Problem: fmt.Sprintf(format, args...)})
		}
		if c == nil {
			add("is nil")
			continue
		}
		info, err := infoOf(c)
		if err != nil {
			add("Info panics: %v", err)
			continue
		}
		if info.ID != "" {
			id = info.ID
		}
		switch {
		case info.ID == "":
			add("%T has no id: set Info.ID", c)
		case !checkID.MatchString(info.ID):
			add("the id %q is malformed: want lower-case words joined by hyphens", info.ID)
		case seen[info.ID]:
			add("the id is used twice: give one of the two checks another")
		}
		seen[info.ID] = true
		if info.Title == "" {
			add("has no title: set Info.Title")
		}
		for _, n := range slices.Concat(info.Needs, info.Uses) {
			if !names[n] {
				add("dataset %q is not known: correct the name, or pass its DatasetInfo", n)
			}
		}
	}
	return errors.Join(errs...)
}

// infoOf returns the Info of a check, or what it panicked with.
func infoOf(c Check) (info Info, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	return c.Info(), nil
}
