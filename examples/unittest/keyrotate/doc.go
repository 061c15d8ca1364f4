// Package keyrotate ends access keys that nobody uses: it deactivates those that
// were not used for some time, and deletes those that are inactive for long. It
// is a small tool such as a platform team writes for itself, and it is here to
// show how its tests use package fakes; nothing in it knows of fakes.
//
// Do not use it where keys are used less often than Options.UnusedFor, as those
// for a yearly audit are, and do not let it delete in the same run in which it
// was first tried: see what it would do with Options.DryRun.
//
// # What it decides
//
// A key counts as used when IAM says that it was last used, and one that was never
// used when it was made. IAM does not tell since when a key is inactive; so an
// inactive key is deleted when its last use is Options.DeleteAfter ago, which is
// longer. Deactivating can be taken back, deleting cannot.
//
// # What goes wrong
//
// A user whose keys cannot be read or changed does not stop the others: the
// error is in the [Report], and joined with others it is what [Rotate] returns.
// A user or key that disappears during the run is no error. Only without the list
// of users there is nothing to do.
//
// policy.json is what the tool's role is allowed to do in each account.
package keyrotate
