// Package accountmodel models AWS Account Management: the contacts of an
// account, its name and email address, and the Regions it has enabled. It is
// used through the clients of package fakes, not directly; other models ask it
// for the name of an account and whether a Region is enabled.
//
// Every operation takes the caller's own account when no AccountId is given, and
// a member of the organization when one is: then the organization trusts
// account.amazonaws.com, and the caller is in the management account or in the
// delegated administrator. The management account itself cannot be named that
// way, as in AWS.
//
// A Region that is being enabled or disabled shows so once, to the next call
// that asks; then it is done. In AWS that takes minutes to hours, but the clock
// of a fake stands still by default, and code that polls would never end.
//
// Not answered: changing the email address, which needs a code that AWS sends
// by mail, and the accounts of AWS GovCloud (US) behind an account.
package accountmodel
