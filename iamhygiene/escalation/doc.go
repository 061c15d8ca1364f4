// Package escalation finds out who in the account of a snapshot is an
// administrator, and who can become one: by which method, through whom, and
// which statements let it happen. Do not use it as proof that somebody cannot:
// it knows 114 published methods, the data of one account and no session
// policies.
package escalation
