//go:build !race

package policyeval_test

const raceEnabled = false
