package compute_test

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/ready"
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/checks"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
	"github.com/iamhygiene/sdk/iamhygiene/collect/compute"
)

// every returns all checks of the catalogue, opt-in ones included and given the
// parameters without which they say nothing.
func every(p checks.Preset) []iamhygiene.Check {
	all := checks.Catalogue(p)
	for i, c := range all {
		if c.Info().ID == (checks.EntityRequiredTags{}).Info().ID {
			all[i] = checks.EntityRequiredTags{Keys: []string{"owner"}}
		}
	}
	return all
}

// whole collects all that checks need, with no waiting.
func whole(t testing.TB, cfg aws.Config, now func() time.Time, selected []iamhygiene.Check, opts ...func(*collect.Options)) *iamhygiene.Snapshot {
	t.Helper()
	s, err := collect.Snapshot(t.Context(), cfg, append([]func(*collect.Options){func(o *collect.Options) {
		o.Checks, o.Collectors, o.Now = selected, compute.Collectors(), now
		o.LastAccessed.MaxJobs = 1000
		o.Sleep = func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
	}}, opts...)...)
	require.NoError(t, err)
	return s
}

// judged runs checks over a snapshot and returns the findings by fingerprint.
func judged(t testing.TB, s *iamhygiene.Snapshot, selected []iamhygiene.Check) map[string]iamhygiene.Finding {
	t.Helper()
	results, err := new(iamhygiene.Runner).Run(t.Context(), s, selected...)
	require.NoError(t, err)
	out := make(map[string]iamhygiene.Finding)
	for _, f := range results.Findings {
		require.NotContains(t, out, f.Fingerprint, "%s %s %s", f.Check, f.Resource.ARN, f.Discriminator)
		out[f.Fingerprint] = f
	}
	return out
}

// withStatus returns the ids of the checks that have findings of a status.
func withStatus(findings map[string]iamhygiene.Finding, status iamhygiene.Status) map[string]bool {
	out := make(map[string]bool)
	for _, f := range findings {
		if f.Status == status {
			out[f.Check] = true
		}
	}
	return out
}

// answered adds somebody's answer to every question that no API answers.
func answered(s *iamhygiene.Snapshot, selected []iamhygiene.Check, answer iamhygiene.Answer) *iamhygiene.Snapshot {
	var list []iamhygiene.Attestation
	for _, c := range selected {
		if id := c.Info().ID; strings.HasPrefix(id, "manual-") {
			list = append(list, iamhygiene.Attestation{
				ID: id, Answer: answer, Who: "jane@example.com", Date: s.Now().AddDate(0, -1, 0), Expires: s.Now().AddDate(0, 11, 0),
			})
		}
	}
	return s.With(iamhygiene.Attestations.With(list, s.Now()))
}

var presets = []checks.Preset{checks.Strict, checks.Standard, checks.Relaxed}

// partitions are those that have all that the accounts have.
var partitions = []string{"aws", "aws-cn", "aws-us-gov"}

// TestCleanAccount: an account in order has nothing to mend and nothing hidden.
func TestCleanAccount(t *testing.T) {
	for _, preset := range presets {
		for _, partition := range partitions {
			t.Run(preset.String()+" "+partition, func(t *testing.T) {
				acct, all := ready.Clean(func(o *ready.Options) { o.Partition = partition }), every(preset)
				s := whole(t, acct.Config(), acct.Now, all)
				assert.Empty(t, s.Errors())
				findings := judged(t, answered(s, all, iamhygiene.AnswerYes), all)
				passed := withStatus(findings, iamhygiene.Pass)
				for _, f := range findings {
					if f.Status != iamhygiene.Pass && f.Status != iamhygiene.NotApplicable {
						t.Errorf("%s %s: %s: %s", f.Status, f.Check, f.Resource.ARN, f.Message)
					}
				}
				assert.Greater(t, len(passed), len(all)*2/3, "most checks find something to judge: %v", slices.Sorted(maps.Keys(passed)))
				manual := withStatus(judged(t, s, all), iamhygiene.Manual)
				for _, c := range all {
					assert.Equal(t, strings.HasPrefix(c.Info().ID, "manual-"), manual[c.Info().ID], "%s asks without an answer", c.Info().ID)
				}
			})
		}
	}
}

