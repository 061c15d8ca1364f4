package fakes

import (
	"runtime"
	"strings"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// addModels adds the models that every fake has.
func addModels(c *model.Cloud) {
	addEnforcement(c, iamModelOf(c), orgModelsOf(c).org)
}

// Install returns the model of type S of a fake, which is made and registered if
// the fake has none. All accounts of a fake share it.
//
// Only the packages below fakes can call it, because the types of a model are
// internal: those that model services that are too heavy to be in every fake.
// To answer operations in a test, use [On].
func Install[S model.Service](t Target, make func(*model.Cloud) S) S {
	return model.Install(t.cloudOf().model, make)
}

// Build lets fn change what a model holds for the account, under the lock of the
// fake. It is for builders of the packages below fakes, which alone know the
// types of fn's parameters. An error of fn, worded as "AddTrail: the name is
// empty; give one", becomes a [UsageError] of the account, at the place where
// the package that calls Build was called.
func Build(a *Account, fn func(*model.Cloud, *model.Account) error) {
	var err error
	a.cloud.model.Do(func() { err = fn(a.cloud.model, a.state) })
	if err == nil {
		return
	}
	e := &UsageError{Message: err.Error()}
	e.File, e.Line = outside()
	a.own.refuse(e)
}

// outside is the first place up the stack that is in another package than the
// caller of [Build]. Builders call each other, so a count of frames would be
// wrong for some.
func outside() (file string, line int) {
	pcs := make([]uintptr, 16)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	first, more := frames.Next()
	f := first
	for more && packageOf(f.Function) == packageOf(first.Function) {
		f, more = frames.Next()
	}
	return f.File, f.Line
}

// packageOf cuts the package from the name of a function:
// "example.com/m/pkg.(*T).Method" is in "example.com/m/pkg".
func packageOf(function string) string {
	slash := strings.LastIndexByte(function, '/') + 1
	name, _, _ := strings.Cut(function[slash:], ".")
	return function[:slash] + name
}

// Modeled lists the operations that models answer in the account, as
// "iam:ListUsers", sorted. Other operations need [On].
func (a *Account) Modeled() []string { return a.cloud.model.Operations() }
