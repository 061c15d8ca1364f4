package policyeval_test

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/iamhygiene/sdk/policyeval/internal/reference"
)

// reduce drops parts of a case as long as it stays interesting, so that a
// failure shows the few members it is about.
func reduce(c reference.Case, interesting func(reference.Case) bool) reference.Case {
	for {
		smaller, ok := reduceOnce(c, interesting)
		if !ok {
			return c
		}
		c = smaller
	}
}

func reduceOnce(c reference.Case, interesting func(reference.Case) bool) (reference.Case, bool) {
	text, err := json.Marshal(c)
	if err != nil {
		return c, false
	}
	var tree any
	if json.Unmarshal(text, &tree) != nil {
		return c, false
	}
	for _, candidate := range smallerTrees(tree) {
		data, err := json.Marshal(candidate)
		if err != nil || len(data) >= len(text) {
			continue
		}
		next, err := reference.ParseCase(data)
		if err != nil {
			continue
		}
		// What is shorter as a tree may be longer once it is written as a case.
		if again, err := json.Marshal(next); err == nil && len(again) < len(text) && interesting(next) {
			return next, true
		}
	}
	return c, false
}

// smallerTrees are the trees with one member or element less, or one text
// replaced by a plainer one.
func smallerTrees(tree any) []any {
	var out []any
	switch v := tree.(type) {
	case map[string]any:
		names := slices.Sorted(maps.Keys(v))
		for _, name := range names {
			out = append(out, with(v, name, nil, true))
		}
		for _, name := range names {
			for _, smaller := range smallerTrees(v[name]) {
				out = append(out, with(v, name, smaller, false))
			}
		}
	case []any:
		for i := range v {
			less := append(append([]any{}, v[:i]...), v[i+1:]...)
			out = append(out, less)
			if len(less) == 1 {
				out = append(out, less[0])
			}
		}
		if len(v) == 1 {
			out = append(out, v[0])
		}
		for i, value := range v {
			for _, smaller := range smallerTrees(value) {
				changed := append([]any{}, v...)
				changed[i] = smaller
				out = append(out, changed)
			}
		}
	case string:
		if len(v) > 1 {
			out = append(out, "*", "x")
		}
	}
	return out
}

func with(object map[string]any, name string, value any, drop bool) map[string]any {
	changed := map[string]any{}
	for n, v := range object {
		changed[n] = v
	}
	changed[name] = value
	if drop {
		delete(changed, name)
	}
	return changed
}
