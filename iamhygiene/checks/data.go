package checks

import (
	"iter"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// notInData is the error that a dataset, which is there, does not speak of the
// scope.
func notInData[T any](d iamhygiene.Dataset[T], scope, message string) *iamhygiene.DataError {
	e := &iamhygiene.DataError{Dataset: d.Name(), Scope: scope, Code: iamhygiene.CodeNotInData, Message: message}
	if ops := d.Info().Operations; len(ops) > 0 {
		e.Operation = ops[0]
	}
	return e
}

// gap is why something of the scope may be missing from a dataset that is
// there: the error of that scope, or that the dataset does not speak of it.
func gap[T any](s *iamhygiene.Snapshot, d iamhygiene.Dataset[T], scope string) *iamhygiene.DataError {
	if e := d.ErrorFor(s, scope); e != nil {
		return e
	}
	return notInData(d, scope, "nobody read "+d.Info().Title)
}

// unread returns the first error of a dataset that is there in part, which may
// hide what is looked for; nil where all of it was read.
func unread[T any](s *iamhygiene.Snapshot, d iamhygiene.Dataset[T]) error {
	if _, err := d.Get(s); err != nil {
		return err
	}
	if errs := d.Errors(s); len(errs) > 0 {
		return errs[0]
	}
	return nil
}

// unreadIn is unread for a dataset that is collected Region by Region. One of
// which no Region was read, without an error, holds nothing and says nothing.
func unreadIn[T any](s *iamhygiene.Snapshot, d iamhygiene.Dataset[iamhygiene.Regional[T]]) error {
	if err := unread(s, d); err != nil {
		return err
	}
	if v, _ := d.Get(s); len(v.Regions) == 0 && len(v.Items) == 0 {
		return notInData(d, "", d.Info().Title+" are those of no Region: nobody read any")
	}
	return nil
}

// lost is what stands in the findings for a part of a dataset that could not be
// read. Its resource is the account, because the part may hold anything.
func lost(s *iamhygiene.Snapshot, e *iamhygiene.DataError) *iamhygiene.SubjectError {
	r := s.AccountResource(iamhygiene.TypeAccount)
	if isRegion(e.Scope) {
		r.Region = e.Scope
	}
	discriminator := e.Dataset
	if e.Scope != "" {
		discriminator += "/" + e.Scope
	}
	return &iamhygiene.SubjectError{Resource: r, Discriminator: discriminator, Err: e}
}

// isRegion reports whether the scope of an error is a Region.
func isRegion(scope string) bool {
	return strings.Count(scope, "-") >= 2 && !strings.ContainsAny(scope, ":/[. ")
}

// parts yields subjects made of a dataset, and an error for each part of it
// that could not be read. skip names errors that the subjects deal with
// themselves; it may be nil.
func parts[T any, S iamhygiene.Subject](s *iamhygiene.Snapshot, d iamhygiene.Dataset[T], subjects func(T) []S, skip func(*iamhygiene.DataError) bool) iter.Seq2[S, error] {
	return func(yield func(S, error) bool) {
		var none S
		v, err := d.Get(s)
		if err != nil {
			yield(none, lost(s, iamhygiene.AsDataError(err)))
			return
		}
		for _, x := range subjects(v) {
			if !yield(x, nil) {
				return
			}
		}
		for _, e := range d.Errors(s) {
			if skip != nil && skip(e) {
				continue
			}
			if !yield(none, lost(s, e)) {
				return
			}
		}
	}
}

// inRegions yields the items of a Regional dataset, an error for each Region
// that could not be read, and one for each of the regions, if any are given,
// that nobody read. Regions that are not given then, and could not be read, say
// nothing.
func inRegions[T any, S iamhygiene.Subject](s *iamhygiene.Snapshot, d iamhygiene.Dataset[iamhygiene.Regional[T]], regions []string, subject func(T) S) iter.Seq2[S, error] {
	return func(yield func(S, error) bool) {
		for x, err := range parts(s, d, func(v iamhygiene.Regional[T]) []S {
			out := make([]S, len(v.Items))
			for i, item := range v.Items {
				out[i] = subject(item)
			}
			return out
		}, notAskedFor(regions)) {
			if !yield(x, err) {
				return
			}
		}
		var none S
		for _, e := range unnamed(s, d, regions) {
			if !yield(none, lost(s, e)) {
				return
			}
		}
	}
}

// notAskedFor says of which errors the regions, if any are given, have no part.
func notAskedFor(regions []string) func(*iamhygiene.DataError) bool {
	return func(e *iamhygiene.DataError) bool {
		return isRegion(e.Scope) && outsideOf(regions, e.Scope) != ""
	}
}

// unnamed returns an error for each of the regions that nobody read and of which
// no error tells; where none are given, one if no Region was read at all.
func unnamed[T any](s *iamhygiene.Snapshot, d iamhygiene.Dataset[iamhygiene.Regional[T]], regions []string) []*iamhygiene.DataError {
	v, err := d.Get(s)
	if err != nil {
		return nil // which parts tells
	}
	var out []*iamhygiene.DataError
	for _, region := range regions {
		if !v.Covers(region) && d.ErrorFor(s, region) == nil {
			out = append(out, gap(s, d, region))
		}
	}
	if len(regions) == 0 && len(d.Errors(s)) == 0 {
		if err := unreadIn(s, d); err != nil {
			out = append(out, iamhygiene.AsDataError(err))
		}
	}
	return out
}

// outsideOf says why a Region is not judged; empty where it is.
func outsideOf(regions []string, region string) string {
	if len(regions) == 0 || slices.Contains(regions, region) {
		return ""
	}
	return region + " is not among the Regions that this check is asked about"
}
