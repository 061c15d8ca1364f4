//go:build race

package policyeval_test

// raceEnabled: with the race detector sync.Pool drops values at random, so
// allocations cannot be counted.
const raceEnabled = true
