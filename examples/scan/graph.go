package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/escalation"
)

// graphWriters are the forms of -graph, by the extension of the file.
var graphWriters = map[string]func(*escalation.Graph, io.Writer) error{
	".dot": (*escalation.Graph).WriteDOT,
	".json": func(g *escalation.Graph, w io.Writer) error {
		text, err := json.MarshalIndent(g, "", "  ")
		if err != nil {
			return err
		}
		_, err = w.Write(append(text, '\n'))
		return err
	},
}

// writeGraph writes who in the account can become whom. Only the owner may read
// it.
func writeGraph(ctx context.Context, name string, s *iamhygiene.Snapshot) (err error) {
	g, err := escalation.Analyze(ctx, s)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return graphWriters[filepath.Ext(name)](g, file)
}
