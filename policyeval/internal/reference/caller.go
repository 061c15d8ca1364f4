package reference

import (
	"errors"
	"regexp"
	"strings"
)

// callerKind is a column of the table in section 18.
type callerKind int

const (
	anonymous callerKind = iota
	service
	provider // a federated caller without AWS identity (P10, STS4)
	root
	user
	role        // a role without a session name (N5)
	roleSession // of assumed-role
	federated   // a federated-user session
)

// caller is the principal of the request with what is known about it.
type caller struct {
	kind      callerKind
	text      string // as given, without "service:" or "federated:"
	partition string
	account   string
	name      string // user, role or federated-user name
	path      string // of the role, "/" included at both ends
	pathKnown bool   // the request carries the role ARN (P7)
	session   string // name of the role session

	uniqueID  string // "" is not given
	issuer    string
	canonical string
}

var domainForm = regexp.MustCompile(`^[a-z0-9-][a-z0-9.-]*\.[a-z0-9.-]*[a-z0-9-]$`)

// isAWS: the caller has an account and an AWS identity.
func (c caller) isAWS() bool { return c.kind >= root }

// parseCaller reads the principal of a request with role, uniqueId, issuer and
// canonicalUser.
func parseCaller(r Request) (caller, error) {
	c := caller{text: r.Principal, uniqueID: r.UniqueID, issuer: r.Issuer, canonical: r.CanonicalUser}
	switch {
	case r.Principal == "":
		return c, errors.New("request: no principal")
	case r.Principal == "anonymous":
		c.kind = anonymous
	case strings.HasPrefix(r.Principal, "service:"):
		c.kind = service
		c.text = strings.TrimPrefix(r.Principal, "service:")
		if c.text == "" || hasBlank(c.text) || hasWildcard(c.text) {
			return c, errors.New("request: malformed service principal")
		}
	case strings.HasPrefix(r.Principal, "federated:"), domainForm.MatchString(r.Principal): // a web identity provider by its domain
		c.kind = provider
		c.text = strings.TrimPrefix(r.Principal, "federated:")
		if c.text == "" || hasBlank(c.text) || hasWildcard(c.text) {
			return c, errors.New("request: malformed identity provider")
		}
	default:
		if err := c.parseARN(); err != nil {
			return c, err
		}
	}
	return c, c.checkExtras(r)
}

func (c *caller) parseARN() error {
	p, err := parsePrincipalARN(c.text)
	if err != nil {
		return err
	}
	c.partition, c.account, c.name, c.path, c.session = p.partition, p.account, p.name, p.path, p.session
	switch p.kind {
	case rootValue:
		c.kind = root
	case userValue:
		c.kind = user
	case roleValue:
		c.kind, c.pathKnown = role, true
	case sessionValue:
		c.kind = roleSession
	case federatedUserValue:
		c.kind = federated
	case providerValue:
		c.kind, c.account = provider, "" // a provider is not an identity of its account
	}
	return nil
}

// checkExtras compares role, issuer and canonicalUser with the principal: the
// request must not contradict itself.
func (c *caller) checkExtras(r Request) error {
	if r.Role != "" {
		p, err := parsePrincipalARN(r.Role)
		if err != nil || p.kind != roleValue || (c.kind != role && c.kind != roleSession) ||
			p.partition != c.partition || p.account != c.account || p.name != c.name ||
			(c.kind == role && r.Role != c.text) {
			return errors.New("request: role does not fit the principal")
		}
		c.path, c.pathKnown = p.path, true
	}
	if r.Issuer != "" {
		p, err := parsePrincipalARN(r.Issuer)
		if err != nil || c.kind != federated || (p.kind != userValue && p.kind != rootValue) ||
			p.partition != c.partition || p.account != c.account {
			return errors.New("request: issuer does not fit the principal")
		}
	}
	if r.UniqueID != "" && (c.kind == root || !c.isAWS()) {
		return errors.New("request: this principal has no unique id")
	}
	if r.CanonicalUser != "" && !c.isAWS() {
		return errors.New("request: canonicalUser needs a principal with an account")
	}
	return nil
}

// roleARN is the ARN of the caller's role; without the request's help its path
// is taken as empty (K2).
func (c caller) roleARN() string {
	path := c.path
	if path == "" {
		path = "/"
	}
	return "arn:" + c.partition + ":iam::" + c.account + ":role" + path + c.name
}

// issuedByRoot: the federated-user session is known to come from the root user.
func (c caller) issuedByRoot() bool { return strings.HasSuffix(c.issuer, ":root") }

// serviceLinked is N3: only the path in the role ARN is a proof.
func (c caller) serviceLinked() bool {
	return c.pathKnown && strings.HasPrefix(c.path, "/aws-service-role/")
}
