package lambdafake

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// policyLimit is the most bytes that a resource policy has
// (gettingstarted-limits).
const policyLimit = 20 * 1024

// A policy is the resource policy of a function.
type policy struct {
	Statements []statement
	Revision   string
}

// A statement is one of a resource policy, in the order in which Lambda writes
// its members.
type statement struct {
	Sid       string                       `json:"Sid"`
	Effect    string                       `json:"Effect"`
	Principal any                          `json:"Principal"`
	Action    string                       `json:"Action"`
	Resource  string                       `json:"Resource"`
	Condition map[string]map[string]string `json:"Condition,omitempty"`
}

// document is the policy as plain JSON; unlike IAM, Lambda does not escape it.
func (p policy) document() (string, error) {
	text, err := json.Marshal(struct {
		Version   string      `json:"Version"`
		ID        string      `json:"Id"`
		Statement []statement `json:"Statement"`
	}{"2012-10-17", "default", p.Statements})
	return string(text), err
}

func (m *lambdas) getPolicy(_ context.Context, c *model.Call, in *lambda.GetPolicyInput) (*lambda.GetPolicyOutput, error) {
	f, err := m.state.Read(c).find(c, in.FunctionName, in.Qualifier)
	if err != nil {
		return nil, err
	}
	if len(f.Policy.Statements) == 0 {
		return nil, model.Errorf("ResourceNotFoundException", "The resource you requested does not exist.")
	}
	document, err := f.Policy.document()
	if err != nil {
		return nil, err
	}
	return &lambda.GetPolicyOutput{Policy: &document, RevisionId: aws.String(f.Policy.Revision)}, nil
}

func (m *lambdas) addPermission(_ context.Context, c *model.Call, in *lambda.AddPermissionInput) (*lambda.AddPermissionOutput, error) {
	f, err := m.state.Write(c).find(c, in.FunctionName, in.Qualifier)
	if err != nil {
		return nil, err
	}
	s, err := m.permit(c.Account, f, in)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	return &lambda.AddPermissionOutput{Statement: aws.String(string(text))}, nil
}

var (
	sid     = regexp.MustCompile(`^[a-zA-Z0-9-_]{1,100}$`)
	allowed = regexp.MustCompile(`^(lambda:[*]|lambda:[a-zA-Z]+|[*])$`)
)

// permit adds a statement to the policy of a function.
func (m *lambdas) permit(a *model.Account, f *function, in *lambda.AddPermissionInput) (statement, error) {
	s := statement{
		Sid: aws.ToString(in.StatementId), Effect: "Allow", Action: aws.ToString(in.Action), Resource: *f.Config.FunctionArn,
		Condition: map[string]map[string]string{},
	}
	principal, err := m.principal(a, aws.ToString(in.Principal))
	if err != nil {
		return s, err
	}
	s.Principal = principal
	switch {
	case !sid.MatchString(s.Sid):
		return s, invalidValue("statementId", s.Sid, "Member must satisfy regular expression pattern: ([a-zA-Z0-9-_]+)")
	case !allowed.MatchString(s.Action):
		return s, invalidValue("action", s.Action, `Member must satisfy regular expression pattern: (lambda:[*]|lambda:[a-zA-Z]+|[*])`)
	case in.SourceAccount != nil && !model.IsAccountID(*in.SourceAccount):
		return s, invalidValue("sourceAccount", *in.SourceAccount, `Member must satisfy regular expression pattern: \d{12}`)
	case in.FunctionUrlAuthType != "" && s.Action != "lambda:InvokeFunctionUrl":
		return s, invalidParameter("FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action")
	case slices.ContainsFunc(f.Policy.Statements, func(o statement) bool { return o.Sid == s.Sid }):
		return s, model.Errorf("ResourceConflictException", "The statement id (%s) provided already exists. Please provide a new statement id, or remove the existing statement.", s.Sid)
	}
	if len(f.Policy.Statements) > 0 || in.RevisionId != nil {
		if err := checkRevision(in.RevisionId, &f.Policy.Revision); err != nil {
			return s, err
		}
	}
	s.when("StringEquals", "lambda:FunctionUrlAuthType", string(in.FunctionUrlAuthType))
	s.when("StringEquals", "AWS:SourceAccount", aws.ToString(in.SourceAccount))
	s.when("StringEquals", "aws:PrincipalOrgID", aws.ToString(in.PrincipalOrgID))
	s.when("StringEquals", "lambda:EventSourceToken", aws.ToString(in.EventSourceToken))
	s.when("ArnLike", "AWS:SourceArn", aws.ToString(in.SourceArn))
	if in.InvokedViaFunctionUrl != nil && *in.InvokedViaFunctionUrl {
		s.when("Bool", "lambda:InvokedViaFunctionUrl", "true")
	}
	next := policy{Statements: append(slices.Clone(f.Policy.Statements), s)}
	document, err := next.document()
	if err != nil {
		return s, err
	}
	if len(document) > policyLimit {
		return s, model.Errorf("PolicyLengthExceededException", "The final policy size (%d) is bigger than the limit (%d).", len(document), policyLimit)
	}
	next.Revision = m.cloud.IDs.UUID()
	f.Policy = next
	return s, nil
}

