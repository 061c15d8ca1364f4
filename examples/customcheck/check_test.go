package main

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/iamhygiene/checktest"
)

// The check is tested by its fixtures: who fails, and why, is in them.
func TestContractors(t *testing.T) {
	checktest.Run(t, "testdata/*.txtar", contractors)
}

func TestRun(t *testing.T) {
	var out, errs bytes.Buffer
	assert.Equal(t, 1, run(nil, &out, &errs, time.Time{}))
	assert.Contains(t, out.String(), "- lee is not in the group contractors; access key 1 of lee is")
	assert.Empty(t, errs.String())

	assert.Equal(t, 2, run([]string{"x"}, &out, &errs, time.Now()))
	assert.Equal(t, 2, run([]string{"x", "y"}, &out, &errs, time.Now()))
	assert.Contains(t, errs.String(), "x: the file cannot be opened")
}
