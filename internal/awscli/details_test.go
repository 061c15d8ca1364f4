package awscli_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/internal/awscli"
)

const file = "details.json"

func details(t *testing.T, text string) *awscli.AuthorizationDetails {
	t.Helper()
	d, err := awscli.ReadAuthorizationDetails(file, strings.NewReader(text))
	require.NoError(t, err)
	return d
}

func user(name, more string) string {
	return fmt.Sprintf(`{"UserName": %q, "Arn": "arn:aws:iam::111122223333:user/%s"%s}`, name, name, more)
}

func users(elements ...string) string {
	return `{"UserDetailList": [` + strings.Join(elements, ",\n") + `]}`
}

func names(d *awscli.AuthorizationDetails) []string {
	var out []string
	for _, u := range d.UserDetailList {
		out = append(out, u.Name)
	}
	return out
}

func TestReadAuthorizationDetails(t *testing.T) {
	d := details(t, `{
    "UserDetailList": [{
        "Path": "/eng/", "UserName": "alice", "UserId": "AIDAEXAMPLEALICE", "Arn": "arn:aws:iam::111122223333:user/eng/alice",
        "CreateDate": "2022-05-10T08:00:00+00:00",
        "UserPolicyList": [{"PolicyName": "own", "PolicyDocument": {"Version": "2012-10-17", "Statement": []}}],
        "GroupList": ["admins"],
        "AttachedManagedPolicies": [{"PolicyName": "ReadOnlyAccess", "PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}],
        "PermissionsBoundary": {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": "arn:aws:iam::111122223333:policy/edge"},
        "Tags": [{"Key": "team", "Value": "blue"}],
        "SomethingNew": {"deep": [1, 2]}
    }],
    "GroupDetailList": [{
        "Path": "/", "GroupName": "admins", "GroupId": "AGPAEXAMPLE", "Arn": "arn:aws:iam::111122223333:group/admins",
        "CreateDate": "2020-01-01T00:00:00Z", "GroupPolicyList": [], "AttachedManagedPolicies": []
    }],
    "RoleDetailList": [{
        "Path": "/", "RoleName": "app", "RoleId": "AROAEXAMPLE", "Arn": "arn:aws:iam::111122223333:role/app",
        "CreateDate": 1554120000, "AssumeRolePolicyDocument": "%7B%22Statement%22%3A%5B%5D%7D",
        "InstanceProfileList": [{"InstanceProfileName": "app", "Arn": "arn:aws:iam::111122223333:instance-profile/app", "Roles": []}],
        "RolePolicyList": [], "AttachedManagedPolicies": [], "Tags": [],
        "RoleLastUsed": {"LastUsedDate": "2024-03-01T10:00:00+00:00", "Region": "eu-west-1"}
    }],
    "Policies": [{
        "PolicyName": "edge", "PolicyId": "ANPAEXAMPLE", "Arn": "arn:aws:iam::111122223333:policy/edge", "Path": "/",
        "DefaultVersionId": "v2", "AttachmentCount": 0, "PermissionsBoundaryUsageCount": 1, "IsAttachable": true,
        "CreateDate": "2021-01-01T00:00:00+00:00", "UpdateDate": "2021-02-01T00:00:00+00:00",
        "PolicyVersionList": [
            {"Document": {"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}, "VersionId": "v2", "IsDefaultVersion": true, "CreateDate": "2021-02-01T00:00:00+00:00"},
            {"Document": "{\"Statement\": []}", "VersionId": "v1", "IsDefaultVersion": false, "CreateDate": "2021-01-01T00:00:00+00:00"}
        ]
    }],
    "IsTruncated": false
}`)
	one, zero, yes := 1, 0, true
	assert.Equal(t, &awscli.AuthorizationDetails{
		UserDetailList: []awscli.User{{
			Principal: awscli.Principal{
				Path: "/eng/", Name: "alice", ID: "AIDAEXAMPLEALICE", Arn: "arn:aws:iam::111122223333:user/eng/alice",
				CreateDate:              time.Date(2022, 5, 10, 8, 0, 0, 0, time.UTC),
				InlinePolicies:          []awscli.InlinePolicy{{PolicyName: "own", PolicyDocument: `{"Version":"2012-10-17","Statement":[]}`}},
				AttachedManagedPolicies: []awscli.AttachedPolicy{{PolicyName: "ReadOnlyAccess", PolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess"}},
				PermissionsBoundaryArn:  "arn:aws:iam::111122223333:policy/edge",
			},
			GroupList: []string{"admins"}, Tags: []awscli.Tag{{Key: "team", Value: "blue"}},
		}},
		GroupDetailList: []awscli.Group{{Principal: awscli.Principal{
			Path: "/", Name: "admins", ID: "AGPAEXAMPLE", Arn: "arn:aws:iam::111122223333:group/admins",
			CreateDate:     time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC),
			InlinePolicies: []awscli.InlinePolicy{}, AttachedManagedPolicies: []awscli.AttachedPolicy{},
		}}},
		RoleDetailList: []awscli.Role{{
			Principal: awscli.Principal{
				Path: "/", Name: "app", ID: "AROAEXAMPLE", Arn: "arn:aws:iam::111122223333:role/app",
				CreateDate:     time.Date(2019, 4, 1, 12, 0, 0, 0, time.UTC),
				InlinePolicies: []awscli.InlinePolicy{}, AttachedManagedPolicies: []awscli.AttachedPolicy{},
			},
			AssumeRolePolicyDocument: `{"Statement":[]}`,
			InstanceProfileArns:      []string{"arn:aws:iam::111122223333:instance-profile/app"},
			InstanceProfiles:         []awscli.InstanceProfile{{Name: "app", Arn: "arn:aws:iam::111122223333:instance-profile/app"}},
			Tags:                     []awscli.Tag{},
			RoleLastUsed:             &awscli.RoleLastUsed{LastUsedDate: time.Date(2024, 3, 1, 10, 0, 0, 0, time.UTC), Region: "eu-west-1"},
		}},
		Policies: []awscli.Policy{{
			Path: "/", PolicyName: "edge", PolicyID: "ANPAEXAMPLE", Arn: "arn:aws:iam::111122223333:policy/edge",
			CreateDate: time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC), UpdateDate: time.Date(2021, 2, 1, 0, 0, 0, 0, time.UTC),
			DefaultVersionID: "v2", IsAttachable: &yes, AttachmentCount: &zero, PermissionsBoundaryUsageCount: &one,
			PolicyVersionList: []awscli.PolicyVersion{
				{VersionID: "v2", Document: `{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}`, IsDefaultVersion: true, CreateDate: time.Date(2021, 2, 1, 0, 0, 0, 0, time.UTC)},
				{VersionID: "v1", Document: `{"Statement": []}`, CreateDate: time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC)},
			},
		}},
		Places: map[string]awscli.Place{
			"arn:aws:iam::111122223333:user/eng/alice": {Path: "$.UserDetailList[0]", Line: 2, Column: 24},
			"arn:aws:iam::111122223333:group/admins":   {Path: "$.GroupDetailList[0]", Line: 12, Column: 25},
			"arn:aws:iam::111122223333:role/app":       {Path: "$.RoleDetailList[0]", Line: 16, Column: 24},
			"arn:aws:iam::111122223333:policy/edge":    {Path: "$.Policies[0]", Line: 23, Column: 18},
		},
	}, d)
}

