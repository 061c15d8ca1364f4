// Package configfake models AWS Config in the accounts of package fakes:
// configuration recorders, delivery channels, rules, and what rules found. It
// does not evaluate rules; a test says what they found.
//
//	config := configfake.Of(account)
//	config.AddRecorder("default", role.ARN)
//	config.AddRule("access-keys-rotated", "ACCESS_KEYS_ROTATED")
//	client := configservice.NewFromConfig(account.Config())
//
// [Of] installs the model; without it, the account's calls to AWS Config are
// not answered. Recorders and rules belong to a Region: [Service.In] chooses
// another one than the account's own.
//
// # What is modelled
//
// The operations DescribeConfigurationRecorders,
// DescribeConfigurationRecorderStatus, DescribeDeliveryChannels,
// DescribeConfigRules and GetComplianceDetailsByConfigRule; PutConfigRule,
// DeleteConfigRule, PutConfigurationRecorder, StartConfigurationRecorder,
// StopConfigurationRecorder, DeleteConfigurationRecorder, PutDeliveryChannel
// and DeleteDeliveryChannel.
//
// A customer managed recorder is one for each Region, as in AWS; it starts only
// when there is a delivery channel. A role that belongs to an account of the
// fake has to exist and to trust config.amazonaws.com, except for the
// service-linked role. Rules need a recorder. A rule that is being deleted
// shows so to the next call that lists it, and is gone for the one after.
//
// # What is not
//
// Recorders that belong to services, conformance packs, the rules of an
// organization, aggregators, and whether the bucket of a delivery channel
// exists. Policies in Guard (CUSTOM_POLICY) are kept, not parsed.
//
// AWS: https://docs.aws.amazon.com/config/latest/APIReference/Welcome.html
package configfake
