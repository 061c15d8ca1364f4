package logsfake_test

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/logsfake"
)

func Example() {
	account := fakes.NewAccount("111122223333")
	logs := logsfake.Of(account)
	fmt.Println(logs.AddLogGroup("cloudtrail"))
	logs.AddMetricFilter("cloudtrail", logsfake.MetricFilter{
		Name: "root", Pattern: `{ $.userIdentity.type = "Root" }`, Namespace: "CIS", Metric: "RootUsage",
	})

	client := cloudwatchlogs.NewFromConfig(account.Config())
	out, err := client.DescribeMetricFilters(context.Background(), &cloudwatchlogs.DescribeMetricFiltersInput{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range out.MetricFilters {
		t := f.MetricTransformations[0]
		fmt.Println(*f.FilterName, "counts", *t.MetricNamespace, *t.MetricName)
	}
	// Output:
	// arn:aws:logs:us-east-1:111122223333:log-group:cloudtrail:*
	// root counts CIS RootUsage
}
