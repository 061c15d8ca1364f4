package fakes_test

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestImports keeps the fakes light: they are compiled into the tests of other
// projects.
func TestImports(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("the go command is not on the PATH")
	}
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	require.NoError(t, err)
	deps := strings.Fields(string(out))
	require.Contains(t, deps, "github.com/aws/aws-sdk-go-v2/service/sts")
	for _, dep := range deps {
		for path, reason := range map[string]string{
			"github.com/aws/aws-sdk-go-v2/service/ec2":            "it takes a minute to compile, and has a sub-package",
			"github.com/aws/aws-sdk-go-v2/service/lambda":         "it has a sub-package",
			"github.com/aws/aws-sdk-go-v2/service/configservice":  "it has a sub-package",
			"github.com/aws/aws-sdk-go-v2/service/ssoadmin":       "it has a sub-package",
			"github.com/aws/aws-sdk-go-v2/service/cloudtrail":     "it has a sub-package",
			"github.com/aws/aws-sdk-go-v2/service/cloudwatch":     "it has a sub-package",
			"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs": "it has a sub-package",
			"github.com/aws/aws-sdk-go-v2/service/eventbridge":    "it has a sub-package",
			"github.com/aws/aws-sdk-go-v2/service/sns":            "it has a sub-package",
			"github.com/aws/aws-sdk-go-v2/config":                 "a fake reads no files and no environment",
			"github.com/iamhygiene/sdk/iamhygiene":                "the kit's tests use the fakes",
			"github.com/stretchr/testify":                         "it is for tests of this package",
			"testing":                                             "programs use the fakes too, as a sample account",
		} {
			assert.False(t, dep == path || strings.HasPrefix(dep, path+"/"), "fakes must not import %s: %s", dep, reason)
		}
	}
}
