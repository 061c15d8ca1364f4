package policyeval

import (
	"slices"
	"strings"
)

// multivaluedKey reports whether a global context key, given in folded form,
// can have several values in one request.
func multivaluedKey(folded string) bool {
	return slices.Contains(multivalued[:], folded)
}

// singleValuedKey reports whether a context key, given in folded form, has at
// most one value: every global key that is not multivalued. Of the keys of
// services nothing is known.
func singleValuedKey(folded string) bool {
	return strings.HasPrefix(folded, "aws:") && !multivaluedKey(folded)
}
