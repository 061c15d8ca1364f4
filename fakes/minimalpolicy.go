package fakes

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
)

// MinimalPolicy returns the IAM policy document, as JSON, under which the calls
// would have been allowed: the permissions that the code under test needed.
// Print it, compare it with the policy in the repository, or evaluate that
// one with policyeval.
//
// Resources are "*", except for sts:AssumeRole, which gets the roles that were
// assumed, and iam:PassRole, which gets the roles that inputs hand to AWS Config
// and Lambda. An instance profile does not tell its role; iam:PassRole then gets
// "*". Operations that need no permission (GetCallerIdentity) and requests that
// are not signed are left out; the result is "" if nothing is left. Where else
// AWS checks more than the action of the operation, the calls do not show it.
//
// The calls of several principals make one policy; choose them before by
// [Call].Principal if each is to have its own.
func MinimalPolicy(calls []Call) string {
	anywhere := make(map[string]bool)
	roles := make(map[string]bool)
	passed := make(map[string]bool)
	for _, c := range calls {
		if c.AccessKeyID == "" || unrestricted[c.Action] {
			continue
		}
		if arn := roleARN(c); c.Action == assumeRole && arn != "" {
			roles[arn] = true
			continue
		}
		for _, a := range required(c) {
			anywhere[a] = true
		}
		switch arn := passedRole(c); arn {
		case "":
		case "*":
			anywhere[passRole] = true
		default:
			passed[arn] = true
		}
	}
	type statement struct {
		Effect   string
		Action   []string
		Resource []string
	}
	var document struct {
		Version   string
		Statement []statement
	}
	document.Version = "2012-10-17"
	if len(anywhere) > 0 {
		document.Statement = append(document.Statement, statement{"Allow", sorted(anywhere), []string{"*"}})
	}
	if len(roles) > 0 {
		document.Statement = append(document.Statement, statement{"Allow", []string{assumeRole}, sorted(roles)})
	}
	if len(passed) > 0 && !anywhere[passRole] {
		document.Statement = append(document.Statement, statement{"Allow", []string{passRole}, sorted(passed)})
	}
	if document.Statement == nil {
		return ""
	}
	text, err := json.MarshalIndent(document, "", "  ")
	if err != nil {
		return "" // strings always marshal
	}
	return string(text)
}

const (
	assumeRole = "sts:AssumeRole"
	passRole   = "iam:PassRole"
)

// passers are the members of inputs that hand a role to a service, by action;
// the part behind the dot is in a structure.
//
// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
var passers = map[string]string{
	"cloudtrail:CreateTrail":                   "CloudWatchLogsRoleArn",
	"cloudtrail:UpdateTrail":                   "CloudWatchLogsRoleArn",
	"config:PutConfigurationRecorder":          "ConfigurationRecorder.RoleARN",
	"ec2:AssociateIamInstanceProfile":          "IamInstanceProfile",
	"ec2:ReplaceIamInstanceProfileAssociation": "IamInstanceProfile",
	"ec2:RunInstances":                         "IamInstanceProfile",
	"events:PutRule":                           "RoleArn",
	"lambda:CreateFunction":                    "Role",
	"lambda:UpdateFunctionConfiguration":       "Role",
}

// passedRole returns the ARN of the role that a call passes, "*" if it passes one
// that it does not name, and "" if it passes none.
func passedRole(c Call) string {
	path, ok := passers[c.Action]
	if !ok {
		return ""
	}
	v := reflect.ValueOf(c.Input)
	for name := range strings.SplitSeq(path, ".") {
		if v.Kind() != reflect.Pointer || v.IsNil() || v.Elem().Kind() != reflect.Struct {
			return ""
		}
		if v = v.Elem().FieldByName(name); !v.IsValid() {
			return ""
		}
	}
	if arn, ok := v.Interface().(*string); ok {
		if arn == nil {
			return ""
		}
		return *arn
	}
	if v.Kind() == reflect.Pointer && !v.IsNil() {
		return "*"
	}
	return ""
}

// unrestricted are the actions that every principal may do
// (API references of GetCallerIdentity and GetSessionToken).
var unrestricted = map[string]bool{
	"sts:GetCallerIdentity": true,
	"sts:GetSessionToken":   true,
}

// required returns the actions that a call needs.
func required(c Call) []string {
	prefix, _, _ := strings.Cut(c.Action, ":")
	names, ok := actions[prefix+":"+c.Operation]
	if !ok {
		return []string{c.Action}
	}
	var all []string
	for _, n := range names {
		all = append(all, prefix+":"+n)
	}
	return all
}

// roleARN reads the member RoleArn of an input. The input's type is that of the
// client of STS, or of whatever else has such an operation.
func roleARN(c Call) string {
	v := reflect.ValueOf(c.Input)
	if v.Kind() != reflect.Pointer || v.IsNil() || v.Elem().Kind() != reflect.Struct {
		return ""
	}
	if f := v.Elem().FieldByName("RoleArn"); f.IsValid() {
		if arn, ok := f.Interface().(*string); ok && arn != nil {
			return *arn
		}
	}
	return ""
}

func sorted(set map[string]bool) []string {
	var all []string
	for s := range set {
		all = append(all, s)
	}
	slices.Sort(all)
	return all
}
