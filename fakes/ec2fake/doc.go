// Package ec2fake models the part of Amazon EC2 that has to do with identity:
// instances with their instance profiles and metadata options, launch templates,
// security groups and Regions. Nothing runs, and there is no network.
//
// Import it in few packages: the client of EC2 alone takes a minute to compile,
// which is why package fakes does not have it.
//
//	compute := ec2fake.Of(account)
//	id := compute.RunInstance(ec2fake.Profile("web"), ec2fake.IMDSv1())
//	client := ec2.NewFromConfig(account.Config())
//
// [Of] installs the model; without it, the account's calls to EC2 are not
// answered. Instances belong to a Region: [Service.In] chooses another one than
// the account's own. A Region that the account has not enabled refuses its
// credentials (AuthFailure), as in AWS.
//
// # What is modelled
//
// The operations DescribeRegions, DescribeInstances,
// DescribeIamInstanceProfileAssociations, DescribeLaunchTemplateVersions,
// DescribeSecurityGroups and GetInstanceMetadataDefaults; RunInstances,
// StartInstances, StopInstances, TerminateInstances,
// AssociateIamInstanceProfile, ReplaceIamInstanceProfileAssociation,
// DisassociateIamInstanceProfile, ModifyInstanceMetadataOptions and
// ModifyInstanceMetadataDefaults.
//
// What takes AWS a while (starting, stopping, associating) is under way in the
// output of the operation and done for the next call. A terminated instance is
// listed for an hour of the fake's clock. Client tokens and dry runs work; a dry
// run checks the permission and not the parameters.
//
// # What is not
//
// A parameter, or a filter, that the model does not know is a NotModeledError
// and never ignored. Every image of the right form exists. Each Region has one
// VPC with one subnet; other subnets are taken as they are named.
//
// AWS: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Welcome.html
package ec2fake
