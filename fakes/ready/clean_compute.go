package ready

import (
	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/ec2fake"
	"github.com/iamhygiene/sdk/fakes/lambdafake"
)

// cleanCompute runs an instance and a function, each with a role of its own.
func cleanCompute(s site) {
	s.workRole("web", "ec2.amazonaws.com")
	s.AddInstanceProfile("web", "web")
	ec2fake.Of(s.Account).RunInstance(ec2fake.Profile("web"), ec2fake.IMDSv2(), ec2fake.Tag("Name", "web"))

	role := s.workRole("report", "lambda.amazonaws.com")
	lambdafake.Of(s.Account).AddFunction("report", role.ARN, lambdafake.Env("STAGE", "production"))
}

// workRole adds a role for a service, which writes artifacts.
func (s site) workRole(name, service string) fakes.Entity {
	return s.AddRole(name, fakes.TrustService(service), owner, fakes.Boundary("boundary"), fakes.Created(s.ago(200)),
		fakes.RoleUsed(s.ago(1), s.region), fakes.AttachPolicy("write-artifacts"), fakes.LastAccessed("s3:PutObject", s.ago(1), s.region))
}
