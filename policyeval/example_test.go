package policyeval_test

import (
	"fmt"
	"log"

	"github.com/iamhygiene/sdk/policyeval"
)

// document parses a policy that is known to be right.
func document(text string) *policyeval.Policy {
	p, err := policyeval.Parse([]byte(text))
	if err != nil {
		log.Fatal(err)
	}
	return p
}

// An identity policy allows what it names, for the values of its variables.
func ExampleEvaluate() {
	policies := policyeval.Policies{Identity: []*policyeval.Policy{document(`{
	  "Version": "2012-10-17",
	  "Statement": {
	    "Effect": "Allow",
	    "Action": "s3:GetObject",
	    "Resource": "arn:aws:s3:::home/${aws:username}/*"
	  }
	}`)}}
	for _, object := range []string{"home/alice/notes.txt", "home/bob/notes.txt"} {
		decision, err := policyeval.Evaluate(policies, &policyeval.Request{
			Principal:       "arn:aws:iam::111122223333:user/alice",
			Action:          "s3:GetObject",
			Resource:        "arn:aws:s3:::" + object,
			ResourceAccount: "111122223333",
		})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(object, decision)
	}
	// Output:
	// home/alice/notes.txt Allowed
	// home/bob/notes.txt ImplicitDeny (blocked by identity)
}

// Policies are compiled once and then decide any number of requests. A Deny
// statement wins over every Allow.
func ExampleAuthorizer_Authorize() {
	authorizer, err := policyeval.Compile(policyeval.Policies{Identity: []*policyeval.Policy{document(`{
	  "Version": "2012-10-17",
	  "Statement": [
	    {"Effect": "Allow", "Action": "ec2:*", "Resource": "*"},
	    {"Effect": "Deny", "Action": "ec2:Terminate*", "Resource": "*",
	     "Condition": {"StringNotEquals": {"aws:ResourceTag/stage": "test"}}}
	  ]
	}`)}})
	if err != nil {
		log.Fatal(err)
	}
	for _, stage := range []string{"test", "production"} {
		decision, err := authorizer.Authorize(&policyeval.Request{
			Principal:    "arn:aws:iam::111122223333:user/alice",
			Action:       "ec2:TerminateInstances",
			Resource:     "arn:aws:ec2:eu-west-1:111122223333:instance/i-1",
			ResourceTags: map[string]string{"stage": stage},
		})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(stage, decision)
	}
	// Output:
	// test Allowed
	// production ExplicitDeny (denied by identity)
}

