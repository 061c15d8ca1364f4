package access

import (
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/policyeval"
	"github.com/iamhygiene/sdk/policyeval/permissions"
)

// An Answer says whether one principal can do what was asked.
type Answer struct {
	Principal iamhygiene.Resource `json:"principal"`
	// Outcome is Allowed, Undetermined, ExplicitDeny or ImplicitDeny.
	Outcome policyeval.Outcome `json:"outcome"`
	// If is the condition under which an Undetermined request is allowed.
	If *policyeval.Expr `json:"if,omitempty"`
	// DependsOn names the context keys and facts in the condition.
	DependsOn []string `json:"dependsOn,omitempty"`
	// Gaps are what could not be read of the principal's policies.
	Gaps []string `json:"gaps,omitempty"`
}

// Question is what [Account.WhoCan] asks.
type Question struct {
	// Action is service:Name.
	Action string
	// Resource is an ARN, or "*" for an action that takes no resource.
	Resource string
	// ResourceAccount owns the resource where its ARN does not say so, as for
	// Amazon S3 buckets. Empty means the account of the snapshot.
	ResourceAccount string
	// ResourcePolicy is the policy of the resource; nil if there is none. The
	// trust policies of the account's roles need not be given.
	ResourcePolicy *policyeval.Policy
}

// WhoCan asks about every user and role and the root user. The answers are in
// the order of [Account.Principals], refusals included: an Undetermined answer
// may turn out to be either. unread holds an error for each principal that could
// not be read, and may be able to do it too.
//
// The error is that of [permissions.Ask], for a question that is malformed.
func (a *Account) WhoCan(q Question) (answers []Answer, unread []error, err error) {
	owner, unknown := q.ResourceAccount, false
	if fields := strings.SplitN(q.Resource, ":", 6); owner == "" && (len(fields) < 6 || fields[4] == "") {
		owner = a.snapshot.AccountID()
	}
	policy := q.ResourcePolicy
	if policy == nil && strings.HasPrefix(strings.ToLower(q.Action), "sts:") {
		policy, unknown = a.trust(q.Resource)
	}
	for p, err := range a.Principals() {
		if err != nil {
			unread = append(unread, err)
			continue
		}
		policies, request := p.policies, p.request
		policies.Resource = policy
		request.Action, request.Resource, request.ResourceAccount = q.Action, q.Resource, owner
		if unknown {
			request.Unknown = append(request.Unknown[:len(request.Unknown):len(request.Unknown)], policyeval.UnknownKey{Name: policyeval.FactResourcePolicy})
		}
		d, expr, err := permissions.Ask(policies, &request)
		if err != nil {
			return nil, nil, err
		}
		answer := Answer{Principal: p.resource, Outcome: d.Outcome, If: expr, DependsOn: d.DependsOn}
		if d.Outcome == policyeval.Undetermined && !d.CanBeAllowed() {
			answer.Outcome, answer.If, answer.DependsOn = d.Strict(), nil, nil
		}
		for _, gap := range p.gaps {
			answer.Gaps = append(answer.Gaps, gap.Error())
		}
		answers = append(answers, answer)
	}
	return answers, unread, nil
}

// trust returns the trust policy of a role of the account. unknown says that the
// role is there and its policy cannot be read.
func (a *Account) trust(arn string) (policy *policyeval.Policy, unknown bool) {
	for r, err := range a.snapshot.Roles() {
		if err == nil && r.Detail().ARN == arn {
			policy, err := r.Trust().Policy()
			if err != nil {
				return nil, true
			}
			return policy, false
		}
	}
	return nil, false
}
