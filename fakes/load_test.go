package fakes_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/credreport"
	"github.com/iamhygiene/sdk/fakes"
)

const reportHeader = "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active," +
	"access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service," +
	"access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service," +
	"cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated\n"

const (
	rootRow  = "<root_account>,arn:aws:iam::111122223333:root,2019-01-01T00:00:00+00:00,not_supported,no_information,not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A\n"
	aliceRow = "alice,arn:aws:iam::111122223333:user/alice,2020-01-01T00:00:00+00:00,true,2024-02-28T10:00:00+00:00,2023-01-01T00:00:00+00:00,N/A,true," +
		"false,2020-02-01T00:00:00+00:00,2021-05-01T12:00:00+00:00,eu-west-1,s3,true,2023-06-01T00:00:00+00:00,N/A,N/A,N/A,false,N/A,false,N/A\n"
	goneRow = "gone,arn:aws:iam::111122223333:user/gone,2020-01-01T00:00:00+00:00,false,N/A,N/A,N/A,false,true,2020-01-01T00:00:00+00:00,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A\n"

	aliceJSON = `{"UserName": "alice", "UserId": "AIDAALICE", "Path": "/", "Arn": "arn:aws:iam::111122223333:user/alice", "CreateDate": "2020-01-01T00:00:00+00:00"`
)

func details(users ...string) string {
	return `{"UserDetailList": [` + strings.Join(users, ",\n") + "]}"
}

// What the report tells is what clients read, and the report itself is served
// with users who are gone.
func TestLoadAccountCredentials(t *testing.T) {
	csv := reportHeader + goneRow + aliceRow + rootRow // AWS promises no order
	account, err := fakes.LoadAccount(fakes.Exports{
		AuthorizationDetails: strings.NewReader(details(aliceJSON + "}")),
		CredentialReport:     strings.NewReader(strings.ReplaceAll(csv, "\n", "\r\n")),
	})
	require.NoError(t, err)
	assert.Equal(t, time.Date(2024, 2, 28, 10, 0, 0, 0, time.UTC), account.Now(), "the CSV tells no time: it is that of the last event")

	ctx, client := context.Background(), iam.NewFromConfig(account.Config())
	report, err := client.GetCredentialReport(ctx, nil)
	require.NoError(t, err, "it is there without being asked for")
	assert.Equal(t, csv, string(report.Content))

	user, err := client.GetUser(ctx, &iam.GetUserInput{UserName: aws.String("alice")})
	require.NoError(t, err)
	assert.Equal(t, "AIDAALICE", aws.ToString(user.User.UserId))
	assert.Equal(t, time.Date(2024, 2, 28, 10, 0, 0, 0, time.UTC), aws.ToTime(user.User.PasswordLastUsed))
	devices, err := client.ListMFADevices(ctx, &iam.ListMFADevicesInput{UserName: aws.String("alice")})
	require.NoError(t, err)
	require.Len(t, devices.MFADevices, 1)
	assert.Equal(t, "arn:aws:iam::111122223333:mfa/alice", aws.ToString(devices.MFADevices[0].SerialNumber))
	keys, err := client.ListAccessKeys(ctx, &iam.ListAccessKeysInput{UserName: aws.String("alice")})
	require.NoError(t, err)
	require.Len(t, keys.AccessKeyMetadata, 2)
	var read []string
	for _, k := range keys.AccessKeyMetadata {
		used, err := client.GetAccessKeyLastUsed(ctx, &iam.GetAccessKeyLastUsedInput{AccessKeyId: k.AccessKeyId})
		require.NoError(t, err)
		owner, err := sts.NewFromConfig(account.Config()).GetAccessKeyInfo(ctx, &sts.GetAccessKeyInfoInput{AccessKeyId: k.AccessKeyId})
		require.NoError(t, err)
		assert.Equal(t, "111122223333", aws.ToString(owner.Account), "made-up ids tell the account, as AWS's do")
		read = append(read, fmt.Sprint(k.Status, " ", k.CreateDate.Format(time.DateOnly), " ", aws.ToString(used.AccessKeyLastUsed.Region), " ", aws.ToString(used.AccessKeyLastUsed.ServiceName)))
	}
	assert.Equal(t, []string{"Inactive 2020-02-01 eu-west-1 s3", "Active 2023-06-01 N/A N/A"}, read)
	root, err := client.ListVirtualMFADevices(ctx, &iam.ListVirtualMFADevicesInput{AssignmentStatus: "Assigned"})
	require.NoError(t, err)
	assert.Len(t, root.VirtualMFADevices, 2, "alice's and that of the root user")

	users, err := client.ListUsers(ctx, nil)
	require.NoError(t, err)
	assert.Len(t, users.Users, 1, "who was deleted since is in the report alone")

	again, err := fakes.LoadAccount(fakes.Exports{AuthorizationDetails: strings.NewReader(details(aliceJSON + "}")), CredentialReport: strings.NewReader(reportHeader + aliceRow)})
	require.NoError(t, err)
	other, err := iam.NewFromConfig(again.Config()).ListAccessKeys(ctx, &iam.ListAccessKeysInput{UserName: aws.String("alice")})
	require.NoError(t, err)
	assert.Equal(t, keys.AccessKeyMetadata, other.AccessKeyMetadata, "ids do not depend on other users")
}

