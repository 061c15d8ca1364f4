package ready

import (
	"fmt"
	"strconv"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/cloudtrailfake"
	"github.com/iamhygiene/sdk/fakes/cloudwatchfake"
	"github.com/iamhygiene/sdk/fakes/configfake"
	"github.com/iamhygiene/sdk/fakes/ec2fake"
	"github.com/iamhygiene/sdk/fakes/eventbridgefake"
	"github.com/iamhygiene/sdk/fakes/lambdafake"
	"github.com/iamhygiene/sdk/fakes/logsfake"
	"github.com/iamhygiene/sdk/fakes/snsfake"
	"github.com/iamhygiene/sdk/fakes/ssofake"
)

const (
	// ScanRole is the name of the role in each account of [Organization] that
	// principals of the management account may assume with [ExternalID]. It reads
	// what scanners look at, and nothing that users store.
	ScanRole = "SecurityScan"
	// ExternalID is the external id that ScanRole asks for.
	ExternalID = "7f1c9a44-security-scan"
)

// Organization returns an organization with n member accounts, for programs that
// look at several: the first is in order as that of [Clean], the second has the
// problems of [Troubled], the third is new and has neither, and so on in turn.
// Where n is two or more, the last one is suspended: nobody can work in it. Their
// ids count from [Options.ID], or [DefaultID].
//
// Each member has the role [ScanRole]. What it may do counts for sessions of
// callers whose policies count: those of [fakes.Account.ConfigAs]. Clean and troubled members are in the
// organizational units Production and Legacy, new ones below the root. None is a
// delegated administrator, so that members are told less about the organization
// than the accounts of Clean and Troubled are; the management account is told
// all.
func Organization(n int, options ...func(*Options)) *fakes.Organization {
	o := read(options)
	org := fakes.NewOrganization(o.fake)
	allModels(org.Management())
	production, legacy := org.AddOU("Production"), org.AddOU("Legacy")
	for i := range n {
		id := o.member(i)
		var a *fakes.Account
		switch i % 3 {
		case 0:
			a = production.AddAccount(id)
			furnish(org, a)
		case 1:
			a = legacy.AddAccount(id)
			neglect(org, a)
		default:
			a = org.AddAccount(id)
		}
		addScanRole(a, org.Management().ID())
		if i > 0 && i == n-1 {
			org.Suspend(id)
		}
	}
	return org
}

// member returns the id of a member by its number, from 0.
func (o Options) member(i int) string {
	first, err := strconv.ParseUint(o.ID, 10, 64)
	if err != nil || len(o.ID) != 12 {
		return o.ID // package fakes says what is wrong with it
	}
	return fmt.Sprintf("%012d", first+uint64(i))
}

// allModels adds the models of all services, so that accounts without anything
// answer too.
func allModels(a *fakes.Account) {
	cloudtrailfake.Of(a)
	cloudwatchfake.Of(a)
	configfake.Of(a)
	ec2fake.Of(a)
	eventbridgefake.Of(a)
	lambdafake.Of(a)
	logsfake.Of(a)
	snsfake.Of(a)
	ssofake.Of(a)
}

// addScanRole lets the management account look at a member.
func addScanRole(a *fakes.Account, management string) {
	s := siteOf(a)
	s.AddPolicy("security-scan", policy(allow(each(
		"access-analyzer:List*", "account:Get*", "account:ListRegions", "cloudtrail:Describe*", "cloudtrail:GetEventSelectors",
		"cloudtrail:GetTrailStatus", "cloudwatch:DescribeAlarms", "config:Describe*", "ec2:DescribeInstances", "events:List*",
		"iam:GenerateCredentialReport", "iam:GenerateServiceLastAccessedDetails", "iam:Get*", "iam:List*", "lambda:ListFunctions",
		"logs:DescribeMetricFilters", "organizations:Describe*", "organizations:List*", "sns:ListSubscriptionsByTopic", "sso:ListInstances",
	), "*")), fakes.Created(s.ago(100)))
	s.AddRole(ScanRole, policy(trust("AWS", "arn:"+s.partition+":iam::"+management+":root", "sts:AssumeRole",
		condition{"StringEquals": {"sts:ExternalId": ExternalID}})),
		owner, fakes.Created(s.ago(100)), fakes.RoleUsed(s.ago(1), s.region), fakes.AttachPolicy("security-scan"))
}