func TestPages(t *testing.T) {
	page := func(name, more string) string { return `{"UserDetailList": [` + user(name, "") + `]` + more + `}` }
	for name, c := range map[string]struct {
		text      string
		want      []string
		truncated bool
		why       string
	}{
		"one":                   {page("a", ""), []string{"a"}, false, "the usual output"},
		"not truncated":         {page("a", `, "IsTruncated": false, "Marker": null`), []string{"a"}, false, "the raw API answer"},
		"truncated":             {page("a", `, "IsTruncated": true, "Marker": "x"`), []string{"a"}, true, "--no-paginate"},
		"truncated, no marker":  {page("a", `, "IsTruncated": true`), []string{"a"}, true, "R78: a truncated answer without marker is incomplete"},
		"next token":            {page("a", `, "NextToken": "eyJ"`), []string{"a"}, true, "--max-items"},
		"array":                 {"[" + page("a", `, "IsTruncated": true, "Marker": "x"`) + "," + page("b", `, "IsTruncated": false`) + "]", []string{"a", "b"}, false, "jq -s"},
		"one after the other":   {page("a", `, "IsTruncated": true, "Marker": "x"`) + "\n" + page("b", "") + "\n", []string{"a", "b"}, false, "a loop over markers"},
		"last page not there":   {page("a", `, "Marker": "x"`) + page("b", `, "Marker": "y"`), []string{"a", "b"}, true, "the loop stopped early"},
		"byte-order mark":       {"\ufeff" + page("a", ""), []string{"a"}, false, "PowerShell"},
		"windows line ends":     {strings.ReplaceAll(users(user("a", ""), user("b", "")), "\n", "\r\n"), []string{"a", "b"}, false, "PowerShell"},
		"empty list":            {`{"UserDetailList": []}`, nil, false, "no users"},
		"lists of several runs": {`{"UserDetailList": []} {"UserDetailList": [` + user("a", "") + `], "RoleDetailList": []}`, []string{"a"}, false, "two filters"},
	} {
		t.Run(name, func(t *testing.T) {
			d := details(t, c.text)
			assert.Equal(t, c.want, names(d), c.why)
			assert.Equal(t, c.truncated, d.Truncated, c.why)
			assert.Empty(t, d.Errors)
			assert.NotNil(t, d.UserDetailList)
		})
	}
}

