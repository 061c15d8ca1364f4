package main

import (
	"context"
	"fmt"
	"path"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	accounttypes "github.com/aws/aws-sdk-go-v2/service/account/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/iamhygiene/sdk/fakes"
	"github.com/iamhygiene/sdk/fakes/cloudtrailfake"
	"github.com/iamhygiene/sdk/fakes/cloudwatchfake"
	"github.com/iamhygiene/sdk/fakes/configfake"
	"github.com/iamhygiene/sdk/fakes/eventbridgefake"
	"github.com/iamhygiene/sdk/fakes/logsfake"
	"github.com/iamhygiene/sdk/fakes/snsfake"
	"github.com/iamhygiene/sdk/fakes/ssofake"
	"github.com/iamhygiene/sdk/iamhygiene/collect"
)

var (
	teams  = []string{"payments", "orders", "catalog", "search", "shipping", "billing", "identity", "support", "data", "ml", "web", "mobile", "partners", "network", "logging", "backup", "training"}
	stages = []string{"prod", "test", "dev"}
)

// invented is an organization of 50 accounts, in which the role can be assumed
// nearly everywhere, and the configuration of a role of the management account
// that may do so. It is the same at each call. What policies do not allow is
// refused.
func invented(role, externalID string) (*fakes.Organization, aws.Config) {
	org := fakes.NewOrganization()
	manager := org.Management()
	manager.SetName("management", "aws@example.com")
	inOrder(manager)
	org.TrustService("account.amazonaws.com")
	org.AttachSCP("NoLeaving", `{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"organizations:LeaveOrganization","Resource":"*"}}`)
	cloudtrailfake.Of(manager).AddTrail(cloudtrailfake.Trail{Name: "organization", MultiRegion: true, Organization: true})
	cloudwatchfake.Of(manager)
	configfake.Of(manager)
	eventbridgefake.Of(manager)
	logsfake.Of(manager)
	snsfake.Of(manager)
	ssofake.Of(manager)

	trust := fakes.TrustAccount(manager.ID())
	if externalID != "" {
		trust = fakes.TrustExternal(manager.ID(), externalID)
	}
	permissions := collect.RequiredPolicy()
	units := make([]*fakes.OU, len(stages))
	for i, stage := range stages {
		units[i] = org.AddOU(stage)
	}
	for i := range 49 {
		stage := i % len(stages)
		a := units[stage].AddAccount(fmt.Sprintf("1111222200%02d", i), func(o *fakes.MemberOptions) {
			o.Name = teams[i/len(stages)] + "-" + stages[stage]
		})
		inOrder(a)
		if i%10 != 0 {
			// The distance grows with each round, so no two accounts are equal.
			flaws[i%len(flaws)](a)
			flaws[(i+1+i/len(flaws)*2)%len(flaws)](a)
		}
		if !withoutRole[i] {
			folder, name := path.Split("/" + role)
			a.AddPolicy("Scanner", permissions)
			a.AddRole(name, trust, fakes.Path(folder), fakes.AttachPolicy("Scanner"), fakes.RoleUsed(a.Now().Add(-time.Hour), "us-east-1"))
		}
		trouble(org, a, i)
	}
	manager.AddPolicy("Scanner", permissions)
	scanner := manager.AddRole("Scanner", fakes.TrustAccount(manager.ID()), fakes.AttachPolicy("Scanner"),
		fakes.InlinePolicy("Assume", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::*:role/`+role+`"}}`))
	return org, manager.ConfigAs(scanner.ARN)
}

// withoutRole are the accounts that nobody has prepared for the scan: AssumeRole
// is refused.
var withoutRole = map[int]bool{7: true, 22: true, 38: true}

// trouble makes a few accounts ones that cannot be scanned, or not in full.
func trouble(org *fakes.Organization, a *fakes.Account, i int) {
	assume := func(fault fakes.Fault) {
		org.Management().Fail(fakes.Op[sts.AssumeRoleInput](), fault.When(func(c fakes.Call) bool {
			in, ok := c.Input.(*sts.AssumeRoleInput)
			return ok && in.RoleArn != nil && len(*in.RoleArn) > 25 && (*in.RoleArn)[13:25] == a.ID()
		}))
	}
	switch i {
	case 11, 13: // the SDK's retries survive it
		assume(fakes.Throttle(2))
	case 29: // and that not
		assume(fakes.Throttle(0))
	case 17:
		org.Suspend(a.ID())
	case 33:
		a.Fail(fakes.Op[iam.GetAccountAuthorizationDetailsInput](), fakes.Throttle(0))
	case 41:
		a.AttachSCP("NoReports", `{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":["iam:GenerateCredentialReport","iam:GetCredentialReport"],"Resource":"*"}}`)
	}
}

// inOrder gives an account what an account should have.
func inOrder(a *fakes.Account) {
	a.Root(fakes.HardwareMFA("ROOT"+a.ID()), fakes.RootCreated(a.Now().AddDate(-3, 0, 0)), fakes.RootPassword(a.Now().AddDate(-1, 0, 0)))
	a.SetPasswordPolicy(types.PasswordPolicy{
		MinimumPasswordLength: aws.Int32(16), PasswordReusePrevention: aws.Int32(24), AllowUsersToChangePassword: true,
		RequireSymbols: true, RequireNumbers: true, RequireLowercaseCharacters: true, RequireUppercaseCharacters: true,
	})
	for _, kind := range accounttypes.AlternateContactType("").Values() {
		a.SetAlternateContact(accounttypes.AlternateContact{
			AlternateContactType: kind, Name: aws.String("Platform"), Title: aws.String("Platform Team"),
			EmailAddress: aws.String("platform@example.com"), PhoneNumber: aws.String("+12065550100"),
		})
	}
}

// flaws are what is wrong in the accounts, two in each.
var flaws = []func(*fakes.Account){
	func(a *fakes.Account) { a.Root(fakes.AccessKey()) },
	func(a *fakes.Account) { a.Root(fakes.RootPassword(a.Now().AddDate(0, 0, -2))) },
	func(a *fakes.Account) { a.AddUser("anna", aged(a, 100), signsIn(a, 3)) },
	func(a *fakes.Account) {
		a.AddUser("ben", aged(a, 200), signsIn(a, 1), fakes.VirtualMFA(), fakes.AttachPolicy("AdministratorAccess"))
	},
	func(a *fakes.Account) { a.AddUser("ci", aged(a, 500), key(a, 500, 1)) },
	func(a *fakes.Account) { a.AddUser("uploader", aged(a, 60), fakes.AccessKey()) },
	func(a *fakes.Account) {
		a.SetPasswordPolicy(types.PasswordPolicy{MinimumPasswordLength: aws.Int32(8)})
	},
	func(a *fakes.Account) {
		a.AddRole("public", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}}`, aged(a, 30), used(a, 5))
	},
	func(a *fakes.Account) {
		a.AddRole("vendor", fakes.TrustAccount("444455556666"), aged(a, 300), used(a, 2), fakes.AttachPolicy("ReadOnlyAccess"))
	},
	func(a *fakes.Account) {
		a.AddUser("climber", aged(a, 50), key(a, 50, 1), fakes.InlinePolicy("self", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:PutUserPolicy","iam:ListUsers"],"Resource":"*"}}`))
	},
	func(a *fakes.Account) {
		a.AddPolicy("developers", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":"organizations:*","Resource":"*"}}`, aged(a, 400))
		a.AddGroup("developers", fakes.AttachPolicy("developers"))
	},
	func(a *fakes.Account) { a.AddUser("gone", aged(a, 900), signsIn(a, 400), fakes.VirtualMFA()) },
	func(a *fakes.Account) {
		a.AddUser("rotating", aged(a, 80), key(a, 80, 1), key(a, 40, 1))
	},
	func(a *fakes.Account) {
		a.AddPolicy("leftover", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:*","Resource":"*"}}`, aged(a, 700))
	},
	func(a *fakes.Account) {
		a.AddRole("batch", fakes.TrustService("ec2.amazonaws.com"), aged(a, 600), fakes.AttachPolicy("AdministratorAccess"))
	},
	func(a *fakes.Account) {
		a.AddServerCertificate("shop", func(c *fakes.Certificate) { c.Expires = a.Now().AddDate(0, 0, -10) })
	},
}

func aged(a *fakes.Account, days int) fakes.EntityOption {
	return fakes.Created(a.Now().AddDate(0, 0, -days))
}

func used(a *fakes.Account, days int) fakes.RoleOption {
	return fakes.RoleUsed(a.Now().AddDate(0, 0, -days), "us-east-1")
}

func signsIn(a *fakes.Account, days int) fakes.UserOption {
	return fakes.ConsolePassword(func(p *fakes.Password) { p.LastUsed = a.Now().AddDate(0, 0, -days) })
}

func key(a *fakes.Account, created, lastUsed int) fakes.UserOption {
	return fakes.AccessKey(func(k *fakes.Key) {
		k.Created, k.LastUsed = a.Now().AddDate(0, 0, -created), a.Now().AddDate(0, 0, -lastUsed)
	})
}

// noWait does not sleep: the invented organization has no hurry.
func noWait(ctx context.Context, _ time.Duration) error { return ctx.Err() }
