package checks_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene/checks"
)

// practices are the practices that the checks stand for, by number, with the ids
// of the checks that cover each. Globs stand for all that match.
const practices = `
P01 access-key-unused access-key-never-used access-key-rotation access-key-two-active access-key-exposed
P02 root-recent-use root-usage-alarm
P03 root-credentials-centralised root-access-key root-signing-certificate root-mfa
P04 user-shared access-key-instead-of-role federation-absent
P05 principal-effective-admin policy-admin policy-service-wildcard service-unused
P06 instance-admin-role function-admin-role
P07 access-key-instead-of-role user-direct-policy
P08 role-session-duration access-key-rotation service-credential-long-lived
P09 policy-service-wildcard policy-not-action policy-permissions-management
P10 access-analyzer-findings role-trust-anyone role-trust-external-account
P11 entity-required-tags policy-self-tagging
P12 manual-resource-groups
P13 role-trust-external-account role-trust-anyone role-external-id-missing role-trust-deleted-principal
P14 policy-managed-broad role-external-privileged
P15 assume-role-wildcard
P16 manual-session-name
P17 policy-managed-broad policy-inline
P18 policy-inline
P19 policy-inline
P20 policy-inline
P21 policy-permissions-management policy-access-levels
P22 password-policy-length
P23 password-policy-uppercase password-policy-lowercase password-policy-number password-policy-symbol
P24 password-policy-expiry password-rotation
P25 user-console-mfa
P26 password-policy-present
P27 user-console-mfa user-mfa-all
P28 root-mfa
P29 root-hardware-mfa user-hardware-mfa
P30 mfa-not-enforced policy-mfa-condition-ineffective
P31 instance-without-profile instance-profile-broken
P32 role-trust-external-account
P33 principal-effective-admin user-privileged-mfa
P34 scp-guardrails
P35 root-mfa user-console-mfa user-mfa-all
P36 principal-effective-admin policy-admin policy-service-wildcard policy-permissions-management service-unused
P37 access-key-never-used access-key-at-setup access-key-unused access-key-inactive-left user-password-and-key
P38 access-key-exposed manual-secret-scanning
P39 access-key-instead-of-role instance-without-profile function-static-keys
P40 user-direct-policy user-no-group group-empty
P41 password-policy-*
P42 password-initial-unchanged password-policy-self-change
P43 credential-report-stale service-unused role-unused manual-audit-cadence
P44 access-analyzer-enabled access-analyzer-findings access-analyzer-unused-access
P45 user-shared
P46 federation-absent user-console-while-federated
P47 root-email-group manual-root-mailbox
P48 manual-root-password
P49 root-hardware-mfa root-mfa
P50 manual-root-token-battery
P51 manual-phone-protection
P52 root-access-key
P53 root-recent-use
P54 root-recent-use federation-absent
P55 cloudtrail-multi-region root-usage-alarm
P56 root-usage-alarm
P57 console-source-ip
P58 user-dormant password-unused access-key-unused access-key-never-used access-key-inactive-left
P59 access-key-unused password-unused user-dormant
P60 access-key-unused password-unused
P61 contact-security
P62 contact-billing contact-operations
P63 manual-challenge-questions
P64 password-policy-*
P65 principal-effective-admin service-unused policy-service-wildcard
P66 policy-admin principal-effective-admin
P67 user-direct-policy user-no-group policy-managed-broad
P68 role-trust-anyone role-trust-external-account role-confused-deputy
P69 federation-absent saml-expiring role-oidc-subject role-saml-audience
P70 root-recent-use root-access-key
P71 principal-effective-admin policy-admin policy-service-wildcard service-unused
P72 user-direct-policy user-no-group group-empty
P73 policy-sensitive-no-condition mfa-not-enforced passrole-wildcard
P74 cloudtrail-multi-region
P75 password-policy-expiry password-policy-length password-policy-reuse password-policy-uppercase password-policy-lowercase password-policy-number password-policy-symbol
P76 access-key-rotation
P77 password-rotation password-policy-expiry
P78 password-unused access-key-unused access-key-never-used access-key-inactive-left signing-certificate-age ssh-key-age service-credential-long-lived
P79 user-privileged-mfa
P80 user-shared role-trust-external-account access-key-instead-of-role
P81 instance-without-profile instance-profile-broken
P82 principal-effective-admin
P83 scp-guardrails organization-member
P84 policy-sensitive-no-condition console-source-ip mfa-not-enforced
P85 function-shared-role service-unused
P86 instance-admin-role function-admin-role
P87 service-unused policy-lint
P88 federation-absent
P89 user-console-while-federated manual-leavers
P90 manual-idp-mfa
P91 federation-absent organization-member
P92 password-policy-*
P93 user-shared
P94 access-key-instead-of-role
P95 role-external-id-missing access-key-instead-of-role access-key-rotation
P96 role-trust-external-account role-trust-anyone role-confused-deputy role-trust-deleted-principal
P97 role-external-id-missing role-external-id-weak
P98 role-external-id-reused
P99 instance-without-profile
P100 function-role-missing function-admin-role
P101 function-static-keys manual-host-keys
P102 access-key-rotation
P103 config-key-rotation-rule
P104 cloudtrail-multi-region role-trust-external-account manual-external-assumption-review
P105 role-unused user-dormant
P106 service-unused
P107 credential-report-stale
P108 access-analyzer-enabled access-analyzer-findings
`

// beside are checks of the same themes that no practice of the table names.
const beside = `
server-certificate-expired mfa-device-orphan policy-credential-exposure policy-data-read-wildcard policy-cloudshell-full
policy-unattached principal-privilege-escalation principal-without-boundary role-trust-mfa support-role audit-role idp-unused
contact-primary manual-contact-details alarm-policy-change alarm-console-no-mfa alarm-console-auth-failure
alarm-unauthorized-calls alarm-trail-change alarm-organization-change config-recorder-on
`

