package policyeval

import "strings"

// This file holds the rules of AWS that no policy text expresses: resources
// that must name their principals, resources that AWS owns, and what the root
// user and other partitions cannot do.

// resourceIs tells whether the resource of the request is one of a service whose
// last field starts with a prefix, in the given account if that is not empty. In
// pattern mode it may be unknown.
func (st *state) resourceIs(service, account, prefix string) node {
	r := &st.resource
	switch {
	case r.star:
		return node{}
	case !r.pattern:
		return known(r.service == service && (account == "" || r.account == account) && strings.HasPrefix(r.arn.resource, prefix))
	}
	anyText := field{any: true}
	in := anyText
	if account != "" {
		in = field{text: account}
	}
	g, _ := compileGlob(prefix+"*", modeWild) // no error without variables
	m := resourceMember{fields: [4]field{anyText, {text: service}, anyText, in}, resource: g}
	t := r.language.compare(&m, nil, nil)
	if t != Unknown {
		return node{value: t}
	}
	return st.fact(FactResourcePattern, "every ARN of the request is one of "+service+" that starts with ", prefix)
}

// isTrust tells whether the resource policy is a role trust policy: an action of
// STS on a role (STS1).
func (st *state) isTrust() node {
	if string(st.service) != "sts" {
		return node{}
	}
	return st.resourceIs("iam", "", "role/")
}

// namesPrincipals tells whether the resource must name its principals itself, so
// that an identity policy alone is not enough: roles for STS, and KMS keys
// (STS1, STS2, KMS1).
func (st *state) namesPrincipals() node {
	return st.isTrust().or(st.resourceIs("kms", "", "key/"))
}

// forbidden tells whether AWS refuses the request whatever the policies allow:
// access across partitions (X4), role assumption by the root user (STS5), and
// changes to what services own (IAM1).
func (st *state) forbidden() node {
	n := st.otherPartition()
	if st.caller.kind == callerRoot && string(st.action) == "sts:assumerole" {
		return node{value: True}
	}
	switch string(st.service) {
	case "iam":
		if changesIAM(st.name) {
			n = n.or(st.resourceIs("iam", "aws", "policy/")).
				or(st.resourceIs("iam", "", "role/aws-reserved/"))
			if !managesServiceLinked(st.name) {
				n = n.or(st.resourceIs("iam", "", "role"+pathServiceLinked))
			}
		}
	case "kms":
		switch string(st.name) {
		case "createalias", "updatealias", "deletealias":
			n = n.or(st.resourceIs("kms", "", "alias/aws/"))
		}
	}
	return n
}

// otherPartition tells whether caller and resource are in different partitions.
func (st *state) otherPartition() node {
	c, r := &st.caller, &st.resource
	switch {
	case c.partition == "" || r.star:
		return node{}
	case !r.pattern:
		return known(r.partition != c.partition)
	}
	own := appendLiteral(nil, c.partition)
	t := compareLanguages(own, r.language.fields[0])
	if t != Unknown {
		return node{value: t.not()}
	}
	return st.fact(FactResourcePattern, "some ARN of the request is outside of partition ", c.partition)
}

// readingIAM are the beginnings of the names of IAM actions that change nothing.
var readingIAM = [...]string{"get", "list", "generate", "simulate", "passrole"}

func changesIAM(name []byte) bool {
	for _, prefix := range readingIAM {
		if len(name) >= len(prefix) && string(name[:len(prefix)]) == prefix {
			return false
		}
	}
	return true
}

// managesServiceLinked reports whether an IAM action is one of those made for
// service-linked roles, which therefore work on them.
//
// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html
func managesServiceLinked(name []byte) bool {
	switch string(name) {
	case "createservicelinkedrole", "deleteservicelinkedrole", "updateroledescription":
		return true
	}
	return false
}

// isCallerIdentity reports whether the request is sts:GetCallerIdentity by an
// authenticated caller, which no identity policy can refuse (STS7).
func (st *state) isCallerIdentity() bool {
	return string(st.action) == "sts:getcalleridentity" &&
		st.caller.kind != callerAnonymous && st.caller.kind != callerProvider
}

// boundBySCPs reports whether SCPs bind the caller (G5).
func (st *state) boundBySCPs() bool { return st.caller.hasAccount() && !st.caller.serviceLinked }

// boundByRCPs reports whether RCPs bind the caller (G8).
func (st *state) boundByRCPs() bool { return !st.caller.serviceLinked }