// never are the checks that cannot fail in a live scan of a fake, and why.
var never = map[string]string{
	"policy-access-levels":    "it counts, and judges nothing",
	"contact-primary":         "every account has a primary contact: AWS asks for it at the sign-up, and no operation removes it",
	"credential-report-stale": "AWS keeps a report for four hours, so a live scan has a fresh one or none; TestOldSnapshot sees it fail",
}

// troubled returns the two accounts that have every problem between them.
func troubled(opts ...func(*ready.Options)) map[string]*fakes.Account {
	return map[string]*fakes.Account{
		"alone":  ready.Troubled(opts...),
		"member": ready.Troubled(append(opts, func(o *ready.Options) { o.Organization = fakes.NewOrganization() })...),
	}
}

// TestTroubledAccount: each check of the catalogue finds its problem.
func TestTroubledAccount(t *testing.T) {
	// Problems that exclude each other: what one of the accounts has.
	half := map[string]string{
		"organization-member": "alone", "federation-absent": "alone", "password-policy-present": "alone", "access-analyzer-enabled": "alone",
		"root-email-group": "member", "root-credentials-centralised": "member", "scp-guardrails": "member", "password-policy-hard-expiry": "member",
		"saml-expiring": "member", "user-console-while-federated": "member", "access-analyzer-unused-access": "alone",
	}
	for _, preset := range presets[:2] {
		for kind, acct := range troubled() {
			t.Run(preset.String()+" "+kind, func(t *testing.T) {
				all := every(preset)
				s := answered(whole(t, acct.Config(), acct.Now, all), all, iamhygiene.AnswerNo)
				failed := withStatus(judged(t, s, all), iamhygiene.Fail)
				for _, c := range all {
					id := c.Info().ID
					want := never[id] == "" && (half[id] == "" || half[id] == kind)
					assert.Equal(t, want, failed[id], "%s: %s", id, never[id])
				}
			})
		}
	}
}

// TestOldSnapshot: nothing of an account that is in order stays so by itself.
func TestOldSnapshot(t *testing.T) {
	acct, all := ready.Clean(), every(checks.Standard)
	s := whole(t, acct.Config(), acct.Now, all)
	for hours, want := range map[int]bool{3: false, 4: true, 30: true} {
		later := s.At(s.Now().Add(time.Duration(hours) * time.Hour))
		assert.Equal(t, want, withStatus(judged(t, later, all), iamhygiene.Fail)["credential-report-stale"], "%d hours", hours)
	}
	nextYear := withStatus(judged(t, s.At(s.Now().AddDate(1, 0, 0)), all), iamhygiene.Fail)
	for _, id := range []string{"access-key-unused", "access-key-rotation", "role-unused", "saml-expiring"} {
		assert.True(t, nextYear[id], id)
	}
}

// TestSnapshotKeepsFindings: a snapshot that was saved and read again gives the
// same findings.
func TestSnapshotKeepsFindings(t *testing.T) {
	for kind, acct := range accounts() {
		t.Run(kind, func(t *testing.T) {
			all := every(checks.Strict)
			s := answered(whole(t, acct.Config(), acct.Now, all), all, iamhygiene.AnswerNA)
			text, err := json.Marshal(s)
			require.NoError(t, err)
			again, err := iamhygiene.ReadSnapshot(bytes.NewReader(text))
			require.NoError(t, err)
			assert.Equal(t, marshal(t, judged(t, s, all)), marshal(t, judged(t, again, all)))
		})
	}
}

// marshal writes findings, so that times and empty lists compare as they look.
func marshal(t *testing.T, findings map[string]iamhygiene.Finding) string {
	t.Helper()
	text, err := json.MarshalIndent(findings, "", " ")
	require.NoError(t, err)
	return string(text)
}

// An operation is one that the collection calls.
type operation struct{ pkg, name, action string }

func (o operation) String() string { return o.pkg + ":" + o.name }

// operations returns what was called, each once.
func operations(calls []fakes.Call) []operation {
	var out []operation
	for _, c := range calls {
		if o := (operation{c.Package, c.Operation, c.Action}); !slices.Contains(out, o) {
			out = append(out, o)
		}
	}
	slices.SortFunc(out, func(a, b operation) int { return strings.Compare(a.String(), b.String()) })
	return out
}

// accounts returns the troubled accounts and the one in order.
func accounts() map[string]*fakes.Account {
	all := troubled()
	all["clean"] = ready.Clean()
	return all
}

