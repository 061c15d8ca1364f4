package iamdata

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"reflect"
)

// decodeFile reads one JSON file and refuses members that the target does not
// have. Missing members are found by [requireAll], since only those of the
// source's own entries must all be there.
func decodeFile(fsys fs.FS, path string, target any) error {
	data, err := fs.ReadFile(fsys, path)
	if err != nil {
		return fmt.Errorf("iamdata: %w", err)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(target); err != nil {
		return fmt.Errorf("iamdata: %s: %w: the source has changed its shape, adapt the reader", path, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("iamdata: %s: text after the JSON value", path)
	}
	return nil
}

// requireAll reports the first pointer or slice of a struct that was not
// filled in, by its JSON name, unless the field is tagged optional. It
// descends into slices of structs.
func requireAll(where string, v any) error {
	return requireValue(where, reflect.ValueOf(v))
}

func requireValue(where string, v reflect.Value) error {
	switch v.Kind() {
	case reflect.Pointer:
		return requireValue(where, v.Elem())
	case reflect.Slice:
		for i := range v.Len() {
			if err := requireValue(fmt.Sprintf("%s[%d]", where, i), v.Index(i)); err != nil {
				return err
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			field, name := v.Field(i), v.Type().Field(i).Tag.Get("json")
			if v.Type().Field(i).Tag.Get("source") == "optional" && field.IsNil() {
				continue
			}
			if k := field.Kind(); (k == reflect.Pointer || k == reflect.Slice) && field.IsNil() {
				return fmt.Errorf("iamdata: %s: member %q is missing or null", where, name)
			}
			if err := requireValue(where+"."+name, field); err != nil {
				return err
			}
		}
	}
	return nil
}
