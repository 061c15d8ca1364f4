package collect

// regionalCollectors returns the collectors of services that have Regions. Each
// is made by New with the option Regional, and its function calls InRegions:
//
//	New(iamhygiene.Alarms, alarms, Regional)
//
//	func alarms(ctx context.Context, p *Pass) (iamhygiene.Regional[iamhygiene.Alarm], error) {
//		return InRegions(ctx, p, func(ctx context.Context, cfg aws.Config, region string) ([]iamhygiene.Alarm, error) {
//			client := cloudwatch.NewFromConfig(cfg)
//			return List(ctx, "cloudwatch:DescribeAlarms", func(ctx context.Context, token *string) ([]iamhygiene.Alarm, *string, error) {
//				out, err := client.DescribeAlarms(ctx, &cloudwatch.DescribeAlarmsInput{NextToken: token})
//				...
//				return items, out.NextToken, nil
//			})
//		})
//	}
//
// What hangs on a call for each item (the targets of a rule, the status of a
// trail) loses that item by p.Lost(arn, err); a dataset that starts from another
// one (the subscriptions of the topics of alarms) names it in Needs and reads it
// from p.Snapshot.
func regionalCollectors() []Collector { return nil }
