package policyeval

import (
	"errors"
	"strings"
)

// resources checks Resource or NotResource (R2, R7, R9, R10, R15, V3, V5, V12,
// D15).
func (v *validator) resources(s *Statement, e Element, l *List) {
	if l == nil {
		return
	}
	v.empty(s, e, len(l.Members), l.Offset)
	for i := range l.Members {
		v.resource(v.member(s, e, l, i), l.Members[i].Value)
	}
}

func (v *validator) resource(at place, text string) {
	if onlyStars(text) {
		return
	}
	if !strings.HasPrefix(text, "arn:") {
		v.fault("R2", at, "the resource "+quote(text)+` does not start with "arn:"`, `write an ARN, or "*" for every resource`)
		return
	}
	variables := v.policy.HasVariables() && hasVariable(text)
	if variables && !v.variables("V5", at, text) {
		return
	}
	if a, ok := splitARN(text); ok && !variables {
		// The usual case, without allocation.
		v.resourceFields(at, text, a)
		return
	}
	fields := splitFields(text, variables)
	if variables {
		for _, f := range fields[:min(5, len(fields))] {
			if hasVariable(f) {
				v.fault("V3", at, "the resource "+quote(text)+" has a policy variable before the last field of the ARN",
					`use it after the fifth colon, or write a wildcard and a condition`)
				return
			}
		}
	}
	if len(fields) < 6 && !v.padded(at, text, fields) {
		return
	}
	var whole [6]string
	copy(whole[:], fields)
	for i := len(fields); i < len(whole); i++ {
		whole[i] = "*"
	}
	v.resourceFields(at, text, arn{whole[1], whole[2], whole[3], whole[4], whole[5]})
}

// padded reports whether a short ARN may be read as if its missing fields were
// stars (R9).
func (v *validator) padded(at place, text string, fields []string) bool {
	if !strings.HasSuffix(text, "*") {
		v.fault("R9", at, "the resource "+quote(text)+" has fewer than the six fields of an ARN",
			"write arn:partition:service:region:account:resource; fields may be empty")
		return false
	}
	if v.warn {
		v.warning("R9", at, "the resource "+quote(text)+" has fewer than the six fields of an ARN; the missing ones match everything")
	}
	return true
}

func (v *validator) resourceFields(at place, text string, a arn) {
	if hasUpper(a.partition) || hasUpper(a.service) || hasUpper(a.region) {
		v.fault("R7", at, "the resource "+quote(text)+" has upper-case letters in partition, service or region", "write these fields in lower case")
		return
	}
	if !v.warn {
		return
	}
	if strings.ContainsAny(a.service, "*?") {
		v.warning("R15", at, "the resource "+quote(text)+" has a wildcard for the service; an Allow with it never grants, and a NotResource of a Deny excludes nothing by it")
	}
	name := literalText(a.resource, v.policy.HasVariables())
	if i := strings.IndexAny(name, "/:"); i > 0 && !untyped(a.service) && strings.ContainsAny(name[:i], "*?") {
		v.warning("R10", at, "the resource "+quote(text)+" has a wildcard in the resource type; it matches across types")
	}
}

// untyped reports whether resources of the service have no type before their
// name, so that a wildcard there is an ordinary one.
func untyped(service string) bool {
	switch service {
	case "s3", "s3-object-lambda", "sns", "sqs", "execute-api", "apigateway", "appsync":
		return true
	}
	return strings.ContainsAny(service, "*?")
}

func hasUpper(text string) bool {
	for i := 0; i < len(text); i++ {
		if 'A' <= text[i] && text[i] <= 'Z' {
			return true
		}
	}
	return false
}

// variables checks the policy variables of a text (V5, V12).
func (v *validator) variables(rule string, at place, text string) bool {
	parts, err := splitText(text, modeVariables)
	if err != nil {
		reason := err.Error()
		if fault := (*variableError)(nil); errors.As(err, &fault) {
			reason = fault.reason
		}
		message, advice, _ := strings.Cut(reason, "; ")
		v.fault(rule, at, "the policy variable in "+quote(text)+" is not well-formed: "+message, advice)
		return false
	}
	if v.warn {
		for _, p := range parts {
			if p.kind == partVariable && !strings.Contains(p.key, ":") {
				v.warning("V12", at, "the policy variable "+quote(p.key)+" names no context key of AWS, which all contain a colon; it normally has no value")
			}
		}
	}
	return true
}
