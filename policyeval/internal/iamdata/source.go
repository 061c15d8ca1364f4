package iamdata

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
)

// The shapes of the source. All members are pointers or slices, so that an
// absent member can be told from an empty one.
type (
	sourcePackage struct {
		Name      *string `json:"name"`
		Version   *string `json:"version"`
		UpdatedAt *string `json:"updatedAt"`
	}
	sourceAction struct {
		Name             *string           `json:"name"`
		Description      *string           `json:"description"`
		AccessLevel      *string           `json:"accessLevel"`
		ResourceTypes    []sourceUse       `json:"resourceTypes"`
		ConditionKeys    []string          `json:"conditionKeys"`
		DependentActions []string          `json:"dependentActions"`
		Scenarios        []*sourceScenario `json:"scenarios" source:"optional"`
	}
	sourceUse struct {
		Name             *string  `json:"name"`
		Required         *bool    `json:"required"`
		ConditionKeys    []string `json:"conditionKeys"`
		DependentActions []string `json:"dependentActions"`
	}
	// sourceScenario says which resource types go together in one use of the
	// action, for a handful of actions. It is read to be checked, not kept: the
	// types of all scenarios are in the list of the action as well.
	sourceScenario struct {
		Name          *string              `json:"name"`
		ResourceTypes []sourceScenarioType `json:"resourceTypes"`
	}
	sourceScenarioType struct {
		Name     *string `json:"name"`
		Required *bool   `json:"required"`
	}
	sourceType struct {
		Key           *string  `json:"key"`
		ARN           *string  `json:"arn"`
		ConditionKeys []string `json:"conditionKeys" source:"optional"`
	}
	sourceKey struct {
		Key         *string `json:"key"`
		Description *string `json:"description"`
		Type        *string `json:"type"`
	}
)

// What lies in data/. A name that is not here is an error. Those with false
// hold nothing that the catalog needs: categories are AWS's marketing
// groups, the patterns follow from the placeholders in the keys, and the
// unassociated conditions from the keys' prefixes.
var sourceFiles = map[string]bool{
	"actions":                     true,
	"conditionKeys":               true,
	"resourceTypes":               true,
	"rcpSupportedServices.json":   true,
	"serviceNames.json":           true,
	"services.json":               true,
	"categories":                  false,
	"categories.json":             false,
	"categoryNames.json":          false,
	"conditionPatterns.json":      false,
	"serviceCategories.json":      false,
	"unassociatedConditions.json": false,
}

// checkFiles compares what lies in data/ with what the reader knows.
func checkFiles(fsys fs.FS, services []string) error {
	entries, err := fs.ReadDir(fsys, "data")
	if err != nil {
		return fmt.Errorf("iamdata: %w: give the folder that holds package.json", err)
	}
	for _, e := range entries {
		if _, known := sourceFiles[e.Name()]; !known {
			return fmt.Errorf("iamdata: data/%s is new: find out what it holds and add it to the reader", e.Name())
		}
	}
	for _, dir := range []string{"actions", "conditionKeys", "resourceTypes"} {
		entries, err := fs.ReadDir(fsys, "data/"+dir)
		if err != nil {
			return fmt.Errorf("iamdata: %w", err)
		}
		for _, e := range entries {
			prefix, ok := strings.CutSuffix(e.Name(), ".json")
			if _, found := slices.BinarySearch(services, prefix); !ok || !found {
				return fmt.Errorf("iamdata: data/%s/%s belongs to no service in services.json", dir, e.Name())
			}
		}
	}
	return nil
}

// globalFile holds the global condition keys. They are the one part of the
// source that is code and not data.
const globalFile = "dist/esm/globalConditionKeys.js"

var (
	globalStart = "export const globalConditionKeys = ["
	globalEntry = regexp.MustCompile(`^\s*\{\s*key: '([^'\\]+)',\s*category: '[a-z]+',\s*type: '([A-Za-z]+)',\s*(?://[^\n]*\s*)?description: ''\s*\},?`)
)

// readGlobal reads the array literal of global condition keys, entry by entry,
// and stops with an error at anything that is no entry.
func readGlobal(fsys fs.FS) ([]Key, error) {
	data, err := fs.ReadFile(fsys, globalFile)
	if err != nil {
		return nil, fmt.Errorf("iamdata: %w", err)
	}
	_, rest, found := strings.Cut(string(data), globalStart)
	if !found {
		return nil, fmt.Errorf("iamdata: %s: %q is not there", globalFile, globalStart)
	}
	var keys []Key
	for {
		m := globalEntry.FindStringSubmatch(rest)
		if m == nil {
			break
		}
		rest = rest[len(m[0]):]
		k, err := newKey(globalFile, m[1], m[2])
		if err != nil {
			return nil, err
		}
		keys = append(keys, k)
	}
	if !strings.HasPrefix(strings.TrimSpace(rest), "];") || len(keys) == 0 {
		return nil, fmt.Errorf("iamdata: %s: no entry and no end of the list at %.60q", globalFile, rest)
	}
	return keys, nil
}
