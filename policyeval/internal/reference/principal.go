package reference

import (
	"errors"
	"strings"
)

// valueKind is a form of a principal value (section 8).
type valueKind int

const (
	starValue    valueKind = iota // "*" as the whole element
	awsStarValue                  // "*" under AWS
	accountValue                  // twelve digits
	rootValue
	userValue
	roleValue
	sessionValue
	federatedUserValue
	providerValue
	userIDValue // AIDA...
	roleIDValue // AROA...
	serviceValue
	canonicalValue
)

// principalValue is one value of Principal or NotPrincipal, or an ARN of the
// request.
type principalValue struct {
	kind      valueKind
	text      string
	partition string
	account   string
	name      string
	path      string
	session   string
}

// principalElement checks the element (P2, P3, D9, D15, G7).
func (l loader) principalElement(n node, negated bool) ([]principalValue, error) {
	if n.kind == 's' {
		if n.text != "*" {
			return nil, errors.New("P2: a bare string other than *")
		}
		return []principalValue{{kind: starValue, text: "*"}}, nil
	}
	if n.kind == 'a' && len(n.items) == 0 && l.kind != rcpDoc && !negated { // D15
		return nil, nil
	}
	if n.kind != 'o' {
		return nil, errors.New("D9: Principal is * or an object")
	}
	var values []principalValue
	for _, m := range n.members {
		texts, err := m.value.texts()
		if err != nil {
			return nil, err
		}
		for _, t := range texts {
			v, err := l.principalValue(m.name, t)
			if err != nil {
				return nil, err
			}
			values = append(values, v)
		}
		switch m.name {
		case "AWS", "Service", "Federated", "CanonicalUser":
		default:
			return nil, errors.New("P3: unknown kind " + m.name)
		}
	}
	// Reading of G7: any spelling of P1 is "*", but nothing beside it.
	if l.kind == rcpDoc && (len(n.members) != 1 || len(values) != 1 || values[0].kind != awsStarValue) {
		return nil, errors.New("G7: Principal of an RCP must be *")
	}
	if negated && len(values) == 0 {
		return nil, errors.New("D15: empty NotPrincipal")
	}
	return values, nil
}

// principalValue reads one value of one kind (P3-P6, P10, P13, V2).
func (l loader) principalValue(kind, text string) (principalValue, error) {
	v := principalValue{text: text}
	switch {
	case kind == "AWS" && text == "*":
		v.kind = awsStarValue
		return v, nil
	case text == "" || hasWildcard(text):
		return v, errors.New("P5: empty value or wildcard inside a value")
	case l.variables && strings.Contains(text, "${"):
		return v, errors.New("V2: variable in a principal")
	}
	switch kind {
	case "Service":
		v.kind = serviceValue
	case "Federated":
		v.kind = providerValue
		if l.kind != trustDoc {
			return v, errors.New("P10: Federated only in a trust policy")
		}
	case "CanonicalUser":
		v.kind = canonicalValue
	case "AWS":
		return awsValue(text)
	}
	return v, nil
}

func awsValue(text string) (principalValue, error) {
	v := principalValue{text: text}
	switch {
	case isAccount(text):
		v.kind, v.account = accountValue, text
	case isUniqueID(text, "AIDA"):
		v.kind = userIDValue
	case isUniqueID(text, "AROA"):
		v.kind = roleIDValue
	default:
		p, err := parsePrincipalARN(text)
		if err == nil && p.kind == providerValue {
			err = errors.New("P10: a provider belongs under Federated")
		}
		return p, err
	}
	return v, nil
}

