package iammodel

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/policyeval"
)

// A simulation is what both operations of the policy simulator ask.
type simulation struct {
	call     *model.Call
	policies policyeval.Policies
	// sources say for each identity policy where it comes from.
	sources []source
	// organization says that policies of an organization count.
	organization bool

	request          policyeval.Request // but for action and resource
	context          []types.ContextEntry
	actions          []string
	resources        []string
	resourceDocument string
	given            map[string]bool // context keys, folded
}

// A source is a policy of a simulation as its results name it.
type source struct {
	id, document string
	kind         types.PolicySourceType
}

// simulatePrincipalPolicy simulates with the policies of a user, group or role.
func (s *Service) simulatePrincipalPolicy(c *model.Call, in *iam.SimulatePrincipalPolicyInput) (*iam.SimulatePrincipalPolicyOutput, error) {
	st := s.stores.Read(c)
	a, err := st.identityByARN(text(in.PolicySourceArn))
	if err != nil {
		return nil, err
	}
	sim := simulation{call: c, actions: in.ActionNames, resources: in.ResourceArns, context: in.ContextEntries}
	if err := sim.unmodeled(in.ResourceHandlingOption); err != nil {
		return nil, err
	}
	grants := exclude(st.grantsOf(a), in.PolicyExclusionList)
	stored, err := parseGrants(grants)
	if err != nil {
		return nil, err
	}
	for i, g := range grants {
		sim.add(stored[i], source{g.id(), g.document, g.source})
	}
	if err := sim.addInputs(in.PolicyInputList); err != nil {
		return nil, err
	}
	bounds := in.PermissionsBoundaryPolicyInputList
	if len(bounds) == 0 {
		bounds = st.boundaryOf(a, in.PolicyExclusionList)
	}
	if err := sim.bound(bounds); err != nil {
		return nil, err
	}
	if err := sim.as(s, st, a, in.CallerArn); err != nil {
		return nil, err
	}
	if s.Organization != nil {
		if _, _, _, member := s.Organization.Membership(st.AccountID); member {
			sim.policies.SCPs, _ = s.Organization.Levels(st.AccountID)
			sim.organization = true
		}
	}
	results, next, err := sim.run(st, in.ResourcePolicy, in.ResourceOwner, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &iam.SimulatePrincipalPolicyOutput{EvaluationResults: results, IsTruncated: next != nil, Marker: next}, nil
}

// simulateCustomPolicy simulates with the policies of the request alone.
func (s *Service) simulateCustomPolicy(c *model.Call, in *iam.SimulateCustomPolicyInput) (*iam.SimulateCustomPolicyOutput, error) {
	st := s.stores.Read(c)
	sim := simulation{call: c, actions: in.ActionNames, resources: in.ResourceArns, context: in.ContextEntries}
	if err := sim.unmodeled(in.ResourceHandlingOption); err != nil {
		return nil, err
	}
	if err := sim.addInputs(in.PolicyInputList); err != nil {
		return nil, err
	}
	if err := sim.bound(in.PermissionsBoundaryPolicyInputList); err != nil {
		return nil, err
	}
	for _, level := range in.OrderedOrganizationPolicyInputList {
		list, err := parseInputs(level.ServiceControlPolicyInputList)
		if err != nil {
			return nil, err
		}
		sim.policies.SCPs, sim.organization = append(sim.policies.SCPs, list), true
	}
	if in.ResourcePolicy != nil && in.CallerArn == nil {
		return nil, invalidInput("A CallerArn is required when a ResourcePolicy is specified.")
	}
	if err := sim.as(s, st, attachment{}, in.CallerArn); err != nil {
		return nil, err
	}
	results, next, err := sim.run(st, in.ResourcePolicy, in.ResourceOwner, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &iam.SimulateCustomPolicyOutput{EvaluationResults: results, IsTruncated: next != nil, Marker: next}, nil
}

func (sim *simulation) unmodeled(handling *string) error {
	if handling != nil {
		return model.NotModeled(sim.call, "the parameter ResourceHandlingOption")
	}
	return nil
}

func (sim *simulation) add(p *policyeval.Policy, from source) {
	sim.policies.Identity = append(sim.policies.Identity, p)
	sim.sources = append(sim.sources, from)
}

func (sim *simulation) addInputs(documents []string) error {
	list, err := parseInputs(documents)
	if err != nil {
		return err
	}
	for i, p := range list {
		sim.add(p, source{inputID(i), documents[i], types.PolicySourceTypeNone})
	}
	return nil
}

// bound sets the permissions boundary, of which there is one at most.
func (sim *simulation) bound(documents []string) error {
	if len(documents) > 1 {
		return invalidInput("Only one permissions boundary policy can be specified.")
	}
	list, err := parseInputs(documents)
	if err != nil || len(list) == 0 {
		return err
	}
	sim.policies.Boundary = list[0]
	return nil
}

// as sets who the simulated caller is: the caller that is given, which is a
// user, or else the user or role whose policies are simulated.
func (sim *simulation) as(s *Service, st *Store, a attachment, caller *string) error {
	req := &sim.request
	switch {
	case caller != nil:
		p, err := model.ParsePrincipal(*caller, "simulation")
		if err != nil || p.Kind != model.IAMUser {
			return invalidInput("The CallerArn %s is not the ARN of a user.", *caller)
		}
		req.Principal = *caller
		if owner := s.storeOf(p.AccountID); owner != nil {
			if u := owner.userByARN(*caller); u != nil {
				req.UniqueID, req.PrincipalTags = u.ID, tagMap(u.Tags)
			}
		}
	case a.user != nil:
		req.Principal, req.UniqueID, req.PrincipalTags = a.user.ARN, a.user.ID, tagMap(a.user.Tags)
	case a.role != nil:
		req.Principal, req.UniqueID, req.PrincipalTags = a.role.ARN, a.role.ID, tagMap(a.role.Tags)
	default:
		// Somebody of the account. What they are must not matter.
		req.Principal = st.arn("user", "/", "simulated")
		for _, key := range contextKeys(sim.policies.Identity) {
			if name := fold(key); name == "aws:username" || name == "aws:userid" || strings.HasPrefix(name, "aws:principal") {
				return model.NotModeled(sim.call, "a simulation without a user whose policies ask for "+key+" (give CallerArn)")
			}
		}
	}
	return nil
}

// boundaryOf returns the document of the permissions boundary of a user or
// role.
func (st *Store) boundaryOf(a attachment, excluded []types.PolicyIdentifier) []string {
	arn := ""
	switch {
	case a.user != nil:
		arn = a.user.Boundary
	case a.role != nil:
		arn = a.role.Boundary
	}
	p := st.policyByARN(arn)
	if p == nil {
		return nil
	}
	for _, e := range excluded {
		switch x := e.(type) {
		case *types.PolicyIdentifierMemberPolicyArn:
			if x.Value == arn {
				return nil
			}
		case *types.PolicyIdentifierMemberPolicyType:
			if x.Value == types.PolicyIdentifierPolicyTypePermissionBoundary {
				return nil
			}
		}
	}
	return []string{p.document()}
}

// id names a stored policy as results do.
func (g grant) id() string {
	if g.arn != "" {
		return g.name
	}
	return strings.ToLower(string(g.entityType)) + "_" + g.entity + "_" + g.name
}

// exclude drops the policies that the caller wants left out.
func exclude(grants []grant, excluded []types.PolicyIdentifier) []grant {
	var list []grant
	for _, g := range grants {
		out := false
		for _, e := range excluded {
			switch x := e.(type) {
			case *types.PolicyIdentifierMemberPolicyArn:
				out = out || x.Value == g.arn && g.arn != ""
			case *types.PolicyIdentifierMemberPolicyType:
				inline := g.source != types.PolicySourceTypeAwsManaged && g.source != types.PolicySourceTypeUserManaged
				out = out || string(x.Value) == string(g.source) || inline && x.Value == types.PolicyIdentifierPolicyTypeInline
			case *types.PolicyIdentifierMemberInlinePolicyIdentifier:
				out = out || g.arn == "" && aws.ToString(x.Value.PolicyName) == g.name && aws.ToString(x.Value.AttachmentName) == g.entity &&
					strings.EqualFold(string(x.Value.AttachmentType), string(g.entityType))
			}
		}
		if !out {
			list = append(list, g)
		}
	}
	return list
}

func tagMap(tags []types.Tag) map[string]string {
	m := make(map[string]string, len(tags)) // complete: no other tags
	for _, t := range tags {
		m[aws.ToString(t.Key)] = aws.ToString(t.Value)
	}
	return m
}
