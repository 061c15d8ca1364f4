package awscli

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"
)

// A conversion reads one element of a list. The first thing that is wrong with
// it is its error, after which the element is not used.
type conversion struct {
	raw  json.RawMessage
	root string // the path of the element
	list string

	place Place

	subject, arn string
	err          *Error
	notes        []*Error // about parts that could be left out alone
	otherCommand bool
}

func (c *conversion) errors() []*Error {
	if c.err != nil {
		return []*Error{c.err}
	}
	return c.notes
}

// offset returns where in the element the value with that path begins.
func (c *conversion) offset(path string) int64 { return valueAt(c.raw, c.root, path) }

func (c *conversion) fail(path string, reason Reason, problem, hint string) {
	if c.err == nil {
		c.err = c.problem(path, reason, problem, hint)
	}
}

func (c *conversion) problem(path string, reason Reason, problem, hint string) *Error {
	return &Error{Path: path, Subject: c.subject, ARN: c.arn, Reason: reason, Problem: problem, Hint: hint}
}

// identify finds out whose element it is where decoding failed, so that an
// element that is damaged elsewhere can still be named.
func (c *conversion) identify() {
	var id struct{ UserName, GroupName, RoleName, PolicyName, Arn any }
	if err := json.Unmarshal(c.raw, &id); err != nil {
		return
	}
	for _, v := range [...]any{id.UserName, id.GroupName, id.RoleName, id.PolicyName} {
		if name, ok := v.(string); ok && name != "" {
			c.subject = kinds[c.list] + " " + name
			break
		}
	}
	c.arn, _ = id.Arn.(string)
}

// decode reads the element into a struct, of which name and arn are fields.
func (c *conversion) decode(v any, name, arn *string) {
	err := json.Unmarshal(c.raw, v)
	kind := kinds[c.list]
	if err != nil {
		c.identify()
	} else if c.arn = *arn; *name != "" {
		c.subject = kind + " " + *name
	}
	var wrong *json.UnmarshalTypeError
	switch {
	case c.raw[0] != '{':
		c.fail(c.root, Type, "want an object, not "+kindOf(c.raw), "")
	case errors.As(err, &wrong):
		path, _ := valueBefore(c.raw, c.root, wrong.Offset)
		c.fail(path, Type, "want "+wanted(wrong.Type.Kind().String())+", not "+wrong.Value, "")
	case err != nil:
		c.fail(c.root, Type, err.Error(), "")
	case c.subject == "":
		c.fail(c.root, Missing, "the "+kind+" has no name", "")
	case c.arn == "":
		c.fail(c.root, Missing, "the "+kind+" has no Arn", "")
	case !isARN(c.arn, kind):
		c.fail(c.root+".Arn", BadARN, quote(c.arn)+" is not the ARN of a "+kind, "")
	}
}

var kinds = map[string]string{
	UserDetailList: "user", GroupDetailList: "group", RoleDetailList: "role", Policies: "policy",
}

// wanted names a Go kind as JSON calls it.
func wanted(kind string) string {
	switch kind {
	case "struct", "map":
		return "an object"
	case "slice":
		return "an array"
	case "string":
		return "a string"
	case "bool":
		return "true or false"
	}
	return "a whole number"
}

// isARN reports whether s is arn:PARTITION:iam::ACCOUNT:KIND/..., where the
// account of a policy may be "aws".
func isARN(s, kind string) bool {
	f := strings.SplitN(s, ":", 6)
	if len(f) != 6 || f[0] != "arn" || f[1] == "" || f[2] != "iam" || f[3] != "" {
		return false
	}
	if !(kind == "policy" && f[4] == "aws") && (len(f[4]) != 12 || strings.Trim(f[4], "0123456789") != "") {
		return false
	}
	return strings.HasPrefix(f[5], kind+"/") && !strings.HasSuffix(f[5], "/")
}

func (c *conversion) time(path string, raw json.RawMessage) time.Time {
	t, problem := parseTime(raw)
	if problem != "" {
		c.fail(path, BadTime, problem, "want ISO 8601 such as 2019-04-01T12:00:00+00:00, or seconds since 1970")
	}
	return t
}

func (c *conversion) document(path string, raw json.RawMessage) string {
	text, problem := parseDocument(raw)
	if problem != "" {
		c.fail(path, BadDocument, problem, "")
	}
	return text
}

func (c *conversion) inline(list string, in []inlineJSON) []InlinePolicy {
	out := make([]InlinePolicy, 0, len(in))
	for i, p := range in {
		path := c.root + "." + list + "[" + strconv.Itoa(i) + "]"
		if p.PolicyName == "" {
			c.fail(path, Missing, "an inline policy has no PolicyName", "")
		}
		subject := c.subject
		c.subject += ", policy " + p.PolicyName
		text := c.document(path+".PolicyDocument", p.PolicyDocument)
		c.subject = subject
		out = append(out, InlinePolicy{PolicyName: p.PolicyName, PolicyDocument: text})
	}
	return out
}

// principal completes what users, groups and roles have in common.
func (c *conversion) principal(in *principalJSON, name, id, list string, inline []inlineJSON) Principal {
	for i, a := range in.AttachedManagedPolicies {
		if a.PolicyArn == "" {
			c.fail(c.root+".AttachedManagedPolicies["+strconv.Itoa(i)+"]", Missing, "an attached policy has no PolicyArn", "")
		}
	}
	boundary := ""
	if in.PermissionsBoundary != nil {
		// An unreadable boundary must not look like none.
		if boundary = in.PermissionsBoundary.PermissionsBoundaryArn; boundary == "" {
			c.fail(c.root+".PermissionsBoundary", Missing, "the permissions boundary has no PermissionsBoundaryArn", "")
		}
	}
	return Principal{
		Path: in.Path, Name: name, ID: id, Arn: in.Arn,
		CreateDate:              c.time(c.root+".CreateDate", in.CreateDate),
		InlinePolicies:          c.inline(list, inline),
		AttachedManagedPolicies: in.AttachedManagedPolicies,
		PermissionsBoundaryArn:  boundary,
	}
}
