package orgmodel

import (
	"context"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/policyeval"
)

// quota has the limits of a policy type (orgs_reference_limits).
type quota struct {
	size     int // characters of a document
	attached int // policies on one target
}

// quotas of the types that differ from otherQuota.
var quotas = map[types.PolicyType]quota{
	types.PolicyTypeServiceControlPolicy:   {size: 5120, attached: 5},
	types.PolicyTypeResourceControlPolicy:  {size: 5120, attached: 5},
	types.PolicyTypeAiservicesOptOutPolicy: {size: 2500, attached: 5},
	types.PolicyTypeChatbotPolicy:          {size: 10000, attached: 5},
	types.PolicyTypeTagPolicy:              {size: 10000, attached: 10},
	types.PolicyTypeBackupPolicy:           {size: 10000, attached: 10},
	types.PolicyTypeDeclarativePolicyEc2:   {size: 10000, attached: 10},
}

var otherQuota = quota{size: 10000, attached: 10}

func quotaOf(kind types.PolicyType) quota {
	if q, ok := quotas[kind]; ok {
		return q
	}
	return otherQuota
}

// Documents of these types are in the language of IAM policies.
var languages = map[types.PolicyType]policyeval.PolicyType{
	types.PolicyTypeServiceControlPolicy:  policyeval.ServiceControlPolicy,
	types.PolicyTypeResourceControlPolicy: policyeval.ResourceControlPolicy,
}

// defaultPolicy is what AWS attaches to each target when a type is enabled.
var defaultPolicy = map[types.PolicyType]string{
	types.PolicyTypeServiceControlPolicy:  "p-FullAWSAccess",
	types.PolicyTypeResourceControlPolicy: "p-RCPFullAWSAccess",
}

// The documents of AWS's own policies.
const (
	fullAccess    = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`
	rcpFullAccess = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}`
)

func managedPolicies(now time.Time) []*policy {
	// If the document were faulty, the policy would allow nothing.
	parsed, err := policyeval.Parse([]byte(fullAccess))
	if err != nil {
		parsed = nil
	}
	return []*policy{{
		id: "p-FullAWSAccess", name: "FullAWSAccess", description: "Allows access to every operation", managed: true, updated: now,
		kind: types.PolicyTypeServiceControlPolicy, content: fullAccess, parsed: parsed,
	}, {
		// It has no parsed form: RCPs act by their Deny statements only.
		id: "p-RCPFullAWSAccess", name: "RCPFullAWSAccess", description: "Allow all access", managed: true, updated: now,
		kind: types.PolicyTypeResourceControlPolicy, content: rcpFullAccess,
	}}
}

func checkType(kind types.PolicyType) error {
	if slices.Contains(kind.Values(), kind) {
		return nil
	}
	return invalid(types.InvalidInputExceptionReasonInvalidEnumPolicyType, "You specified an invalid policy type.")
}

func (s *Service) enablePolicyType(_ context.Context, c *model.Call, in *organizations.EnablePolicyTypeInput) (*organizations.EnablePolicyTypeOutput, error) {
	st, err := s.write(c, policyManager, scope{kind: in.PolicyType, resources: []string{aws.ToString(in.RootId)}})
	if err != nil {
		return nil, err
	}
	if err := checkType(in.PolicyType); err != nil {
		return nil, err
	}
	switch {
	case aws.ToString(in.RootId) != st.root:
		return nil, errNoRoot
	case st.types[in.PolicyType]:
		return nil, model.Errorf("PolicyTypeAlreadyEnabledException", "The specified policy type is already enabled.")
	}
	st.enable(in.PolicyType)
	return &organizations.EnablePolicyTypeOutput{Root: st.rootOutput()}, nil
}

// enable makes policies of the type count, and attaches AWS's own to every
// target that has none.
func (st *store) enable(kind types.PolicyType) {
	if st.types[kind] {
		return
	}
	st.types[kind] = true
	if id, ok := defaultPolicy[kind]; ok {
		for _, n := range st.nodes {
			n.attached = append(n.attached, id)
		}
	}
}

func (s *Service) disablePolicyType(_ context.Context, c *model.Call, in *organizations.DisablePolicyTypeInput) (*organizations.DisablePolicyTypeOutput, error) {
	st, err := s.write(c, policyManager, scope{kind: in.PolicyType, resources: []string{aws.ToString(in.RootId)}})
	if err != nil {
		return nil, err
	}
	if err := checkType(in.PolicyType); err != nil {
		return nil, err
	}
	switch {
	case aws.ToString(in.RootId) != st.root:
		return nil, errNoRoot
	case !st.types[in.PolicyType]:
		return nil, errTypeDisabled
	}
	// AWS detaches every policy of the type, and remembers none of it.
	delete(st.types, in.PolicyType)
	for _, n := range st.nodes {
		n.attached = slices.DeleteFunc(n.attached, func(id string) bool { return st.policies[id].kind == in.PolicyType })
	}
	return &organizations.DisablePolicyTypeOutput{Root: st.rootOutput()}, nil
}
