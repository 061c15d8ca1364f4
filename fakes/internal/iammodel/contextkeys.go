package iammodel

import (
	"regexp"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/policyeval"
)

var variable = regexp.MustCompile(`\$\{([^{}*?$,]+)(?:,[^{}]*)?\}`)

// contextKeys lists the context keys that policies ask for, in conditions and
// policy variables, in the order in which they are met and as they are spelled.
func contextKeys(policies []*policyeval.Policy) []string {
	keys := []string{}
	add := func(name string) {
		name = strings.TrimSpace(name)
		if !slices.ContainsFunc(keys, func(k string) bool { return strings.EqualFold(k, name) }) {
			keys = append(keys, name)
		}
	}
	inText := func(p *policyeval.Policy, s string) {
		if p.HasVariables() {
			for _, m := range variable.FindAllStringSubmatch(s, -1) {
				add(m[1])
			}
		}
	}
	for _, p := range policies {
		for _, s := range p.Statements {
			for _, list := range []*policyeval.List{s.Resource, s.NotResource} {
				if list == nil {
					continue
				}
				for _, t := range list.Members {
					inText(p, t.Value)
				}
			}
			if s.Condition == nil {
				continue
			}
			for _, o := range s.Condition.Operators {
				for _, k := range o.Keys {
					add(k.Key)
					for _, v := range k.Values {
						inText(p, v.Text)
					}
				}
			}
		}
	}
	return keys
}

func (s *Service) getContextKeysForCustomPolicy(_ *model.Call, in *iam.GetContextKeysForCustomPolicyInput) (*iam.GetContextKeysForCustomPolicyOutput, error) {
	policies, err := parseInputs(in.PolicyInputList)
	if err != nil {
		return nil, err
	}
	return &iam.GetContextKeysForCustomPolicyOutput{ContextKeyNames: contextKeys(policies)}, nil
}

func (s *Service) getContextKeysForPrincipalPolicy(c *model.Call, in *iam.GetContextKeysForPrincipalPolicyInput) (*iam.GetContextKeysForPrincipalPolicyOutput, error) {
	st := s.stores.Read(c)
	a, err := st.identityByARN(text(in.PolicySourceArn))
	if err != nil {
		return nil, err
	}
	policies, err := parseGrants(st.grantsOf(a))
	if err != nil {
		return nil, err
	}
	more, err := parseInputs(in.PolicyInputList)
	if err != nil {
		return nil, err
	}
	return &iam.GetContextKeysForPrincipalPolicyOutput{ContextKeyNames: contextKeys(append(policies, more...))}, nil
}

// parseInputs reads the documents of a simulation: plain JSON, not encoded.
func parseInputs(documents []string) ([]*policyeval.Policy, error) {
	var list []*policyeval.Policy
	for _, d := range documents {
		p, err := policyeval.Parse([]byte(d), policyeval.WithType(policyeval.IdentityPolicy))
		if err != nil {
			return nil, invalidInput("Invalid Input Policy: %s", malformed(err, policyeval.IdentityPolicy).(interface{ ErrorMessage() string }).ErrorMessage())
		}
		list = append(list, p)
	}
	return list, nil
}

// parseGrants reads documents that are stored, and so were checked.
func parseGrants(grants []grant) ([]*policyeval.Policy, error) {
	var list []*policyeval.Policy
	for _, g := range grants {
		p, err := policyeval.Parse([]byte(g.document), policyeval.Lenient)
		if err != nil {
			return nil, model.Errorf("PolicyEvaluation", "The policy %s could not be evaluated.", g.name)
		}
		list = append(list, p)
	}
	return list, nil
}
