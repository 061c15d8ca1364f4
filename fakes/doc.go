// Package fakes holds AWS accounts in memory and gives out configurations from
// which the real clients of the AWS SDK for Go v2 work on them.
//
// Do not use it to learn what AWS does: a fake answers what it was told, or what
// its models know, and AWS knows more. Do not use it to prove that permissions
// suffice in production, for load tests, or as a server for programs in other
// languages; it has no port. Use it for unit tests of code that takes an
// aws.Config or a client: code that lists, pages, retries, assumes roles and
// looks at the types of errors, and is to be tested as it is, without interfaces
// written for the test, credentials, environment variables or containers.
//
//	account := fakes.NewAccount("111122223333")
//	fakes.On(account, func(ctx context.Context, in *iam.ListUsersInput) (*iam.ListUsersOutput, error) {
//		return &iam.ListUsersOutput{Users: users}, nil
//	})
//	report, err := Scan(ctx, account.Config()) // the code under test
//
// # What is real
//
// A fake takes the place of the network, and of nothing before it. Clients
// validate and serialize inputs, find endpoints, get credentials and sign. They
// retry what they would retry, three attempts in all, without waiting in
// between. Paginators and waiters are the SDK's, and so is the cancellation of
// contexts. The provider of package stscreds calls AssumeRole and gets
// credentials that expire in the real future, and calls with them belong to the
// role's account.
//
// Errors come out of the client's own deserializer: the fake writes the
// response by which the service would report the error, and the client reads
// it. So the text is that of production, request id included, errors.As finds
// what it would find, and a code that the operation does not model arrives as
// *smithy.GenericAPIError, even if the answer was a typed exception. A test cannot
// pass because of an error type that production never returns.
//
// # What answers
//
// A call is decided in this order; the first that has something to say answers:
//
//  1. A fake that was set up wrongly fails every call, with a [UsageError].
//  2. The caller is found by the access key id in the signature. Unknown,
//     inactive or expired credentials are refused as AWS refuses them, and so are
//     those of a suspended account, and of an account that has not enabled the
//     Region that is called.
//  3. Faults: that of [EveryCallFails], those of the account, those of the
//     organization ([Account.Fail]).
//  4. The policies of the caller, for configurations of [Account.ConfigAs]:
//     those of the user and its groups or of the role, permissions boundary,
//     session policies, and the SCPs and RCPs of the organization, evaluated by
//     package policyeval. A refusal is worded as IAM words it.
//  5. What was registered with [On] and [React], the newest first, the
//     account's before the organization's. Each can pass the call on.
//  6. The models of services ([Account.Modeled] lists their operations). Each fake
//     has those of IAM, STS, Organizations, Account Management and Access Analyzer;
//     the packages below this one add others on demand.
//  7. Nothing: the call fails with a [NotAnsweredError] that names the operation
//     and shows the registration that is missing. There is no empty success.
//
// Functions of the test run outside of every lock: they may use the fake, and
// clients of it, and register more.
//
// # Accounts
//
// [NewAccount] makes an account that stands alone. [NewOrganization] makes one
// fake of several accounts, with a management account; roles of one can be
// assumed from another. [Options].Beside puts an account beside another one
// without making them members of one organization.
//
// The caller of [Account.Config] is an administrator whose policies are not
// looked at; that of [Account.ConfigAs] has those that the account gives it. Code
// that loads its own configuration takes [Account.APIOptions].
//
// # Models
//
// Every fake models five services: IAM, STS, AWS Organizations, Account
// Management and IAM Access Analyzer. Builders fill them ([Account.AddUser],
// [Account.AddRole], [Organization.AddOU], [Account.AddAnalyzer]), the clients
// change them, and they agree with each other: a policy that a client detaches no
// longer allows anything. The table in BEHAVIOUR.md says what is modelled, what is
// not, and which test shows it. Other services are in packages below this one,
// which register themselves.
//
// What a fake cannot know, a test says: [Account.SetContextKey] sets condition keys
// such as aws:SourceIp, [WebIdentityToken] and [SAMLAssertion] make what identity
// providers would send to AssumeRoleWithWebIdentity and AssumeRoleWithSAML.
//
// # Other services
//
// Each package below this one models a service whose client not every test should
// compile, and is named after it: cloudtrailfake, cloudwatchfake, logsfake,
// eventbridgefake, snsfake, configfake, lambdafake, ec2fake and ssofake. Its
// function Of adds the model to the fake and returns the builders:
//
//	cloudtrailfake.Of(account).AddTrail(cloudtrailfake.Trail{Name: "main", MultiRegion: true})
//
// Package ready has accounts that are furnished with all of these: one in order,
// one with every problem, and an organization of both.
//
// # Trouble on demand
//
// [Account.Fail] makes calls fail: throttled a few times ([Throttle]), refused
// ([AccessDenied]), broken ([ServiceFailure], [Disconnect]), or with an error of
// one's choice. Each service gets its own codes for these. [Account.PageSize]
// makes small pages, [Account.Lag] hides fresh writes from reads and
// [Account.AuthorizationLag] from authorization, in the models that keep state.
// [ReportLimit] refuses reports. [EveryCallFails] runs a scenario once for each of its calls,
// with that call failing, and reports where an error is lost.
//
// # What was called
//
// [Account.Calls] and [CallsTo] return the calls, each attempt counted, as deep
// copies. [MinimalPolicy] turns them into the IAM policy that the code under
// test needed.
//
// # The same in every run
//
// Time stands still until [Account.Advance] moves it, or follows
// [Options].Clock. Ids of requests, keys and principals are counted, not drawn;
// goroutines that call side by side share them out as they arrive. Only the
// expiry of temporary credentials follows the real time, because the SDK
// compares it with that.
//
// # Limitations
//
//   - Signatures are not verified; the access key id and the session token are.
//   - The metadata of a successful call has a request id, but no raw HTTP
//     response and no response time: there was no response. For the same reason
//     interceptors behind signing (BeforeTransmit, AfterTransmit and those around
//     deserialization) run for errors only.
//   - Streams in inputs (an S3 object's Body) are shared, not copied. Operations
//     with event streams have no answer.
//   - A Retryer of one's own, or that of a configuration that was loaded
//     elsewhere, waits for real. Waiters wait between polls unless their
//     MinDelay is short.
//   - Middleware that a client adds to the end of its Finalize step is behind
//     the fake, and runs for errors only.
//   - The HTTP status of an error is the usual one for its code. Give another by
//     a method HTTPStatusCode() int on the error.
//
// # Concurrency
//
// All types are safe for concurrent use, in parallel tests too. The models of
// one fake answer one call at a time.
package fakes
