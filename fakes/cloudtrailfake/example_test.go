package cloudtrailfake_test

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/cloudtrailfake"
)

// A multi-Region trail is seen from every Region, as a shadow outside of its
// home.
func Example() {
	account := fakes.NewAccount("111122223333")
	cloudtrailfake.Of(account).AddTrail(cloudtrailfake.Trail{Name: "main", MultiRegion: true})
	cloudtrailfake.Of(account).In("eu-west-1").AddTrail(cloudtrailfake.Trail{Name: "ireland", Stopped: true})

	ctx := context.Background()
	for _, region := range []string{"us-east-1", "eu-west-1"} {
		cfg := account.Config()
		cfg.Region = region
		client := cloudtrail.NewFromConfig(cfg)
		out, err := client.DescribeTrails(ctx, &cloudtrail.DescribeTrailsInput{})
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, t := range out.TrailList {
			status, err := client.GetTrailStatus(ctx, &cloudtrail.GetTrailStatusInput{Name: t.TrailARN})
			if err != nil {
				fmt.Println(err)
				return
			}
			fmt.Printf("%s: %s of %s, logging: %v\n", region, *t.Name, *t.HomeRegion, aws.ToBool(status.IsLogging))
		}
	}
	// Output:
	// us-east-1: main of us-east-1, logging: true
	// eu-west-1: main of us-east-1, logging: true
	// eu-west-1: ireland of eu-west-1, logging: false
}
