package permissions

import (
	"slices"

	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// A Difference says what one principal can do that another cannot. Each set
// holds actions; no action is in two of them, and an action in none is answered
// alike for both.
type Difference struct {
	// OnlyFirst are possible for the first principal, always or sometimes, and
	// refused to the second; OnlySecond the other way round.
	OnlyFirst, OnlySecond catalog.ActionSet
	// MoreFirst are allowed to the first always and to the second sometimes;
	// MoreSecond the other way round.
	MoreFirst, MoreSecond catalog.ActionSet
	// Differing are allowed to both sometimes, but their grants are not the
	// same.
	Differing catalog.ActionSet
}

// IsEmpty reports whether there is no difference.
func (d Difference) IsEmpty() bool {
	return d.OnlyFirst.IsEmpty() && d.OnlySecond.IsEmpty() && d.MoreFirst.IsEmpty() && d.MoreSecond.IsEmpty() && d.Differing.IsEmpty()
}

// Diff compares two principals. Grants are compared as they are written: of
// conditions that are equal in meaning but differ in form it says that they
// differ, never the other way round.
func Diff(first, second *Permissions) (Difference, error) {
	a, b := first.possible, second.possible
	d := Difference{
		OnlyFirst: a.Difference(b), OnlySecond: b.Difference(a),
		MoreFirst:  first.allowed.Intersect(second.Undetermined()),
		MoreSecond: second.allowed.Intersect(first.Undetermined()),
	}
	both := first.Undetermined().Intersect(second.Undetermined())
	if both.IsEmpty() {
		return d, nil
	}
	x, err := first.Grants(both)
	if err != nil {
		return d, err
	}
	y, err := second.Grants(both)
	if err != nil {
		return d, err
	}
	texts := map[string][2]catalog.ActionSet{}
	for side, grants := range [...][]Grant{x, y} {
		for _, g := range grants {
			key := g.Resource + "\x00" + g.Outcome.String()
			if g.If != nil {
				key += "\x00" + g.If.String()
			}
			pair := texts[key]
			pair[side] = pair[side].Union(g.Actions)
			texts[key] = pair
		}
	}
	var differing []catalog.Action
	for _, pair := range texts {
		differing = slices.AppendSeq(differing, pair[0].Difference(pair[1]).All())
		differing = slices.AppendSeq(differing, pair[1].Difference(pair[0]).All())
	}
	d.Differing = catalog.NewActionSet(differing...)
	return d, nil
}
