package permissions

import (
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// A named is a statement with the actions that it concerns.
type named struct {
	statement *policyeval.Statement
	layer     policyeval.Layer
	variables bool // the document's version has policy variables
	actions   catalog.ActionSet
	// services are the service fields of the ARNs in Resource or NotResource;
	// wild says that one has a wildcard there, or cannot be read.
	services []string
	wild     bool
}

// statementsOf reads all statements of all layers.
func statementsOf(p *policyeval.Policies) []named {
	var list []named
	add := func(layer policyeval.Layer, documents ...*policyeval.Policy) {
		for _, d := range documents {
			if d == nil {
				continue // Compile refuses it, where it is not just absent
			}
			for _, s := range d.Statements {
				list = append(list, read(s, layer, d.HasVariables()))
			}
		}
	}
	for _, level := range p.SCPs {
		add(policyeval.LayerSCP, level...)
	}
	for _, level := range p.RCPs {
		add(policyeval.LayerRCP, level...)
	}
	add(policyeval.LayerEndpoint, p.Endpoint...)
	add(policyeval.LayerResource, p.Resource)
	add(policyeval.LayerIdentity, p.Identity...)
	add(policyeval.LayerBoundary, p.Boundary)
	add(policyeval.LayerSession, p.Session...)
	return list
}

// read finds out what tells the statement's actions and resources from others.
// Whatever is faulty or unclear counts as concerning everything: the only cost
// of a question too many is time.
func read(s *policyeval.Statement, layer policyeval.Layer, variables bool) named {
	n := named{statement: s, layer: layer, variables: variables, actions: catalog.AllActions()}
	switch {
	case s.Faulty(policyeval.ElementAction) || s.Faulty(policyeval.ElementNotAction):
	case s.NotAction != nil:
		n.actions = n.actions.Difference(expand(s.NotAction))
	case s.Action != nil:
		n.actions = expand(s.Action)
	}
	for _, l := range []*policyeval.List{s.Resource, s.NotResource} {
		if l == nil {
			continue
		}
		for _, m := range l.Members {
			if onlyStars(m.Value) {
				continue
			}
			fields := strings.SplitN(m.Value, ":", 4)
			if len(fields) < 4 || strings.ContainsAny(fields[2], "*?") {
				n.wild = true
			} else if !slices.Contains(n.services, fields[2]) {
				n.services = append(n.services, fields[2])
			}
		}
	}
	return n
}

// expand returns the actions that a list names. A member that is no pattern is
// either a fault of the element, which then concerns everything or nothing, or
// plain text that is the name of no action (V1).
func expand(l *policyeval.List) catalog.ActionSet {
	patterns := make([]string, len(l.Members))
	for i, m := range l.Members {
		patterns[i] = m.Value
	}
	if all, err := catalog.Expand(patterns...); err == nil {
		return all
	}
	var all catalog.ActionSet
	for _, pattern := range patterns {
		if set, err := catalog.Expand(pattern); err == nil {
			all = all.Union(set)
		}
	}
	return all
}

func onlyStars(s string) bool { return s != "" && strings.Trim(s, "*") == "" }

// distinguished are the actions that AWS treats apart whatever the policies say.
// Package policyeval knows these rules; here it only matters that no class has
// actions on both sides of one, and the tests hold every action of the catalog
// against policyeval.
var distinguished = [...][]string{
	{"sts:*"}, {"sts:GetCallerIdentity"}, {"sts:AssumeRole"}, // STS1, STS5, STS7
	{"iam:*"}, // IAM1
	{"iam:Get*", "iam:List*", "iam:Generate*", "iam:Simulate*", "iam:PassRole*"},
	{"iam:CreateServiceLinkedRole", "iam:DeleteServiceLinkedRole", "iam:UpdateRoleDescription"},
	{"kms:CreateAlias", "kms:UpdateAlias", "kms:DeleteAlias"},
}

// distinguishedServices are the services of ARNs that AWS treats apart: roles
// and keys name their principals themselves, and some IAM resources are AWS's.
var distinguishedServices = [...]string{"iam", "kms"}

// classes divides all actions into classes that the statements and the rules of
// AWS do not tell apart.
func classes(statements []named) []catalog.ActionSet {
	sets := make([]catalog.ActionSet, 0, len(statements)+len(distinguished))
	for i := range statements {
		sets = append(sets, statements[i].actions)
	}
	for _, patterns := range distinguished {
		if set, err := catalog.Expand(patterns...); err == nil { // they are constants
			sets = append(sets, set)
		}
	}
	return catalog.Partition(sets...)
}

// mentioned returns the service fields by which the statements that concern an
// action tell ARNs apart; all is true if they tell every ARN apart.
func mentioned(statements []named, a catalog.Action) (services []string, all bool) {
	services = append(services, distinguishedServices[:]...)
	for i := range statements {
		n := &statements[i]
		if !n.actions.Contains(a) {
			continue
		}
		if n.wild {
			return nil, true
		}
		for _, s := range n.services {
			if !slices.Contains(services, s) {
				services = append(services, s)
			}
		}
	}
	return services, false
}
