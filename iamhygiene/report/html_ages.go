package report

import (
	"slices"
	"strings"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// An ageChart is how many credentials of one kind have an age in each range.
type ageChart struct {
	ID, Title, Noun string
	Bins            []ageBin
	Known, Unknown  int
	// Hint says why ages may be missing.
	Hint string
}

type ageBin struct {
	Label string
	N     int
}

// ageLimits are the last days of the ranges; what is older is in the last one.
// They hold the limits that policies commonly set: 30, 45, 90, 180 and 365 days.
var ageLimits = [...]int{30, 45, 90, 180, 365, 730}

var ageLabels = [...]string{"0–30", "31–45", "46–90", "91–180", "181–365", "366–730", "731+"}

// ages reads from the evidence of findings when access keys and passwords were
// made. The columns are those of the credential report
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html),
// CreateDate is a member of what ListAccessKeys returns.
//
// A key or password of which some check speaks, but of which no evidence says
// the time, is unknown. What does not apply, such as the password of a user who
// has none, is left out.
func ages(r *iamhygiene.Results) []ageChart {
	keys, passwords := make(map[credential]time.Duration), make(map[credential]time.Duration)
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Status == iamhygiene.NotApplicable {
			continue
		}
		switch {
		case f.Resource.Type == iamhygiene.TypeAccessKey:
			add(keys, credential{f.Resource.ARN, f.Resource.Name}, f, r.Time, func(path string) bool {
				return strings.HasPrefix(path, "access_key_") && strings.HasSuffix(path, "_last_rotated") || strings.HasSuffix(path, "/CreateDate")
			})
		case f.Check == "password-rotation" || f.Check == "password-unused":
			add(passwords, credential{arn: f.Resource.ARN}, f, r.Time, func(path string) bool { return path == "password_last_changed" })
		}
	}
	return []ageChart{
		newAgeChart("keys", "Access keys", "access key", keys, "The check access-key-rotation records when an active key was made."),
		newAgeChart("passwords", "Console passwords", "password", passwords,
			"The checks password-unused and password-rotation record when a password was changed, where the credential report tells."),
	}
}

// A credential is told from others by the ARN of its user and, for an access
// key, its name.
type credential struct{ arn, name string }

// unknownAge is the age of a credential of which no finding tells it.
const unknownAge time.Duration = -1

// add enters the age that the evidence of a finding tells, or that it is
// unknown as long as no other finding tells it.
func add(to map[credential]time.Duration, c credential, f *iamhygiene.Finding, now time.Time, isAge func(path string) bool) {
	if _, ok := to[c]; !ok {
		to[c] = unknownAge
	}
	if !f.ObservedAt.IsZero() {
		now = f.ObservedAt
	}
	for _, e := range f.Evidence {
		if !isAge(e.Path) {
			continue
		}
		if made, err := time.Parse(time.RFC3339, e.Observed); err == nil && !made.After(now) {
			to[c] = now.Sub(made)
		}
	}
}

func newAgeChart(id, title, noun string, ages map[credential]time.Duration, hint string) ageChart {
	chart := ageChart{ID: id, Title: title, Noun: noun, Hint: hint}
	for _, label := range ageLabels {
		chart.Bins = append(chart.Bins, ageBin{Label: label})
	}
	for _, age := range ages {
		if age == unknownAge {
			chart.Unknown++
			continue
		}
		chart.Known++
		// Age is counted in complete days, as the evidence of checks does.
		i, _ := slices.BinarySearch(ageLimits[:], int(age/(24*time.Hour)))
		chart.Bins[i].N++
	}
	return chart
}
