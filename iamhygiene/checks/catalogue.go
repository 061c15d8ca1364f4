package checks

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/escalation"
)

const day = 24 * time.Hour

// thresholds are the parameters that presets set. A field that stays zero
// leaves the check its own default, which is that of Standard.
type thresholds struct {
	unused, rotation, unusedRole            time.Duration
	neverUsedGrace, rotationGrace, inactive time.Duration
	rootUse, passwordMaxAge                 time.Duration
	minLength, reuse                        int
	maxSession                              time.Duration
	minConfidence                           escalation.Confidence
	expiryWarn                              time.Duration
	sharedFunctions                         int
}

// none is a grace period of nothing; zero would mean the default.
const none = time.Duration(-1)

var presetThresholds = [...]thresholds{
	Standard: {},
	Strict: {
		unused: 30 * day, rotation: 30 * day, unusedRole: 30 * day,
		neverUsedGrace: 1 * day, rotationGrace: none, inactive: 7 * day,
		rootUse: 90 * day, passwordMaxAge: 60 * day, minLength: 16, reuse: 24,
		maxSession: time.Hour, minConfidence: escalation.Low, expiryWarn: 60 * day, sharedFunctions: 2,
	},
	Relaxed: {
		unused: 90 * day, rotation: 90 * day, unusedRole: 90 * day,
		neverUsedGrace: 14 * day, rotationGrace: 14 * day, inactive: 90 * day,
		rootUse: 7 * day, passwordMaxAge: 90 * day, minLength: 8, reuse: 5,
		maxSession: 12 * time.Hour, minConfidence: escalation.High, expiryWarn: 14 * day, sharedFunctions: 5,
	},
}

// Catalogue returns every built-in check with the parameters of the preset,
// opt-in checks included, in the order of the themes. A value that is none of
// the presets counts as Standard.
func Catalogue(p Preset) []iamhygiene.Check {
	if int(p) >= len(presetThresholds) {
		p = Standard
	}
	t := presetThresholds[p]
	return slices.Concat(
		rootChecks(t), userChecks(t), keyChecks(t), passwordChecks(t),
		policyChecks(t), roleChecks(t), principalChecks(t), accountChecks(t),
		federationChecks(t), computeChecks(t), monitoringChecks(t), manualChecks(),
	)
}

// All returns the checks that the preset runs: all that are not opt-in, and
// with Strict those too.
func All(p Preset) []iamhygiene.Check {
	return slices.DeleteFunc(Catalogue(p), func(c iamhygiene.Check) bool {
		return p != Strict && c.Info().OptIn
	})
}

// Select returns the checks of the preset that only names, without those that
// skip names. Both hold ids or globs over them ("access-key-*"). An empty only
// means [All]; an opt-in check runs when its id, written out, is in only. A
// name that matches no check is an error that proposes the nearest id.
func Select(p Preset, only, skip []string) ([]iamhygiene.Check, error) {
	all := Catalogue(p)
	for _, name := range slices.Concat(only, skip) {
		known := slices.ContainsFunc(all, func(c iamhygiene.Check) bool { return matches(name, c.Info().ID) })
		if !known {
			return nil, fmt.Errorf("checks: no check is called %q: did you mean %s?", name, nearest(name, all))
		}
	}
	return slices.DeleteFunc(all, func(c iamhygiene.Check) bool {
		info := c.Info()
		if slices.ContainsFunc(skip, func(name string) bool { return matches(name, info.ID) }) {
			return true
		}
		if len(only) == 0 {
			return info.OptIn && p != Strict
		}
		return !slices.ContainsFunc(only, func(name string) bool {
			return name == info.ID || matches(name, info.ID) && (!info.OptIn || p == Strict)
		})
	}), nil
}

func matches(pattern, id string) bool {
	ok, err := path.Match(pattern, id)
	return err == nil && ok
}

// nearest returns the id that has most letter pairs in common with the name,
// in proportion to the length of both.
func nearest(name string, all []iamhygiene.Check) string {
	best, score := "", -1.0
	for _, c := range all {
		id, common := c.Info().ID, 0
		for i := 0; i+2 <= len(name); i++ {
			if strings.Contains(id, name[i:i+2]) {
				common++
			}
		}
		if n := float64(common) / float64(len(name)+len(id)); n > score {
			best, score = id, n
		}
	}
	return best
}
