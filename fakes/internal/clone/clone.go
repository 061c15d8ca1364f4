// Package clone makes deep copies of the inputs and outputs of AWS operations,
// so that neither the caller of a fake nor its model sees the other's memory.
package clone

import (
	"reflect"
	"sync"
	"time"
)

// A Copier copies values deeply: what pointers, slices, maps and unions of the
// SDK lead to is copied, exported fields only. Unexported fields, times,
// functions, channels and streams (an io.Reader in an input) are shared.
//
// The zero Copier is ready. It remembers how to copy each type that it met, and
// is safe for concurrent use. It is a value and not a package variable so that
// the memory goes with the fake that used it.
type Copier struct {
	plans sync.Map // reflect.Type -> plan
}

// A plan copies what src leads to into dst, which already is a shallow copy of
// src. A nil plan means that the shallow copy is enough.
type plan func(dst, src reflect.Value)

// Of returns a deep copy of v, with v's dynamic type. Of(nil) is nil.
func (c *Copier) Of(v any) any {
	if v == nil {
		return nil
	}
	src := reflect.ValueOf(v)
	dst := reflect.New(src.Type()).Elem()
	c.copy(dst, src)
	return dst.Interface()
}

// Copy is Of with a type.
func Copy[T any](c *Copier, v T) T {
	out, _ := c.Of(v).(T)
	return out
}

func (c *Copier) copy(dst, src reflect.Value) {
	dst.Set(src)
	if p := c.plan(src.Type()); p != nil {
		p(dst, src)
	}
}

func (c *Copier) plan(t reflect.Type) plan {
	if p, ok := c.plans.Load(t); ok {
		return p.(plan)
	}
	p := c.make(t)
	c.plans.Store(t, p)
	return p
}

// make does not look through pointers, slices, maps and interfaces: types that
// contain themselves do so through one of them, and are looked up when a value
// is copied.
func (c *Copier) make(t reflect.Type) plan {
	switch t.Kind() {
	case reflect.Pointer:
		return c.pointer
	case reflect.Slice:
		return c.slice
	case reflect.Map:
		return c.mapping
	case reflect.Interface:
		if isData(t) {
			return c.dynamic
		}
	case reflect.Struct:
		return c.structure(t)
	case reflect.Array:
		if elem := c.plan(t.Elem()); elem != nil {
			return func(dst, src reflect.Value) {
				for i := range src.Len() {
					elem(dst.Index(i), src.Index(i))
				}
			}
		}
	}
	return nil
}

// isData reports whether an interface type holds data: any, or a union of the
// SDK, which only its own package can implement. Other interfaces (io.Reader,
// document.Interface) stand for behaviour, and copying the value behind them
// could break it.
func isData(t reflect.Type) bool {
	for i := range t.NumMethod() {
		if t.Method(i).PkgPath != "" {
			return true
		}
	}
	return t.NumMethod() == 0
}

func (c *Copier) structure(t reflect.Type) plan {
	if t == reflect.TypeFor[time.Time]() {
		return nil
	}
	type field struct {
		index int
		plan  plan
	}
	var fields []field
	for i := range t.NumField() {
		if f := t.Field(i); f.IsExported() {
			if p := c.plan(f.Type); p != nil {
				fields = append(fields, field{i, p})
			}
		}
	}
	if fields == nil {
		return nil
	}
	return func(dst, src reflect.Value) {
		for _, f := range fields {
			f.plan(dst.Field(f.index), src.Field(f.index))
		}
	}
}

func (c *Copier) pointer(dst, src reflect.Value) {
	if src.IsNil() {
		return
	}
	p := reflect.New(src.Type().Elem())
	c.copy(p.Elem(), src.Elem())
	dst.Set(p)
}

func (c *Copier) slice(dst, src reflect.Value) {
	if src.IsNil() {
		return
	}
	s := reflect.MakeSlice(src.Type(), src.Len(), src.Len())
	reflect.Copy(s, src)
	if p := c.plan(src.Type().Elem()); p != nil {
		for i := range src.Len() {
			p(s.Index(i), src.Index(i))
		}
	}
	dst.Set(s)
}

func (c *Copier) mapping(dst, src reflect.Value) {
	if src.IsNil() {
		return
	}
	m := reflect.MakeMapWithSize(src.Type(), src.Len())
	p := c.plan(src.Type().Elem())
	for it := src.MapRange(); it.Next(); {
		value := it.Value()
		if p != nil {
			// A map's elements cannot be set in place.
			fresh := reflect.New(value.Type()).Elem()
			fresh.Set(value)
			p(fresh, value)
			value = fresh
		}
		m.SetMapIndex(it.Key(), value)
	}
	dst.Set(m)
}

func (c *Copier) dynamic(dst, src reflect.Value) {
	if src.IsNil() {
		return
	}
	inner := src.Elem()
	fresh := reflect.New(inner.Type()).Elem()
	c.copy(fresh, inner)
	dst.Set(fresh)
}
