package permissions

import "github.com/iamhygiene/sdk/policyeval/catalog"

// ServiceAccess is the line of an access-level review for one service: how many
// of its actions the principal may use, by access level.
//
// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html
type ServiceAccess struct {
	Service catalog.Service
	// Levels holds a count for each access level, in the order of
	// [catalog.AccessLevels].
	Levels []LevelAccess
}

// LevelAccess counts the actions of one access level in one service.
type LevelAccess struct {
	Level catalog.AccessLevel
	// Allowed and Undetermined count the actions of Permissions.Allowed and
	// Permissions.Undetermined, Total all that were asked for.
	Allowed, Undetermined, Total int
}

// AWS calls access to a level full if it covers all of its actions, and limited
// otherwise. Full and Limited follow it; access under a condition is limited.

// Full reports whether every action of the level is allowed for certain.
func (l LevelAccess) Full() bool { return l.Total > 0 && l.Allowed == l.Total }

// Limited reports whether some access to the level is allowed or may be, but not
// all for certain.
func (l LevelAccess) Limited() bool { return l.Allowed+l.Undetermined > 0 && !l.Full() }

// Review counts the actions by service and access level, for the services of
// which the principal may use an action, by prefix.
func (p *Permissions) Review() []ServiceAccess {
	levels := catalog.AccessLevels()
	var review []ServiceAccess
	for service := range p.possible.Services() {
		line := ServiceAccess{Service: service, Levels: make([]LevelAccess, len(levels))}
		for i, l := range levels {
			line.Levels[i].Level = l
		}
		for a := range service.Actions() {
			if !p.asked.Contains(a) {
				continue
			}
			at := &line.Levels[a.AccessLevel()-catalog.List]
			at.Total++
			switch {
			case p.allowed.Contains(a):
				at.Allowed++
			case p.possible.Contains(a):
				at.Undetermined++
			}
		}
		review = append(review, line)
	}
	return review
}
