package catalog_test

import (
	"fmt"

	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// What the reference says about an action.
func ExampleLookup() {
	a, ok := catalog.Lookup("S3:putbucketpolicy")
	if !ok {
		fmt.Println("no such action")
		return
	}
	fmt.Println(a, "-", a.Service().Name(), "-", a.AccessLevel())
	for rt, required := range a.ResourceTypes() {
		for pattern := range rt.ARNPatterns() {
			fmt.Println(rt, required, pattern)
		}
	}
	// Output:
	// s3:PutBucketPolicy - Amazon S3 - Permissions management
	// s3:bucket true arn:${Partition}:s3:::${BucketName}
}

// Which actions of a policy change permissions?
func ExampleExpand() {
	granted, err := catalog.Expand("sqs:*", "kms:Create*", "kms:Decrypt")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(granted.Len(), "actions")
	for a := range granted.WithAccessLevel(catalog.PermissionsManagement).All() {
		fmt.Println(a)
	}
	// Output:
	// 25 actions
	// kms:CreateGrant
	// sqs:AddPermission
	// sqs:RemovePermission
	// sqs:SetQueueAttributes
}

// A list of names becomes a list of patterns that means the same.
func ExampleShorten() {
	set, err := catalog.Expand("s3:Get*", "s3:GetObject", "s3:PutObjectAcl", "s3:PutBucketAcl", "s3:PutObjectVersionAcl", "sqs:*")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(set.Len(), "actions")
	for _, pattern := range catalog.Shorten(set) {
		fmt.Println(pattern)
	}
	// Output:
	// 86 actions
	// s3:Get*
	// s3:Put*Acl
	// sqs:*
}

// A misspelt name in a policy deserves a proposal.
func ExampleNearest() {
	for _, name := range []string{"s3:GetObjct", "iam:AssumeRole", "lamda:InvokeFunction"} {
		if a, ok := catalog.Nearest(name); ok {
			fmt.Printf("%s: did you mean %s?\n", name, a)
		}
	}
	// Output:
	// s3:GetObjct: did you mean s3:GetObject?
	// iam:AssumeRole: did you mean sts:AssumeRole?
	// lamda:InvokeFunction: did you mean lambda:InvokeFunction?
}

// A statement can only apply if its Resource overlaps a type of the action.
func ExampleResourceType_Overlaps() {
	for _, name := range []string{"s3:ListBucket", "s3:GetObject"} {
		a, _ := catalog.Lookup(name)
		possible := false
		for rt := range a.ResourceTypes() {
			possible = possible || rt.Overlaps("arn:aws:s3:::reports/*")
		}
		fmt.Println(a, possible)
	}
	// Output:
	// s3:ListBucket false
	// s3:GetObject true
}

// What may be done with a resource.
func ExampleActionsOn() {
	on := catalog.ActionsOn("arn:aws:sqs:eu-west-1:111122223333:orders")
	for a := range on.WithAccessLevel(catalog.Read).All() {
		fmt.Println(a)
	}
	// Output:
	// sqs:GetQueueAttributes
	// sqs:GetQueueUrl
	// sqs:ListDeadLetterSourceQueues
	// sqs:ListMessageMoveTasks
	// sqs:ListQueueTags
	// sqs:ReceiveMessage
}
