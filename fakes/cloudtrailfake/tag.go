package cloudtrailfake

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// maxTags is how many tags a resource can have (API_AddTags).
const maxTags = 50

// tags are keys and values.
type tags map[string]string

// plain is never nil: a resource without tags has tags that are known.
func (t tags) plain() map[string]string {
	if t == nil {
		return map[string]string{}
	}
	return t
}

func (t tags) list() []types.Tag {
	list := []types.Tag{}
	for _, k := range slices.Sorted(maps.Keys(t)) {
		list = append(list, types.Tag{Key: aws.String(k), Value: aws.String(t[k])})
	}
	return list
}

// with returns the tags with others added, which win.
func (t tags) with(more []types.Tag) (tags, error) {
	out := maps.Clone(t)
	if out == nil {
		out = tags{}
	}
	for _, tag := range more {
		key, value := aws.ToString(tag.Key), aws.ToString(tag.Value)
		if key == "" || len(key) > 128 || len(value) > 256 || strings.HasPrefix(strings.ToLower(key), "aws:") {
			return nil, model.Errorf("InvalidTagParameterException", "The tag %q is invalid: a key has 1 to 128 characters and does not begin with aws:, a value has at most 256.", key)
		}
		out[key] = value
	}
	if len(out) > maxTags {
		return nil, model.Errorf("TagsLimitExceededException", "A resource has at most %d tags.", maxTags)
	}
	return out, nil
}

// tagged returns the tags of a resource in the Region of the call by ARN.
func (st *store) tagged(c *model.Call, arn string) (*tags, error) {
	for _, t := range st.trails {
		if t.arn == arn && t.home == c.Region {
			return &t.tags, nil
		}
	}
	for _, d := range st.stores {
		if d.arn == arn && d.region == c.Region {
			return &d.tags, nil
		}
	}
	if !trailARN.MatchString(arn) && !dataStoreARN.MatchString(arn) {
		return nil, model.Errorf("CloudTrailARNInvalidException", "The ARN %s is not that of a trail or an event data store.", arn)
	}
	return nil, model.Errorf("ResourceNotFoundException", "The resource %s does not exist in %s.", arn, c.Region)
}

func (m *cloudTrail) listTags(_ context.Context, c *model.Call, in *cloudtrail.ListTagsInput) (*cloudtrail.ListTagsOutput, error) {
	if len(in.ResourceIdList) > 20 {
		return nil, model.Errorf("InvalidParameterException", "A call lists the tags of at most 20 resources.")
	}
	st := m.state.Read(c)
	var all []types.ResourceTag
	for _, arn := range in.ResourceIdList {
		t, err := st.tagged(c, arn)
		if err != nil {
			return nil, err
		}
		all = append(all, types.ResourceTag{ResourceId: aws.String(arn), TagsList: t.list()})
	}
	list, next, ok := model.Page(c, all, func(t types.ResourceTag) string { return *t.ResourceId }, in.NextToken, nil, 20)
	if !ok {
		return nil, model.Errorf("InvalidTokenException", "The token is invalid.")
	}
	return &cloudtrail.ListTagsOutput{ResourceTagList: list, NextToken: next}, nil
}

func (m *cloudTrail) addTags(_ context.Context, c *model.Call, in *cloudtrail.AddTagsInput) (*cloudtrail.AddTagsOutput, error) {
	t, err := m.state.Write(c).tagged(c, aws.ToString(in.ResourceId))
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, tag := range in.TagsList {
		if seen[aws.ToString(tag.Key)] {
			return nil, model.Errorf("InvalidTagParameterException", "The key %s is there twice.", aws.ToString(tag.Key))
		}
		seen[aws.ToString(tag.Key)] = true
	}
	added, err := t.with(in.TagsList)
	if err != nil {
		return nil, err
	}
	*t = added
	return nil, nil
}
