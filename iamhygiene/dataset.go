package iamhygiene

import (
	"encoding/json"
	"fmt"
	"time"
)

// DatasetInfo describes a dataset.
type DatasetInfo struct {
	// Name is the stable name, as in [Info.Needs] and in the JSON form of a
	// snapshot: lower-case letters, digits and hyphens.
	Name string `json:"name"`
	// Title is how a sentence calls it: "the credential report".
	Title string `json:"title"`
	// Operations are the API operations that fill it: "iam:GetAccountSummary".
	Operations []string `json:"operations,omitempty"`
	// Actions are the IAM actions to grant, where not all are called as the
	// Operations are; nil stands for the Operations. See [DatasetInfo.Grant].
	Actions []string `json:"actions,omitempty"`
}

// Grant returns the IAM actions that whoever collects the dataset needs.
func (i DatasetInfo) Grant() []string {
	if i.Actions != nil {
		return i.Actions
	}
	return i.Operations
}

// A Dataset is the typed key of one kind of data in a [Snapshot]. Callers make
// their own with [NewDataset] and fill them beside the built-in ones.
//
// T must survive encoding/json: a snapshot is stored as JSON. A Dataset is an
// immutable value; copies are the same key.
type Dataset[T any] struct {
	info DatasetInfo
}

// NewDataset makes the key of a dataset. Two keys with the same name are the
// same dataset and must have the same T.
func NewDataset[T any](info DatasetInfo) Dataset[T] {
	return Dataset[T]{info: info}
}

// Info describes the dataset.
func (d Dataset[T]) Info() DatasetInfo { return d.info }

// Name is short for Info().Name.
func (d Dataset[T]) Name() string { return d.info.Name }

// Get returns the dataset. The error is a [*DataError]: the dataset was not
// collected, the call was refused, or what came back is incomplete. A value
// that comes with errors of a narrower scope (one user, one Region) is
// returned without error; [Dataset.Errors] lists those.
func (d Dataset[T]) Get(s *Snapshot) (T, error) {
	v, err := d.entry(s)
	if err != nil {
		var zero T
		return zero, err
	}
	if e := s.data[d.info.Name].errorFor(""); e != nil {
		var zero T
		return zero, e
	}
	return v, nil
}

// Partial returns what there is of the dataset, also when it is known to be
// incomplete, and false when there is nothing.
func (d Dataset[T]) Partial(s *Snapshot) (T, bool) {
	v, err := d.entry(s)
	return v, err == nil
}

func (d Dataset[T]) entry(s *Snapshot) (v T, err error) {
	e, ok := s.data[d.info.Name]
	if !ok {
		return v, d.info.missing()
	}
	if !e.present {
		for _, x := range e.errs {
			if x.Scope == "" {
				return v, x
			}
		}
		return v, d.info.missing()
	}
	got := e.value
	if e.raw != nil {
		got, err = e.decode(func(raw []byte) (any, error) {
			var v T
			if err := json.Unmarshal(raw, &v); err != nil {
				return nil, err
			}
			return v, nil
		})
		if err != nil {
			return v, &DataError{
				Dataset: d.info.Name, Code: CodeInvalid,
				Message: fmt.Sprintf("%s in the snapshot cannot be read: %v", d.info.title(), err),
			}
		}
	}
	v, ok = got.(T)
	if !ok {
		return v, &DataError{
			Dataset: d.info.Name, Code: CodeInvalid,
			Message: fmt.Sprintf("%s holds a %T where a %T is asked for: two datasets share the name", d.info.title(), got, v),
		}
	}
	return v, nil
}

// At returns when the dataset was collected or generated; the zero time where
// that is not known.
func (d Dataset[T]) At(s *Snapshot) time.Time { return s.data[d.info.Name].at() }

// Errors returns what went wrong while the dataset was collected, of any
// scope.
func (d Dataset[T]) Errors(s *Snapshot) []*DataError {
	if e := s.data[d.info.Name]; e != nil {
		return e.errs
	}
	return nil
}

// ErrorFor returns the error that covers the given scope (a user's ARN, a
// Region), or nil.
func (d Dataset[T]) ErrorFor(s *Snapshot, scope string) *DataError {
	return s.data[d.info.Name].errorFor(scope)
}

// With puts a value into a snapshot under construction. at is when AWS
// generated the data or answered the call; it may be zero. errs are failures
// of parts; one with an empty Scope says that the value is incomplete.
func (d Dataset[T]) With(value T, at time.Time, errs ...*DataError) SnapshotOption {
	return func(s *Snapshot) {
		s.data[d.info.Name] = &entry{value: value, present: true, collected: at.UTC(), errs: d.own(errs)}
	}
}

// Failed records in a snapshot under construction that the dataset could not
// be had.
func (d Dataset[T]) Failed(errs ...*DataError) SnapshotOption {
	return func(s *Snapshot) {
		s.data[d.info.Name] = &entry{errs: d.own(errs)}
	}
}

// own returns copies of the errors that name the dataset.
func (d Dataset[T]) own(errs []*DataError) []*DataError {
	out := make([]*DataError, 0, len(errs))
	for _, e := range errs {
		c := *e
		c.Dataset = d.info.Name
		out = append(out, &c)
	}
	return out
}

// decodeNow decodes a dataset that came from JSON, so that a snapshot with
// broken contents is refused when it is read.
func (d Dataset[T]) decodeNow(s *Snapshot) error {
	e := s.data[d.info.Name]
	if e == nil || !e.present {
		return nil
	}
	_, err := d.entry(s)
	return err
}

func (i DatasetInfo) title() string {
	if i.Title != "" {
		return i.Title
	}
	return "dataset " + i.Name
}

func (i DatasetInfo) missing() *DataError {
	e := &DataError{
		Dataset: i.Name, Code: CodeNotCollected,
		Message: "nobody collected " + i.title(),
	}
	if len(i.Operations) > 0 {
		e.Operation = i.Operations[0]
	}
	if actions := i.Grant(); len(actions) > 0 {
		e.Action = actions[0]
		e.Actions = actions
	}
	return e
}