// substitutes are the operations whose answers other data replaces, so that no
// finding is unknown for want of them.
var substitutes = map[string]string{
	"iam:GetAccountSummary":        "the credential report tells the same about the root user",
	"iam:ListAccessKeys":           "the credential report has the keys of each user, by slot",
	"iam:GetOpenIDConnectProvider": "the list has the providers, and no check asks for their client ids",
}

// TestEachOperationRefused: whatever the caller may not call, the scan ends,
// says what it could not see, and takes back no failure.
func TestEachOperationRefused(t *testing.T) {
	if testing.Short() {
		t.Skip("some hundred scans")
	}
	all := every(checks.Strict)
	before := make(map[string]map[string]iamhygiene.Finding) // by kind of account
	callers := make(map[operation][]string)                  // the kinds for which it is called
	for kind, acct := range accounts() {
		before[kind] = judged(t, whole(t, acct.Config(), acct.Now, all), all)
		for _, o := range operations(acct.Calls()) {
			callers[o] = append(callers[o], kind)
		}
	}
	for o, kinds := range callers {
		t.Run(o.String(), func(t *testing.T) {
			t.Parallel()
			var named []string
			for _, kind := range kinds {
				acct := accounts()[kind]
				acct.Fail(fakes.Operation{}, fakes.AccessDenied().When(func(c fakes.Call) bool { return c.Package == o.pkg && c.Operation == o.name }))
				if o.name == "GetCallerIdentity" {
					_, err := collect.Snapshot(t.Context(), acct.Config())
					var identity *collect.IdentityError
					require.ErrorAs(t, err, &identity, "without knowing the account there is no scan")
					return
				}
				after := judged(t, whole(t, acct.Config(), acct.Now, all), all)
				takesNothingBack(t, kind, before[kind], after)
				named = append(named, namedBy(after, o)...)
			}
			if why, ok := substitutes[o.String()]; ok {
				assert.Empty(t, named, "%s is replaced: %s", o, why)
				return
			}
			assert.NotEmpty(t, named, "no finding is unknown for want of %s", o)
		})
	}
}

