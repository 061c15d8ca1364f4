package main

import (
	"bytes"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestRun(t *testing.T) {
	var out, errs bytes.Buffer
	assert.Equal(t, 0, run(&out, &errs))
	assert.Empty(t, errs.String())
	assert.Equal(t, `arn:aws:iam::222233334444:role/KeyRotation: 2 users, 4 keys, would change 2
  deactivate KEY of alice: last used 2022-04-10, 400 days ago
  delete KEY of ci: last used 2022-10-27, 200 days ago
arn:aws:iam::333344445555:role/KeyRotation: 2 users, 4 keys, would change 2
  deactivate KEY of alice: last used 2022-04-10, 400 days ago
  delete KEY of ci: last used 2022-10-27, 200 days ago
`, regexp.MustCompile(`AKIA\w{16}`).ReplaceAllString(out.String(), "KEY"))
}
