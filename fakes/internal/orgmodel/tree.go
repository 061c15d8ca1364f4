package orgmodel

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

func (s *Service) describeOrganization(_ context.Context, c *model.Call, _ *organizations.DescribeOrganizationInput) (*organizations.DescribeOrganizationOutput, error) {
	st, err := s.read(c, everyMember)
	if err != nil {
		return nil, err
	}
	_, email := s.profile(s.cloud.Lookup(st.management))
	return &organizations.DescribeOrganizationOutput{Organization: &types.Organization{
		Arn:                aws.String(st.orgARN()),
		Id:                 aws.String(st.id),
		FeatureSet:         types.OrganizationFeatureSetAll,
		MasterAccountArn:   aws.String(st.nodeARN(st.nodes[st.management])),
		MasterAccountEmail: aws.String(email),
		MasterAccountId:    aws.String(st.management),
		// Deprecated and incomplete: AWS lists this one type only.
		AvailablePolicyTypes: []types.PolicyTypeSummary{{Type: types.PolicyTypeServiceControlPolicy, Status: types.PolicyTypeStatusEnabled}},
	}}, nil
}

func (s *Service) listRoots(_ context.Context, c *model.Call, in *organizations.ListRootsInput) (*organizations.ListRootsOutput, error) {
	st, err := s.read(c, readers)
	if err != nil {
		return nil, err
	}
	roots, next, err := page(s, c, []types.Root{*st.rootOutput()}, func(r types.Root) *string { return r.Id }, in.NextToken, in.MaxResults)
	return &organizations.ListRootsOutput{Roots: roots, NextToken: next}, err
}

// rootOutput describes the root. Types that are disabled are not listed.
func (st *store) rootOutput() *types.Root {
	out := &types.Root{Arn: aws.String(st.nodeARN(st.nodes[st.root])), Id: aws.String(st.root), Name: aws.String(st.nodes[st.root].name)}
	for _, kind := range types.PolicyType("").Values() {
		if st.types[kind] {
			out.PolicyTypes = append(out.PolicyTypes, types.PolicyTypeSummary{Type: kind, Status: types.PolicyTypeStatusEnabled})
		}
	}
	return out
}

func (s *Service) listOrganizationalUnitsForParent(_ context.Context, c *model.Call, in *organizations.ListOrganizationalUnitsForParentInput) (*organizations.ListOrganizationalUnitsForParentOutput, error) {
	st, err := s.read(c, readers, scope{resources: []string{aws.ToString(in.ParentId)}})
	if err != nil {
		return nil, err
	}
	parent := st.parent(aws.ToString(in.ParentId))
	if parent == nil {
		return nil, errNoParent
	}
	var all []types.OrganizationalUnit
	for _, n := range st.childrenOf(parent, types.TargetTypeOrganizationalUnit) {
		all = append(all, st.unitOutput(n))
	}
	units, next, err := page(s, c, all, func(u types.OrganizationalUnit) *string { return u.Id }, in.NextToken, in.MaxResults)
	return &organizations.ListOrganizationalUnitsForParentOutput{OrganizationalUnits: units, NextToken: next}, err
}

func (st *store) unitOutput(n *node) types.OrganizationalUnit {
	return types.OrganizationalUnit{
		Arn: aws.String(st.nodeARN(n)), Id: aws.String(n.id), Name: aws.String(n.name), Path: aws.String(st.entityPath(n)),
	}
}

func (s *Service) describeOrganizationalUnit(_ context.Context, c *model.Call, in *organizations.DescribeOrganizationalUnitInput) (*organizations.DescribeOrganizationalUnitOutput, error) {
	st, err := s.read(c, readers, scope{resources: []string{aws.ToString(in.OrganizationalUnitId)}})
	if err != nil {
		return nil, err
	}
	n := st.unit(aws.ToString(in.OrganizationalUnitId))
	if n == nil {
		return nil, errNoOU
	}
	unit := st.unitOutput(n)
	return &organizations.DescribeOrganizationalUnitOutput{OrganizationalUnit: &unit}, nil
}

func (s *Service) listParents(_ context.Context, c *model.Call, in *organizations.ListParentsInput) (*organizations.ListParentsOutput, error) {
	st, err := s.read(c, readers, scope{resources: []string{aws.ToString(in.ChildId)}})
	if err != nil {
		return nil, err
	}
	child := st.nodes[aws.ToString(in.ChildId)]
	if child == nil || child.kind == types.TargetTypeRoot {
		return nil, errNoChild
	}
	// A child has one parent; the list is for the future, as AWS says.
	parent := types.Parent{Id: aws.String(child.parent), Type: types.ParentTypeOrganizationalUnit}
	if child.parent == st.root {
		parent.Type = types.ParentTypeRoot
	}
	parents, next, err := page(s, c, []types.Parent{parent}, func(p types.Parent) *string { return p.Id }, in.NextToken, in.MaxResults)
	return &organizations.ListParentsOutput{Parents: parents, NextToken: next}, err
}

func (s *Service) listChildren(_ context.Context, c *model.Call, in *organizations.ListChildrenInput) (*organizations.ListChildrenOutput, error) {
	st, err := s.read(c, readers, scope{resources: []string{aws.ToString(in.ParentId)}})
	if err != nil {
		return nil, err
	}
	kind := types.TargetType(in.ChildType)
	if kind != types.TargetTypeAccount && kind != types.TargetTypeOrganizationalUnit {
		return nil, invalid(types.InvalidInputExceptionReasonInvalidEnum, "You specified an invalid value for ChildType.")
	}
	parent := st.parent(aws.ToString(in.ParentId))
	if parent == nil {
		return nil, errNoParent
	}
	var all []types.Child
	for _, n := range st.childrenOf(parent, kind) {
		all = append(all, types.Child{Id: aws.String(n.id), Type: in.ChildType})
	}
	children, next, err := page(s, c, all, func(c types.Child) *string { return c.Id }, in.NextToken, in.MaxResults)
	return &organizations.ListChildrenOutput{Children: children, NextToken: next}, err
}
