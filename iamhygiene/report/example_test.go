package report_test

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/report"
)

// run makes results of one check on some users; those whose names are in upper
// case fail.
func run(at time.Time, users ...string) *iamhygiene.Results {
	info := iamhygiene.Info{ID: "user-console-mfa", Title: "Console users have MFA", Severity: iamhygiene.SeverityHigh,
		Frameworks: []iamhygiene.Control{{Name: "CIS AWS Foundations", Version: "5.0", ID: "1.9"}}}
	r := &iamhygiene.Results{Account: "111122223333", Partition: "aws", Time: at, Checks: []iamhygiene.Info{info}}
	for _, u := range users {
		f := iamhygiene.Finding{Check: info.ID, Title: info.Title, Severity: info.Severity, Status: iamhygiene.Pass, Message: "has MFA", Frameworks: info.Frameworks, Resource: user(strings.ToLower(u))}
		if u == strings.ToUpper(u) {
			f.Status, f.Message = iamhygiene.Fail, "has no MFA"
		}
		f.Fingerprint = f.ComputeFingerprint()
		r.Findings = append(r.Findings, f)
	}
	iamhygiene.SortFindings(r.Findings)
	return r
}

func ExampleCompare() {
	monday, tuesday := run(now, "ALICE", "BOB", "carol"), run(now.AddDate(0, 0, 1), "alice", "BOB", "CAROL")
	changes, err := report.Compare(monday, tuesday)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range changes.Differences {
		fmt.Println(d.Change, d.Finding().Resource.Name, d.Worse())
	}
	fmt.Println(changes)
	// Output:
	// new carol true
	// resolved alice false
	// unchanged bob false
	// since 2024-03-12 08:30 UTC: 1 new, 1 resolved, 1 unchanged
}

func ExampleBaseline() {
	known := report.NewBaseline(run(now, "ALICE", "bob"))
	changes, err := known.Compare(run(now.AddDate(0, 0, 1), "ALICE", "BOB"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range changes.Worse(iamhygiene.SeverityHigh) {
		fmt.Printf("stop: %s %s\n", d.New.Resource.Name, d.New.Message)
	}
	// Output: stop: bob has no MFA
}

func ExampleTrend() {
	fmt.Println(report.Trend(run(now, "ALICE", "BOB"), run(now.AddDate(0, 0, 1), "ALICE", "bob"), run(now.AddDate(0, 0, 2), "alice", "bob")))
	// Output: fail 2 -> 1 -> 0 (high 2 -> 1 -> 0) from 2024-03-12 to 2024-03-14
}

func ExampleText() {
	if err := report.Text(os.Stdout, run(now, "ALICE", "bob")); err != nil {
		fmt.Println(err)
	}
	// Output:
	// IAM hygiene of account 111122223333 (aws) at 2024-03-12 08:30 UTC
	//
	// HIGH (1)
	// --------
	//   Console users have MFA [user-console-mfa]
	//     - user alice: has no MFA
	//
	// SUMMARY
	// -------
	//   fail    critical 0, high 1, medium 0, low 0, info 0
	//   others  pass 1, unknown 0, not applicable 0, manual 0, exempted 0
	//
	// NEXT
	// ----
	//   1. Mend "Console users have MFA" first (high).
	//   2. Accept what must stay with an exemption: check, resource, reason, owner, expiry.
}

func ExampleCoverage() {
	for _, f := range report.Coverage(run(now, "ALICE", "bob")) {
		for _, c := range f.Controls {
			fmt.Println(f.Name, f.Version, c.ID, c.Status, c.Counts.Fail, c.Counts.Pass)
		}
	}
	// Output: CIS AWS Foundations 5.0 1.9 FAIL 1 1
}
