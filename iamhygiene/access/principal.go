package access

import (
	"encoding/json"
	"fmt"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/permissions"
)

// A Principal is a user, a role or the root user with the policies that apply to
// it. It is immutable and safe for concurrent use.
type Principal struct {
	account  *Account
	resource iamhygiene.Resource
	policies policyeval.Policies
	request  policyeval.Request
	origins  []Origin
	gaps     []error
}

// An Origin says where an identity policy of a principal comes from.
type Origin struct {
	// Holder is the ARN of the user, group or role that has the policy.
	Holder string
	// Policy is the ARN of a managed policy, or the name of an inline one.
	Policy string
	// Unread says that the policy stands for one that could not be read.
	Unread bool
}

// Resource returns the principal as a resource.
func (p *Principal) Resource() iamhygiene.Resource { return p.resource }

// Policies returns the policies that apply to the principal.
func (p *Principal) Policies() policyeval.Policies { return p.policies }

// Origins says of each of Policies().Identity, in that order, where it comes
// from. The slice is shared: read it, do not change it.
func (p *Principal) Origins() []Origin { return p.origins }

// Request returns a request by the principal, without action and resource, and
// with what is not known of the context.
func (p *Principal) Request() policyeval.Request { return p.request }

// Gaps returns what could not be read of the principal's policies: a
// [*iamhygiene.DataError] each, found by errors.As.
func (p *Principal) Gaps() []error { return p.gaps }

// Permissions returns everything that the principal can do. The options and the
// error are those of [permissions.Of].
func (p *Principal) Permissions(options ...func(*permissions.Options)) (*permissions.Permissions, error) {
	request := p.request
	return permissions.Of(p.policies, &request, append([]func(*permissions.Options){}, options...)...)
}

func (a *Account) principal(resource iamhygiene.Resource) *Principal {
	return &Principal{
		account: a, resource: resource,
		policies: policyeval.Policies{SCPs: a.options.SCPs, RCPs: a.options.RCPs},
		request:  policyeval.Request{Principal: resource.ARN, Open: true, Context: a.options.Context},
	}
}

// root needs no identity policies; policyeval knows what it can do.
func (a *Account) root() *Principal { return a.principal(a.snapshot.Root().Resource()) }

func (a *Account) user(u *iamhygiene.User) *Principal {
	p := a.principal(u.Resource())
	d, err := u.Detail()
	if err != nil {
		p.gap(u.ARN(), err)
		return p
	}
	p.request.UniqueID, p.request.PrincipalTags = d.ID, d.Tags
	p.hold(d.ARN, &d.Permissions)
	p.bound(d.Boundary)
	for _, name := range d.Groups {
		g := a.groups[name]
		if g == nil {
			p.gap("group/"+name, missing("group/"+name, "the group "+name+" is not in the data"))
			continue
		}
		p.hold(g.Detail().ARN, &g.Detail().Permissions)
	}
	return p
}

// role leaves the tags unknown: a session may have more than the role.
func (a *Account) role(r *iamhygiene.Role) *Principal {
	d := r.Detail()
	p := a.principal(r.Resource())
	p.request.UniqueID = d.ID
	p.hold(d.ARN, &d.Permissions)
	p.bound(d.Boundary)
	return p
}

// hold adds the policies of a user, group or role.
func (p *Principal) hold(arn string, held *iamhygiene.Permissions) {
	for _, attached := range held.Attached {
		p.add(arn, attached.ARN, p.managed)
	}
	for _, d := range p.account.inline[arn] {
		p.add(arn, d.Name(), func(name string) *policyeval.Policy { return p.read(d, arn+"/"+name) })
	}
	if e := iamhygiene.Authorization.ErrorFor(p.account.snapshot, arn); e != nil {
		p.gap(arn, e) // a part of it was lost
	}
}

// add adds the policy that read returns to the identity policies.
func (p *Principal) add(holder, name string, read func(name string) *policyeval.Policy) {
	known := len(p.gaps)
	p.policies.Identity = append(p.policies.Identity, read(name))
	p.origins = append(p.origins, Origin{Holder: holder, Policy: name, Unread: len(p.gaps) > known})
}

func (p *Principal) bound(arn string) {
	if arn != "" {
		p.policies.Boundary = p.managed(arn)
	}
}

func (p *Principal) managed(arn string) *policyeval.Policy {
	if d := p.account.managed[arn]; d != nil {
		return p.read(d, arn)
	}
	return p.unread(arn, missing(arn, "the policy is not in the data"))
}

func (p *Principal) read(d *iamhygiene.PolicyDocument, name string) *policyeval.Policy {
	policy, err := d.Policy()
	if err != nil {
		// Read leniently it would deny too much, and AWS takes it for valid.
		return p.unread(name, err)
	}
	return policy
}

func missing(scope, message string) error {
	return &iamhygiene.DataError{Dataset: iamhygiene.Authorization.Name(), Code: iamhygiene.CodeNotInData, Scope: scope, Message: message}
}

// gap adds an unread policy to the identity policies.
func (p *Principal) gap(name string, err error) {
	p.add(p.resource.ARN, name, func(string) *policyeval.Policy { return p.unread(name, err) })
}

// unread returns the policy that stands for one that is not known: it allows
// everything if it allows, and denies everything if it denies, and which of
// them it does is a context key that is unknown. Three-valued logic does the
// rest.
func (p *Principal) unread(name string, err error) *policyeval.Policy {
	p.gaps = append(p.gaps, err)
	key := "unread:" + name
	p.request.Unknown = append(p.request.Unknown, policyeval.UnknownKey{Name: key})
	// The same for all who have the policy, so that they are known to have the
	// same permissions.
	if policy, ok := p.account.standIns.Load(key); ok {
		return policy.(*policyeval.Policy)
	}
	quoted, _ := json.Marshal(key) // a string has a JSON form
	text := fmt.Sprintf(`{"Version": %q, "Statement": [
		{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {%s: "allows"}}},
		{"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {%[2]s: "denies"}}}]}`, policyeval.Version2012, quoted)
	policy, err := policyeval.Parse([]byte(text))
	if err != nil {
		return nil // refused by Compile; the text above is valid whatever the name is
	}
	stored, _ := p.account.standIns.LoadOrStore(key, policy)
	return stored.(*policyeval.Policy)
}
