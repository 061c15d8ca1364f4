package enforce

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/policyeval"
)

// gathered are the documents that decide about one caller and one resource.
type gathered struct {
	// key names the caller, for the store of prepared authorizers.
	key      string
	identity []string
	boundary string
	session  []string
	resource string
	scps     [][]*policyeval.Policy
	rcps     [][]*policyeval.Policy
}

func (g gathered) equal(h gathered) bool {
	return slices.Equal(g.identity, h.identity) && g.boundary == h.boundary && slices.Equal(g.session, h.session) &&
		g.resource == h.resource && slices.EqualFunc(g.scps, h.scps, slices.Equal) && slices.EqualFunc(g.rcps, h.rcps, slices.Equal)
}

// prepared is an authorizer with the documents that it was made from.
type prepared struct {
	from       gathered
	authorizer *policyeval.Authorizer
}

// supportsRCP are the services whose resources RCPs protect.
//
// AWS: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
var supportsRCP = map[string]bool{
	"s3": true, "sts": true, "kms": true, "sqs": true, "secretsmanager": true, "ecr": true, "aoss": true, "cognito-idp": true, "cognito-identity": true, "logs": true, "dynamodb": true,
}

// nothing is a document that allows nothing. It stands for a policy that is
// referred to and does not exist: a filter that is gone must not open.
const nothing = `{"Version":"2012-10-17","Statement":[]}`

// identity returns the user or role behind a principal.
func (e *Enforcer) identity(p model.Principal) (model.Identity, bool) {
	account := e.cloud.Lookup(p.AccountID)
	if account == nil {
		return model.Identity{}, false
	}
	switch p.Kind {
	case model.IAMUser:
		return e.identities.User(account, p.Name)
	case model.RoleSession:
		return e.identities.Role(account, p.Name)
	case model.FederatedUser:
		if _, name, ok := strings.Cut(p.Issuer, ":user/"); ok {
			return e.identities.User(account, name[strings.LastIndexByte(name, '/')+1:])
		}
	}
	return model.Identity{}, false
}

// gather finds the policies that bind a caller. Of callers that are not
// enforced nothing is asked: they may do everything.
func (e *Enforcer) gather(p model.Principal) gathered {
	g := gathered{key: p.ARN}
	if !p.Enforced {
		g.key = "administrator " + p.ARN
		g.identity = []string{strings.Replace(everything, `"Principal":"*",`, "", 1)}
		return g
	}
	if id, ok := e.identity(p); ok {
		g.identity = id.Policies
		if id.Boundary != "" {
			g.boundary = e.policy(p, id.Boundary)
		}
	}
	g.session = append(g.session, p.SessionPolicies...)
	for _, arn := range p.SessionPolicyARNs {
		g.session = append(g.session, e.policy(p, arn))
	}
	if e.organization != nil {
		g.scps, _ = e.organization.Levels(p.AccountID)
	}
	return g
}

// policy returns a managed policy of the principal's account.
func (e *Enforcer) policy(p model.Principal, arn string) string {
	if account := e.cloud.Lookup(p.AccountID); account != nil {
		if document, ok := e.identities.Policy(account, arn); ok {
			return document
		}
	}
	return nothing
}

func (e *Enforcer) rcps(account string) [][]*policyeval.Policy {
	if e.organization == nil || account == "" {
		return nil
	}
	_, rcps := e.organization.Levels(account)
	return rcps
}

func (e *Enforcer) membership(account string) (org, path, management string, ok bool) {
	if e.organization == nil {
		return "", "", "", false
	}
	return e.organization.Membership(account)
}

// authorizer returns the authorizer for the documents. The one that was made
// for the caller before serves as long as no document has changed.
func (e *Enforcer) authorizer(g gathered) (*policyeval.Authorizer, error) {
	key := g.key + "\n" + g.resource
	if p, ok := e.prepared[key]; ok && p.from.equal(g) {
		return p.authorizer, nil
	}
	policies := policyeval.Policies{SCPs: g.scps, RCPs: g.rcps}
	var err error
	if policies.Identity, err = e.parseAll(g.identity); err != nil {
		return nil, err
	}
	if policies.Session, err = e.parseAll(g.session); err != nil {
		return nil, err
	}
	if g.boundary != "" {
		if policies.Boundary, err = e.parse(g.boundary); err != nil {
			return nil, err
		}
	}
	if g.resource != "" {
		if policies.Resource, err = e.parse(g.resource); err != nil {
			return nil, err
		}
	}
	a, err := policyeval.Compile(policies)
	if err != nil {
		return nil, err
	}
	e.prepared[key] = prepared{from: g, authorizer: a}
	return a, nil
}

func (e *Enforcer) parseAll(documents []string) ([]*policyeval.Policy, error) {
	var all []*policyeval.Policy
	for _, d := range documents {
		p, err := e.parse(d)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

// parse reads a document once. Documents are read leniently: what the models
// have stored exists, and its faults fail closed.
func (e *Enforcer) parse(document string) (*policyeval.Policy, error) {
	if p, ok := e.documents[document]; ok {
		return p, nil
	}
	p, err := policyeval.Parse([]byte(document), policyeval.Lenient)
	if err != nil {
		return nil, fmt.Errorf("policy %.60q: %w", document, err)
	}
	e.documents[document] = p
	return p, nil
}

func asRequestError(err error, target **policyeval.RequestError) bool { return errors.As(err, target) }
