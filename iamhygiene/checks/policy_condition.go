package checks

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/iamhygiene/sdk/iamhygiene"
	"github.com/iamhygiene/sdk/iamhygiene/escalation"
	"github.com/iamhygiene/sdk/policyeval"
)

// PolicyMFAConditionIneffective is the check policy-mfa-condition-ineffective:
// what a condition on MFA asks for holds for access keys too. It has no
// parameters.
type PolicyMFAConditionIneffective struct{}

// Info describes the check.
func (c PolicyMFAConditionIneffective) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "policy-mfa-condition-ineffective", Theme: "policies", Severity: iamhygiene.SeverityMedium,
		Title: "MFA condition works for access keys",
		Description: "The Condition of each statement that reads aws:MultiFactorAuthPresent or aws:MultiFactorAuthAge, in managed, inline and trust policies, is evaluated for a request with MFA, for a session without, and for an access key, whose requests do not have the keys at all. " +
			"An Allow that holds with MFA must hold for neither of the others; a Deny that spares MFA must apply to both. Statements that are about requests without MFA only pass.",
		Risk: "The policy reads as if MFA were enforced, while access keys, which are what leaks, are let through.",
		Remediation: iamhygiene.Remediation{
			Text:    "Allow with Bool aws:MultiFactorAuthPresent true, or deny with BoolIfExists aws:MultiFactorAuthPresent false; IfExists belongs to the Deny only.",
			Command: "aws iam create-policy-version --policy-arn <policy ARN> --policy-document file://<policy file> --set-as-default",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html",
		},
		Needs: []string{iamhygiene.Authorization.Name()},
	}
}

// The three kinds of request that a condition on MFA tells apart.
var (
	withMFA   = policyeval.Context{"aws:MultiFactorAuthPresent": {"true"}, "aws:MultiFactorAuthAge": {"1"}}
	noMFA     = policyeval.Context{"aws:MultiFactorAuthPresent": {"false"}, "aws:MultiFactorAuthAge": nil}
	accessKey = policyeval.Context{"aws:MultiFactorAuthPresent": nil, "aws:MultiFactorAuthAge": nil}
)

// Run evaluates the check for each statement with a condition on MFA.
func (c PolicyMFAConditionIneffective) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	return eachStatement(ctx, s, s.Documents(), bothEffects, "has no condition on MFA", c.judge)
}

func bothEffects(d *iamhygiene.PolicyDocument) ([]*clause, error) {
	return clausesOf(d, policyeval.Allow, policyeval.Deny)
}

func (c PolicyMFAConditionIneffective) judge(x *clause) (iamhygiene.Verdict, bool, error) {
	if !slices.ContainsFunc(x.conditionKeys(), func(k string) bool {
		return k == "aws:multifactorauthpresent" || k == "aws:multifactorauthage"
	}) {
		return iamhygiene.Verdict{}, false, nil
	}
	var holds [3]bool
	for i, request := range [...]policyeval.Context{withMFA, noMFA, accessKey} {
		var err error
		if holds[i], err = x.holds(request); err != nil {
			return iamhygiene.Verdict{}, false, err
		}
	}
	with, without, key := holds[0], holds[1], holds[2]
	fact := x.fact(mfaOperators(x.st), "Bool true in an Allow, BoolIfExists false in a Deny")
	var slips []string
	for kind, through := range map[string]bool{"sessions without MFA": without, "access keys": key} {
		if through == (x.st.Effect == policyeval.Allow) {
			slips = append(slips, kind)
		}
	}
	slices.Sort(slips)
	switch {
	case x.st.Effect == policyeval.Allow && with && len(slips) > 0:
		return iamhygiene.Failed(fmt.Sprintf("%s allows with MFA, but its Condition also holds for %s; it must not", x, strings.Join(slips, " and ")), fact), true, nil
	case x.st.Effect == policyeval.Deny && !with && len(slips) > 0:
		return iamhygiene.Failed(fmt.Sprintf("%s denies without MFA, but its Condition does not hold for %s; it must", x, strings.Join(slips, " and ")), fact), true, nil
	}
	return iamhygiene.Passed("the Condition on MFA of "+x.String()+" tells requests with and without MFA apart, access keys included", fact), true, nil
}

