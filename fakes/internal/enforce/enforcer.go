package enforce

import (
	"context"
	"fmt"
	"strings"

	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/policyeval"
)

// An Organization tells what an organization means for its accounts. The model
// of Organizations is one.
type Organization interface {
	// Levels returns the SCPs and RCPs that bind an account, root first.
	Levels(accountID string) (scps, rcps [][]*policyeval.Policy)
	// Membership returns the organization's id, the path of the account's
	// parent as in aws:PrincipalOrgPaths, and the management account.
	Membership(accountID string) (orgID, path, managementID string, ok bool)
}

// An Enforcer decides whether calls may proceed. It belongs to one Cloud, and
// its methods run under the lock of that. Make one with [New].
type Enforcer struct {
	cloud        *model.Cloud
	identities   model.Identities
	organization Organization // nil if there is none
	extra        map[string]policyeval.Context
	documents    map[string]*policyeval.Policy
	prepared     map[string]prepared
}

var (
	_ model.Authorizer = (*Enforcer)(nil)
	_ model.Service    = (*Enforcer)(nil)
)

// New returns the enforcer of a Cloud and makes it the Cloud's Authorizer.
func New(c *model.Cloud, identities model.Identities, organization Organization) *Enforcer {
	e := &Enforcer{
		cloud: c, identities: identities, organization: organization, extra: map[string]policyeval.Context{},
		documents: map[string]*policyeval.Policy{}, prepared: map[string]prepared{},
	}
	c.Authorizer = e
	return e
}

// Register registers nothing: an Enforcer answers no operation.
func (*Enforcer) Register(*model.Registry) {}

// SetContext sets a context key for every call of the account's principals, such
// as aws:SourceIp. Without values the key is absent again.
func (e *Enforcer) SetContext(account, key string, values []string) {
	if e.extra[account] == nil {
		e.extra[account] = policyeval.Context{}
	}
	if len(values) == 0 {
		delete(e.extra[account], key)
		return
	}
	e.extra[account][key] = values
}

// Authorize returns nil if the policies that bind the caller allow everything
// that the call needs, and the error of the service otherwise. Operations by
// which roles are assumed it leaves to their trust policies
// ([Enforcer.AuthorizeAssumeRole]), and operations that need no permission it
// admits.
func (e *Enforcer) Authorize(_ context.Context, c *model.Call) error {
	if err := checkSession(c); err != nil {
		return err
	}
	needs, err := e.needs(c)
	if err != nil {
		return err
	}
	for _, n := range needs {
		if err := e.authorize(c, n); err != nil {
			return err
		}
	}
	return nil
}

// checkSession refuses what AWS does not let sessions of users do, whatever
// their policies say.
//
// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_request.html
func checkSession(c *model.Call) error {
	invalid := model.Errorf("InvalidClientTokenId", "The security token included in the request is invalid")
	session := c.Caller.Kind == model.FederatedUser || c.Caller.Temporary && (c.Caller.Kind == model.IAMUser || c.Caller.Kind == model.Root) && c.Caller.TaskPolicy == ""
	switch {
	case !session, c.Action == "sts:GetCallerIdentity":
		return nil
	case c.Service == "IAM" && (c.Caller.Kind == model.FederatedUser || !c.Caller.MFA):
		return invalid
	case c.Service == "STS" && c.Operation == "AssumeRole" && c.Caller.Kind != model.FederatedUser:
		return nil
	case c.Service == "STS":
		return model.Errorf("AccessDenied", "Cannot call %s with session credentials", c.Operation)
	}
	return nil
}

// needs returns what the call needs.
func (e *Enforcer) needs(c *model.Call) ([]need, error) {
	switch service(c.Action) {
	case "iam":
		return e.iamNeeds(c)
	case "sts":
		return e.stsNeeds(c), nil
	case "organizations":
		return e.orgNeeds(c), nil
	case "account":
		return e.accountNeeds(c), nil
	case "access-analyzer":
		return e.analyzerNeeds(c), nil
	case "config":
		return e.configNeeds(c), nil
	case "lambda":
		return e.lambdaNeeds(c), nil
	case "ec2":
		return e.ec2Needs(c), nil
	case "sso":
		return e.ssoNeeds(c), nil
	case "cloudtrail":
		return e.cloudtrailNeeds(c), nil
	case "cloudwatch":
		return e.cloudwatchNeeds(c), nil
	case "logs":
		return e.logsNeeds(c), nil
	case "events":
		return e.eventsNeeds(c), nil
	case "sns":
		return e.snsNeeds(c), nil
	}
	return otherNeeds(c), nil
}