func TestListsThatAreNotThereAreNil(t *testing.T) {
	d := details(t, `{"UserDetailList": [], "RoleDetailList": null}`)
	assert.NotNil(t, d.UserDetailList, "an empty list is known to be empty")
	assert.Nil(t, d.RoleDetailList, "null is no list")
	assert.Nil(t, d.GroupDetailList, "absent is no list")
	assert.Nil(t, d.Policies, "absent is no list")
}

func TestDamagedElements(t *testing.T) {
	role := `{"RoleName": "r", "Arn": "arn:aws:iam::111122223333:role/r"`
	policy := `{"PolicyName": "p", "Arn": "arn:aws:iam::111122223333:policy/p", "DefaultVersionId": "v1"`
	for name, c := range map[string]struct {
		list, element string
		want          string // of the error, after the file
		why           string
	}{
		"member type":      {"UserDetailList", user("bad", `, "Path": 7`), "line 2, column 74: $.UserDetailList[1].Path: user bad: want a string, not number", "wrong type of a member"},
		"member deep":      {"UserDetailList", user("bad", `, "Tags": [{"Key": "a", "Value": "b"}, {"Key": "a", "Value": false}]`), "line 2, column 125: $.UserDetailList[1].Tags[1].Value: user bad: want a string, not bool", "the path has indices"},
		"list type":        {"UserDetailList", user("bad", `, "GroupList": "admins"`), "line 2, column 79: $.UserDetailList[1].GroupList: user bad: want an array, not string", "a string for a list must not read as no groups"},
		"number":           {"UserDetailList", "7", "line 2, column 1: $.UserDetailList[1]: want an object, not a number", "no object"},
		"null":             {"UserDetailList", "null", "line 2, column 1: $.UserDetailList[1]: want an object, not null", "null is no user"},
		"no name":          {"UserDetailList", `{"Arn": "arn:aws:iam::111122223333:user/x"}`, "line 2, column 1: $.UserDetailList[1]: the user has no name", "nothing to call it"},
		"no arn":           {"UserDetailList", `{"UserName": "x"}`, "line 2, column 1: $.UserDetailList[1]: user x: the user has no Arn", "nothing to key it by"},
		"arn of a role":    {"UserDetailList", `{"UserName": "x", "Arn": "arn:aws:iam::111122223333:role/x"}`, `line 2, column 26: $.UserDetailList[1].Arn: user x: "arn:aws:iam::111122223333:role/x" is not the ARN of a user`, "lists mixed up"},
		"time":             {"UserDetailList", user("bad", `, "CreateDate": "yesterday"`), `line 2, column 80: $.UserDetailList[1].CreateDate: user bad: "yesterday" is not a time; want ISO 8601`, "no time"},
		"document":         {"UserDetailList", user("bad", `, "UserPolicyList": [{"PolicyName": "own", "PolicyDocument": "%7B%2"}]`), `$.UserDetailList[1].UserPolicyList[0].PolicyDocument: user bad, policy own: the percent encoding is broken`, "the policy is named"},
		"no document":      {"UserDetailList", user("bad", `, "UserPolicyList": [{"PolicyName": "own"}]`), `$.UserDetailList[1].UserPolicyList[0].PolicyDocument: user bad, policy own: there is no document`, "an inline policy must not read as harmless"},
		"boundary":         {"UserDetailList", user("bad", `, "PermissionsBoundary": {}`), `$.UserDetailList[1].PermissionsBoundary: user bad: the permissions boundary has no PermissionsBoundaryArn`, "an unreadable boundary must not read as none"},
		"attached":         {"UserDetailList", user("bad", `, "AttachedManagedPolicies": [null]`), `$.UserDetailList[1].AttachedManagedPolicies[0]: user bad: an attached policy has no PolicyArn`, "an unreadable attachment must not read as none"},
		"group":            {"UserDetailList", user("bad", `, "GroupList": [null]`), `$.UserDetailList[1].GroupList[0]: user bad: a group has no name`, "an unreadable group must not read as none"},
		"trust":            {"RoleDetailList", role + `}`, `$.RoleDetailList[0].AssumeRolePolicyDocument: role r: there is no document`, "a role always has one"},
		"trust array":      {"RoleDetailList", role + `, "AssumeRolePolicyDocument": []}`, `role r: want a JSON object or a string with one, not an array`, "no document"},
		"last used":        {"RoleDetailList", role + `, "AssumeRolePolicyDocument": {}, "RoleLastUsed": {"LastUsedDate": "x"}}`, `$.RoleDetailList[0].RoleLastUsed.LastUsedDate: role r: "x" is not a time`, "no time"},
		"group document":   {"GroupDetailList", `{"GroupName": "g", "Arn": "arn:aws:iam::111122223333:group/g", "GroupPolicyList": [{"PolicyName": "p", "PolicyDocument": "nonsense"}]}`, `$.GroupDetailList[0].GroupPolicyList[0].PolicyDocument: group g, policy p: the text is not a JSON object: it begins with "nonsense"`, "no document"},
		"no versions":      {"Policies", policy + `}`, `$.Policies[0]: policy p: the policy has no PolicyVersionList`, "documents are what the list is for"},
		"attachment count": {"Policies", policy + `, "AttachmentCount": "3", "PolicyVersionList": []}`, `$.Policies[0].AttachmentCount: policy p: want a whole number, not string`, "no number"},
	} {
		t.Run(name, func(t *testing.T) {
			text := `{"UserDetailList": [` + user("before", "")
			if c.list == "UserDetailList" {
				text += ",\n" + c.element + ",\n"
			} else {
				text += ","
			}
			text += user("after", "") + "]"
			if c.list != "UserDetailList" {
				text += `, "` + c.list + `": [` + c.element + "]"
			}
			d := details(t, text+"}")
			assert.Equal(t, []string{"before", "after"}, names(d), "the others load")
			require.Len(t, d.Errors, 1, c.why)
			assert.Contains(t, d.Errors[0].Error(), c.want, c.why)
			assert.True(t, strings.HasPrefix(d.Errors[0].Error(), "awscli: details.json: line "), "package, file and line come first")
			assert.Empty(t, d.RoleDetailList)
			assert.Empty(t, d.GroupDetailList)
			assert.Empty(t, d.Policies)
		})
	}
}

