package escalation_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/escalation"
)

// TestCases holds accounts by hand: the methods as they are known, and what
// stands in their way.
func TestCases(t *testing.T) {
	const lambda = "lambda.amazonaws.com"
	eve := func(w *world, statements ...string) *iamhygiene.UserDetail { return w.user("eve", statements...) }
	tests := []struct {
		name, rule string
		make       func(w *world)
		want       []string // the steps of eve
	}{
		{"wildcards in actions", "R37: patterns match whatever their letter case", func(w *world) {
			w.role("strong", service(lambda), anyone)
			eve(w, allow("*", "iam:pass?ole", "LAMBDA:*function"))
		}, []string{"lambda-invoke role/strong high"}},
		{"iam:Put* embeds a policy", "R37", func(w *world) { eve(w, allow("*", "iam:PutUser*")) },
			[]string{"iam-put-user-policy administrator high"}},
		{"PassRole and RunInstances in two policies", "R49: the union, not each policy", func(w *world) {
			r := w.role("strong", service("ec2.amazonaws.com"), anyone)
			r.InstanceProfiles = []string{prefix + "instance-profile/strong"}
			u := eve(w, allow("*", "iam:PassRole"))
			u.Attached = []iamhygiene.AttachedPolicy{w.policy("run", document(allow("*", "ec2:RunInstances")))}
		}, []string{"ec2-run-instances role/strong high"}},
		{"RunInstances without the image", "every resource of the request has to be allowed", func(w *world) {
			r := w.role("strong", service("ec2.amazonaws.com"), anyone)
			r.InstanceProfiles = []string{prefix + "instance-profile/strong"}
			eve(w, allow("*", "iam:PassRole"), allow("arn:aws:ec2:*:*:instance/*", "ec2:RunInstances"))
		}, nil},
		{"a function that may be created but not invoked", "actions have to meet on one resource", func(w *world) {
			w.role("strong", service(lambda), anyone)
			eve(w, allow("*", "iam:PassRole"), allow("arn:aws:lambda:*:*:function:a-*", "lambda:CreateFunction"), allow("arn:aws:lambda:*:*:function:b-*", "lambda:InvokeFunction"))
		}, nil},
		{"a function of a name that may be both", "actions meet on the names of a pattern", func(w *world) {
			w.role("strong", service(lambda), anyone)
			eve(w, allow("*", "iam:PassRole"), allow("arn:aws:lambda:*:*:function:a-*", "lambda:CreateFunction"), allow("*", "lambda:InvokeFunction"))
		}, []string{"lambda-invoke role/strong high"}},
		{"PassRole of a prefix that the role has not", "R50: the resource blocks it", func(w *world) {
			w.role("strong", service(lambda), anyone)
			eve(w, allow(prefix+"role/app-*", "iam:PassRole"), allow("*", "lambda:*"))
		}, nil},
		{"PassRole by the tag of the role", "aws:ResourceTag from the snapshot", func(w *world) {
			r := w.role("strong", service(lambda), anyone)
			r.Tags = map[string]string{"team": "blue"}
			eve(w, statement("Allow", "*", `{"StringEquals": {"aws:ResourceTag/team": "blue", "iam:ResourceTag/team": "blue"}}`, "iam:PassRole"), allow("*", "lambda:CreateFunction", "lambda:InvokeFunction"))
		}, []string{"lambda-invoke role/strong high"}},
		{"PassRole by a tag that the role has not", "aws:ResourceTag from the snapshot", func(w *world) {
			w.role("strong", service(lambda), anyone)
			eve(w, statement("Allow", "*", `{"StringEquals": {"aws:ResourceTag/team": "blue"}}`, "iam:PassRole"), allow("*", "lambda:CreateFunction", "lambda:InvokeFunction"))
		}, nil},
		{"a source account in the trust policy", "the service is called from this account", func(w *world) {
			w.role("strong", `{"Effect": "Allow", "Principal": {"Service": "`+lambda+`"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "`+account+`"}}}`, anyone)
			eve(w, allow("*", "iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"))
		}, []string{"lambda-invoke role/strong high"}},
		{"the source account of somebody else", "the trust policy does not accept the service", func(w *world) {
			w.role("strong", `{"Effect": "Allow", "Principal": {"Service": "`+lambda+`"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "999988887777"}}}`, anyone)
			eve(w, allow("*", "iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"))
		}, nil},
		{"only small policies may be attached", "iam:PolicyARN against the administrator's policy", func(w *world) {
			eve(w, statement("Allow", "*", `{"ArnEquals": {"iam:PolicyARN": "arn:aws:iam::aws:policy/ReadOnlyAccess"}}`, "iam:AttachUserPolicy"))
		}, nil},
		{"any of AWS's policies may be attached", "iam:PolicyARN", func(w *world) {
			eve(w, statement("Allow", "*", `{"ArnLike": {"iam:PolicyARN": "arn:aws:iam::aws:policy/*"}}`, "iam:AttachUserPolicy"))
		}, []string{"iam-attach-user-policy administrator high"}},
		{"new roles need a boundary", "iam:PermissionsBoundary is not what an attacker would choose", func(w *world) {
			eve(w, statement("Allow", "*", `{"StringEquals": {"iam:PermissionsBoundary": "`+prefix+`policy/bound"}}`, "iam:CreateRole", "iam:PutRolePolicy"), allow("*", "sts:AssumeRole"))
		}, nil},
		{"a bounded user attaches what it likes", "the boundary still limits what it gets", func(w *world) {
			u := eve(w, allow("*", "iam:AttachUserPolicy"))
			u.Boundary = w.policy("bound", document(allow("*", "iam:AttachUserPolicy", "s3:*"))).ARN
		}, nil},
		{"a bounded user gets more than it has", "within the boundary", func(w *world) {
			u := eve(w, allow("*", "iam:AttachUserPolicy"))
			u.Boundary = w.policy("bound", document(allow("*", "iam:*"))).ARN
		}, []string{"iam-attach-user-policy widened:user/eve high"}},
		{"only with MFA, which the user has", "a device makes the condition one that can be met", func(w *world) {
			w.credentials("eve", true, true, 0)
			eve(w, statement("Allow", "*", `{"Bool": {"aws:MultiFactorAuthPresent": "true"}}`, "iam:AttachUserPolicy"))
		}, []string{"iam-attach-user-policy administrator high"}},
		{"only with MFA, which the user has not", "no device, no session with MFA", func(w *world) {
			eve(w, statement("Allow", "*", `{"Bool": {"aws:MultiFactorAuthPresent": "true"}}`, "iam:AttachUserPolicy"))
		}, nil},
		{"BoolIfExists is met by an access key", "the key is absent there", func(w *world) {
			eve(w, statement("Allow", "*", `{"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}}`, "iam:AttachUserPolicy"))
		}, []string{"iam-attach-user-policy administrator high"}},
		{"own credentials only", "self-service is no escalation", func(w *world) {
			w.user("boss", anyone)
			u := eve(w)
			u.Attached = []iamhygiene.AttachedPolicy{w.policy("self", document(allow(prefix+"user/${aws:username}", "iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile")))}
		}, nil},
		{"a trust policy that names the user", "in one account that is enough", func(w *world) {
			w.role("admin", trusts(prefix+"user/eve"), anyone)
			eve(w, little)
		}, []string{"sts-assume-role role/admin high"}},
		{"a trust policy that names the account", "the user's own permission is needed", func(w *world) {
			w.role("admin", trusts(ownAccount), anyone)
			eve(w, little)
		}, nil},
		{"a role that names the user, and may be changed", "the trust policy admits by itself", func(w *world) {
			w.role("weak", trusts(prefix+"user/eve"), little)
			eve(w, allow(prefix+"role/weak", "iam:AttachRolePolicy"))
		}, []string{"iam-attach-role-policy administrator high"}},
		{"assuming is denied", "writing oneself into the trust policy does not help", func(w *world) {
			w.role("admin", service("ec2.amazonaws.com"), anyone)
			eve(w, allow("*", "iam:UpdateAssumeRolePolicy"), deny("*", "sts:*"))
		}, nil},
		{"UpdateAssumeRolePolicy and AssumeRole", "rule 7: the superset collapses", func(w *world) {
			w.role("admin", service("ec2.amazonaws.com"), anyone)
			eve(w, allow("*", "iam:UpdateAssumeRolePolicy", "sts:AssumeRole"))
		}, []string{"iam-update-assume-role-policy role/admin high"}},
		{"update code and invoke", "the superset stays where it is surer", func(w *world) {
			r := w.role("strong", service(lambda), anyone)
			w.functions = []iamhygiene.Function{{ARN: "arn:aws:lambda:us-east-1:" + account + ":function:f", Role: r.ARN, Region: "us-east-1"}}
			eve(w, allow("*", "lambda:UpdateFunctionCode", "lambda:InvokeFunction"))
		}, []string{"lambda-update-code-invoke role/strong high", "lambda-update-code role/strong medium"}},
		{"another function's code", "R50: the function has to be the one with the role", func(w *world) {
			r := w.role("strong", service(lambda), anyone)
			w.functions = []iamhygiene.Function{{ARN: "arn:aws:lambda:us-east-1:" + account + ":function:f", Role: r.ARN, Region: "us-east-1"}}
			eve(w, allow("arn:aws:lambda:*:*:function:g", "lambda:UpdateFunctionCode"))
		}, nil},
		{"CreatePipeline alone", "deliberately no method", func(w *world) {
			w.role("strong", service("datapipeline.amazonaws.com", "ec2.amazonaws.com"), anyone)
			eve(w, allow("*", "iam:PassRole", "datapipeline:CreatePipeline"))
		}, nil},
		{"a user with MFA whose password is changed", "the second factor stands in the way", func(w *world) {
			w.user("boss", anyone)
			w.credentials("boss", true, true, 2)
			eve(w, allow(prefix+"user/boss", "iam:UpdateLoginProfile", "iam:CreateAccessKey", "iam:CreateLoginProfile"))
		}, []string{"iam-update-login-profile user/boss medium"}},
		{"the only Deny is in a group", "who leaves the group is an administrator", func(w *world) {
			w.group("guarded", deny("*", "s3:*"))
			u := eve(w, allow("*", "iam:RemoveUserFromGroup"))
			u.Groups = []string{"guarded"}
			u.Attached = []iamhygiene.AttachedPolicy{w.policy("most", document(`{"Effect": "Allow", "NotAction": "iam:*User*", "Resource": "*"}`))}
			w.details.Groups[0].Inline[0].Document = document(deny("*", "s3:*", "iam:Put*", "iam:Attach*", "iam:Update*", "iam:Create*", "iam:Set*", "iam:PassRole", "sts:*", "lambda:*", "sso:*", "cloudformation:*", "codebuild:*"))
		}, []string{"iam-drop-own-deny administrator medium"}},
		{"an old version that cannot be read", "may be wider", func(w *world) {
			u := eve(w, allow("*", "iam:SetDefaultPolicyVersion"))
			u.Attached = []iamhygiene.AttachedPolicy{w.policy("mine", document(little), "")}
		}, []string{"iam-set-default-policy-version widened:user/eve medium"}},
		{"an old version that is narrower", "nothing is gained", func(w *world) {
			u := eve(w, allow("*", "iam:SetDefaultPolicyVersion"))
			u.Attached = []iamhygiene.AttachedPolicy{w.policy("mine", document(allow("*", "s3:*")), document(little))}
		}, nil},
		{"all but IAM", "R41: no administrator, but passes no role either", func(w *world) {
			w.role("strong", service(lambda), anyone)
			eve(w, `{"Effect": "Allow", "NotAction": ["iam:*", "sso:*", "sts:*"], "Resource": "*"}`)
			w.partial = true
		}, []string{"lambda-update-code role/strong medium", "lambda-update-config role/strong medium"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld()
			tt.make(w)
			g := w.analyze(t)
			got := lines(g, prefix+"user/eve")
			assert.Equal(t, tt.want, got, tt.rule)
		})
	}
}

