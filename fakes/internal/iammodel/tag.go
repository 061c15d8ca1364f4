package iammodel

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/iamhygiene/sdk/fakes/internal/model"
)

// tag sets tags. A key that is there already, in any letter case, gets the new
// value and spelling.
func (st *Store) tag(e *Entity, tags []types.Tag) error {
	if err := checkTags(tags); err != nil {
		return err
	}
	merged := slices.Clone(e.Tags)
	for _, t := range tags {
		if i := tagIndex(merged, aws.ToString(t.Key)); i >= 0 {
			merged[i] = t
		} else {
			merged = append(merged, t)
		}
	}
	if limit := st.limit(TagsQuota); len(merged) > int(limit) {
		return model.Errorf("LimitExceeded", "The number of tags has reached the maximum limit.")
	}
	e.Tags = merged
	return nil
}

// untag removes tags; keys that are not there are no error.
func (e *Entity) untag(keys []string) {
	for _, key := range keys {
		if i := tagIndex(e.Tags, key); i >= 0 {
			e.Tags = slices.Delete(slices.Clone(e.Tags), i, i+1)
		}
	}
}

func tagIndex(tags []types.Tag, key string) int {
	return slices.IndexFunc(tags, func(t types.Tag) bool { return fold(aws.ToString(t.Key)) == fold(key) })
}
