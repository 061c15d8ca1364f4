//go:build ignore

// Page writes a page of package report about an account that is made up: one
// with everything that a page can show, or a large one. It is run by the tests
// beside it from the top of the module:
//
//	go run .ci/browser/testdata/page.go rich|large|coverage FILE
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"os"
	"strconv"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/report"
)

const account = "111122223333"

var now = time.Date(2025, time.June, 2, 8, 0, 0, 0, time.UTC)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: page rich|large|coverage FILE")
	}
	file, err := os.Create(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	if err := write(file, os.Args[1]); err != nil {
		log.Fatal(err)
	}
	if err := file.Close(); err != nil {
		log.Fatal(err)
	}
}

func write(w io.Writer, kind string) error {
	switch kind {
	case "rich":
		return report.HTML(w, rich(0), func(o *report.Options) {
			o.Preset, o.FailOn, o.Previous = "strict", iamhygiene.SeverityHigh, rich(1)
			for i := 8; i > 0; i-- {
				o.History = append(o.History, rich(i))
			}
			o.Known = []iamhygiene.Info{{ID: "not-run", Title: "Nobody looked", Frameworks: []iamhygiene.Control{{Name: "CIS AWS Foundations", Version: "3.0", ID: "1.22"}}}}
		})
	case "coverage":
		return report.CoverageHTML(w, rich(0))
	case "large":
		return report.HTML(w, large(100_000))
	}
	return fmt.Errorf("%s is not a kind of page", kind)
}

// check returns fixed findings.
type check struct {
	info     iamhygiene.Info
	findings []iamhygiene.Finding
}

func (c check) Info() iamhygiene.Info                                          { return c.info }
func (c check) Run(context.Context, *iamhygiene.Snapshot) []iamhygiene.Finding { return c.findings }

func principal(typ, name string) iamhygiene.Resource {
	return iamhygiene.Resource{ARN: arn(typ, name), Type: typ, Name: name, Account: account, Partition: "aws", Region: "global"}
}

func arn(typ, name string) string { return "arn:aws:iam::" + account + ":" + typ + "/" + name }

