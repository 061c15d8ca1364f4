package configfake_test

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/configservice"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/configfake"
)

// A recorder that does not record, as a scanner has to notice it.
func Example() {
	account := fakes.NewAccount("111122223333")
	role := account.AddRole("Config", fakes.TrustService("config.amazonaws.com"))
	config := configfake.Of(account)
	config.AddRecorder("default", role.ARN)
	config.AddRule("access-keys-rotated", "ACCESS_KEYS_ROTATED")
	config.StopRecorder()

	client := configservice.NewFromConfig(account.Config())
	status, err := client.DescribeConfigurationRecorderStatus(context.Background(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range status.ConfigurationRecordersStatus {
		fmt.Printf("%s: recording %v\n", *s.Name, s.Recording)
	}
	rules, err := client.DescribeConfigRules(context.Background(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range rules.ConfigRules {
		fmt.Printf("%s: %s\n", *r.ConfigRuleName, *r.Source.SourceIdentifier)
	}
	// Output:
	// default: recording false
	// access-keys-rotated: ACCESS_KEYS_ROTATED
}
