package ready

import "github.com/iamhygiene/sdk/fakes"

// troubledPolicies adds customer managed policies, each with one mistake. Others
// attach them.
func troubledPolicies(s site) {
	for _, p := range [...]struct{ name, document string }{
		// policy-admin
		{"everything", policy(allow("*", "*"))},
		// policy-service-wildcard, policy-permissions-management
		{"iam-all", policy(allow("iam:*", "*"))},
		// policy-not-action
		{"all-but-iam", policy(map[string]any{"Effect": "Allow", "NotAction": each("iam:*", "organizations:*"), "Resource": "*"})},
		// passrole-wildcard, and with the rest principal-privilege-escalation
		{"ship-functions", policy(allow(each("iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"), "*"))},
		// assume-role-wildcard, policy-sensitive-no-condition
		{"assume-any", policy(allow("sts:AssumeRole", "*"))},
		// policy-data-read-wildcard
		{"read-secrets", policy(allow(each("secretsmanager:GetSecretValue", "s3:GetObject"), "*"))},
		// policy-credential-exposure
		{"make-keys", policy(allow("iam:CreateAccessKey", "*"))},
		// policy-mfa-condition-ineffective: requests of access keys have no such key.
		{"mfa-mostly", policy(map[string]any{"Effect": "Deny", "NotAction": "iam:ListMFADevices", "Resource": "*",
			"Condition": condition{"Bool": {"aws:MultiFactorAuthPresent": "false"}}})},
		// policy-lint: no version, and an action that does not exist.
		{"scribbled", `{"Statement":{"Effect":"Allow","Action":"s3:GetObjekt","Resource":"*"}}`},
		// The account decides by tags of principals ...
		{"by-team", policy(allow("s3:GetObject", "arn:"+s.partition+":s3:::team-${aws:PrincipalTag/team}/*"))},
		// ... which this lets users change: policy-self-tagging.
		{"own-tags", policy(allow("iam:TagUser", s.iam("user/${aws:username}")))},
	} {
		s.AddPolicy(p.name, p.document, fakes.Created(s.ago(600)))
	}
	// policy-unattached
	s.AddPolicy("left-over", policy(allow("s3:ListBucket", "arn:"+s.partition+":s3:::old-bucket")), fakes.Created(s.ago(800)))

	s.AddGroup("admins", fakes.AttachPolicy("everything"), fakes.Created(s.ago(1900)))
	// policy-managed-broad, policy-cloudshell-full
	s.AddGroup("developers", fakes.AttachPolicy("all-but-iam", "mfa-mostly", s.managed("PowerUserAccess"), s.managed("AWSCloudShellFullAccess")), fakes.Created(s.ago(1900)))
	s.AddGroup("helpers", fakes.AttachPolicy("by-team", "own-tags", "scribbled"), fakes.Created(s.ago(1900)))
	// group-empty
	s.AddGroup("contractors", fakes.AttachPolicy("make-keys"), fakes.Created(s.ago(1900)))
}
