package checks_test

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
)

// A part is something of a dataset that can be lost by itself: a Region, the
// value under a key, or an element of a list. cut returns the value without it.
type part struct {
	scope string
	cut   func() any
}

// partsOf takes the JSON form of a dataset apart.
func partsOf(value any) []part {
	var out []part
	switch v := value.(type) {
	case []any:
		for i, x := range v {
			if o, ok := x.(map[string]any); ok && o["arn"] != nil {
				out = append(out, part{o["arn"].(string), func() any { return slices.Delete(slices.Clone(v), i, i+1) }})
			}
		}
	case map[string]any:
		regions, regional := v["regions"].([]any)
		for _, region := range regions {
			out = append(out, part{region.(string), func() any {
				same := func(x any) bool { return x == region }
				items, _ := v["items"].([]any)
				return map[string]any{
					"regions": slices.DeleteFunc(slices.Clone(regions), same),
					"items":   slices.DeleteFunc(slices.Clone(items), func(x any) bool { return same(x.(map[string]any)["region"]) }),
				}
			}})
		}
		for key := range v {
			if !regional {
				out = append(out, part{key, func() any {
					rest := maps.Clone(v)
					delete(rest, key)
					return rest
				}})
			}
		}
	}
	return out
}

// A part that could not be read turns nothing into good news either, and where
// all Regions are gone without a word nobody says that there is nothing.
func TestPartialLossIsNeverGoodNews(t *testing.T) {
	themes := map[string]bool{"federation": true, "compute": true, "monitoring": true, "account": true, "manual": true, "root": true}
	split := map[string]bool{}
	for _, d := range failed {
		switch d.Name() {
		case "credential-report", "authorization-details", "account-summary", "password-policy", "primary-contact", "root-email", "root-features", "organization", "control-policies":
		default:
			split[d.Name()] = true
		}
	}
	good := map[iamhygiene.Status]bool{iamhygiene.Pass: true, iamhygiene.NotApplicable: true}
	for name, account := range map[string]func() map[string]iamhygiene.SnapshotOption{"in order": full, "neglected": neglected} {
		whole, err := json.Marshal(snapshotOf(slices.Collect(maps.Values(account()))...))
		require.NoError(t, err)
		lose := func(dataset string, value any, errs ...any) *iamhygiene.Snapshot {
			var raw map[string]any
			require.NoError(t, json.Unmarshal(whole, &raw))
			d := raw["datasets"].(map[string]any)[dataset].(map[string]any)
			d["value"], d["errors"] = value, errs
			text, err := json.Marshal(raw)
			require.NoError(t, err)
			s := new(iamhygiene.Snapshot)
			require.NoError(t, json.Unmarshal(text, s))
			return s
		}
		var raw struct {
			Datasets map[string]struct{ Value any }
		}
		require.NoError(t, json.Unmarshal(whole, &raw))
		for _, c := range checks.Catalogue(checks.Standard) {
			info := c.Info()
			if !themes[info.Theme] {
				continue
			}
			t.Run(name+"/"+info.ID, func(t *testing.T) {
				key := func(f iamhygiene.Finding) string {
					return f.Resource.ARN + " " + f.Resource.Type + " " + f.Discriminator
				}
				before := make(map[string]iamhygiene.Status)
				for _, f := range findings(t, account(), c) {
					before[key(f)] = f.Status
				}
				same := func(s *iamhygiene.Snapshot, what string) {
					got := c.Run(context.Background(), s)
					require.NotEmpty(t, got, "%s: silence", what)
					for _, f := range got {
						if good[f.Status] {
							assert.Equal(t, before[key(f)].String(), f.Status.String(), "%s: %s", what, f.Message)
						}
					}
				}
				for dataset, d := range raw.Datasets {
					if !split[dataset] || !slices.Contains(append(info.Needs, info.Uses...), dataset) {
						continue
					}
					for _, p := range partsOf(d.Value) {
						same(lose(dataset, p.cut(), map[string]any{"dataset": dataset, "code": "AccessDenied", "scope": p.scope}), dataset+" without "+p.scope)
					}
					if v, ok := d.Value.(map[string]any); ok && v["regions"] != nil {
						same(lose(dataset, map[string]any{"regions": nil, "items": nil}), dataset+" of no Region")
					}
				}
			})
		}
	}
}
