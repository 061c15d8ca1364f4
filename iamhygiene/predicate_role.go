package iamhygiene

import (
	"fmt"
	"strings"
	"time"
)

// RolePath holds for roles whose path begins with the prefix.
func RolePath(prefix string) Predicate[*Role] {
	return func(r *Role) Verdict {
		return observed(nil, strings.HasPrefix(r.path(), prefix), r.detail.Name+" is under "+prefix, r.detail.Name+" is not under "+prefix,
			detailEvidence(r.snapshot, "Path", r.path()))
	}
}

// RoleTag holds for roles with that tag; an empty value stands for any.
func RoleTag(key, value string) Predicate[*Role] {
	return func(r *Role) Verdict {
		got, ok := r.detail.Tags[key]
		return observed(nil, ok && (value == "" || got == value),
			fmt.Sprintf("%s has the tag %s=%s", r.detail.Name, key, got), fmt.Sprintf("%s has no tag %s=%s", r.detail.Name, key, value),
			detailEvidence(r.snapshot, "Tags/"+key, got))
	}
}

// RoleUsedWithin holds for roles that were used less than the given time ago.
// AWS keeps 400 days of use: a longer window fails where there is none on
// record.
func RoleUsedWithin(window time.Duration) Predicate[*Role] {
	return func(r *Role) Verdict {
		name := r.detail.Name
		if r.detail.LastUsedUnknown {
			return Undecided(&DataError{
				Dataset: Authorization.Name(), Code: CodeNotInData, Scope: r.detail.ARN,
				Message: "the account authorization details have no RoleLastUsed for this role",
			})
		}
		if r.detail.LastUsed.IsZero() {
			return Failed(name+" was not used in the last 400 days", detailEvidence(r.snapshot, "RoleLastUsed", "none"))
		}
		ago := r.snapshot.Now().Sub(r.detail.LastUsed)
		return If(ago < window, name+" was used "+Days(ago)+" ago", name+" was last used "+Days(ago)+" ago",
			detailEvidence(r.snapshot, "RoleLastUsed/LastUsedDate", r.detail.LastUsed.Format(time.RFC3339)))
	}
}

// HasBoundary holds for roles with a permissions boundary.
func HasBoundary() Predicate[*Role] {
	return func(r *Role) Verdict {
		return observed(nil, r.detail.Boundary != "", r.detail.Name+" has a permissions boundary", r.detail.Name+" has no permissions boundary",
			detailEvidence(r.snapshot, "PermissionsBoundary", r.detail.Boundary))
	}
}

// GroupHasMembers holds for groups with at least one user.
func GroupHasMembers() Predicate[*Group] {
	return func(g *Group) Verdict {
		members, err := g.Members()
		if len(members) > 0 {
			err = nil // one is enough
		}
		return observed(err, len(members) > 0,
			fmt.Sprintf("%s has %d members", g.detail.Name, len(members)), g.detail.Name+" has no members",
			detailEvidence(g.snapshot, "UserDetailList/GroupList", fmt.Sprintf("%d members", len(members))))
	}
}

// PolicyInUse holds for managed policies that are attached, or are somebody's
// permissions boundary.
func PolicyInUse() Predicate[*Policy] {
	return func(p *Policy) Verdict {
		d := p.detail
		return observed(nil, d.Attachments > 0 || d.BoundaryUses > 0,
			fmt.Sprintf("%s has %d attachments and bounds %d principals", d.Name, d.Attachments, d.BoundaryUses), d.Name+" is neither attached nor a permissions boundary",
			detailEvidence(p.snapshot, "AttachmentCount", fmt.Sprint(d.Attachments)),
			detailEvidence(p.snapshot, "PermissionsBoundaryUsageCount", fmt.Sprint(d.BoundaryUses)))
	}
}
