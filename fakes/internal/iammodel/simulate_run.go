package iammodel

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
	"github.com/iamhygiene/sdk/policyeval"
)

func inputID(i int) string { return fmt.Sprintf("PolicyInputList.%d", i+1) }

// run evaluates each action on each resource and returns a page of the results:
// one for each pair, in the order of the request, actions first.
func (sim *simulation) run(st *Store, resourcePolicy, owner, marker *string, maxItems *int32) ([]types.EvaluationResult, *string, error) {
	if err := sim.prepare(st, resourcePolicy, owner); err != nil {
		return nil, nil, err
	}
	authorizer, err := policyeval.Compile(sim.policies)
	if err != nil {
		return nil, nil, model.Errorf("PolicyEvaluation", "The policies could not be evaluated: %v", err)
	}
	resources := sim.resources
	if len(resources) == 0 {
		resources = []string{"*"}
	}
	missing := sim.missing()
	var results []types.EvaluationResult
	for _, action := range sim.actions {
		for _, resource := range resources {
			req := sim.request
			req.Action, req.Resource = action, resource
			e, err := authorizer.Explain(&req)
			if err != nil {
				return nil, nil, refused(err)
			}
			results = append(results, sim.result(&e, action, resource, missing))
		}
	}
	return page(sim.call, st, results, nil, marker, maxItems)
}

// refused says what the engine has against the request.
func refused(err error) error {
	var request *policyeval.RequestError
	if errors.As(err, &request) {
		return invalidInput("Invalid value %q: %s", request.Value, request.Reason)
	}
	return invalidInput("%v", err)
}

// prepare completes the request with what does not depend on the action.
func (sim *simulation) prepare(st *Store, resourcePolicy, owner *string) error {
	req := &sim.request
	parts := strings.SplitN(req.Principal, ":", 6)
	req.ResourceAccount = parts[4]
	if owner != nil {
		// An ARN of the account, or its id.
		fields := strings.Split(*owner, ":")
		req.ResourceAccount = fields[len(fields)-1]
		if len(fields) == 6 {
			req.ResourceAccount = fields[4]
		}
		if !model.IsAccountID(req.ResourceAccount) {
			return invalidInput("The ResourceOwner %s is not valid.", *owner)
		}
	}
	if resourcePolicy != nil {
		p, err := policyeval.Parse([]byte(*resourcePolicy), policyeval.WithType(policyeval.ResourcePolicy))
		if err != nil {
			return invalidInput("Invalid Input Policy: the resource policy has syntax errors.")
		}
		sim.policies.Resource, sim.resourceDocument = p, *resourcePolicy
	}
	req.Context = make(policyeval.Context)
	sim.given = make(map[string]bool)
	for _, e := range sim.context {
		name := text(e.ContextKeyName)
		if sim.given[fold(name)] {
			return invalidInput("The context key %s was specified more than once.", name)
		}
		sim.given[fold(name)] = true
		req.Context[name] = e.ContextKeyValues
	}
	if !sim.given["aws:currenttime"] && !sim.given["aws:epochtime"] {
		req.Time = sim.call.Now()
		sim.given["aws:currenttime"], sim.given["aws:epochtime"] = true, true
	}
	// A tag that the caller gives replaces the tags of the principal.
	for name := range sim.given {
		if strings.HasPrefix(name, "aws:principaltag/") {
			req.PrincipalTags = nil
		}
	}
	return nil
}

// missing lists the context keys that the policies ask for and neither the
// request nor the caller determines.
func (sim *simulation) missing() []string {
	all := slices.Clone(sim.policies.Identity)
	if sim.policies.Boundary != nil {
		all = append(all, sim.policies.Boundary)
	}
	if sim.policies.Resource != nil {
		all = append(all, sim.policies.Resource)
	}
	for _, level := range sim.policies.SCPs {
		all = append(all, level...)
	}
	keys := []string{}
	for _, key := range contextKeys(all) {
		name := fold(key)
		known := sim.given[name] || name == "aws:username" || name == "aws:userid" || name == "aws:resourceaccount" ||
			strings.HasPrefix(name, "aws:principal")
		if !known {
			keys = append(keys, key)
		}
	}
	return keys
}

// result writes a decision down. What stays undetermined counts as denied.
func (sim *simulation) result(e *policyeval.Explanation, action, resource string, missing []string) types.EvaluationResult {
	decision, effect := types.PolicyEvaluationDecisionTypeImplicitDeny, policyeval.Effect(0)
	switch e.Strict() {
	case policyeval.Allowed:
		decision, effect = types.PolicyEvaluationDecisionTypeAllowed, policyeval.Allow
	case policyeval.ExplicitDeny:
		decision, effect = types.PolicyEvaluationDecisionTypeExplicitDeny, policyeval.Deny
	}
	out := types.EvaluationResult{
		EvalActionName: &action, EvalResourceName: &resource, EvalDecision: decision,
		MatchedStatements: []types.Statement{}, MissingContextValues: missing,
	}
	allowedThere := true
	for _, layer := range e.Layers {
		allowed := layer.Allow == policyeval.True && layer.Deny != policyeval.True
		switch layer.Layer {
		case policyeval.LayerBoundary:
			out.PermissionsBoundaryDecisionDetail = &types.PermissionsBoundaryDecisionDetail{AllowedByPermissionsBoundary: allowed}
		case policyeval.LayerSCP:
			allowedThere = allowedThere && (allowed || !layer.Consulted)
		}
		for _, p := range layer.Policies {
			from, ok := sim.source(layer.Layer, p.Index)
			if !ok {
				continue
			}
			for _, s := range p.Statements {
				if s.Applies == policyeval.True && s.Effect == effect {
					out.MatchedStatements = append(out.MatchedStatements, from.statement(s.Offset))
				}
			}
		}
	}
	if sim.organization {
		out.OrganizationsDecisionDetail = &types.OrganizationsDecisionDetail{AllowedByOrganizations: allowedThere}
	}
	if len(sim.resources) > 0 {
		out.ResourceSpecificResults = []types.ResourceSpecificResult{{
			EvalResourceName: &resource, EvalResourceDecision: decision, MatchedStatements: out.MatchedStatements,
			MissingContextValues: missing, PermissionsBoundaryDecisionDetail: out.PermissionsBoundaryDecisionDetail,
		}}
	}
	return out
}

func (sim *simulation) source(l policyeval.Layer, index int) (source, bool) {
	switch {
	case l == policyeval.LayerIdentity && index < len(sim.sources):
		return sim.sources[index], true
	case l == policyeval.LayerResource:
		return source{"ResourcePolicy", sim.resourceDocument, types.PolicySourceTypeResource}, true
	}
	return source{}, false
}

// statement locates a statement by line and column, both from 1; the end is
// behind its last character.
func (from source) statement(offset int) types.Statement {
	end := offset
	d := json.NewDecoder(strings.NewReader(from.document[offset:]))
	var raw json.RawMessage
	if d.Decode(&raw) == nil {
		end = offset + int(d.InputOffset())
	}
	return types.Statement{
		SourcePolicyId: aws.String(from.id), SourcePolicyType: from.kind,
		StartPosition: position(from.document, offset), EndPosition: position(from.document, end),
	}
}

func position(document string, offset int) *types.Position {
	before := document[:offset]
	line := strings.Count(before, "\n")
	return &types.Position{Line: int32(line + 1), Column: int32(offset - strings.LastIndex(before, "\n"))}
}
