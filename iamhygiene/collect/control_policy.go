package collect

import (
	"context"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/iamhygiene/sdk/iamhygiene"
)

// controlPolicies collects the SCPs and RCPs between the root of the
// organization and the account. The management account is bound by none.
func controlPolicies(ctx context.Context, p *Pass) (*iamhygiene.ControlPolicySet, error) {
	org, err := iamhygiene.OrganizationDetails.Get(p.Snapshot)
	if err != nil {
		return nil, err
	}
	if !org.Member || org.ManagementAccount == p.Account {
		return &iamhygiene.ControlPolicySet{}, nil
	}
	c := controls{client: organizations.NewFromConfig(p.Config), documents: make(map[string]iamhygiene.Document)}
	targets, err := c.targets(ctx, p.Account)
	if err != nil {
		return nil, forManagers(p, err)
	}
	scps, err := c.levels(ctx, targets, types.PolicyTypeServiceControlPolicy)
	if err != nil {
		return nil, forManagers(p, err)
	}
	rcps, err := c.levels(ctx, targets, types.PolicyTypeResourceControlPolicy)
	if err != nil {
		return nil, forManagers(p, err)
	}
	return &iamhygiene.ControlPolicySet{SCPs: scps, RCPs: rcps}, nil
}

// controls reads control policies.
type controls struct {
	client    *organizations.Client
	documents map[string]iamhygiene.Document // by the id of the policy: each is read once
}

// targets returns what policies that bind the account are attached to: the
// root, the organizational units on the way, the account.
func (c *controls) targets(ctx context.Context, account string) ([]string, error) {
	const operation = "organizations:ListParents"
	targets := []string{account}
	for {
		parents, err := List(ctx, operation, func(ctx context.Context, token *string) ([]types.Parent, *string, error) {
			out, err := c.client.ListParents(ctx, &organizations.ListParentsInput{ChildId: aws.String(targets[0]), NextToken: token})
			if err != nil {
				return nil, nil, err
			}
			return out.Parents, out.NextToken, nil
		})
		if err != nil {
			return nil, err
		}
		if len(parents) != 1 || slices.Contains(targets, aws.ToString(parents[0].Id)) {
			return nil, invalid(operation, operation+" does not lead from "+targets[0]+" to the root")
		}
		targets = slices.Insert(targets, 0, aws.ToString(parents[0].Id))
		if parents[0].Type == types.ParentTypeRoot {
			return targets, nil
		}
	}
}

// levels returns the policies of a type at each target; nil where the type is
// not enabled, which shows by its being attached nowhere: a type that is
// enabled has at least AWS's own policy at every target.
func (c *controls) levels(ctx context.Context, targets []string, kind types.PolicyType) ([]iamhygiene.ControlLevel, error) {
	var levels []iamhygiene.ControlLevel
	attached := false
	for _, target := range targets {
		policies, err := List(ctx, "organizations:ListPoliciesForTarget", func(ctx context.Context, token *string) ([]types.PolicySummary, *string, error) {
			out, err := c.client.ListPoliciesForTarget(ctx, &organizations.ListPoliciesForTargetInput{
				TargetId: aws.String(target), Filter: kind, NextToken: token,
			})
			if err != nil {
				return nil, nil, err
			}
			return out.Policies, out.NextToken, nil
		})
		if hasCode(err, "PolicyTypeNotEnabledException", "UnsupportedAPIEndpointException") {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		level := iamhygiene.ControlLevel{Target: target, Policies: []iamhygiene.ControlPolicy{}}
		for _, s := range policies {
			attached = true
			id := aws.ToString(s.Id)
			text, err := c.document(ctx, id)
			if err != nil {
				return nil, err
			}
			level.Policies = append(level.Policies, iamhygiene.ControlPolicy{
				ID: id, ARN: aws.ToString(s.Arn), Name: aws.ToString(s.Name), AWSManaged: s.AwsManaged, Document: text,
			})
		}
		slices.SortFunc(level.Policies, func(a, b iamhygiene.ControlPolicy) int { return compare(a.ID, b.ID) })
		levels = append(levels, level)
	}
	if !attached {
		return nil, nil
	}
	return levels, nil
}

// document returns the text of a policy. Organizations does not encode it.
func (c *controls) document(ctx context.Context, id string) (iamhygiene.Document, error) {
	if text, ok := c.documents[id]; ok {
		return text, nil
	}
	const operation = "organizations:DescribePolicy"
	out, err := c.client.DescribePolicy(ctx, &organizations.DescribePolicyInput{PolicyId: aws.String(id)})
	if err != nil {
		return "", err
	}
	if out.Policy == nil || aws.ToString(out.Policy.Content) == "" {
		return "", invalid(operation, operation+" returned no document for "+id)
	}
	c.documents[id] = iamhygiene.Document(*out.Policy.Content)
	return c.documents[id], nil
}
