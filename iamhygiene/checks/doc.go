// Package checks holds the built-in checks of AWS IAM hygiene: what the root
// user, IAM users, their credentials, policies and roles of an account should
// look like. It is not where to look for how checks run or how to write your
// own, which is package iamhygiene; it calls no AWS service, which is package
// collect; and it judges how an account is set up, not who did what in it,
// which CloudTrail records.
//
//	all := checks.All(checks.Standard)
//	results, err := new(iamhygiene.Runner).Run(ctx, snapshot, all...)
//
// # A check and its parameters
//
// Each check is a struct named after its id: access-key-rotation is
// [AccessKeyRotation]. The exported fields are its parameters, and the zero
// value is the check with its defaults:
//
//	checks.AccessKeyRotation{}                            // 90 days
//	checks.AccessKeyRotation{MaxAge: 30 * 24 * time.Hour} // 30 days
//
// A zero field means the default and a negative one means none: no grace
// period, no minimum. Days are 24 hours, and ages are compared to the
// nanosecond. A credential is unused from the limit on (45 days without use
// fail), and too old beyond it (90 days of age pass). The doc of each type says
// on which side its limit lies. Info tells the parameters in force, and the
// Runner copies them into each finding.
//
// Checks are plain values without state. They are safe for concurrent use as
// long as nobody changes the slices in their fields. Wrappers such as
// iamhygiene.WithSeverity and iamhygiene.WithScope change one without knowing
// it.
//
// # Presets
//
// A [Preset] sets the parameters of all checks at once. [Standard], which is
// the zero value, follows the CIS AWS Foundations Benchmark where that has a
// number. [Strict] is for accounts that hold what matters most, [Relaxed] a
// first step for accounts that nobody ever reviewed.
//
//	parameter                       strict  standard  relaxed
//	credentials unused              30d     45d       90d
//	keys and certificates rotated   30d     90d       90d
//	roles unused                    30d     90d       90d
//	key never used, grace           1d      7d        14d
//	second key while rotating       none    7d        14d
//	inactive key kept               7d      30d       90d
//	root user not used for          90d     30d       7d
//	password length                 16      14        8
//	passwords remembered            24      24        5
//	passwords expire (opt-in)       60d     90d       90d
//	certificates and metadata end   60d     30d       14d
//	functions on one role           2       3         5
//	sessions of privileged roles    1h      4h        12h
//	certainty of an escalation      low     medium    high
//
// [Catalogue] returns every check with the parameters of a preset, [All] those
// that the preset runs, and [Select] those that a person names, by id or by
// glob.
//
// # Opt-in checks
//
// Some checks are disputed, or ask for what only the organisation can know:
// password expiry, MFA for users who have no console password, tags, permissions
// boundaries. They say so by Info.OptIn. Strict runs them; otherwise they run
// when their id is written out in Select, or when the caller puts them into the
// set.
//
// # What a finding says
//
// A check leaves a finding for each resource that it looks at, passes included,
// so that what is absent from the results was not looked at. The message is one
// sentence with the observed and the required value. The evidence names the
// dataset, the place in it, and when it was true.
//
// NotApplicable means that the practice has no object here, and why: a user
// without keys has none to rotate. It has to be proven. That a root user has
// neither password nor key nor certificate, as in member accounts with centrally
// managed root access, makes root-mfa not applicable; that this is not known
// does not.
//
// Unknown means that the data which decides is missing. It is never a pass and
// never silence, and it carries an *iamhygiene.DataError with the call that was
// refused and the action to grant. It reaches as far as the gap does: a row of
// the credential report that cannot be read leaves one user unknown and decides
// the others.
//
// Two sources may answer the same question. The account summary is live, while
// AWS builds a credential report at most every four hours, so on the root user
// the summary wins where they disagree, and either decides alone where the other
// is missing. A failure that rests on a report more than an hour old says that
// the report may predate recent changes.
//
// Evidence and messages hold no secrets: the data that the checks read has none.
// Account ids, user names and ARNs they do hold.
//
// AWS managed policies, service-linked roles and the roles of IAM Identity Center
// are known by ARN and path in the account's own partition. A name alone proves
// nothing.
//
// # Themes
//
// Root user, from the account summary and the credential report: [RootMFA],
// [RootHardwareMFA], [RootAccessKey], [RootSigningCertificate],
// [RootRecentUse].
//
// Users, from the credential report and the authorization details:
// [UserConsoleMFA], [UserMFAAll], [UserHardwareMFA], [PasswordUnused],
// [PasswordRotation], [PasswordInitialUnchanged], [UserDormant],
// [UserDirectPolicy], [UserNoGroup], [GroupEmpty], [UserShared],
// [UserPasswordAndKey], [EntityRequiredTags].
//
// Access keys, from the listing of access keys, else from the credential
// report, which knows slots and not key ids: [AccessKeyUnused],
// [AccessKeyNeverUsed], [AccessKeyAtSetup], [AccessKeyRotation],
// [AccessKeyTwoActive], [AccessKeyInactiveLeft], [AccessKeyExposed],
// [AccessKeyInsteadOfRole].
//
// Other credentials: [SSHKeyAge], [ServiceCredentialLongLived],
// [SigningCertificateAge], [ServerCertificateExpired], [MFADeviceOrphan].
//
// Passwords, from the account's password policy, which binds IAM users and
// never the root user: [PasswordPolicyPresent], [PasswordPolicyLength],
// [PasswordPolicyUppercase], [PasswordPolicyLowercase], [PasswordPolicyNumber],
// [PasswordPolicySymbol], [PasswordPolicyReuse], [PasswordPolicyExpiry],
// [PasswordPolicySelfChange], [PasswordPolicyHardExpiry].
//
// Policies, from the authorization details; first those that do not look at
// what a policy allows: [PolicyInline], [PolicyUnattached],
// [PolicyManagedBroad], [PolicyCloudShellFull]; then those that do, statement by
// statement, with the actions expanded by package catalog and the resources and
// conditions evaluated by package policyeval: [PolicyAdmin],
// [PolicyServiceWildcard], [PolicyNotAction], [PolicyPermissionsManagement],
// [PolicyCredentialExposure], [PolicyDataReadWildcard],
// [PolicySensitiveNoCondition], [PolicyMFAConditionIneffective],
// [PolicyAccessLevels], [PolicyLint], [PassRoleWildcard], [AssumeRoleWildcard].
//
// Roles, from the authorization details: [RoleUnused],
// [RoleTrustDeletedPrincipal], [SupportRole], [AuditRole],
// [PrincipalWithoutBoundary]; and, by asking the evaluator whom the trust policy
// lets in, [RoleTrustAnyone], [RoleTrustExternalAccount],
// [RoleExternalIDMissing], [RoleExternalIDWeak], [RoleExternalIDReused],
// [RoleConfusedDeputy], [RoleOIDCSubject], [RoleSAMLAudience], [RoleTrustMFA].
// The accounts of the organization are of the same owner; where they could not
// be read an account that no parameter lists is Unknown.
//
// Principals, by their effective permissions: all policies together, minus what
// is denied, within boundaries and service control policies, evaluated by
// packages policyeval, permissions and escalation: [PrincipalEffectiveAdmin],
// [PrincipalPrivilegeEscalation], [UserPrivilegedMFA], [MFANotEnforced],
// [PolicySelfTagging], [RoleExternalPrivileged], [RoleSessionDuration],
// [ServiceUnused], [ConsoleSourceIP]; and of workloads [InstanceAdminRole] and
// [FunctionAdminRole].
//
// Account, from the contacts and the organization: [ContactPrimary],
// [ContactSecurity], [ContactBilling], [ContactOperations],
// [OrganizationMember]; [SCPGuardrails], which asks the evaluator what the
// service control policies deny; and [CredentialReportStale], which says how far
// the others can be trusted. Of the root user, from the same sources:
// [RootEmailGroup], [RootCredentialsCentralised].
//
// Federation: [FederationAbsent], [UserConsoleWhileFederated], [SAMLExpiring],
// [IDPUnused].
//
// Compute, Region by Region: [InstanceWithoutProfile], [InstanceProfileBroken],
// [FunctionSharedRole], [FunctionRoleMissing], [FunctionStaticKeys]. A Region
// that could not be read leaves the findings of the others as they are.
//
// Monitoring: [CloudTrailMultiRegion]; whether somebody hears of what matters,
// by an alarm on the trail's log group or by an event rule, link by link, with
// the filter patterns and event patterns evaluated: [RootUsageAlarm],
// [AlarmPolicyChange], [AlarmConsoleNoMFA], [AlarmConsoleAuthFailure],
// [AlarmUnauthorizedCalls], [AlarmTrailChange], [AlarmOrganizationChange]; and
// what AWS Config and IAM Access Analyzer watch: [ConfigKeyRotationRule],
// [ConfigRecorderOn], [AccessAnalyzerEnabled], [AccessAnalyzerUnusedAccess],
// [AccessAnalyzerFindings]. A chain that is broken names the link; one that
// cannot be read to its end is unknown only where no other is complete and the
// part that was not read could complete it.
//
// Manual: what no API of AWS shows. Each of these checks yields one finding on
// the account, which is Manual and whose message is a question that a person
// answers yes or no; yes means that the practice is followed. Answers are the
// dataset iamhygiene.Attestations: a valid yes passes, a no fails low, na is not
// applicable, and an answer that has expired leaves the question open. The
// checks are [ManualRootMailbox], [ManualRootPassword],
// [ManualRootTokenBattery], [ManualPhoneProtection],
// [ManualChallengeQuestions], [ManualContactDetails], [ManualSecretScanning],
// [ManualHostKeys], [ManualSessionName], [ManualResourceGroups],
// [ManualLeavers], [ManualIDPMFA], [ManualAuditCadence] and
// [ManualExternalAssumptionReview].
//
// # Controls of benchmarks
//
// Info.Frameworks names the controls of the CIS AWS Foundations Benchmark
// (versions 1.4, 3.0 and 5.0) and of AWS Security Hub that a check covers. Two
// checks may share a control, and a control may ask for more than one check
// looks at: the ids are for finding the way, not for claiming compliance.
package checks
