//go:build !compute

package main

import "github.com/iamhygiene/sdk/iamhygiene/collect"

// computeCollectors returns no collectors: those of instances and functions
// bring the client of EC2 along, which takes a minute to compile. Build with
// -tags compute to have them.
func computeCollectors() []collect.Collector { return nil }
