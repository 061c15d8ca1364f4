package collect_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

func user(name, more string) string {
	return `{"UserName": "` + name + `", "Arn": "arn:aws:iam::111122223333:user/` + name + `"` + more + `}`
}

const noOthers = `"GroupDetailList": [], "RoleDetailList": [], "Policies": []`

func fromDetails(t *testing.T, text string) *iamhygiene.Snapshot {
	t.Helper()
	s, err := collect.FromReaders(now, collect.Readers{AuthorizationDetails: strings.NewReader(text)},
		func(o *collect.FileOptions) { o.Account = "111122223333" })
	require.NoError(t, err)
	return s
}

// brief is what a test compares of a DataError.
type brief struct{ scope, code, message string }

func briefs(errs []*iamhygiene.DataError) []brief {
	var out []brief
	for _, e := range errs {
		out = append(out, brief{e.Scope, e.Code, e.Message})
	}
	return out
}

func TestDamagedParts(t *testing.T) {
	arn := func(name string) string { return "arn:aws:iam::111122223333:" + name }
	const invalid = iamhygiene.CodeInvalid
	for name, c := range map[string]struct {
		text string
		want []brief
		why  string
	}{
		"element": {
			`{"UserDetailList": [` + user("a", "") + "," + user("b", `, "Tags": 7`) + `], ` + noOthers + `}`,
			[]brief{{arn("user/b"), invalid, "authorization-details: line 1, column 151: $.UserDetailList[1].Tags: user b: want an array, not number"}},
			"the scope is the user",
		},
		"element without ARN": {
			`{"UserDetailList": [` + user("a", "") + `, {"UserName": "b"}], ` + noOthers + `}`,
			[]brief{{"UserDetailList[1]", invalid, "authorization-details: line 1, column 83: $.UserDetailList[1]: user b: the user has no Arn"}},
			"the scope is the place",
		},
		"two of one scope": {
			`{"UserDetailList": [` + user("a", "") + "," + user("a", "") + "," + user("a", "") + `], ` + noOthers + `}`,
			[]brief{{arn("user/a"), invalid, "authorization-details: line 1, column 82: $.UserDetailList[1]: user a: the ARN is that of $.UserDetailList[0] already; the first is kept; give each page of the output once; authorization-details: line 1, column 143: $.UserDetailList[2]: user a: the ARN is that of $.UserDetailList[0] already; the first is kept; give each page of the output once"}},
			"one error for each scope",
		},
		"lists not there": {
			`{"UserDetailList": [` + user("a", "") + `]}`,
			[]brief{
				{"GroupDetailList", iamhygiene.CodeNotCollected, "authorization-details has no GroupDetailList: it was saved with --filter or --query"},
				{"RoleDetailList", iamhygiene.CodeNotCollected, "authorization-details has no RoleDetailList: it was saved with --filter or --query"},
				{"Policies", iamhygiene.CodeNotCollected, "authorization-details has no Policies: it was saved with --filter or --query"},
			},
			"the scope is the list",
		},
		"truncated": {
			`{"UserDetailList": [` + user("a", `, "GroupList": ["g"]`) + `], ` + noOthers + `, "IsTruncated": true}`,
			[]brief{{"", iamhygiene.CodeTruncated, "authorization-details holds only a part of the account authorization details (IsTruncated, Marker or NextToken is set in its last page); save all pages, without --max-items and --no-paginate"}},
			"R78: the whole dataset is incomplete",
		},
		"empty groups by filter": {
			`{"UserDetailList": [` + user("a", `, "GroupList": ["g", "h"]`) + `], ` + noOthers + `}`,
			[]brief{{"GroupDetailList", iamhygiene.CodeNotCollected, "authorization-details has an empty GroupDetailList, though other elements refer to some: it was saved with --filter"}},
			"with --filter the CLI prints empty lists",
		},
		"empty policies by filter": {
			`{"UserDetailList": [` + user("a", `, "AttachedManagedPolicies": [{"PolicyName": "p", "PolicyArn": "arn:aws:iam::aws:policy/p"}]`) + `], ` + noOthers + `}`,
			[]brief{{"Policies", iamhygiene.CodeNotCollected, "authorization-details has an empty Policies, though other elements refer to some: it was saved with --filter"}},
			"with --filter the CLI prints empty lists",
		},
		"gaps": {
			`{"UserDetailList": [` + user("a", `, "GroupList": ["g", "h"], "AttachedManagedPolicies": [{"PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p"}, {"PolicyName": "p", "PolicyArn": "arn:aws:iam::aws:policy/p"}]`) +
				`], "RoleDetailList": [], "GroupDetailList": [{"GroupName": "g", "Arn": "arn:aws:iam::111122223333:group/g"}], "Policies": [{"PolicyName": "q", "Arn": "arn:aws:iam::111122223333:policy/q", "AttachmentCount": 0, "PermissionsBoundaryUsageCount": 0, "DefaultVersionId": "v1", "PolicyVersionList": []}]}`,
			[]brief{
				{`GroupDetailList["h"]`, iamhygiene.CodeNotInData, "authorization-details: user a is in the group h, which GroupDetailList does not hold"},
				{arn("policy/p"), iamhygiene.CodeNotInData, "authorization-details: user a has the policy arn:aws:iam::111122223333:policy/p, which Policies does not hold"},
			},
			"what others refer to exists; AWS's policies are often left out",
		},
		"gap of a lost element": {
			`{"UserDetailList": [` + user("a", `, "GroupList": ["g"]`) + `], "RoleDetailList": [], "GroupDetailList": [{"GroupName": "g", "Arn": "arn:aws:iam::111122223333:group/x/g", "Path": 7}, {"GroupName": "h", "Arn": "arn:aws:iam::111122223333:group/h"}], "Policies": []}`,
			[]brief{{arn("group/x/g"), invalid, "authorization-details: line 1, column 219: $.GroupDetailList[0].Path: group g: want a string, not number"}},
			"said once",
		},
		"version": {
			`{"UserDetailList": [], "GroupDetailList": [], "RoleDetailList": [], "Policies": [{"PolicyName": "q", "Arn": "arn:aws:iam::111122223333:policy/q", "AttachmentCount": 0, "PermissionsBoundaryUsageCount": 0, "DefaultVersionId": "v1", "PolicyVersionList": [{"VersionId": "v1", "Document": 7}]}]}`,
			[]brief{{arn("policy/q"), invalid, "authorization-details: line 1, column 285: $.Policies[0].PolicyVersionList[0].Document: policy q: want a JSON object or a string with one, not a number"}},
			"the policy stays, without the document",
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := fromDetails(t, c.text)
			assert.Equal(t, c.want, briefs(iamhygiene.Authorization.Errors(s)), c.why)
			details, ok := iamhygiene.Authorization.Partial(s)
			require.True(t, ok)
			if strings.Contains(c.text, user("a", "")) {
				require.NotEmpty(t, details.Users)
				assert.Equal(t, "a", details.Users[0].Name, "the good user is kept")
			}
			_, err := iamhygiene.Authorization.Get(s)
			assert.Equal(t, name == "truncated", err != nil, "only a truncated output makes the whole dataset incomplete")
		})
	}
}

