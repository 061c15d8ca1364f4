package iammodel

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/policyeval"
)

// A grant is a permissions policy of an identity.
type grant struct {
	name, arn  string // arn is "" for inline policies
	document   string
	entity     string // that has the inline policy
	entityType types.PolicyOwnerEntityType
	source     types.PolicySourceType
}

// grants lists the permissions policies of an identity: managed ones first.
func (st *Store) grants(id *Identity, t types.PolicyOwnerEntityType) []grant {
	var list []grant
	for _, arn := range id.Attached {
		p := st.policyByARN(arn)
		if p == nil {
			continue // a lagging read may see the attachment of a policy that is gone
		}
		source := types.PolicySourceTypeUserManaged
		if p.AWS {
			source = types.PolicySourceTypeAwsManaged
		}
		list = append(list, grant{name: p.Name, arn: p.ARN, document: p.document(), entity: id.Name, entityType: t, source: source})
	}
	for _, p := range id.Inline.Items {
		list = append(list, grant{name: p.Name, document: p.Document, entity: id.Name, entityType: t, source: types.PolicySourceType(strings.ToLower(string(t)))})
	}
	return list
}

// grantsOf lists the permissions policies of a user, with those of its groups,
// of a group or of a role.
func (st *Store) grantsOf(a attachment) []grant {
	switch {
	case a.group != nil:
		return st.grants(&a.group.Identity, types.PolicyOwnerEntityTypeGroup)
	case a.role != nil:
		return st.grants(&a.role.Identity, types.PolicyOwnerEntityTypeRole)
	}
	list := st.grants(&a.user.Identity, types.PolicyOwnerEntityTypeUser)
	for _, name := range a.user.Groups {
		if g := st.Groups.Get(name); g != nil {
			list = append(list, st.grants(&g.Identity, types.PolicyOwnerEntityTypeGroup)...)
		}
	}
	return list
}

// identityByARN finds a user, group or role.
func (st *Store) identityByARN(arn string) (attachment, error) {
	if err := checkARN("arn", arn); err != nil {
		return attachment{}, err
	}
	kind, _, _ := strings.Cut(strings.SplitN(arn, ":", 6)[5], "/")
	switch kind {
	case "user":
		if u := st.userByARN(arn); u != nil {
			return attachment{user: u}, nil
		}
	case "group":
		if g := st.groupByARN(arn); g != nil {
			return attachment{group: g}, nil
		}
	case "role":
		if r := st.roleByARN(arn); r != nil {
			return attachment{role: r}, nil
		}
	default:
		return attachment{}, invalidInput("ARN %s is not that of a user, group or role.", arn)
	}
	return attachment{}, noSuchEntity("The entity with ARN %s cannot be found.", arn)
}

// allows reports whether a document has an Allow statement for some action of a
// service. Deny statements do not count: they can take away an action, and IAM's
// access information does not look into that.
func allows(document, service string) bool {
	p, err := policyeval.Parse([]byte(document), policyeval.Lenient)
	if err != nil {
		return false
	}
	for _, s := range p.Statements {
		if s.Effect != policyeval.Allow {
			continue
		}
		switch {
		case s.Action != nil && !s.Faulty(policyeval.ElementAction):
			if slices.ContainsFunc(s.Action.Members, func(a policyeval.Text) bool { return inService(a.Value, service) }) {
				return true
			}
		case s.NotAction != nil && !s.Faulty(policyeval.ElementNotAction):
			if !slices.ContainsFunc(s.NotAction.Members, func(a policyeval.Text) bool { return wholeService(a.Value, service) }) {
				return true
			}
		}
	}
	return false
}

// inService reports whether an action pattern names actions of the service. A
// service has no wildcards, unless the pattern is "*".
func inService(pattern, service string) bool {
	prefix, _, _ := strings.Cut(pattern, ":")
	return pattern == "*" || strings.EqualFold(prefix, service)
}

// wholeService reports whether an action pattern names all of the service.
func wholeService(pattern, service string) bool {
	prefix, name, _ := strings.Cut(pattern, ":")
	return pattern == "*" || strings.EqualFold(prefix, service) && strings.Trim(name, "*") == "" && name != ""
}

// services lists the namespaces that documents may allow, sorted: those that
// the table has and those that the documents name.
func services(documents []string) []string {
	names := make(map[string]bool)
	for name := range serviceTitles {
		names[name] = true
	}
	for _, d := range documents {
		p, err := policyeval.Parse([]byte(d), policyeval.Lenient)
		if err != nil {
			continue
		}
		for _, s := range p.Statements {
			if s.Action == nil {
				continue
			}
			for _, a := range s.Action.Members {
				if prefix, _, ok := strings.Cut(a.Value, ":"); ok && !strings.ContainsAny(prefix, "*?") {
					names[strings.ToLower(prefix)] = true
				}
			}
		}
	}
	var list []string
	for name := range names {
		if slices.ContainsFunc(documents, func(d string) bool { return allows(d, name) }) {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return list
}

// title is the name that IAM shows for a namespace.
func title(namespace string) string {
	if name, ok := serviceTitles[namespace]; ok {
		return name
	}
	return namespace
}

// serviceTitles are the services that the model knows by name. A policy that
// allows every action allows these; AWS has over three hundred.
var serviceTitles = map[string]string{
	"access-analyzer": "AWS IAM Access Analyzer", "account": "AWS Account Management", "acm": "AWS Certificate Manager",
	"apigateway": "Amazon API Gateway", "autoscaling": "Amazon EC2 Auto Scaling", "backup": "AWS Backup",
	"bedrock": "Amazon Bedrock", "cloudformation": "AWS CloudFormation", "cloudfront": "Amazon CloudFront",
	"cloudshell": "AWS CloudShell", "cloudtrail": "AWS CloudTrail", "cloudwatch": "Amazon CloudWatch",
	"codebuild": "AWS CodeBuild", "codecommit": "AWS CodeCommit", "cognito-idp": "Amazon Cognito User Pools",
	"config": "AWS Config", "dynamodb": "Amazon DynamoDB", "ec2": "Amazon EC2",
	"ecr": "Amazon Elastic Container Registry", "ecs": "Amazon Elastic Container Service",
	"eks": "Amazon Elastic Kubernetes Service", "elasticache": "Amazon ElastiCache",
	"elasticloadbalancing": "AWS Elastic Load Balancing V2", "events": "Amazon EventBridge", "glue": "AWS Glue",
	"guardduty": "Amazon GuardDuty", "health": "AWS Health APIs and Notifications", "iam": "AWS Identity and Access Management",
	"kinesis": "Amazon Kinesis Data Streams", "kms": "AWS Key Management Service", "lambda": "AWS Lambda",
	"lightsail": "Amazon Lightsail", "logs": "Amazon CloudWatch Logs", "organizations": "AWS Organizations",
	"rds": "Amazon RDS", "redshift": "Amazon Redshift", "route53": "Amazon Route 53", "s3": "Amazon S3",
	"sagemaker": "Amazon SageMaker", "secretsmanager": "AWS Secrets Manager", "securityhub": "AWS Security Hub",
	"ses": "Amazon SES", "sns": "Amazon SNS", "sqs": "Amazon SQS", "ssm": "AWS Systems Manager",
	"sso": "AWS IAM Identity Center", "states": "AWS Step Functions", "sts": "AWS Security Token Service",
	"support": "AWS Support", "wafv2": "AWS WAF V2",
}