// namedBy returns the checks that are Unknown because of the operation.
func namedBy(findings map[string]iamhygiene.Finding, o operation) []string {
	var out []string
	for _, f := range findings {
		if f.Status != iamhygiene.Unknown {
			continue
		}
		_, name, _ := strings.Cut(f.Unknown.Operation, ":")
		if name == o.name || slices.Contains(f.Unknown.Grant(), o.action) {
			out = append(out, f.Check)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// takesNothingBack checks that each failure before is one after, or unknown:
// by itself, by another name (access keys have no id where nobody may list them),
// or with all of its kind.
func takesNothingBack(t *testing.T, kind string, before, after map[string]iamhygiene.Finding) {
	t.Helper()
	type subject struct{ check, arn string }
	open := func(findings map[string]iamhygiene.Finding, statuses ...iamhygiene.Status) map[subject]int {
		n := make(map[subject]int)
		for _, f := range findings {
			if slices.Contains(statuses, f.Status) {
				n[subject{f.Check, f.Resource.ARN}]++
			}
		}
		return n
	}
	left, unknown := open(after, iamhygiene.Fail, iamhygiene.Unknown), withStatus(after, iamhygiene.Unknown)
	for x, n := range open(before, iamhygiene.Fail) {
		if left[x] < n && !unknown[x.check] {
			t.Errorf("%s: %s failed %d times for %s, and fails or is unknown %d times", kind, x.check, n, x.arn, left[x])
		}
	}
	for id, f := range before {
		if g, ok := after[id]; ok && f.Status == iamhygiene.Fail && g.Status != iamhygiene.Fail && g.Status != iamhygiene.Unknown {
			t.Errorf("%s: %s of %s was %s and is %s: %s", kind, f.Check, f.Resource.ARN, f.Status, g.Status, g.Message)
		}
	}
}

// TestRequiredPolicySuffices: the least policy is enough, and no action in it is
// too many.
func TestRequiredPolicySuffices(t *testing.T) {
	all := every(checks.Strict)
	document := collect.RequiredPolicy(all...)
	// scan returns the operations that a caller with the policy was refused. A late
	// account has a report already, and a user who is not in it.
	scan := func(kind string, late bool, document string) []string {
		acct := accounts()[kind]
		if late {
			whole(t, acct.Config(), acct.Now, nil, func(o *collect.Options) { o.Datasets = []string{iamhygiene.CredentialReport.Name()} })
			acct.AddUser("newcomer", fakes.AccessKey(), fakes.VirtualMFA())
		}
		role := acct.AddRole("scan", fakes.TrustAccount(acct.ID()), fakes.InlinePolicy("scan", document))
		require.NoError(t, acct.Err())
		return refusals(whole(t, acct.ConfigAs(role.ARN), acct.Now, all))
	}
	needed := make(map[string]bool)
	for _, kind := range []string{"clean", "alone", "member"} {
		for _, late := range []bool{false, true} {
			enough := scan(kind, late, document)
			if kind == "alone" { // nobody may ask for the address of an account that is in no organization
				assert.Equal(t, []string{"account:GetPrimaryEmail"}, enough, kind)
			} else {
				assert.Empty(t, enough, kind)
			}
			for action, less := range withoutOne(t, document) {
				if !needed[action] {
					needed[action] = len(scan(kind, late, less)) > len(enough)
				}
			}
		}
	}
	for action, yes := range needed {
		assert.True(t, yes, "%s is not needed", action)
	}
	assert.Greater(t, len(needed), 40)
}

// withoutOne returns, for each action that a policy allows, the policy without
// it.
func withoutOne(t *testing.T, document string) map[string]string {
	t.Helper()
	type statement struct {
		Effect, Resource string
		Action           []string
	}
	var policy struct {
		Version   string
		Statement []statement
	}
	require.NoError(t, json.Unmarshal([]byte(document), &policy))
	out := make(map[string]string)
	for i, st := range policy.Statement {
		for j, action := range st.Action {
			less := policy
			less.Statement = slices.Clone(policy.Statement)
			less.Statement[i].Action = slices.Delete(slices.Clone(st.Action), j, j+1)
			less.Statement = slices.DeleteFunc(less.Statement, func(s statement) bool { return len(s.Action) == 0 })
			text, err := json.Marshal(less)
			require.NoError(t, err)
			out[action] = string(text)
		}
	}
	return out
}

// refusals returns the operations that were refused, each once.
func refusals(s *iamhygiene.Snapshot) []string {
	var out []string
	for _, e := range s.Errors() {
		if !slices.Contains(out, e.Operation) {
			out = append(out, e.Operation)
		}
	}
	slices.Sort(out)
	return out
}

// TestOrganization: from the management account, a role sees each member as well
// as a member can be seen, and the suspended one not at all.
func TestOrganization(t *testing.T) {
	org := ready.Organization(4)
	manager := org.Management()
	scanner := manager.AddRole("scanner", fakes.TrustAccount(manager.ID()), fakes.InlinePolicy("scan", `{"Version":"2012-10-17","Statement":{
		"Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::*:role/`+ready.ScanRole+`"}}`))
	// What only the managers of the organization are told.
	managers := []string{"account:GetPrimaryEmail", "organizations:ListAccounts", "organizations:ListParents"}
	all := checks.All(checks.Standard)
	worst := make(map[string]iamhygiene.Severity)
	for _, acct := range org.Accounts() {
		if acct == manager {
			continue
		}
		cfg := manager.ConfigAs(scanner.ARN)
		role := "arn:aws:iam::" + acct.ID() + ":role/" + ready.ScanRole
		cfg.Credentials = aws.NewCredentialsCache(stscreds.NewAssumeRoleProvider(sts.NewFromConfig(cfg), role, func(o *stscreds.AssumeRoleOptions) {
			o.ExternalID = aws.String(ready.ExternalID)
		}))
		if acct.ID() == "111122223336" {
			_, err := collect.Snapshot(t.Context(), cfg)
			var identity *collect.IdentityError
			require.ErrorAs(t, err, &identity, "it is suspended")
			continue
		}
		s := whole(t, cfg, acct.Now, all)
		assert.Equal(t, acct.ID(), s.AccountID())
		assert.Equal(t, managers, refusals(s), acct.ID())
		results, err := new(iamhygiene.Runner).Run(t.Context(), s, all...)
		require.NoError(t, err)
		worst[acct.ID()] = results.Worst()
	}
	assert.Equal(t, map[string]iamhygiene.Severity{
		"111122223333": 0, "111122223334": iamhygiene.SeverityCritical, "111122223335": iamhygiene.SeverityCritical,
	}, worst, "in order, in trouble, and new: its root user has no MFA")
}