// Where an emulator leaves out the counts, they are counted, if all who could
// use the policy are there.
func TestAttachmentCounts(t *testing.T) {
	policy := `{"PolicyName": "p", "Arn": "arn:aws:iam::111122223333:policy/p", "DefaultVersionId": "v1", "PolicyVersionList": []}`
	attached := `, "AttachedManagedPolicies": [{"PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p"}], "PermissionsBoundary": {"PermissionsBoundaryArn": "arn:aws:iam::111122223333:policy/p"}`
	s := fromDetails(t, `{"UserDetailList": [`+user("a", attached)+","+user("b", attached)+`], "GroupDetailList": [], "RoleDetailList": [], "Policies": [`+policy+`]}`)
	details, err := iamhygiene.Authorization.Get(s)
	require.NoError(t, err)
	assert.Empty(t, s.Errors())
	assert.Equal(t, 2, details.Policies[0].Attachments)
	assert.Equal(t, 2, details.Policies[0].BoundaryUses)

	s = fromDetails(t, `{"UserDetailList": [`+user("a", "")+`], "GroupDetailList": [], "Policies": [`+policy+`]}`)
	details, err = iamhygiene.Authorization.Get(s)
	require.NoError(t, err)
	assert.NotZero(t, details.Policies[0].Attachments, "without the roles nobody knows, and unused is the milder reading")
	e := iamhygiene.Authorization.ErrorFor(s, "arn:aws:iam::111122223333:policy/p")
	require.NotNil(t, e)
	assert.Contains(t, e.Message, "authorization-details: policy p has no AttachmentCount")
}

