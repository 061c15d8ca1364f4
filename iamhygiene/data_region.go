package iamhygiene

import "slices"

// Regional is the value of a dataset that is collected Region by Region.
// Regions that could not be read are errors of the dataset, with the Region as
// their scope.
type Regional[T any] struct {
	// Regions are the Regions that were read, by name, sorted.
	Regions []string `json:"regions"`
	// Items are what they hold. An item says itself where it is.
	Items []T `json:"items"`
}

// Covers reports whether the Region was read.
func (r Regional[T]) Covers(region string) bool { return slices.Contains(r.Regions, region) }