func TestDamagedVersionIsLeftOutAlone(t *testing.T) {
	d := details(t, `{"Policies": [{"PolicyName": "p", "Arn": "arn:aws:iam::111122223333:policy/p", "DefaultVersionId": "v2", "PolicyVersionList": [
		{"VersionId": "v2", "Document": {}, "IsDefaultVersion": true}, {"VersionId": "v1", "Document": 7}]}]}`)
	require.Len(t, d.Policies, 1)
	require.Len(t, d.Policies[0].PolicyVersionList, 1)
	assert.Equal(t, "v2", d.Policies[0].PolicyVersionList[0].VersionID)
	require.Len(t, d.Errors, 1)
	assert.Equal(t, "arn:aws:iam::111122223333:policy/p", d.Errors[0].ARN)
	assert.Equal(t, "$.Policies[0].PolicyVersionList[1].Document", d.Errors[0].Path)
}

func TestDuplicates(t *testing.T) {
	d := details(t, users(user("a", `, "UserId": "first"`), user("b", ""), user("a", `, "UserId": "second"`)))
	assert.Equal(t, []string{"a", "b"}, names(d))
	assert.Equal(t, "first", d.UserDetailList[0].ID, "the first is kept")
	require.Len(t, d.Errors, 1)
	assert.Equal(t, awscli.Duplicate, d.Errors[0].Reason)
	assert.Contains(t, d.Errors[0].Error(), "line 3, column 1: $.UserDetailList[2]: user a: the ARN is that of $.UserDetailList[0] already")

	d = details(t, users(user("a", ""))+users(user("b", ""), user("a", "")))
	require.Len(t, d.Errors, 1)
	assert.Equal(t, "[1].UserDetailList[1]", d.Errors[0].Element, "elements of a second page are told from those of the first")
}

