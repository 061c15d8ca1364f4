package iamhygiene

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// SnapshotVersion is the version of the JSON form that this library writes. It
// reads this and every earlier one.
const SnapshotVersion = 1

type snapshotJSON struct {
	Schema    string                `json:"schema"`
	Version   int                   `json:"version"`
	Account   string                `json:"account"`
	Partition string                `json:"partition"`
	Time      time.Time             `json:"time"`
	Datasets  map[string]*entryJSON `json:"datasets"`
}

type entryJSON struct {
	At     time.Time       `json:"at,omitzero"`
	Value  json.RawMessage `json:"value,omitempty"`
	Errors []*DataError    `json:"errors,omitempty"`
}

const snapshotSchema = "iamhygiene/snapshot"

// MarshalJSON writes the stable JSON form: the account, the clock, and each
// dataset under its name with its value, time and errors. Equal snapshots give
// equal bytes.
func (s *Snapshot) MarshalJSON() ([]byte, error) {
	out := snapshotJSON{
		Schema: snapshotSchema, Version: SnapshotVersion,
		Account: s.account, Partition: s.partition, Time: s.now,
		Datasets: make(map[string]*entryJSON, len(s.data)),
	}
	for name, e := range s.data {
		j := &entryJSON{At: e.collected, Errors: e.errs}
		switch {
		case e.raw != nil:
			j.Value = e.raw
		case e.present:
			var buf bytes.Buffer
			enc := json.NewEncoder(&buf)
			enc.SetEscapeHTML(false)
			if err := enc.Encode(e.value); err != nil {
				return nil, fmt.Errorf("iamhygiene: dataset %s cannot be written as JSON: %w", name, err)
			}
			j.Value = bytes.TrimSpace(buf.Bytes())
		}
		out.Datasets[name] = j
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON writes. Datasets are decoded when they
// are first asked for; [ReadSnapshot] decodes the built-in ones at once.
func (s *Snapshot) UnmarshalJSON(text []byte) error {
	var in snapshotJSON
	if err := json.Unmarshal(text, &in); err != nil {
		return fmt.Errorf("iamhygiene: snapshot: %w", err)
	}
	switch {
	case in.Schema != snapshotSchema:
		return fmt.Errorf("iamhygiene: snapshot: schema is %q, want %q: this is not a snapshot that -save-snapshot or MarshalJSON wrote", in.Schema, snapshotSchema)
	case in.Version < 1 || in.Version > SnapshotVersion:
		return fmt.Errorf("iamhygiene: snapshot: version %d is not supported: this library reads 1 to %d", in.Version, SnapshotVersion)
	case !isAccountID(in.Account):
		return fmt.Errorf("iamhygiene: snapshot: account is %q, want 12 digits", in.Account)
	case in.Partition == "":
		return errors.New("iamhygiene: snapshot: partition is missing")
	case in.Time.IsZero():
		return errors.New("iamhygiene: snapshot: time is missing")
	}
	*s = *NewSnapshot(in.Account, in.Partition, in.Time)
	for name, j := range in.Datasets {
		if j == nil {
			return fmt.Errorf("iamhygiene: snapshot: datasets: %s is null", name)
		}
		for _, e := range j.Errors {
			if e == nil {
				return fmt.Errorf("iamhygiene: snapshot: datasets: %s: errors holds null", name)
			}
		}
		if j.Value == nil && len(j.Errors) == 0 {
			return fmt.Errorf("iamhygiene: snapshot: datasets: %s has neither value nor errors", name)
		}
		s.data[name] = &entry{raw: j.Value, present: j.Value != nil, collected: j.At, errs: j.Errors}
	}
	return nil
}

// ReadSnapshot reads the JSON form of a snapshot and decodes the built-in
// datasets. Datasets that it does not know are kept for callers who hold their
// key. It returns an error that names the dataset, or the offset in the JSON
// text; there is no partial result.
func ReadSnapshot(r io.Reader) (*Snapshot, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("iamhygiene: snapshot: %w", err)
	}
	s := new(Snapshot)
	if err := json.Unmarshal(text, s); err != nil {
		if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
			line, column := position(text, syntax.Offset)
			return nil, fmt.Errorf("iamhygiene: snapshot: line %d, column %d: %w", line, column, err)
		}
		return nil, err
	}
	for _, d := range standard {
		if err := d.decodeNow(s); err != nil {
			return nil, fmt.Errorf("iamhygiene: snapshot: dataset %s: %s", d.Name(), AsDataError(err).Message)
		}
	}
	return s, nil
}

// position turns the offset of a [json.SyntaxError], which counts the bytes
// read before the error was seen, into line and column.
func position(text []byte, offset int64) (line, column int) {
	offset = min(max(offset-1, 0), int64(len(text)))
	before := text[:offset]
	line = 1 + bytes.Count(before, []byte("\n"))
	return line, len(before) - bytes.LastIndexByte(before, '\n')
}

func isAccountID(s string) bool {
	if len(s) != 12 {
		return false
	}
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}
