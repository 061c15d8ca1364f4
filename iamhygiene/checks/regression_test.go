package checks_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A regression is a case that scanners of AWS accounts are known to get wrong,
// with the tests that hold this library to it: a test as package directory and
// function, a fixture as its file.
type regression struct {
	id, given string
	tests     []string
}

var regressions = []regression{
	{"R01", "the newest use of the root user decides", []string{"iamhygiene/checks/testdata/root/r01-newest-use-decides.txtar"}},
	{"R02", "recent use of a root key fails and old use passes", []string{"iamhygiene/checks/testdata/root/r02-key-used-yesterday.txtar", "iamhygiene/checks/testdata/root/r02-old-use-passes.txtar"}},
	{"R03", "a root user who was never used passes", []string{"credreport.TestLastActivity", "credreport.TestPasswordReference", "credreport.TestTime", "iamhygiene/checks/testdata/root/r03-never-used.txtar", "iamhygiene/checks/testdata/root/r03-not-applicable-date.txtar"}},
	{"R04", "a root password without MFA is told where the report does not say", []string{"iamhygiene/checks/testdata/root/r04-no-mfa.txtar", "iamhygiene/checks/testdata/root/r04-report-alone.txtar"}},
	{"R05", "a root user without credentials is not judged", []string{"iamhygiene/checks.TestRootHardwareMFA", "iamhygiene/checks/testdata/root/r05-centralised-report-alone.txtar", "iamhygiene/checks/testdata/root/r05-centralised.txtar", "iamhygiene/checks/testdata/root/r05-certificate-left.txtar", "iamhygiene/checks/testdata/root/r05-one-credential-left.txtar", "iamhygiene/checks/testdata/root/r05-used-before.txtar"}},
	{"R06", "users called after root are not root", []string{"iamhygiene.TestWordsOfAWS", "iamhygiene/checks.TestRootHardwareMFA"}},
	{"R07", "a user called root is a user", []string{"iamhygiene.TestRoot", "iamhygiene.TestWordsOfAWS", "iamhygiene/checks/testdata/root/r07-user-named-root.txtar"}},
	{"R08", "a virtual device of root beside others", []string{"iamhygiene/checks.TestRootHardwareMFA"}},
	{"R09", "an inactive root key is still stored", []string{"credreport.TestAccessKeyStatusAndUsage", "credreport.TestRootWithKeys", "iamhygiene/checks/testdata/root/r09-inactive-key.txtar"}},
	{"R10", "a security key has an ARN", []string{"iamhygiene/checks.TestUserHardwareMFA"}},
	{"R11", "users without password need no MFA device", []string{"iamhygiene/checks.TestUserHardwareMFA", "iamhygiene/checks.TestUserMFA"}},
	{"R12", "a hardware token has a bare serial number", []string{"iamhygiene/checks.TestUserHardwareMFA"}},
	{"R13", "a key that was never used is judged once", []string{"iamhygiene/checks.TestAccessKeyUse"}},
	{"R14", "a password that was never used", []string{"iamhygiene/checks.TestPasswordUnused"}},
	{"R15", "a new key, and one made with its user", []string{"iamhygiene/checks.TestAccessKeyAtSetup", "iamhygiene/checks.TestAccessKeyUse"}},
	{"R16", "no_information is no date", []string{"credreport.TestParseTime", "credreport.TestPasswordReference", "credreport.TestTime", "iamhygiene/checks.TestAccessKeyUse", "iamhygiene/checks.TestPasswordUnused"}},
	{"R17", "unused for exactly the limit", []string{"iamhygiene/checks.TestAccessKeyUse", "iamhygiene/checks.TestPasswordUnused"}},
	{"R18", "as old as exactly the limit", []string{"iamhygiene/checks.TestAccessKeyAge"}},
	{"R19", "an old inactive key", []string{"iamhygiene/checks.TestAccessKeyAge"}},
	{"R20", "users of one name in two accounts", []string{"credreport.TestSameNameInTwoAccounts", "iamhygiene/checks.TestReportAlone", "iamhygiene/collect.TestAccounts", "iamhygiene/collect.TestCredentialReportContent"}},
	{"R21", "a rotation in progress", []string{"iamhygiene/checks.TestAccessKeyTwoActive"}},
	{"R22", "slots are not in order of age", []string{"iamhygiene/checks.TestAccessKeyAtSetup", "iamhygiene/checks.TestAccessKeyTwoActive"}},
	{"R23", "a comma in a user name", []string{"iamhygiene/checks.TestReportAlone"}},
	{"R24", "columns in another order, more of them, or fewer", []string{"credreport.TestColumns", "iamhygiene/checks.TestReportAlone", "iamhygiene/collect.TestCredentialReportContent"}},
	{"R25", "forms of dates", []string{"credreport.TestParseTime", "iamhygiene/checks.TestPasswordUnused"}},
	{"R26", "forms of truth values", []string{"credreport.TestAccessKeyStatusAndUsage", "credreport.TestParseBool", "iamhygiene/checks.TestUserMFA", "iamhygiene/checks/testdata/root/unreadable-everywhere.txtar", "iamhygiene/checks/testdata/root/unreadable-values.txtar"}},
	{"R27", "no password policy", []string{"iamhygiene/checks/testdata/password/r27-no-policy.txtar", "iamhygiene/collect.TestAbsentOrRefused", "iamhygiene/collect.TestRefusedCalls"}},
	{"R28", "a password policy that was refused", []string{"iamhygiene/checks/testdata/password/r28-denied-with-passwords.txtar", "iamhygiene/checks/testdata/password/r28-denied.txtar", "iamhygiene/collect.TestAbsentOrRefused", "iamhygiene/collect.TestRefusedCalls"}},
	{"R29", "passwords that never expire", []string{"iamhygiene/checks.TestPasswordPolicyParameters", "iamhygiene/checks/testdata/password/r29-max-age-zero.txtar", "iamhygiene/checks/testdata/password/weak.txtar"}},
	{"R30", "nobody has a password", []string{"iamhygiene/checks/testdata/password/r30-no-passwords.txtar", "iamhygiene/checks/testdata/password/r30-perhaps-a-password.txtar"}},
	{"R31", "both lengths are told", []string{"iamhygiene/checks/testdata/password/weak.txtar"}},
	{"R32", "more than is required", []string{"iamhygiene/checks.TestPasswordPolicyParameters"}},
	{"R33", "an administrator through a group, and every user", []string{"iamhygiene/checks.TestPrincipalEffectiveAdmin", "iamhygiene/checks.TestPrivilegedThroughGroup", "iamhygiene/escalation.TestAdmin"}},
	{"R34", "administrators by inline and customer policies", []string{"iamhygiene/checks.TestPrincipalEffectiveAdmin", "iamhygiene/escalation.TestAdmin"}},
	{"R35", "any member of a list may be a star", []string{"iamhygiene/checks.TestPolicyAdmin"}},
	{"R36", "*:* is everything", []string{"iamhygiene/checks.TestPolicyAdmin", "iamhygiene/escalation.TestAdmin"}},
	{"R37", "actions match by wildcards and in any case", []string{"iamhygiene/checks.TestPassRoleWildcard", "iamhygiene/checks.TestPolicyPermissionsManagement", "iamhygiene/checks.TestPrincipalPrivilegeEscalation", "iamhygiene/escalation.TestCases"}},
	{"R38", "a Deny of everything", []string{"iamhygiene/checks.TestDeniedAdministrator", "iamhygiene/checks.TestPrincipalEffectiveAdmin", "iamhygiene/escalation.TestAdmin"}},
	{"R39", "a boundary", []string{"iamhygiene/checks.TestPrincipalEffectiveAdmin", "iamhygiene/escalation.TestAdmin"}},
	{"R40", "everything under a condition", []string{"iamhygiene/checks.TestPolicyAdmin", "iamhygiene/checks.TestPrincipalEffectiveAdmin", "iamhygiene/escalation.TestAdmin"}},
	{"R41", "everything but a service", []string{"iamhygiene/checks.TestPolicyAdmin", "iamhygiene/checks.TestPolicyNotAction", "iamhygiene/escalation.TestAdmin", "iamhygiene/escalation.TestCases"}},
	{"R42", "the name of a policy", []string{"iamhygiene/checks.TestPolicyAdmin", "iamhygiene/checks.TestPrincipalEffectiveAdmin", "iamhygiene/escalation.TestAdmin"}},
	{"R43", "administrators on instances", []string{"iamhygiene/checks.TestPrincipalEffectiveAdmin", "iamhygiene/checks.TestPrivilegedRoles"}},
	{"R44", "administrators by design", []string{"iamhygiene/checks.TestPrincipalEffectiveAdmin"}},
	{"R45", "an administrator policy attached to nobody", []string{"iamhygiene/checks.TestPolicyAdmin", "iamhygiene/checks.TestPolicyUnattached", "iamhygiene/checks/testdata/policy/attachments.txtar"}},
	{"R46", "a policy used as boundary alone", []string{"iamhygiene/checks.TestPolicyUnattached", "iamhygiene/checks/testdata/policy/attachments.txtar"}},
	{"R47", "roles by prefix and by star", []string{"iamhygiene/checks.TestAssumeRoleWildcard"}},
	{"R48", "PassRole to one service", []string{"iamhygiene/checks.TestPassRoleWildcard"}},
	{"R49", "two halves of a method in two policies", []string{"iamhygiene/checks.TestPrincipalPrivilegeEscalation", "iamhygiene/escalation.TestCases"}},
	{"R50", "methods that something blocks", []string{"iamhygiene/checks.TestPrincipalPrivilegeEscalation", "iamhygiene/escalation.TestCases"}},
	{"R51", "conditions are evaluated", []string{"iamhygiene/checks.TestAssumeRoleWildcard", "iamhygiene/checks.TestPassRoleWildcard", "iamhygiene/checks.TestPolicyAdmin", "iamhygiene/checks.TestPolicyMFAConditionIneffective", "iamhygiene/checks.TestPolicyNotAction", "iamhygiene/checks.TestPolicyPermissionsManagement", "iamhygiene/checks.TestPrincipalPrivilegeEscalation"}},
	{"R52", "functions without a stronger role", []string{"iamhygiene/checks.TestFunctionsOfEscalation", "iamhygiene/escalation.TestNotEvaluated"}},
	{"R53", "own accounts and those of the organization", []string{"iamhygiene/checks.TestOrganizationAccounts", "iamhygiene/checks.TestRoleTrustExternalAccount"}},
	{"R54", "a principal that was deleted", []string{"iamhygiene/checks.TestRoleTrustExternalAccount", "iamhygiene/checks/testdata/role/r54-deleted-role.txtar"}},
	{"R55", "accounts compared as 12 digits", []string{"iamhygiene/checks.TestOrganizationAccounts", "iamhygiene/checks.TestPrivilegedRoles", "iamhygiene/checks.TestRoleTrustExternalAccount"}},
	{"R56", "services that do not say for whom", []string{"iamhygiene/checks.TestRoleConfusedDeputy"}},
	{"R57", "a foreign source account", []string{"iamhygiene/checks.TestOrganizationAccounts", "iamhygiene/checks.TestRoleConfusedDeputy"}},
	{"R58", "subjects of GitHub", []string{"iamhygiene/checks.TestRoleOIDCSubject"}},
	{"R59", "a session duration that was not told", []string{"iamhygiene/checks.TestPrivilegedRoles", "iamhygiene/checks.TestSessionDurationThatNobodyTold", "iamhygiene/collect.TestDatasets"}},
	{"R60", "young roles and those of AWS", []string{"iamhygiene/checks/testdata/role/r60-young-and-owned-by-aws.txtar"}},
	{"R61", "a role without use on record", []string{"iamhygiene/checks/testdata/role/r61-no-use-on-record.txtar"}},
	{"R62", "services that were granted and not used", []string{"iamhygiene/checks.TestServiceUnused", "iamhygiene/collect.TestDatasets"}},
	{"R63", "denied attempts count as use", []string{"iamhygiene/checks.TestDeniedAttempts", "iamhygiene/checks.TestServiceAccessOfNobody", "iamhygiene/checks.TestServiceUnused"}},
	{"R64", "people who come in by a reserved role", []string{"iamhygiene/checks/testdata/federation/r64-reserved-role.txtar"}},
	{"R65", "OpenID Connect for workloads", []string{"iamhygiene/checks/testdata/federation/r65-oidc-only.txtar"}},
	{"R66", "an analyzer of unused access alone", []string{"iamhygiene/checks/testdata/analyzer/r66-unused-only.txtar", "iamhygiene/collect.TestRegionalDatasets"}},
	{"R67", "findings that could not be listed", []string{"iamhygiene/checks/testdata/analyzer/r67-r68-findings.txtar", "iamhygiene/collect.TestRegionalDatasets"}},
	{"R68", "findings that are archived or resolved", []string{"iamhygiene.TestWordsOfAWS", "iamhygiene/checks/testdata/analyzer/r67-r68-findings.txtar", "iamhygiene/collect.TestRegionalDatasets"}},
	{"R69", "an alarm in another namespace", []string{"iamhygiene/checks.TestAlarmChainBroken", "iamhygiene/checks/testdata/monitoring/r69-namespace.txtar", "iamhygiene/collect.TestRegionalDatasets"}},
	{"R70", "an alarm that tells nobody", []string{"iamhygiene.TestWordsOfAWS", "iamhygiene/checks.TestAlarmChainBroken", "iamhygiene/collect.TestRegionalDatasets"}},
	{"R71", "another spelling of a filter pattern", []string{"iamhygiene/checks.TestAlarmChainBroken"}},
	{"R72", "advanced event selectors", []string{"iamhygiene/checks.TestCloudTrailMultiRegion"}},
	{"R73", "a trail of the organization", []string{"iamhygiene/checks.TestAlarmChainUnread", "iamhygiene/checks.TestCloudTrailMultiRegion", "iamhygiene/collect.TestRegionalDatasets"}},
	{"R74", "a contact that is absent, or refused", []string{"iamhygiene/checks/testdata/contact/r74-absent.txtar", "iamhygiene/checks/testdata/contact/r74-denied.txtar", "iamhygiene/collect.TestAbsentOrRefused", "iamhygiene/collect.TestDatasets"}},
	{"R75", "centralised root access from a member", []string{"iamhygiene/checks/testdata/organization/r75-member.txtar", "iamhygiene/checks/testdata/organization/r75-no-trusted-access.txtar", "iamhygiene/checks/testdata/organization/r75-throttled.txtar", "iamhygiene/collect.TestAbsentOrRefused"}},
	{"R76", "no role for support", []string{"iamhygiene/checks/testdata/role/r76-nobody.txtar"}},
	{"R77", "other partitions", []string{"iamhygiene/checks.TestInstancePartition", "iamhygiene/checks.TestPolicyAdmin", "iamhygiene/checks.TestRoleConfusedDeputy", "iamhygiene/checks.TestRoleTrustExternalAccount", "iamhygiene/checks/testdata/contact/r77-china.txtar", "iamhygiene/checks/testdata/contact/r77-govcloud.txtar", "iamhygiene/checks/testdata/role/r77-china.txtar", "iamhygiene/checks/testdata/root/r77-china.txtar", "iamhygiene/checks/testdata/root/r77-govcloud.txtar", "iamhygiene/collect.TestAccounts"}},
	{"R78", "more than one page", []string{"iamhygiene/checks/testdata/analyzer/r78-truncated.txtar", "iamhygiene/collect.TestDamagedParts", "iamhygiene/collect.TestList", "iamhygiene/collect.TestTruncatedWithoutMarker"}},
	{"R79", "a report that may predate a change", []string{"iamhygiene/checks.TestRootReportHint", "iamhygiene/checks.TestSampleMessages", "iamhygiene/checks/testdata/root/r79-confirmed.txtar", "iamhygiene/checks/testdata/root/r79-may-predate.txtar", "iamhygiene/collect.TestCredentialReport"}},
	{"R80", "a report that cannot be had", []string{"iamhygiene/checks.TestNoReport", "iamhygiene/checks/testdata/account/refused.txtar", "iamhygiene/collect.TestCredentialReport"}},
	{"R81", "a report of the root user alone", []string{"credreport.TestRootWithKeys", "iamhygiene/checks.TestReportAlone", "iamhygiene/checks/testdata/root/r81-no-root-row.txtar", "iamhygiene/checks/testdata/root/r81-root-row-only.txtar"}},
	{"R82", "exemptions match whole names", []string{"iamhygiene.TestExemptions"}},
	{"R83", "an expired exemption", []string{"iamhygiene.TestExemptions"}},
	{"R84", "an exemption that matches nothing", []string{"iamhygiene.TestExemptions"}},
	{"R85", "inline policies of service-linked roles", []string{"iamhygiene/checks.TestPolicyInline", "iamhygiene/checks/testdata/policy/attachments.txtar"}},
	{"R86", "documents are decoded once", []string{"iamhygiene/checks/testdata/document/r86-encoded.txtar", "iamhygiene/checks/testdata/role/r86-r87-forms.txtar", "iamhygiene/collect.TestDatasets", "iamhygiene/collect.TestDocuments"}},
	{"R87", "single values where lists are usual", []string{"iamhygiene/checks.TestPolicyAdmin", "iamhygiene/checks.TestRoleTrustAnyone", "iamhygiene/checks/testdata/role/r86-r87-forms.txtar"}},
	{"R88", "a Deny on groups", []string{"iamhygiene/checks.TestPassRoleWildcard", "iamhygiene/checks.TestPrivilegedMFA"}},
	{"R89", "a condition key that is there and false", []string{"iamhygiene/checks.TestPolicyMFAConditionIneffective", "iamhygiene/checks.TestPrivilegedMFA", "iamhygiene/checks.TestRoleTrustMFA"}},
	{"R90", "one user who was refused", []string{"iamhygiene/checks.TestOneUserWhoWasRefused", "iamhygiene/checks.TestUserHardwareMFA", "iamhygiene/collect.TestOneUserRefused"}},
}

