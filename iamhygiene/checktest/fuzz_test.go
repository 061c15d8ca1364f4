package checktest_test

import (
	"os"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene/checktest"
)

// FuzzFixture makes sure of any text: it does not make the harness panic, and
// after its want lines were rewritten it passes, if it can be loaded at all and
// the check itself has no fault.
func FuzzFixture(f *testing.F) {
	text, err := os.ReadFile("testdata/mfa.txtar")
	require.NoError(f, err)
	f.Add(string(text))
	f.Add(reason + rows + exemption + "-- want --\nFAIL console-mfa bob [x] high `b.b`\n")
	f.Add(reason + "-- options --\nfailed: credential-report Throttling a b\ncomplete\nnow: 2024-01-01\n-- credential-report.csv --\n" + csv)
	f.Add(reason + rows + "-- want --\n# only a comment\n\nPASS \"x\" x")
	f.Fuzz(func(t *testing.T, text string) {
		var r recorder
		results := checktest.RunFS(&r, fstest.MapFS{"f": {Data: []byte(text)}}, "f", consoleMFA())
		if len(results) == 0 {
			require.NotEmpty(t, r.texts, "what does not run fails")
			return
		}
		file := t.TempDir() + "/f.txtar"
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		var first, second recorder
		(&checktest.Runner{Update: true}).Run(&first, file, consoleMFA())
		if len(first.texts) > 0 {
			return
		}
		checktest.Run(&second, file, consoleMFA())
		require.Empty(t, second.texts, "what Update wrote holds")
	})
}
