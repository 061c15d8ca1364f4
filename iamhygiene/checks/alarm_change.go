package checks

import (
	"context"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// AlarmUnauthorizedCalls is the check alarm-unauthorized-calls: somebody hears
// of calls that are refused. It has no parameters.
type AlarmUnauthorizedCalls struct{}

// Info describes the check.
func (c AlarmUnauthorizedCalls) Info() iamhygiene.Info {
	info := alarmInfo("alarm-unauthorized-calls", "Unauthorized API calls are alarmed",
		"The events are API calls that are refused with AccessDenied, AccessDeniedException or UnauthorizedOperation, where a filter may leave out HeadBucket and what the delivery of logs does. For this check every Region whose rules were collected needs a rule, in the state that gets events which only read.",
		"Whoever has a stolen key tries what it can do, and most of that is refused: the first sign of an intruder.")
	info.Frameworks = controls("4.1", "4.1", "4.1", "CloudWatch.2")
	return info
}

// Run evaluates the check for the account.
func (c AlarmUnauthorizedCalls) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return alarmed(ctx, s, unauthorizedCalls())
}

// AlarmTrailChange is the check alarm-trail-change: somebody hears of changes of
// AWS CloudTrail trails. It has no parameters.
type AlarmTrailChange struct{}

// Info describes the check.
func (c AlarmTrailChange) Info() iamhygiene.Info {
	info := alarmInfo("alarm-trail-change", "Trail changes are alarmed",
		"The events are the calls that create, update and delete trails and that start and stop them, where they succeed. A rule has to be in the home Region of each multi-Region trail of the account.",
		"Who switches off the trail does so in order that the next steps are not seen.")
	info.Frameworks = controls("4.5", "4.5", "4.5", "CloudWatch.5")
	return info
}

// Run evaluates the check for the account.
func (c AlarmTrailChange) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return alarmed(ctx, s, trailChange())
}

// AlarmOrganizationChange is the check alarm-organization-change: somebody hears
// of changes of the organization. It has no parameters.
type AlarmOrganizationChange struct{}

// Info describes the check.
func (c AlarmOrganizationChange) Info() iamhygiene.Info {
	info := alarmInfo("alarm-organization-change", "Organization changes are alarmed",
		"The events are the calls of AWS Organizations that add, move and remove accounts and organizational units, answer invitations, and write, attach and detach policies, where they succeed.",
		"An account that leaves the organization, or a policy that is detached, takes all its guardrails along.")
	info.Frameworks = controls("4.15", "4.15", "4.15")
	return info
}

// Run evaluates the check for the account.
func (c AlarmOrganizationChange) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return alarmed(ctx, s, organizationChange())
}
