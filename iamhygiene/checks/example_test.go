package checks_test

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
)

// exampleSnapshot is an account of which only the credential report is known.
func exampleSnapshot() *iamhygiene.Snapshot {
	report, err := credreport.Parse(strings.NewReader(
		"user,arn,user_creation_time,password_enabled,password_last_used,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_2_active,access_key_2_last_rotated\n" +
			"<root_account>,arn:aws:iam::111122223333:root,2019-04-02T09:11:40+00:00,not_supported,no_information,false,true,2019-04-02T09:20:00+00:00,N/A,false,N/A\n" +
			"alice,arn:aws:iam::111122223333:user/alice,2022-05-10T08:00:00+00:00,true,2024-03-10T06:45:00+00:00,true,true,2024-01-20T08:00:00+00:00,2024-03-11T10:00:00+00:00,false,N/A\n"))
	if err != nil {
		panic(err)
	}
	now := time.Date(2024, time.March, 12, 0, 0, 0, 0, time.UTC)
	return iamhygiene.NewSnapshot("111122223333", "aws", now, iamhygiene.CredentialReport.With(report, now))
}

// Checks are values, and their fields are their parameters.
func Example() {
	results, err := new(iamhygiene.Runner).Run(context.Background(), exampleSnapshot(),
		checks.RootMFA{},
		checks.AccessKeyRotation{MaxAge: 30 * 24 * time.Hour},
		checks.SupportRole{},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range results.Findings {
		fmt.Printf("%v %s on %s: %s\n", f.Status, f.Check, f.Resource.Name, f.Message)
	}
	// Output:
	// FAIL root-mfa on <root_account>: the root user has an access key but no MFA device; at least one is required
	// FAIL access-key-rotation on alice/access_key_1: access_key_1 of alice is active and 51 days old; the limit is 30 days
	// UNKNOWN support-role on 111122223333: cannot decide: nobody collected the account authorization details; it takes iam:GetAccountAuthorizationDetails
}

// Select is for names that a person typed.
func ExampleSelect() {
	selected, err := checks.Select(checks.Strict, []string{"password-policy-*"}, []string{"password-policy-expiry"})
	fmt.Println(len(selected), err)
	_, err = checks.Select(checks.Standard, []string{"root-mfa-enabled"}, nil)
	fmt.Println(err)
	// Output:
	// 9 <nil>
	// checks: no check is called "root-mfa-enabled": did you mean root-mfa?
}

// A preset sets the parameters of all checks.
func ExampleCatalogue() {
	for _, c := range checks.Catalogue(checks.Strict) {
		if info := c.Info(); info.ID == "root-recent-use" {
			fmt.Println(info.Params["window"])
		}
	}
	// Output: 90d
}
