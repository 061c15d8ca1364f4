package checks

import (
	"context"
	"fmt"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/access"
	"github.com/iamhygiene/sdk/iamhygiene/escalation"
	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/catalog"
)

// MFANotEnforced is the check mfa-not-enforced: privileged users can do nothing
// sensitive without MFA, by access key or in the console.
type MFANotEnforced struct {
	// SensitiveActions are the actions that must take MFA, as patterns. Nil
	// means the writing actions of IAM, STS and Organizations.
	SensitiveActions []string
}

// Info describes the check.
func (c MFANotEnforced) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "mfa-not-enforced", Theme: "principals", Severity: iamhygiene.SeverityMedium,
		Title: "Privileged use without MFA is denied",
		Description: "Each IAM user who is an administrator, or can gain permissions, is asked about in requests that an access key makes, which say nothing of MFA, and in those of a console session without MFA: every sensitive action must be refused. " +
			"Conditions on anything else than MFA do not help: a request may satisfy them. Not applicable to users without an active key or a password, and to users who are not privileged.",
		Risk: "An access key works without MFA unless a policy denies it, so a key that leaks has all permissions of its user.",
		Remediation: iamhygiene.Remediation{
			Text:    "Deny sensitive actions with BoolIfExists aws:MultiFactorAuthPresent false in a policy of the user's group; plain Bool does not match the requests of access keys.",
			Command: "aws iam put-group-policy --group-name <group> --policy-name <name> --policy-document file://<policy>",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage.html",
		},
		Needs:  []string{iamhygiene.Authorization.Name()},
		Uses:   append(effectiveData(), keyData()...),
		Params: map[string]string{"sensitive_actions": list(c.sensitive())},
	}
}

func (c MFANotEnforced) sensitive() []string {
	if c.SensitiveActions != nil {
		return c.SensitiveActions
	}
	return []string{"iam:*", "sts:AssumeRole", "sts:GetFederationToken", "organizations:*"}
}

// Run evaluates the check for each IAM user.
func (c MFANotEnforced) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	actions, err := c.actions()
	return each(ctx, s, s.Users(), func(u *iamhygiene.User) iamhygiene.Verdict {
		if err != nil {
			return iamhygiene.Undecided(err)
		}
		return c.judge(ctx, u, actions)
	})
}

// actions are the sensitive actions: those that the caller names as they are,
// and of the default those that write. Patterns that match nothing are an error,
// because they would let everybody pass.
func (c MFANotEnforced) actions() (catalog.ActionSet, error) {
	actions, err := catalog.Expand(c.sensitive()...)
	switch {
	case err != nil:
		return actions, err
	case c.SensitiveActions == nil:
		return actions.WithAccessLevel(catalog.Write, catalog.PermissionsManagement, catalog.Tagging), nil
	case len(c.SensitiveActions) > 0 && actions.IsEmpty():
		return actions, &iamhygiene.DataError{Code: iamhygiene.CodeInvalid, Message: "no action matches " + list(c.SensitiveActions) + ", which are to take MFA"}
	}
	return actions, nil
}

func (c MFANotEnforced) judge(ctx context.Context, u *iamhygiene.User, actions catalog.ActionSet) iamhygiene.Verdict {
	password, unknown := u.HasPassword()
	keys, err := activeKeys(u)
	if err != nil {
		unknown = err
	}
	if !password && len(keys) == 0 {
		if unknown != nil {
			return iamhygiene.Undecided(unknown)
		}
		return iamhygiene.Inapplicable(u.Name() + " has no console password and no active access key")
	}
	if _, err := userDetail(u); err != nil {
		return iamhygiene.Undecided(err)
	}
	s := u.Snapshot()
	p, err := arnPowers(ctx, s, u.ARN())
	if err != nil {
		return iamhygiene.Undecided(err)
	}
	if p == nil {
		return iamhygiene.Undecided(notInData(iamhygiene.Authorization, u.ARN(), "the policies of "+u.Name()+" are not known"))
	}
	if privilegeOf(s, p, false).why == "" {
		if e := unsure(s, p, escalation.High, false); e != nil {
			return iamhygiene.Undecided(e)
		}
		return iamhygiene.Inapplicable(u.Name() + " is not privileged")
	}
	unread := unknown // there may be a password or a key that is not known
	for _, without := range mfaFree(password, len(keys) > 0) {
		v, err := c.ask(u, actions, without)
		if v != nil {
			return *v
		}
		if err != nil {
			unread = err
		}
	}
	if unread != nil {
		return iamhygiene.Undecided(unread)
	}
	return iamhygiene.Passed(u.Name() + " can do nothing sensitive without MFA")
}

// A session is a way to make requests without MFA.
type session struct {
	name    string
	context policyeval.Context
}

func mfaFree(password, keys bool) (out []session) {
	if keys {
		out = append(out, session{"an access key", policyeval.Context{"aws:MultiFactorAuthPresent": nil, "aws:MultiFactorAuthAge": nil}})
	}
	if password {
		out = append(out, session{"a console session without MFA", policyeval.Context{"aws:MultiFactorAuthPresent": {"false"}, "aws:MultiFactorAuthAge": nil}})
	}
	return out
}

// ask looks for a sensitive action that the user may take in such a session. The
// error says that what could not be read may allow one.
func (c MFANotEnforced) ask(u *iamhygiene.User, actions catalog.ActionSet, in session) (*iamhygiene.Verdict, error) {
	principal, err := accountWith(u.Snapshot(), in).Principal(u.ARN())
	if err != nil {
		return nil, err
	}
	permissions, err := principal.Permissions()
	if err != nil {
		return nil, err
	}
	grants, err := permissions.Grants(permissions.Allowed().Union(permissions.Undetermined()).Intersect(actions))
	if err != nil {
		return nil, err
	}
	var unread error
	for _, g := range grants {
		if hangsOnUnread(g.DependsOn) {
			for _, gap := range principal.Gaps() {
				unread = gap
			}
			continue
		}
		action := ""
		for a := range g.Actions.All() {
			action = a.String()
			break
		}
		what := fmt.Sprintf("%s on %s", action, g.Resource)
		evidence := []iamhygiene.Evidence{derived("request", what+" by "+in.name, "refused"), derived("actions", count(g.Actions.Len(), "action", "actions"), "none")}
		if len(g.DependsOn) > 0 {
			evidence = append(evidence, derived("conditions", list(g.DependsOn), ""))
		}
		v := iamhygiene.Failed(fmt.Sprintf("%s may call %s with %s; sensitive actions must take MFA", u.Name(), what, in.name), evidence...)
		return &v, nil
	}
	return nil, unread
}

type accountKey struct{ session string }

// accountWith returns the questions about the account in a session, prepared
// once for all users.
func accountWith(s *iamhygiene.Snapshot, in session) *access.Account {
	return iamhygiene.Derived(s, accountKey{in.name}, func() *access.Account {
		return access.New(s, func(o *access.Options) { o.Context = in.context })
	})
}