// Every practice is covered by checks that exist, and every check stands for a
// practice or is accounted for.
func TestPractices(t *testing.T) {
	known := ids(checks.Catalogue(checks.Standard))
	exists := func(id string) bool {
		pattern := regexp.MustCompile("^" + strings.ReplaceAll(regexp.QuoteMeta(id), `\*`, ".*") + "$")
		return slices.ContainsFunc(known, pattern.MatchString)
	}
	named := strings.Fields(beside)
	lines := strings.Split(strings.TrimSpace(practices), "\n")
	require.Len(t, lines, 108)
	for i, line := range lines {
		words := strings.Fields(line)
		assert.Equal(t, fmt.Sprintf("P%02d", i+1), words[0], "no practice is left out")
		assert.NotEmpty(t, words[1:], "%s is covered by nothing", words[0])
		named = append(named, words[1:]...)
	}
	for _, id := range named {
		assert.True(t, exists(id), "there is no check %s", id)
	}
	for _, id := range known {
		covers := slices.ContainsFunc(named, func(n string) bool {
			prefix, glob := strings.CutSuffix(n, "*")
			return n == id || glob && strings.HasPrefix(id, prefix)
		})
		assert.True(t, covers, "%s stands for no practice: name it in the table, or beside it", id)
	}
}

// falsehoods are what tutorials say and is not so. No text of a check says it as
// advice, or as a fact.
var falsehoods = map[string]string{
	"P03: the root user cannot be deleted or disabled":              `(delete|disable|remove|deactivate|suspend)[a-z]* (the|your|its) (root (user|account)\b|account root)`,
	"P06: a role cannot be assigned to a bucket":                    `role[a-z]* (to|for) (a|an|the|your) (amazon )?(s3 )?bucket`,
	"P12: resource groups grant and limit nothing":                  `resource groups? (to|can|that) (grant|limit|manage|control|restrict)`,
	"P15: a role is not attached to a user or group":                `(attach|assign|add)[a-z]* (a|the|this) role to (a|an|the|your) (iam )?(user|group)`,
	"P16: the caller names the session, not the role":               `(set|give|configure)[a-z]* (a|the) session name (on|of|in|for) the role`,
	"P17: a customer managed policy is no AWS managed policy":       `customer[- ]managed polic(y|ies)[a-z ]* (is|are) (a |an )?(kind|type)s? of aws[- ]managed`,
	"P19: customer managed policies may govern every service":       `customer[- ]managed polic(y|ies)[a-z ]* cannot`,
	"P19: policies attach inside of their own account":              `attach[a-z]* (a|the) policy to (a|the) (user|role) in another account`,
	"P20: there is no put-policy for managed policies":              `\bput-policy\b|\bputpolicy\b`,
	"P26: the password policy is one for the account":               `(attach|assign|apply)[a-z]* (a|the) password policy to|password policy template`,
	"P28: root's device is not enrolled by IAM":                     `root[a-z ]* (in|from) the (list of )?iam users`,
	"P30: MFA alone does not reach the CLI and the API":             `mfa[a-z ]* (is|are) (then )?(also )?(asked|required|needed) (for|by|on) (the )?(cli|api|access keys)`,
	"P32: an instance profile holds a role of its own account":      `instance profile[a-z ]* role[a-z ]* (of|in|from) (another|a different|a foreign) account`,
	"P57: addresses of console sessions cannot be spoofed so":       `spoof`,
	"P92: the password policy does not bind the root user":          `password policy (binds|applies to|covers|also)[a-z ]* root`,
	"P97: an external id is no secret and no proof of who one is":   `external id[a-z ]* (is|as) (a|the) (secret|password|proof)`,
	"P100: a function always has a role":                            `(without|has no|have no) (an |any )?(execution )?role`,
	"P22: eight characters are AWS's default and no recommendation": `(at least|minimum of) (8|eight) characters`,
}

func TestNoFalsehoods(t *testing.T) {
	patterns := make(map[string]*regexp.Regexp)
	for why, pattern := range falsehoods {
		patterns[why] = regexp.MustCompile(`(?i)` + pattern)
	}
	// A sentence that denies it says what is so.
	denial := regexp.MustCompile(`(?i)\b(never|cannot|no|nobody|not|nothing|without a role gets)\b`)
	said := func(text string) string {
		for _, sentence := range regexp.MustCompile(`[.;:?] ?`).Split(text, -1) {
			for why, p := range patterns {
				if p.MatchString(sentence) && !denial.MatchString(sentence) {
					return why
				}
			}
		}
		return ""
	}
	for _, c := range checks.Catalogue(checks.Standard) {
		info := c.Info()
		texts := []string{info.Title, info.Description, info.Risk, info.Remediation.Text, info.Remediation.Command}
		if info.Theme == "manual" {
			texts = append(texts, single(t, c).Message)
		}
		for _, text := range texts {
			assert.Empty(t, said(text), "%s: %q", info.ID, text)
		}
	}
	for _, text := range []string{ // as the patterns must see it
		"Disable the root account.", "Sign in. Delete the root user from IAM.", "Attach the password policy to a group.",
		"Assign the role to an S3 bucket", "First assign the role to a user", "Use put-policy", "Set a session name on the role.",
	} {
		assert.NotEmpty(t, said(text), text)
	}
	assert.Empty(t, said("Nobody can delete the root user: it cannot be deleted, so never delete the root user."), "a denial is none")
}
