package ec2fake

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// template returns the launch template with the id or the name, nil if there is
// none.
func (st *store) template(name string) *template {
	for _, t := range st.Templates {
		if t.ID == name || t.Name == name {
			return t
		}
	}
	return nil
}

// named returns the template that a call names by id or by name.
func (st *store) named(id, name *string) (*template, error) {
	switch {
	case id != nil && name != nil:
		return nil, badCombination("The parameters launchTemplateId and launchTemplateName cannot be used together.")
	case id == nil && name == nil:
		return nil, model.Errorf("MissingParameter", "You must specify either launchTemplateId or launchTemplateName.")
	case id != nil:
		if t := st.template(*id); t != nil && t.ID == *id {
			return t, nil
		}
		return nil, model.Errorf("InvalidLaunchTemplateId.NotFound", "The specified launch template, with template ID %s, does not exist.", *id)
	}
	if t := st.template(*name); t != nil && t.Name == *name {
		return t, nil
	}
	return nil, model.Errorf("InvalidLaunchTemplateName.NotFoundException", "The specified launch template, with template name %s, does not exist.", *name)
}

// version returns a version by number, $Latest or $Default, which "" means.
func (t *template) version(name string) (types.LaunchTemplateVersion, error) {
	want := t.Default
	switch name {
	case "", "$Default":
	case "$Latest":
		want = int64(len(t.Versions))
	default:
		n, err := strconv.ParseInt(name, 10, 64)
		if err != nil {
			return types.LaunchTemplateVersion{}, invalidValue("Invalid launch template version: either '$Default', '$Latest', or a numeric version are allowed.")
		}
		want = n
	}
	if want < 1 || want > int64(len(t.Versions)) {
		return types.LaunchTemplateVersion{}, model.Errorf("InvalidLaunchTemplateId.VersionNotFound", "Could not find the specified version %s for the launch template with ID %s.", name, t.ID)
	}
	v := t.Versions[want-1]
	v.DefaultVersion = aws.Bool(want == t.Default)
	return v, nil
}

func (m *compute) describeTemplateVersions(c *model.Call, in *ec2.DescribeLaunchTemplateVersionsInput) (*ec2.DescribeLaunchTemplateVersionsOutput, error) {
	if aws.ToBool(in.ResolveAlias) {
		return nil, model.NotModeled(c, "the parameter ResolveAlias")
	}
	all, err := m.state.Read(c).versions(in)
	if err != nil {
		return nil, err
	}
	all, err = filter(c, all, in.Filters, versionProperties)
	if err != nil {
		return nil, err
	}
	key := func(v types.LaunchTemplateVersion) string { return fmt.Sprint(*v.LaunchTemplateId, *v.VersionNumber) }
	versions, next, err := page(c, all, key, in.NextToken, in.MaxResults, 1, 200)
	return &ec2.DescribeLaunchTemplateVersionsOutput{LaunchTemplateVersions: versions, NextToken: next}, err
}

// versions returns what a call asks for: versions of one template, or the latest
// or default versions of all, the newest first.
func (st *store) versions(in *ec2.DescribeLaunchTemplateVersionsInput) ([]types.LaunchTemplateVersion, error) {
	var all []types.LaunchTemplateVersion
	if in.LaunchTemplateId == nil && in.LaunchTemplateName == nil {
		if len(in.Versions) == 0 || slices.ContainsFunc(in.Versions, func(v string) bool { return v != "$Latest" && v != "$Default" }) {
			return nil, model.Errorf("MissingParameter", "You must specify a launch template, or the versions $Latest or $Default.")
		}
		for _, t := range st.Templates {
			for _, name := range in.Versions {
				v, err := t.version(name)
				if err != nil {
					return nil, err
				}
				if !slices.ContainsFunc(all, func(o types.LaunchTemplateVersion) bool {
					return *o.LaunchTemplateId == t.ID && *o.VersionNumber == *v.VersionNumber
				}) {
					all = append(all, v)
				}
			}
		}
		return all, nil
	}
	t, err := st.named(in.LaunchTemplateId, in.LaunchTemplateName)
	if err != nil {
		return nil, err
	}
	if len(in.Versions) > 0 {
		if in.MinVersion != nil || in.MaxVersion != nil || in.MaxResults != nil {
			return nil, badCombination("The parameter versions cannot be used with minVersion, maxVersion or maxResults.")
		}
		for _, name := range in.Versions {
			v, err := t.version(name)
			if err != nil {
				return nil, err
			}
			all = append(all, v)
		}
		return all, nil
	}
	low, high := int64(1), int64(len(t.Versions))
	for _, bound := range []struct {
		given *string
		to    *int64
	}{{in.MinVersion, &low}, {in.MaxVersion, &high}} {
		if bound.given == nil {
			continue
		}
		if *bound.to, err = strconv.ParseInt(*bound.given, 10, 64); err != nil {
			return nil, invalidValue("Invalid launch template version: %s", *bound.given)
		}
	}
	for n := min(high, int64(len(t.Versions))); n >= max(low, 1); n-- {
		v, err := t.version(strconv.FormatInt(n, 10))
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}

func versionProperties(v types.LaunchTemplateVersion) properties {
	p := properties{"is-default-version": one(strconv.FormatBool(aws.ToBool(v.DefaultVersion))), "image-id": {}, "instance-type": {}, "http-tokens": {}, "http-endpoint": {}, "iam-instance-profile": {}}
	if d := v.LaunchTemplateData; d != nil {
		p["image-id"], p["instance-type"] = text(d.ImageId), one(d.InstanceType)
		if d.MetadataOptions != nil {
			p["http-tokens"], p["http-endpoint"] = one(d.MetadataOptions.HttpTokens), one(d.MetadataOptions.HttpEndpoint)
		}
		if d.IamInstanceProfile != nil {
			p["iam-instance-profile"] = text(d.IamInstanceProfile.Arn)
		}
	}
	return p
}
