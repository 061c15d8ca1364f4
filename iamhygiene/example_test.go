package iamhygiene_test

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/iamhygiene"
)

// Three users: one in order, one without MFA, one whom the report does not
// know yet.
func exampleSnapshot() *iamhygiene.Snapshot {
	report, err := credreport.Parse(strings.NewReader(`user,arn,user_creation_time,password_enabled,mfa_active,access_key_1_active
<root_account>,arn:aws:iam::111122223333:root,2019-04-02T09:11:40+00:00,not_supported,true,false
alice,arn:aws:iam::111122223333:user/alice,2022-05-10T08:00:00+00:00,true,true,false
bob,arn:aws:iam::111122223333:user/eng/bob,2021-01-04T12:30:00+00:00,true,false,false
`))
	if err != nil {
		panic(err)
	}
	now := time.Date(2024, time.March, 12, 0, 0, 0, 0, time.UTC)
	return iamhygiene.NewSnapshot("111122223333", "aws", now,
		iamhygiene.CredentialReport.With(report, now.Add(-time.Hour)),
		iamhygiene.Authorization.With(&iamhygiene.AuthorizationDetails{Users: []iamhygiene.UserDetail{
			{Name: "alice", ARN: "arn:aws:iam::111122223333:user/alice"},
			{Name: "bob", ARN: "arn:aws:iam::111122223333:user/eng/bob", Tags: map[string]string{"team": "web"}},
			{Name: "carol", ARN: "arn:aws:iam::111122223333:user/carol"},
		}}, now))
}

// A check of your own is a predicate and a description. Carol is Unknown, not
// a pass: the report was generated before she was created.
func ExampleForUsers() {
	consoleMFA := iamhygiene.ForUsers(
		iamhygiene.Info{ID: "console-mfa", Title: "Console users have MFA", Severity: iamhygiene.SeverityHigh},
		iamhygiene.When(iamhygiene.HasPassword(), iamhygiene.MFAActive()))

	results, err := new(iamhygiene.Runner).Run(context.Background(), exampleSnapshot(), consoleMFA)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range results.Findings {
		fmt.Println(f.Status, f.Resource.Name)
	}
	// Output:
	// PASS alice
	// UNKNOWN carol
	// FAIL bob
}

// A dataset of your own sits beside the built-in ones: collect it as you like,
// read it in predicates. Where it is missing, the check is Unknown.
func ExampleNewDataset() {
	leavers := iamhygiene.NewDataset[map[string]bool](iamhygiene.DatasetInfo{Name: "leavers", Title: "the list of leavers"})

	left := iamhygiene.ForUsers(
		iamhygiene.Info{ID: "leaver", Title: "Users still work here", Severity: iamhygiene.SeverityHigh, Needs: []string{"leavers"}},
		func(u *iamhygiene.User) iamhygiene.Verdict {
			gone, err := leavers.Get(u.Snapshot())
			if err != nil {
				return iamhygiene.Undecided(err)
			}
			return iamhygiene.If(!gone[u.Name()], u.Name()+" works here", u.Name()+" has left")
		})
	runner := iamhygiene.Runner{Datasets: []iamhygiene.DatasetInfo{leavers.Info()}}

	snapshot := iamhygiene.NewSnapshot("111122223333", "aws", time.Date(2024, time.March, 12, 0, 0, 0, 0, time.UTC),
		iamhygiene.Authorization.With(&iamhygiene.AuthorizationDetails{Users: []iamhygiene.UserDetail{
			{Name: "bob", ARN: "arn:aws:iam::111122223333:user/bob"},
		}}, time.Time{}),
		leavers.With(map[string]bool{"bob": true}, time.Time{}))
	results, err := runner.Run(context.Background(), snapshot, left)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(results.Findings[0].Status, results.Findings[0].Message)
	// Output: FAIL bob has left
}

// An exemption marks a failure; it does not hide it.
func ExampleRunner_exemptions() {
	snapshot := exampleSnapshot()
	runner := iamhygiene.Runner{Exemptions: []iamhygiene.Exemption{{
		ID: "bob-until-june", Checks: []string{"console-*"}, Resource: "arn:aws:iam::111122223333:user/eng/bob",
		Reason: "gets his security key in June", Owner: "platform team", Expires: snapshot.Now().AddDate(0, 3, 0),
	}}}
	check := iamhygiene.ForUsers(
		iamhygiene.Info{ID: "console-mfa", Title: "Console users have MFA", Severity: iamhygiene.SeverityHigh},
		iamhygiene.When(iamhygiene.HasPassword(), iamhygiene.MFAActive()))
	results, err := runner.Run(context.Background(), snapshot, check)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range results.Findings {
		if f.Status == iamhygiene.Fail {
			fmt.Println(f.Resource.Name, f.Status, "open:", f.Open(), "because:", f.Suppression.Reason)
		}
	}
	// Output: bob FAIL open: false because: gets his security key in June
}

// Data that is missing is named together with the permission that it takes.
func ExampleResults_MissingPolicy() {
	now := time.Date(2024, time.March, 12, 0, 0, 0, 0, time.UTC)
	snapshot := iamhygiene.NewSnapshot("111122223333", "aws", now)
	check := iamhygiene.ForGroups(
		iamhygiene.Info{ID: "members", Title: "Groups have members", Severity: iamhygiene.SeverityLow},
		iamhygiene.GroupHasMembers())
	results, err := new(iamhygiene.Runner).Run(context.Background(), snapshot, check)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(results.Findings[0].Message)
	fmt.Println(results.MissingPolicy())
	// Output:
	// cannot decide: nobody collected the account authorization details; it takes iam:GetAccountAuthorizationDetails
	// {
	//   "Version": "2012-10-17",
	//   "Statement": [
	//     {
	//       "Effect": "Allow",
	//       "Action": [
	//         "iam:GetAccountAuthorizationDetails"
	//       ],
	//       "Resource": "*"
	//     }
	//   ]
	// }
}
