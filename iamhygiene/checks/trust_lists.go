package checks

import "strings"

// sourceKeyServices are the service principals that say for whom they assume a
// role, in aws:SourceAccount or aws:SourceArn, as their documentation states:
// facts about AWS as of September 2026. Services that act on behalf of a
// resource of the same account only, such as ec2 and lambda, are not among them.
var sourceKeyServices = [...]string{
	"airflow-env.amazonaws.com", "airflow.amazonaws.com", "apigateway.amazonaws.com", "appsync.amazonaws.com",
	"batchoperations.s3.amazonaws.com", "bedrock.amazonaws.com", "cloudformation.amazonaws.com", "cloudtrail.amazonaws.com",
	"codebuild.amazonaws.com", "codepipeline.amazonaws.com", "cognito-idp.amazonaws.com", "comprehend.amazonaws.com",
	"config.amazonaws.com", "datasync.amazonaws.com", "dms.amazonaws.com", "ecs-tasks.amazonaws.com",
	"elasticmapreduce.amazonaws.com", "events.amazonaws.com", "firehose.amazonaws.com", "fis.amazonaws.com",
	"forecast.amazonaws.com", "glue.amazonaws.com", "grafana.amazonaws.com", "iot.amazonaws.com", "kendra.amazonaws.com",
	"kinesisanalytics.amazonaws.com", "lexv2.amazonaws.com", "logs.amazonaws.com", "monitoring.rds.amazonaws.com",
	"osis-pipelines.amazonaws.com", "personalize.amazonaws.com", "pipes.amazonaws.com", "rekognition.amazonaws.com",
	"sagemaker.amazonaws.com", "scheduler.amazonaws.com", "sns.amazonaws.com", "ssm.amazonaws.com", "states.amazonaws.com",
	"textract.amazonaws.com", "transcribe.amazonaws.com", "transfer.amazonaws.com", "translate.amazonaws.com",
	"vpc-flow-logs.amazonaws.com",
}

// isSourceKeyService reports whether the service principal is in the list, in
// the form of any partition, with a Region in it or without.
func isSourceKeyService(list []string, principal string) bool {
	name, ok := strings.CutSuffix(strings.ToLower(principal), ".cn")
	if !ok {
		name = strings.ToLower(principal)
	}
	for _, s := range list {
		if s == principal || s == name {
			return true
		}
		first, rest, _ := strings.Cut(s, ".amazonaws.com")
		if regional, ok := strings.CutPrefix(name, first+"."); ok && rest == "" {
			region, domain, _ := strings.Cut(regional, ".")
			if domain == "amazonaws.com" && strings.Count(region, "-") >= 2 {
				return true
			}
		}
	}
	return false
}

// An OIDCIssuer says how an OpenID Connect issuer that serves many customers,
// or many workloads, names the workload in its tokens.
type OIDCIssuer struct {
	// Host is the issuer as the ARN of the provider has it, "*" standing for
	// any run of characters.
	Host string
	// Subject is the claim that names the workload; empty means sub.
	Subject string
	// Stranger is a subject that belongs to another customer of the issuer, or
	// where the issuer has one customer, to another workload.
	Stranger string
	// Owner is how a subject begins up to the end of the customer's name, "*"
	// standing for the name: "repo:*/". A trust policy that lets in another
	// workload of the same owner is of low severity. Empty means that there is
	// no such level.
	Owner string
	// Neighbour is what follows Owner in the subject of another workload of the
	// same owner.
	Neighbour string
}

// oidcIssuers are the issuers whose tokens must be told apart by their subject:
// facts as of September 2026.
var oidcIssuers = [...]OIDCIssuer{
	{Host: "token.actions.githubusercontent.com", Stranger: "repo:zz-none/zz-none:ref:refs/heads/main", Owner: "repo:*/", Neighbour: "zz-none:ref:refs/heads/main"},
	{Host: "gitlab.com", Stranger: "project_path:zz-none/zz-none:ref_type:branch:ref:main", Owner: "project_path:*/", Neighbour: "zz-none:ref_type:branch:ref:main"},
	{Host: "app.terraform.io", Stranger: "organization:zz-none:project:zz-none:workspace:zz-none:run_phase:apply", Owner: "organization:*:", Neighbour: "project:zz-none:workspace:zz-none:run_phase:apply"},
	{Host: "agent.buildkite.com", Stranger: "organization:zz-none:pipeline:zz-none:ref:refs/heads/main:commit:0:step:x", Owner: "organization:*:", Neighbour: "pipeline:zz-none:ref:refs/heads/main:commit:0:step:x"},
	{Host: "oidc.circleci.com/org/*", Stranger: "org/zz-none/project/zz-none/user/zz-none", Owner: "org/*/", Neighbour: "project/zz-none/user/zz-none"},
	{Host: "api.bitbucket.org/2.0/workspaces/*/pipelines-config/identity/oidc", Stranger: "{zz-none}:{zz-none}"},
	{Host: "oidc.vercel.com*", Stranger: "owner:zz-none:project:zz-none:environment:production", Owner: "owner:*:", Neighbour: "project:zz-none:environment:production"},
	{Host: "oidc.eks.*.amazonaws.com*", Stranger: "system:serviceaccount:zz-none:zz-none"},
}
