package policyeval_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/internal/reference"
)

var someActions = []string{"s3:GetObject", "S3:PUTOBJECT", "iam:PutRolePolicy", "sts:AssumeRole", "sts:GetCallerIdentity", "kms:Decrypt", "kms:DeleteAlias", "ec2:RunInstances"}

// TestAuthorizeActionsAgreesWithAuthorize: deciding many actions at once is the
// same as one by one.
func TestAuthorizeActionsAgreesWithAuthorize(t *testing.T) {
	generated(t, 400, func(c reference.Case) {
		a, err := authorizerOf(c)
		require.NoError(t, err)
		req := requestOf(c.Request, c.Settings)
		seen := 0
		err = a.AuthorizeActions(req, slices.Values(someActions), func(action string, got policyeval.Decision) bool {
			require.Equal(t, someActions[seen], action)
			seen++
			one := *req
			one.Action = action
			want, err := a.Authorize(&one)
			require.NoError(t, err)
			want.DependsOn = nil
			assert.Equal(t, want, got, "%s\n%s", action, text(c))
			return true
		})
		if err != nil {
			one := *req
			one.Action = someActions[seen]
			_, want := a.Authorize(&one)
			assert.Equal(t, want, err, "the resource policy may not go with every action")
			return
		}
		assert.Len(t, someActions, seen)
	})
}

func TestAllowedActions(t *testing.T) {
	a, err := policyeval.Compile(identity(t, `{"Version": "2012-10-17", "Statement": [
		{"Effect": "Allow", "Action": ["s3:*", "ec2:RunInstances"], "Resource": "*"},
		{"Effect": "Deny", "Action": "s3:Put*", "Resource": "*"}]}`))
	require.NoError(t, err)
	req := &policyeval.Request{Principal: alice, Resource: "*"}
	got, err := a.AllowedActions(req, slices.Values(someActions))
	require.NoError(t, err)
	assert.Equal(t, []string{"s3:GetObject", "sts:GetCallerIdentity", "ec2:RunInstances"}, got)

	_, err = a.AllowedActions(req, slices.Values([]string{"s3:GetObject", "s3"}))
	assert.EqualError(t, err, `policyeval: request Action "s3": not of the form service:Name`)

	visited := 0
	require.NoError(t, a.AuthorizeActions(req, slices.Values(someActions), func(string, policyeval.Decision) bool { visited++; return visited < 3 }))
	assert.Equal(t, 3, visited, "visit ends the loop")
}

// BenchmarkAllowedActions asks for as many actions as AWS has.
func BenchmarkAllowedActions(b *testing.B) {
	var actions []string
	for i := range 22_000 {
		actions = append(actions, fmt.Sprintf("%s:Describe%s%d", benchmarkServices[i%len(benchmarkServices)], []string{"Thing", "Other", "List"}[i%3], i))
	}
	policies := benchmarkPolicies(b, 50)
	a, err := policyeval.Compile(policies)
	if err != nil {
		b.Fatal(err)
	}
	req := benchmarkRequest()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := a.AllowedActions(req, slices.Values(actions)); err != nil {
			b.Fatal(err)
		}
	}
}