// TestEvidence: a step says which statement of which policy allows which action
// on what.
func TestEvidence(t *testing.T) {
	w := newWorld()
	w.role("strong", service("lambda.amazonaws.com"), anyone)
	w.group("builders", `{"Sid": "Pass", "Effect": "Allow", "Action": "iam:PassRole", "Resource": "`+prefix+`role/*"}`)
	u := w.user("eve")
	u.Groups = []string{"builders"}
	u.Attached = []iamhygiene.AttachedPolicy{w.policy("functions", document(little, statement("Allow", "*", `{"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}`, "lambda:CreateFunction", "lambda:InvokeFunction")))}
	g := w.analyze(t)
	require.Len(t, g.From(prefix+"user/eve"), 1)
	e := g.From(prefix + "user/eve")[0]
	assert.Equal(t, escalation.Medium, e.Confidence)
	assert.Equal(t, []string{"aws:RequestedRegion"}, e.Conditions)
	functions := []escalation.Statement{{Policy: prefix + "policy/functions", Holder: prefix + "user/eve", Number: 2}}
	const function, condition = "arn:aws:lambda:*:" + account + ":function:*", `StringEquals(aws:RequestedRegion, "eu-west-1")`
	assert.Equal(t, []escalation.Grant{
		{Action: "iam:PassRole", Resource: prefix + "role/strong", Statements: []escalation.Statement{{Policy: "own", Holder: prefix + "group/builders", Sid: "Pass", Number: 1}}},
		{Action: "lambda:CreateFunction", Resource: function, Statements: functions, Conditions: []string{"aws:RequestedRegion"}, If: condition},
		{Action: "lambda:InvokeFunction", Resource: function, Statements: functions, Conditions: []string{"aws:RequestedRegion"}, If: condition},
	}, e.Grants)
	assert.Equal(t, []string{prefix + "group/builders/own#Pass", prefix + "policy/functions#2"}, e.Step().Statements)
}