// Errors say which input and where, and what can be loaded is loaded.
func TestLoadAccountErrors(t *testing.T) {
	alice := aliceJSON + "}"
	report := reportHeader + rootRow + aliceRow
	for name, c := range map[string]struct {
		in   fakes.Exports
		want string // the error
		no   string // a user who is not there; "" if there is no account
		why  string
	}{
		"no details": {fakes.Exports{CredentialReport: strings.NewReader(report)},
			"fakes: authorization details: there is no such input; give the output of: aws iam get-account-authorization-details --output json", "",
			"a report has no policies"},
		"cut": {fakes.Exports{AuthorizationDetails: strings.NewReader(`{"UserDetailList": [` + alice)},
			"fakes: authorization details: line 1, column 168: the JSON ends early; save the output", "", "users are missing"},
		"truncated": {fakes.Exports{AuthorizationDetails: strings.NewReader(`{"UserDetailList": [` + alice + `], "IsTruncated": true, "Marker": "x"}`)},
			"no page is the last one", "", "users are missing"},
		"another command": {fakes.Exports{AuthorizationDetails: strings.NewReader(`{"Users": []}`)},
			"fakes: authorization details: line 1, column 1: $: ", "", "the wrong file"},
		"refused": {fakes.Exports{AuthorizationDetails: strings.NewReader("\nAn error occurred (AccessDenied) when calling the GetAccountAuthorizationDetails operation: no\n")},
			"failed with AccessDenied: no; export it again with credentials that may call it", "", "people save messages too"},
		"no account": {fakes.Exports{AuthorizationDetails: strings.NewReader(details())},
			"no ARN tells the account; set AccountID", "", "an empty account has no ARN"},
		"bad account": {fakes.Exports{AuthorizationDetails: strings.NewReader(details()), AccountID: "12"},
			`"12" is not an account id`, "", "a mistake of the author of the test"},
		"partition": {fakes.Exports{AuthorizationDetails: strings.NewReader(strings.ReplaceAll(details(alice), "arn:aws:", "arn:aws-iso:"))},
			`the partition "aws-iso" is none that the fakes know`, "", "the fakes have three"},
		"report of another account": {fakes.Exports{AuthorizationDetails: strings.NewReader(details(alice)), CredentialReport: strings.NewReader(strings.ReplaceAll(report, "111122223333", "444455556666"))},
			"fakes: credential report: user <root_account>: the report is of account 444455556666 (aws), the authorization details are of 111122223333 (aws); give the exports of one account", "", "files were mixed up"},
		"report without column": {fakes.Exports{AuthorizationDetails: strings.NewReader(details(alice)), CredentialReport: strings.NewReader("user,arn\na,b\n")},
			"fakes: credential report: ", "", "nothing is known of credentials"},
		"summary": {fakes.Exports{AuthorizationDetails: strings.NewReader(details(alice)), AccountSummary: strings.NewReader(`{"SummaryMap": 3}`)},
			"fakes: account summary: line 1, column 16: $.SummaryMap: want an object, not a number", "", "not a summary"},

		"tags are a number": {fakes.Exports{AuthorizationDetails: strings.NewReader(details(aliceJSON+`, "Tags": 3}`, strings.ReplaceAll(alice, "alice", "bob")))},
			"fakes: authorization details: line 1, column 177: $.UserDetailList[0].Tags: user alice: want an array, not number", "alice", "one bad user does not take the others along"},
		"policy that is not there": {fakes.Exports{AuthorizationDetails: strings.NewReader(details(strings.ReplaceAll(alice, "alice", "bob"), aliceJSON+`, "AttachedManagedPolicies": [{"PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p"}]}`))},
			"fakes: authorization details: line 2, column 1: $.UserDetailList[1]: user alice: the policy arn:aws:iam::111122223333:policy/p is not among Policies; export without --filter, and correct the policy if it was left out", "alice",
			"a user with one policy less looks harmless"},
		"boundary that is not there": {fakes.Exports{AuthorizationDetails: strings.NewReader(details(strings.ReplaceAll(alice, "alice", "bob"), aliceJSON+`, "PermissionsBoundary": {"PermissionsBoundaryArn": "arn:aws:iam::111122223333:policy/p"}}`))},
			"is not among Policies", "alice", "as for policies"},
		"group that is not there": {fakes.Exports{AuthorizationDetails: strings.NewReader(details(strings.ReplaceAll(alice, "alice", "bob"), aliceJSON+`, "GroupList": ["admins"]}`))},
			"the group admins is not in GroupDetailList", "alice", "groups give permissions"},
		"same name": {fakes.Exports{AuthorizationDetails: strings.NewReader(details(strings.ReplaceAll(alice, "alice", "Alice"), strings.ReplaceAll(alice, "alice", "ALICE"), strings.ReplaceAll(alice, "alice", "bob")))},
			"user ALICE: another user has the name, apart from case", "ALICE", "IAM has no such accounts"},
		"ARN of another path": {fakes.Exports{AuthorizationDetails: strings.NewReader(details(strings.ReplaceAll(alice, "alice", "bob"), strings.Replace(alice, `"Path": "/"`, `"Path": "/x/"`, 1)))},
			`the ARN arn:aws:iam::111122223333:user/alice is not that of user alice with path "/x/"`, "alice", "half edited"},
		"damaged row": {fakes.Exports{AuthorizationDetails: strings.NewReader(details(alice)), CredentialReport: strings.NewReader(reportHeader + rootRow + strings.Replace(aliceRow, "true,2024", "yes,2024", 1))},
			`fakes: credential report: line 3: password_enabled: user alice: `, "bob", "a field is bad, the others are good"},
		"no row": {fakes.Exports{AuthorizationDetails: strings.NewReader(details(alice)), CredentialReport: strings.NewReader(reportHeader + rootRow + strings.ReplaceAll(goneRow, "2020", "2022"))},
			"the credential report has no row of this user, who is older than the report", "bob", "alice would look as if without keys"},
		"made again": {fakes.Exports{AuthorizationDetails: strings.NewReader(details(strings.Replace(alice, "2020-01-01", "2021-01-01", 1))), CredentialReport: strings.NewReader(report)},
			"user_creation_time: user alice: the report is about a user created at 2020-01-01T00:00:00Z, the authorization details about one created at 2021-01-01T00:00:00Z", "bob", "the keys were those of another alice"},
		"password policy": {fakes.Exports{AuthorizationDetails: strings.NewReader(details(alice)), PasswordPolicy: strings.NewReader(`{"PasswordPolicy": {"MaxPasswordAge": 99999999999}}`)},
			"fakes: password policy: $.PasswordPolicy: ", "bob", "AWS allows three years"},
		"summary with a text": {fakes.Exports{AuthorizationDetails: strings.NewReader(details(alice)), AccountSummary: strings.NewReader(`{"SummaryMap": {"Users": "many"}}`)},
			"fakes: account summary: line 1, column 26: $.SummaryMap.Users: Users: want a whole number", "bob", "the other numbers count"},
	} {
		t.Run(name, func(t *testing.T) {
			account, err := fakes.LoadAccount(c.in)
			require.ErrorContains(t, err, c.want, c.why)
			if c.no == "" {
				assert.Nil(t, account, c.why)
				return
			}
			var parts fakes.LoadErrors
			require.ErrorAs(t, err, &parts)
			var one *fakes.LoadError
			require.ErrorAs(t, err, &one, "they unwrap")
			users, err := iam.NewFromConfig(account.Config()).ListUsers(context.Background(), nil)
			require.NoError(t, err)
			assert.NotEmpty(t, users.Users, "others are there")
			for _, u := range users.Users {
				assert.NotEqual(t, c.no, aws.ToString(u.UserName), c.why)
			}
		})
	}
}