func TestWrongFiles(t *testing.T) {
	for name, c := range map[string]struct {
		text   string
		reason awscli.Reason
		want   string
	}{
		"empty":              {"", awscli.Empty, "the input is empty"},
		"white space":        {"\ufeff \r\n", awscli.Empty, "the input is empty"},
		"utf16 le":           {"\xff\xfe{\x00}\x00", awscli.UTF16, "UTF-16 text; save it as UTF-8"},
		"utf16 be":           {"\xfe\xff\x00{\x00}", awscli.UTF16, "UTF-16"},
		"utf16 bare":         {"{\x00}\x00", awscli.UTF16, "UTF-16"},
		"gzip":               {"\x1f\x8b\x08\x00", awscli.Binary, "gzip; unpack it first"},
		"zip":                {"PK\x03\x04", awscli.Binary, "ZIP"},
		"binary":             {"ab\x00\x00", awscli.Binary, "not text"},
		"html":               {"<!DOCTYPE html><html>", awscli.Markup, "HTML or XML page"},
		"credential report":  {"user,arn,user_creation_time,password_enabled\n", awscli.Command, "the input is a credential report; save the output of: aws iam get-account-authorization-details --output json"},
		"report in base64":   {"dXNlcixhcm4sdXNlcl9jcmVhdGlvbl90aW1l", awscli.Command, "a credential report in base64"},
		"report json":        {`{"Content": "dXNlcixhcm4s", "ReportFormat": "text/csv"}`, awscli.Command, "the output of get-credential-report"},
		"generate":           {`{"State": "COMPLETE"}`, awscli.Command, "the output of generate-credential-report, which holds no data"},
		"summary":            {`{"SummaryMap": {"Users": 3}}`, awscli.Command, "the output of get-account-summary"},
		"password policy":    {`{"PasswordPolicy": {}}`, awscli.Command, "the output of get-account-password-policy"},
		"list-users":         {`{"Users": []}`, awscli.Command, "the output of list-users"},
		"list-policies":      {`{"Policies": [{"PolicyName": "p", "Arn": "arn:aws:iam::aws:policy/p", "DefaultVersionId": "v1"}]}`, awscli.Command, "the output of list-policies"},
		"policy":             {`{"Version": "2012-10-17", "Statement": []}`, awscli.Command, "a policy document"},
		"snapshot":           {`{"schema": "iamhygiene/snapshot", "datasets": {}}`, awscli.Command, "a snapshot of this library"},
		"query":              {"[" + user("a", "") + "]", awscli.Command, "$[0]: the JSON is one element of a list"},
		"query strings":      {`["alice"]`, awscli.Type, "$[0]: want an object"},
		"something":          {`{"a": 1, "b": [1, {"c": 2}]}`, awscli.Command, "the JSON is of something else, with the members a, b"},
		"empty object":       {"{}", awscli.Command, "an empty object"},
		"only a marker":      {`{"Marker": "x"}`, awscli.Command, "something else"},
		"wrong page":         {users(user("a", "")) + "\n" + `{"Users": []}`, awscli.Command, "line 2, column 1: $[1]: the JSON is the output of list-users"},
		"yaml":               {"GroupDetailList:\n- Arn: arn:aws:iam::111122223333:group/admins\n", awscli.OutputFormat, "YAML"},
		"yaml list":          {"- UserName: alice\n", awscli.OutputFormat, "YAML"},
		"table":              {"-------------------------------------\n|  GetAccountAuthorizationDetails  |\n", awscli.OutputFormat, "table output"},
		"text":               {"USERDETAILLIST\tarn:aws:iam::111122223333:user/alice\n", awscli.OutputFormat, "text output"},
		"message":            {"Unable to locate credentials. You can configure credentials by running \"aws configure\".\n", awscli.Syntax, `it begins with "Unable to locate credentials.`},
		"other call":         {"\nAn error occurred (AccessDenied) when calling the GetAccountSummary operation: no\n", awscli.Command, "the message of a failed GetAccountSummary (AccessDenied), not of GetAccountAuthorizationDetails"},
		"list of wrong type": {`{"UserDetailList": {}}`, awscli.Type, "$.UserDetailList: want an array"},
		"truncated type":     {`{"UserDetailList": [], "IsTruncated": "yes"}`, awscli.Type, "$.IsTruncated: want true or false, not a string"},
		"cut in a list":      {`{"UserDetailList": [` + user("a", "") + ",\n", awscli.Cut, "line 2, column 1: the JSON ends early"},
		"cut in an element":  {users(user("a", ""))[:60], awscli.Cut, "line 1, column 61: the JSON ends early"},
		"cut after a list":   {`{"UserDetailList": []`, awscli.Cut, "the JSON ends early"},
		"cut in an array":    {`[` + users(user("a", "")), awscli.Cut, "the JSON ends early"},
		"cut at the start":   {`{`, awscli.Cut, "the JSON ends early"},
		"syntax in element":  {"{\"UserDetailList\": [\n" + user("a", "") + ",\n  {\"UserName\": oops}]}", awscli.Syntax, "line 3, column 16: not JSON: invalid character 'o' looking for beginning of value"},
		"syntax outside":     {"{\n  \"UserDetailList\" [", awscli.Syntax, "line 2, column 20: not JSON"},
		"more text":          {users() + " 7", awscli.Syntax, "more text follows the JSON"},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := awscli.ReadAuthorizationDetails(file, strings.NewReader(c.text))
			assert.Nil(t, d)
			var e *awscli.Error
			require.ErrorAs(t, err, &e)
			assert.Equal(t, c.reason, e.Reason, "%v", err)
			assert.Contains(t, err.Error(), c.want)
			assert.True(t, strings.HasPrefix(err.Error(), "awscli: details.json: "), "%v", err)
		})
	}
}

