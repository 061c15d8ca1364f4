package orgmodel

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// mostTags is the most that a resource carries.
const mostTags = 50

// taggable reports whether there is an account, unit, root or policy with the
// id.
func (st *store) taggable(id string) bool {
	p := st.policies[id]
	return st.nodes[id] != nil || p != nil && !p.managed || st.resource != nil && st.resource.id == id
}

func (s *Service) listTagsForResource(_ context.Context, c *model.Call, in *organizations.ListTagsForResourceInput) (*organizations.ListTagsForResourceOutput, error) {
	st, err := s.read(c, readers, scope{resources: []string{aws.ToString(in.ResourceId)}})
	if err != nil {
		return nil, err
	}
	id := aws.ToString(in.ResourceId)
	if !st.taggable(id) {
		return nil, errNoTarget
	}
	var all []types.Tag
	for _, key := range slices.Sorted(maps.Keys(st.tags[id])) {
		all = append(all, types.Tag{Key: aws.String(key), Value: aws.String(st.tags[id][key])})
	}
	tags, next, err := page(s, c, all, func(t types.Tag) *string { return t.Key }, in.NextToken, nil)
	return &organizations.ListTagsForResourceOutput{Tags: tags, NextToken: next}, err
}

func (s *Service) tagResource(_ context.Context, c *model.Call, in *organizations.TagResourceInput) (*organizations.TagResourceOutput, error) {
	st, err := s.write(c, policyManager, scope{resources: []string{aws.ToString(in.ResourceId)}})
	if err != nil {
		return nil, err
	}
	id := aws.ToString(in.ResourceId)
	if !st.taggable(id) {
		return nil, errNoTarget
	}
	return nil, st.retag(id, in.Tags)
}

// retag adds tags to those that a resource has.
func (st *store) retag(id string, tags []types.Tag) error {
	if err := checkTags(tags); err != nil {
		return err
	}
	after := maps.Clone(st.tags[id])
	if after == nil {
		after = make(map[string]string)
	}
	for _, t := range tags {
		after[aws.ToString(t.Key)] = aws.ToString(t.Value)
	}
	if len(after) > mostTags {
		return errTooManyTags
	}
	st.tags[id] = after
	return nil
}

var errTooManyTags = constraint(types.ConstraintViolationExceptionReasonMaxTagLimitExceeded, "You have exceeded the number of tags allowed on this resource.")

func checkTags(tags []types.Tag) error {
	seen := make(map[string]bool, len(tags))
	for _, t := range tags {
		key := aws.ToString(t.Key)
		switch {
		case key == "" || strings.HasPrefix(strings.ToLower(key), "aws:"):
			return invalid(types.InvalidInputExceptionReasonInvalidSystemTagsParameter, "You specified a tag key that is a system tag.")
		case seen[key]:
			return invalid(types.InvalidInputExceptionReasonDuplicateTagKey, "Tag keys must be unique among the tags attached to the same entity.")
		}
		seen[key] = true
	}
	if len(tags) > mostTags {
		return errTooManyTags
	}
	return nil
}

func (s *Service) untagResource(_ context.Context, c *model.Call, in *organizations.UntagResourceInput) (*organizations.UntagResourceOutput, error) {
	st, err := s.write(c, policyManager, scope{resources: []string{aws.ToString(in.ResourceId)}})
	if err != nil {
		return nil, err
	}
	id := aws.ToString(in.ResourceId)
	if !st.taggable(id) {
		return nil, errNoTarget
	}
	for _, key := range in.TagKeys {
		delete(st.tags[id], key)
	}
	return nil, nil
}