func TestLoadAccountReaders(t *testing.T) {
	broken := errors.New("disk on fire")
	_, err := fakes.LoadAccount(fakes.Exports{AuthorizationDetails: failing{broken}})
	assert.ErrorIs(t, err, broken)
	_, err = fakes.LoadAccount(fakes.Exports{AuthorizationDetails: strings.NewReader(details(aliceJSON + "}")), CredentialReport: strings.NewReader("")})
	assert.ErrorIs(t, err, credreport.ErrEmpty, "causes of package credreport show")
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// Pages may be in files of their own, and errors name the file.
func TestLoadAccountFS(t *testing.T) {
	files := fstest.MapFS{
		"details-1.json": {Data: []byte(`{"UserDetailList": [` + aliceJSON + `}], "IsTruncated": true, "Marker": "x"}`)},
		"details-2.json": {Data: []byte(details(strings.ReplaceAll(aliceJSON, "alice", "bob") + "}"))},
		"report.csv":     {Data: []byte(reportHeader + rootRow + aliceRow + strings.ReplaceAll(aliceRow, "alice", "bob"))},
		"wrong.json":     {Data: []byte("[")},
	}
	account, err := fakes.LoadAccountFS(files, fakes.ExportFiles{AuthorizationDetails: "details-*.json", CredentialReport: "report.csv"})
	require.NoError(t, err)
	users, err := iam.NewFromConfig(account.Config()).ListUsers(context.Background(), nil)
	require.NoError(t, err)
	assert.Len(t, users.Users, 2)
	files["details-10.json"] = &fstest.MapFile{Data: []byte(`{"UserDetailList": [], "IsTruncated": true, "Marker": "y"}`)}
	delete(files, "details-1.json")
	files["details-20.json"] = &fstest.MapFile{Data: []byte(`{"UserDetailList": [` + aliceJSON + `}], "IsTruncated": true, "Marker": "x"}`)}
	_, err = fakes.LoadAccountFS(files, fakes.ExportFiles{AuthorizationDetails: "details-*.json", CredentialReport: "report.csv"})
	require.NoError(t, err, "the last page need not have the last name")
	files["details-1.json"] = files["details-20.json"]

	for _, c := range []struct {
		files fakes.ExportFiles
		want  string
	}{
		{fakes.ExportFiles{AuthorizationDetails: "details-1.json"}, "fakes: details-1.json: no page is the last one"},
		{fakes.ExportFiles{AuthorizationDetails: "wrong.json"}, "fakes: wrong.json: line 1, column 2: the JSON ends early"},
		{fakes.ExportFiles{AuthorizationDetails: "none.json"}, "fakes: none.json: the file cannot be opened"},
		{fakes.ExportFiles{AuthorizationDetails: "none-*.json"}, "fakes: none-*.json: no file matches the pattern"},
		{fakes.ExportFiles{AuthorizationDetails: "details-2.json", CredentialReport: "x"}, "fakes: x: the file cannot be opened"},
		{fakes.ExportFiles{}, "fakes: authorization details: there is no such input"},
	} {
		_, err := fakes.LoadAccountFS(files, c.files)
		assert.ErrorContains(t, err, c.want)
	}
	f, err := files.Open("wrong.json")
	require.NoError(t, err)
	_, err = fakes.LoadAccount(fakes.Exports{AuthorizationDetails: f})
	assert.ErrorContains(t, err, "fakes: wrong.json: ", "files know their names")
}

// A loaded account joins an organization, and takes its clock.
func TestLoadAccountBeside(t *testing.T) {
	exports := func() fakes.Exports {
		return fakes.Exports{AuthorizationDetails: strings.NewReader(details(aliceJSON + "}"))}
	}
	org := fakes.NewOrganization()
	beside := func(o *fakes.Options) { o.Beside = org.Management() }
	account, err := fakes.LoadAccount(exports(), beside)
	require.NoError(t, err)
	assert.Same(t, account, org.Account("111122223333"))
	assert.Equal(t, org.Management().Now(), account.Now())

	var usage *fakes.UsageError
	_, err = fakes.LoadAccount(exports(), beside)
	require.ErrorAs(t, err, &usage)
	assert.Contains(t, usage.Message, "is not empty")
	assert.True(t, strings.HasSuffix(usage.File, "load_test.go"), usage.File)
	_, err = fakes.LoadAccount(exports(), func(o *fakes.Options) { o.Partition = "aws-cn" })
	require.ErrorAs(t, err, &usage)
	assert.Contains(t, usage.Message, "the exports are of partition aws, the fake is of aws-cn")
}

// The summary decides about the root user where the report, hours old, says
// something else.
func TestLoadAccountRootSummary(t *testing.T) {
	for name, c := range map[string]struct {
		report, summary string
	}{
		"more":      {"", `"AccountMFAEnabled": 1, "AccountAccessKeysPresent": 1, "AccountSigningCertificatesPresent": 1, "AccountPasswordPresent": 0`},
		"less":      {reportHeader + strings.Replace(rootRow, "true,false,N/A", "true,true,2020-01-01T00:00:00+00:00", 1) + aliceRow, `"AccountMFAEnabled": 0, "AccountAccessKeysPresent": 0, "AccountPasswordPresent": 1`},
		"the same":  {reportHeader + rootRow + aliceRow, `"AccountMFAEnabled": 1, "AccountAccessKeysPresent": 0`},
		"no report": {"", `"AccountMFAEnabled": 1, "MFADevices": 3, "GlobalEndpointTokenVersion": 2, "UsersQuota": 10000`},
	} {
		t.Run(name, func(t *testing.T) {
			in := fakes.Exports{AuthorizationDetails: strings.NewReader(details(aliceJSON + "}")), AccountSummary: strings.NewReader(`{"SummaryMap": {` + c.summary + `}}`)}
			if c.report != "" {
				in.CredentialReport = strings.NewReader(c.report)
			}
			account, err := fakes.LoadAccount(in)
			require.NoError(t, err)
			out, err := iam.NewFromConfig(account.Config()).GetAccountSummary(context.Background(), nil)
			require.NoError(t, err)
			for _, pair := range strings.Split(c.summary, ", ") {
				key, n, _ := strings.Cut(strings.ReplaceAll(pair, `"`, ""), ": ")
				assert.Equal(t, n, fmt.Sprint(out.SummaryMap[key]), key)
			}
		})
	}
}