func TestReaderFails(t *testing.T) {
	broken := errors.New("the disk is on fire")
	for name, r := range map[string]io.Reader{
		"at once":   iotest.ErrReader(broken),
		"in a list": io.MultiReader(strings.NewReader(`{"UserDetailList": [`+strings.Repeat(user("a", "")+",", 100)), iotest.ErrReader(broken)),
		"late":      io.MultiReader(strings.NewReader(users()), iotest.ErrReader(broken)),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := awscli.ReadAuthorizationDetails(file, r)
			require.ErrorIs(t, err, broken)
		})
	}
	_, err := awscli.ReadAuthorizationDetails(file, nil)
	require.ErrorContains(t, err, "the reader is nil")
}

func TestCallErrors(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want awscli.CallError
	}{
		"version 1": {
			"\nAn error occurred (AccessDenied) when calling the GetAccountAuthorizationDetails operation: User: arn:aws:iam::111122223333:user/x is not authorized to perform: iam:GetAccountAuthorizationDetails on resource: * with an explicit deny in a service control policy\n",
			awscli.CallError{
				File: file, Operation: "GetAccountAuthorizationDetails", Code: "AccessDenied",
				Message: "User: arn:aws:iam::111122223333:user/x is not authorized to perform: iam:GetAccountAuthorizationDetails on resource: * with an explicit deny in a service control policy",
			},
		},
		"version 2": {
			"\naws: [ERROR]: An error occurred (Throttling) when calling the GetAccountAuthorizationDetails operation (reached max retries: 4): Rate exceeded\n\nAdditional error details:\n",
			awscli.CallError{File: file, Operation: "GetAccountAuthorizationDetails", Code: "Throttling", Message: "Rate exceeded"},
		},
		"no message": {
			"An error occurred (ExpiredToken) when calling the GetAccountAuthorizationDetails operation",
			awscli.CallError{File: file, Operation: "GetAccountAuthorizationDetails", Code: "ExpiredToken"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := awscli.ReadAuthorizationDetails(file, strings.NewReader(c.text))
			var e *awscli.CallError
			require.ErrorAs(t, err, &e)
			assert.Equal(t, c.want, *e)
			assert.Equal(t, c.want.Code == "Throttling", e.Retryable())
		})
	}
	assert.Nil(t, awscli.ParseCallError(file, []byte(`{"Message": "An error occurred (X) when calling the Y operation: Z"}`)), "only at the beginning")
}

