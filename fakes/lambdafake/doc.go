// Package lambdafake models AWS Lambda in the accounts of package fakes:
// functions, what their resource policies allow, and their URLs. It runs no
// code.
//
//	lambda := lambdafake.Of(account)
//	lambda.AddFunction("report", role.ARN, lambdafake.Env("STAGE", "prod"))
//	lambda.AllowService("report", "s3.amazonaws.com", "arn:aws:s3:::logs")
//	client := awslambda.NewFromConfig(account.Config())
//
// [Of] installs the model; without it, the account's calls to Lambda are not
// answered. Functions belong to a Region: [Service.In] chooses another one than
// the account's own.
//
// # What is modelled
//
// The operations ListFunctions, GetFunction, GetFunctionConfiguration,
// CreateFunction, UpdateFunctionConfiguration, UpdateFunctionCode and
// DeleteFunction; GetPolicy, AddPermission and RemovePermission, whose documents
// are plain JSON; ListFunctionUrlConfigs, CreateFunctionUrlConfig,
// GetFunctionUrlConfig, UpdateFunctionUrlConfig and DeleteFunctionUrlConfig.
//
// A function's role has to exist in the account and to trust
// lambda.amazonaws.com when the function gets it. Deleting the role later leaves
// a function with a role that does not exist, as in AWS. [Undecryptable] is a
// function whose environment variables nobody can read.
//
// The output of CreateFunction says Pending and those of updates say InProgress,
// as in AWS; the next call sees the function Active and the update Successful.
//
// # What is not
//
// Versions and aliases: publishing is a NotModeledError, and a qualifier other
// than $LATEST is not found. Layers, VPCs, dead-letter queues, log groups and S3
// objects are kept by name and not looked up. Functions are not invoked.
//
// AWS: https://docs.aws.amazon.com/lambda/latest/api/Welcome.html
package lambdafake
