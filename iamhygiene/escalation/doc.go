// Package escalation finds out who in the account of a snapshot is an
// administrator, and who can become one: by which method, through whom, and
// which statements let it happen. Do not use it as proof that somebody cannot:
// it knows 114 published methods, the data of one account, and neither session
// policies nor the policies of resources other than roles.
//
// [Analyze] takes a snapshot and gives a [Graph]. Its nodes are the users and
// roles; its edges say how one becomes another, or an administrator. For each
// principal [Graph.Principal] has everything that a finding needs: whether it is
// an administrator, its steps with their evidence, the shortest path, what could
// not be evaluated, and which documents could not be read.
//
// # Administrators
//
// An effective administrator is whoever is allowed everything by evaluation,
// whatever its policies are called: its own policies and those of its groups,
// less what a Deny takes away, within the permissions boundary and the service
// control policies. An action counts as allowed if it is allowed for certain on
// all resources, or on those that no statement names. Guardrails make nobody
// less of an administrator, as long as
//
//   - of every service something that changes it is left, and
//   - a way to give out permissions is left: one of the actions that attach or
//     write policies and trust policies.
//
// What service control policies forbid to a principal, however much it is
// allowed, is not missed. A conditional administrator is one who is all that under conditions
// that are not known, such as MFA, or if a policy that could not be read allows
// it; [Admin.Conditions] names them. Who may make itself an administrator is
// none: that is a step.
//
// # Steps
//
// A method ([Methods]) holds if all its actions are allowed, each on a resource
// that serves: the principal itself, a user or role of the account, an instance
// or function of the snapshot, or something new of a name that the policies
// allow. Actions on the same type of resource have to be allowed on the same
// resource. Roles are passed to services that their trust policy accepts, with
// iam:PassedToService set to that service; iam:PolicyARN is that of AWS's
// AdministratorAccess, iam:PermissionsBoundary that of the target or, for
// a new role, none or one of the account's policies that a condition asks for;
// the role then keeps it. Whether a session has MFA is the choice of a user, as
// far as there is a device; that of a role may have it if users or roles may
// assume it. Tags of users and roles, and the id of the organization, are those of
// the snapshot; all else is unknown, unless [Options.Context] says it.
//
// Names of new resources are tried by example: one that no statement mentions,
// one for each pattern that a statement allows or spares from a Deny, and one for
// what each two of these have in common. A new version of a policy that has five
// takes iam:DeletePolicyVersion too. The policy of a principal's own boundary
// counts as one that applies to it.
//
// A step has to lead up: to somebody who is stronger. That is an administrator;
// or somebody who may use an action of [SensitiveActions] that the principal may
// not use at all, or may use it on everything where the principal may not. Where a
// step changes the principal or a role, what comes of it is evaluated: a user
// whose boundary forbids it does not become an administrator by attaching a
// policy to itself. Roles that may be assumed and are no stronger are part of
// paths too.
//
// Effective administrators take no steps. Service-linked roles neither take any
// nor are they reached.
//
// # Confidence
//
// The table gives each method a [Confidence]. It falls one step if anything is in
// doubt: a context key, the strength of the target, a document that could not be
// read; [Edge.Conditions] names it. It falls another step if the service control
// policies are not known ([Graph.SCPsUnread]): the data have neither them nor the
// word that the account is in no organization, or manages it. A method that
// works on instances or functions is told as not evaluated where these were not
// collected, and is of at most medium confidence for those that a refused Region
// may hide.
//
// A method is left out where another one with fewer actions holds on the same
// target with the same confidence or more; [Options.Supersets] keeps it.
//
// # Paths
//
// [Graph.Path] is the shortest one: the fewest steps, then the highest confidence
// of the weakest step, then the first by ARN. [Options.Depth] bounds its steps.
// Nobody is met twice. A path goes on from users and roles as they are; it ends
// where a step changes one, at the node [Administrator], and goes nowhere from
// [Widened]. It may end at a conditional administrator, who counts as one of
// medium confidence.
//
// # JSON
//
// A graph is a JSON object: version (1), account, partition, scps_unread, unread,
// and principals, the list of [Principal] sorted by ARN. Equal graphs give equal
// bytes.
//
// # Cost
//
// Principals with the same policies share the answers, unless the policies speak
// of the principal by a variable or a condition. Each set of policies is asked
// once which of the actions that matter it allows at all, and about all actions
// only if it may give out permissions. No further question is asked about a
// method of which an action is refused. What remains is linear in the principals,
// and in the roles for those who may pass or assume any. Share a graph between checks
// with [iamhygiene.Derived].
//
// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
package escalation
