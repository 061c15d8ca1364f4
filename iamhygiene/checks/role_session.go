package checks

import (
	"context"
	"fmt"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/escalation"
)

// RoleSessionDuration is the check role-session-duration: sessions of privileged
// roles end soon.
type RoleSessionDuration struct {
	// Max is how long a session may last; zero means 4 hours.
	Max time.Duration
}

// Info describes the check.
func (c RoleSessionDuration) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "role-session-duration", Theme: "principals", Severity: iamhygiene.SeverityLow,
		Title:       "Sessions of privileged roles are short",
		Description: "The maximum session duration of each role that is an administrator by its effective permissions, or can gain permissions, is within the limit. Role chaining limits a session to one hour whatever the role says. Not applicable to roles that are not privileged, and to service-linked roles.",
		Risk:        "Temporary credentials that leak work until they end, and nobody can take them back one by one.",
		Remediation: iamhygiene.Remediation{
			Text:    "Lower the maximum session duration; whoever needs longer can assume the role again.",
			Command: "aws iam update-role --role-name <role> --max-session-duration 3600",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use.html#id_roles_use_view-role-max-session",
		},
		Needs:  []string{iamhygiene.Authorization.Name(), iamhygiene.RoleSessions.Name()},
		Uses:   effectiveData(),
		Params: map[string]string{"max": c.max().String()},
	}
}

func (c RoleSessionDuration) max() time.Duration { return orDefault(c.Max, 4*time.Hour) }

// Run evaluates the check for each role.
func (c RoleSessionDuration) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, s.Roles(), func(r *iamhygiene.Role) iamhygiene.Verdict { return c.judge(ctx, r) })
}

func (c RoleSessionDuration) judge(ctx context.Context, r *iamhygiene.Role) iamhygiene.Verdict {
	name, s := r.Detail().Name, r.Snapshot()
	if r.ServiceLinked() {
		return iamhygiene.Inapplicable("the role " + name + " is service-linked: its service decides")
	}
	sessions, err := iamhygiene.RoleSessions.Get(s)
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	p, err := arnPowers(ctx, s, r.Detail().ARN)
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	if p == nil {
		return iamhygiene.Undecided(notInData(iamhygiene.Authorization, r.Detail().ARN, "the policies of the role "+name+" are not known"))
	}
	privileged := privilegeOf(s, p, false)
	if privileged.why == "" {
		if e := unsure(s, p, escalation.High, false); e != nil {
			return iamhygiene.Undecided(e)
		}
		return iamhygiene.Inapplicable("the role " + name + " is not privileged")
	}
	seconds := sessions[r.Detail().ARN]
	if seconds <= 0 { // no role has such a limit: it was not told
		if e := iamhygiene.RoleSessions.ErrorFor(s, r.Detail().ARN); e != nil {
			return iamhygiene.Undecided(e)
		}
		return iamhygiene.Undecided(notInData(iamhygiene.RoleSessions, r.Detail().ARN, "how long a session of the role "+name+" may last is not known"))
	}
	d := time.Duration(seconds) * time.Second
	message := fmt.Sprintf("the role %s %s, and its sessions may last %s; the limit is %s", name, privileged.why, d, c.max())
	return iamhygiene.If(d <= c.max(), message, message,
		append([]iamhygiene.Evidence{fact(s, iamhygiene.RoleSessions, "MaxSessionDuration", fmt.Sprint(seconds), fmt.Sprintf("at most %d", int(c.max().Seconds())))}, privileged.evidence...)...)
}
