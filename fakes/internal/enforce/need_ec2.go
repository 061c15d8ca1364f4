package enforce

import (
	"reflect"
	"strconv"
	"strings"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// ec2Needs returns what a call of EC2 needs. Operations on several instances
// need the action on each, and launching needs it on everything that takes
// part. Who lists sees everything or nothing.
//
// AWS: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
func (e *Enforcer) ec2Needs(c *model.Call) []need {
	var needs []need
	switch c.Operation {
	case "RunInstances":
		needs = e.launchNeeds(c)
	case "DescribeInstances", "DescribeIamInstanceProfileAssociations":
		needs = []need{anything(c)}
	case "DisassociateIamInstanceProfile", "ReplaceIamInstanceProfileAssociation":
		needs = []need{e.found(c, "association", get(c.Input, "AssociationId"), ec2ARN(c, "instance", "*"))}
	case "AssociateIamInstanceProfile", "ModifyInstanceMetadataOptions", "TerminateInstances", "StopInstances", "StartInstances":
		ids := texts(c.Input, "InstanceIds")
		if id, ok := text(c.Input, "InstanceId"); ok {
			ids = append(ids, id)
		}
		for _, id := range ids {
			needs = append(needs, e.found(c, "instance", id, ec2ARN(c, "instance", id)))
		}
	}
	if len(needs) == 0 {
		needs = otherNeeds(c)
	}
	for i := range needs {
		needs[i].set("ec2:Region", c.Region)
		for k, v := range needs[i].tags {
			needs[i].set("ec2:ResourceTag/"+k, v)
		}
		if c.Operation == "ModifyInstanceMetadataOptions" {
			for _, member := range []string{"HttpEndpoint", "HttpTokens", "HttpPutResponseHopLimit", "InstanceMetadataTags"} {
				needs[i].set("ec2:Attribute/"+member, written(c.Input, member))
			}
		}
	}
	if profile, ok := nested(c.Input, "IamInstanceProfile"); ok {
		needs = append(needs, e.profileNeeds(c, profile)...)
	} else if lt, ok := nested(c.Input, "LaunchTemplate"); ok && c.Operation == "RunInstances" {
		// The profile of the template is passed, unless the call has another.
		name := get(lt, "LaunchTemplateId") + get(lt, "LaunchTemplateName") + ":" + get(lt, "Version")
		if r, ok := e.cloud.Find("ec2", c.Account, c.Region, "launch", name); ok && r.Role != "" {
			needs = append(needs, e.passARN(c, r.Role, "ec2.amazonaws.com"))
		}
	}
	return needs
}

// launchNeeds returns what RunInstances needs, apart from the role. What does
// not exist yet, or is left to EC2 to choose, is every resource of its kind.
func (e *Enforcer) launchNeeds(c *model.Call) []need {
	on := func(kind string, ids ...string) []need {
		var list []need
		for _, id := range ids {
			if id == "" {
				id = "*"
			}
			n := e.found(c, kind, id, ec2ARN(c, kind, id))
			n.pattern = id == "*"
			n.requestTags = tagSpecification(c.Input, kind)
			list = append(list, n)
		}
		return list
	}
	groups := texts(c.Input, "SecurityGroupIds")
	if len(groups) == 0 {
		groups = []string{"*"}
	}
	instance := on("instance", "*")
	e.launchContext(c, &instance[0])
	needs := append(instance, on("image", get(c.Input, "ImageId"))...)
	needs = append(needs, on("subnet", get(c.Input, "SubnetId"))...)
	needs = append(needs, on("security-group", groups...)...)
	needs = append(needs, on("network-interface", "*")...)
	needs = append(needs, on("volume", "*")...)
	if key := get(c.Input, "KeyName"); key != "" {
		needs = append(needs, on("key-pair", key)...)
	}
	if lt, ok := nested(c.Input, "LaunchTemplate"); ok {
		id := get(lt, "LaunchTemplateId")
		if id == "" { // by name
			needs = append(needs, e.found(c, "launch-template", get(lt, "LaunchTemplateName"), ec2ARN(c, "launch-template", "*")))
		} else {
			needs = append(needs, on("launch-template", id)...)
		}
	}
	for _, n := range needs {
		if n.requestTags != nil {
			n.action = "ec2:CreateTags"
			n.context = nil
			n.set("ec2:CreateAction", "RunInstances")
			needs = append(needs, n)
		}
	}
	return needs
}

// launchContext adds what policies ask about an instance that is launched.
func (e *Enforcer) launchContext(c *model.Call, n *need) {
	n.set("ec2:InstanceType", get(c.Input, "InstanceType"))
	if m, ok := nested(c.Input, "MetadataOptions"); ok {
		n.set("ec2:MetadataHttpTokens", get(m, "HttpTokens"))
		n.set("ec2:MetadataHttpEndpoint", get(m, "HttpEndpoint"))
		n.set("ec2:MetadataHttpPutResponseHopLimit", written(m, "HttpPutResponseHopLimit"))
	}
	if p, ok := nested(c.Input, "IamInstanceProfile"); ok {
		if r, ok := e.identities.Resource(c.Account, "instance-profile", profileName(p)); ok {
			n.set("ec2:InstanceProfile", r.ARN)
		}
	}
}

// profileNeeds returns the need to pass the role of an instance profile. A
// profile that does not exist passes none; the operation says so.
func (e *Enforcer) profileNeeds(c *model.Call, profile any) []need {
	r, ok := e.identities.Resource(c.Account, "instance-profile", profileName(profile))
	if !ok || r.Role == "" {
		return nil
	}
	return []need{e.passARN(c, r.Role, "ec2.amazonaws.com")}
}

// profileName is the name of an instance profile, which a call gives by name or
// by ARN.
func profileName(profile any) string {
	if name := get(profile, "Name"); name != "" {
		return name
	}
	arn := get(profile, "Arn")
	return arn[strings.LastIndexByte(arn, '/')+1:]
}

// ec2ARN is the ARN of a resource of EC2. Images belong to no account.
func ec2ARN(c *model.Call, kind, id string) string {
	if kind == "image" {
		return "arn:" + c.Account.Partition + ":ec2:" + c.Region + "::image/" + id
	}
	return c.Account.RegionalARN("ec2", c.Region, kind+"/"+id)
}

// tagSpecification returns the tags that a request has for resources of a kind.
func tagSpecification(input any, kind string) map[string]string {
	f, ok := field(input, "TagSpecifications")
	if !ok || f.Kind() != reflect.Slice {
		return nil
	}
	for i := range f.Len() {
		if spec := f.Index(i).Interface(); get(spec, "ResourceType") == kind {
			return tagsIn(spec, "Tags")
		}
	}
	return nil
}

// written is a text or number member of an input as text, "" if it is absent.
func written(input any, member string) string {
	f, ok := field(input, member)
	if ok && f.CanInterface() {
		if p, ok := f.Interface().(*int32); ok && p != nil {
			return strconv.Itoa(int(*p))
		}
	}
	return get(input, member)
}
