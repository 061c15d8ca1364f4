package collect

import "cmp"

// convert converts the elements of a list; the result is never nil.
func convert[In, Out any](in []In, f func(In) Out) []Out {
	out := make([]Out, 0, len(in))
	for _, v := range in {
		out = append(out, f(v))
	}
	return out
}

// orNil returns nil for an empty list. JSON leaves empty lists out of the members
// that may be, so that a snapshot would not read back as it was written.
func orNil[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}

// compare orders by pairs of texts, the first pair that differs deciding.
func compare(pairs ...string) int {
	for i := 0; i+1 < len(pairs); i += 2 {
		if c := cmp.Compare(pairs[i], pairs[i+1]); c != 0 {
			return c
		}
	}
	return 0
}