// rich is a run some weeks ago: the account got better since.
func rich(weeksAgo int) *iamhygiene.Results {
	at := now.AddDate(0, 0, -7*weeksAgo)
	controls := []iamhygiene.Control{{Name: "CIS AWS Foundations", Version: "1.4", ID: "1.10"}, {Name: "CIS AWS Foundations", Version: "3.0", ID: "1.10"}, {Name: "AWS Security Hub", ID: "IAM.5"}}
	mfa := check{info: iamhygiene.Info{
		ID: "user-console-mfa", Theme: "users", Title: "Console users have MFA", Severity: iamhygiene.SeverityHigh, Frameworks: controls,
		Description: "Each IAM user with a console password has an MFA device enabled.",
		Remediation: iamhygiene.Remediation{Text: "Have the user register a passkey or a security key.", Command: "aws iam enable-mfa-device --user-name <user> --serial-number <arn>", URL: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa.html"},
	}}
	for i := range 40 {
		f := iamhygiene.Finding{Status: iamhygiene.Pass, Message: "has MFA", Resource: principal("user", fmt.Sprintf("person-%02d", i))}
		if i < 5+6*weeksAgo || i == 39-weeksAgo {
			f.Status, f.Message = iamhygiene.Fail, "has a password and no MFA"
			f.Evidence = []iamhygiene.Evidence{{Dataset: "credential-report", Path: "mfa_active", Observed: "false", Expected: "true", At: at}}
		}
		mfa.findings = append(mfa.findings, f)
	}
	denied := principal("user", "carol")
	mfa.findings = append(mfa.findings, iamhygiene.Finding{
		Status: iamhygiene.Unknown, Message: "cannot decide: iam:ListMFADevices denied (" + denied.ARN + "); grant iam:ListMFADevices", Resource: denied,
		Unknown: &iamhygiene.DataError{Dataset: "mfa-devices", Operation: "iam:ListMFADevices", Action: "iam:ListMFADevices", Scope: denied.ARN, Code: "AccessDenied"},
	})
	keys := check{info: iamhygiene.Info{
		ID: "access-key-rotation", Theme: "keys", Title: "Access keys are rotated", Severity: iamhygiene.SeverityMedium, Params: map[string]string{"max_age": "90d"},
		Remediation: iamhygiene.Remediation{Text: "Replace the key by a role."}, Frameworks: []iamhygiene.Control{{Name: "CIS AWS Foundations", Version: "3.0", ID: "1.14"}},
	}}
	for i := range 60 {
		age := (i*i*37 + 11) % 900
		k := principal("user", fmt.Sprintf("service-%02d", i))
		k.Type, k.Name = iamhygiene.TypeAccessKey, k.Name+"/access_key_1"
		f := iamhygiene.Finding{Status: iamhygiene.Pass, Resource: k, Discriminator: "access_key_1",
			Message:  fmt.Sprintf("access_key_1 is %d days old; the limit is 90 days", age),
			Evidence: []iamhygiene.Evidence{{Dataset: "credential-report", Path: "access_key_1_last_rotated", Observed: at.AddDate(0, 0, -age).Format(time.RFC3339), At: at}, {Path: "age_days", Observed: strconv.Itoa(age), Expected: "at most 90d"}}}
		switch {
		case i%20 == 7:
			f.Status, f.Evidence, f.Unknown = iamhygiene.Unknown, nil, &iamhygiene.DataError{Dataset: "credential-report", Code: iamhygiene.CodeInvalid, Message: "access_key_1_last_rotated is no time"}
		case age > 90:
			f.Status = iamhygiene.Fail
		}
		keys.findings = append(keys.findings, f)
	}
	passwords := check{info: iamhygiene.Info{ID: "password-unused", Theme: "users", Title: "Passwords in use", Severity: iamhygiene.SeverityMedium}}
	for i := range 12 {
		passwords.findings = append(passwords.findings, iamhygiene.Finding{Status: iamhygiene.Pass, Message: "was used today", Resource: principal("user", fmt.Sprintf("person-%02d", i))})
	}
	manual := check{info: iamhygiene.Info{ID: "manual-leavers", Theme: "account", Title: "Leavers lose access", Severity: iamhygiene.SeverityLow}, findings: []iamhygiene.Finding{
		{Status: iamhygiene.Manual, Message: "How long after departure is the directory account disabled?"},
	}}
	odd := check{info: iamhygiene.Info{ID: "odd-name", Title: "Names are plain", Severity: iamhygiene.SeverityLow}, findings: []iamhygiene.Finding{
		{Status: iamhygiene.Fail, Message: `</script><script>document.title="broken"</script><img src=x onerror=alert(1)>`, Resource: principal("user", `"><svg onload=alert(1)>`)},
		{Status: iamhygiene.Fail, Message: "a word that has no end: " + longWord(), Resource: principal("role", longWord())},
	}}
	if weeksAgo == 0 {
		manual.findings = append(manual.findings, iamhygiene.Finding{Status: iamhygiene.NotApplicable, Message: "the account has no guests", Resource: principal("group", "guests")})
	}
	return run(at, mfa, keys, passwords, manual, odd, escalation())
}

// escalation has chains of several lengths, with a circle, a step over several
// columns, and steps of a principal to itself.
func escalation() check {
	c := check{info: iamhygiene.Info{
		ID: "principal-privilege-escalation", Theme: "policies", Title: "Nobody can become an administrator", Severity: iamhygiene.SeverityCritical,
		Description: "No principal that is not meant to administer the account can become one that does.",
		Remediation: iamhygiene.Remediation{Text: "Take away the action that makes the first step, or limit it to resources that have no more access."},
	}}
	user, role := func(n string) string { return arn("user", n) }, func(n string) string { return arn("role", n) }
	chain := func(steps ...iamhygiene.Step) {
		f := iamhygiene.Finding{Status: iamhygiene.Fail, Message: fmt.Sprintf("can become an administrator in %d steps", len(steps)), Steps: steps}
		f.Resource = principal("user", steps[0].From[len(user("")):])
		if steps[0].From[:len(role(""))] == role("") {
			f.Resource = principal("role", steps[0].From[len(role("")):])
		}
		c.findings = append(c.findings, f)
	}
	step := func(from, method, to string) iamhygiene.Step {
		return iamhygiene.Step{From: from, To: to, Method: method, Statements: []string{"deployers/AllowDeploy"}}
	}
	admin := role("admin")
	chain(step(user("alice"), "iam-attach-user-policy", user("alice")))
	chain(step(user("bob"), "sts-assume-role", role("deploy")), step(role("deploy"), "lambda-create-function-passrole", role("pipeline")), step(role("pipeline"), "iam-update-assume-role-policy", admin))
	chain(step(user("dave"), "sts-assume-role", role("deploy")), step(role("deploy"), "lambda-create-function-passrole", role("pipeline")), step(role("pipeline"), "iam-update-assume-role-policy", admin))
	chain(step(user("erin"), "iam-create-access-key", user("bob")), step(user("bob"), "iam-create-login-profile", user("root-admin")))
	chain(step(role("deploy"), "ec2-run-instances-passrole", admin))
	chain(step(role("pipeline"), "sts-assume-role", role("deploy")), step(role("deploy"), "ec2-run-instances-passrole", admin))
	chain(step(user("a-user-with-quite-a-long-name-of-its-own"), "iam-update-assume-role-policy", admin))
	return c
}

func longWord() string {
	text := ""
	for range 12 {
		text += "abcdefghij"
	}
	return text
}

func run(at time.Time, checks ...iamhygiene.Check) *iamhygiene.Results {
	runner := iamhygiene.Runner{Exemptions: []iamhygiene.Exemption{{
		ID: "e-1", Checks: []string{"user-console-mfa"}, Resource: "person-00", Account: account,
		Reason: "leaves at the end of the month", Owner: "people team", Expires: now.AddDate(0, 1, 0),
	}}}
	s := iamhygiene.NewSnapshot(account, "aws", at, iamhygiene.Passwords.Failed(&iamhygiene.DataError{
		Operation: "iam:GetAccountPasswordPolicy", Action: "iam:GetAccountPasswordPolicy", Code: "AccessDenied",
	}))
	r, err := runner.Run(context.Background(), s, checks...)
	if err != nil {
		log.Fatal(err)
	}
	return r
}

// large has n findings of 60 checks, of which a half fail.
func large(n int) *iamhygiene.Results {
	const checks = 60
	r := &iamhygiene.Results{Account: account, Partition: "aws", Time: now}
	for c := range checks {
		info := iamhygiene.Info{ID: fmt.Sprintf("check-%02d", c), Theme: fmt.Sprintf("theme-%d", c%6), Title: fmt.Sprintf("Practice %d is followed", c), Severity: iamhygiene.Severities()[c%5]}
		r.Checks = append(r.Checks, info)
		for i := range n / checks {
			f := iamhygiene.Finding{
				Check: info.ID, Title: info.Title, Theme: info.Theme, Severity: info.Severity, Status: iamhygiene.Status(1 + i%2),
				Message: "has a console password and no MFA device", Resource: principal("user", fmt.Sprintf("person-%05d", i)),
				Evidence: []iamhygiene.Evidence{{Dataset: "credential-report", Path: "mfa_active", Observed: "false", Expected: "true", At: now}},
			}
			f.Fingerprint = f.ComputeFingerprint()
			r.Findings = append(r.Findings, f)
		}
	}
	iamhygiene.SortFindings(r.Findings)
	return r
}
