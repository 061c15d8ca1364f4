package checks

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// ServiceUnused is the opt-in check service-unused: users and roles use the
// services that they are granted. It is opt-in because it takes a job of IAM for
// each of them. It looks at those principals whose last-accessed
// information was collected, which is up to the collector's options.
type ServiceUnused struct {
	// MaxUnused is how long ago a service may have been used last; zero means
	// 90 days.
	MaxUnused time.Duration
}

// Info describes the check.
func (c ServiceUnused) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "service-unused", Theme: "principals", Severity: iamhygiene.SeverityLow, OptIn: true,
		Title: "Granted services are used",
		Description: "Each service that the policies of an IAM user or role grant was used by it within the limit, by IAM's last-accessed information. That covers 400 days and counts attempts, those that were denied included. " +
			"A principal that is younger than the limit, and a service-linked role, is not judged; neither is one that nobody asked about.",
		Risk: "Permissions that nobody uses are of use to an intruder alone.",
		Remediation: iamhygiene.Remediation{
			Text:    "Remove the services from the policies, or generate a policy from what CloudTrail recorded.",
			Command: "aws iam generate-service-last-accessed-details --arn <principal ARN>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html",
		},
		Needs:  []string{iamhygiene.LastAccessed.Name()},
		Uses:   userData(),
		Params: map[string]string{"max_unused": days(c.maxUnused())},
	}
}

func (c ServiceUnused) maxUnused() time.Duration { return orDefault(c.MaxUnused, 90*day) }

// Run evaluates the check for each IAM user and role that was asked about.
func (c ServiceUnused) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	born := make(map[string]time.Time)
	linked := make(map[string]bool)
	for u, err := range s.Users() {
		if err == nil {
			born[u.ARN()], _ = u.Created()
		}
	}
	for r, err := range s.Roles() {
		if err == nil {
			born[r.Detail().ARN], linked[r.Detail().ARN] = r.Detail().Created, r.ServiceLinked()
		}
	}
	return each(ctx, s, parts(s, iamhygiene.LastAccessed, func(all map[string]iamhygiene.ServiceAccess) []item[iamhygiene.ServiceAccess] {
		var out []item[iamhygiene.ServiceAccess]
		for arn, v := range all {
			out = append(out, item[iamhygiene.ServiceAccess]{snapshot: s, resource: arnResource(s, principalType(arn), arn, lastName(arn)), value: v})
		}
		slices.SortFunc(out, func(a, b item[iamhygiene.ServiceAccess]) int { return strings.Compare(a.resource.ARN, b.resource.ARN) })
		return out
	}, nil), func(x item[iamhygiene.ServiceAccess]) iamhygiene.Verdict {
		name := x.resource.Name
		if linked[x.resource.ARN] {
			return iamhygiene.Inapplicable("the role " + name + " is service-linked: its service decides what it may do")
		}
		if at := born[x.resource.ARN]; !at.IsZero() && s.Now().Sub(at) < c.maxUnused() {
			return iamhygiene.Inapplicable(fmt.Sprintf("%s was created %s ago; services have %s to be used", name, iamhygiene.Days(s.Now().Sub(at)), iamhygiene.Days(c.maxUnused())))
		}
		return c.judge(x)
	})
}

func (c ServiceUnused) judge(x item[iamhygiene.ServiceAccess]) iamhygiene.Verdict {
	s, name := x.snapshot, x.resource.Name
	if len(x.value.Services) == 0 {
		return iamhygiene.Passed(name + " is granted no service")
	}
	var unused []string
	var oldest time.Time
	for _, v := range x.value.Services {
		if !v.LastAuthenticated.IsZero() && s.Now().Sub(v.LastAuthenticated) < c.maxUnused() {
			continue
		}
		unused = append(unused, v.Namespace)
		if at := v.LastAuthenticated; !at.IsZero() && (oldest.IsZero() || at.Before(oldest)) {
			oldest = at
		}
	}
	ratio := fmt.Sprintf("%d of %d", len(unused), len(x.value.Services))
	evidence := []iamhygiene.Evidence{
		{Dataset: iamhygiene.LastAccessed.Name(), Path: "ServicesLastAccessed", Observed: list(firstNames(unused)), Expected: after(s, c.maxUnused()), At: x.value.Generated},
		derived("unused", ratio, "none"),
	}
	if !oldest.IsZero() {
		evidence = append(evidence, derived("oldest use", stamp(oldest), ""))
	}
	return iamhygiene.If(len(unused) == 0,
		fmt.Sprintf("%s used each of its %s within %s, denied attempts counted", name, count(len(x.value.Services), "service", "services"), iamhygiene.Days(c.maxUnused())),
		fmt.Sprintf("%s did not use %s granted services within %s, denied attempts counted: %s", name, ratio, iamhygiene.Days(c.maxUnused()), list(firstNames(unused))),
		evidence...)
}

// principalType is the resource type of the ARN of a user or role.
func principalType(arn string) string {
	if strings.Contains(arn, ":role/") {
		return iamhygiene.TypeRole
	}
	return iamhygiene.TypeUser
}
