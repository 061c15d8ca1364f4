package escalation_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/escalation"
)

// company is an account as teams fill it: half users, half roles. Users are in
// groups and look after their own credentials. Roles serve functions, instances
// and tasks with what they need, pipelines pass roles, and one in a hundred is an
// administrator.
func company(principals int) *world {
	w := newWorld()
	self := w.policy("self-service", document(
		allow(prefix+"user/${aws:username}", "iam:CreateAccessKey", "iam:DeleteAccessKey", "iam:UpdateLoginProfile", "iam:GetUser"),
		statement("Deny", "*", `{"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}`, "ec2:TerminateInstances", "rds:Delete*")))
	read := w.policy("read", document(allow("*", "s3:Get*", "s3:List*", "ec2:Describe*", "logs:Get*", "logs:Filter*", "lambda:Get*", "lambda:List*", "iam:Get*", "iam:List*", "cloudwatch:*")))
	logs := w.policy("logs", document(allow("*", "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents", "xray:Put*")))
	for i := range 10 {
		w.group(fmt.Sprintf("team-%d", i), allow(fmt.Sprintf("arn:aws:s3:::team-%d/*", i), "s3:*"),
			allow(fmt.Sprintf("arn:aws:lambda:*:*:function:team-%d-*", i), "lambda:*"),
			allow(fmt.Sprintf("%srole/team-%d-*", prefix, i), "sts:AssumeRole"))
	}
	services := []string{"lambda.amazonaws.com", "ec2.amazonaws.com", "ecs-tasks.amazonaws.com", "states.amazonaws.com"}
	for i := range principals / 2 {
		u := w.user(fmt.Sprintf("person-%d", i))
		u.Attached, u.Groups = []iamhygiene.AttachedPolicy{self, read}, []string{fmt.Sprintf("team-%d", i%10)}
		w.credentials(u.Name, true, i%3 > 0, i%3)

		name := fmt.Sprintf("team-%d-app-%d", i%10, i)
		own := allow(fmt.Sprintf("arn:aws:dynamodb:*:%s:table/%s", account, name), "dynamodb:*Item", "dynamodb:Query")
		switch {
		case i%100 == 0:
			r := w.role(name, service("lambda.amazonaws.com"), anyone)
			r.Tags["team"] = "platform"
		case i%20 == 1:
			w.role(name, trusts(ownAccount), allow(fmt.Sprintf("%srole/team-%d-*", prefix, i%10), "iam:PassRole"), allow("*", "lambda:*", "cloudformation:*"), own)
		case i%20 == 2:
			w.role(name, trusts(ownAccount), own)
		default:
			r := w.role(name, service(services[i%4]), own,
				statement("Allow", "*", `{"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}`, "sqs:*", "sns:Publish"))
			r.Attached = []iamhygiene.AttachedPolicy{logs}
			if i%4 == 1 {
				r.InstanceProfiles = []string{prefix + "instance-profile/" + name}
			}
		}
		if i%10 == 0 {
			w.functions = append(w.functions, iamhygiene.Function{
				ARN: fmt.Sprintf("arn:aws:lambda:us-east-1:%s:function:%s", account, name), Name: name, Region: "us-east-1", Role: prefix + "role/" + name,
			})
		}
	}
	return w
}

// BenchmarkAnalyze: who can become an administrator in an account? The snapshot
// is made anew each time, so that parsing its documents is part of it.
func BenchmarkAnalyze(b *testing.B) {
	for _, n := range []int{100, 1000, 2000} {
		b.Run(fmt.Sprintf("principals=%d", n), func(b *testing.B) {
			w := company(n)
			s := w.snapshot(b)
			text, err := s.MarshalJSON()
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				b.StopTimer()
				s := new(iamhygiene.Snapshot)
				if err := s.UnmarshalJSON(text); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				g, err := escalation.Analyze(context.Background(), s)
				if err != nil || len(g.Paths()) == 0 {
					b.Fatal(err, "no path")
				}
			}
		})
	}
}

// crowd is an account in which everybody may assume and pass every role, none of
// which is an administrator's: the most that there is to ask.
func crowd(principals int) *world {
	w := newWorld()
	for i := range principals / 2 {
		w.user(fmt.Sprintf("user-%d", i), allow("*", "sts:AssumeRole", "iam:PassRole", "lambda:*", "glue:*", "ecs:*"), allow(fmt.Sprintf("arn:aws:s3:::own-%d/*", i), "s3:*"))
		w.role(fmt.Sprintf("role-%d", i), trusts(ownAccount)+","+service("lambda.amazonaws.com", "glue.amazonaws.com"),
			allow("*", "iam:CreateUser", "sts:AssumeRole", "iam:PassRole", "lambda:*"), allow(fmt.Sprintf("arn:aws:s3:::own-%d/*", i), "s3:*"))
	}
	return w
}

// BenchmarkAnalyzeCrowd is the worst case: steps grow with principals times
// roles.
func BenchmarkAnalyzeCrowd(b *testing.B) {
	for _, n := range []int{200, 2000} {
		b.Run(fmt.Sprintf("principals=%d", n), func(b *testing.B) {
			s := crowd(n).snapshot(b)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := escalation.Analyze(context.Background(), s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
