package cloudwatchfake_test

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/cloudwatchfake"
)

// An alarm belongs to a namespace: the metric of that name in another one is not
// watched.
func Example() {
	account := fakes.NewAccount("111122223333")
	cloudwatchfake.Of(account).AddAlarm(cloudwatchfake.Alarm{
		Name: "root", Namespace: "CIS", Metric: "RootUsage", Actions: []string{"arn:aws:sns:us-east-1:111122223333:alarms"},
	})

	client := cloudwatch.NewFromConfig(account.Config())
	for _, namespace := range []string{"CIS", "Other"} {
		out, err := client.DescribeAlarmsForMetric(context.Background(), &cloudwatch.DescribeAlarmsForMetricInput{
			Namespace: &namespace, MetricName: aws.String("RootUsage"),
		})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(namespace, len(out.MetricAlarms))
	}
	// Output:
	// CIS 1
	// Other 0
}
