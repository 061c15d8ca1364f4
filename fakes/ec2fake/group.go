package ec2fake

import (
	"fmt"
	"hash/fnv"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// newStore makes a Region as an account finds it: with a default VPC, whose ids
// do not depend on which Region is looked at first.
func newStore(a *model.Account, region string) *store {
	id := func(kind string) string {
		h := fnv.New64a()
		fmt.Fprint(h, a.ID, region, kind) // a hash does not fail
		return fmt.Sprintf("%s-0%016x", kind, h.Sum64())
	}
	st := &store{VPC: id("vpc"), Subnet: id("subnet"), Tokens: map[string]launched{}}
	st.addGroup(a, region, id("sg"), "default", "default VPC security group", nil)
	return st
}

// addGroup adds a security group that lets everything out.
func (st *store) addGroup(a *model.Account, region, id, name, description string, ingress []types.IpPermission) {
	st.Groups = append(slices.Clone(st.Groups), &types.SecurityGroup{
		GroupId: aws.String(id), GroupName: aws.String(name), Description: aws.String(description), OwnerId: aws.String(a.ID),
		VpcId: aws.String(st.VPC), SecurityGroupArn: aws.String(a.RegionalARN(prefix, region, "security-group/"+id)), IpPermissions: ingress,
		IpPermissionsEgress: []types.IpPermission{{IpProtocol: aws.String("-1"), IpRanges: []types.IpRange{{CidrIp: aws.String("0.0.0.0/0")}}}},
	})
}

// group returns the security group with the id, nil if there is none.
func (st *store) group(id string) *types.SecurityGroup {
	for _, g := range st.Groups {
		if *g.GroupId == id {
			return g
		}
	}
	return nil
}

func (m *compute) describeGroups(c *model.Call, in *ec2.DescribeSecurityGroupsInput) (*ec2.DescribeSecurityGroupsOutput, error) {
	st := m.state.Read(c)
	if in.MaxResults != nil && len(in.GroupIds) > 0 {
		return nil, badCombination("The parameter groupIds cannot be used with the parameter maxResults")
	}
	for _, id := range in.GroupIds {
		if st.group(id) == nil {
			return nil, model.Errorf("InvalidGroup.NotFound", "The security group '%s' does not exist", id)
		}
	}
	for _, name := range in.GroupNames {
		if !slices.ContainsFunc(st.Groups, func(g *types.SecurityGroup) bool { return *g.GroupName == name }) {
			return nil, model.Errorf("InvalidGroup.NotFound", "The security group '%s' does not exist in default VPC '%s'", name, st.VPC)
		}
	}
	var all []types.SecurityGroup
	for _, g := range st.Groups {
		if named := len(in.GroupIds)+len(in.GroupNames) > 0; !named || slices.Contains(in.GroupIds, *g.GroupId) || slices.Contains(in.GroupNames, *g.GroupName) {
			all = append(all, *g)
		}
	}
	all, err := filter(c, all, in.Filters, func(g types.SecurityGroup) properties {
		p := properties{
			"group-id": text(g.GroupId), "group-name": text(g.GroupName), "description": text(g.Description),
			"owner-id": text(g.OwnerId), "vpc-id": text(g.VpcId), "ip-permission.cidr": {}, "ip-permission.ipv6-cidr": {},
		}
		for _, perm := range g.IpPermissions {
			for _, r := range perm.IpRanges {
				p["ip-permission.cidr"] = append(p["ip-permission.cidr"], aws.ToString(r.CidrIp))
			}
			for _, r := range perm.Ipv6Ranges {
				p["ip-permission.ipv6-cidr"] = append(p["ip-permission.ipv6-cidr"], aws.ToString(r.CidrIpv6))
			}
		}
		return p.tagged(g.Tags)
	})
	if err != nil {
		return nil, err
	}
	groups, next, err := page(c, all, func(g types.SecurityGroup) string { return *g.GroupId }, in.NextToken, in.MaxResults, 5, 1000)
	return &ec2.DescribeSecurityGroupsOutput{SecurityGroups: groups, NextToken: next}, err
}
