// Package orgmodel models AWS Organizations: the tree of root, organizational
// units and accounts, the policies attached to it, delegated administrators and
// trusted services. It is used through the clients of package fakes, not
// directly; other models ask it which policies apply to an account.
//
// # What it answers
//
// The reads of a hygiene tool, and the writes that change policies, their
// attachments, the place of an account, delegation and trusted access. Not
// answered are the operations that make, invite, close or remove accounts,
// handshakes, and transfers of billing responsibility: builders make accounts
// instead.
//
// # Who may call
//
// DescribeOrganization and DescribeEffectivePolicy answer every member. Reads
// answer the management account and every delegated administrator. Writes to
// policies answer the management account, and members whom the organization's
// resource policy admits. The rest answers the management account alone.
// Whether the caller's own policies allow the call has been decided before.
//
// # What AWS does otherwise
//
// Enabling and disabling a policy type takes effect at once; AWS passes
// through PENDING_ENABLE and PENDING_DISABLE. The effective policy is computed
// from the values and operators of the inherited policies; AWS also checks
// the policies against the schema of their type.
package orgmodel
