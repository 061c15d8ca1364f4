package enforce

import (
	"context"
	"maps"
	"strings"

	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/policyeval"
)

// AuthorizeAssumeRole returns nil if the caller's policies and the trust policy
// of the role allow the session that is asked for: sts:AssumeRole or the like,
// sts:TagSession for session tags, and sts:SetSourceIdentity for a source
// identity. The policies of callers that are not enforced are not asked; the
// trust policy always is.
func (e *Enforcer) AuthorizeAssumeRole(_ context.Context, c *model.Call, r model.AssumeRole) error {
	action := r.Action
	if action == "" {
		action = "sts:AssumeRole"
	}
	if c.Caller.Kind == model.FederatedUser || c.Caller.Kind == model.Root && r.Provider == "" {
		return denied(c, need{action: action, resource: r.Role.ARN}, "", policyeval.Decision{}, nil)
	}
	actions := []string{action}
	if len(r.Tags) > 0 {
		actions = append(actions, "sts:TagSession")
	}
	if r.SourceIdentity != "" {
		actions = append(actions, "sts:SetSourceIdentity")
	}
	for _, a := range actions {
		if err := e.trusts(c, r, a); err != nil {
			return err
		}
	}
	return nil
}

// trusts decides about one action on the role.
func (e *Enforcer) trusts(c *model.Call, r model.AssumeRole, action string) error {
	account := e.cloud.Lookup(owner(r.Role.ARN))
	n := need{action: action, resource: r.Role.ARN, tags: map[string]string{}, requestTags: r.Tags}
	trust := r.Role.TrustPolicy
	if account != nil {
		if id, ok := e.identities.Role(account, r.Role.Name); ok {
			trust = id.Trust
			maps.Copy(n.tags, id.Tags)
			for k, v := range id.Tags {
				n.set("iam:ResourceTag/"+k, v)
			}
		}
	}
	n.set("sts:ExternalId", r.ExternalID)
	n.set("sts:RoleSessionName", r.SessionName)
	n.set("sts:SourceIdentity", r.SourceIdentity)
	n.set("sts:TransitiveTagKeys", r.TransitiveTags...)
	if r.MFA != "" {
		n.set("aws:MultiFactorAuthPresent", "true")
		n.set("aws:MultiFactorAuthAge", "0")
	}
	for k, v := range r.Claims {
		n.set(k, v...)
	}
	req := e.request(c, n)
	var g gathered
	if r.Provider != "" {
		req.Principal, req.Role, req.UniqueID, req.PrincipalTags = r.Provider, "", "", nil
		g.key = r.Provider
	} else {
		g = e.gather(c.Caller)
	}
	g.resource, g.rcps = trust, e.rcps(owner(r.Role.ARN))
	if r.Role.TrustPolicy == "" && trust == "" {
		g.resource = nothing
	}
	d, err := e.decide(c, g, req)
	if err != nil {
		return err
	}
	if d.Allowed() {
		return nil
	}
	why := reason(d, action)
	if d.Outcome != policyeval.ExplicitDeny && d.BlockedBy.Has(policyeval.LayerResource) {
		// The words for a role that does not exist: who is not trusted does not
		// learn whether there is one.
		why = ""
	}
	if r.Provider != "" {
		return model.Errorf("AccessDenied", "Not authorized to perform %s", action)
	}
	return denied(c, n, strings.TrimRight(why, " "), d, req)
}
