package escalation

import (
	"sort"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// Administrator is the node that stands for somebody who can do everything and
// is no principal of the account yet: a new role, or a principal with other
// policies.
const Administrator = "administrator"

// Widened is the prefix of the node that stands for a principal with more
// permissions than it has, but not all: "widened:arn:...".
const Widened = "widened:"

// AdminStatus says whether a principal is an effective administrator.
type AdminStatus string

// The statuses. What makes an administrator is told in the package
// documentation.
const (
	NotAdministrator         AdminStatus = "no"
	ConditionalAdministrator AdminStatus = "conditional" // under conditions that are not known
	EffectiveAdministrator   AdminStatus = "yes"
)

// Admin tells whether a principal is an administrator, and why.
type Admin struct {
	Status AdminStatus `json:"status"`
	// Conditions are the context keys on which a conditional one hangs, sorted.
	Conditions []string `json:"conditions,omitempty"`
	// Statements are those that together allow everything. A group in Holder is
	// how they come to the principal. Empty for one that is none.
	Statements []Statement `json:"statements,omitempty"`
	// Denies are the Deny statements that leave it an administrator all the same.
	Denies []Statement `json:"denies,omitempty"`
	// Lacks are the actions that it lacks nevertheless, as the shortest list of
	// patterns.
	Lacks []string `json:"lacks,omitempty"`
}

// An Edge is one step: a method by which a principal becomes another, or an
// administrator.
type Edge struct {
	// From is the ARN of the principal that takes the step.
	From string `json:"from"`
	// To is the ARN of the user or role that it becomes, or Administrator, or
	// Widened with an ARN.
	To string `json:"to"`
	// Method is the id of the method.
	Method     string     `json:"method"`
	Confidence Confidence `json:"confidence"`
	// Target is the ARN of what the method works on: the role that is passed or
	// assumed, the instance or function, the group or policy that is changed;
	// empty where it is something new.
	Target string `json:"target,omitempty"`
	// Grants are the actions that are used, with what allows them.
	Grants []Grant `json:"grants,omitempty"`
	// Conditions are the context keys, facts and unread data on which the step
	// hangs, sorted.
	Conditions []string `json:"conditions,omitempty"`
}

// Statements returns the statements of all grants, without repeats.
func (e *Edge) Statements() []string {
	var list []string
	seen := map[string]bool{}
	for _, g := range e.Grants {
		for _, s := range g.Statements {
			if text := s.String(); !seen[text] {
				seen[text] = true
				list = append(list, text)
			}
		}
	}
	return list
}

// Step returns the edge as findings carry it.
func (e *Edge) Step() iamhygiene.Step {
	return iamhygiene.Step{From: e.From, To: e.To, Method: e.Method, Statements: e.Statements()}
}

// A Path is a chain of steps. Each begins where the one before it ended, and the
// last one ends at an administrator.
type Path []Edge

// Steps returns the path as findings carry it.
func (p Path) Steps() []iamhygiene.Step {
	list := make([]iamhygiene.Step, len(p))
	for i := range p {
		list[i] = p[i].Step()
	}
	return list
}

// Confidence returns that of the weakest step; zero for an empty path.
func (p Path) Confidence() (c Confidence) {
	for i := range p {
		if c == 0 || p[i].Confidence < c {
			c = p[i].Confidence
		}
	}
	return c
}

// A Skipped method was not evaluated for a principal that may use all of its
// actions, because the snapshot does not list what it works on.
type Skipped struct {
	Method string `json:"method"`
	// Dataset is the name of the dataset that is missing.
	Dataset string `json:"dataset"`
	// Reason says why it is missing.
	Reason string `json:"reason"`
}

// A Principal is a user or role with everything that was found out about it.
type Principal struct {
	ARN  string `json:"arn"`
	Type string `json:"type"` // iamhygiene.TypeUser or iamhygiene.TypeRole
	Name string `json:"name"`
	// ServiceLinked roles act for an AWS service alone; no step begins or ends at
	// one.
	ServiceLinked bool  `json:"service_linked,omitempty"`
	Admin         Admin `json:"admin"`
	// Edges are the steps that it can take, those of the highest confidence
	// first, then by the order of Methods and by target. An administrator has
	// none.
	Edges []Edge `json:"edges,omitempty"`
	// More counts the targets that Edges leave out, by method: see
	// [Options.MaxTargets].
	More map[string]int `json:"more,omitempty"`
	// Path is the shortest path to an administrator; empty where there is none,
	// and for administrators.
	Path Path `json:"path,omitempty"`
	// NotEvaluated are the methods that could not be decided.
	NotEvaluated []Skipped `json:"not_evaluated,omitempty"`
	// Gaps are the documents that could not be read. They may allow more, and
	// deny more; where an answer hangs on one, Conditions name it.
	Gaps []string `json:"gaps,omitempty"`
}

// Methods returns the ids of the methods that hold, each once, in the order of
// Edges.
func (p *Principal) Methods() []string {
	var list []string
	seen := map[string]bool{}
	for i := range p.Edges {
		if id := p.Edges[i].Method; !seen[id] {
			seen[id] = true
			list = append(list, id)
		}
	}
	return list
}

// Confidence returns the highest of the edges; zero where there is none.
func (p *Principal) Confidence() Confidence {
	if len(p.Edges) == 0 {
		return 0
	}
	return p.Edges[0].Confidence
}

// A Graph tells who in an account can become whom. It is immutable and safe for
// concurrent use; what its methods return is shared, so read it and do not
// change it. Make one with [Analyze].
type Graph struct {
	account, partition string
	scps               string
	unread             []string
	principals         []Principal // sorted by ARN
}

// Account returns the 12-digit id of the account.
func (g *Graph) Account() string { return g.account }

// SCPsUnread says why the service control policies are not known, so that every
// confidence is one step lower than it may be; it is empty where they are.
func (g *Graph) SCPsUnread() string { return g.scps }

// Unread says which users, roles and groups could not be read at all.
func (g *Graph) Unread() []string { return g.unread }

// Principals returns the users and roles, sorted by ARN.
func (g *Graph) Principals() []Principal { return g.principals }

// Principal finds a user or role by its ARN; nil where there is none.
func (g *Graph) Principal(arn string) *Principal {
	i := sort.Search(len(g.principals), func(i int) bool { return g.principals[i].ARN >= arn })
	if i < len(g.principals) && g.principals[i].ARN == arn {
		return &g.principals[i]
	}
	return nil
}

// Admins returns the effective administrators, and if asked the conditional
// ones.
func (g *Graph) Admins(status AdminStatus) (list []*Principal) {
	for i := range g.principals {
		if g.principals[i].Admin.Status == status {
			list = append(list, &g.principals[i])
		}
	}
	return list
}

// From returns the steps that a principal can take.
func (g *Graph) From(arn string) []Edge {
	if p := g.Principal(arn); p != nil {
		return p.Edges
	}
	return nil
}

// Path returns the shortest path from a principal to an administrator: the one
// of the fewest steps, among those the one whose weakest step has the highest
// confidence, among those the first by ARN. It is empty for administrators and
// for whoever cannot become one within [Options.Depth].
func (g *Graph) Path(arn string) Path {
	if p := g.Principal(arn); p != nil {
		return p.Path
	}
	return nil
}

// Paths returns the shortest path of every principal that has one, sorted by
// ARN.
func (g *Graph) Paths() (list []Path) {
	for i := range g.principals {
		if len(g.principals[i].Path) > 0 {
			list = append(list, g.principals[i].Path)
		}
	}
	return list
}
