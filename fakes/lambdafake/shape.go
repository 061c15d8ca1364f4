package lambdafake

import (
	"reflect"

	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
)

// shape is the configuration of a function as callers see it.
func (f *function) shape() types.FunctionConfiguration {
	c := f.Config
	if f.Broken != nil {
		c.Environment = &types.EnvironmentResponse{Error: f.Broken}
	}
	return c
}

// listed is a function in a list, which leaves its state out (ListFunctions).
func (f *function) listed() types.FunctionConfiguration {
	c := f.shape()
	c.State, c.StateReason, c.StateReasonCode = "", nil, ""
	c.LastUpdateStatus, c.LastUpdateStatusReason, c.LastUpdateStatusReasonCode = "", nil, ""
	return c
}

// output copies the members of a structure to the members of the same name and
// type of an output. The outputs of Lambda repeat FunctionConfiguration and
// FunctionUrlConfig member by member, and Go has no conversion for that.
func output[Out any](from any) *Out {
	out := new(Out)
	dst, src := reflect.ValueOf(out).Elem(), reflect.ValueOf(from)
	for i := range src.NumField() {
		field := src.Type().Field(i)
		if to := dst.FieldByName(field.Name); field.IsExported() && to.IsValid() && to.Type() == field.Type {
			to.Set(src.Field(i))
		}
	}
	return out
}