// Explain names the statement and the element that made the difference.
func ExampleAuthorizer_Explain() {
	authorizer, err := policyeval.Compile(policyeval.Policies{Identity: []*policyeval.Policy{document(`{"Version": "2012-10-17", "Statement": [
	  {"Sid": "Queues", "Effect": "Allow", "Action": "sqs:*", "Resource": "*"},
	  {"Sid": "FromOffice", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
	   "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}
	]}`)}})
	if err != nil {
		log.Fatal(err)
	}
	explanation, err := authorizer.Explain(&policyeval.Request{
		Principal:       "arn:aws:iam::111122223333:user/alice",
		Action:          "s3:GetObject",
		Resource:        "arn:aws:s3:::reports/may.csv",
		ResourceAccount: "111122223333",
		Context:         policyeval.Context{"aws:SourceIp": {"198.51.100.7"}},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(explanation)
	// Output:
	// ImplicitDeny: no Deny statement applies, but access is blocked by identity
	//   principal arn:aws:iam::111122223333:user/alice
	//   action    s3:GetObject
	//   resource  arn:aws:s3:::reports/may.csv
	// identity policy 0
	//   statement 0 (Queues), Allow at byte 44: does not apply; Action: it does not match s3:GetObject
	//   statement 1 (FromOffice), Allow at byte 121: does not apply; Condition: IpAddress aws:SourceIp wants "203.0.113.0/24"; the request has "198.51.100.7"
}

// A context key whose value is not known makes the answer three-valued. The
// residual says what it hangs on.
func ExampleAuthorizer_Explain_unknownContext() {
	authorizer, err := policyeval.Compile(policyeval.Policies{Identity: []*policyeval.Policy{document(`{"Version": "2012-10-17", "Statement": [
	  {"Effect": "Allow", "Action": "s3:*", "Resource": "*",
	   "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5", "aws:RequestedRegion": "eu-west-1"}}},
	  {"Effect": "Deny", "Action": "s3:*", "Resource": "*",
	   "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
	]}`)}})
	if err != nil {
		log.Fatal(err)
	}
	explanation, err := authorizer.Explain(&policyeval.Request{
		Principal:       "arn:aws:iam::111122223333:user/alice",
		Action:          "s3:GetObject",
		Resource:        "arn:aws:s3:::reports/may.csv",
		ResourceAccount: "111122223333",
		Context:         policyeval.Context{"aws:RequestedRegion": {"eu-west-1"}},
		Unknown:         policyeval.UnknownKeys("aws:PrincipalOrgID", "aws:SecureTransport"),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(explanation.Outcome, "could be", explanation.Possible)
	fmt.Println("depends on", explanation.DependsOn)
	fmt.Println("allowed if", explanation.AllowedIf)
	fmt.Println("denied if", explanation.DeniedIf)
	fmt.Println("to be on the safe side:", explanation.Strict())
	// Output:
	// Undetermined could be Allowed|ExplicitDeny|ImplicitDeny
	// depends on [aws:PrincipalOrgID aws:SecureTransport]
	// allowed if (StringEquals(aws:PrincipalOrgID, "o-a1b2c3d4e5") and not(Bool(aws:SecureTransport, "false")))
	// denied if Bool(aws:SecureTransport, "false")
	// to be on the safe side: ExplicitDeny
}

// Across accounts both sides must allow: the policies of the principal and the
// policy of the resource.
func ExamplePolicies_crossAccount() {
	policies := policyeval.Policies{Resource: document(`{"Version": "2012-10-17", "Statement": {
	  "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:user/alice"},
	  "Action": "s3:GetObject", "Resource": "arn:aws:s3:::shared/*"
	}}`)}
	request := &policyeval.Request{
		Principal:       "arn:aws:iam::111122223333:user/alice",
		Action:          "s3:GetObject",
		Resource:        "arn:aws:s3:::shared/may.csv",
		ResourceAccount: "444455556666",
	}
	decision, err := policyeval.Evaluate(policies, request)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("bucket policy alone:", decision)

	policies.Identity = []*policyeval.Policy{document(`{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}}`)}
	if decision, err = policyeval.Evaluate(policies, request); err != nil {
		log.Fatal(err)
	}
	fmt.Println("with an identity policy:", decision)
	// Output:
	// bucket policy alone: ImplicitDeny (blocked by identity)
	// with an identity policy: Allowed
}

// A permissions boundary limits what identity policies grant and grants nothing.
func ExamplePolicies_boundary() {
	policies := policyeval.Policies{
		Identity: []*policyeval.Policy{document(`{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}`)},
		Boundary: document(`{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": ["s3:*", "ec2:*"], "Resource": "*"}}`),
	}
	for _, action := range []string{"ec2:DescribeInstances", "iam:CreateUser"} {
		decision, err := policyeval.Evaluate(policies, &policyeval.Request{
			Principal: "arn:aws:iam::111122223333:role/Developer", Action: action, Resource: "*",
		})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(action, decision)
	}
	// Output:
	// ec2:DescribeInstances Allowed
	// iam:CreateUser ImplicitDeny (blocked by boundary)
}

// Every level of service control policies must allow, also for the root user.
func ExamplePolicies_serviceControlPolicies() {
	full := document(`{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}`)
	onlyStorage := document(`{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}`)
	authorizer, err := policyeval.Compile(policyeval.Policies{SCPs: [][]*policyeval.Policy{{full}, {onlyStorage}, {full}}})
	if err != nil {
		log.Fatal(err)
	}
	for _, action := range []string{"s3:ListAllMyBuckets", "ec2:DescribeInstances"} {
		decision, err := authorizer.Authorize(&policyeval.Request{
			Principal: "arn:aws:iam::111122223333:root", Action: action, Resource: "*",
		})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(action, decision)
	}
	// Output:
	// s3:ListAllMyBuckets Allowed
	// ec2:DescribeInstances ImplicitDeny (blocked by scp)
}

// In pattern mode the request is about every ARN that the pattern denotes.
func ExampleRequest_pattern() {
	policies := policyeval.Policies{Identity: []*policyeval.Policy{document(`{"Version": "2012-10-17", "Statement": [
	  {"Effect": "Allow", "Action": "sqs:*", "Resource": "arn:aws:sqs:*:111122223333:team-*"},
	  {"Effect": "Deny", "Action": "sqs:DeleteQueue", "Resource": "arn:aws:sqs:*:*:team-blue-*"}
	]}`)}}
	for _, action := range []string{"sqs:SendMessage", "sqs:DeleteQueue"} {
		decision, err := policyeval.Evaluate(policies, &policyeval.Request{
			Principal: "arn:aws:iam::111122223333:user/alice",
			Action:    action,
			Resource:  "arn:aws:sqs:eu-west-1:111122223333:team-*",
			Pattern:   true,
		})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(action, decision)
	}
	// Output:
	// sqs:SendMessage Allowed
	// sqs:DeleteQueue Undetermined (Allowed|ExplicitDeny; depends on resource:Pattern)
}