// mfaOperators prints the entries of a Condition that read a key of MFA.
func mfaOperators(st *policyeval.Statement) string {
	var out []string
	for _, o := range st.Condition.Operators {
		for _, k := range o.Keys {
			if !strings.HasPrefix(strings.ToLower(k.Key), "aws:multifactorauth") {
				continue
			}
			var values []string
			for _, v := range k.Values {
				values = append(values, v.Text)
			}
			out = append(out, o.Name+" "+k.Key+" "+list(values))
		}
	}
	return strings.Join(out, "; ")
}

// PolicySensitiveNoCondition is the check policy-sensitive-no-condition:
// sensitive grants carry a condition.
type PolicySensitiveNoCondition struct {
	// SensitiveActions are the actions that count, wildcards allowed. Nil means
	// the list of the library: changes of identities and permissions,
	// of the organization, of keys and of what records them.
	SensitiveActions []string
	// Keys are the condition keys that guard a grant; one that ends in a slash
	// stands for all that begin so. Nil means the list of the library.
	Keys []string
}

// Info describes the check.
func (c PolicySensitiveNoCondition) Info() iamhygiene.Info {
	return iamhygiene.Info{
		ID: "policy-sensitive-no-condition", Theme: "policies", Severity: iamhygiene.SeverityInfo,
		Title:       "Sensitive grants carry a condition",
		Description: "Each Allow statement of a managed or inline policy that covers a sensitive action hangs on a condition key of the list. The Condition is evaluated: one that always holds, or that hangs on other keys only, does not count. Not judged are AWS managed policies that are not attached, policies that are permissions boundaries only, and policies of service-linked roles only.",
		Risk:        "Stolen credentials work from anywhere, at once, and without a second factor.",
		Remediation: iamhygiene.Remediation{
			Text:    "Add a Condition on MFA, on the network, on tags, or on what may be passed or attached.",
			Command: "aws iam create-policy-version --policy-arn <policy ARN> --policy-document file://<policy file> --set-as-default",
			URL:     "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html",
		},
		Needs: []string{iamhygiene.Authorization.Name()},
		Params: map[string]string{
			"sensitive_actions": list(orList(c.SensitiveActions, escalation.SensitiveActions())), "keys": list(orList(c.Keys, guardKeys[:])),
		},
	}
}

// Run evaluates the check for each Allow statement with a sensitive action.
func (c PolicySensitiveNoCondition) Run(ctx context.Context, s *iamhygiene.Snapshot) []iamhygiene.Finding {
	set, keys := actionSet(orList(c.SensitiveActions, escalation.SensitiveActions())), orList(c.Keys, guardKeys[:])
	return eachStatement(ctx, s, permissionDocuments(s), allows, "allows no sensitive action", func(x *clause) (iamhygiene.Verdict, bool, error) {
		actions, _ := x.expand()
		if actions = actions.Intersect(set); actions.IsEmpty() {
			return iamhygiene.Verdict{}, false, nil
		}
		fact := x.fact(firstActions(slices.Collect(actions.All())), "a Condition on one of "+list(keys))
		if why := notJudged(x.doc); why != "" {
			return iamhygiene.Inapplicable("the "+x.doc.String()+" "+why, fact), true, nil
		}
		t, err := x.terms()
		switch {
		case err != nil:
			return iamhygiene.Verdict{}, false, err
		case t.never:
			return iamhygiene.Passed(x.String()+" has a Condition that can never hold", fact), true, nil
		}
		guarded := slices.ContainsFunc(t.keys, func(k string) bool { return guards(keys, k) })
		return iamhygiene.If(guarded,
			fmt.Sprintf("%s allows %s under a condition on %s", x, count(actions.Len(), "sensitive action", "sensitive actions"), list(t.keys)),
			fmt.Sprintf("%s allows %s and hangs on no condition key of the list", x, count(actions.Len(), "sensitive action", "sensitive actions")), fact), true, nil
	})
}

// guards reports whether the key is one of the list, in any letter case.
func guards(list []string, key string) bool {
	return slices.ContainsFunc(list, func(g string) bool {
		if strings.HasSuffix(g, "/") && len(key) > len(g) {
			return strings.EqualFold(g, key[:len(g)])
		}
		return strings.EqualFold(g, key)
	})
}
