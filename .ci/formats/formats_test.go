package formats

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// root is the module under test.
const root = "../.."

// scan is the program examples/scan, built once.
var scan string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "formats")
	if err != nil {
		panic(err)
	}
	scan = filepath.Join(dir, "scan")
	build := exec.Command("go", "build", "-o", scan, "./examples/scan")
	build.Dir = root
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		panic(err)
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// subjects returns the golden file of the given name and, where format is not
// empty, what examples/scan writes of its sample account.
func subjects(t *testing.T, golden, format string) map[string][]byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "iamhygiene/report/testdata", golden))
	require.NoError(t, err)
	out := map[string][]byte{"golden": text}
	if format != "" {
		cmd := exec.Command(scan, "-format", format)
		cmd.Dir = root
		sample, err := cmd.Output()
		var exit *exec.ExitError
		if errors.As(err, &exit) && exit.ExitCode() == 1 { // findings
			err = nil
		}
		require.NoError(t, err)
		out["sample"] = sample
	}
	return out
}