// parsePrincipalARN reads the ARN of a principal (P4, P7-P10, P13).
func parsePrincipalARN(text string) (principalValue, error) {
	fields := splitARN(text)
	if len(fields) != 6 || fields[0] != "arn" || fields[1] == "" || fields[3] != "" || !isAccount(fields[4]) || hasWildcard(text) {
		return principalValue{}, errors.New("not the ARN of a principal: " + text)
	}
	v := principalValue{text: text, partition: fields[1], account: fields[4]}
	kind, rest, _ := strings.Cut(fields[5], "/")
	last := rest[strings.LastIndex(rest, "/")+1:]
	ok := last != ""
	switch fields[2] + ":" + kind {
	case "iam:root":
		v.kind, ok = rootValue, fields[5] == "root"
	case "iam:user":
		v.kind, v.name, v.path = userValue, last, "/"+strings.TrimSuffix(rest, last)
	case "iam:role":
		v.kind, v.name, v.path = roleValue, last, "/"+strings.TrimSuffix(rest, last)
	case "sts:assumed-role":
		v.kind = sessionValue
		v.name, v.session, _ = strings.Cut(rest, "/")
		ok = v.name != "" && v.session != "" && !strings.Contains(v.session, "/")
	case "sts:federated-user":
		v.kind, v.name = federatedUserValue, rest
		ok = rest != "" && !strings.Contains(rest, "/")
	case "iam:saml-provider", "iam:oidc-provider":
		v.kind = providerValue
	default: // groups and everything else (P13)
		ok = false
	}
	if !ok {
		return v, errors.New("not the ARN of a principal: " + text)
	}
	return v, nil
}

func isAccount(s string) bool {
	return len(s) == 12 && strings.Trim(s, "0123456789") == ""
}

func isUniqueID(s, prefix string) bool {
	return strings.HasPrefix(s, prefix) && len(s) > len(prefix) &&
		strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == ""
}

// grades are the outcomes of a principal match by grade (section 8).
type grades struct{ direct, entity, account logic }

func (g grades) any() logic { return or(g.direct, g.entity, g.account) }

// match is one value against the caller. star is what {"AWS": "*"} means for a
// federated caller without AWS identity (P10).
func (v principalValue) match(c caller, star bool) grades {
	var g grades
	switch v.kind {
	case starValue: // P1
		g.direct = known(true)
	case awsStarValue: // P1, P10
		g.direct = known(c.kind != provider || star)
	case accountValue: // P4
		g.account = known(c.isAWS() && c.account == v.account)
	case rootValue: // P4, P13
		g.account = known(c.isAWS() && c.account == v.account && c.partition == v.partition)
	case canonicalValue: // P12
		g.account = v.matchCanonical(c)
	case userValue:
		g.direct = known(c.kind == user && c.text == v.text)
		g.entity = v.matchIssuer(c)
	case roleValue: // P7
		g.entity = known(v.sameRole(c) && (!c.pathKnown || c.path == v.path))
	case sessionValue: // P8
		g.direct = v.matchSession(c)
	case federatedUserValue:
		g.direct = known(c.kind == federated && c.text == v.text)
	case userIDValue: // P6
		g.direct = v.matchID(c, c.kind == user)
		g.entity = v.matchID(c, c.kind == federated)
	case roleIDValue: // P6
		g.entity = v.matchID(c, c.kind == role || c.kind == roleSession)
	case serviceValue: // P11
		g.direct = known(c.kind == service && c.text == v.text)
	case providerValue: // P10
		g.direct = known(c.kind == provider && c.text == v.text)
	}
	return g
}

func (v principalValue) matchCanonical(c caller) logic {
	if !c.isAWS() {
		return known(false)
	}
	if c.canonical == "" {
		return unknown("principal:CanonicalUser")
	}
	return known(c.canonical == v.text)
}

// matchIssuer is P9.
func (v principalValue) matchIssuer(c caller) logic {
	if c.kind != federated || c.account != v.account || c.partition != v.partition {
		return known(false)
	}
	if c.issuer == "" {
		return unknown("principal:Issuer")
	}
	return known(c.issuer == v.text)
}

// sameRole ignores path and session.
func (v principalValue) sameRole(c caller) bool {
	return (c.kind == role || c.kind == roleSession) &&
		c.partition == v.partition && c.account == v.account && c.name == v.name
}

// matchSession is P8 and U7.
func (v principalValue) matchSession(c caller) logic {
	if c.kind == role && v.sameRole(c) {
		return unknown("principal:SessionName")
	}
	return known(c.kind == roleSession && c.text == v.text)
}

// matchID is P6.
func (v principalValue) matchID(c caller, possible bool) logic {
	if !possible {
		return known(false)
	}
	if c.uniqueID == "" {
		return unknown("principal:UniqueId")
	}
	return known(c.uniqueID == v.text)
}
