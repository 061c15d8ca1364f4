package checktest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// A Dataset lets fixtures hold a dataset of the caller's. [JSON] makes one. It is
// immutable; the zero Dataset is of no use.
type Dataset struct {
	info iamhygiene.DatasetInfo
	make func(text []byte, errs []*iamhygiene.DataError) (iamhygiene.SnapshotOption, error)
	fail func(errs []*iamhygiene.DataError) iamhygiene.SnapshotOption
}

// JSON returns a Dataset whose file in a fixture is called NAME.json, after the
// dataset, and holds a T in its JSON form. Members that T does not have are an
// error.
func JSON[T any](d iamhygiene.Dataset[T]) Dataset {
	return Dataset{
		info: d.Info(),
		make: func(text []byte, errs []*iamhygiene.DataError) (iamhygiene.SnapshotOption, error) {
			var v T
			dec := json.NewDecoder(bytes.NewReader(text))
			dec.DisallowUnknownFields()
			if err := dec.Decode(&v); err != nil {
				return nil, err
			}
			if _, err := dec.Token(); err != io.EOF {
				return nil, fmt.Errorf("more text follows the JSON value")
			}
			return d.With(v, time.Time{}, errs...), nil
		},
		fail: func(errs []*iamhygiene.DataError) iamhygiene.SnapshotOption { return d.Failed(errs...) },
	}
}

func (d Dataset) file() string { return d.info.Name + ".json" }

// load returns nil where the fixture has neither the file nor a failure.
func (d Dataset) load(files map[string][]byte, failures []*iamhygiene.DataError) (iamhygiene.SnapshotOption, error) {
	var errs []*iamhygiene.DataError
	for _, e := range failures {
		if e.Dataset == d.info.Name {
			errs = append(errs, e)
		}
	}
	text, ok := files[d.file()]
	if !ok {
		if len(errs) == 0 {
			return nil, nil
		}
		return d.fail(errs), nil
	}
	o, err := d.make(text, errs)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", d.file(), err)
	}
	return o, nil
}

func (r *Runner) infos() []iamhygiene.DatasetInfo {
	infos := make([]iamhygiene.DatasetInfo, len(r.Datasets))
	for i, d := range r.Datasets {
		infos[i] = d.info
	}
	return infos
}
