package escalation

import (
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// A Method is one way to more permissions: a set of actions that together let a
// principal become another, or change what it may do. It is plain data.
type Method struct {
	// ID is the stable name: lower-case letters, digits and hyphens.
	ID string `json:"id"`
	// Actions are required, all of them. Where a member lists several actions,
	// one of these is enough.
	Actions [][]string `json:"actions"`
	// PassTo are the services to which a role is passed; empty where none is.
	PassTo []string `json:"pass_to,omitempty"`
	// Service is the service principal that the role reached must trust, where
	// there is one and no role is passed to it.
	Service string `json:"service,omitempty"`
	// Target is what the method works on.
	Target Target `json:"target"`
	// Confidence is that of a case in which nothing is in doubt.
	Confidence Confidence `json:"confidence"`
	// Title says in one sentence what the principal does.
	Title string `json:"title"`
	// Remediation says how to close the way.
	Remediation string `json:"remediation"`
	// Needs are the names of the datasets that list the targets.
	Needs []string `json:"needs,omitempty"`
}

// A Target is the kind of thing that a method works on.
type Target string

// The kinds of target. "Stronger" is explained in the package documentation.
const (
	TargetNone            Target = "none"             // nothing that exists but a role
	TargetSelf            Target = "self"             // the principal itself
	TargetPolicy          Target = "attached-policy"  // a customer managed policy that applies to it
	TargetPolicyVersion   Target = "policy-version"   // an older version of such a policy
	TargetOwnGroup        Target = "own-group"        // a group that it belongs to
	TargetGroup           Target = "group"            // a group that it does not belong to
	TargetUser            Target = "user"             // another user
	TargetRole            Target = "role"             // a role, perhaps itself
	TargetProvider        Target = "saml-provider"    // a SAML provider
	TargetPermissionSet   Target = "permission-set"   // the permission set behind a role of IAM Identity Center
	TargetInstanceProfile Target = "instance-profile" // an instance profile of a stronger role
	TargetInstance        Target = "instance"         // an instance with a stronger role
	TargetRunningInstance Target = "running-instance" // the same, and it runs
	TargetFunction        Target = "function"         // a function with a stronger role
	TargetAnyFunction     Target = "any-function"     // a function, whatever its role
	TargetOutside         Target = "outside"          // something that no dataset lists
)

// row is a method as the tables below write it.
type row struct {
	id         string
	actions    [][]string
	passTo     []string
	target     Target
	service    string
	confidence Confidence
	title      string
}

func all(actions ...string) [][]string {
	list := make([][]string, len(actions))
	for i, a := range actions {
		list[i] = []string{a}
	}
	return list
}

func either(actions ...string) [][]string { return [][]string{actions} }

func to(services ...string) []string { return services }

// method completes a row.
func (r row) method() Method {
	m := Method{
		ID: r.id, PassTo: slices.Clone(r.passTo), Target: r.target, Service: r.service,
		Confidence: r.confidence, Title: r.title,
	}
	for _, list := range r.actions {
		m.Actions = append(m.Actions, slices.Clone(list))
	}
	if len(m.PassTo) > 0 && m.Target != TargetRunningInstance && m.Target != TargetAnyFunction {
		m.Service = ""
	}
	switch m.Target {
	case TargetInstance, TargetRunningInstance:
		m.Needs = []string{iamhygiene.Instances.Name()}
	case TargetFunction, TargetAnyFunction:
		m.Needs = []string{iamhygiene.Functions.Name()}
	}
	m.Remediation = m.remedy()
	return m
}

// remedy says how to close the way: the narrowest thing first.
func (m *Method) remedy() string {
	rest := make([]string, 0, len(m.Actions))
	for _, list := range m.Actions {
		if list[0] != passRole {
			rest = append(rest, list...)
		}
	}
	actions := strings.Join(rest, ", ")
	switch {
	case len(m.PassTo) > 0:
		return "Let iam:PassRole name the roles that are needed, with iam:PassedToService, and keep stronger roles out of it; or take away one of " + actions + "."
	case m.Target == TargetSelf, m.Target == TargetPolicy, m.Target == TargetPolicyVersion, m.Target == TargetOwnGroup:
		return "Take " + actions + " away from whoever does not administer IAM, or set a permissions boundary that they cannot change."
	case m.Target == TargetUser, m.Target == TargetGroup, m.Target == TargetRole, m.Target == TargetProvider:
		return "Let the Resource of " + actions + " name only what is no stronger than the principal."
	case m.Target == TargetPermissionSet, strings.HasPrefix(m.ID, "sso-"):
		return "Keep " + actions + " to those who administer IAM Identity Center."
	case m.Target == TargetNone:
		return "Demand a permissions boundary for new roles with iam:PermissionsBoundary, or take away one of " + actions + "."
	}
	return "Let the Resource of " + actions + " name only what has a role no stronger than the principal."
}

const (
	passRole   = "iam:PassRole"
	assumeRole = "sts:AssumeRole"
)

// Methods returns all methods that the package knows, by theme and in a stable
// order: identities first. The slice is the caller's own.
func Methods() []Method {
	var list []Method
	for _, rows := range [...][]row{iamMethods[:], computeMethods[:], codeMethods[:], dataMethods[:]} {
		for _, r := range rows {
			list = append(list, r.method())
		}
	}
	return list
}
