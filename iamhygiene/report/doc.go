// Package report writes the results of a run for people and for programs:
// [Text] for a terminal, [JSON] and [JSONLines] for everything else.
//
// Do not parse the text form: its wording may change with any release. The
// JSON forms are stable: members may be added, none changes its meaning.
//
// Writers stream, escape what needs it, and are deterministic: equal results
// and options give equal bytes. Findings under an exemption are kept and
// marked. A floor of severity leaves findings out, never out of the counts.
package report
