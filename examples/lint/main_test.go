package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

func TestExit(t *testing.T) {
	const clean, mistakes, suggestion = "testdata/clean.json", "testdata/mistakes.json", "testdata/suggestion.json"
	for name, tt := range map[string]struct {
		args   string
		status int
		stderr string // its start
	}{
		"clean":                  {clean, 0, ""},
		"mistakes":               {mistakes, 1, ""},
		"several files":          {clean + " " + mistakes, 1, ""},
		"below the threshold":    {suggestion, 0, ""},
		"at the threshold":       {"-fail-on suggestion " + suggestion, 1, ""},
		"wrong type":             {"-type trust " + clean, 1, ""},
		"right type":             {"-type identity " + clean, 0, ""},
		"standard input":         {"-", 1, ""},
		"no such file":           {"testdata/none.json " + clean, 2, "lint: open testdata/none.json: "},
		"a fault outranks":       {"testdata/none.json " + mistakes, 2, "lint: open testdata/none.json: "},
		"no file":                {"", 2, "lint: no file is named"},
		"no such type":           {"-type x " + clean, 2, `invalid value "x" for flag -type: want identity, `},
		"no such format":         {"-format xml " + clean, 2, `invalid value "xml" for flag -format: want text, json or sarif`},
		"no such severity":       {"-fail-on x " + clean, 2, `invalid value "x" for flag -fail-on: catalog: "x" is no lint severity`},
		"help":                   {"-h", 0, "usage: lint [flags] FILE..."},
		"errors alone, and none": {"-fail-on error " + suggestion, 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			stdin := strings.NewReader(`{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}`)
			assert.Equal(t, tt.status, run(strings.Fields(tt.args), stdin, &stdout, &stderr), stderr.String())
			if tt.stderr == "" {
				assert.Empty(t, stderr.String())
			}
			assert.True(t, strings.HasPrefix(stderr.String(), tt.stderr), stderr.String())
		})
	}
}

func TestOutput(t *testing.T) {
	for _, format := range []string{"text", "json", "sarif"} {
		t.Run(format, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			args := []string{"-format", format, "-type", "identity", "testdata/clean.json", "testdata/mistakes.json", "-"}
			require.Equal(t, 1, run(args, strings.NewReader(`{"Statement": []}`), &stdout, &stderr), stderr.String())
			golden := filepath.Join("testdata", "output."+format+".golden")
			if *update {
				require.NoError(t, os.WriteFile(golden, stdout.Bytes(), 0o666))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			assert.Equal(t, string(want), stdout.String())
			if format != "text" {
				assert.True(t, json.Valid(stdout.Bytes()))
			}
		})
	}
}

func TestNothingFound(t *testing.T) {
	for format, want := range map[string]string{"text": "", "json": "[]\n"} {
		var stdout, stderr bytes.Buffer
		require.Equal(t, 0, run([]string{"-format", format, "testdata/clean.json"}, nil, &stdout, &stderr))
		assert.Equal(t, want, stdout.String())
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space") }

func TestUnwritable(t *testing.T) {
	for format := range formats {
		var stderr bytes.Buffer
		assert.Equal(t, 2, run([]string{"-format", format, "testdata/mistakes.json"}, nil, full{}, &stderr), format)
		assert.Equal(t, "lint: no space\n", stderr.String())
	}
}
