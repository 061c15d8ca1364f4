package ready

import (
	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/ec2fake"
	"github.com/iamhygiene/sdk/fakes/lambdafake"
)

// troubledCompute runs instances and functions in two Regions.
func troubledCompute(s site) {
	used := fakes.RoleUsed(s.ago(1), s.region)
	compute, lambda := ec2fake.Of(s.Account), lambdafake.Of(s.Account)
	// instance-without-profile
	compute.In(s.far()).RunInstance(ec2fake.IMDSv1(), ec2fake.Tag("Name", "forgotten"))
	// instance-admin-role
	s.AddRole("node", fakes.TrustService("ec2.amazonaws.com"), fakes.Created(s.ago(400)), used, fakes.AttachPolicy("everything"))
	s.AddInstanceProfile("node", "node")
	compute.RunInstance(ec2fake.Profile("node"), ec2fake.IMDSv1(), ec2fake.Tag("Name", "node"))
	// instance-profile-broken
	s.AddInstanceProfile("emptied", "")

	// function-admin-role, function-shared-role
	worker := s.AddRole("worker", fakes.TrustService("lambda.amazonaws.com"), fakes.Created(s.ago(400)), used, fakes.AttachPolicy("everything"))
	for _, name := range [...]string{"import", "export", "cleanup"} {
		lambda.AddFunction(name, worker.ARN, lambdafake.Env("STAGE", "production"))
	}
	// function-role-missing
	gone := s.AddRole("mailer", fakes.TrustService("lambda.amazonaws.com"), fakes.Created(s.ago(400)))
	lambda.AddFunction("mail", gone.ARN)
	s.deleteRole("mailer")
	// function-static-keys: an example of AWS's documentation.
	lambda.In(s.far()).AddFunction("sync", worker.ARN, lambdafake.Env("AWS_KEY", "AKIAIOSFODNN7EXAMPLE"))
}