// stsNeeds returns what a call of STS needs.
//
// AWS: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
func (e *Enforcer) stsNeeds(c *model.Call) []need {
	n := anything(c)
	switch c.Operation {
	case "AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "GetSessionToken":
		return nil
	case "GetFederationToken":
		n.resource = c.Account.ARN("sts", "federated-user/"+get(c.Input, "Name"))
		n.requestTags = tagsIn(c.Input, "Tags")
		needs := []need{n}
		if n.requestTags != nil {
			n.action = "sts:TagSession"
			needs = append(needs, n)
		}
		return needs
	case "AssumeRoot":
		if target := get(c.Input, "TargetPrincipal"); model.IsAccountID(target) {
			n.resource = "arn:" + c.Account.Partition + ":iam::" + target + ":root"
		} else if strings.HasPrefix(target, "arn:") {
			n.resource = target
		}
		n.delegated = true
		if f, ok := field(c.Input, "TaskPolicyArn"); ok && !f.IsZero() {
			n.set("sts:TaskPolicyArn", get(f.Interface(), "Arn"))
		}
	}
	return []need{n}
}

// authorize decides about one need.
func (e *Enforcer) authorize(c *model.Call, n need) error {
	req := e.request(c, n)
	g := e.gather(c.Caller)
	if o := owner(n.resource); n.delegated && o != c.Account.ID && model.IsAccountID(o) {
		// Across accounts, a grant of the resource leaves the decision to the
		// caller's policies. Within one it would take their place, which is why
		// "*" and what belongs to AWS must not get here.
		g.resource = everything
	}
	if supportsRCP[service(n.action)] {
		g.rcps = e.rcps(owner(n.resource))
	}
	d, err := e.decide(c, g, req)
	if err != nil {
		return err
	}
	if d.Allowed() && c.Caller.TaskPolicy != "" {
		d, err = e.task(c, req)
		if err != nil {
			return err
		}
	}
	if !d.Allowed() {
		return denied(c, n, reason(d, n.action), d, req)
	}
	return nil
}

// everything is the policy of resources that another account delegates.
const everything = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}`

// task decides whether the task policy of a session of AssumeRoot allows a call.
// The session is the root user's, for whom policyeval knows no session policies,
// so the task policy is asked on its own.
func (e *Enforcer) task(c *model.Call, req *policyeval.Request) (policyeval.Decision, error) {
	var g gathered
	document, ok := e.identities.Policy(c.Account, c.Caller.TaskPolicy)
	if ok {
		g.identity = []string{document}
	}
	r := *req
	r.Principal, r.UniqueID = c.Account.ARN("iam", "user/root"), ""
	r.Context = policyeval.Context{}
	for k, v := range req.Context {
		if k != "aws:userid" {
			r.Context[k] = v
		}
	}
	g.key = "task:" + c.Caller.TaskPolicy
	d, err := e.decide(c, g, &r)
	if !d.Allowed() {
		// To the caller the task policy is a session policy.
		d.BlockedBy, d.DeniedBy = policyeval.LayersOf(policyeval.LayerSession), session(d.DeniedBy)
	}
	return d, err
}

func session(l policyeval.Layers) policyeval.Layers {
	if l == 0 {
		return 0
	}
	return policyeval.LayersOf(policyeval.LayerSession)
}

// decide asks policyeval.
func (e *Enforcer) decide(c *model.Call, g gathered, req *policyeval.Request) (policyeval.Decision, error) {
	a, err := e.authorizer(g)
	if err != nil {
		return policyeval.Decision{}, fmt.Errorf("fakes: the policies of %s cannot be evaluated: %w", c.Caller.ARN, err)
	}
	d, err := a.Authorize(req)
	if err == nil {
		return d, nil
	}
	var fault *policyeval.RequestError
	if asRequestError(err, &fault) && fault.Field == "Resource" {
		return d, model.Errorf(invalidCode(c), "%s is invalid", req.Resource)
	}
	return d, fmt.Errorf("fakes: the call of %s for %s cannot be evaluated: %w", c.Caller.ARN, req.Action, err)
}

// invalidCode is the code for a resource that is no ARN.
func invalidCode(c *model.Call) string {
	switch c.Service {
	case "IAM", "STS":
		return "ValidationError"
	case "Organizations":
		return "InvalidInputException"
	}
	return "ValidationException"
}

// owner is the account of an ARN, "" if it does not say.
func owner(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) != 6 {
		return ""
	}
	return parts[4]
}
