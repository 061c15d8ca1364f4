// Package compute collects what runs with roles, for the checks of compute
// services: the instances of Amazon EC2 and the functions of AWS Lambda. Do not
// import it where no check asks for them: the client of EC2 alone takes a minute
// to compile, which is why package collect does without.
//
//	snapshot, err := collect.Snapshot(ctx, cfg, func(o *collect.Options) {
//		o.Collectors = compute.Collectors()
//	})
//
// Without its collectors, checks that need one of these datasets say that nobody
// collected it.
//
// # What is collected
//
//	dataset     calls
//	instances   ec2:DescribeInstances, one for each 1,000 instances of a Region
//	functions   lambda:ListFunctions, one for each 50 functions of a Region
//
// No call is made for a single instance or function. Both are read in every
// Region of the account, or in those of Options.Regions. A Region that is
// refused or that the account has not enabled is an error with the Region as its
// scope; the others stand. Instances are listed in every state, those that were
// terminated within the hour included.
//
// # Secrets
//
// Lambda returns the values of environment variables with the functions. They
// are looked at once, for access keys, and not kept: a snapshot has the names of
// all variables, and the names of those with a key. A variable counts as one
// with a key if its value holds the id of a long-term access key (AKIA and 16
// letters or digits), or if it is called as the secret of one is, such as
// AWS_SECRET_ACCESS_KEY, and its value has the form of such a secret. A
// reference to a place where a secret is kept is no secret. User data of
// instances is not read.
package compute
