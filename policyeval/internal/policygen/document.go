package policygen

import (
	"encoding/json"
	"strings"
)

// kind is what a document is used for.
type kind int

const (
	identity kind = iota
	resource
	trust
	scp
	rcp
	endpoint
)

// document is a policy. allowAll makes its first statement allow everything,
// so that later layers decide.
func (s *Source) document(k kind, about request, allowAll bool) json.RawMessage {
	var members []string
	switch {
	case s.fault():
		members = append(members, pick(s, `"Version":"2012-10-18"`, `"version":"2012-10-17"`, `"Version":1`, `"Statement":[]`, `"Id":1`))
	case s.one(6):
		if s.one(2) {
			members = append(members, `"Version":"2008-10-17"`)
		}
	default:
		members = append(members, `"Version":"2012-10-17"`)
	}
	if s.one(20) {
		members = append(members, `"Id":"i"`)
	}
	var statements []string
	if allowAll {
		statements = append(statements, wide(k))
	}
	statements = append(statements, some(s, 3, func() string { return s.statement(k, about) })...)
	if s.one(40) {
		statements = nil
	}
	if s.one(2) {
		members = append(members, `"Statement":[`+strings.Join(statements, ",")+`]`)
	} else {
		members = append(members, `"Statement":`+s.values(statements))
	}
	if s.fault() {
		return json.RawMessage(pick(s, `[]`, `{"Statement":[1]}`, `{"Version":"2012-10-17"}`, `{"Statement":{}}`,
			`{"Statement":[],"Statement":[]}`, `"x"`))
	}
	return json.RawMessage(object(members))
}

// wide is a statement that allows everything.
func wide(k kind) string {
	members := []string{`"Effect":"Allow"`, `"Action":"*"`}
	if k != trust {
		members = append(members, `"Resource":"*"`)
	}
	if k == resource || k == trust || k == rcp || k == endpoint {
		members = append(members, `"Principal":"*"`)
	}
	return object(members)
}

// statement is one statement for a document of kind k.
func (s *Source) statement(k kind, about request) string {
	var members []string
	effect := pick(s, `"Effect":"Allow"`, `"Effect":"Deny"`)
	if s.fault() {
		effect = pick(s, `"Effect":"allow"`, `"effect":"Deny"`, `"Effect":true`, `"Sid":"x"`)
	}
	members = append(members, effect, s.actions(about))
	if k != trust && !(k == resource && s.one(5)) || s.fault() {
		members = append(members, s.resources(about))
	}
	if k == resource || k == trust || k == rcp || k == endpoint || s.fault() {
		members = append(members, s.principalMember(k))
	}
	if s.one(2) {
		members = append(members, `"Condition":`+s.condition())
	}
	if s.one(20) {
		members = append(members, pick(s, `"Sid":"s"`, `"Sid":"a b"`))
	}
	if s.fault() {
		members = append(members, pick(s, `"condition":{}`, `"Note":"x"`, `"NotAction":"s3:*"`, `"Action":"*"`, `"NotResource":"arn:aws:s3:::x"`, `"Condition":[]`))
	}
	return object(members)
}

func (s *Source) principalMember(k kind) string {
	switch {
	case k == rcp && !s.fault():
		return `"Principal":"*"`
	case (k == resource || k == endpoint) && s.one(4), s.fault():
		return `"NotPrincipal":` + s.principal(k == trust)
	}
	return `"Principal":` + s.principal(k == trust)
}

// actions is an Action or NotAction member.
func (s *Source) actions(about request) string {
	next := func() string {
		if s.fault() {
			return pick(s, "s3", "s3:${k:a}", "", "*s3")
		}
		switch s.n(8) {
		case 0, 1, 2:
			return "*"
		case 3:
			return pick(s, "s3:*", "s3:Get*", "sts:*", "kms:*", "iam:*", "**", "*:*", "s*:GetObject", "s3:Get?bject")
		case 4:
			return flip(s, about.action)
		case 5:
			return pick(s, "s3:", ":x", "s3: Get*", about.action+",s3:PutObject", "s3:Get.bject", "ec2:Run*", "s3:PutObject")
		case 6:
			head := cut(s, about.action)
			if strings.Contains(head, ":") {
				return head + "*"
			}
		}
		return about.action
	}
	if s.one(6) {
		if s.fault() {
			return `"NotAction":[]`
		}
		return `"NotAction":` + s.values(quoteAll(some(s, 2, next)))
	}
	if s.one(60) {
		return `"Action":[]`
	}
	return `"Action":` + s.values(quoteAll(some(s, 2, next)))
}

// resources is a Resource or NotResource member.
func (s *Source) resources(about request) string {
	next := func() string {
		if s.fault() {
			return pick(s, "s3:::b", "arn:aws:s3", "arn:AWS:s3:::b", "arn:aws:s3::${k:a}:x", "", "b", "*b", "arn:aws:s3:", "arn:aws:S3:::*")
		}
		switch s.n(8) {
		case 0, 1, 2:
			return "*"
		case 3:
			return pick(s, "arn:aws:s3:::*", "arn:aws:s3:::b/*", "arn:*", "arn:aws:*", "arn:aws:*:::b/k", "arn:aws:s3*", "**", "arn:aws:iam::*", "arn:aws:*:*:*:*", "arn:aws:s3:*:*:b/k", "arn:aws:s3:::c/*")
		}
		return s.resourcePattern(about.resource)
	}
	if s.one(5) {
		if s.fault() {
			return `"NotResource":[]`
		}
		return `"NotResource":` + s.values(quoteAll(some(s, 2, next)))
	}
	if s.one(60) {
		return `"Resource":[]`
	}
	return `"Resource":` + s.values(quoteAll(some(s, 2, next)))
}

// resourcePattern is the request's resource with changes in field 6 and, now
// and then, in the other fields.
func (s *Source) resourcePattern(text string) string {
	fields := strings.SplitN(text, ":", 6)
	if len(fields) < 6 {
		return "arn:aws:s3:::" + s.word("b/k")
	}
	fields[5] = s.word(fields[5])
	if s.one(8) {
		i := 1 + s.n(4)
		fields[i] = pick(s, "*", "?", "a*", home, "")
	}
	return strings.Join(fields, ":")
}
