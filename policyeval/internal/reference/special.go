package reference

import "strings"

// serviceOf is the service of the request's action, folded (A1).
func (e *env) serviceOf() (service, name string) {
	service, name, _ = strings.Cut(lowerASCII(e.action), ":")
	return service, name
}

// resourceIs compares service, account and field 6 of the resource.
func (e *env) resourceIs(service, account, last string) logic {
	if e.resource == nil {
		return known(false)
	}
	all := globOf("*")
	return e.matchFields([][]symbol{all, all, literal(service), all, globOf(account), globOf(last)})
}

// isRole: the resource is an IAM role, whose policy is a trust policy.
func (e *env) isRole() logic { return e.resourceIs("iam", "*", "role/*") }

// mustName: the resource must name its principals (STS1, KMS1).
func (q *question) mustName() logic {
	service, _ := q.env.serviceOf()
	trust := known(false)
	if service == "sts" {
		trust = q.env.isRole()
	}
	return or(trust, q.env.resourceIs("kms", "*", "key/*"))
}

// needsNoPermission is STS7.
func (q *question) needsNoPermission() bool {
	return lowerASCII(q.env.action) == "sts:getcalleridentity" &&
		q.env.caller.kind != anonymous && q.env.caller.kind != provider
}

// rootMayCall is the root half of STS5.
func (q *question) rootMayCall() logic {
	return known(q.env.caller.kind != root || lowerASCII(q.env.action) != "sts:assumerole")
}

// serviceOwned is IAM1: what AWS owns cannot be changed.
func (q *question) serviceOwned() logic {
	e := q.env
	service, name := e.serviceOf()
	switch {
	case service == "iam" && changes(name):
		owned := or(
			e.resourceIs("iam", "aws", "policy/*"),
			e.resourceIs("iam", "*", "role/aws-reserved/*"),
		)
		switch name {
		case "createservicelinkedrole", "deleteservicelinkedrole", "updateroledescription":
			return owned // these three exist for service-linked roles
		}
		return or(owned, e.resourceIs("iam", "*", "role/aws-service-role/*"))
	case service == "kms" && (name == "createalias" || name == "updatealias" || name == "deletealias"):
		return e.resourceIs("kms", "*", "alias/aws/*")
	}
	return known(false)
}

// changes reports whether an IAM action changes something. Reading: all that
// does not only read, hand on or compute.
func changes(name string) bool {
	for _, verb := range []string{"get", "list", "simulate", "generate", "passrole"} {
		if strings.HasPrefix(name, verb) {
			return false
		}
	}
	return true
}
