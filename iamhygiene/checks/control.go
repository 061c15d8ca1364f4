package checks

import (
	"slices"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/internal/event"
)

// A control is a kind of activity that somebody has to hear of.
type control struct {
	// what names the activity in messages: "use of the root user".
	what string
	// shapes are the kinds of events, each of which has to be noticed.
	shapes []kindOfEvent
	// regions are the Regions whose event buses get the events.
	regions func(*iamhygiene.Snapshot) []string
	// everywhere says that each of the Regions needs a rule, not any.
	everywhere bool
	// reads says that some of the calls only read.
	reads bool
}

// A kindOfEvent is a set of events with a name.
type kindOfEvent struct {
	event.Shape
	name string
}

// The types of CloudTrail events.
//
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
const (
	apiCall       = "AwsApiCall"
	signIn        = "AwsConsoleSignIn"
	consoleAction = "AwsConsoleAction"
)

type fields = map[string]event.Field

// kindOf is a kind of events with what every management event has.
func kindOf(name, eventType string, more fields) kindOfEvent {
	return kindOfEvent{name: name, Shape: event.Shape{Fields: fields{
		"eventType": event.Is(eventType), "eventVersion": event.Text(""), "eventTime": event.Text(""), "eventID": event.Text(""),
		"eventSource": event.Text(""), "eventName": event.Text(""), "awsRegion": event.Text(""), "sourceIPAddress": event.Text(""),
		"userIdentity.type": event.Text(""), "managementEvent": event.Is(true), "eventCategory": event.Is("Management"),
	}}.With(more)}
}

// succeeded are the fields of a call that was not refused.
var succeeded = fields{"errorCode": event.Absent(), "errorMessage": event.Absent()}

// calls are kinds of successful calls of a service, by the name of the event.
func calls(source string, names ...string) []kindOfEvent {
	var out []kindOfEvent
	for _, n := range names {
		k := kindOf(n, apiCall, succeeded)
		out = append(out, kindOfEvent{name: n, Shape: k.With(fields{"eventSource": event.Is(source), "eventName": event.Is(n)})})
	}
	return out
}

// The controls.
func rootUse() control {
	who := fields{"userIdentity.type": event.Is("Root"), "userIdentity.invokedBy": event.Absent()}
	login := kindOf("a sign-in", signIn, who)
	login.Shape = login.With(fields{"eventSource": event.Is("signin.amazonaws.com"), "eventName": event.Is("ConsoleLogin")})
	return control{
		what:    "use of the root user",
		shapes:  []kindOfEvent{kindOf("an API call", apiCall, who), login, kindOf("an action in the console", consoleAction, who)},
		regions: signInRegion,
	}
}

func policyChange() control {
	return control{
		what: "a change of an IAM policy",
		shapes: calls("iam.amazonaws.com",
			"PutUserPolicy", "PutGroupPolicy", "PutRolePolicy", "DeleteUserPolicy", "DeleteGroupPolicy", "DeleteRolePolicy",
			"CreatePolicy", "DeletePolicy", "CreatePolicyVersion", "DeletePolicyVersion",
			"AttachUserPolicy", "AttachGroupPolicy", "AttachRolePolicy", "DetachUserPolicy", "DetachGroupPolicy", "DetachRolePolicy"),
		regions: signInRegion, // IAM's events are in the same Region
	}
}

func loginWith(name string, more fields) []kindOfEvent {
	k := kindOf(name, signIn, more)
	k.Shape = k.With(fields{"eventSource": event.Is("signin.amazonaws.com"), "eventName": event.Is("ConsoleLogin")})
	return []kindOfEvent{k}
}

func loginWithoutMFA() control {
	return control{
		what: "a console sign-in without MFA",
		shapes: loginWith("the sign-in of an IAM user with a password alone", fields{
			"userIdentity.type": event.Is("IAMUser"), "responseElements.ConsoleLogin": event.Is("Success"),
			"additionalEventData.MFAUsed": event.Is("No"), "errorCode": event.Absent(), "errorMessage": event.Absent(),
		}),
		regions: signInRegion,
	}
}

func loginFailure() control {
	return control{
		what: "a failed console sign-in",
		shapes: loginWith("a sign-in with a wrong password", fields{
			"errorMessage": event.Is("Failed authentication"), "responseElements.ConsoleLogin": event.Is("Failure"),
		}),
		regions: signInRegion,
	}
}

// unauthorizedCalls leaves out what AWS itself tries all the time.
func unauthorizedCalls() control {
	c := control{what: "an unauthorized API call", regions: allRegions, everywhere: true, reads: true}
	for _, code := range [...]string{"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "Client.UnauthorizedOperation"} {
		c.shapes = append(c.shapes, kindOf("a call refused with "+code, apiCall, fields{
			"errorCode":       event.Is(code),
			"sourceIPAddress": event.Text("", "delivery.logs.amazonaws.com"), "eventName": event.Text("", "HeadBucket"),
		}))
	}
	return c
}

func trailChange() control {
	return control{
		what:       "a change of a trail",
		shapes:     calls("cloudtrail.amazonaws.com", "CreateTrail", "UpdateTrail", "DeleteTrail", "StartLogging", "StopLogging"),
		regions:    homeRegions,
		everywhere: true,
	}
}

func organizationChange() control {
	return control{
		what: "a change of the organization",
		shapes: calls("organizations.amazonaws.com",
			"AcceptHandshake", "AttachPolicy", "CreateAccount", "CreateOrganizationalUnit", "CreatePolicy", "DeclineHandshake",
			"DeleteOrganization", "DeleteOrganizationalUnit", "DeletePolicy", "DetachPolicy", "DisablePolicyType", "EnablePolicyType",
			"InviteAccountToOrganization", "LeaveOrganization", "MoveAccount", "RemoveAccountFromOrganization", "UpdatePolicy", "UpdateOrganizationalUnit"),
		regions: func(s *iamhygiene.Snapshot) []string {
			if s.Partition() == "aws-cn" {
				return []string{"cn-northwest-1"}
			}
			return signInRegion(s)
		},
	}
}

// signInRegion is the Region whose event bus gets the events of IAM and of
// sign-ins.
func signInRegion(s *iamhygiene.Snapshot) []string {
	switch s.Partition() {
	case "aws-cn":
		return []string{"cn-north-1"}
	case "aws-us-gov":
		return []string{"us-gov-west-1"}
	}
	return []string{"us-east-1"}
}

// homeRegions are the home Regions of the account's own trails that record every
// Region: the only ones in which they can be changed. A trail of the organization
// is changed in the account that has it, and only that account gets the events.
func homeRegions(s *iamhygiene.Snapshot) []string {
	var out []string
	trails, _ := iamhygiene.Trails.Partial(s)
	for _, t := range trails {
		if t.MultiRegion && accountIn(t.ARN) == s.AccountID() && !slices.Contains(out, t.HomeRegion) {
			out = append(out, t.HomeRegion)
		}
	}
	return out
}

// allRegions are the Regions whose rules were asked for, read or not.
func allRegions(s *iamhygiene.Snapshot) []string {
	rules, _ := iamhygiene.EventRules.Partial(s)
	out := slices.Clone(rules.Regions)
	for _, e := range iamhygiene.EventRules.Errors(s) {
		if isRegion(e.Scope) && !slices.Contains(out, e.Scope) {
			out = append(out, e.Scope)
		}
	}
	if len(out) == 0 {
		return signInRegion(s)
	}
	return out
}
