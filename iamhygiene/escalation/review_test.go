package escalation_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iamhygiene/sdk/iamhygiene"
)

const lambdaService = "lambda.amazonaws.com"

// when makes an Allow statement with a condition.
func when(resource, condition string, actions ...string) string {
	return statement("Allow", resource, condition, actions...)
}

// TestReview holds accounts in which a published technique looks possible and is
// not, or looks impossible and is.
func TestReview(t *testing.T) {
	eve := func(w *world, statements ...string) *iamhygiene.UserDetail { return w.user("eve", statements...) }
	strong := func(w *world) { w.role("strong", service(lambdaService), anyone) }
	tests := []struct {
		name, rule string
		make       func(w *world)
		want       []string // the steps of eve
	}{
		{"a Deny of all functions but some", "the names that a Deny leaves are tried", func(w *world) {
			strong(w)
			eve(w, allow("*", "iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"),
				`{"Effect": "Deny", "Action": "lambda:*", "NotResource": "arn:aws:lambda:*:*:function:dev-*"}`)
		}, []string{"lambda-invoke role/strong high"}},
		{"a boundary that names the functions", "the names that a boundary allows are tried", func(w *world) {
			strong(w)
			u := eve(w, allow("*", "iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"))
			u.Boundary = w.policy("bound", document(allow("*", "iam:PassRole"), allow("arn:aws:lambda:*:*:function:dev-*", "lambda:*"))).ARN
		}, []string{"lambda-invoke role/strong high"}},
		{"patterns that overlap", "a name of both patterns is tried", func(w *world) {
			strong(w)
			eve(w, allow("*", "iam:PassRole"), allow("arn:aws:lambda:*:*:function:dev-*", "lambda:CreateFunction"), allow("arn:aws:lambda:*:*:function:*-job", "lambda:InvokeFunction"))
		}, []string{"lambda-invoke role/strong high"}},
		{"functions of another account", "a role cannot be passed there", func(w *world) {
			strong(w)
			eve(w, allow("*", "iam:PassRole"), allow("arn:aws:lambda:us-east-1:999988887777:function:*", "lambda:CreateFunction", "lambda:InvokeFunction"))
		}, nil},
		{"functions named by the user's tag", "policy variables have the values of the snapshot", func(w *world) {
			strong(w)
			eve(w, allow("*", "iam:PassRole"), allow("arn:aws:lambda:*:*:function:${aws:PrincipalTag/team}-*", "lambda:CreateFunction", "lambda:InvokeFunction")).Tags = map[string]string{"team": "blue"}
		}, []string{"lambda-invoke role/strong high"}},
		{"a policy of five versions", "one of them has to be deleted first", func(w *world) {
			eve(w, allow("*", "iam:CreatePolicyVersion")).Attached = []iamhygiene.AttachedPolicy{w.policy("full", document(little), document(little), document(little), document(little), document(little))}
		}, nil},
		{"a policy of five versions that may be deleted", "one of them has to be deleted first", func(w *world) {
			eve(w, allow("*", "iam:CreatePolicyVersion", "iam:DeletePolicyVersion")).Attached = []iamhygiene.AttachedPolicy{w.policy("full", document(little), document(little), document(little), document(little), document(little))}
		}, []string{"iam-create-policy-version administrator high"}},
		{"a boundary that its user may rewrite", "the policy of the boundary is one that applies", func(w *world) {
			u := eve(w, anyone)
			u.Boundary = w.policy("bound", document(allow("*", "iam:CreatePolicyVersion"), little)).ARN
		}, []string{"iam-create-policy-version administrator high"}},
		{"a boundary with an old version", "the policy of the boundary is one that applies", func(w *world) {
			u := eve(w, anyone)
			u.Boundary = w.policy("bound", document(allow("*", "iam:SetDefaultPolicyVersion"), little), document(anyone)).ARN
		}, []string{"iam-set-default-policy-version administrator high"}},
		{"roles of IAM Identity Center", "AWS refuses to change them", func(w *world) {
			r := w.role("AWSReservedSSO_Admin_0123456789abcdef", `{"Effect": "Allow", "Principal": {"Federated": "`+prefix+`saml-provider/AWSSSO_x"}, "Action": ["sts:AssumeRoleWithSAML", "sts:TagSession"]}`, anyone)
			r.ARN = prefix + "role/aws-reserved/sso.amazonaws.com/" + r.Name
			eve(w, allow("*", "iam:UpdateAssumeRolePolicy", "sts:AssumeRole", "iam:AttachRolePolicy"))
		}, nil},
		{"a service-linked role", "nobody passes, changes or assumes it", func(w *world) {
			r := w.role("AWSServiceRoleForX", service(lambdaService)+","+trusts(ownAccount), anyone)
			r.ARN, r.Path = prefix+"role/aws-service-role/x.amazonaws.com/"+r.Name, "/aws-service-role/x.amazonaws.com/"
			eve(w, allow("*", "iam:UpdateAssumeRolePolicy", "sts:AssumeRole", "iam:AttachRolePolicy", "iam:PassRole", "lambda:*"))
		}, nil},
		{"a new role without permission to assume it", "its trust policy names the user", func(w *world) {
			eve(w, allow("*", "iam:CreateRole", "iam:AttachRolePolicy"))
		}, []string{"iam-create-role-attach administrator high"}},
		{"a new role that may not be assumed", "a Deny stays", func(w *world) {
			eve(w, allow("*", "iam:CreateRole", "iam:AttachRolePolicy"), deny("*", "sts:AssumeRole"))
		}, nil},
		{"a boundary for new roles that is as wide as it gets", "what the boundary leaves counts", func(w *world) {
			bound := w.policy("bound", document(anyone)).ARN
			eve(w, when("*", `{"StringEquals": {"iam:PermissionsBoundary": "`+bound+`"}}`, "iam:CreateRole", "iam:PutRolePolicy"))
		}, []string{"iam-create-role-put administrator high"}},
		{"a boundary for new roles that is narrow", "what the boundary leaves counts", func(w *world) {
			bound := w.policy("bound", document(little)).ARN
			eve(w, when("*", `{"StringEquals": {"iam:PermissionsBoundary": "`+bound+`"}}`, "iam:CreateRole", "iam:PutRolePolicy"))
		}, nil},
		{"a boundary for new roles, and none for changes", "new roles keep it", func(w *world) {
			bound := w.policy("bound", document(little)).ARN
			eve(w, when("*", `{"StringEquals": {"iam:PermissionsBoundary": "`+bound+`"}}`, "iam:CreateRole"), allow("*", "iam:PutRolePolicy", "sts:AssumeRole"))
		}, nil},
		{"a condition that the action has not", "iam:CreateAccessKey knows no boundary", func(w *world) {
			u := w.user("boss", anyone)
			u.Boundary = w.policy("bound", document(anyone)).ARN
			eve(w, when("*", `{"StringEquals": {"iam:PermissionsBoundary": "`+u.Boundary+`"}}`, "iam:CreateAccessKey"))
		}, nil},
		{"a role without tags", "a tag that the snapshot has not is absent", func(w *world) {
			w.role("strong", service(lambdaService), anyone).Tags = nil
			eve(w, when("*", `{"StringEquals": {"aws:ResourceTag/team": "blue"}}`, "iam:PassRole"), allow("*", "lambda:CreateFunction", "lambda:InvokeFunction"))
		}, nil},
		{"a role without a tag, by the key of IAM", "iam:ResourceTag is aws:ResourceTag", func(w *world) {
			strong(w)
			eve(w, when("*", `{"StringEquals": {"iam:ResourceTag/team": "blue"}}`, "iam:PassRole"), allow("*", "lambda:CreateFunction", "lambda:InvokeFunction"))
		}, nil},
		{"protected by a tag", "a Deny by tag", func(w *world) {
			w.role("strong", service(lambdaService), anyone).Tags = map[string]string{"protected": "true"}
			eve(w, allow("*", "iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"), statement("Deny", "*", `{"StringEquals": {"aws:ResourceTag/protected": "true"}}`, "iam:*"))
		}, nil},
		{"groups have no tags", "aws:ResourceTag is absent", func(w *world) {
			w.group("admins", anyone)
			eve(w, when("*", `{"StringEquals": {"aws:ResourceTag/team": "blue"}}`, "iam:AddUserToGroup"))
		}, nil},
		{"the user's own tag", "aws:PrincipalTag from the snapshot", func(w *world) {
			eve(w, when("*", `{"StringEquals": {"aws:PrincipalTag/admin": "true"}}`, "iam:AttachUserPolicy")).Tags = map[string]string{"admin": "false"}
		}, nil},
		{"recent MFA of a user without a device", "no device, no session with MFA", func(w *world) {
			eve(w, when("*", `{"NumericLessThan": {"aws:MultiFactorAuthAge": "3600"}}`, "iam:AttachUserPolicy"))
		}, nil},
		{"recent MFA of a user with a device", "when it signs in is its choice", func(w *world) {
			w.credentials("eve", true, true, 0)
			eve(w, when("*", `{"Bool": {"aws:MultiFactorAuthPresent": "true"}, "NumericLessThan": {"aws:MultiFactorAuthAge": "3600"}}`, "iam:AttachUserPolicy"))
		}, []string{"iam-attach-user-policy administrator high"}},
		{"a trust policy with an external id", "what the caller says is a condition", func(w *world) {
			w.role("admin", `{"Effect": "Allow", "Principal": {"AWS": "`+ownAccount+`"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"sts:ExternalId": "x"}}}`, anyone)
			eve(w, allow("*", "sts:AssumeRole"))
		}, []string{"sts-assume-role role/admin medium"}},
		{"a trust policy with MFA", "the user has no device", func(w *world) {
			w.role("admin", `{"Effect": "Allow", "Principal": {"AWS": "`+ownAccount+`"}, "Action": "sts:AssumeRole", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}`, anyone)
			eve(w, allow("*", "sts:AssumeRole"))
		}, nil},
		{"a trust policy of another account", "who is outside is no principal", func(w *world) {
			w.role("admin", trusts("arn:aws:iam::999988887777:root", "arn:aws:iam::999988887777:user/eve"), anyone)
			eve(w, allow("*", "sts:AssumeRole"))
		}, nil},
		{"everybody but eve", "a Deny of the trust policy", func(w *world) {
			w.role("admin", trusts(ownAccount)+`, {"Effect": "Deny", "Principal": {"AWS": "`+prefix+`user/eve"}, "Action": "sts:AssumeRole"}`, anyone)
			eve(w, allow("*", "sts:AssumeRole"))
		}, nil},
		{"NotPrincipal in a trust policy", "AWS refuses it, so the document cannot be read", func(w *world) {
			w.role("admin", trusts(ownAccount)+`, {"Effect": "Deny", "NotPrincipal": {"AWS": "`+prefix+`user/bob"}, "Action": "sts:AssumeRole"}`, anyone)
			eve(w, allow("*", "sts:AssumeRole"))
		}, []string{"sts-assume-role role/admin medium"}},
		{"two inactive keys", "they count too", func(w *world) {
			w.user("boss", anyone)
			w.entries = append(w.entries, "boss,"+prefix+"user/boss,2026-01-01T00:00:00+00:00,false,N/A,N/A,N/A,false,false,2026-01-01T00:00:00+00:00,N/A,N/A,N/A,false,2026-01-01T00:00:00+00:00,N/A,N/A,N/A,false,N/A,false,N/A")
			eve(w, allow("*", "iam:CreateAccessKey"))
		}, nil},
		{"NotAction that leaves IAM", "inverted lists are expanded", func(w *world) {
			strong(w)
			eve(w, `{"Effect": "Allow", "NotAction": ["ec2:*", "iam:A*", "iam:C*", "iam:D*", "iam:R*", "iam:S*", "iam:U*", "iam:Put*", "sso:*", "sts:*", "cloudformation:*"], "NotResource": ["arn:aws:lambda:*:*:function:prod-*", "arn:aws:glue:*", "arn:aws:ecs:*", "arn:aws:s3:::*"]}`).
				Boundary = w.policy("bound", document(allow("*", "iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"))).ARN
		}, []string{"lambda-invoke role/strong high"}},
		{"the Region in the name of the service", "the service is the same", func(w *world) {
			w.role("strong", service("states.us-east-1.amazonaws.com"), anyone)
			eve(w, allow("*", "states:CreateStateMachine", "states:StartExecution"), when("*", `{"StringEquals": {"iam:PassedToService": "states.amazonaws.com"}}`, "iam:PassRole"))
		}, []string{"sfn-create role/strong high"}},
		{"a role that is used with MFA", "a role session may have MFA, if its user had", func(w *world) {
			w.role("middle", trusts(prefix+"user/eve"), when("*", `{"Bool": {"aws:MultiFactorAuthPresent": "true"}}`, "iam:PutRolePolicy"))
			eve(w, little)
		}, []string{"sts-assume-role role/middle medium"}},
		{"a managed instance without the agent's permissions", "the role has to allow the agent", func(w *world) {
			r := w.role("strong", service("ec2.amazonaws.com"), allow("*", "iam:PassRole"))
			r.InstanceProfiles = []string{prefix + "instance-profile/strong"}
			w.instances = []iamhygiene.Instance{{ID: "i-1", Region: "us-east-1", State: "running", Profile: prefix + "instance-profile/strong"}}
			eve(w, allow("*", "ssm:SendCommand", "ssm:StartSession"))
		}, []string{"ssm-send-command role/strong low", "ssm-start-session role/strong low"}},
		{"a member in the middle", "wildcards anywhere in an action", func(w *world) {
			eve(w, allow("*", "iam:*User?olicy"))
		}, []string{"iam-attach-user-policy administrator high", "iam-put-user-policy administrator high"}},
		{"a chain of groups", "inline on the group, managed on the group", func(w *world) {
			w.group("team", allow(prefix+"group/team", "iam:PutGroupPolicy"))
			eve(w).Groups = []string{"team"}
		}, []string{"iam-put-group-policy administrator high"}},
		{"somebody else's group", "PutGroupPolicy on a group that it is not in", func(w *world) {
			w.group("team", little)
			eve(w, allow("*", "iam:PutGroupPolicy", "iam:AttachGroupPolicy"))
		}, nil},
		{"PassRole to EC2 alone", "iam:PassedToService of another service", func(w *world) {
			strong(w)
			eve(w, when("*", `{"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}`, "iam:PassRole"), allow("*", "lambda:CreateFunction", "lambda:InvokeFunction"))
		}, nil},
		{"PassRole by path", "the role is elsewhere", func(w *world) {
			strong(w)
			eve(w, allow(prefix+"role/app/*", "iam:PassRole"), allow("*", "lambda:CreateFunction", "lambda:InvokeFunction"))
		}, nil},
		{"a Deny whose condition is not known", "several unknown keys are named", func(w *world) {
			eve(w, allow("*", "iam:AttachUserPolicy"), statement("Deny", "*", `{"NotIpAddress": {"aws:SourceIp": "192.0.2.0/24"}, "StringNotEquals": {"aws:SourceVpc": "vpc-1"}}`, "*"))
		}, []string{"iam-attach-user-policy administrator medium"}},
		{"a boundary that forbids exactly the step", "the boundary limits", func(w *world) {
			eve(w, allow("*", "iam:AttachUserPolicy")).Boundary = w.policy("bound", document(anyone, deny("*", "iam:AttachUserPolicy"))).ARN
		}, nil},
		{"only users with a boundary", "eve has none", func(w *world) {
			eve(w, when("*", `{"StringLike": {"iam:PermissionsBoundary": "`+prefix+`policy/*"}}`, "iam:AttachUserPolicy", "iam:PutUserPolicy"))
		}, nil},
		{"a new boundary of choice, among those of the company", "AWS's policy for administrators is not one", func(w *world) {
			u := eve(w, anyone)
			bound := w.policy("bound", document(when("*", `{"StringEquals": {"iam:PermissionsBoundary": "`+prefix+`policy/bound"}}`, "iam:PutUserPermissionsBoundary"), little)).ARN
			u.Boundary = bound
		}, nil},
		{"a role that names eve in a session of another account", "a trust policy that names another's user", func(w *world) {
			w.role("admin", trusts("arn:aws:sts::999988887777:assumed-role/x/eve"), anyone)
			eve(w, allow("*", "sts:AssumeRole"))
		}, nil},
		{"a trust policy for everybody", "the principal's own permission is not needed", func(w *world) {
			w.role("admin", trusts("*"), anyone)
			eve(w, little)
		}, []string{"sts-assume-role role/admin high"}},
		{"a trust policy for everybody of a name", "aws:PrincipalArn is known", func(w *world) {
			w.role("admin", `{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole", "Condition": {"ArnEquals": {"aws:PrincipalArn": "`+prefix+`user/bob"}}}`, anyone)
			eve(w, allow("*", "sts:AssumeRole"))
		}, nil},
		{"source identity in a trust policy", "the caller says it", func(w *world) {
			w.role("admin", `{"Effect": "Allow", "Principal": {"AWS": "`+ownAccount+`"}, "Action": "sts:AssumeRole", "Condition": {"StringLike": {"sts:SourceIdentity": "*"}}}`, anyone)
			eve(w, allow("*", "sts:AssumeRole"))
		}, []string{"sts-assume-role role/admin medium"}},
		{"an OIDC role", "no user assumes it", func(w *world) {
			w.role("admin", `{"Effect": "Allow", "Principal": {"Federated": "`+prefix+`oidc-provider/token.actions.githubusercontent.com"}, "Action": "sts:AssumeRoleWithWebIdentity"}`, anyone)
			eve(w, allow("*", "sts:*"))
		}, nil},
		{"a password that exists", "CreateLoginProfile fails", func(w *world) {
			w.user("boss", anyone)
			w.credentials("boss", true, false, 0)
			eve(w, allow("*", "iam:CreateLoginProfile"))
		}, nil},
		{"a password that does not exist", "UpdateLoginProfile fails", func(w *world) {
			w.user("boss", anyone)
			w.credentials("boss", false, false, 0)
			eve(w, allow("*", "iam:UpdateLoginProfile"))
		}, nil},
		{"a group without policies", "nothing is gained", func(w *world) {
			w.group("empty")
			w.details.Groups[0].Inline = nil
			eve(w, allow("*", "iam:AddUserToGroup"))
		}, nil},
		{"an action of AWS's own policies", "nobody rewrites them", func(w *world) {
			eve(w, allow("*", "iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion")).Attached = []iamhygiene.AttachedPolicy{{Name: "ReadOnlyAccess", ARN: managed + "ReadOnlyAccess"}}
			w.details.Policies = append(w.details.Policies, iamhygiene.PolicyDetail{ARN: managed + "ReadOnlyAccess", Name: "ReadOnlyAccess", Default: "v1", Versions: []iamhygiene.PolicyVersion{{ID: "v1", Document: document(little)}, {ID: "v0", Document: document(anyone)}}})
		}, nil},
		{"NotResource in an Allow", "everything but one role", func(w *world) {
			strong(w)
			eve(w, `{"Effect": "Allow", "Action": "iam:PassRole", "NotResource": "`+prefix+`role/strong"}`, allow("*", "lambda:CreateFunction", "lambda:InvokeFunction"))
		}, nil},
		{"a function's tag", "tags of new functions are not known", func(w *world) {
			strong(w)
			eve(w, allow("*", "iam:PassRole"), when("*", `{"StringEquals": {"aws:ResourceTag/team": "blue"}}`, "lambda:CreateFunction", "lambda:InvokeFunction"))
		}, []string{"lambda-invoke role/strong medium"}},
		{"a role whose trust policy cannot be read", "it may admit eve", func(w *world) {
			w.role("admin", trusts(ownAccount), anyone).Trust = "{"
			eve(w, allow("*", "sts:AssumeRole"))
		}, []string{"sts-assume-role role/admin medium"}},
		{"a boundary that is not in the data", "it may forbid everything", func(w *world) {
			eve(w, allow("*", "iam:AttachUserPolicy")).Boundary = prefix + "policy/lost"
		}, []string{"iam-attach-user-policy administrator medium"}},
		{"a path in the ARN of eve", "the trust policy names it in full", func(w *world) {
			w.role("admin", trusts(prefix+"user/team/eve"), anyone)
			eve(w, little)
		}, nil},
		{"a key of a user that a Deny protects by path", "users with a path", func(w *world) {
			w.user("boss", anyone).ARN = prefix + "user/admins/boss"
			w.entries = append(w.entries, "boss,"+prefix+"user/admins/boss,2026-01-01T00:00:00+00:00,false,N/A,N/A,N/A,false,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A")
			eve(w, allow("*", "iam:CreateAccessKey"), deny(prefix+"user/admins/*", "iam:*"))
		}, nil},
		{"a swap of boundaries that the company allows", "the other boundary is wider", func(w *world) {
			wide := w.policy("wide", document(anyone)).ARN
			u := eve(w, anyone)
			u.Boundary = w.policy("bound", document(when("*", `{"StringEquals": {"iam:PermissionsBoundary": "`+wide+`"}}`, "iam:PutUserPermissionsBoundary"), little)).ARN
		}, []string{"iam-put-user-boundary administrator medium"}},
		{"an instance that is entered by its tag", "tags of instances are not known", func(w *world) {
			w.role("strong", service("ec2.amazonaws.com"), anyone).InstanceProfiles = []string{prefix + "instance-profile/strong"}
			w.instances = []iamhygiene.Instance{{ID: "i-1", Region: "us-east-1", State: "running", Profile: prefix + "instance-profile/strong"}}
			eve(w, when("arn:aws:ec2:*:*:instance/*", `{"StringEquals": {"ssm:resourceTag/env": "dev"}}`, "ssm:StartSession"), allow("*", "ssm:SendCommand")).Boundary = w.policy("bound", document(allow("*", "ssm:StartSession"))).ARN
		}, []string{"ssm-start-session role/strong low"}},
		{"conditions on tags of the request", "who creates a role chooses its tags", func(w *world) {
			eve(w, when("*", `{"StringEquals": {"aws:RequestTag/team": "blue"}}`, "iam:CreateRole"), allow("*", "iam:PutRolePolicy"))
		}, []string{"iam-create-role-put administrator medium"}},
		{"a name for new roles, and a boundary that leaves it", "create and assume meet on one name", func(w *world) {
			eve(w, allow(prefix+"role/app-*", "iam:CreateRole"), allow(prefix+"role/*-job", "iam:PutRolePolicy"))
		}, []string{"iam-create-role-put administrator high"}},
		{"a Cognito role of a pool", "the pool is what the method needs", func(w *world) {
			w.role("guest", `{"Effect": "Allow", "Principal": {"Federated": "cognito-identity.amazonaws.com"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {"cognito-identity.amazonaws.com:aud": "us-east-1:1"}, "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "unauthenticated"}}}`, anyone)
			eve(w, allow("*", "iam:PassRole", "cognito-identity:SetIdentityPoolRoles"))
		}, []string{"cognito-identity-pool role/guest medium"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld()
			tt.make(w)
			assert.Equal(t, tt.want, lines(w.analyze(t), prefix+"user/eve"), tt.rule)
		})
	}
}
