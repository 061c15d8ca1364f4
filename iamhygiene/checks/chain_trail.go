package checks

import (
	"context"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// CloudTrailMultiRegion is the check cloudtrail-multi-region: a trail records
// the management events of every Region. It has no parameters.
type CloudTrailMultiRegion struct{}

// Info describes the check.
func (c CloudTrailMultiRegion) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "cloudtrail-multi-region", Theme: "monitoring", Severity: iamhygiene.SeverityHigh,
		Title: "Trail records management events everywhere",
		Description: "One AWS CloudTrail trail records every Region, is logging, and records management events that read and that write, by its basic or advanced event selectors; the names of selectors mean nothing. " +
			"A trail of the organization counts in its member accounts. It may leave out AWS KMS and the RDS Data API, which is shown, and no other event source.",
		Risk: "What happens in a Region that nobody uses goes unseen, and after an incident nobody can say what was done.",
		Remediation: iamhygiene.Remediation{
			Text:    "Make one trail for all Regions, for the whole organization if there is one, and start it.",
			Command: "aws cloudtrail create-trail --name <trail> --s3-bucket-name <bucket> --is-multi-region-trail",
			URL:     "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html",
		},
		Frameworks: controls("3.1", "3.1", "3.1", "CloudTrail.1"),
		Needs:      []string{iamhygiene.Trails.Name()},
	}
}

// Run evaluates the check for the account.
func (c CloudTrailMultiRegion) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return each(ctx, s, iamhygiene.One(s.Account()), c.judge)
}

func (c CloudTrailMultiRegion) judge(a *iamhygiene.Account) iamhygiene.Verdict {
	s := a.Snapshot()
	found := overTrails(s, func(t iamhygiene.Trail) chain {
		return trailRecords(s, t).then(trailEvidence(s, t))
	})
	switch {
	case found.complete():
		return iamhygiene.Passed("the trail "+lastName(found.evidence[0].Observed)+" records the management events of every Region", found.evidence...)
	case found.err != nil:
		return iamhygiene.Undecided(found.err, found.evidence...)
	}
	return iamhygiene.Failed("no trail records the management events of every Region: "+found.why, found.evidence...)
}

func trailEvidence(s *iamhygiene.Snapshot, t iamhygiene.Trail) chain {
	evidence := []iamhygiene.Evidence{
		fact(s, iamhygiene.Trails, "HomeRegion", t.HomeRegion, ""),
		fact(s, iamhygiene.Trails, "IsOrganizationTrail", map[bool]string{true: "true", false: "false"}[t.Organization], ""),
	}
	if excluded := excludedSources(t.Selectors); len(excluded) > 0 {
		evidence = append(evidence, fact(s, iamhygiene.Trails, "ExcludeManagementEventSources", list(excluded), ""))
	}
	return chain{evidence: evidence}
}

// overTrails returns the best chain that begins at a trail.
func overTrails(s *iamhygiene.Snapshot, from func(iamhygiene.Trail) chain) chain {
	trails, err := iamhygiene.Trails.Get(s)
	if err != nil {
		return unreadAt(linkTrail, err)
	}
	var chains []chain
	for _, t := range trails {
		chains = append(chains, from(t))
	}
	for _, e := range iamhygiene.Trails.Errors(s) {
		if !slices.ContainsFunc(trails, func(t iamhygiene.Trail) bool { return t.ARN == e.Scope }) {
			chains = append(chains, unreadAt(linkTrail, e)) // a trail that is not in the list
		}
	}
	return best(brokenAt(linkTrail, "there is no trail"), chains...)
}

// trailRecords says whether the trail records the management events of every
// Region.
func trailRecords(s *iamhygiene.Snapshot, t iamhygiene.Trail) chain {
	if !t.MultiRegion {
		return brokenAt(linkTrail, "the trail "+t.Name+" records "+t.HomeRegion+" alone")
	}
	return trailLogs(s, t)
}

// trailLogs says whether the trail is on and records management events.
func trailLogs(s *iamhygiene.Snapshot, t iamhygiene.Trail) chain {
	switch {
	case t.Logging != nil && !*t.Logging:
		return brokenAt(linkTrail, "the trail "+t.Name+" is switched off")
	case t.Selectors != nil:
		read, write := managementEvents(t.Selectors)
		if !read || !write {
			return brokenAt(linkTrail, "the trail "+t.Name+" does not record all management events that "+map[bool]string{true: "write", false: "read"}[read])
		}
	}
	if t.Logging == nil || t.Selectors == nil {
		return unreadAt(linkTrail, gap(s, iamhygiene.Trails, t.ARN))
	}
	return linked(s, iamhygiene.Trails, "TrailARN", t.ARN)
}

// managementEvents says whether the selectors together take all management
// events that read, and all that write.
func managementEvents(e *iamhygiene.EventSelectors) (read, write bool) {
	for _, b := range e.Basic {
		if b.Management && !slices.ContainsFunc(b.Excluded, missed) {
			read = read || b.ReadWrite == "All" || b.ReadWrite == "ReadOnly"
			write = write || b.ReadWrite == "All" || b.ReadWrite == "WriteOnly"
		}
	}
	for _, a := range e.Advanced {
		r, w := advancedEvents(a)
		read, write = read || r, write || w
	}
	return read, write
}

// missed reports whether a trail that leaves out the event source misses what a
// trail is for. AWS KMS and the RDS Data API are left out because of the number
// of their events.
func missed(source string) bool {
	return source != "kms.amazonaws.com" && source != "rdsdata.amazonaws.com"
}

func advancedEvents(a iamhygiene.AdvancedEventSelector) (read, write bool) {
	management := false
	read, write = true, true
	for _, f := range a.Fields {
		positive := len(f.StartsWith) > 0 || len(f.EndsWith) > 0 || len(f.NotStartsWith) > 0 || len(f.NotEndsWith) > 0
		switch {
		case f.Field == "eventCategory":
			management = slices.Contains(f.Equals, "Management")
		case f.Field == "readOnly" && len(f.Equals) > 0:
			read = read && slices.Contains(f.Equals, "true")
			write = write && slices.Contains(f.Equals, "false")
		case f.Field == "eventSource" && len(f.Equals) == 0 && !positive && !slices.ContainsFunc(f.NotEquals, missed):
			// Sources that are left out are shown as evidence.
		default:
			return false, false // it takes some of the events only
		}
	}
	return management && read, management && write
}

// excludedSources returns the event sources of which the selectors take no
// management events.
func excludedSources(e *iamhygiene.EventSelectors) []string {
	var out []string
	if e == nil {
		return nil
	}
	for _, b := range e.Basic {
		if b.Management {
			out = append(out, b.Excluded...)
		}
	}
	for _, a := range e.Advanced {
		for _, f := range a.Fields {
			if f.Field == "eventSource" {
				out = append(out, f.NotEquals...)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// logGroupName returns the name in the ARN of a log group, or the text itself
// where it is a name.
func logGroupName(s string) string {
	_, name, isARN := strings.Cut(s, ":log-group:")
	if !isARN {
		return s
	}
	return strings.TrimSuffix(name, ":*")
}
