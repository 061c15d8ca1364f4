package iammodel

import (
	"embed"
	"strings"
	"time"

	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/policyeval"
)

// awsPolicy is one policy that AWS manages, as it is embedded here.
type awsPolicy struct {
	name, path, description string
	version                 int
	created, updated        string // dates
}

//go:embed awspolicies/*.json
var awsDocuments embed.FS

// awsPolicies returns the AWS managed policies of a new account. The documents
// of ReadOnlyAccess and SecurityAudit are subsets: real ones name over a
// thousand actions, these the ones of services that tests about hygiene touch.
// AWSSupportServiceRolePolicy and the quarantine policies also have fewer actions
// than AWS's. The rest is as AWS published it at the date of its version.
func awsPolicies(partition string) Table[Policy] {
	var t Table[Policy]
	for _, a := range awsManaged {
		p := &Policy{AWS: true, Description: a.description, Last: a.version - 1}
		p.Name, p.Path = a.name, a.path
		p.ARN = "arn:" + partition + ":iam::aws:policy" + a.path + a.name
		p.ID = model.UniqueFor("ANPA", p.ARN)
		p.Created = date(a.created)
		document := a.document()
		if partition != "aws" {
			document = strings.ReplaceAll(document, "arn:aws:", "arn:"+partition+":")
		}
		p.add(document, date(a.updated), true)
		t.Put(p.Name, p)
	}
	return t
}

// document reads the text of the policy.
func (a awsPolicy) document() string {
	text, err := awsDocuments.ReadFile("awspolicies/" + a.name + ".json")
	if err != nil {
		return "" // the test reads them all
	}
	return string(text)
}

// date reads a date that stands in this file.
func date(s string) time.Time {
	t, _ := time.Parse(time.DateOnly, s) // the test reads them all
	return t
}

var awsManaged = []awsPolicy{
	{"AdministratorAccess", "/", "Provides full access to AWS services and resources.", 1, "2015-02-06", "2015-02-06"},
	{"PowerUserAccess", "/", "Provides full access to AWS services and resources, but does not allow management of Users and groups.", 6, "2015-02-06", "2023-07-06"},
	{"ReadOnlyAccess", "/", "Provides read-only access to AWS services and resources.", 100, "2015-02-06", "2023-05-01"},
	{"SecurityAudit", "/", "The security audit template grants access to read security configuration metadata. It is useful for software that audits the configuration of an AWS account.", 50, "2015-02-06", "2023-05-01"},
	{"IAMUserChangePassword", "/", "Provides the ability for an IAM user to change their own password.", 2, "2016-11-15", "2016-11-15"},
	{"IAMReadOnlyAccess", "/", "Provides read only access to IAM via the AWS Management Console.", 4, "2015-02-06", "2018-01-25"},
	{"IAMFullAccess", "/", "Provides full access to IAM via the AWS Management Console.", 2, "2015-02-06", "2019-06-21"},
	{"AmazonS3ReadOnlyAccess", "/", "Provides read only access to all buckets via the AWS Management Console.", 2, "2015-02-06", "2021-09-27"},
	{"AWSSupportAccess", "/", "Allows users to access the AWS Support Center.", 1, "2015-02-06", "2015-02-06"},
	{"AWSCloudShellFullAccess", "/", "Grants using AWS CloudShell with all features", 1, "2020-12-15", "2020-12-15"},
	{"AWSCompromisedKeyQuarantineV2", "/", "Denies access to certain actions, applied by the AWS team in the event that an IAM user's credentials have been compromised or exposed publicly. Do NOT remove this policy. Instead, please follow the instructions specified in the support case created for you regarding this event.", 1, "2021-04-21", "2021-04-21"},
	{"AWSCompromisedKeyQuarantineV3", "/", "Denies access to certain actions, applied by the AWS team in the event that an IAM user's credentials have been compromised or exposed publicly. Do NOT remove this policy. Instead, please follow the instructions specified in the support case created for you regarding this event.", 1, "2024-08-05", "2024-08-05"},
	{"AWSSupportServiceRolePolicy", "/aws-service-role/", "Allows AWS Support to access AWS resources to provide billing, administrative and support services.", 30, "2018-04-19", "2023-05-01"},
	{"AWSOrganizationsServiceTrustPolicy", "/aws-service-role/", "A policy to allow AWS Organizations to share trust with other approved AWS Services for the purpose of simplifying customer configuration.", 2, "2017-10-10", "2017-11-01"},
}

// AddAWSPolicy adds a policy that AWS manages to what an account knows.
func (s *Service) AddAWSPolicy(st *Store, name, path, document string) (*Policy, error) {
	if err := checkName("policyName", name, otherNameLimit); err != nil {
		return nil, err
	}
	p, err := checkPath(&path)
	switch {
	case err != nil:
		return nil, err
	case st.AWSPolicies.Get(name) != nil:
		return nil, alreadyExists("A policy called %s already exists. Duplicate names are not allowed.", name)
	}
	if _, err := parse(document, policyeval.IdentityPolicy); err != nil {
		return nil, err
	}
	policy := &Policy{AWS: true}
	policy.Name, policy.Path, policy.Created = name, p, s.now()
	policy.ARN = "arn:" + st.Partition + ":iam::aws:policy" + p + name
	policy.ID = model.UniqueFor("ANPA", policy.ARN)
	policy.add(document, policy.Created, true)
	st.AWSPolicies.Put(name, policy)
	return policy, nil
}
