package fakes_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
)

// An export is what the AWS CLI prints about an account.
type export struct{ Details, Report, Summary, Policy string }

func (e export) readers() fakes.Exports {
	return fakes.Exports{
		AuthorizationDetails: strings.NewReader(e.Details), CredentialReport: strings.NewReader(e.Report),
		AccountSummary: strings.NewReader(e.Summary), PasswordPolicy: strings.NewReader(e.Policy),
	}
}

// exportOf asks real clients what the CLI asks, and prints it as the CLI does.
func exportOf(t testing.TB, account *fakes.Account) export {
	t.Helper()
	ctx, client := context.Background(), iam.NewFromConfig(account.Config())
	var e export

	var pages strings.Builder
	all := iam.NewGetAccountAuthorizationDetailsPaginator(client, &iam.GetAccountAuthorizationDetailsInput{})
	for all.HasMorePages() {
		page, err := all.NextPage(ctx)
		require.NoError(t, err)
		pages.WriteString(cliJSON(t, page))
	}
	e.Details = pages.String()

	for range 3 {
		_, err := client.GenerateCredentialReport(ctx, nil)
		require.NoError(t, err)
	}
	report, err := client.GetCredentialReport(ctx, nil)
	require.NoError(t, err)
	e.Report = cliJSON(t, map[string]any{
		"Content": base64.StdEncoding.EncodeToString(report.Content), "ReportFormat": report.ReportFormat, "GeneratedTime": report.GeneratedTime,
	})

	summary, err := client.GetAccountSummary(ctx, nil)
	require.NoError(t, err)
	e.Summary = cliJSON(t, summary)

	policy, err := client.GetAccountPasswordPolicy(ctx, nil)
	if err == nil {
		e.Policy = cliJSON(t, policy)
	} else {
		e.Policy = "An error occurred (NoSuchEntity) when calling the GetAccountPasswordPolicy operation: The Password Policy with domain name " + account.ID() + " cannot be found."
	}
	return e
}

// cliJSON prints an output: with times as the CLI prints them, documents as
// objects, and without what is nil.
func cliJSON(t testing.TB, output any) string {
	t.Helper()
	text, err := json.Marshal(output)
	require.NoError(t, err)
	var v map[string]any
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	require.NoError(t, dec.Decode(&v))
	delete(v, "ResultMetadata")
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "    ")
	require.NoError(t, enc.Encode(cliValue(t, "", v)))
	return b.String()
}

func cliValue(t testing.TB, name string, v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, member := range v {
			if member == nil {
				delete(v, key)
				continue
			}
			v[key] = cliValue(t, key, member)
		}
	case []any:
		for i := range v {
			v[i] = cliValue(t, name, v[i])
		}
	case string:
		switch {
		case strings.HasSuffix(name, "Document"):
			document, err := url.PathUnescape(v)
			require.NoError(t, err)
			return json.RawMessage(document)
		case strings.HasSuffix(name, "Date") || strings.HasSuffix(name, "Time"):
			at, err := time.Parse(time.RFC3339, v)
			require.NoError(t, err)
			return at.Format("2006-01-02T15:04:05-07:00")
		}
	}
	return v
}

// facts are what clients read of an account one by one, beside the export:
// everything that LoadAccount promises, in the form of the SDK.
func facts(t testing.TB, account *fakes.Account) map[string]any {
	t.Helper()
	ctx, client := context.Background(), iam.NewFromConfig(account.Config())
	got := make(map[string]any)
	note := func(name string, v any, err error) {
		if err != nil {
			v = err.Error()[strings.LastIndex(err.Error(), "RequestID")+len("RequestID: 00000000-0000-0000-0000-000000000000"):]
		}
		got[name] = v
	}
	users, err := client.ListUsers(ctx, &iam.ListUsersInput{})
	require.NoError(t, err)
	for _, u := range users.Users {
		name := aws.ToString(u.UserName)
		user, err := client.GetUser(ctx, &iam.GetUserInput{UserName: u.UserName})
		require.NoError(t, err)
		note(name, user.User, nil)
		login, err := client.GetLoginProfile(ctx, &iam.GetLoginProfileInput{UserName: u.UserName})
		if err == nil {
			login.LoginProfile.CreateDate = nil // the report tells the last change alone
			note(name+"/password", login.LoginProfile, nil)
		} else {
			note(name+"/password", nil, err)
		}
		keys, err := client.ListAccessKeys(ctx, &iam.ListAccessKeysInput{UserName: u.UserName})
		require.NoError(t, err)
		for i, k := range keys.AccessKeyMetadata {
			used, err := client.GetAccessKeyLastUsed(ctx, &iam.GetAccessKeyLastUsedInput{AccessKeyId: k.AccessKeyId})
			require.NoError(t, err)
			note(name+"/key/"+string(rune('1'+i)), []any{k.Status, k.UserName, used.AccessKeyLastUsed, used.UserName}, nil)
		}
		mfa, err := client.ListMFADevices(ctx, &iam.ListMFADevicesInput{UserName: u.UserName})
		require.NoError(t, err)
		note(name+"/mfa", len(mfa.MFADevices) > 0, nil)
		certs, err := client.ListSigningCertificates(ctx, &iam.ListSigningCertificatesInput{UserName: u.UserName})
		require.NoError(t, err)
		for i, c := range certs.Certificates {
			note(name+"/certificate/"+string(rune('1'+i)), []any{c.Status, c.UploadDate}, nil)
		}
		groups, err := client.ListGroupsForUser(ctx, &iam.ListGroupsForUserInput{UserName: u.UserName})
		note(name+"/groups", groups.Groups, err)
	}
	roles, err := client.ListRoles(ctx, &iam.ListRolesInput{})
	require.NoError(t, err)
	for _, r := range roles.Roles {
		role, err := client.GetRole(ctx, &iam.GetRoleInput{RoleName: r.RoleName})
		require.NoError(t, err)
		role.Role.Description, role.Role.MaxSessionDuration = nil, nil // no export has them
		note("role "+aws.ToString(r.RoleName), role.Role, nil)
		profiles, err := client.ListInstanceProfilesForRole(ctx, &iam.ListInstanceProfilesForRoleInput{RoleName: r.RoleName})
		note("profiles "+aws.ToString(r.RoleName), profiles.InstanceProfiles, err)
	}
	policies, err := client.ListPolicies(ctx, &iam.ListPoliciesInput{Scope: "Local"})
	require.NoError(t, err)
	for _, p := range policies.Policies {
		entities, err := client.ListEntitiesForPolicy(ctx, &iam.ListEntitiesForPolicyInput{PolicyArn: p.Arn})
		require.NoError(t, err)
		note("policy "+aws.ToString(p.Arn), []any{p, entities.PolicyUsers, entities.PolicyGroups, entities.PolicyRoles}, nil)
		versions, err := client.ListPolicyVersions(ctx, &iam.ListPolicyVersionsInput{PolicyArn: p.Arn})
		note("versions "+aws.ToString(p.Arn), versions.Versions, err)
	}
	return got
}
