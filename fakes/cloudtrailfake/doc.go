// Package cloudtrailfake adds AWS CloudTrail to the accounts of package fakes:
// trails, event data stores and looked-up events that the real client reads and
// changes.
//
// Do not use it to find out what CloudTrail records: nothing is delivered
// anywhere, and the calls of a fake do not turn up in LookupEvents. Use it to
// test code that judges or repairs how an account is logged. Its name is not
// that of the client's package, so that tests can import both.
//
//	account := fakes.NewAccount("111122223333")
//	cloudtrailfake.Of(account).AddTrail(cloudtrailfake.Trail{Name: "main", MultiRegion: true})
//	report, err := Scan(ctx, account.Config()) // the code under test
//
// [Of] adds the model to the fake, and with it to all accounts beside the one
// that it is given: their clients answer from then on, with no trails at first.
// Without it, a call of CloudTrail is a fakes.NotAnsweredError.
//
// # Regions and accounts
//
// A trail has a home Region. DescribeTrails shows a multi-Region trail in every
// Region, as a shadow trail outside of its home; an organization trail of the
// management account is a shadow trail for the members. A shadow trail is named
// by its ARN, and changed only in its home Region (InvalidHomeRegionException)
// by the account that has it (NotOrganizationMasterAccountException). Events and
// event data stores belong to one Region.
//
// # Limitations
//
// ListTrails shows the trails that DescribeTrails shows in the Region. S3 buckets,
// topics, keys and log groups that a trail names are checked for their form and
// not for their existence, and neither are their policies. A delegated
// administrator reads organization trails as other members do, and cannot make
// them. Insights events are not modelled (fakes.NotModeledError), nor are
// channels, imports and queries.
//
// AWS: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/Welcome.html
package cloudtrailfake
