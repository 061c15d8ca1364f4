package checks

import (
	"context"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// alarmed judges whether somebody hears of the activity of a control.
func alarmed(ctx context.Context, s *iamhygiene.Snapshot, c control) []iamhygiene.Finding {
	return each(ctx, s, iamhygiene.One(s.Account()), func(*iamhygiene.Account) iamhygiene.Verdict { return c.judge(s) })
}

func (c control) judge(s *iamhygiene.Snapshot) iamhygiene.Verdict {
	byAlarm, byRule := c.alarmChain(s), c.ruleChain(s)
	switch {
	case byAlarm.complete():
		return iamhygiene.Passed(c.what+" raises an alarm that somebody is subscribed to", byAlarm.evidence...)
	case byRule.complete():
		return iamhygiene.Passed(c.what+" goes to a target by an event rule", byRule.evidence...)
	}
	evidence := append(byAlarm.evidence, byAlarm.verdictOn("")...)
	evidence = append(append(evidence, byRule.evidence...), byRule.verdictOn("event_rule/")...)
	switch {
	case byAlarm.err != nil:
		return iamhygiene.Undecided(byAlarm.err, evidence...)
	case byRule.err != nil:
		return iamhygiene.Undecided(byRule.err, evidence...)
	}
	return iamhygiene.Failed("nobody hears of "+c.what+": "+byAlarm.why+", and "+byRule.why, evidence...)
}

// verdictOn is the evidence on the link at which the chain ends.
func (c chain) verdictOn(prefix string) []iamhygiene.Evidence {
	if c.broken != "" {
		return []iamhygiene.Evidence{derived(prefix+"broken_link", c.broken, "")}
	}
	return []iamhygiene.Evidence{derived(prefix+"unread_link", c.unread, "")}
}

// alarmInfo is what the checks of alarms have in common. Description says which
// events there are and Risk what may happen unseen.
func alarmInfo(id, title, events, risk string) iamhygiene.Info {
	return iamhygiene.Info{
		ID: id, Theme: "monitoring", Severity: iamhygiene.SeverityLow, Title: title,
		Description: events + " Either a multi-Region trail that records all management events writes to a log group with metric filters that match every such event between them, each of whose metrics has an alarm (same name and namespace) with enabled actions that publish to a topic with a confirmed subscription; " +
			"or a trail records the Region where EventBridge gets the events, and enabled rules on its default event bus match every such event between them and have targets. Patterns are evaluated, not compared.",
		Risk: risk,
		Remediation: iamhygiene.Remediation{
			Text:    "Mend the link that the finding names: send the trail to a log group, write the filter, set an alarm on its metric, and have people confirm their subscription to its topic.",
			Command: "aws logs put-metric-filter --log-group-name <log group> --filter-name <filter> --filter-pattern <pattern> --metric-transformations <metric>",
			URL:     "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html",
		},
		Needs: []string{iamhygiene.Trails.Name()},
		Uses: []string{
			iamhygiene.MetricFilters.Name(), iamhygiene.Alarms.Name(), iamhygiene.Subscriptions.Name(), iamhygiene.EventRules.Name(),
		},
	}
}

// RootUsageAlarm is the check root-usage-alarm: somebody hears of what the root
// user does. It has no parameters.
type RootUsageAlarm struct{}

// Info describes the check.
func (c RootUsageAlarm) Info() iamhygiene.Info {
	info := alarmInfo("root-usage-alarm", "Root activity raises a notification",
		"The events are sign-ins, API calls and console actions of the root user that no AWS service made on its behalf.",
		"Use of the root user is rare, and when it is not planned it is an intruder's, or a colleague's who will tell nobody.")
	info.Theme, info.Severity = "root", iamhygiene.SeverityMedium
	info.Frameworks = controls("4.3", "4.3", "4.3", "CloudWatch.1")
	return info
}

// Run evaluates the check for the account.
func (c RootUsageAlarm) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return alarmed(ctx, s, rootUse())
}

// AlarmPolicyChange is the check alarm-policy-change: somebody hears of changes
// of IAM policies. It has no parameters.
type AlarmPolicyChange struct{}

// Info describes the check.
func (c AlarmPolicyChange) Info() iamhygiene.Info {
	info := alarmInfo("alarm-policy-change", "IAM policy changes are alarmed",
		"The events are the sixteen IAM calls that create, delete, attach and detach managed policies and put and delete inline ones, where they succeed.",
		"A policy that grants too much is how an intruder stays; the change itself is one line in a log that nobody reads.")
	info.Frameworks = controls("4.4", "4.4", "4.4", "CloudWatch.4")
	return info
}

// Run evaluates the check for the account.
func (c AlarmPolicyChange) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return alarmed(ctx, s, policyChange())
}

// AlarmConsoleNoMFA is the check alarm-console-no-mfa: somebody hears of console
// sign-ins without MFA. It has no parameters.
type AlarmConsoleNoMFA struct{}

// Info describes the check.
func (c AlarmConsoleNoMFA) Info() iamhygiene.Info {
	info := alarmInfo("alarm-console-no-mfa", "Console sign-ins without MFA are alarmed",
		"The events are successful console sign-ins of IAM users who used no MFA.",
		"A password alone opened the console: it was guessed, stolen, or belongs to somebody whose MFA device is missing.")
	info.Frameworks = controls("4.2", "4.2", "4.2", "CloudWatch.3")
	return info
}

// Run evaluates the check for the account.
func (c AlarmConsoleNoMFA) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return alarmed(ctx, s, loginWithoutMFA())
}

// AlarmConsoleAuthFailure is the check alarm-console-auth-failure: somebody hears
// of failed console sign-ins. It has no parameters.
type AlarmConsoleAuthFailure struct{}

// Info describes the check.
func (c AlarmConsoleAuthFailure) Info() iamhygiene.Info {
	info := alarmInfo("alarm-console-auth-failure", "Failed console sign-ins are alarmed",
		"The events are console sign-ins that end in the error message Failed authentication.",
		"Passwords are tried until one fits.")
	info.Frameworks = controls("4.6", "4.6", "4.6", "CloudWatch.6")
	return info
}

// Run evaluates the check for the account.
func (c AlarmConsoleAuthFailure) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return alarmed(ctx, s, loginFailure())
}
