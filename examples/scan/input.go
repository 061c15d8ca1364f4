package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/iamhygiene/sdk/examples/internal/sample"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
	"github.com/iamhygiene/sdk/iamhygiene/yamlfile"
)

// snapshotOf returns what the flags name, or the sample account, and what people
// attest beside it.
func (f *flags) snapshotOf(ctx context.Context, p program, selected []iamhygiene.Check) (*iamhygiene.Snapshot, error) {
	attested, err := f.attestationList()
	if err != nil {
		return nil, err
	}
	s, err := f.read(ctx, p, selected)
	if err != nil {
		return nil, err
	}
	if f.attestations != "" {
		s = s.With(iamhygiene.Attestations.With(attested, time.Time{}))
	}
	return s, nil
}

func (f *flags) read(ctx context.Context, p program, selected []iamhygiene.Check) (*iamhygiene.Snapshot, error) {
	now := f.now
	if now.IsZero() {
		now = p.now()
	}
	switch {
	case f.live.on:
		return f.collect(ctx, p, selected)
	case f.snapshot != "":
		return f.readSnapshot()
	case f.files != (collect.Files{}):
		return collect.FromFiles(now, f.files, func(o *collect.FileOptions) { o.Account = f.account })
	}
	if f.now.IsZero() {
		now = sample.Time()
	}
	return sample.Snapshot(now)
}

func (f *flags) readSnapshot() (*iamhygiene.Snapshot, error) {
	file, err := os.Open(f.snapshot)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	s, err := iamhygiene.ReadSnapshot(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.snapshot, err)
	}
	if !f.now.IsZero() {
		s = s.At(f.now)
	}
	return s, nil
}

func saveSnapshot(name string, s *iamhygiene.Snapshot) error {
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	// Only the owner may read it: it says where the account is weak.
	return os.WriteFile(name, append(text, '\n'), 0o600)
}

func (f *flags) exemptionList() ([]iamhygiene.Exemption, error) {
	if f.exemptions == "" {
		return nil, nil
	}
	file, err := os.Open(f.exemptions)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	list, err := yamlfile.Exemptions(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.exemptions, err)
	}
	return list, nil
}

func (f *flags) attestationList() ([]iamhygiene.Attestation, error) {
	if f.attestations == "" {
		return nil, nil
	}
	file, err := os.Open(f.attestations)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	list, err := yamlfile.Attestations(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.attestations, err)
	}
	return list, nil
}
