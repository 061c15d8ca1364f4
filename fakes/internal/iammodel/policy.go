package iammodel

import (
	"strconv"
	"time"
)

// A Policy is a managed policy.
type Policy struct {
	Entity
	Description string
	Updated     time.Time
	Versions    []*Version // oldest first
	Default     string     // id of the default version
	Last        int        // number of the newest version ever made
	// AWS is set for policies that AWS manages; Boundary for those that cannot
	// be attached as a permissions policy.
	AWS bool
	// NotAttachable policies serve AWS alone.
	NotAttachable bool
}

// listKey is the ARN: a policy of AWS may have the name of one of the account.
func (p *Policy) listKey() string { return p.ARN }

// A Version is one version of a managed policy.
type Version struct {
	ID, Document string
	Created      time.Time
}

func (v *Version) listKey() string { return v.ID }

// version returns the version with the id, nil if there is none.
func (p *Policy) version(id string) *Version {
	for _, v := range p.Versions {
		if v.ID == id {
			return v
		}
	}
	return nil
}

// document returns the text of the default version.
func (p *Policy) document() string {
	if v := p.version(p.Default); v != nil {
		return v.Document
	}
	return ""
}

// add makes another version of the policy.
func (p *Policy) add(document string, now time.Time, setDefault bool) *Version {
	p.Last++
	v := &Version{ID: "v" + strconv.Itoa(p.Last), Document: document, Created: now}
	p.Versions = append(p.Versions, v)
	p.Updated = now
	if setDefault || p.Default == "" {
		p.Default = v.ID
	}
	return v
}
