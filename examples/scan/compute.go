//go:build compute

package main

import (
	"github.com/iamhygiene/sdk/iamhygiene/collect"
	"github.com/iamhygiene/sdk/iamhygiene/collect/compute"
)

// computeCollectors returns the collectors of instances and functions.
func computeCollectors() []collect.Collector { return compute.Collectors() }
