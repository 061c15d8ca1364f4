package policyeval

import "strings"

// callerKind is the kind of principal that makes a request.
type callerKind uint8

const (
	callerAnonymous callerKind = iota
	callerRoot
	callerUser
	callerRole          // a role whose session name is not known
	callerSession       // a role session
	callerFederatedUser // a federated-user session
	callerService       // an AWS service
	callerProvider      // an identity provider without an AWS identity
)

// caller is the principal of a request taken apart. All texts are parts of the
// request's, except roleARN of a session whose role was not given.
type caller struct {
	kind               callerKind
	text               string // as given; for services and providers without the prefix
	partition, account string // a provider has no account
	userName           string // last part of the name of an IAM user
	federatedName      string // of a federated-user session
	roleName, session  string
	rolePath           string // with slashes at both ends, if pathKnown
	pathKnown          bool
	roleARN            string // of the role or of the session's role; built if not given
	serviceLinked      bool
}

// hasAccount reports whether the caller is an identity of an AWS account. It is
// such identities that SCPs and identity policies are about.
func (c *caller) hasAccount() bool { return c.account != "" }

// isRole reports whether the caller is a role or a session of one.
func (c *caller) isRole() bool { return c.kind == callerRole || c.kind == callerSession }

const (
	prefixService   = "service:"
	prefixFederated = "federated:"
)

// parseCaller reads Request.Principal and Request.Role.
func parseCaller(principal, role string) (caller, error) {
	c, err := parsePrincipal(principal)
	if err != nil {
		return caller{}, err
	}
	if role == "" {
		if c.kind == callerSession {
			// K2: with an empty path. It is the only text that is put together,
			// once for a run of requests by one session.
			c.roleARN = "arn:" + c.partition + ":iam::" + c.account + ":role/" + c.roleName
		}
		return c, nil
	}
	if !c.isRole() {
		return caller{}, &RequestError{Field: "Role", Value: role, Reason: "only a role session has a role; leave it empty"}
	}
	a, ok := splitARN(role)
	path, name, isRole := splitRole(a)
	switch {
	case !ok || !isRole:
		return caller{}, &RequestError{Field: "Role", Value: role, Reason: "not the ARN of a role; write arn:PARTITION:iam::ACCOUNT:role/PATH/NAME"}
	case a.partition != c.partition || a.account != c.account || name != c.roleName || c.kind == callerRole && path != c.rolePath:
		return caller{}, &RequestError{Field: "Role", Value: role, Reason: "not the role of the principal " + quote(principal)}
	}
	c.rolePath, c.pathKnown, c.roleARN = path, true, role
	c.serviceLinked = strings.HasPrefix(path, pathServiceLinked)
	return c, nil
}

func parsePrincipal(s string) (caller, error) {
	refuse := func(reason string) (caller, error) {
		return caller{}, &RequestError{Field: "Principal", Value: s, Reason: reason}
	}
	if s == "anonymous" {
		return caller{kind: callerAnonymous, text: s}, nil
	}
	if name, ok := strings.CutPrefix(s, prefixService); ok {
		if name == "" || strings.ContainsAny(name, " \t\r\n*?") {
			return refuse("no service principal; write service:NAME, such as service:ec2.amazonaws.com")
		}
		return caller{kind: callerService, text: name}, nil
	}
	if name, ok := strings.CutPrefix(s, prefixFederated); ok || isDomain(s) {
		if !ok {
			name = s
		}
		if name == "" || strings.ContainsAny(name, " \t\r\n*?") {
			return refuse("no identity provider; write its ARN, or federated:DOMAIN")
		}
		return caller{kind: callerProvider, text: name}, nil
	}
	a, ok := splitARN(s)
	switch {
	case !ok:
		return refuse("not an ARN, anonymous, service:NAME or federated:DOMAIN")
	case strings.ContainsAny(s, "*? \t\r\n"):
		return refuse("a principal has no wildcards and no blanks; a request has one caller")
	case a.partition == "" || a.region != "":
		return refuse("not the ARN of a principal: it needs a partition and has no region")
	case !isAccountID(a.account):
		return refuse("not the ARN of a principal: the account is not 12 digits")
	}
	c := caller{text: s, partition: a.partition, account: a.account}
	switch a.service {
	case "iam":
		return c.iam(a, refuse)
	case "sts":
		return c.sts(a, refuse)
	}
	return refuse("not the ARN of a user, role, session, root user or identity provider")
}

func (c caller) iam(a arn, refuse func(string) (caller, error)) (caller, error) {
	kind, name, _ := strings.Cut(a.resource, "/")
	switch {
	case a.resource == "root":
		c.kind = callerRoot
	case kind == "user":
		c.kind = callerUser
		c.userName = name[strings.LastIndexByte(name, '/')+1:]
		if c.userName == "" {
			return refuse("the user has no name")
		}
	case kind == "role":
		path, roleName, ok := splitRole(a)
		if !ok {
			return refuse("the role has no name")
		}
		c.kind, c.roleName, c.rolePath, c.pathKnown, c.roleARN = callerRole, roleName, path, true, c.text
		c.serviceLinked = strings.HasPrefix(path, pathServiceLinked)
	case (kind == "saml-provider" || kind == "oidc-provider") && name != "":
		return caller{kind: callerProvider, text: c.text, partition: c.partition}, nil
	case kind == "group":
		return refuse("a group is not a principal; name one of its users")
	default:
		return refuse("not the ARN of a user, role, root user or identity provider")
	}
	return c, nil
}

func (c caller) sts(a arn, refuse func(string) (caller, error)) (caller, error) {
	kind, name, _ := strings.Cut(a.resource, "/")
	switch kind {
	case "assumed-role":
		role, session, _ := strings.Cut(name, "/")
		if role == "" || session == "" || strings.Contains(session, "/") {
			return refuse("not the ARN of a role session; write assumed-role/ROLE/SESSION, without the path of the role")
		}
		c.kind, c.roleName, c.session = callerSession, role, session
	case "federated-user":
		if name == "" {
			return refuse("the federated user has no name")
		}
		c.kind, c.federatedName = callerFederatedUser, name
	default:
		return refuse("not the ARN of a role session or federated-user session")
	}
	return c, nil
}

// pathServiceLinked is the path of service-linked roles (rule N3).
const pathServiceLinked = "/aws-service-role/"

// splitRole takes the path and name from the ARN of a role.
func splitRole(a arn) (path, name string, ok bool) {
	rest, ok := strings.CutPrefix(a.resource, "role")
	if !ok || a.service != "iam" || a.region != "" || rest == "" || rest[0] != '/' {
		return "", "", false
	}
	i := strings.LastIndexByte(rest, '/')
	return rest[:i+1], rest[i+1:], rest[i+1:] != ""
}

// isDomain reports whether s is a plain domain name such as
// accounts.google.com, the name of a web identity provider.
func isDomain(s string) bool {
	dots := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '.':
			dots++
		case c == '-', '0' <= c && c <= '9', 'a' <= c && c <= 'z':
		default:
			return false
		}
	}
	return dots > 0 && s[0] != '.' && s[len(s)-1] != '.'
}