// TestRegressions: each case is covered by tests that are there and that name
// it, so that neither a test nor its reason gets lost.
func TestRegressions(t *testing.T) {
	for i, r := range regressions {
		t.Run(r.id, func(t *testing.T) {
			assert.Equal(t, fmt.Sprintf("R%02d", i+1), r.id, "the cases are in order and whole")
			require.NotEmpty(t, r.tests, "no test covers that: %s", r.given)
			for _, name := range r.tests {
				assert.Regexp(t, `\b`+r.id+`\b`, testText(t, name), "%s does not name the case", name)
			}
		})
	}
	assert.Len(t, regressions, 90)
}

// testText returns the text of a test function with its comment, or of a
// fixture.
func testText(t *testing.T, name string) string {
	t.Helper()
	root := filepath.Join("..", "..")
	if strings.HasSuffix(name, ".txtar") {
		text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		require.NoError(t, err)
		return string(text)
	}
	dir, function, ok := strings.Cut(name, ".")
	require.True(t, ok, name)
	files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(dir), "*_test.go"))
	require.NoError(t, err)
	whole := regexp.MustCompile(`(?ms)(?:^//[^\n]*\n)*^func ` + function + `\(.*?^}$`)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		if found := whole.Find(text); found != nil {
			return string(found)
		}
	}
	require.FailNow(t, "there is no such test", name)
	return ""
}
