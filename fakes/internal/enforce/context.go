package enforce

import (
	"maps"
	"strconv"
	"strings"

	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/policyeval"
)

// request is the question to policyeval for one need of a call.
func (e *Enforcer) request(c *model.Call, n need) *policyeval.Request {
	p := c.Caller
	req := &policyeval.Request{
		Principal: p.ARN, Role: p.RoleARN, Issuer: p.Issuer,
		Action: n.action, Resource: n.resource, Pattern: n.pattern,
		Context: policyeval.Context{}, Time: c.Now(),
		PrincipalTags: e.principalTags(p), RequestTags: n.requestTags, ResourceTags: n.tags,
	}
	if p.Kind == model.Anonymous {
		req.Principal = "anonymous"
	}
	if req.RequestTags == nil && n.context["aws:TagKeys"] == nil {
		req.RequestTags = map[string]string{}
	}
	if req.ResourceAccount = ""; owner(n.resource) == "" && n.resource != "*" {
		req.ResourceAccount = c.Account.ID // an ARN that does not say, as those of S3
	}
	switch p.Kind {
	case model.IAMUser, model.RoleSession:
		req.UniqueID, _, _ = strings.Cut(p.ID, ":")
	case model.FederatedUser:
		if id, ok := e.identity(p); ok {
			req.UniqueID = id.ID
		}
	}
	e.fillContext(c, n, req)
	return req
}

// fillContext adds the keys that a call implies. Those that follow from the
// principal, the resource and the time policyeval adds itself.
//
// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
func (e *Enforcer) fillContext(c *model.Call, n need, req *policyeval.Request) {
	p := c.Caller
	ctx := req.Context
	ctx["aws:SecureTransport"] = []string{"true"}
	ctx["aws:RequestedRegion"] = []string{region(c)}
	if p.Kind == model.IAMUser {
		ctx["aws:username"] = []string{p.Name}
	}
	if p.Temporary || p.FromSTS || p.Kind == model.RoleSession || p.Kind == model.FederatedUser {
		ctx["aws:MultiFactorAuthPresent"] = []string{strconv.FormatBool(p.MFA)}
		if !p.Began.IsZero() {
			ctx["aws:TokenIssueTime"] = []string{p.Began.UTC().Format("2006-01-02T15:04:05Z")}
			if p.MFA {
				ctx["aws:MultiFactorAuthAge"] = []string{strconv.Itoa(int(c.Now().Sub(p.Began).Seconds()))}
			}
		}
	}
	if p.SourceIdentity != "" {
		ctx["aws:SourceIdentity"] = []string{p.SourceIdentity}
	}
	if org, path, management, ok := e.membership(p.AccountID); ok {
		ctx["aws:PrincipalOrgID"] = []string{org}
		ctx["aws:PrincipalOrgPaths"] = []string{path}
		ctx["aws:PrincipalOrgMasterAccountId"] = []string{management}
	}
	account := owner(n.resource)
	if n.resource == "*" || account == "" {
		account = c.Account.ID
	}
	if org, path, _, ok := e.membership(account); ok {
		ctx["aws:ResourceOrgID"] = []string{org}
		ctx["aws:ResourceOrgPaths"] = []string{path}
	}
	maps.Copy(ctx, p.Context)
	maps.Copy(ctx, e.extra[c.Account.ID])
	maps.Copy(ctx, n.context)
}

// principalTags are the tags of the user or role, and those of the session,
// which win.
func (e *Enforcer) principalTags(p model.Principal) map[string]string {
	tags := map[string]string{}
	if id, ok := e.identity(p); ok {
		maps.Copy(tags, id.Tags)
	}
	for k, v := range p.SessionTags {
		for old := range tags {
			if strings.EqualFold(old, k) {
				delete(tags, old) // keys of tags do not differ by case
			}
		}
		tags[k] = v
	}
	return tags
}

// region is what aws:RequestedRegion says: global services have one Region,
// whatever that of the client is.
func region(c *model.Call) string {
	switch service(c.Action) {
	case "iam", "organizations", "account":
		switch c.Account.Partition {
		case "aws-cn":
			return "cn-northwest-1"
		case "aws-us-gov":
			return "us-gov-west-1"
		}
		return "us-east-1"
	}
	return c.Region
}
