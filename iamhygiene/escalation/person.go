package escalation

import (
	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/access"
)

// person is a user or a role with what the methods need to know of it.
type person struct {
	index    int
	arn      string
	access   *access.Principal
	resource iamhygiene.Resource
	user     *iamhygiene.User // one of the two is nil
	role     *iamhygiene.Role
	held     *iamhygiene.Permissions // its own policies
	tags     map[string]string
	groups   []*iamhygiene.Group
	mfa      level // whether a user has a device, or who assumes a role may
	linked   bool  // an AWS service alone acts as the role
	profile  *profile
	trust    *trust // of a role
}

// collect reads the users and roles of the snapshot.
func (e *engine) collect() {
	users, roles := map[string]*iamhygiene.User{}, map[string]*iamhygiene.Role{}
	for u, err := range e.snapshot.Users() {
		if err == nil {
			users[u.ARN()] = u
		}
	}
	for r, err := range e.snapshot.Roles() {
		if err == nil {
			roles[r.Detail().ARN] = r
		}
	}
	for g, err := range e.snapshot.Groups() {
		if err != nil {
			e.unread = append(e.unread, err)
			continue
		}
		e.groups = append(e.groups, g)
		e.groupByName[g.Detail().Name] = g
	}
	for p, err := range e.account.Principals() {
		if err != nil {
			e.unread = append(e.unread, err)
			continue
		}
		x := &person{index: len(e.people), arn: p.Resource().ARN, access: p, resource: p.Resource()}
		switch x.resource.Type {
		case iamhygiene.TypeUser:
			x.user = users[x.arn]
			e.describeUser(x)
		case iamhygiene.TypeRole:
			x.role = roles[x.arn]
			x.held, x.tags, x.linked = &x.role.Detail().Permissions, x.role.Detail().Tags, x.role.ServiceLinked()
			if x.tags == nil {
				x.tags = map[string]string{}
			}
		default:
			continue // the root user is an administrator by nature
		}
		e.people = append(e.people, x)
		e.byARN[x.arn] = x
	}
}

func (e *engine) describeUser(x *person) {
	x.held = &iamhygiene.Permissions{}
	if d, err := x.user.Detail(); err == nil {
		x.held, x.tags = &d.Permissions, d.Tags
		if x.tags == nil {
			x.tags = map[string]string{}
		}
		for _, name := range d.Groups {
			if g := e.groupByName[name]; g != nil {
				x.groups = append(x.groups, g)
			}
		}
	}
	switch active, err := x.user.MFAActive(); {
	case err != nil:
		x.mfa = maybe
	case active:
		x.mfa = yes
	}
}

// serviceLinked reports whether an AWS service alone acts as the role.
func (p *person) serviceLinked() bool { return p.linked }

// boundary returns the ARN of the permissions boundary, "" where there is none.
func (p *person) boundary() string { return p.held.Boundary }
