package iamhygiene_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// A snapshot is written on one machine and read on another; its clock goes
// with it, so the findings are the same, unless the reader asks for another.
func ExampleReadSnapshot() {
	var file bytes.Buffer
	if err := json.NewEncoder(&file).Encode(exampleSnapshot()); err != nil {
		fmt.Println(err)
		return
	}
	snapshot, err := iamhygiene.ReadSnapshot(&file)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(snapshot.AccountID(), snapshot.Datasets())
	fmt.Println(snapshot.Now().Format(time.DateOnly), snapshot.At(snapshot.Now().AddDate(0, 1, 0)).Now().Format(time.DateOnly))
	// Output:
	// 111122223333 [authorization-details credential-report]
	// 2024-03-12 2024-04-12
}

// Wrappers change a check without knowing it.
func ExampleWithScope() {
	check := iamhygiene.ForUsers(
		iamhygiene.Info{ID: "console-mfa", Title: "Console users have MFA", Severity: iamhygiene.SeverityHigh},
		iamhygiene.When(iamhygiene.HasPassword(), iamhygiene.MFAActive()))
	check = iamhygiene.WithSeverity(check, iamhygiene.SeverityCritical)
	check = iamhygiene.WithScope(check, "only the team web is in scope", func(r iamhygiene.Resource) bool {
		return r.Tags["team"] == "web"
	})
	results, err := new(iamhygiene.Runner).Run(context.Background(), exampleSnapshot(), check)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range results.Findings {
		fmt.Println(f.Resource.Name, f.Status, f.Severity)
	}
	// Output:
	// alice NOT_APPLICABLE critical
	// carol NOT_APPLICABLE critical
	// bob FAIL critical
}

// A set of checks is looked over before it runs.
func ExampleValidate() {
	a := iamhygiene.ForRoles(iamhygiene.Info{ID: "bounded", Title: "Roles have a boundary"}, iamhygiene.HasBoundary())
	b := iamhygiene.ForRoles(iamhygiene.Info{ID: "bounded", Title: "Roles are bounded", Needs: []string{"crm"}}, iamhygiene.HasBoundary())
	fmt.Println(iamhygiene.Validate([]iamhygiene.Check{a, b}))
	// Output:
	// iamhygiene: check bounded: the id is used twice: give one of the two checks another
	// iamhygiene: check bounded: dataset "crm" is not known: correct the name, or pass its DatasetInfo
}
