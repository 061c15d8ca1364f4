package enforce

import (
	"strings"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// iamNeeds returns what a call of IAM needs.
func (e *Enforcer) iamNeeds(c *model.Call) ([]need, error) {
	row, ok := iamTable()[c.Operation]
	if !ok {
		n := anything(c)
		if path, ok := shownAs[c.Operation]; ok {
			n.shown = c.Account.ARN("iam", path)
		} else if c.Operation == "ListPolicies" {
			n.shown = "policy path /"
		}
		n.set("iam:AccountPropertyNamespaces", texts(c.Input, "Namespaces")...)
		return []need{n}, nil
	}
	n, err := e.iamResource(c, row)
	if err != nil {
		return nil, err
	}
	n.action = c.Action
	n.requestTags = tagsIn(c.Input, "Tags")
	if keys := texts(c.Input, "TagKeys"); len(keys) > 0 {
		n.set("aws:TagKeys", keys...)
	}
	if boundary, ok := text(c.Input, "PermissionsBoundary"); ok {
		n.context["iam:PermissionsBoundary"] = []string{boundary}
	}
	n.set("iam:AWSServiceName", get(c.Input, "AWSServiceName"))
	n.set("iam:ServiceSpecificCredentialServiceName", get(c.Input, "ServiceName"))
	n.set("iam:OrganizationsPolicyId", get(c.Input, "OrganizationsPolicyId"))
	if strings.Contains(c.Operation, "tach") { // Attach and Detach
		n.set("iam:PolicyARN", get(c.Input, "PolicyArn"))
	}
	return append([]need{n}, e.iamMore(c, row, n)...), nil
}

// iamMore returns what a few operations need besides.
func (e *Enforcer) iamMore(c *model.Call, row *row, first need) []need {
	var more []need
	if action, ok := tagActions[c.Operation]; ok && first.requestTags != nil {
		n := first
		n.action = "iam:" + action
		more = append(more, n)
	}
	switch c.Operation {
	case "UpdateUser", "UpdateGroup", "UpdateServerCertificate":
		// Renaming needs the action on both names.
		name, path := get(c.Input, "New"+row.member), get(c.Input, "NewPath")
		if name == "" && path == "" {
			break
		}
		old, _, _ := strings.Cut(first.resource, "/")
		if name == "" {
			name = get(c.Input, row.member)
		}
		if path == "" {
			path = first.resource[len(old) : strings.LastIndexByte(first.resource, '/')+1]
		}
		n := need{action: c.Action, resource: old + path + name}
		more = append(more, n)
	case "AddRoleToInstanceProfile":
		more = append(more, e.passRole(c, get(c.Input, "RoleName"), "ec2.amazonaws.com"))
	}
	return more
}

// passRole is the need to pass a role to a service.
func (e *Enforcer) passRole(c *model.Call, name, service string) need {
	n := e.named(c, "role", name)
	n.action, n.shown = "iam:PassRole", n.resource
	n.set("iam:PassedToService", service)
	return n
}

// iamResource finds the resource of a row.
func (e *Enforcer) iamResource(c *model.Call, row *row) (need, error) {
	value, given := text(c.Input, row.member)
	switch row.kind {
	case "user":
		if !given {
			return e.callingUser(c)
		}
	case "arn":
		return e.byARN(c, value), nil
	case "key":
		if key := e.cloud.Keys.Get(value); key != nil && key.Owner.Kind == model.IAMUser && key.Owner.AccountID == c.Account.ID {
			return e.named(c, "user", key.Owner.Name), nil
		}
		return anything(c), nil
	case "linked":
		return need{resource: c.Account.ARN("iam", "role/aws-service-role/"+value+"/") + linkedName(value, get(c.Input, "CustomSuffix")), tags: map[string]string{}}, nil
	case "task":
		// task/aws-service-role/SERVICE/ROLE/ID
		path := strings.TrimPrefix(value, "task/")
		if i := strings.LastIndexByte(path, '/'); i > 0 {
			path = path[:i]
		}
		return need{resource: c.Account.ARN("iam", "role/"+path), tags: map[string]string{}}, nil
	case "access-report", "delegation-request":
		if value == "" {
			value = "*"
		}
		return need{resource: c.Account.ARN("iam", row.kind+"/"+value), tags: map[string]string{}}, nil
	}
	return e.named(c, row.kind, value), nil
}

// linkedName is the usual name of a service-linked role. Services choose names
// of their own, which nobody can derive; policies therefore end in a wildcard.
func linkedName(service, suffix string) string {
	name, _, _ := strings.Cut(service, ".")
	if suffix != "" {
		suffix = "_" + suffix
	}
	return "AWSServiceRoleFor" + name + suffix
}

// callingUser is the resource of operations that work on the caller if they are
// told nobody.
func (e *Enforcer) callingUser(c *model.Call) (need, error) {
	switch {
	case c.Caller.Kind == model.IAMUser:
		return e.named(c, "user", c.Caller.Name), nil
	case c.Caller.Kind == model.Root:
		return need{resource: c.Account.ARN("iam", "root"), tags: map[string]string{}}, nil
	}
	if all, ok := field(c.Input, "AllUsers"); ok && !all.IsZero() {
		return need{resource: c.Account.ARN("iam", "user/*"), pattern: true}, nil
	}
	return need{}, model.Errorf("ValidationError", "Must specify userName when calling with non-User credentials")
}

// named is a resource of the caller's account by the name that the call gives.
// What does not exist has the path "/": it must not look different to somebody
// who may not know.
func (e *Enforcer) named(c *model.Call, kind, name string) need {
	n := need{tags: map[string]string{}}
	switch {
	case strings.HasPrefix(name, "arn:") && !byName[kind]:
		n.resource = name
	case kind == "oidc-provider":
		n.resource = c.Account.ARN("iam", kind+"/"+strings.TrimPrefix(name, "https://"))
	default:
		n.resource = c.Account.ARN("iam", kind+createPath(c)+name)
	}
	if word, ok := words[kind]; ok && (!strings.HasPrefix(c.Operation, "Create"+operationNoun[kind]) || kind == "policy") {
		n.shown = word + name
	}
	var found model.Resource
	ok := false
	switch kind {
	case "user", "role":
		var id model.Identity
		if kind == "user" {
			id, ok = e.identities.User(c.Account, name)
		} else {
			id, ok = e.identities.Role(c.Account, name)
		}
		found = id.Resource
		for k, v := range found.Tags {
			n.set("iam:ResourceTag/"+k, v)
		}
		n.set("iam:PermissionsBoundary", id.Boundary)
	default:
		found, ok = e.identities.Resource(c.Account, kind, name)
	}
	if ok {
		n.resource = found.ARN
		for k, v := range found.Tags {
			n.tags[k] = v
		}
	}
	if n.context == nil {
		n.context = map[string][]string{}
	}
	return n
}

// byName are the kinds that operations never name by ARN.
var byName = map[string]bool{"user": true, "group": true, "role": true, "instance-profile": true, "server-certificate": true}

// operationNoun is what the names of operations that make a kind end in.
var operationNoun = map[string]string{
	"user": "User", "group": "Group", "role": "Role", "policy": "Policy", "instance-profile": "InstanceProfile",
}

// createPath is the path of what a call makes.
func createPath(c *model.Call) string {
	if path, ok := text(c.Input, "Path"); ok && strings.HasPrefix(c.Operation, "Create") || c.Operation == "UploadServerCertificate" && ok {
		return path
	}
	return "/"
}

// byARN is a resource that the call names by ARN.
func (e *Enforcer) byARN(c *model.Call, arn string) need {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) == 6 && parts[2] == "iam" && parts[4] == c.Account.ID {
		kind, name, _ := strings.Cut(parts[5], "/")
		if kind == "user" || kind == "role" || kind == "group" {
			n := e.named(c, kind, name[strings.LastIndexByte(name, '/')+1:])
			n.resource, n.shown = arn, arn
			return n
		}
	}
	return e.named(c, "", arn)
}
