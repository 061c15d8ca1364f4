package fakes_test

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/accessanalyzer"
	"github.com/aws/aws-sdk-go-v2/service/account"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/fakes"
)

// TestEveryOperationTypesErrorsAsOnTheWire calls each operation of the services
// that fakes models, for each of some codes, over the wire and through a fake.
// Which operation types which code is the SDK's knowledge alone.
func TestEveryOperationTypesErrorsAsOnTheWire(t *testing.T) {
	query := func(code string, status int) wire { return queryError(status, code, "m") }
	rpc := func(code string, status int) wire { return jsonError(status, code, `"Message":"m"`) }
	rest := func(code string, status int) wire { return restError(status, code, `{"message":"m"}`) }
	for _, s := range []struct {
		name       string
		client     func(aws.Config) any
		wire       func(code string, status int) wire
		operations int // at least
		codes      []string
	}{
		{"iam", func(c aws.Config) any { return iam.NewFromConfig(c) }, query, 170, []string{
			"NoSuchEntity", "EntityAlreadyExists", "DeleteConflict", "LimitExceeded", "MalformedPolicyDocument", "InvalidInput", "ReportInProgress",
			"ReportNotPresent", "UnmodifiableEntity", "ConcurrentModification", "NotSupportedService", "ValidationError", "AccessDenied",
		}},
		{"sts", func(c aws.Config) any { return sts.NewFromConfig(c) }, query, 9, []string{
			"ExpiredTokenException", "MalformedPolicyDocument", "PackedPolicyTooLarge", "RegionDisabledException", "InvalidIdentityToken",
			"IDPRejectedClaim", "InvalidAuthorizationMessageException", "ValidationError", "AccessDenied",
		}},
		{"organizations", func(c aws.Config) any { return organizations.NewFromConfig(c) }, rpc, 55, []string{
			"AccessDeniedException", "AWSOrganizationsNotInUseException", "AccountNotFoundException", "InvalidInputException", "PolicyNotFoundException",
			"PolicyTypeNotEnabledException", "UnsupportedAPIEndpointException", "UnknownCodeException",
		}},
		{"account", func(c aws.Config) any { return account.NewFromConfig(c) }, rest, 13, []string{
			"AccessDeniedException", "ResourceNotFoundException", "ConflictException", "ValidationException", "UnknownCodeException",
		}},
		{"accessanalyzer", func(c aws.Config) any { return accessanalyzer.NewFromConfig(c) }, rest, 30, []string{
			"AccessDeniedException", "ResourceNotFoundException", "ConflictException", "InvalidParameterException", "ServiceQuotaExceededException",
			"UnprocessableEntityException", "ValidationException", "UnknownCodeException",
		}},
	} {
		t.Run(s.name, func(t *testing.T) {
			if testing.Short() {
				s.codes = s.codes[:2]
			}
			reached := make(map[string]bool)
			typed := 0
			for _, code := range s.codes {
				fake := fakes.NewAccount("111122223333")
				fake.Fail(fakes.Operation{}, fakes.APIError(code, "m"))
				client := reflect.ValueOf(s.client(fake.Config()))
				for _, op := range operations(client.Type()) {
					before := len(fake.Calls())
					got := invoke(client, op)
					if len(fake.Calls()) == before {
						continue // an input that cannot be made up
					}
					reached[op.Name] = true
					w := s.wire(code, status(got))
					w.requests = before // for the same request id
					want := invoke(reflect.ValueOf(s.client(w.config())), op)
					assert.EqualError(t, got, want.Error(), op.Name)
					assert.Equal(t, chain(want), chain(got), "%s %s", op.Name, code)
					assert.Equal(t, innermost(want), innermost(got), "%s %s", op.Name, code)
					if !strings.Contains(chain(got)[len(chain(got))-1], "GenericAPIError") {
						typed++
					}
				}
			}
			assert.GreaterOrEqual(t, len(reached), s.operations, "the test lost operations")
			assert.Greater(t, typed, s.operations/4, "the test has to meet typed errors")
			t.Logf("%d operations, %d codes, %d typed pairs", len(reached), len(s.codes), typed)
		})
	}
}

// operations lists the methods of a client that call an operation.
func operations(client reflect.Type) []reflect.Method {
	var methods []reflect.Method
	for i := range client.NumMethod() {
		m := client.Method(i)
		if m.Type.NumIn() == 4 && m.Type.In(1) == reflect.TypeFor[context.Context]() && m.Type.NumOut() == 2 {
			methods = append(methods, m)
		}
	}
	return methods
}

// invoke calls an operation with an input that has every member.
func invoke(client reflect.Value, op reflect.Method) error {
	input := reflect.New(op.Type.In(2).Elem())
	makeUp(input.Elem(), 4)
	out := op.Func.Call([]reflect.Value{client, reflect.ValueOf(context.Background()), input})
	err, _ := out[1].Interface().(error)
	return err
}

// makeUp sets what is exported to something that is not empty.
func makeUp(v reflect.Value, depth int) {
	if !v.CanSet() || depth == 0 {
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("value")
	case reflect.Int32, reflect.Int64:
		v.SetInt(1)
	case reflect.Float64:
		v.SetFloat(1)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		makeUp(v.Elem(), depth)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		makeUp(v.Index(0), depth)
	case reflect.Map:
		value := reflect.New(v.Type().Elem()).Elem()
		makeUp(value, depth-1)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("key").Convert(v.Type().Key()), value)
	case reflect.Uint8:
		v.SetUint('x')
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Unix(0, 0).UTC()))
			return
		}
		for i := range v.NumField() {
			makeUp(v.Field(i), depth-1)
		}
	}
}
