package iamhygiene

import (
	"encoding/json"
	"slices"
	"time"
)

// Results are what a run found out about one account. They are plain values.
type Results struct {
	// Account and Partition name the account.
	Account   string `json:"account"`
	Partition string `json:"partition"`
	// Time is the clock of the snapshot.
	Time time.Time `json:"time"`
	// Checks describes the checks that ran, in the order in which they were
	// given.
	Checks []Info `json:"checks"`
	// Findings are sorted as [SortFindings] does.
	Findings []Finding `json:"findings"`
	// Errors are the checks that panicked, by id.
	Errors []*CheckError `json:"errors,omitempty"`
	// DataErrors is what went wrong while the snapshot was collected.
	DataErrors []*DataError `json:"data_errors,omitempty"`
}

// Counts counts findings.
type Counts struct {
	Pass          int `json:"pass"`
	Fail          int `json:"fail"`
	Unknown       int `json:"unknown"`
	NotApplicable int `json:"not_applicable"`
	Manual        int `json:"manual"`
	// Suppressed counts failures under an exemption; Fail does not include
	// them.
	Suppressed int `json:"suppressed"`
	// FailBySeverity splits Fail.
	FailBySeverity map[Severity]int `json:"fail_by_severity"`
}

// Count counts the findings.
func (r *Results) Count() Counts {
	c := Counts{FailBySeverity: make(map[Severity]int)}
	for i := range r.Findings {
		switch f := &r.Findings[i]; {
		case f.Open():
			c.Fail++
			c.FailBySeverity[f.Severity]++
		case f.Status == Fail:
			c.Suppressed++
		case f.Status == Pass:
			c.Pass++
		case f.Status == NotApplicable:
			c.NotApplicable++
		case f.Status == Manual:
			c.Manual++
		default:
			c.Unknown++
		}
	}
	return c
}

// Worst returns the greatest severity of an open failure; zero where there is
// none.
func (r *Results) Worst() Severity {
	var worst Severity
	for i := range r.Findings {
		if f := &r.Findings[i]; f.Open() {
			worst = max(worst, f.Severity)
		}
	}
	return worst
}

// MissingActions returns the IAM actions that Unknown findings ask for, sorted
// and without repeats.
func (r *Results) MissingActions() []string {
	seen := make(map[string]bool)
	var actions []string
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Unknown == nil {
			continue
		}
		for _, a := range f.Unknown.Grant() {
			if !seen[a] {
				seen[a] = true
				actions = append(actions, a)
			}
		}
	}
	slices.Sort(actions)
	return actions
}

// MissingPolicy returns an IAM policy document that allows MissingActions, or
// "" where nothing is missing. Read actions of IAM take no narrower resource
// where they list.
func (r *Results) MissingPolicy() string {
	actions := r.MissingActions()
	if len(actions) == 0 {
		return ""
	}
	type statement struct {
		Effect   string
		Action   []string
		Resource string
	}
	text, err := json.MarshalIndent(struct {
		Version   string
		Statement []statement
	}{"2012-10-17", []statement{{"Allow", actions, "*"}}}, "", "  ")
	if err != nil { // strings only: cannot happen
		return ""
	}
	return string(text)
}