// when adds a condition, unless the value is empty.
func (s *statement) when(operator, key, value string) {
	if value == "" {
		return
	}
	if s.Condition[operator] == nil {
		s.Condition[operator] = map[string]string{}
	}
	s.Condition[operator][key] = value
}

// principal writes a principal as a policy has it. Lambda takes a service, an
// account, an ARN or everybody, and refuses principals that do not exist.
func (m *lambdas) principal(a *model.Account, p string) (any, error) {
	invalid := invalidParameter("The provided principal was invalid. Please check the principal and try again.")
	switch {
	case p == "*":
		return "*", nil
	case strings.HasSuffix(p, ".amazonaws.com"), strings.HasSuffix(p, ".amazonaws.com.cn"):
		return map[string]string{"Service": p}, nil
	case model.IsAccountID(p):
		return map[string]string{"AWS": "arn:" + a.Partition + ":iam::" + p + ":root"}, nil
	}
	parts := strings.SplitN(p, ":", 6)
	if len(parts) != 6 || parts[0] != "arn" || parts[1] != a.Partition || parts[2] != "iam" && parts[2] != "sts" || !model.IsAccountID(parts[4]) {
		return nil, invalid
	}
	if owner := m.cloud.Lookup(parts[4]); owner != nil && parts[2] == "iam" {
		st := m.iam.Store(owner)
		name := p[strings.LastIndexByte(p, '/')+1:]
		switch {
		case strings.HasPrefix(parts[5], "user/") && st.Users.Get(name) == nil,
			strings.HasPrefix(parts[5], "role/") && st.Roles.Get(name) == nil:
			return nil, invalid
		}
	}
	return map[string]string{"AWS": p}, nil
}

func (m *lambdas) removePermission(_ context.Context, c *model.Call, in *lambda.RemovePermissionInput) (*lambda.RemovePermissionOutput, error) {
	f, err := m.state.Write(c).find(c, in.FunctionName, in.Qualifier)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(f.Policy.Statements, func(s statement) bool { return s.Sid == *in.StatementId })
	switch {
	case len(f.Policy.Statements) == 0:
		return nil, model.Errorf("ResourceNotFoundException", "No policy is associated with the given resource.")
	case i < 0:
		return nil, model.Errorf("ResourceNotFoundException", "Statement %s is not found in resource policy.", *in.StatementId)
	}
	if err := checkRevision(in.RevisionId, &f.Policy.Revision); err != nil {
		return nil, err
	}
	f.Policy = policy{Statements: slices.Delete(slices.Clone(f.Policy.Statements), i, i+1), Revision: m.cloud.IDs.UUID()}
	return nil, nil
}
