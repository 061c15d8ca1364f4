package ready

import (
	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/ssofake"
)

// owner is the tag that every user and role of a clean account has.
var owner = fakes.Tag("owner", "platform")

// cleanRoles adds one user, for what cannot have a role, and the roles of people
// and workloads. All have a permissions boundary.
func cleanRoles(s site) {
	bucket := "arn:" + s.partition + ":s3:::artifacts-" + s.ID() + "/*"
	s.AddPolicy("boundary", policy(allow(each("s3:GetObject", "s3:PutObject", "sts:AssumeRole", "support:DescribeCases"), each(bucket, s.iam("role/deploy")))),
		fakes.Created(s.ago(20)))
	bound := fakes.Boundary("boundary")
	s.AddPolicy("write-artifacts", policy(allow("s3:PutObject", bucket)), fakes.Created(s.ago(20)))

	// A build machine outside of AWS has a key, which can do nothing but take a
	// role, with MFA.
	s.AddGroup("builders", fakes.AttachPolicy(s.addAssume()))
	s.AddUser("builder", fakes.InGroup("builders"), owner, bound, fakes.Created(s.ago(200)), fakes.HardwareMFA("GAKT00"+s.ID()),
		fakes.AccessKey(func(k *fakes.Key) { k.Created, k.LastUsed, k.Service, k.Region = s.ago(12), s.ago(1), "sts", s.region }),
		fakes.LastAccessed("sts:AssumeRole", s.ago(1), s.region))
	s.AddRole("deploy", policy(trust("AWS", s.iam("user/builder"), "sts:AssumeRole", withMFA)),
		owner, bound, fakes.Created(s.ago(200)), fakes.RoleUsed(s.ago(1), s.region), fakes.AttachPolicy("write-artifacts"),
		fakes.LastAccessed("s3:PutObject", s.ago(1), s.region))

	// People look at the account, and open support cases.
	for _, duty := range [...]struct {
		name, policy string
		services     []string
	}{
		{"support", "AWSSupportAccess", each("support")},
		{"audit", "SecurityAudit", each("access-analyzer", "account", "cloudtrail", "cloudwatch", "config", "ec2", "iam", "lambda",
			"logs", "organizations", "s3", "sns", "sso", "sts")},
	} {
		options := []fakes.RoleOption{owner, bound, fakes.Created(s.ago(200)), fakes.RoleUsed(s.ago(2), s.region), fakes.AttachPolicy(s.managed(duty.policy))}
		for _, service := range duty.services {
			options = append(options, fakes.LastAccessed(service, s.ago(2), s.region))
		}
		s.AddRole(duty.name, policy(trust("AWS", s.iam("root"), "sts:AssumeRole", withMFA)), options...)
	}

	// A service says for whom it takes the role.
	s.AddRole("flow", policy(trust("Service", "states.amazonaws.com", "sts:AssumeRole",
		condition{"StringEquals": {"aws:SourceAccount": s.ID()}})),
		owner, bound, fakes.Created(s.ago(200)), fakes.RoleUsed(s.ago(1), s.region), fakes.AttachPolicy("write-artifacts"),
		fakes.LastAccessed("s3:PutObject", s.ago(1), s.region))
	s.AddServiceLinkedRole("support.amazonaws.com", "AWSServiceRoleForSupport")
}

// addAssume adds the policy by which builders take a role.
func (s site) addAssume() string {
	s.AddPolicy("assume-deploy", policy(allow("sts:AssumeRole", s.iam("role/deploy"), withMFA)), fakes.Created(s.ago(200)))
	return "assume-deploy"
}

// cleanFederation lets people in through IAM Identity Center and a SAML
// provider, and a pipeline through OpenID Connect.
func cleanFederation(org *fakes.Organization, s site) {
	center := ssofake.Of(org.Management())
	set := center.AddPermissionSet("Artifacts"+s.ID(), ssofake.Inline(policy(allow("s3:GetObject", "arn:"+s.partition+":s3:::artifacts-"+s.ID()+"/*"))))
	center.AssignGroup(set, s.ID(), "a1b2c3d4-5678-90ab-cdef-111122223333")

	saml := s.AddSAMLProvider("staff", s.now.AddDate(1, 0, 0))
	audience := "https://signin.aws.amazon.com/saml"
	if s.partition != "aws" {
		audience = "https://signin.amazonaws." + map[string]string{"aws-cn": "cn", "aws-us-gov": "com"}[s.partition] + "/saml"
	}
	s.AddRole("staff", policy(trust("Federated", saml.ARN, "sts:AssumeRoleWithSAML", condition{"StringEquals": {"SAML:aud": audience}})),
		owner, fakes.Boundary("boundary"), fakes.Created(s.ago(200)), fakes.RoleUsed(s.ago(1), s.region), fakes.AttachPolicy("write-artifacts"),
		fakes.LastAccessed("s3:PutObject", s.ago(1), s.region))

	const issuer = "token.actions.githubusercontent.com"
	oidc := s.AddOIDCProvider("https://"+issuer, "sts.amazonaws.com")
	s.AddRole("release", policy(trust("Federated", oidc.ARN, "sts:AssumeRoleWithWebIdentity", condition{"StringEquals": {
		issuer + ":aud": "sts.amazonaws.com", issuer + ":sub": "repo:example/app:ref:refs/heads/main",
	}})), owner, fakes.Boundary("boundary"), fakes.Created(s.ago(200)), fakes.RoleUsed(s.ago(1), s.region), fakes.AttachPolicy("write-artifacts"),
		fakes.LastAccessed("s3:PutObject", s.ago(1), s.region))
}
