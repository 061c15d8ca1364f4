package model

import "time"

// An Account is what all models know about an account. Its fields are used
// under the lock of the [Cloud].
type Account struct {
	ID string
	// Partition is "aws", "aws-cn" or "aws-us-gov".
	Partition string
	// Settings are what the author of a test asked for.
	Settings Settings
	// Member is set for the accounts of the organization, the management
	// account included.
	Member bool
	// Suspended accounts have been closed, or AWS has suspended them: their
	// credentials do not work, and nobody assumes their roles.
	Suspended bool
	// Joined is when the account was made.
	Joined time.Time
	// Seq counts the calls of the account's principals.
	Seq uint64
}

// Settings change how models answer for an account. The zero value is how AWS
// answers on a good day.
type Settings struct {
	// PageSize is the most that a page of a list holds, 0 for what the
	// operation does by itself. A caller who asks for less gets less.
	PageSize int
	// Lag is the number of later calls of the account to which a write is
	// still invisible.
	Lag int
	// AuthorizationLag is the number of later calls of the account to which
	// authorization, credentials and trust policies included, still decides as
	// it did before a write.
	AuthorizationLag int
}

// ARN returns the ARN of a global resource of the account:
// ARN("iam", "user/alice").
func (a *Account) ARN(service, resource string) string {
	return "arn:" + a.Partition + ":" + service + "::" + a.ID + ":" + resource
}

// RegionalARN returns the ARN of a resource of the account in a Region.
func (a *Account) RegionalARN(service, region, resource string) string {
	return "arn:" + a.Partition + ":" + service + ":" + region + ":" + a.ID + ":" + resource
}