func TestRefusedCalls(t *testing.T) {
	read := func(o collect.Readers) *iamhygiene.Snapshot {
		s, err := collect.FromReaders(now, o, func(o *collect.FileOptions) { o.Account = "111122223333" })
		require.NoError(t, err)
		return s
	}
	message := func(code, operation string) *strings.Reader {
		return strings.NewReader("\nAn error occurred (" + code + ") when calling the " + operation + " operation: User: arn:aws:iam::111122223333:user/x is not authorized to perform: iam:" + operation + " with an explicit deny in a service control policy\n")
	}
	s := read(collect.Readers{
		AuthorizationDetails: message("AccessDenied", "GetAccountAuthorizationDetails"),
		CredentialReport:     message("ReportNotPresent", "GetCredentialReport"),
		AccountSummary:       message("Throttling", "GetAccountSummary"),
		PasswordPolicy:       message("AccessDenied", "GetAccountPasswordPolicy"),
	})
	assert.Empty(t, s.Datasets())
	_, err := iamhygiene.Passwords.Get(s)
	e := iamhygiene.AsDataError(err)
	assert.Equal(t, &iamhygiene.DataError{
		Dataset: "password-policy", Operation: "iam:GetAccountPasswordPolicy", Action: "iam:GetAccountPasswordPolicy", Code: "AccessDenied",
		Message: "iam:GetAccountPasswordPolicy failed with AccessDenied: User: arn:aws:iam::111122223333:user/x is not authorized to perform: iam:GetAccountPasswordPolicy with an explicit deny in a service control policy",
	}, e, "R28: refused, not absent")
	assert.Contains(t, e.Error(), "; grant iam:GetAccountPasswordPolicy")
	_, err = iamhygiene.Summary.Get(s)
	assert.True(t, iamhygiene.AsDataError(err).Retryable, "throttled")
	_, err = iamhygiene.CredentialReport.Get(s)
	assert.Equal(t, "ReportNotPresent", iamhygiene.AsDataError(err).Code)
	_, err = iamhygiene.Authorization.Get(s)
	assert.Equal(t, "AccessDenied", iamhygiene.AsDataError(err).Code)

	s = read(collect.Readers{PasswordPolicy: message("NoSuchEntity", "GetAccountPasswordPolicy")})
	policy, err := iamhygiene.Passwords.Get(s)
	require.NoError(t, err, "R27: an account without a policy is a fact")
	assert.Equal(t, &iamhygiene.PasswordPolicy{}, policy)

	_, err = collect.FromReaders(now, collect.Readers{CredentialReport: message("AccessDenied", "GetAccountSummary")})
	require.EqualError(t, err, "collect: credential-report: the file is the message of a failed GetAccountSummary (AccessDenied), not of GetCredentialReport; save the output of: aws iam get-credential-report --output json")
}

const header = "user,arn,password_enabled,mfa_active,access_key_1_active\n<root_account>,arn:aws:iam::111122223333:root,not_supported,true,false\n"

func TestDamagedRows(t *testing.T) {
	s, err := collect.FromReaders(now, collect.Readers{
		AuthorizationDetails: strings.NewReader(`{"UserDetailList": [` + user("carol", "") + `], ` + noOthers + `}`),
		CredentialReport: strings.NewReader(header +
			"alice,arn:aws:iam::111122223333:user/alice,true,perhaps,maybe\n" +
			"bob,arn:aws:iam::111122223333:user/bob,true\n" +
			"carol,nonsense,true,true,false\n" +
			"dave,nonsense,true,true,false\n" +
			"fred,arn:aws:iam::111122223333:user/someone-else,true,true,false\n" +
			"erin,arn:aws:iam::111122223333:user/erin,true,true,false\n" +
			"erin,arn:aws:iam::111122223333:user/erin,true,false,false\n"),
	})
	require.NoError(t, err)
	scopes := make(map[string]string)
	for _, e := range iamhygiene.CredentialReport.Errors(s) {
		_, twice := scopes[e.Scope]
		assert.False(t, twice, "one error for each scope")
		scopes[e.Scope] = e.Message
	}
	assert.Contains(t, scopes["arn:aws:iam::111122223333:user/alice"], `credential-report: line 3: user "alice": column mfa_active: "perhaps": not a truth value`)
	assert.Contains(t, scopes["arn:aws:iam::111122223333:user/alice"], "access_key_1_active", "both fields are named")
	assert.Contains(t, scopes, "arn:aws:iam::111122223333:user/bob", "the row is lost, the user is known")
	assert.Contains(t, scopes, "arn:aws:iam::111122223333:user/carol", "authorization-details know whose row was lost")
	assert.Contains(t, scopes, "line 6", "nobody knows whose row was lost")
	assert.Contains(t, scopes["line 7"], "not the ARN of the user in this row", "it may be of either")
	assert.Contains(t, scopes["arn:aws:iam::111122223333:user/erin"], "an earlier row has the same ARN")
	assert.Len(t, scopes, 6)
	var users []string
	unknown := 0
	for u, err := range s.Users() {
		if err != nil {
			unknown++
			continue
		}
		users = append(users, u.Name())
	}
	assert.Equal(t, []string{"alice", "bob", "carol", "erin"}, users, "no user is made of a row that is not clear")
	assert.Equal(t, 2, unknown, "what may hide a user is not silent")

	s, err = collect.FromReaders(now, collect.Readers{CredentialReport: strings.NewReader(
		strings.SplitAfter(header, "\n")[0] + "alice,arn:aws:iam::111122223333:user/alice,true,true,true\n")})
	require.NoError(t, err)
	assert.NotNil(t, iamhygiene.CredentialReport.ErrorFor(s, s.RootARN()), "no row is the root user's")
}

func TestDamagedSummary(t *testing.T) {
	s, err := collect.FromReaders(now, collect.Readers{
		CredentialReport: strings.NewReader(header),
		AccountSummary:   strings.NewReader(`{"SummaryMap": {"Users": 3, "AccountMFAEnabled": "yes"}}`),
	})
	require.NoError(t, err)
	summary, err := iamhygiene.Summary.Get(s)
	require.NoError(t, err)
	assert.Equal(t, iamhygiene.AccountSummary{"Users": 3}, summary)
	assert.NotNil(t, iamhygiene.Summary.ErrorFor(s, "AccountMFAEnabled"))
}