// Reading must not depend on how the reader cuts the input into pieces, and
// positions must be right after many lines were forgotten.
func TestPositionsInLongInputs(t *testing.T) {
	var b strings.Builder
	b.WriteString("{\n\"UserDetailList\": [\n")
	const n = 3000
	for i := range n {
		b.WriteString("    " + user(fmt.Sprintf("u%d", i), ",\n        \"GroupList\": [\n        ]") + ",\n")
	}
	b.WriteString("    {\"UserName\":\n      7}\n]}")
	for name, r := range map[string]io.Reader{
		"whole":       strings.NewReader(b.String()),
		"byte-wise":   iotest.OneByteReader(strings.NewReader(b.String())),
		"data at end": iotest.DataErrReader(strings.NewReader(b.String())),
	} {
		t.Run(name, func(t *testing.T) {
			d, err := awscli.ReadAuthorizationDetails(file, r)
			require.NoError(t, err)
			assert.Len(t, d.UserDetailList, n)
			require.Len(t, d.Errors, 1)
			assert.Equal(t, 2+3*n+2, d.Errors[0].Line)
			assert.Equal(t, 7, d.Errors[0].Column)
			assert.Equal(t, fmt.Sprintf("$.UserDetailList[%d].UserName", n), d.Errors[0].Path)
		})
	}
}
