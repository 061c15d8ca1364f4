package policygen

import (
	"encoding/json"
	"strings"

	"github.com/iamhygiene/sdk/policyeval/internal/reference"
)

// Case is a request with every policy that applies to it.
func (s *Source) Case() reference.Case {
	var c reference.Case
	about := s.requestOf(&c.Request)
	r := c.Request
	fed := len(r.Principal) > 0 && (strings.Contains(r.Principal, ":assumed-role/") || strings.Contains(r.Principal, ":federated-user/") || strings.Contains(r.Principal, ":role/"))
	aws := strings.Contains(r.Principal, ":user/") || fed
	if aws || s.fault() {
		for range s.n(3) {
			c.Identity = append(c.Identity, s.document(identity, about, s.one(2)))
		}
	}
	if s.n(5) < 3 {
		k := resource
		// A role's policy is read as a trust policy where an sts action asks.
		if strings.HasPrefix(strings.ToLower(r.Action), "sts:") && strings.Contains(r.Resource, ":iam:") && strings.Contains(r.Resource, ":role/") {
			k = trust
		}
		c.Resource = s.document(k, about, s.one(8))
	}
	if aws && s.one(4) && !strings.Contains(r.Principal, "aws-service-role") || s.fault() {
		c.Boundary = append(c.Boundary, s.document(identity, about, s.one(3)))
	}
	if fed && s.one(3) || s.fault() {
		for range 1 + s.n(2) {
			c.Session = append(c.Session, s.document(identity, about, s.one(2)))
		}
	}
	c.SCPs = s.levels(scp, about)
	c.RCPs = s.levels(rcp, about)
	if s.one(7) {
		for range 1 + s.n(2) {
			c.Endpoint = append(c.Endpoint, s.document(endpoint, about, !s.one(3)))
		}
	}
	if strings.Contains(r.Resource, ":s3:") && s.one(4) {
		c.Settings.S3RestrictPublicBuckets = true
	}
	return c
}

// levels are SCP or RCP levels; most cases have none.
func (s *Source) levels(k kind, about request) [][]json.RawMessage {
	if !s.one(6) {
		return nil
	}
	var levels [][]json.RawMessage
	for range 1 + s.n(2) {
		level := []json.RawMessage{}
		if !s.one(12) {
			level = append(level, s.document(k, about, !s.one(4)))
		}
		levels = append(levels, level)
	}
	return levels
}

// requestOf fills the request and says what documents are to be about.
func (s *Source) requestOf(r *reference.Request) request {
	s.principalOf(r)
	r.Action, r.Resource = s.subject()
	about := request{r.Action, r.Resource}
	if s.one(10) && r.Resource != "*" {
		r.Pattern = true
		r.Resource = pick(s, "arn:aws:s3:::b/*", "arn:aws:s3:::*", "arn:aws:s3:::b/?", "arn:aws:sqs:*:"+home+":q", "arn:aws:sqs:eu:*:q",
			"arn:aws:kms:eu:"+home+":k*", "arn:aws:iam::"+home+":role/*", "arn:aws*:s3:::b/k", "arn:aws:s3:::b/k")
	}
	if strings.Contains(r.Resource, ":::") || s.fault() {
		r.ResourceAccount = pick(s, home, home, abroad, "")
	}
	s.contextOf(r)
	if s.fault() {
		r.Action = pick(s, "s3", "s3:*", "s3:", ":x", "s3:Get Object")
	}
	if s.fault() {
		r.Resource = pick(s, "", "b", "arn:aws:s3", "**")
	}
	if s.fault() {
		r.Context["aws:username"] = reference.Values{"nobody"}
	}
	return about
}
