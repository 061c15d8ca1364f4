package policyeval

import "strings"

// principals checks Principal or NotPrincipal (P2-P6, P11, P13, P16, D15).
func (v *validator) principals(s *Statement, e Element, el *PrincipalElement) {
	if el == nil {
		return
	}
	at := statementPlace(s, e, el.Offset)
	if e == ElementNotPrincipal && v.warn && el.everybody() {
		v.warning("P16", at, "NotPrincipal excludes everybody; the statement never applies")
	}
	if el.Wildcard {
		return
	}
	members := 0
	at.named = true
	for i := range el.Entries {
		entry := &el.Entries[i]
		members += len(entry.Values.Members)
		at.name = string(entry.Kind)
		for j, m := range entry.Values.Members {
			at.offset, at.member = m.Offset, -1
			if !entry.Values.Bare {
				at.member = j
			}
			v.principal(at, entry.Kind, m.Value)
		}
	}
	v.empty(s, e, members, el.Offset)
}

// everybody reports whether the element contains one of the forms of P1.
func (el *PrincipalElement) everybody() bool {
	if el.Wildcard {
		return true
	}
	for i := range el.Entries {
		if el.Entries[i].Kind == PrincipalAWS {
			for _, m := range el.Entries[i].Values.Members {
				if m.Value == "*" {
					return true
				}
			}
		}
	}
	return false
}

func (v *validator) principal(at place, kind PrincipalKind, value string) {
	switch {
	case kind == PrincipalAWS && value == "*":
	case v.policy.HasVariables() && strings.Contains(value, "${"):
		v.fault("V2", at, "the principal "+quote(value)+" contains a policy variable", "name the principal; variables work in resources and condition values only")
	case strings.ContainsAny(value, "*?"):
		v.fault("P5", at, "the "+string(kind)+" principal "+quote(value)+" contains a wildcard",
			`name each principal, or write "*" for everybody and limit with a condition on aws:PrincipalArn`)
	case kind == PrincipalAWS:
		v.awsPrincipal(at, value)
	case !v.warn:
	case value == "":
		v.warning("P3", at, "the "+string(kind)+" principal is empty and matches nobody")
	case kind == PrincipalService && strings.ToLower(value) != value:
		v.warning("P11", at, "the service principal "+quote(value)+" has upper-case letters; service principals are lower case, so it matches none")
	}
}

// awsPrincipal checks a value of the kind AWS: an account, a unique id, or the
// ARN of an account, user, role or session.
func (v *validator) awsPrincipal(at place, value string) {
	if isAccountID(value) || isPrincipalID(value) {
		return
	}
	const advice = "name an account (12 digits or arn:aws:iam::ACCOUNT:root), user, role, session, or the unique id of a user or role"
	refuse := func(why string) { v.fault("P6", at, "the AWS principal "+quote(value)+" "+why, advice) }
	f := strings.SplitN(value, ":", 6)
	switch {
	case f[0] != "arn" && len(f) == 1 && len(value) > 4 && strings.HasPrefix(value, "A"):
		refuse("is not the unique id of a user (AIDA...) or role (AROA...)")
		return
	case f[0] != "arn":
		refuse("is no account, ARN or unique id")
		return
	case len(f) < 6:
		refuse("has fewer than six fields")
		return
	}
	account, resource := f[4], f[5]
	kind, name, _ := strings.Cut(resource, "/")
	switch {
	case f[1] == "" || f[3] != "":
		refuse("has no partition, or has a region")
	case f[2] == "iam" && kind == "group":
		v.fault("P13", at, "the principal "+quote(value)+" is a group", "name its users or a role: a group cannot be a principal")
	// The account field of a CloudFront origin access identity is "cloudfront".
	case !isAccountID(account) && account != "cloudfront":
		refuse("has no account of 12 digits")
	case f[2] == "iam" && resource == "root":
	case f[2] == "iam" && (kind == "user" || kind == "role") && name != "" && !strings.HasSuffix(name, "/"):
	case f[2] == "sts" && kind == "federated-user" && name != "":
	case f[2] == "sts" && kind == "assumed-role":
		if role, session, _ := strings.Cut(name, "/"); role == "" || session == "" || strings.Contains(session, "/") {
			refuse("is not of the form assumed-role/ROLE/SESSION")
		}
	default:
		refuse("is the ARN of something that cannot be a principal")
	}
}

// isPrincipalID reports whether text is the unique id of a user or role.
func isPrincipalID(text string) bool {
	if !strings.HasPrefix(text, "AIDA") && !strings.HasPrefix(text, "AROA") || len(text) == 4 {
		return false
	}
	for i := 4; i < len(text); i++ {
		if c := text[i]; (c < 'A' || c > 'Z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}
