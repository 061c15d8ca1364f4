// Package collect makes snapshots of AWS accounts, over which checks run: live,
// by calls of the AWS SDK that only read, or from what the AWS CLI saved. Do not
// use it to read a snapshot that was stored: that is iamhygiene.ReadSnapshot.
// Do not use it to look at one thing now: ask the client.
//
// # A live account
//
//	cfg, err := config.LoadDefaultConfig(ctx)
//	...
//	s, err := collect.Snapshot(ctx, cfg, func(o *collect.Options) {
//		o.Checks = checks.All(checks.Standard)
//	})
//	...
//	results, err := new(iamhygiene.Runner).Run(ctx, s, checks.All(checks.Standard)...)
//
// [Snapshot] collects the datasets that the checks name, each once. The
// credentials of cfg say which account; [RequiredPolicy] says what they must be
// allowed. The clients are made from cfg, so its retryer, endpoints and
// middleware apply.
//
// # What is not there
//
// A call that is refused, throttled beyond the retries or not answered takes
// away what it was about: a dataset, a user, a Region. Nothing else stops. The
// snapshot keeps the reason as an iamhygiene.DataError with AWS's code and
// words, the request id and, where a permission is missing, the IAM action to
// grant; a check that needs it reports Unknown with that reason.
//
// Answers by which AWS says that there is nothing are facts, not errors: no
// password policy, no login profile, no alternate contact, no organization.
// Empty lists are facts too. A list of which a page is missing is not a list: it
// is an error. So is an answer that says that there is more without saying how
// to get it, which the SDK's paginators take for the last page.
//
// # Calls
//
// The two lists that hold most of an account come first, and per-user calls are
// made only for users who can have the thing, by the credential report, or who
// are not in it. U is the number of users, P that of pages of up to 1000
// elements (fewer where AWS says so).
//
//	dataset                   calls
//	credential-report         1; 3 and more where AWS has to make one
//	authorization-details     P of users, groups, roles and policies together
//	account-summary           1
//	account-aliases           1
//	password-policy           1
//	virtual-mfa-devices       P
//	mfa-devices               1 for each user with MFA
//	access-keys               1 for each user with keys, and 1 for each key whose
//	                          last use the report does not tell
//	login-profiles            1 for each user with a password
//	ssh-keys                  U: nothing else tells
//	service-credentials       P; U where AWS refuses one list for all
//	server-certificates       P
//	saml-providers            1
//	oidc-providers            1, and 1 for each provider
//	role-sessions             P of roles
//	instance-profiles         P
//	last-accessed             2 and more for each user and role; not by default
//	organization              1
//	organization-accounts     P of 20
//	control-policies          1 for each level and 2 for each level and the
//	                          account (SCPs, RCPs), and 1 for each policy
//	root-features             1
//	root-email                1
//	alternate-contacts        3
//	primary-contact           1
//	cloudtrail                1 for each Region, and 2 for each trail
//	metric-filters            P of 50 in each Region
//	metric-alarms             P of 100 in each Region
//	topic-subscriptions       P of 100 for each topic that an alarm publishes to
//	event-rules               P of 100 buses in each Region, P of 100 rules for
//	                          each bus, and P of 100 targets for each rule
//	config-rules              P of 25 in each Region
//	config-recorders          1 for each Region, and 1 for each with a recorder
//	access-analyzers          P in each Region
//	access-analyzer-findings  P of 100 for each analyzer; Options.MaxFindings
//	identity-center           1 for each Region
//
// And of what is collected Region by Region, where R is the number of Regions:
//
//	cloudtrail                R, and 2 for each trail
//	metric-filters            P for each Region
//	metric-alarms             P for each Region
//	topic-subscriptions       P for each topic that an alarm publishes to
//	event-rules               P for each Region and each event bus, and P for the
//	                          targets of each rule
//	config-rules              P for each Region
//	config-recorders          2R
//	access-analyzers          P for each Region
//	access-analyzer-findings  P of 100 for each analyzer
//	identity-center           P for each Region
//
// Before them there is one call of sts:GetCallerIdentity, and one of
// account:ListRegions for each page if a dataset is collected Region by Region.
// Without the credential report, each user counts as having everything.
//
// Options.Concurrency calls are made at a time. When ctx is done, no further
// call is made. For an account of thousands of users, give cfg more attempts
// (aws.Config.RetryMaxAttempts): the calls for users are many, and IAM throttles.
//
// # Regions
//
// Datasets of services that have Regions are collected in those that the account
// has enabled, or in Options.Regions. The dataset lists the Regions that were
// read. One that refuses, or that is not enabled after all, is an error with the
// Region as its scope, and the others stand. Where no Region could be read, the
// dataset has no value.
//
// Some calls go to other Regions than those:
//
//   - A multi-Region trail, and one of the organization, shows in every Region.
//     It is in the dataset once, and its home Region says what it does now. If
//     that Region cannot be read, the trail is there, with an error that has its
//     ARN as the scope.
//   - Event rules are also collected in the Region that gets the events of IAM
//     and of sign-ins by the global endpoint, those of the root user among them:
//     us-east-1 (us-gov-west-1, cn-north-1). A rule about the root user anywhere
//     else hears nothing, so it would be missed in an account that works in one
//     Region of Europe.
//   - Topics are asked about in their Region. One of another account mostly
//     refuses, and is an error with its ARN as the scope.
//
// Amazon EC2 and AWS Lambda are in the sub-package compute, because the client of
// EC2 takes a minute to compile.
//
// # The credential report
//
// AWS makes a report on demand and keeps it for four hours. A report that is
// younger than Options.MaxReportAge is used as it is. Otherwise AWS is asked for
// a new one and polled with growing delay, for Options.MaxReportWait at most. If
// no new one can be had (no permission to generate, too many requests), the old
// one is used: its time is that of the dataset, findings show it, and a check
// says when it is too old.
//
// # Collectors
//
// Each dataset is filled by a [Collector], which is data and one function. To
// add data of one's own, make a key with iamhygiene.NewDataset and a collector
// with [New], and give it to Options.Collectors: it gets the configuration, the
// limits, the Regions and the datasets that it needs, and what it returns is in
// the snapshot beside the others. [List] reads pages, [InRegions] and
// [Pass.Each] go through Regions and users. A collector for a dataset that this
// package fills takes its place.
//
// The collectors of package compute are given to Options.Collectors too.
//
// # What a snapshot does not hold
//
// No secret, no value of an environment variable, no name, address or number of
// a contact; of e-mail addresses the first letter and the domain.
//
// # From files
//
// Two commands give most of what the built-in checks look at, two more the
// rest:
//
//	aws iam get-account-authorization-details --output json > details.json
//	aws iam generate-credential-report   # until it answers COMPLETE
//	aws iam get-credential-report --output json > report.json
//	aws iam get-account-summary --output json > summary.json
//	aws iam get-account-password-policy --output json > passwords.json
//
// [FromFiles], [FromFS] and [FromReaders] make a snapshot of any of them. A dataset whose
// file is not given was not collected, and the checks that need it say so.
//
// The credential report may be the JSON of the CLI, the CSV in it, or the bare
// base64. Several pages of authorization details may stand in one file, as a
// JSON array or one after the other. Policy documents may be JSON objects, JSON
// strings, or percent-encoded; times ISO 8601 or seconds since 1970.
//
// # Calls that failed
//
// Where a call was refused, redirect its message into the file (2>): "An error
// occurred (AccessDenied) when calling the GetAccountSummary operation: ..." is
// understood, and the checks that need the dataset say which permission to
// grant. An account without a password policy answers NoSuchEntity: that is a
// fact about the account, not a failure.
//
// # What is an error and what is data
//
// A file that cannot be read, or that is not what it should be, is an error.
// All errors of all files are reported together, as [*FileError] and
// [*AccountError]; they are found by errors.As, or one by one through the
// Unwrap() []error of the returned error.
//
// A damaged part that can be told apart from the rest is data: a user whose
// element cannot be understood, a row of the report with the wrong number of
// fields, a list that --filter left out. The rest loads, and the part is in
// Snapshot.Errors and in the Errors of its dataset, as an iamhygiene.DataError.
// The Scope of each is the ARN of the user, group, role or policy; where that
// cannot be read, the place (UserDetailList[3], line 7); for a whole list its
// name (RoleDetailList); and nothing where the whole dataset is incomplete, as
// when the last page says that more follow.
//
// # Time
//
// The clock of a snapshot, from which checks count ages, is the caller's: an
// argument for files (time.Now() for files that were just saved, the day of the
// export for older ones), Options.Now for live accounts, read when the last
// dataset is there. Each dataset has the time at which it was complete; the
// credential report that at which AWS made it.
package collect
