package report_test

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
)

var update = flag.Bool("update", false, "write the golden files anew")

var now = time.Date(2024, time.March, 12, 8, 30, 0, 0, time.UTC)

// stub is a check that returns fixed findings.
type stub struct {
	info     iamhygiene.Info
	findings []iamhygiene.Finding
}

func (s stub) Info() iamhygiene.Info { return s.info }
func (s stub) Run(context.Context, *iamhygiene.Snapshot) []iamhygiene.Finding {
	return s.findings
}

func resource(typ, kind, name string) iamhygiene.Resource {
	return iamhygiene.Resource{
		ARN: "arn:aws:iam::111122223333:" + kind + "/" + name, Type: typ, Name: name,
		Account: "111122223333", Partition: "aws", Region: "global",
	}
}

func user(name string) iamhygiene.Resource { return resource(iamhygiene.TypeUser, "user", name) }

// key is an access key, which carries the ARN of its user.
func key(name, slot string) iamhygiene.Resource {
	r := user(name)
	r.Type, r.Name = iamhygiene.TypeAccessKey, name+"/"+slot
	return r
}

// fixedChecks are checks whose findings make one of every kind: each status,
// each severity, each kind of resource that a format treats in its own way,
// and text that some format must escape.
func fixedChecks() []iamhygiene.Check {
	fail := func(message string, r iamhygiene.Resource, evidence ...iamhygiene.Evidence) iamhygiene.Finding {
		return iamhygiene.Finding{Status: iamhygiene.Fail, Message: message, Resource: r, Evidence: evidence}
	}
	reported := func(path, observed, expected string) iamhygiene.Evidence {
		return iamhygiene.Evidence{Dataset: "credential-report", Path: path, Observed: observed, Expected: expected, At: now.Add(-time.Hour)}
	}
	mfa := stub{iamhygiene.Info{
		ID: "user-console-mfa", Theme: "users", Title: "Console users have MFA", Severity: iamhygiene.SeverityHigh,
		Description: "Each IAM user with a console password has an MFA device enabled.",
		Risk:        "A stolen password is enough to sign in.",
		Frameworks: []iamhygiene.Control{
			{Name: "CIS AWS Foundations", Version: "3.0", ID: "1.10"}, {Name: "CIS AWS Foundations", Version: "5.0", ID: "1.9"},
			{Name: "AWS Security Hub", ID: "IAM.5"},
		},
		Remediation: iamhygiene.Remediation{
			Text:    "Have the user register a passkey or a security key, or remove the password and let the user federate instead of signing in here.",
			Command: "aws iam enable-mfa-device --user-name <user> --serial-number <arn>", URL: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa.html",
		},
	}, []iamhygiene.Finding{
		fail("has a password and no MFA", user("bob"), reported("mfa_active", "false", "true")),
		fail("has a password and no MFA", user("dave"), reported("mfa_active", "false", "true")),
		fail("has a password and no MFA", user("exempted")),
		{Status: iamhygiene.Pass, Message: "has MFA", Resource: user("alice")},
		{Status: iamhygiene.NotApplicable, Message: "has no password", Resource: user("svc")},
		{Status: iamhygiene.Unknown, Message: "cannot decide: iam:ListMFADevices denied (arn:aws:iam::111122223333:user/carol); grant iam:ListMFADevices", Resource: user("carol"),
			Unknown: &iamhygiene.DataError{Dataset: "mfa-devices", Operation: "iam:ListMFADevices", Action: "iam:ListMFADevices", Scope: user("carol").ARN, Code: "AccessDenied"}},
	}}
	rotation := stub{iamhygiene.Info{
		ID: "access-key-rotation", Theme: "keys", Title: "Access keys are rotated", Severity: iamhygiene.SeverityMedium,
		Description: "Each active access key of an IAM user is no older than the limit.",
		Risk:        "The longer a key lives, the more copies of it exist.",
		Frameworks: []iamhygiene.Control{
			{Name: "CIS AWS Foundations", Version: "3.0", ID: "1.14"}, {Name: "CIS AWS Foundations", Version: "5.0", ID: "1.13"},
			{Name: "AWS Security Hub", ID: "IAM.3"},
		},
		Remediation: iamhygiene.Remediation{Text: "Replace the key by a role.", Command: "aws iam create-access-key --user-name <user>"},
		Params:      map[string]string{"max_age": "90d"},
	}, []iamhygiene.Finding{
		{Status: iamhygiene.Fail, Message: "access_key_1 is active and 200 days old; the limit is 90 days", Resource: key("bob", "access_key_1"), Discriminator: "access_key_1",
			Evidence: []iamhygiene.Evidence{reported("access_key_1_last_rotated", "2023-08-25T08:30:00Z", "not before 2023-12-13T08:30:00Z"), {Path: "age_days", Observed: "200", Expected: "at most 90d"}}},
		{Status: iamhygiene.Pass, Message: "access_key_2 is 3 days old; the limit is 90 days", Resource: key("bob", "access_key_2"), Discriminator: "access_key_2"},
	}}
	trust := stub{iamhygiene.Info{
		ID: "role-trust-anyone", Theme: "roles", Title: "Roles do not trust everyone", Severity: iamhygiene.SeverityCritical,
		Remediation: iamhygiene.Remediation{Text: "Name the principals that may assume the role."},
	}, []iamhygiene.Finding{
		fail("statement 1 (Sid `any|one`) lets every AWS account assume the role", resource(iamhygiene.TypeRole, "role/ci", "deploy"),
			iamhygiene.Evidence{Dataset: "authorization-details", Path: "AssumeRolePolicyDocument/Statement/0", Observed: `{"Principal":"*"}`}),
	}}
	raised := iamhygiene.WithSeverity(stub{iamhygiene.Info{
		ID: "policy-inline", Theme: "policies", Title: "Policies are not inline", Severity: iamhygiene.SeverityInfo,
	}, []iamhygiene.Finding{
		fail("policy export is inline", resource(iamhygiene.TypeGroup, "group", "analysts")),
	}}, iamhygiene.SeverityLow)
	odd := stub{iamhygiene.Info{ID: "odd-name", Title: "Names are plain", Severity: iamhygiene.SeverityLow}, []iamhygiene.Finding{
		fail("<root_account> & \x1b[31mred", user("=cmd|' /C calc'!A0")),
		fail("-1 @all www.example.com https://example.com/?a=1&b=2 $x$ **bold** [link](x) \u202eright to left", user("..")),
	}}
	climb := stub{iamhygiene.Info{
		ID: "principal-privilege-escalation", Theme: "principals", Title: "No escalation path", Severity: iamhygiene.SeverityHigh,
		Remediation: iamhygiene.Remediation{Text: "Name the resources in the statements."},
	}, []iamhygiene.Finding{{
		Status: iamhygiene.Fail, Message: "carol can gain permissions by sts-assume-role; 2 steps to an administrator", Resource: user("carol"),
		Steps: []iamhygiene.Step{
			{From: user("carol").ARN, To: "arn:aws:iam::111122223333:role/ci/deploy", Method: "sts-assume-role", Statements: []string{"arn:aws:iam::111122223333:user/carol/jump#1"}},
			{From: "arn:aws:iam::111122223333:role/ci/deploy", To: "administrator", Method: "iam-put-role-policy", Statements: []string{"arn:aws:iam::111122223333:policy/ci#Self"}},
		},
	}}}
	manual := stub{iamhygiene.Info{ID: "manual-leavers", Title: "Leavers lose access", Severity: iamhygiene.SeverityLow}, []iamhygiene.Finding{
		{Status: iamhygiene.Manual, Message: "How long after departure is the directory account disabled?"},
	}}
	info := stub{iamhygiene.Info{ID: "below-the-floor", Title: "A detail", Severity: iamhygiene.SeverityInfo}, []iamhygiene.Finding{
		fail("a detail", user("bob")),
	}}
	return []iamhygiene.Check{mfa, rotation, trust, raised, odd, climb, manual, info}
}

