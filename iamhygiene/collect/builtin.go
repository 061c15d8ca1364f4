package collect

import "slices"

// builtin returns the collectors of this package.
func builtin(o *Options) []Collector {
	return slices.Concat(iamCollectors(o), regionalCollectors())
}
