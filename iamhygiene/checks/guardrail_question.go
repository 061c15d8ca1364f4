package checks

import (
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/policyeval"
)

// The actions that guardrails deny. Those of the root user stand for all: its
// own keys, other users, data, compute, and the trail.
var (
	rootActions     = []string{"iam:CreateAccessKey", "iam:CreateUser", "iam:AttachUserPolicy", "s3:GetObject", "s3:DeleteBucket", "ec2:RunInstances", "cloudtrail:StopLogging"}
	trailActions    = []string{"cloudtrail:StopLogging", "cloudtrail:DeleteTrail", "cloudtrail:UpdateTrail"}
	configActions   = []string{"config:StopConfigurationRecorder", "config:DeleteConfigurationRecorder"}
	analyzerActions = []string{"access-analyzer:DeleteAnalyzer"}
)

// holds reports whether the policies hold the guardrail of that name. A name
// that is none of the constants is one that nothing holds.
func (g *guard) holds(name string, regions []string) bool {
	s := g.snapshot
	at := func(rest string) string { return "arn:" + s.Partition() + rest }
	own := ":" + s.AccountID() + ":"
	switch name {
	case GuardrailLeave:
		return g.all("*", nil, "organizations:LeaveOrganization")
	case GuardrailRoot:
		return !slices.ContainsFunc(rootActions, func(action string) bool { return !g.denies(s.RootARN(), "*", nil, action) })
	case GuardrailTrail:
		return g.all(at(":cloudtrail:*"+own+"trail/*"), nil, trailActions...) || slices.ContainsFunc(ownTrails(s), func(arn string) bool {
			return g.all(arn, nil, trailActions...)
		})
	case GuardrailConfig:
		return g.all("*", nil, configActions...)
	case GuardrailAnalyzer:
		return g.all(at(":access-analyzer:*"+own+"analyzer/*"), nil, analyzerActions...)
	case GuardrailRegion:
		foreign := foreignRegions(s.Partition(), regions)
		return len(regions) > 0 && len(foreign) > 0 && !slices.ContainsFunc(foreign, func(region string) bool {
			return !g.all(at(":ec2:"+region+own+"instance/*"), policyeval.Context{"aws:RequestedRegion": {region}}, "ec2:RunInstances")
		})
	}
	return false
}

// all reports whether a user and a role that nobody exempted are denied.
func (g *guard) all(resource string, context policyeval.Context, actions ...string) bool {
	prefix := strings.TrimSuffix(g.snapshot.RootARN(), "root")
	return g.denies(prefix+"role/zz-none", resource, context, actions...) && g.denies(prefix+"user/zz-none", resource, context, actions...)
}

// ownTrails returns the ARNs of the account's own trails that record every
// Region.
func ownTrails(s *iamhygiene.Snapshot) []string {
	var out []string
	trails, _ := iamhygiene.Trails.Partial(s)
	for _, t := range trails {
		if t.MultiRegion && t.Logging != nil && *t.Logging && accountIn(t.ARN) == s.AccountID() {
			out = append(out, t.ARN)
		}
	}
	return out
}

// accountIn returns the account in an ARN; empty where there is none.
func accountIn(arn string) string {
	if f := strings.SplitN(arn, ":", 6); len(f) == 6 {
		return f[4]
	}
	return ""
}

// regionIn returns the Region in an ARN; empty where there is none.
func regionIn(arn string) string {
	if f := strings.SplitN(arn, ":", 6); len(f) == 6 {
		return f[3]
	}
	return ""
}

// foreignRegions returns well-known Regions of the partition that are not
// listed: work in each of them must be denied.
func foreignRegions(partition string, listed []string) []string {
	known := []string{
		"us-east-1", "us-east-2", "us-west-1", "us-west-2", "eu-central-1", "eu-west-1", "eu-west-2", "eu-west-3", "eu-north-1",
		"ap-northeast-1", "ap-northeast-2", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ca-central-1", "sa-east-1",
	}
	switch partition {
	case "aws-cn":
		known = []string{"cn-north-1", "cn-northwest-1"}
	case "aws-us-gov":
		known = []string{"us-gov-west-1", "us-gov-east-1"}
	}
	return slices.DeleteFunc(known, func(r string) bool { return slices.Contains(listed, r) })
}