// results holds one finding of every kind: what the golden files show.
func results(tb testing.TB, extra ...iamhygiene.Check) *iamhygiene.Results {
	tb.Helper()
	return resultsAt(tb, now, append(fixedChecks(), extra...)...)
}

// resultsAt runs checks with the exemption and the missing dataset of the
// fixed results.
func resultsAt(tb testing.TB, at time.Time, checks ...iamhygiene.Check) *iamhygiene.Results {
	tb.Helper()
	s := iamhygiene.NewSnapshot("111122223333", "aws", at, iamhygiene.Passwords.Failed(&iamhygiene.DataError{
		Operation: "iam:GetAccountPasswordPolicy", Action: "iam:GetAccountPasswordPolicy", Code: "AccessDenied",
	}))
	runner := iamhygiene.Runner{Exemptions: []iamhygiene.Exemption{{
		ID: "e-1", Checks: []string{"user-console-mfa"}, Resource: "exempted", Account: "111122223333",
		Reason: "leaves at the end of the month", Owner: "people team", Expires: now.AddDate(0, 1, 0),
	}}}
	res, err := runner.Run(context.Background(), s, checks...)
	require.NoError(tb, err)
	return res
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(file, got, 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err, "run go test -update")
	assert.Equal(t, string(want), string(got))
}
